"""From bytes to text: by byte order mark, as UTF-8, as declared, and only then detected, and then said so."""

from __future__ import annotations

import codecs
import re

from summarizer.errors import UnreadableError

__all__ = ["declared_encoding", "decode"]

_BOMS = (  # the longer first: a UTF-32 mark begins like a UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF media file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_CONTROLS = bytes(set(range(1, 32)) - {9, 10, 11, 12, 13, 27})
_SAMPLE = 200_000  # bytes that detection looks at
# What the web means by these names. Source: https://encoding.spec.whatwg.org/#names-and-labels
_WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}


def declared_encoding(data: bytes) -> str | None:
    """Return the Python name of the encoding that HTML or XML declares in its first 2,048 bytes, or None."""
    match = _DECLARED.search(data[:2048])
    if match is None:
        return None
    try:
        info = codecs.lookup((match[1] or match[2]).decode("ascii"))
    except LookupError:
        return None
    return _WEB_NAMES.get(info.name, info.name) if info._is_text_encoding else None  # noqa: SLF001 - no public name


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode the bytes of one document.

    Returns:
        The text without a byte order mark, its line ends kept, and warnings: an encoding that was detected is
        named there.

    Raises:
        UnreadableError: not text, or text whose encoding is broken; the message is the reason alone.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, len(mark)), ()
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"this is {what}, not text")
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _strict(data, wide, 0), (
            f"no encoding is declared: read as {wide}, as its zero bytes suggest",
        )
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > 0.02 * len(data) or data.count(0) > 0.1 * len(data):
        raise UnreadableError("binary data, not text")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        broken = error
    declared = declared_encoding(data)
    if declared not in (None, "utf-8"):
        return _strict(data, declared or "", 0), ()
    if declared == "utf-8" or _mostly_utf8(data):
        raise UnreadableError(
            f"broken UTF-8: byte 0x{data[broken.start]:02x} at offset {broken.start} ({broken.reason})"
        )
    return _detect(data)


def _strict(data: bytes, encoding: str, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"broken {encoding}: offset {skipped + error.start} ({error.reason})"
        ) from error


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order of Latin text in UTF-16 without a mark: every other byte is zero."""
    sample = data[: _SAMPLE // 2 * 2]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:  # noqa: PLR2004 - two characters at least
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None


def _mostly_utf8(data: bytes) -> bool:
    """Return whether the bytes are UTF-8 with damage: elsewhere its sequences come up by chance only."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(c > "\x7f" for c in text) - broken
    return whole > broken


def _detect(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for text in an old encoding

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        raise UnreadableError("the encoding could not be told: not UTF-8, and none is declared")
    encoding = best.encoding
    for match in matches:
        # Among candidates that fit equally well the one that most old English text is written in.
        fits = match.chaos <= best.chaos + 0.01 and match.coherence >= best.coherence - 0.06
        if fits and "cp1252" in match.could_be_from_charset:
            encoding = "cp1252"
    return _strict(data, encoding, 0), (
        f"no encoding is declared and it is not UTF-8: read as {encoding}, as detected",
    )
