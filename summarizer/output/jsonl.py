"""Records and failures as lines of JSON, and reading them back.

A line counts only when it is whole. Where a source stands in a file more than once, its last line counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.errors import OutputError
from summarizer.output.lines import end_of_lines
from summarizer.records import SCHEMA_VERSION, Outcome, Record

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = [
    "RECORDS",
    "Entry",
    "failure_line",
    "index",
    "latest",
    "parse",
    "read_entry",
    "read_failed",
    "read_records",
]

RECORDS = "records.jsonl"

# The head of a record's line as pydantic writes it; other ways to write it go through the JSON parser.
_HEAD = re.compile(
    rb'\{"schema_version":(\d{1,9}),"article":\{"id":("(?:[^"\\]|\\.)*"),"source":("(?:[^"\\]|\\.)*"),'
    rb'"title":(null|"(?:[^"\\]|\\.)*"),'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a record stands in ``records.jsonl``: bytes ``[offset, offset + length)``, newline included."""

    source: str
    id: str
    offset: int
    length: int
    title: str | None = None


def _entry(line: bytes, offset: int, where: str) -> Entry:
    head = _HEAD.match(line)
    try:
        if head is not None:
            version, identity, source, title = (json.loads(part) for part in head.groups())
        else:
            data = json.loads(line)
            version = data["schema_version"]
            identity, source = data["article"]["id"], data["article"]["source"]
            title = data["article"].get("title")
    except (ValueError, TypeError, LookupError) as error:
        raise OutputError(f"{where} is not a record of this program; choose another folder") from error
    if version != SCHEMA_VERSION:
        raise OutputError(
            f"{where} has schema version {version}, this program writes {SCHEMA_VERSION}; "
            "choose another folder"
        )
    return Entry(source, identity, offset, len(line), title)


def index(path: Path) -> Iterator[Entry]:
    """Yield where each record of a ``records.jsonl`` stands, without parsing more than the head of its line.

    A last line that is not whole is still being written, or was left by a killed run; it is left out.

    Raises:
        OutputError: a line is not a record of this schema version; the message names file and line.
        OSError: the file cannot be read.
    """
    for number, offset, line in _whole_lines(path):
        yield _entry(line, offset, f"{path}:{number}")


def _whole_lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Yield number, offset and bytes of each whole line."""
    end = end_of_lines(path)
    with path.open("rb") as file:
        offset = 0
        for number, line in enumerate(file, 1):
            if offset >= end:
                return
            yield number, offset, line
            offset += len(line)


def latest(out: str | os.PathLike[str]) -> list[Entry]:
    """Return where the records of an output folder stand, one of each source: its last, in the file's order.

    Args:
        out: the folder, or a ``records.jsonl`` file.

    Raises:
        OutputError: there is no such folder, or what it holds are not records of this schema version.
    """
    try:
        last = {entry.source: entry for entry in index(_records_file(out))}
    except OSError as error:
        raise _unreadable(out, error) from error
    return sorted(last.values(), key=lambda entry: entry.offset)


def read_entry(out: str | os.PathLike[str], entry: Entry) -> Record:
    """Return one record of an output folder.

    Raises:
        OutputError: it cannot be read.
    """
    path = _records_file(out)
    try:
        with path.open("rb") as file:
            file.seek(entry.offset)
            return parse(file.read(entry.length), str(path))
    except OSError as error:
        raise _unreadable(out, error) from error


def read_records(out: str | os.PathLike[str]) -> Iterator[Record]:
    """Yield the records of an output folder, one of each source: its last, in the order of the file.

    Memory stays flat: first it is noted where the lines stand, then they are parsed one at a time.

    Args:
        out: the folder, or a ``records.jsonl`` file.

    Raises:
        OutputError: there is no such folder, or what it holds are not records of this schema version.
    """
    path = _records_file(out)
    entries = latest(out)
    try:
        with path.open("rb") as file:
            for entry in entries:
                file.seek(entry.offset)
                yield parse(file.read(entry.length), f"{path} at byte {entry.offset}")
    except OSError as error:
        raise _unreadable(out, error) from error


def _records_file(out: str | os.PathLike[str]) -> Path:
    path = Path(out)
    return path / RECORDS if path.is_dir() else path


def _unreadable(out: str | os.PathLike[str], error: OSError) -> OutputError:
    return OutputError(f"{out}: {error.strerror or error}; name a folder that `summarizer run` made")


def parse(line: bytes, where: str) -> Record:
    """Return the record in a line of JSON.

    Raises:
        OutputError: it is none; the message says ``where``.
    """
    try:
        return Record.model_validate_json(line)
    except ValueError as error:
        raise OutputError(f"{where} is not a whole record; run again into another folder") from error


def failure_line(outcome: Outcome) -> bytes:
    """Return a failure as a line of ``failed.jsonl``, without its newline."""
    data = {
        "source": outcome.source,
        "outcome": outcome.outcome.value,
        "reason": outcome.reason,
        "attempts": outcome.attempts,
        "id": outcome.id,
        "usage": outcome.usage.model_dump(),
        "cost_usd": outcome.cost_usd,
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace")


def read_failed(path: Path) -> Iterator[Outcome]:
    """Yield the failures of a ``failed.jsonl``.

    Raises:
        OutputError: a line is none.
        OSError: the file cannot be read.
    """
    for number, _, line in _whole_lines(path):
        try:
            yield Outcome.model_validate_json(line)
        except ValueError as error:
            raise OutputError(
                f"{path}:{number} was not made by this program; choose another folder"
            ) from error
