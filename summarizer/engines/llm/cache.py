"""Paid answers on disk: diskcache underneath, canonical JSON as values, nothing thrown away silently.

The key of an answer is the sha-256 of all that went into it (see :class:`Asked`). Grounding is no part of it:
it runs again on every read. No account's key is in here. A value that is not JSON bytes is refused unread: a
pickle could run code.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import sqlite3
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import diskcache
from diskcache.core import MODE_RAW

from summarizer.engines.llm.locks import KeyLocks
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

__all__ = ["KEY_VERSION", "AnswerCache", "Asked", "CacheStats", "Entry", "canonical_json"]

KEY_VERSION = 1
_LOCKS = "locks"
_INLINE = 1 << 40  # every value stands in the database itself: half a file can't be left behind
_PAGES = 1024  # of the database, 4 KiB each, that are kept in memory
_LOG = logging.getLogger(__name__)


def canonical_json(value: Any) -> bytes:
    """Return the one JSON form of a value: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Asked:
    """All that an answer depends on.

    Attributes:
        endpoint: the address that was asked.
        model: the model's name as it was asked for.
        messages: the rendered messages.
        schema: the wire schema.
        decoding: parameters of decoding: temperature, seed, length limit, mode.
        sample: number of the sample among several of the same question.
    """

    endpoint: str
    model: str
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    decoding: dict[str, Any]
    sample: int = 0

    def key(self) -> str:
        """Return the key of the answer: the digest of the canonical JSON of all that is in it."""
        parts = {**self._parts, "version": canonical_json(KEY_VERSION)}
        return _sha256(b"{" + b",".join(b'"%s":%s' % (n.encode(), parts[n]) for n in sorted(parts)) + b"}")

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        return {field.name: canonical_json(getattr(self, field.name)) for field in fields(self)}

    def summary(self) -> dict[str, Any]:
        """Return the same with digests in the place of long parts, to tell later why a key differs."""
        return {
            "endpoint": self.endpoint,
            "model": self.model,
            "messages": _sha256(self._parts["messages"]),
            "schema": _sha256(self._parts["schema"]),
            "decoding": self.decoding,
            "sample": self.sample,
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One complete, valid answer.

    Attributes:
        answer: the answer as JSON.
        model: the snapshot that gave it.
        usage: tokens and calls that it took.
        cost_usd: what it cost, None where there is no price.
        label: what it was asked for: ``extract/1 articles/a.txt``.
        asked: :meth:`Asked.summary`.
    """

    answer: dict[str, Any]
    model: str
    usage: dict[str, int]
    cost_usd: float | None
    label: str
    asked: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """Return the entry as JSON (`dataclasses.asdict` would copy the whole answer)."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What is in the cache: its folder, answers, bytes on disk, tokens and dollars that they took.

    ``cost_usd`` sums what has a price; ``unpriced`` counts the answers that have none.
    """

    directory: str
    answers: int
    bytes: int
    input_tokens: int
    output_tokens: int
    cost_usd: float
    unpriced: int


class _JsonDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache has no types
    """Stores text keys and byte values, and reads nothing else: what it never wrote is not loaded."""

    def put(self, key: Any) -> tuple[str, bool]:
        if not isinstance(key, str):
            raise TypeError(f"a key is text, not {type(key).__name__}")
        return key, True

    def get(self, key: Any, raw: Any) -> str:
        if not raw or not isinstance(key, str):
            raise UsageError(self._refusal("a key"))
        return key

    def store(self, value: Any, read: Any, key: Any = None) -> tuple[int, int, None, sqlite3.Binary]:
        if read or not isinstance(value, bytes):
            raise TypeError(f"a value is bytes, not {type(value).__name__}")
        stored: tuple[int, int, None, sqlite3.Binary] = super().store(value, read, key)
        return stored

    def fetch(self, mode: int, filename: str | None, value: Any, read: Any) -> bytes:
        if mode != MODE_RAW or filename is not None or read or not isinstance(value, bytes):
            raise UsageError(self._refusal("a value"))
        return bytes(value)

    def _refusal(self, what: str) -> str:
        return (
            f"{self._directory}: the cache holds {what} that this program did not write, so it was not read; "
            "move the folder away or name another one with cache_dir"
        )


class AnswerCache:
    """Answers in a folder that only its owner can read; several processes may use it at once.

    Args:
        directory: made when first needed, with mode 0700.

    Raises:
        UsageError: (any method) the folder cannot be used, or holds what this program did not write.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._store: Any = None
        self._pid = 0
        self._inherited: list[Any] = []
        self._locks = KeyLocks(directory / _LOCKS)

    def get(self, key: str) -> Entry | None:
        """Return the answer for a key, None where there is none."""
        with self._told():
            value = self._opened().get(key)
        return None if value is None else _entry(value)

    def put(self, key: str, entry: Entry) -> None:
        """Keep an answer. Where the disk refuses it, that is logged and the answer still serves its asker."""
        try:
            self._opened().set(key, canonical_json(entry.plain()))
        except (sqlite3.Error, diskcache.Timeout, OSError) as error:
            _LOG.warning("an answer could not be kept in %s: %s", self.directory, error)

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield all keys and answers, in the order in which they were first kept."""
        with self._told():
            store = self._opened()
            for key in store:
                value = store.get(key)
                entry = None if value is None else _entry(value)
                if entry is not None:
                    yield key, entry

    def explain(self, wanted: str) -> list[tuple[str, Entry]]:
        """Return the answers whose key begins with ``wanted`` or whose label contains it (an article)."""
        return [
            (key, entry) for key, entry in self.entries() if key.startswith(wanted) or wanted in entry.label
        ]

    def why_missed(self, asked: Asked, label: str) -> list[str]:
        """Return the parts in which a question differs from the nearest answer with the same label.

        Empty where the cache has the answer; ``["label"]`` where nothing was ever asked under that label.
        """
        if self.get(asked.key()) is not None:
            return []
        now = asked.summary()
        differing = [
            [name for name in now if entry.asked.get(name) != now[name]]
            for _, entry in self.entries()
            if entry.label == label
        ]
        return min(differing, key=len, default=["label"])

    def export(self) -> Iterator[str]:
        """Yield every answer as a line of JSON, with its key."""
        for key, entry in self.entries():
            yield canonical_json({"key": key, **entry.plain()}).decode("ascii")

    def clear(self) -> int:
        """Throw all answers away; return how many there were."""
        with self._told():
            return int(self._opened().clear())

    def stats(self) -> CacheStats:
        """Count what is in the cache."""
        answers = inputs = outputs = unpriced = 0
        cost = 0.0
        for _, entry in self.entries():
            answers += 1
            inputs += entry.usage.get("input_tokens", 0)
            outputs += entry.usage.get("output_tokens", 0)
            cost += entry.cost_usd or 0.0
            unpriced += entry.cost_usd is None
        with self._told():
            volume = int(self._opened().volume())
        return CacheStats(str(self.directory), answers, volume, inputs, outputs, cost, unpriced)

    def lock(self, key: str) -> AbstractAsyncContextManager[None]:
        """Hold the right to ask for one key, among all processes."""
        self._opened()
        return self._locks.hold(key)

    def close(self) -> None:
        """Give back the files; a later call opens them again."""
        if self._store is not None and self._pid == os.getpid():
            self._store.close()
        self._store = None
        self._locks.close()

    def _opened(self) -> Any:
        if self._store is not None and self._pid != os.getpid():
            self._inherited.append(self._store)  # a fork's copy is the parent's: neither used nor closed here
            self._store = None
        if self._store is None:
            with self._told():
                self._make_directory()
                self._store = diskcache.Cache(
                    str(self.directory),
                    disk=_JsonDisk,
                    eviction_policy="none",
                    cull_limit=0,
                    statistics=0,
                    disk_min_file_size=_INLINE,
                    sqlite_mmap_size=0,  # memory stays flat however much is in the cache
                    sqlite_cache_size=_PAGES,
                )
            self._pid = os.getpid()
        return self._store

    def _make_directory(self) -> None:
        (self.directory / _LOCKS).mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.directory.stat().st_mode & 0o077:
            self.directory.chmod(0o700)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the disk says into one line for a person."""
        try:
            yield
        except (sqlite3.Error, diskcache.Timeout, OSError) as error:
            raise UsageError(
                f"{self.directory}: the cache cannot be used: {error or type(error).__name__}; "
                "name another folder with cache_dir"
            ) from error


def _entry(value: bytes) -> Entry | None:
    """Read a stored answer; None where it is not one of this version (it will be asked for again)."""
    try:
        return Entry(**json.loads(value))
    except (ValueError, TypeError):
        return None
