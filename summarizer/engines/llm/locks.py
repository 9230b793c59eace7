"""The right to ask for one answer, among all processes of a machine; it ends with its process."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]  # tested for below

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

__all__ = ["process_lock"]

_FIRST_LOOK, _LAST_LOOK = 0.01, 0.25  # seconds between looks at a lock that another process holds


@contextlib.asynccontextmanager
async def process_lock(path: Path) -> AsyncIterator[None]:
    """Hold the lock that ``path`` names; wait where another process holds it. The file goes with it."""
    wait = _FIRST_LOOK
    attempt = _with_filelock if fcntl is None else _with_flock
    while (release := attempt(path)) is None:
        await asyncio.sleep(wait)
        wait = min(_LAST_LOOK, wait * 1.5)
    try:
        yield
    finally:
        release()


def _with_flock(path: Path) -> Callable[[], None] | None:
    """Take the lock if it is free; return how to release it (in a tenth of a FileLock's time)."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    taken = False
    try:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            taken = os.fstat(handle).st_nlink > 0  # else whoever held it took the file away: it locks nothing
    finally:
        if not taken:
            os.close(handle)
    if not taken:
        return None

    def release() -> None:
        with contextlib.suppress(OSError):
            path.unlink()  # while the lock is held, so that nobody locks a file that has lost its name
        fcntl.flock(handle, fcntl.LOCK_UN)  # a fork's copy of the handle would keep the lock
        os.close(handle)

    return release


def _with_filelock(path: Path) -> Callable[[], None] | None:
    """The same where the system has no flock; the file stays."""
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    return lock.release
