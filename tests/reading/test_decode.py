"""Decoding: told, never guessed silently."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.errors import UnreadableError
from summarizer.reading.decode import declared_encoding, decode

QUOTED = "“We will not open a pier that may fall,” she told reporters — on Tuesday."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding):
    """The mark names the encoding and is not part of the text."""
    assert decode(QUOTED.encode(encoding)) == (QUOTED, ())


@settings(deadline=None)
@given(st.text().filter(lambda t: not t.startswith("\ufeff")))
def test_utf8_comes_back_as_it_was(text):
    """Text in UTF-8 is returned character for character, or refused, never changed."""
    try:
        decoded, warnings = decode(text.encode("utf-8"))
    except UnreadableError:
        return
    assert (decoded, warnings) == (text, ()) or warnings


def test_a_nul_in_clean_text_is_kept():
    """One NUL does not make a text binary."""
    assert decode(f"{QUOTED}\x00{QUOTED}".encode())[0] == f"{QUOTED}\x00{QUOTED}"


def test_utf16_without_a_mark_is_named():
    """Zero bytes in every other place are UTF-16, and the warning says that this was inferred."""
    text, warnings = decode(QUOTED.encode("utf-16-le"))
    assert text == QUOTED
    assert "utf-16-le" in warnings[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (QUOTED, "cp1252"),
        ("The café owner José Núñez said the city was too loud.", "latin-1"),
        ("Der Bürgermeister sagte, die Brücke bleibe geschlossen.", "cp1252"),
        ("Министр заявил, что налоги не вырастут в этом году.", "cp1251"),
    ],
)
def test_a_detected_encoding_is_named_in_a_warning(text, encoding):
    """Old encodings are detected, and the reader is told which one was taken."""
    decoded, warnings = decode(text.encode(encoding))
    assert decoded == text
    assert len(warnings) == 1
    assert "read as cp125" in warnings[0]


def test_a_declared_encoding_is_used():
    """What an HTML page or an XML file declares is believed, with the names that the web uses."""
    page = '<html><head><meta charset="iso-8859-1"></head><body>“Ñandú”</body></html>'
    assert decode(page.encode("cp1252")) == (page, ())
    assert declared_encoding(b'<?xml version="1.0" encoding="windows-1251"?>') == "cp1251"
    assert declared_encoding(b'<meta charset="no-such-thing">') is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (bytes(range(256)) * 4, "binary"),
        ("“Nein,” sagte sie, „für immer“.".encode()[:-2], "broken UTF-8"),
        (QUOTED.encode()[:40] + b"\xff" + QUOTED.encode()[40:], "offset 40"),
        (b"\xff\xfea", "utf-16"),
        (b'<meta charset="shift_jis">\x81', "shift_jis"),
    ],
)
def test_what_is_not_text_is_refused_with_a_reason(data, reason):
    """Binary files and broken encodings are refused, and the message says what is wrong and where."""
    with pytest.raises(UnreadableError, match=reason):
        decode(data)
