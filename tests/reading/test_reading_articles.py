"""From items to articles."""

from __future__ import annotations

import json

import pytest

from summarizer.errors import UnreadableError
from summarizer.reading import find, read


def read_one(path, data):
    """Write a file and read it."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    (item,) = find([path])
    return read(item)


def test_a_text_file_is_kept_as_it_is(tmp_path):
    """Line ends stay, the byte order mark goes."""
    reading = read_one(tmp_path / "a.txt", "\ufeffThe council met.\r\n\r\nIt left.\r\n")
    assert reading.article.text == "The council met.\r\n\r\nIt left.\r\n"
    assert [b.kind.value for b in reading.article.blocks] == ["paragraph", "paragraph"]


def test_an_encoding_that_was_detected_is_a_warning(tmp_path):
    """The reader of a record is told which encoding was taken."""
    reading = read_one(tmp_path / "a.txt", "The café owner said: “no”.".encode("cp1252"))
    assert reading.article.text == "The café owner said: “no”."
    assert "read as cp1252" in reading.warnings[0]


def test_a_page_has_its_metadata_and_blocks(tmp_path):
    """A page's headings and title show in its article's blocks."""
    body = "".join(
        f"<p>The council of Varnsund met for the {n}th time and closed its pier, she said.</p>"
        for n in range(4, 9)
    )
    html = (
        '<html lang="en"><head><title>Pier closes</title><meta name="date" content="2026-02-03"></head><body>'
        f"<article><h1>Pier closes</h1>{body}<h2>What comes next</h2><p>It will meet again, she said."
        "</p></article></body></html>"
    )
    article = read_one(tmp_path / "a.html", html).article
    assert (article.title, article.published_on, article.language) == ("Pier closes", "2026-02-03", "en")
    kinds = [b.kind.value for b in article.blocks]
    assert kinds[0] == "headline"
    assert kinds[-2:] == ["heading", "paragraph"]


def test_json_fields_become_the_article(tmp_path):
    """Text, title, publisher, address, day and language come from their fields."""
    data = {
        "headline": "Pier closes",
        "body_html": "<p>The council met.</p><p>It left.</p>",
        "source": {"name": "Post"},
        "url": "https://u.example",
        "pubDate": "2026-02-03",
        "lang": "en",
    }
    article = read_one(tmp_path / "a.json", json.dumps(data)).article
    assert article.text == "The council met.\n\nIt left."
    assert (article.title, article.publisher, article.published_on) == ("Pier closes", "Post", "2026-02-03")
    assert (article.url, article.language) == ("https://u.example", "en")


def test_half_a_character_in_json_does_not_break_a_run(tmp_path):
    """An escape that is half a surrogate pair is replaced and warned of."""
    reading = read_one(tmp_path / "a.json", '[{"text": "No \\ud83d way."}]')
    assert reading.article.text == "No \ufffd way."
    assert "surrogate" in reading.warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.json", b"{broken", "broken JSON"),
        ("a.json", b'{"x": 1}', "keys are: x"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(tmp_path, name, data, reason):
    """The message names the file and the reason."""
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_one(tmp_path / name, data)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_an_empty_file_is_an_empty_article(tmp_path, name):
    """A file without a word is read, and the warning says that it is empty."""
    assert read_one(tmp_path / name, " \n").warnings == ("the article is empty",)
