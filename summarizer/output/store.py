"""The folder that a run writes: ``records.jsonl``, ``failed.jsonl``, ``run.json``; no way to stop tears it.

A line is appended with one write and counts only with its newline; what a killed run left of a line is cut
off when the folder is opened again. Files are replaced whole, by renaming, never rewritten in place.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from summarizer.errors import OutputError
from summarizer.output.jsonl import RECORDS, Entry, failure_line, index, parse, read_failed
from summarizer.output.lines import LinesFile, write_beside
from summarizer.records import SCHEMA_VERSION, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path
    from types import TracebackType

__all__ = ["FAILED", "RECORDS", "REPORT", "RUN", "Store"]

FAILED, RUN, REPORT = "failed.jsonl", "run.json", "report.html"
_START = b'{"schema_version":'
_FAILED_START = b'{"source":'


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
            for failure in read_failed(failed):
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
            return parse(file.read(entry.length), str(self.out / RECORDS)).provenance.engine

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
        record = parse(raw, f"{self.out / RECORDS} at byte {entry.offset}")
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
