"""What there is to read: one item for each article in files, folders, JSON files and standard input."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from summarizer.errors import ArticleError, TooLargeError, UnreadableError, UsageError
from summarizer.reading.decode import decode
from summarizer.reading.fields import find_fields, members, name_of
from summarizer.reading.html import looks_like_html
from summarizer.reading.texts import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["DEFAULT_MAX_BYTES", "Form", "Item", "find", "load"]

DEFAULT_MAX_BYTES = 10_000_000
"""The largest article that is read, in bytes; ``--max-bytes`` raises it."""

Form = Literal["text", "html", "json"]
_FORMS: dict[str, Form | Literal["jsonl"]] = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_SNIFFED = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One article that can be read, also in another process: it pickles.

    Attributes:
        source: the path as the user wrote it, ``path#ID`` or ``path:LINE`` for one of many in a file, ``-``.
        id: ``sha256:`` and the digest of the article's own bytes; None where they could not be read.
        form: what the bytes are.
        path: the file to read it from; None where ``data`` holds it.
        offset: first byte in the file.
        length: bytes in the file; None: up to its end.
        data: the bytes themselves (standard input, a member of a JSON array).
        error: why it cannot be read; ``read`` raises it.
    """

    source: str
    id: str | None = None
    form: Form = "text"
    path: str | None = None
    offset: int = 0
    length: int | None = None
    data: bytes | None = None
    error: ArticleError | None = None


def find(sources: Sequence[str | Path], *, max_bytes: int = DEFAULT_MAX_BYTES) -> Iterator[Item]:
    """Find the articles in files, folders (with their folders, sorted, hidden ones left out) and ``-``.

    In a folder only files with a known ending count; a file named itself is read whatever it is called.
    What cannot be read is an item with an error, so that a run goes on.

    Args:
        sources: paths, or ``-`` for standard input.
        max_bytes: the largest article, in bytes. A file of JSON lines may be larger, a line of it not.

    Raises:
        UsageError: a path does not exist, or ``-`` is given twice; raised at once, before anything is read.
    """
    names = [os.fspath(s) for s in sources]
    for name in names:
        if name != "-" and not os.path.lexists(name):
            raise UsageError(f"{name}: no such file or folder; check the path")
    if names.count("-") > 1:
        raise UsageError("- (standard input) can be read once; name it once")
    return _find(names, max_bytes)


def load(item: Item, max_bytes: int = DEFAULT_MAX_BYTES) -> bytes:
    """Return the bytes of an item.

    Raises:
        ArticleError: the item's own error, or its file can no longer be read, or has grown too large.
    """
    if item.error is not None:
        raise item.error
    if item.data is not None or item.path is None:
        return item.data or b""
    try:
        with Path(item.path).open("rb") as file:
            file.seek(item.offset)
            data = file.read(max_bytes + 1 if item.length is None else item.length)
    except OSError as error:
        raise _unreadable(item.source, error.strerror or str(error)) from error
    if len(data) > max_bytes:
        raise _too_large(item.source, max_bytes)
    return data


def _find(names: list[str], max_bytes: int) -> Iterator[Item]:
    for name in names:
        if name == "-":
            yield from _stream(sys.stdin.buffer, max_bytes)
        elif Path(name).is_dir():
            yield from _folder(name, max_bytes, set())
        else:
            yield from _file(name, max_bytes)


def _source(path: str) -> str:
    """Return a path as it stands in records: normalised, with forward slashes, always valid Unicode."""
    posix = PurePath(os.path.normpath(path)).as_posix()
    return posix.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _unreadable(source: str, reason: str) -> UnreadableError:
    return UnreadableError(f"{source}: {reason}")


def _too_large(source: str, max_bytes: int) -> TooLargeError:
    return TooLargeError(f"{source}: larger than {max_bytes:,} bytes; raise the limit with --max-bytes")


def _folder(folder: str, max_bytes: int, above: set[str]) -> Iterator[Item]:
    real = os.path.realpath(folder)
    if real in above:  # a symbolic link to a folder that it lies in
        return
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names are enough, and cheap for folders of a million
    except OSError as error:
        source = _source(folder)
        yield Item(source, error=_unreadable(source, f"the folder cannot be listed: {error.strerror}"))
        return
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118 - as above
        if name.startswith("."):
            continue
        if os.path.isdir(path):  # noqa: PTH112 - as above
            yield from _folder(path, max_bytes, above | {real})
        elif os.path.splitext(name)[1].lower() in _FORMS:  # noqa: PTH122 - as above
            yield from _file(path, max_bytes)


def _file(path: str, max_bytes: int) -> Iterator[Item]:
    source = _source(path)
    form = _FORMS.get(Path(path).suffix.lower())
    try:
        status = Path(path).stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe: <(…) in a shell
            with Path(path).open("rb") as file:
                yield from _stream(file, max_bytes, source)
            return
        with Path(path).open("rb") as file:
            head = file.read(_SNIFFED)
            if head.lstrip()[:1] == b"{":  # whether a line is an object shows at its end
                file.seek(0)
                head = file.readline(max_bytes + 1) + file.read(_SNIFFED)
            if form is None or form == "json":  # files of JSON lines are often called .json
                sniffed = _sniff(head)
                form = sniffed if form is None or sniffed == "jsonl" else form
            file.seek(0)
            if form == "jsonl":
                yield from _lines(file, source, max_bytes, path)
                return
            if status.st_size > max_bytes:
                yield Item(source, error=_too_large(source, max_bytes))
                return
            data = file.read(max_bytes + 1)
    except OSError as error:
        yield Item(source, error=_unreadable(source, error.strerror or str(error)))
        return
    if len(data) > max_bytes:  # it has grown since
        yield Item(source, error=_too_large(source, max_bytes))
    elif form == "json":
        yield from _json(data, source, path)
    else:
        yield Item(source, digest(data), form, path)


def _stream(stream: BinaryIO, max_bytes: int, source: str = "-") -> Iterator[Item]:
    """Read standard input or a pipe: JSON lines one at a time, anything else as one document."""
    first = stream.readline(max_bytes + 1)
    if len(first) <= max_bytes and first.endswith(b"\n") and _sniff(first) == "jsonl":
        second = stream.readline(max_bytes + 1)
        if second.strip():
            yield from _one_line(first, source, 1, max_bytes)
            yield from _one_line(second, source, 2, max_bytes, stream=stream)
            yield from _lines(stream, source, max_bytes, None, line=2)
            return
        first += second
    data = first + stream.read(max(0, max_bytes + 1 - len(first)))
    if len(data) > max_bytes:
        yield Item(source, error=_too_large(source, max_bytes))
        return
    form = _sniff(data[:_SNIFFED])
    if form == "jsonl" and len(data.splitlines()) > 1:
        yield from (
            i for n, raw in enumerate(data.split(b"\n"), 1) for i in _one_line(raw, source, n, max_bytes)
        )
    elif form in ("json", "jsonl"):
        yield from _json(data, source, None)
    else:
        yield Item(source, digest(data), "html" if form == "html" else "text", data=data)


def _sniff(head: bytes) -> Form | Literal["jsonl"]:
    """Tell the form of bytes by how they begin."""
    try:
        text = decode(head[: len(head) - 4] if len(head) == _SNIFFED else head)[0]
    except ArticleError:
        text = head.decode("latin-1")
    if looks_like_html(text):
        return "html"
    bare = text.lstrip()
    if bare[:1] == "{":
        line, _, rest = bare.partition("\n")
        try:
            whole = isinstance(json.loads(line), dict)
        except (ValueError, RecursionError):
            return "json" if bare[1:].lstrip()[:1] in ('"', "}") else "text"
        return "jsonl" if whole and rest.strip() else "json"
    return "json" if bare[:1] == "[" and bare[1:].lstrip()[:1] in ("{", "]") else "text"


def _lines(stream: BinaryIO, source: str, max_bytes: int, path: str | None, line: int = 0) -> Iterator[Item]:
    """Read JSON lines one at a time; no more than one line is in memory."""
    offset = 0
    while raw := stream.readline(max_bytes + 1):
        line += 1
        if line == 1 and (path is not None):
            reason = _not_lines(raw)
            if reason:
                yield Item(source, error=_unreadable(source, reason))
                return
        yield from _one_line(raw, source, line, max_bytes, stream=stream, path=path, offset=offset)
        offset = stream.tell() if path is not None else 0


def _not_lines(raw: bytes) -> str | None:
    try:
        decode(raw)
    except UnreadableError as error:
        return str(error) if b"\x00" in raw or raw.lstrip()[:1] != b"{" else None
    return "JSON lines must be UTF-8, not UTF-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _one_line(  # noqa: PLR0913 - the place of a line in its file
    raw: bytes,
    source: str,
    line: int,
    max_bytes: int,
    *,
    stream: BinaryIO | None = None,
    path: str | None = None,
    offset: int = 0,
) -> Iterator[Item]:
    """Read one JSON line; what of it is longer than the limit is skipped."""
    here = f"{source}:{line}"
    if len(raw) > max_bytes:
        while stream is not None and raw and not raw.endswith(b"\n"):
            raw = stream.readline(1 << 20)
        yield Item(here, error=_too_large(here, max_bytes))
        return
    bare = raw.removeprefix(b"\xef\xbb\xbf").strip() if line == 1 else raw.strip()
    if not bare:
        return
    offset += raw.index(bare)
    try:
        data = _parse(bare)
        name = name_of(data)
        find_fields(data)
    except UnreadableError as error:
        yield Item(here, digest(bare), error=_unreadable(here, str(error)))
        return
    place = f"{source}#{name}" if name else here
    if path is None:
        yield Item(place, digest(bare), "json", data=bare)
    else:
        yield Item(place, digest(bare), "json", path, offset, len(bare))


def _parse(data: bytes) -> Any:
    try:
        return json.loads(decode(data)[0])
    except RecursionError:
        raise UnreadableError("the JSON is nested too deeply") from None
    except ValueError as error:
        raise UnreadableError(f"broken JSON: {error}") from error


def _json(data: bytes, source: str, path: str | None) -> Iterator[Item]:
    """Read a JSON document: one article, or a list of them."""
    try:
        value = _parse(data)
    except UnreadableError as error:
        yield Item(source, digest(data), error=_unreadable(source, str(error)))
        return
    listed = members(value)
    if listed is None:
        try:
            find_fields(value)
        except UnreadableError as error:
            yield Item(source, digest(data), error=_unreadable(source, str(error)))
        else:
            yield Item(source, digest(data), "json", path, data=data if path is None else None)
        return
    for n, member in enumerate(listed, 1):
        name = name_of(member)
        place = f"{source}#{name}" if name else f"{source}:{n}"
        raw = json.dumps(member, sort_keys=True, separators=(",", ":")).encode("ascii")
        try:
            find_fields(member)
        except UnreadableError as error:
            yield Item(place, digest(raw), error=_unreadable(place, str(error)))
        else:
            yield Item(place, digest(raw), "json", data=raw)
