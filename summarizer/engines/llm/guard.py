"""What a draft must not rest on: words that instruct a model, and speakers that nobody named there.

A model that obeys an article can still only point at it. Two ways are left to mislead a reader, and both are
closed here without asking a model: to point at the instruction itself, and to give honest words to another
speaker. What is left out is said in a warning.

An instruction that somebody is honestly quoted with ("Ignore the rules," the banner read) stays a statement
of that speaker, whole; nothing inside of it does.
"""

from __future__ import annotations

import calendar
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.engines.llm.drafting import name_words
from summarizer.engines.llm.instructions import instructions
from summarizer.engines.llm.places import around, inside, range_of, ranges_of, touching
from summarizer.normalize import key, spellings, stands_apart, words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
    from summarizer.normalize import Token
    from summarizer.pointers import Range
    from summarizer.segments import SegmentedArticle

__all__ = ["Guard"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PRONOUNS = _words("he she they who it we i his her their its him them")
_SINGULAR = _words("he she his her him")
_BODIES = frozenset(
    (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT, SpeakerKind.PUBLICATION, SpeakerKind.GROUP)
)
# nouns that stand for a body and never for a person
_COLLECTIVE = _words(
    """
    agency airline army association authority bank board body bureau cabinet club coalition
    commission committee company council court department embassy federation firm force government
    group hospital institute kingdom ministry movement newspaper office operator organisation
    organization panel parliament party police publication retailer school service team tribunal
    union university watchdog
    """
)
_BETWEEN = _words("has had have also later then itself further again earlier")
_UNIONS = _words("alliance association brotherhood congress federation guild union unions workers")
# of these bodies a name tells what they are: "the union" is none without such a word in it
_SORTS = {
    **dict.fromkeys(("union", "federation"), _UNIONS),
    **dict.fromkeys(("ministry", "department"), _words("ministry department office secretariat")),
    **dict.fromkeys(("court", "tribunal"), _words("court tribunal")),
    **dict.fromkeys(("hospital", "university", "council", "school"), frozenset[str]()),
}
_DETERMINERS = _words("the a an its their his her")
_OPENERS = _DETERMINERS | _words(
    "and as asked at after before both but by citing during for from if in last later meanwhile no not on "
    "one or other others still such that then there these this those to under when where while with yet"
)
_NEAR = 6
"""Words on either side of a cue in which a speaker is looked for."""


@dataclass(frozen=True)
class Guard:
    """One article's guard."""

    article: SegmentedArticle

    @cached_property
    def suspect(self) -> tuple[Range, ...]:
        """The ranges that nothing may rest on."""
        return instructions(self.article)

    @cached_property
    def _quoted(self) -> frozenset[Range]:
        return frozenset((q.start, q.end) for q in self.article.quotations)

    @cached_property
    def _honest_words(self) -> frozenset[str]:
        """The words of the article outside of what is suspect."""
        view = self.article.view
        if not self.suspect:
            return frozenset(map(key, spellings(view.text)))
        return frozenset(
            key(t.text) for t in words(view.text) if not inside(self.suspect, *view.source(t.start, t.end))
        )

    def _is_honest(self, own: Collection[str]) -> bool:
        """Tell whether one of some words stands in the article outside of what is suspect."""
        if not self.suspect and any(
            len(w) > 1 and w.isalpha() and stands_apart(self.article.casefolded, w) for w in own
        ):
            return True
        return any((not w.isalpha() or w in self._together) and w in self._honest_words for w in own)

    def why_not(self, draft: DraftStatement, *, speaker: bool = True) -> str | None:
        """Return why a statement cannot be trusted, or None. What leads nowhere is left to grounding.

        Args:
            draft: the statement.
            speaker: whether its speaker is to be checked, too.
        """
        content = ranges_of(self.article, draft.content)
        cue = range_of(self.article, draft.cue) if draft.cue else None
        if not content:
            return None
        if cue is not None and all(cue[0] <= a and b <= cue[1] + 1 for a, b in content):
            return "its content is nothing but its cue"
        reason = self._instructed(content, cue)
        return reason or (self._why_not_speaker(draft.speaker, cue, content) if speaker else None)

    def _instructed(self, content: Sequence[Range], cue: Range | None) -> str | None:
        if cue is not None and inside(self.suspect, *cue):
            return "its cue is part of an instruction to a model"
        for suspect in self.suspect:
            touched = [r for r in content if r[0] < suspect[1] and suspect[0] < r[1]]
            whole = suspect in self._quoted and cue is not None and not inside([suspect], *cue)
            if touched and not (whole and _covers(self.article, touched, suspect)):
                return "its content is part of an instruction to a model"
        return None

    def _why_not_speaker(
        self, speaker: DraftSpeaker, cue: Range | None, content: Sequence[Range]
    ) -> str | None:
        """Return why somebody cannot be who speaks here, or None.

        Somebody else's name next to the cue, and nothing of the speaker's own in its sentence, is against it.
        """
        if speaker.kind in (SpeakerKind.UNATTRIBUTED, SpeakerKind.UNNAMED):
            return None
        own = name_words(speaker.name)
        if own and not self._is_honest(own):
            return f"{speaker.name[:60]!r} is named only in an instruction to a model"
        return self._turn(own, content) if cue is None else self._other(speaker, own, cue, content)

    def _other(
        self, speaker: DraftSpeaker, own: frozenset[str], cue: Range, content: Sequence[Range]
    ) -> str | None:
        """Return who else speaks in the sentence of a cue, where nothing there is the speaker's own."""
        own |= name_words(f"{speaker.role or ''} {speaker.affiliation or ''}") | {_initials(speaker.name)}
        near, sentence = self._near(cue, content)
        if any(key(t.text) in own for t in sentence):
            return None
        if any(inside(self.suspect, *r) for r in content):
            return f"the instruction that it quotes is not said by {speaker.name[:60]!r} there"
        pronouns = {key(t.text) for t in near} & _PRONOUNS
        if pronouns and not (speaker.kind in _BODIES and pronouns <= _SINGULAR):
            return None
        other = next((t.text for t in near if self._is_other(t, cue, speaker)), None)
        if other is None and not pronouns:
            return None
        other = other or min(pronouns)
        return f"its sentence names {other!r} where {speaker.name[:60]!r} is said to speak"

    def _is_other(self, token: Token, cue: Range, speaker: DraftSpeaker) -> bool:
        """Tell whether a word next to a cue, none of the speaker's own, stands for somebody else."""
        if token.text[0].isupper() and not self._common(token):
            return True
        noun = key(token.text)
        if noun not in _COLLECTIVE or (speaker.kind is not SpeakerKind.PERSON and not _is_not(speaker, noun)):
            return False
        view = self.article.view
        start, end = view.of(*cue)
        if token.start >= end:
            return all(key(t.text) in _DETERMINERS for t in words(view.text, end, token.start))
        return all(
            key(t.text) in _BETWEEN or t.text.endswith("ly") for t in words(view.text, token.end, start)
        )

    def _turn(self, own: frozenset[str], content: Sequence[Range]) -> str | None:
        """Check the speaker of a turn against its label."""
        blocks = self.article.article.blocks
        i = bisect_right([b.start for b in blocks], content[0][0]) - 1
        label = blocks[i].label if i >= 0 else None
        if label is None:
            return None
        named = self.article.text[slice(*label)]
        there = name_words(named)
        if not there or there & own or named.casefold().rstrip(":") in ("q", "a") or _initials(named) in own:
            return None
        short = {w[0] for w in own}
        if len(there) == 1 and set(next(iter(there))) <= short:
            return None  # initials
        return f"the turn is {named[:60]!r}'s"

    def _near(self, cue: Range, content: Sequence[Range]) -> tuple[list[Token], list[Token]]:
        """Return the words next to a cue and those of its whole sentence, both without the content."""
        view = self.article.view
        content = [r for r in content if not inside([r], *cue)]  # one that swallows its cue hides who speaks
        at = view.of(*cue)
        there = [
            t
            for s in around(self.article, [cue], reach=0)
            for t in words(view.text, *view.of(s.start, s.end))
            if not inside(content, *view.source(t.start, t.end))
        ]
        quoted = [t for t in there if touching(self.article.quotations, *view.source(t.start, t.end))]
        there = [t for t in there if t not in quoted]
        before = [t for t in there if t.end <= at[0]][-_NEAR:]
        after = [t for t in there if t.start >= at[1]][:_NEAR]
        return before + after, there

    @cached_property
    def _together(self) -> str:
        """The article's text without what `key` takes out of words: what is not in it is no word of it."""
        return self.article.casefolded.replace(".", "").replace(",", "")

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(w for w in spellings(self.article.view.text) if w.islower())

    def _common(self, token: Token) -> bool:
        """Tell whether a capitalised word is no name: it is in lower case elsewhere, or is a day or month."""
        word = token.text.casefold()
        if len(token.text) == 1 or word in _OPENERS or word in _CALENDAR:
            return True
        return word in self.article.view.text and word in self._lower

    def clean(self, draft: Draft, *, trusted: Collection[str] = ()) -> Draft:
        """Return a draft without what cannot be trusted; each statement left out is a warning.

        Args:
            draft: what came of a model's answer.
            trusted: keys of statements whose speakers no model chose.
        """
        warnings = list(draft.warnings)
        statements = []
        for statement in draft.statements:
            reason = self.why_not(statement, speaker=statement.key not in trusted)
            if reason is None:
                statements.append(statement)
            else:
                warnings.append(f"statement left out: {reason}")
        sentences = tuple(s for s in draft.sentences if not self._rests_on_one(s.evidence))
        figures = tuple(f for f in draft.figures if not self._rests_on_one(f.evidence))
        headline = draft.headline
        if headline is not None and self._rests_on_one(headline.evidence):
            headline = None
        if (headline, sentences, figures) != (draft.headline, draft.sentences, draft.figures):
            warnings.append("left out what rests on an instruction to a model: sentences or figures")
        return replace(
            draft,
            headline=headline,
            sentences=sentences,
            statements=tuple(statements),
            figures=figures,
            warnings=tuple(warnings),
        )

    def _rests_on_one(self, pointers: Iterable[Pointer]) -> bool:
        if not self.suspect:
            return False
        return any(inside(self.suspect, *r) for p in pointers for r in ranges_of(self.article, (p,)))


_CALENDAR = frozenset(day.casefold() for day in (*calendar.day_name, *calendar.month_name) if day)


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split() if w[0].isupper()).casefold()


def _covers(article: SegmentedArticle, ranges: Sequence[Range], whole: Range) -> bool:
    """Tell whether ranges hold all the words of a quotation."""
    view = article.view
    return all(inside(ranges, *view.source(t.start, t.end)) for t in words(view.text, *view.of(*whole)))


def _is_not(speaker: DraftSpeaker, noun: str) -> bool:
    """Tell whether a noun for a sort of body cannot mean a body of this name; an acronym tells nothing."""
    sort = _SORTS.get(noun)
    if sort is None or speaker.name.isupper():
        return False
    return not name_words(speaker.name) & (sort | {noun})
