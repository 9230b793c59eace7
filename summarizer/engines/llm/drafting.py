"""From the lines of an answer to a draft: people by number, pointers, the mention near the cue."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from summarizer.drafts import DraftFigure, DraftSentence, DraftSpeaker, DraftStatement, Pointer
from summarizer.engines.llm.places import around, cue_pointer, inside, pointer, range_of, ranges_of
from summarizer.normalize import key, words
from summarizer.records import Act, SpeakerKind
from summarizer.segments import point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.llm.grammar import Attributes, FigureLine, Person, StatementLine
    from summarizer.normalize import Token
    from summarizer.pointers import Range
    from summarizer.segments import SegmentedArticle

__all__ = [
    "attributes",
    "figures",
    "left_out",
    "mention_near",
    "name_words",
    "sentence",
    "speaker",
    "statement",
    "statements",
]

_NOBODY = DraftSpeaker("unattributed", SpeakerKind.UNATTRIBUTED)
_PRONOUNS = frozenset(("he", "she", "they", "who", "it", "we", "i"))
_SMALL = frozenset(
    ("the", "of", "for", "and", "in", "on", "at", "to", "de", "la", "von", "van", "al", "el", "bin")
)


def speaker(known: Sequence[Person], number: int) -> DraftSpeaker:
    """Return the speaker with a number in the table; 0, or one that is not there, is nobody."""
    if not 1 <= number <= len(known):
        return _NOBODY
    person = known[number - 1]
    return DraftSpeaker(person.name, person.kind, None, person.role, person.affiliation)


def statements(
    article: SegmentedArticle, lines: Sequence[StatementLine | None], known: Sequence[Person]
) -> list[DraftStatement | None]:
    """Turn the statement lines of an answer into statements of a draft, under the keys ``M1`` and on.

    The result has a place for each line; None for one that could not be read.
    """
    return [
        None if line is None else statement(article, line, known, f"M{n}") for n, line in enumerate(lines, 1)
    ]


def statement(
    article: SegmentedArticle, line: StatementLine, known: Sequence[Person], name: str
) -> DraftStatement:
    """Turn one line into a statement; what leads nowhere stays in it for grounding to refuse."""
    content = tuple(pointer(article, place) for place in line.content)
    ranges = ranges_of(article, content)
    cue = cue_pointer(article, line.cue, ranges)
    who = speaker(known, line.speaker)
    mention = mention_near(article, who, range_of(article, cue) if cue else None, ranges)
    draft = DraftStatement(name, replace(who, mention=mention), content, cue)
    return attributes(article, draft, line.attributes)


def attributes(article: SegmentedArticle, draft: DraftStatement, given: Attributes) -> DraftStatement:
    """Return a statement with what a line says about it; what the line is silent about stays."""
    changed: dict[str, Any] = {}
    if given.acts is not None:
        changed["acts"] = given.acts or (Act.ASSERT,)
    if given.channel is not None:
        changed |= {"channel": given.channel or None, "channel_name": None}
    if given.target is not None:
        changed["target"] = given.target or None
    if given.date is not None:
        changed["date"] = _day(article, given.date)
    for field in ("via", "hedges"):
        value = getattr(given, field)
        if value is not None:
            changed[field] = value
    return replace(draft, **changed) if changed else draft


def _day(article: SegmentedArticle, date: str) -> str | None:
    """Return a date as a record has it; one that counts from the day of publication needs that day."""
    if date != "0" and not date.startswith("-"):
        return date or None
    try:
        published = dt.date.fromisoformat(article.article.published_on or "")
        return (published + dt.timedelta(days=int(date))).isoformat()
    except (ValueError, OverflowError):
        return None


def figures(
    article: SegmentedArticle,
    lines: Sequence[FigureLine | None],
    said: Sequence[DraftStatement | None],
) -> list[DraftFigure]:
    """Turn the figure lines of an answer into figures; ``said`` are its statements, line by line."""
    found = []
    for figure in lines:
        if figure is None:
            continue
        number = figure.statement or 0
        source = said[number - 1] if 1 <= number <= len(said) else None
        found.append(
            DraftFigure(
                value=figure.value,
                measure=figure.measure,
                evidence=(pointer(article, figure.place),),
                unit=figure.unit,
                qualifier=figure.qualifier,
                who=figure.who,
                as_of=_day(article, figure.as_of or ""),
                statement=None if source is None else source.key,
            )
        )
    return found


def left_out(count: int) -> tuple[str, ...]:
    """Return the warning that lines of an answer could not be used, without a word of them."""
    if not count:
        return ()
    what = "1 line of the model's answer" if count == 1 else f"{count} lines of the model's answer"
    return (f"{what} could not be used and {'was' if count == 1 else 'were'} left out",)


def sentence(segment: str) -> DraftSentence:
    """Return a sentence of the summary: always the article's own, whole, never words of the model."""
    return DraftSentence((Pointer((segment,)),))


# the mention


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell who is meant, as they compare."""
    return frozenset(key(t.text) for t in words(name) if key(t.text) not in _SMALL and len(t.text) > 1)


def mention_near(
    article: SegmentedArticle, who: DraftSpeaker, cue: Range | None, content: Sequence[Range]
) -> Pointer | None:
    """Point at what stands for the speaker at the cue: words of the name, else a pronoun next to the cue."""
    if cue is None or who.kind is SpeakerKind.UNATTRIBUTED:
        return None
    own = name_words(who.name)
    view = article.view
    for segment in around(article, [cue], reach=0):
        there = [
            t
            for t in words(view.text, *view.of(segment.start, segment.end))
            if not inside(content, *view.source(t.start, t.end))
        ]
        run = _nearest_run(view.of(*cue), there, own)
        if run:
            start, end = view.source(run[0].start, run[-1].end)
            try:
                return point(article, start, end)
            except ValueError:
                return None
    return None


def _nearest_run(cue: Range, there: Sequence[Token], own: frozenset[str]) -> list[Token]:
    """Return the run of name words nearest to the cue, else a pronoun within three words of it."""
    runs: list[list[Token]] = []
    for i, token in enumerate(there):
        if key(token.text) not in own:
            continue
        if runs and there[i - 1] is runs[-1][-1]:
            runs[-1].append(token)
        else:
            runs.append([token])
    if runs:
        return min(runs, key=lambda r: max(r[0].start - cue[1], cue[0] - r[-1].end, 0))
    before = [t for t in there if t.end <= cue[0]][-3:]
    after = [t for t in there if t.start >= cue[1]][:2]
    found = [t for t in (*reversed(before), *after) if key(t.text) in _PRONOUNS]
    return found[:1]
