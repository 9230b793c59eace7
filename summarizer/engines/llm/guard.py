"""What a draft must not rest on: words that instruct a model, and speakers that nobody named there.

A model that obeys an article can still only point at it. Two ways are left to mislead a reader, and both are
closed here without asking a model: to point at the instruction itself, and to give honest words to another
speaker. What is left out is said in a warning.

An instruction that somebody is honestly quoted with ("Ignore the rules," the banner read) stays a statement
of that speaker, whole; nothing inside of it does.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from summarizer.engines.llm.drafting import name_words
from summarizer.engines.llm.places import around, inside, range_of, ranges_of, touching
from summarizer.normalize import key, words
from summarizer.records import BlockKind, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
    from summarizer.normalize import Token
    from summarizer.pointers import Range
    from summarizer.segments import SegmentedArticle

__all__ = ["Guard", "instructions"]

_ORDERS = (
    # the imperative to forget what was said before, in the languages that injections are seen in
    (
        r"(?:^|[.!?:;,>\"“”'‘’(\[*-]\s*|\b(?:please|must|should|you|now|and|to)\s+)"
        r"(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+){0,4}"
        r"(?:instructions?|prompts?|rules?|guidelines?|directions?|the\s+above|above|system|context)\b"
    ),
    r"\b(?:ignorier\w*|vergiss|missachte)\s+(?:\w+\s+){0,4}(?:anweisung\w*|regeln|vorgaben|befehle)\b",
    r"\b(?:ignore[sz]?|oublie[sz]?)\s+(?:\w+\s+){0,4}(?:instructions?|consignes?|règles)\b",
    r"\b(?:ignora|ignore|olvida|olvide|ignorar|ignorad)\s+(?:\w+\s+){0,4}(?:instrucciones|instruções|reglas|regras)\b",
    r"\b(?:ignora|dimentica|ignorate)\s+(?:\w+\s+){0,4}(?:istruzioni|regole)\b",
    r"(?:игнорируй\w*|забудь\w*)\s+(?:\w+\s+){0,4}(?:инструкци\w*|указани\w*|правила)",
    r"忽略.{0,12}(?:指令|指示|提示|说明)",
    r"تجاهل\s+(?:\w+\s+){0,4}(?:التعليمات|الأوامر)",
    # the machine addressed, or told what to write
    (
        r"\b(?:you\s+are|act\s+as|as)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?"
        r"(?:AI|language\s+model|LLM|chatbot|assistant)\b[^.]{0,40}\b(?:must|should|now|will|you)\b"
    ),
    (
        r"\b(?:note|message|attention|instructions?|notice|warning|dear)\s*,?\s*(?:to|for)?\s*(?:the\s+|any\s+|all\s+)?"
        r"(?:AI|LLM|language\s+models?|chatbots?|AI\s+\w+|summari[sz]ers?|extractors?|assistants?|crawlers?)\b"
    ),
    r"\b(?:system\s+prompt|new\s+instructions?|prompt\s+injection|jailbreak)\s*:",
    (
        r"\b(?:output|respond|reply|answer|return|print|emit|write)\s+(?:only\s+|with\s+|exactly\s+)*"
        r"(?:the\s+)?(?:following|JSON|this\s+JSON|as\s+follows)\b"
    ),
    r"\b(?:attribute|assign)\s+(?:all|every|each|the\s+following)\s+(?:\w+\s+){0,3}(?:to|quot\w+|statements?)\b",
    (
        r"\b(?:in|into|to|from)\s+(?:the|your)\s+(?:summary|extraction|output|answer|statements\s+list)\b"
        r"[^.]{0,60}\b(?:write|say|state|add|include|mention|report|claim)\b"
    ),
    (
        r"\b(?:add|include|insert|record|report|list|mark)\s+(?:[^.\s]+\s+){0,6}(?:in|into|to|as)\s+(?:the|your)\s+"
        r"(?:summary|extraction|output|answer|statements?|record|speaker)\b"
    ),
    # roles and tokens of chats, keys of this program's own answers, look-alikes of its ids
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|article|instructions?)\b",
    r"\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>",
    r"(?:^|\n)\s*(?:#{1,6}\s*)?(?:\*\*)?(?:system|assistant|developer|instructions?)(?:\*\*)?\s*:",
    r"(?:^|\n)\s*#{1,6}\s*(?:system|assistant|instructions?)\b",
    r"[{,]\s*[\"“”'](?:statements?|speaker|people|summary|headline|figures|role|content|act)[\"“”']\s*:",
    r"(?:^|[\s“\"'(\[⟦])[SQC]\d{1,4}\s?[|¦]",
)
_ORDER = re.compile("|".join(f"(?:{p})" for p in _ORDERS), re.IGNORECASE)
_COMMENT = "<!--", "-->"
_HEADS = re.compile(r"\W*(?:system|assistant|developer|instructions?|new\s+instructions?)\W*", re.IGNORECASE)
_PRONOUNS = frozenset(
    ("he", "she", "they", "who", "it", "we", "i", "his", "her", "their", "its", "him", "them")
)
_NEAR = 6
"""Words on either side of a cue in which a speaker is looked for."""


def instructions(article: SegmentedArticle) -> tuple[Range, ...]:
    """Return the ranges of the text that tell a model what to do, in order, without overlaps.

    One outside quotation marks reaches to the end of its block, since what follows it is what it orders; one
    inside is the quotation; a comment of HTML is all of it.
    """
    text = article.text
    found: list[Range] = list(_comments(text))
    blocks = article.article.blocks
    starts = [b.start for b in blocks]
    for match in _ORDER.finditer(text):
        at = match.end() - 1
        i = bisect_right(starts, at) - 1
        if i < 0:
            continue
        block = blocks[i]
        quotations = [article.quotations[q] for q in touching(article.quotations, at, at + 1)]
        if quotations and block.kind is not BlockKind.TURN:
            found += [(q.start, q.end) for q in quotations]
            continue
        begin = next(
            (s.start for s in article.sentences[slice(*_bounds(article, match.start(), at))]), match.start()
        )
        found.append((min(begin, max(match.start(), block.start)), block.end))
        if _HEADS.fullmatch(text[block.start : block.end]) and i + 1 < len(blocks):
            found.append((blocks[i + 1].start, blocks[i + 1].end))
    merged: list[Range] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _bounds(article: SegmentedArticle, start: int, end: int) -> tuple[int, int]:
    there = touching(article.sentences, start, end + 1)
    return there.start, there.stop


def _comments(text: str) -> Iterator[Range]:
    at = text.find(_COMMENT[0])
    while at >= 0:
        end = text.find(_COMMENT[1], at)
        end = len(text) if end < 0 else end + len(_COMMENT[1])
        yield at, end
        at = text.find(_COMMENT[0], end)


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
        return frozenset(
            key(t.text) for t in words(view.text) if not inside(self.suspect, *view.source(t.start, t.end))
        )

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
        if own and not own & self._honest_words:
            return f"{speaker.name[:60]!r} is named only in an instruction to a model"
        if cue is None:
            return self._turn(own, content)
        own |= name_words(f"{speaker.role or ''} {speaker.affiliation or ''}") | {_initials(speaker.name)}
        around_cue, sentence = self._near(cue, content)
        if any(key(t.text) in own for t in sentence) or any(key(t.text) in _PRONOUNS for t in around_cue):
            return None
        other = next((t.text for t in around_cue if t.text[0].isupper() and not self._common(t)), None)
        if other is not None:
            return f"its sentence names {other!r} where {speaker.name[:60]!r} is said to speak"
        return None

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
    def _lower(self) -> frozenset[str]:
        return frozenset(t.text for t in words(self.article.view.text) if t.text.islower())

    def _common(self, token: Token) -> bool:
        """Tell whether a capitalised word is no name: it is in lower case elsewhere, or is a day or month."""
        return (
            token.text.casefold() in self._lower or token.text.casefold() in _CALENDAR or len(token.text) == 1
        )

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
        return any(inside(self.suspect, *r) for p in pointers for r in ranges_of(self.article, (p,)))


_CALENDAR = frozenset(day.casefold() for day in (*calendar.day_name, *calendar.month_name) if day)


def _initials(name: str) -> str:
    return "".join(w[0] for w in name.split() if w[0].isupper()).casefold()


def _covers(article: SegmentedArticle, ranges: Sequence[Range], whole: Range) -> bool:
    """Tell whether ranges hold all the words of a quotation."""
    view = article.view
    return all(inside(ranges, *view.source(t.start, t.end)) for t in words(view.text, *view.of(*whole)))
