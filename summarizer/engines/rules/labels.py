"""Whom the label of a transcript's turn means: somebody the article names, a body, or only a part played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.register import name_of
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.engines.rules.roles import role_of
from summarizer.records import BlockKind, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Register

__all__ = ["label_speaker"]

_PARTS = frozenset(
    {"q", "a", "question", "answer", "interviewer", "moderator", "audience", "voice", "follow-up"}
)
_ANSWERS = frozenset({"a", "answer"})
_REMARKS = frozenset(
    {"remarks", "comments", "answer", "answers", "response", "reply", "statement", "conference", "briefing"}
)
_NEAR = 5
"""Words behind a name in which a headline says what is the person's."""
_HEAD = frozenset({BlockKind.HEADLINE, BlockKind.DECK, BlockKind.HEADING})
_OUTSIDE = frozenset({"by", "with", "of", "from", "and", "the", "on", "for", "to", "in", "at", "a", "an"})
_FIRST = 20
"""Blocks from the top in which a name is looked for, and how labels are set: the rest takes no more time."""
_LINE = 400
"""Characters of a headline that are looked at."""
_LONGEST = 6
"""Words of a name and the titles in front of it, at most."""


def label_speaker(register: Register, parsed: ParsedArticle, label: str) -> Resolved:
    """Resolve the label of a turn ("DR OKAFOR", "AFP", "Q").

    Args:
        register: of the article.
        parsed: the article.
        label: its words, without the colon.
    """
    entity = register.find(label)
    if entity:
        return of_entity(entity, parsed=parsed)
    name = name_of(label)
    words = name.split()
    titled = name != names.clean(label)
    if len(words) == 1 and not titled and (words[0].lower() in _PARTS or names.is_role(words[0])):
        asked = _whose_remarks(parsed) if words[0].lower() in _ANSWERS else None
        return asked or Resolved(name, SpeakerKind.UNNAMED, confidence=0.7)
    found = _in_headline(parsed, words)
    if found:
        return found
    shouted = name.isupper() and _all_in_capitals(parsed)
    kind = None if titled else names.kind_of_name([w.title() for w in words] if shouted else words)
    return Resolved(name, kind or SpeakerKind.PERSON, confidence=0.7)


def _all_in_capitals(parsed: ParsedArticle) -> bool:
    """Tell whether the first labels are set in capitals, so that they tell nothing of an acronym."""
    return all(
        parsed.text[slice(*block.label)].isupper()
        for block in parsed.article.article.blocks[:_FIRST]
        if block.label is not None
    )


def _in_headline(parsed: ParsedArticle, name: Sequence[str]) -> Resolved | None:
    """Return the person whom a line above the text names with what the label lacks: given name or title."""
    wanted = [w.casefold() for w in name]
    for block in parsed.article.article.blocks[:_FIRST]:
        if block.kind not in _HEAD:
            continue
        line = parsed.text[block.body : min(block.end, block.body + _LINE)].split()
        folded = [names.clean(w).casefold() for w in line]
        for end in range(len(wanted), len(line) + 1):
            if folded[end - len(wanted) : end] == wanted:
                found = _named(parsed, line[:end], len(wanted))
                if found:
                    return found
    return None


def _whose_remarks(parsed: ParsedArticle) -> Resolved | None:
    """Return whose answers a headline announces: "Spokesperson *Ann Roe*'s Remarks on the Flood"."""
    for block in parsed.article.article.blocks[:_FIRST]:
        if block.kind not in _HEAD:
            continue
        line = parsed.text[block.body : min(block.end, block.body + _LINE)].split()
        for i, word in enumerate(line[:-1]):
            bare = word.removesuffix("'s").removesuffix("’s")
            if bare != word and not _REMARKS.isdisjoint(w.casefold() for w in line[i + 1 : i + _NEAR]):
                return _named(parsed, [*line[:i], bare], 1)
    return None


def _named(parsed: ParsedArticle, line: Sequence[str], count: int) -> Resolved | None:
    """Return the person whose name ends a line of words: its last ``count``, and what belongs in front."""
    first = len(line) - count
    while first > max(0, len(line) - _LONGEST) and _goes_on(line[first - 1]):
        first -= 1
    run = [*line[first:-1], names.clean(line[-1])]
    end = min(names.title_end(run), len(run) - count)
    name = run[end:]
    if len(name) == 1 or names.kind_of_name(name) not in (None, SpeakerKind.PERSON):
        return None
    role, affiliation = role_of([" ".join(run[:end])] if end else [], parsed.text)
    return Resolved(" ".join(name), SpeakerKind.PERSON, role, affiliation, confidence=0.8)


def _goes_on(word: str) -> bool:
    """Tell whether a word of a headline can stand inside a title and a name."""
    inside = word[-1].isalpha() or word.endswith(".")
    return word[0].isupper() and inside and word.lower() not in _OUTSIDE
