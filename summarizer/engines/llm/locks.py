"""The right to ask for one answer, among all processes of a machine; it ends with its process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]  # tested for below

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

__all__ = ["KeyLocks"]

_FIRST_LOOK, _LAST_LOOK = 0.01, 0.25  # seconds between looks at a lock that another process holds
_BYTES = "byte.locks"
_FLOCK = "@hhqqi4x"  # struct flock: type, whence, start, length, process
_DIGITS = 15  # of a key, in hexadecimal: a byte's place in a file has 63 bits


class KeyLocks:
    """Locks by key in a folder; each holder waits where another process, or another of these, holds the key.

    Where the system can lock single bytes for an open file (Linux), a key is a byte of one file that stays
    empty: no file is made for a lock. Elsewhere it is a file of its own.

    Args:
        folder: must be there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle: int | None = None
        self._pid = 0

    @contextlib.asynccontextmanager
    async def hold(self, key: str) -> AsyncIterator[None]:
        """Hold the lock of a key, which is hexadecimal; wait until it is free.

        Raises:
            OSError: the folder cannot be used.
        """
        wait = _FIRST_LOOK
        attempt = self._byte if hasattr(fcntl, "F_OFD_SETLK") else self._file
        while (release := attempt(key)) is None:
            await asyncio.sleep(wait)
            wait = min(_LAST_LOOK, wait * 1.5)
        try:
            yield
        finally:
            release()

    def close(self) -> None:
        """Give back the file; what is held is free then."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None

    def _opened(self) -> int:
        if self._pid != os.getpid():
            self.close()  # a fork has its parent's file, and with it its parent's locks
        if self._handle is None:
            self._handle = os.open(self._folder / _BYTES, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._pid = os.getpid()
        return self._handle

    def _byte(self, key: str) -> Callable[[], None] | None:
        """Take the lock if it is free; return how to release it."""
        handle, at = self._opened(), int(key[:_DIGITS], 16)
        try:
            fcntl.fcntl(handle, fcntl.F_OFD_SETLK, struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, at, 1, 0))
        except BlockingIOError:
            return None

        def release() -> None:
            with contextlib.suppress(OSError):  # closed meanwhile: free already
                fcntl.fcntl(
                    handle, fcntl.F_OFD_SETLK, struct.pack(_FLOCK, fcntl.F_UNLCK, os.SEEK_SET, at, 1, 0)
                )

        return release

    def _file(self, key: str) -> Callable[[], None] | None:
        """The same with a file for each key; it stays."""
        lock = FileLock(self._folder / f"{key}.lock", thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        return lock.release
