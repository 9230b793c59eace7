"""What a run has to do: which of the articles that were found are new or changed, and which are done."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.output.store import FAILED, RECORDS, REPORT, RUN
from summarizer.pipeline import readable
from summarizer.records import OutcomeName
from summarizer.workers import Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarizer.output.jsonl import Entry
    from summarizer.output.store import Store
    from summarizer.reading import Item
    from summarizer.records import Outcome

__all__ = ["Names", "Plan"]

_MEMBER = re.compile(r"#|:\d+$")
"""Where the file's part of a source may end: ``feed.jsonl:12``, ``feed.jsonl#urn:x:1``."""
_STDIN = "-"
_OWN = (RECORDS, FAILED, RUN, REPORT)
_OF_THE_DAY = (OutcomeName.TOO_LARGE, OutcomeName.TRANSPORT, OutcomeName.BUDGET)
"""Failures that lie with the run and not with the article: another limit, endpoint or budget may do."""


@cache
def _real_folder(folder: str) -> str:
    return os.path.realpath(folder)


def _real(path: str) -> str:
    """Return the real path of a file; as realpath, but a folder's links are followed only once."""
    path = os.path.join(_real_folder(os.path.dirname(path)), os.path.basename(path))  # noqa: PTH118, PTH120, PTH119 - 100,000 paths
    return os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114 - the same


class Names:
    """What a source is called in an output folder: the same article has the same name from every folder.

    Relative sources are relative to one base, the folder that the first run was started in; it is kept
    relative to the output folder, so that a project can be moved as a whole.
    """

    def __init__(self, known: Iterable[str], *, base: Path, here: Path) -> None:
        """Learn the names that are in use.

        Args:
            known: sources that stand in the output folder.
            base: the folder that these are relative to.
            here: the folder that new sources are relative to.
        """
        self._base, self._here = str(base), str(here)
        self._known = dict.fromkeys(known)
        self._by_place = {self.place(name, self._base): name for name in self._known}

    @staticmethod
    def place(source: str, folder: str) -> tuple[str, str]:
        """Return the real path of a source's file, and which member of that file it is ("" for all of it)."""
        if source == _STDIN or source.startswith((f"{_STDIN}:", f"{_STDIN}#")):
            return _STDIN, source[1:]
        path = os.path.join(folder, source)  # noqa: PTH118 - 100,000 paths
        for cut in _MEMBER.finditer(path):
            if _is_file(path[: cut.start()]):
                return _real(path[: cut.start()]), path[cut.start() :]
        return _real(path), ""

    def members(self) -> Iterator[tuple[str, str]]:
        """Yield known sources that are one of many in a file or came from standard input, with that file."""
        for (file, member), name in self._by_place.items():
            if member or file == _STDIN:
                yield name, file

    def name(self, source: str) -> tuple[str, str]:
        """Return the name of a source, and the real path of its file."""
        file, member = self.place(source, self._here)
        known = self._by_place.get((file, member))
        if known is not None:
            return known, file
        if self._here != self._base and file != _STDIN and not os.path.isabs(source):  # noqa: PTH117 - as above
            if source in self._known and not os.path.exists(self.place(source, self._base)[0]):  # noqa: PTH110
                return source, file  # the output folder was moved away from its articles
            folder = os.path.relpath(self._here, self._base)
            return Path(os.path.normpath(os.path.join(folder, source))).as_posix(), file  # noqa: PTH118
        return source, file


@cache
def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - asked for every line of a large file


@dataclass
class Plan:
    """Goes through what was found and picks what there is to do; it reads the store as it was when opened.

    An article is done when the output folder holds a record of the same bytes from the same file. A changed
    article supersedes the record of its source. What comes through standard input has no place of its own, so
    that it supersedes nothing.

    Attributes:
        done: articles that are in the output folder already.
        repeated: articles that were met before in this run.
        left: True when the limit left some out.
        failed_before: sources that failed in an earlier run and are left alone.
        resolved: sources that have a record of their present content already.
        moves: records whose article stands under another source now, with that source.
        seen: sources that were met in this run, with the ids of their articles.
    """

    store: Store
    names: Names
    limit: int | None = None
    retry_failed: bool = False
    text: bool = True
    done: int = 0
    repeated: int = 0
    left: bool = False
    failed_before: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    moves: list[tuple[Entry, str]] = field(default_factory=list)
    seen: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Lines of a file shift when one is put in before them: there, the same bytes are the same article.
        self._members = {
            (file, self.store.live[name].id): self.store.live[name]
            for name, file in self.names.members()
            if name in self.store.live
        }
        self._own = {os.path.join(_real(str(self.store.out.absolute())), name) for name in _OWN}  # noqa: PTH118

    def works(self, items: Iterable[Item]) -> Iterator[Work]:
        """Yield what there is to do, in the order of the input; the attributes count the rest."""
        count = 0
        for item in items:
            named, file = self.names.name(readable(item.source))
            if file in self._own:
                continue
            source = self._own_name(named, file, item.id)
            if source is None:
                self.repeated += 1
                continue
            self.seen[source] = item.id
            if self._is_done(source, file, item.id):
                self.done += 1
                self.resolved.append(source)
                continue
            failure = self.store.failed.get(source)
            if failure is not None and not self.retry_failed and _stands(failure, item):
                self.failed_before.append(source)
                continue
            if count == self.limit:
                self.left = True
                return
            count += 1
            yield Work(item, source, attempts=failure.attempts + 1 if failure else 1, text=self.text)

    def gone(self) -> list[str]:
        """Return the sources whose article was moved away from them, once everything was gone through."""
        return [entry.source for entry, _ in self.moves if entry.source not in self.seen]

    def _own_name(self, source: str, file: str, identity: str | None) -> str | None:
        """Return a name that this article shares with no other one, or None where it was met before."""
        if file == _STDIN and identity is not None and (file, identity) in self._members:
            source = self._members[file, identity].source
        name, number = source, 1
        while True:
            if name in self.seen:
                if self.seen[name] == identity:
                    return None
            elif file != _STDIN or name not in self.store.live or self.store.live[name].id == identity:
                return name
            number += 1
            name = f"{source}~{number}"

    def _is_done(self, source: str, file: str, identity: str | None) -> bool:
        entry = self.store.live.get(source)
        if identity is None:
            return False
        if entry is not None and entry.id == identity:
            return True
        elsewhere = self._members.get((file, identity))
        if elsewhere is not None:
            self.moves.append((elsewhere, source))
        return elsewhere is not None


def _stands(failure: Outcome, item: Item) -> bool:
    """Tell whether an earlier failure still holds for an item, without trying it again."""
    if item.error is not None:
        return failure.outcome == item.error.outcome and failure.id == item.id
    return failure.outcome not in _OF_THE_DAY and item.id is not None and failure.id == item.id
