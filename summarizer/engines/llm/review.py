"""The task review: sentences and the rules engine's candidates in; only what is wrong or missing out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from summarizer.drafts import Draft, DraftStatement
from summarizer.engines.llm.drafting import attributes, left_out, sentence, speaker, statements
from summarizer.engines.llm.examples import answered, article_of
from summarizer.engines.llm.grammar import Person, read_occurrence, read_person, read_statement
from summarizer.engines.llm.places import cue_pointer, pointer, ranges_of
from summarizer.engines.llm.rendering import article_lines, date_line, person_line, statement_line
from summarizer.engines.llm.wire import ReviewAnswer, knowing
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.engines.llm.grammar import Change
    from summarizer.segments import Segment, SegmentedArticle

__all__ = [
    "SCHEMA",
    "VARIABLES",
    "Candidates",
    "candidates",
    "draft_of",
    "example",
    "named",
    "schema",
    "variables",
]

SCHEMA = ReviewAnswer
VARIABLES = frozenset(("date", "lines", "people", "candidates"))

_SENTENCE = re.compile(r"[SQ]\d{1,5} +")


@dataclass(frozen=True)
class Candidates:
    """Statements that a model is shown, one line each, and the table of people that they use.

    Attributes:
        statements: numbered from 1 in the prompt.
        lines: one for each.
        people: numbered from 1.
        unshown: statements that no line can point at; they stay as they are.
    """

    statements: tuple[DraftStatement, ...]
    lines: tuple[str, ...]
    people: tuple[Person, ...]
    unshown: tuple[DraftStatement, ...] = ()


def candidates(
    article: SegmentedArticle,
    draft: Sequence[DraftStatement],
    sentences: Sequence[Segment] | None = None,
    known: Sequence[Person] = (),
) -> Candidates:
    """Write the candidates of an article, or those whose content begins in some of its sentences.

    Args:
        article: the article.
        draft: what the rules engine proposes.
        sentences: those of the part that is asked about; None is all of them.
        known: people that earlier parts numbered.
    """
    numbers = {(p.name, p.kind): n for n, p in enumerate(known, 1)}
    table = list(known)
    kept: list[DraftStatement] = []
    unshown: list[DraftStatement] = []
    lines: list[str] = []
    for proposed in draft:
        ranges = ranges_of(article, proposed.content)
        if not ranges or (sentences is not None and not _begins_in(ranges[0][0], sentences)):
            continue
        who = proposed.speaker
        number = 0
        if who.kind is not SpeakerKind.UNATTRIBUTED:
            number = numbers.setdefault((who.name, who.kind), len(table) + 1)
            if number > len(table):
                table.append(Person(who.name, who.kind, who.role, who.affiliation))
        line = statement_line(article, proposed, number)
        if line is None:
            unshown.append(proposed)
        else:
            kept.append(proposed)
            lines.append(line)
    return Candidates(tuple(kept), tuple(lines), tuple(table), tuple(unshown))


def _begins_in(at: int, sentences: Sequence[Segment]) -> bool:
    return bool(sentences) and sentences[0].start <= at < sentences[-1].end


def variables(
    article: SegmentedArticle, shown: Candidates, sentences: Sequence[Segment] | None = None
) -> dict[str, str]:
    """Return the template's variables for an article or a part of it, with its candidates."""
    return {
        "date": date_line(article.article),
        "lines": article_lines(article, sentences),
        "people": "\n".join(f"{n} {person_line(p)}" for n, p in enumerate(shown.people, 1)),
        "candidates": "\n".join(f"C{n} {line}" for n, line in enumerate(shown.lines, 1)),
    }


def schema(shown: Candidates, sentences: int) -> type[ReviewAnswer]:
    """Return the wire schema of an answer about some candidates in some sentences."""
    return knowing(ReviewAnswer, sentences=sentences, known=len(shown.people), candidates=len(shown.lines))


def draft_of(
    article: SegmentedArticle, answer: ReviewAnswer, shown: Candidates
) -> tuple[Draft, list[Person], frozenset[str]]:
    """Apply an answer to the candidates.

    Returns:
        The draft with its statements and summary, the people that are numbered now, and the keys of the
        statements that the model corrected or added (these have to be checked, unlike the rest).
    """
    read = answer.lines
    everybody = [*shown.people, *read.people]
    said: dict[int, DraftStatement | None] = dict(enumerate(shown.statements, 1))
    changed: set[str] = set()
    unused = len(read.faults)
    for change in read.changes:
        if change is None:
            continue
        now = said.get(change.candidate)
        if now is None or not _looked_at(change, shown):
            unused += 1
        elif change.reject:
            said[change.candidate] = None
        else:
            said[change.candidate] = _corrected(article, now, change, everybody)
            changed.add(now.key)
    added = [s for s in statements(article, read.statements, everybody) if s is not None]
    changed.update(s.key for s in added)
    draft = Draft(
        headline=sentence(answer.headline),
        sentences=tuple(sentence(s) for s in dict.fromkeys(answer.summary)),
        statements=(*(s for s in said.values() if s is not None), *shown.unshown, *added),
        warnings=left_out(unused),
    )
    return draft, everybody, frozenset(changed)


def _looked_at(change: Change, shown: Candidates) -> bool:
    """Tell whether a change repeats its candidate's cue, so that it was not made for another one."""
    return _cue(change.seen) == _cue(named(shown.lines[change.candidate - 1]))


def named(line: str) -> str:
    """Return what a change repeats of its candidate's line: the cue, or else the first segment's id."""
    place, cue, *_ = line.split("|")
    return cue or re.split(r"[ +-]", place, maxsplit=1)[0]


def _cue(text: str) -> str:
    """Return a cue without its sentence's id and the number of its occurrence, as it compares."""
    words, _ = read_occurrence(_SENTENCE.sub("", text.strip()))
    return " ".join(words.casefold().split())


def _corrected(
    article: SegmentedArticle, now: DraftStatement, change: Change, everybody: Sequence[Person]
) -> DraftStatement:
    """Return a candidate with what the model says of it."""
    content = (
        tuple(pointer(article, p) for p in change.content) if change.content is not None else now.content
    )
    cue = now.cue
    if change.cue is not None:
        cue = cue_pointer(article, change.cue, ranges_of(article, content))
    who = now.speaker
    if change.speaker is not None:
        who = replace(speaker(everybody, change.speaker), mention=now.speaker.mention)
    return attributes(article, replace(now, speaker=who, content=content, cue=cue), change.attributes)


def example(given: Mapping[str, Any]) -> tuple[SegmentedArticle, dict[str, str], str, Draft]:
    """Return an example's article, variables, answer and draft; see `summarizer.prompts.Task`.

    Its candidates are given in the grammar of answers, as ``people`` and ``candidates``.
    """
    article = article_of(given, frozenset(("people", "candidates")))
    table = [read_person(str(p)) for p in given["people"]]
    lines = [read_statement(str(c)) for c in given["candidates"]]
    proposed = [s for s in statements(article, lines, table) if s is not None]
    shown = candidates(article, proposed, known=table)
    if len(shown.lines) != len(proposed):
        raise ValueError("a candidate points at nothing")
    answer, line = answered(given, schema(shown, len(article.sentences)))
    return article, variables(article, shown), line, draft_of(article, answer, shown)[0]
