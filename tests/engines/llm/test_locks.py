"""The lock among processes, where single bytes of a file can be locked and where they cannot."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys

import pytest

from summarizer.engines.llm import locks
from summarizer.engines.llm.locks import KeyLocks

A, B = "a" * 64, "b" * 64


@pytest.mark.parametrize("with_bytes", [True, False])
def test_one_at_a_time(with_bytes, tmp_path, monkeypatch):
    """Whoever holds a key is alone with it, on systems that lock bytes and on those that do not."""
    if not with_bytes:
        monkeypatch.setattr(locks, "fcntl", None)
    inside, most = 0, 0

    async def enter(among):
        nonlocal inside, most
        async with among.hold(A):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1

    async def run():
        several = [KeyLocks(tmp_path) for _ in range(6)]
        await asyncio.gather(*(enter(one) for one in several))
        for one in several:
            one.close()

    asyncio.run(run())
    assert most == 1


def test_a_key_is_free_again_after_an_error_and_others_all_the_while(tmp_path):
    """An error inside frees the key; another key is free all the while, and no file is left for a key."""

    async def run():
        one, other = KeyLocks(tmp_path), KeyLocks(tmp_path)
        with pytest.raises(ValueError, match="inside"):
            async with one.hold(A), other.hold(B):
                raise ValueError("inside")
        async with other.hold(A), one.hold(B):
            assert len(list(tmp_path.iterdir())) <= 1
        one.close()
        other.close()

    asyncio.run(run())


def test_a_lock_ends_with_its_process(tmp_path):
    """Whoever dies with a key in hand leaves it to the next."""
    holder = (
        "import asyncio, os, pathlib, sys\n"
        "from summarizer.engines.llm.locks import KeyLocks\n"
        "async def run():\n"
        "    async with KeyLocks(pathlib.Path(sys.argv[1])).hold('a' * 64):\n"
        "        print('held', flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(run())\n"
    )
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", holder, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"

    async def take():
        mine = KeyLocks(tmp_path)
        async with mine.hold(A):
            mine.close()

    async def run():
        waiting = asyncio.ensure_future(take())
        await asyncio.sleep(0.1)
        assert not waiting.done()
        process.kill()
        await asyncio.wait_for(waiting, 10)

    asyncio.run(run())
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_takes_locks_of_its_own(tmp_path):
    """A child process does not pass for its parent: what the parent holds, it waits for."""
    mine = KeyLocks(tmp_path)

    async def blocked():
        try:
            async with asyncio.timeout(0.1), mine.hold(A):
                return False
        except TimeoutError:
            return True

    with asyncio.Runner() as runner:
        held = contextlib.AsyncExitStack()
        runner.run(held.enter_async_context(mine.hold(A)))
        child = os.fork()
        if child == 0:
            os._exit(0 if asyncio.run(blocked()) else 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        runner.run(held.aclose())
    mine.close()
    assert status == 0
