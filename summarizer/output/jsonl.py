"""The folder that a run writes: ``records.jsonl``, ``failed.jsonl``, ``run.json``; no way to stop tears it.

A line is appended with one write and counts only with its newline; what a killed run left of a line is cut
off when the folder is opened again. Where a source stands in a file more than once, its last line counts.
Files are replaced whole, by renaming, never rewritten in place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from summarizer.errors import OutputError
from summarizer.output.lines import LinesFile, end_of_lines, write_beside
from summarizer.records import SCHEMA_VERSION, Outcome, Record

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterator
    from types import TracebackType

__all__ = [
    "FAILED",
    "RECORDS",
    "REPORT",
    "RUN",
    "Entry",
    "Store",
    "index",
    "latest",
    "read_entry",
    "read_records",
]

RECORDS, FAILED, RUN, REPORT = "records.jsonl", "failed.jsonl", "run.json", "report.html"

# The head of a record's line as pydantic writes it; other ways to write it go through the JSON parser.
_HEAD = re.compile(
    rb'\{"schema_version":(\d{1,9}),"article":\{"id":("(?:[^"\\]|\\.)*"),"source":("(?:[^"\\]|\\.)*"),'
    rb'"title":(null|"(?:[^"\\]|\\.)*"),'
)
_START = b'{"schema_version":'
_FAILED_START = b'{"source":'


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
            return _parse(file.read(entry.length), str(path))
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
                yield _parse(file.read(entry.length), f"{path} at byte {entry.offset}")
    except OSError as error:
        raise _unreadable(out, error) from error


def _records_file(out: str | os.PathLike[str]) -> Path:
    path = Path(out)
    return path / RECORDS if path.is_dir() else path


def _unreadable(out: str | os.PathLike[str], error: OSError) -> OutputError:
    return OutputError(f"{out}: {error.strerror or error}; name a folder that `summarizer run` made")


def _parse(line: bytes, where: str) -> Record:
    try:
        return Record.model_validate_json(line)
    except ValueError as error:
        raise OutputError(f"{where} is not a whole record; run again into another folder") from error


class Store:
    """An output folder, held by one run at a time; use it as a context manager.

    Attributes:
        out: the folder.
        live: for each source, where its record stands.
        failed: for each source that has no record of its present content, how it failed.
        run: what ``run.json`` said when the folder was opened; empty for a new folder.
    """

    def __init__(self, out: Path, *, engine: str) -> None:
        """Open a folder, making it where there is none, and cut off what a killed run left of a line.

        Args:
            out: the folder.
            engine: name of the engine whose records go in.

        Raises:
            OutputError: the folder cannot be used; nothing in it was changed. The message says what to do.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - readers of records need no lock

        self.out = out
        self._files: dict[str, LinesFile] = {}
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = "is a file" if out.is_file() else str(error.strerror or error)
            raise OutputError(f"cannot write to {out}: {what}; name another folder with -o") from error
        self._lock = FileLock(out / ".lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise OutputError(
                f"another run is writing to {out}; wait for it or choose another folder"
            ) from error
        except OSError as error:
            raise OutputError(
                f"cannot write to {out}: {error.strerror or error}; name another folder with -o"
            ) from error
        try:
            self._open(engine)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError):
                raise OutputError(
                    f"cannot write to {out}: {error.strerror or error}; name another folder with -o"
                ) from error
            raise

    def _open(self, engine: str) -> None:
        self.run = self._read_run()
        records, failed = self.out / RECORDS, self.out / FAILED
        self.live: dict[str, Entry] = {}
        self.failed: dict[str, Outcome] = {}
        self._lines = self._failed_lines = 0
        self._refuse_strangers()
        if records.exists():
            for entry in index(records):
                self.live[entry.source] = entry
                self._lines += 1
        made_by = self.run.get("engine") or self._engine_of_records()
        if made_by not in (None, engine):
            raise OutputError(
                f"{self.out} holds records of the engine {made_by!r}, not {engine!r}; choose another folder"
            )
        if failed.exists():
            for failure in _read_failed(failed):
                self.failed[failure.source] = failure
                self._failed_lines += 1
        # Every check has passed: from here on the folder is ours to write.
        self._files = {RECORDS: LinesFile(records), FAILED: LinesFile(failed)}

    def _read_run(self) -> dict[str, Any]:
        path = self.out / RUN
        if not path.exists():
            return {}
        try:
            data = json.loads(path.read_bytes())
            version = data["schema_version"]
            if not isinstance(data["engine"], str) or "summarizer" not in data["versions"]:
                raise OutputError(f"{path} was not made by this program; choose another folder")
        except (ValueError, TypeError, LookupError) as error:
            raise OutputError(f"{path} was not made by this program; choose another folder") from error
        if version != SCHEMA_VERSION:
            raise OutputError(
                f"{self.out} has schema version {version}, this program writes {SCHEMA_VERSION}; "
                "choose another folder"
            )
        return dict(data)

    def _refuse_strangers(self) -> None:
        """Refuse a folder that holds files with our names which are not ours; a half first line is ours."""
        heads = {RECORDS: b"", FAILED: b""}
        for name, start in ((RECORDS, _START), (FAILED, _FAILED_START)):
            path = self.out / name
            if path.exists():
                with path.open("rb") as file:
                    heads[name] = file.read(len(start))
            if not start.startswith(heads[name]):
                raise OutputError(f"{path} was not made by this program; choose another folder")
        report = self.out / REPORT
        if not self.run and not any(heads.values()) and report.exists():
            raise OutputError(f"{report} was not made by this program; choose another folder")

    def _engine_of_records(self) -> str | None:
        entry = next(iter(self.live.values()), None)
        if entry is None:
            return None
        with (self.out / RECORDS).open("rb") as file:
            file.seek(entry.offset)
            return _parse(file.read(entry.length), str(self.out / RECORDS)).provenance.engine

    def add(self, source: str, identity: str, line: bytes) -> None:
        """Append a record: one line of JSON without its newline.

        Raises:
            OutputError: it could not be written whole (a full disk, say); nothing of it is left behind.
        """
        offset = self._append(RECORDS, line)
        self._lines += 1
        self.live[source] = Entry(source, identity, offset, len(line) + 1)

    def fail(self, outcome: Outcome) -> None:
        """Append a failure.

        Raises:
            OutputError: as :meth:`add` does.
        """
        self._append(FAILED, failure_line(outcome))
        self._failed_lines += 1
        self.failed[outcome.source] = outcome

    def move(self, entry: Entry, source: str) -> None:
        """Append a copy of a record under the source where its article stands now.

        Raises:
            OutputError: as :meth:`add` does.
        """
        raw = self._files[RECORDS].read(entry.offset, entry.length)
        record = _parse(raw, f"{self.out / RECORDS} at byte {entry.offset}")
        article = record.article.model_copy(update={"source": source})
        line = record.model_copy(update={"article": article}).model_dump_json().encode()
        self.add(source, entry.id, line)

    def _append(self, name: str, line: bytes) -> int:
        try:
            return self._files[name].append(line)
        except OSError as error:
            raise OutputError(
                f"cannot write to {self.out / name}: {error.strerror or error}; what was finished is kept: "
                "make room, then run the same command again"
            ) from error

    def settle(self, *, gone: Collection[str] = (), recovered: Collection[str] = ()) -> None:
        """Leave one line a source in both files, where there are more.

        Args:
            gone: sources whose article stands elsewhere now; their records go.
            recovered: sources that have a record of their present content; their failures go.

        Raises:
            OutputError: the files could not be replaced; they are as they were.
        """
        for source in gone:
            self.live.pop(source, None)
        for source in recovered:
            self.failed.pop(source, None)
        try:
            if self._lines > len(self.live):
                self._compact()
            if self._failed_lines > len(self.failed):
                lines = b"".join(failure_line(f) + b"\n" for f in self.failed.values())
                self._files[FAILED].replace(lambda write: write(lines))
                self._failed_lines = len(self.failed)
        except OSError as error:
            raise OutputError(
                f"cannot write to {self.out}: {error.strerror or error}; make room and run again"
            ) from error

    def _compact(self) -> None:
        source_file = self._files[RECORDS]
        entries = sorted(self.live.values(), key=lambda e: e.offset)
        moved: dict[str, Entry] = {}

        def fill(write: Callable[[bytes], object]) -> None:
            offset = 0
            for entry in entries:
                write(source_file.read(entry.offset, entry.length))
                moved[entry.source] = replace(entry, offset=offset)
                offset += entry.length

        source_file.replace(fill)
        self.live, self._lines = moved, len(moved)

    def write_run(self, run: dict[str, Any]) -> None:
        """Write ``run.json``, all or nothing.

        Raises:
            OutputError: it could not be written.
        """
        try:
            text = json.dumps(run, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
            write_beside(self.out / RUN, lambda write: write(text)).replace(self.out / RUN)
        except OSError as error:
            raise OutputError(
                f"cannot write to {self.out}: {error.strerror or error}; make room and run again"
            ) from error
        self.run = run

    def close(self) -> None:
        """Cut off what an interrupt left of a line, close the files and let the next run in."""
        for file in self._files.values():
            file.close()
        self._files = {}
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def failure_line(outcome: Outcome) -> bytes:
    """Return a failure as a line of ``failed.jsonl``, without its newline."""
    data = {
        "source": outcome.source,
        "outcome": outcome.outcome.value,
        "reason": outcome.reason,
        "attempts": outcome.attempts,
        "id": outcome.id,
    }
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _read_failed(path: Path) -> Iterator[Outcome]:
    for number, _, line in _whole_lines(path):
        try:
            yield Outcome.model_validate_json(line)
        except ValueError as error:
            raise OutputError(
                f"{path}:{number} was not made by this program; choose another folder"
            ) from error
