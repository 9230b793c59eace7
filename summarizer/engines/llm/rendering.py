"""An article as a prompt shows it: a date line, then one line a sentence, quotations marked inside it.

``S4|“Q1|We heard knocking,” Tesh said.`` Behind an id there is always a ``|``, and nothing else in the text
is one: look-alikes of ids, delimiters and chat tokens that an article brings along lose their signs, never
their words, so that pointing at those words still works.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from summarizer.engines.llm.places import cue_line, range_of, ranges_of, touching, write_place
from summarizer.records import Act, BlockKind, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.drafts import DraftSpeaker, DraftStatement
    from summarizer.engines.llm.grammar import Person
    from summarizer.records import Article
    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["article_lines", "date_line", "neutral", "person_line", "statement_line"]

_MONTH = 31
_SIGNS = str.maketrans({"|": "¦", "<": "‹", ">": "›", "`": "'", "｜": "¦", "＜": "‹", "＞": "›"})
_SIGN = re.compile("[|<>`｜＜＞]")
_SHOWN = {
    BlockKind.HEADLINE: "headline",
    BlockKind.DECK: "deck",
    BlockKind.HEADING: "heading",
    BlockKind.CAPTION: "caption",
}
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+"
)


def neutral(text: str) -> str:
    """Return a text from outside in one line, without signs that have a meaning in a prompt."""
    if _SIGN.search(text):
        text = text.translate(_SIGNS)
    return " ".join((text if text.isprintable() else _INVISIBLE.sub(" ", text)).split())


def date_line(article: Article) -> str:
    """Return what is known of the article's day and origin: publication date, publisher, dateline."""
    datelines = [
        article.text[b.start : b.end]
        for b in article.blocks
        if b.kind is BlockKind.DATELINE and b.language is None
    ]
    parts = [article.published_on or "", article.publisher or "", *datelines[:2]]
    known = "; ".join(neutral(p)[:120] for p in parts if p.strip())
    return f"Published: {known or 'unknown'}"


def article_lines(article: SegmentedArticle, sentences: Iterable[Segment] | None = None) -> str:
    """Return the lines of an article, or of some of its sentences."""
    return "\n".join(_line(article, s) for s in (article.sentences if sentences is None else sentences))


def _line(article: SegmentedArticle, sentence: Segment) -> str:
    block = article.block_of(sentence)
    mark = _SHOWN.get(block.kind, "")
    if block.label is not None:
        mark = f"{neutral(article.text[slice(*block.label)])[:80]}:"
    pieces = []
    at = sentence.start
    for i in touching(article.quotations, sentence.start, sentence.end):
        quotation = article.quotations[i]
        if quotation.start < sentence.start:
            continue  # begun in the sentence before
        pieces += [neutral_part(article.text[at : quotation.start]), f"{quotation.id}|"]
        at = quotation.start
    pieces.append(neutral_part(article.text[at : sentence.end]))
    return f"{sentence.id}{' ' if mark else ''}{mark}|{''.join(pieces)}".rstrip()


def neutral_part(text: str) -> str:
    """Return a part of a line, with a space where it begins or ends with white space."""
    inner = neutral(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


# candidates and people

_PREFIXES = {
    SpeakerKind.ORGANIZATION: "org:",
    SpeakerKind.GOVERNMENT: "gov:",
    SpeakerKind.GROUP: "group:",
    SpeakerKind.PUBLICATION: "media:",
    SpeakerKind.UNNAMED: "unnamed:",
}


def person_line(person: Person | DraftSpeaker) -> str:
    """Write one line of the table of people."""
    parts = [person.name, person.role or "", person.affiliation or ""]
    while not parts[-1]:
        parts.pop()
    return _PREFIXES.get(person.kind, "") + "|".join(neutral(p) for p in parts)


def statement_line(article: SegmentedArticle, statement: DraftStatement, speaker: int) -> str | None:
    """Write a statement in the answer's own grammar; None where a part of it cannot be pointed at.

    Args:
        article: the article.
        statement: what the rules engine proposes, or what a label says.
        speaker: number of the speaker in the table of people; 0 for nobody.
    """
    ranges = ranges_of(article, statement.content)
    places = [write_place(article, *r) for r in ranges]
    if not places or None in places:
        return None
    cue = range_of(article, statement.cue) if statement.cue else None
    parts = ["+".join(p for p in places if p), cue_line(article, cue, ranges) if cue else "", str(speaker)]
    return "|".join([*parts, *attribute_parts(article, statement)])


def attribute_parts(article: SegmentedArticle, statement: DraftStatement) -> list[str]:
    """Write what a statement says beside content, cue and speaker; a plain assertion needs no act."""
    parts: list[str] = []
    if statement.acts != (Act.ASSERT,):
        parts.append("!" + ",".join(statement.acts))
    if statement.target:
        parts.append(">" + neutral(statement.target))
    if statement.channel:
        parts.append("@" + statement.channel)
    if statement.date:
        parts.append("#" + _day(article.article, statement.date))
    return parts + _each("<", statement.via) + _each("?", statement.hedges)


def _day(article: Article, date: str) -> str:
    """Write a date: days within a month before publication as their distance to it."""
    try:
        days = (dt.date.fromisoformat(date) - dt.date.fromisoformat(article.published_on or "")).days
    except ValueError:  # a month or a year, or an article without a day
        return date
    return str(days) if -_MONTH <= days <= 0 else date


def _each(sign: str, values: Sequence[str]) -> list[str]:
    return [sign + neutral(v) for v in values]
