"""The lock among processes, with and without flock."""

from __future__ import annotations

import asyncio

import pytest

from summarizer.engines.llm import locks
from summarizer.engines.llm.locks import process_lock


@pytest.mark.parametrize("with_flock", [True, False])
def test_one_at_a_time(with_flock, tmp_path, monkeypatch):
    """Whoever holds the lock is alone with it, on systems with flock and on those without."""
    if not with_flock:
        monkeypatch.setattr(locks, "fcntl", None)
    inside, most = 0, 0

    async def enter():
        nonlocal inside, most
        async with process_lock(tmp_path / "k.lock"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1

    async def run():
        await asyncio.gather(*(enter() for _ in range(6)))

    asyncio.run(run())
    assert most == 1


def test_a_lock_leaves_no_file_and_other_locks_alone(tmp_path):
    """The file goes with the lock, also after an error; a lock on another name is free all the while."""

    async def run():
        async with process_lock(tmp_path / "a.lock"), process_lock(tmp_path / "b.lock"):
            assert len(list(tmp_path.iterdir())) == 2
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        asyncio.run(run())
    assert list(tmp_path.iterdir()) == []
