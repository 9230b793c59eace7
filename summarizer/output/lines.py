"""Files that grow by whole lines, and files that are replaced whole: what a killed process cannot tear."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Fill = Callable[[Callable[[bytes], object]], object]

__all__ = ["LinesFile", "end_of_lines", "write_beside"]


class LinesFile:
    """A file of lines that grows by whole lines only.

    Opening it makes it where there is none, and cuts off what is not a whole line at its end. Every method
    raises OSError as the system does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open()

    def _open(self) -> None:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._path, flags, 0o666)
        self._end = end_of_lines(self._path)
        os.ftruncate(self._descriptor, self._end)

    def append(self, line: bytes) -> int:
        """Write a line and its newline at the end; return where it begins. If it fails, no part stays."""
        start = self._end
        rest = memoryview(line + b"\n")
        try:
            os.lseek(self._descriptor, start, os.SEEK_SET)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
        except OSError:
            os.ftruncate(self._descriptor, start)
            raise
        self._end = start + len(line) + 1
        return start

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes ``[offset, offset + length)``."""
        os.lseek(self._descriptor, offset, os.SEEK_SET)
        return os.read(self._descriptor, length)

    def replace(self, fill: Fill) -> None:
        """Put a new file in place of this one, filled by a function that is given ``write(bytes)``."""
        temporary = write_beside(self._path, fill)
        os.close(self._descriptor)
        try:
            temporary.replace(self._path)
        finally:
            self._open()

    def close(self) -> None:
        """Cut off what was not finished, and close."""
        if os.fstat(self._descriptor).st_size > self._end:
            os.ftruncate(self._descriptor, self._end)
        os.close(self._descriptor)


def end_of_lines(path: Path) -> int:
    """Return where the last whole line of a file of JSON lines ends.

    Read backwards, so that it costs one line and not the file. A last line that is not JSON does not count: a
    killed machine, unlike a killed process, can leave one with a newline.
    """
    with path.open("rb") as file:
        end = _last_newline(file, path.stat().st_size)
        if end == 0:
            return 0
        start = _last_newline(file, end - 1)
        file.seek(start)
        try:
            json.loads(file.read(end - start))
        except ValueError:
            return start
        return end


def _last_newline(file: BinaryIO, before: int, step: int = 1 << 16) -> int:
    """Return the position after the last newline in the file's first ``before`` bytes, or 0."""
    while before > 0:
        start = max(0, before - step)
        file.seek(start)
        found = file.read(before - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        before = start
    return 0


def write_beside(path: Path, fill: Fill) -> Path:
    """Write a temporary file next to ``path`` and return it; leaves none behind when that fails."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            fill(file.write)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
