"""Grounding: turning a draft into a record. Every span is found in the article, or what needs it is refused.

Nothing here knows an engine. Text in a record is always cut out of the article, never taken from a draft.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import math
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarizer._version import __version__
from summarizer.content import kind_of, trim, unclosed
from summarizer.normalize import fold, key, spellings, stands_apart
from summarizer.pointers import Refusal
from summarizer.records import (
    Act,
    Channel,
    Figure,
    Provenance,
    Record,
    Refused,
    Speaker,
    SpeakerKind,
    Statement,
    Summary,
    SummarySentence,
    Usage,
)
from summarizer.resolving import Resolved, evidence, joined, resolve
from summarizer.wording import bare, lost_negation, missing, names, negates, numbers, shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.drafts import Draft, DraftFigure, DraftSentence, DraftStatement, Pointer
    from summarizer.pointers import Range
    from summarizer.records import Evidence
    from summarizer.segments import SegmentedArticle

__all__ = ["Refusal", "Resolved", "ground", "resolve"]

_JOINT = re.compile(r",? and |, ")
"""What joins the names of those who speak together; each of them must stand in the article."""

_PRONOUNS = re.compile(
    r"(?:he|she|they|it|we|i|you|him|her|them|us|me|his|hers|their|its|our|my|your|himself|herself|themselves|"
    r"itself|who|whom|this|that|these|those|one|someone|somebody)"
)
_LARGEST = 10**18
"""A figure above this is no figure; it also keeps conversions of hostile numbers cheap."""


def ground(  # noqa: PLR0913 - each is a fact of provenance that only the caller knows
    article: SegmentedArticle,
    draft: Draft,
    *,
    engine: str,
    model: str | None = None,
    prompt: str | None = None,
    usage: Usage | None = None,
    cost_usd: float | None = 0,
    cached: bool = False,
    warnings: Iterable[str] = (),
) -> Record:
    """Turn a draft into a record. Never raises for anything that a draft can hold.

    What cannot be found or differs from the article in what matters is kept under ``refused`` with a reason.
    """
    grounding = _Grounding(article)
    statements, ids = grounding.statements(draft.statements)
    figures = grounding.figures(draft.figures, ids)
    sentences = [s for d in draft.sentences if (s := grounding.sentence(d, "sentence"))]
    headline = grounding.sentence(draft.headline, "headline") if draft.headline else None
    return Record(
        article=article.article,
        summary=Summary(headline=headline.text if headline else None, sentences=tuple(sentences)),
        statements=tuple(statements),
        figures=tuple(figures),
        refused=tuple(grounding.refused),
        warnings=tuple(map(_clean, (*warnings, *draft.warnings, *grounding.warnings))),
        provenance=Provenance(
            engine=engine,
            model=model,
            prompt=prompt,
            program=__version__,
            usage=usage or Usage(),
            cost_usd=cost_usd,
            cached=cached,
        ),
    )


class _Grounding:
    """One article's grounding: what was refused, what to warn of, and the lookups that are made once."""

    def __init__(self, article: SegmentedArticle) -> None:
        self.article = article
        self.refused: list[Refused] = []
        self.warnings: list[str] = []
        self._known: dict[str, bool] = {}  # whether a phrase stands in the article; most come several times

    # lookups

    @cached_property
    def _spelled(self) -> list[str]:
        """Every word of the article as its view spells it."""
        return spellings(self.article.view.text)

    @cached_property
    def _words(self) -> str:
        """Every word of the article as it compares, without possessive endings, each between two spaces."""
        return _compared(self._spelled)

    @cached_property
    def _lower(self) -> frozenset[str]:
        """Words that the article writes in lower case somewhere: at a sentence's start they are no names."""
        return frozenset(word for word in self._spelled if word.islower())

    def _stands(self, phrase: str) -> bool:
        """Tell whether the words of a phrase stand in the article, in this order, in whatever case."""
        stands = self._known.get(phrase)
        if stands is None:
            stands = self._known[phrase] = self._reads(phrase) or (
                not self._lacks(phrase) and self._spells(phrase)
            )
        return stands

    def _reads(self, phrase: str) -> bool:
        """Tell whether a phrase of plain words stands just so in the text, which needs no splitting of it."""
        plain = len(phrase) > 1 and all(word.isalpha() and len(word) > 1 for word in phrase.split(" "))
        return plain and stands_apart(self.article.casefolded, phrase.casefold())

    @cached_property
    def _together(self) -> str:
        """The text without case and the dots of acronyms: what is not in it is no word of it."""
        return self.article.casefolded.replace(".", "")

    def _lacks(self, phrase: str) -> bool:
        """Tell whether a plain word of a phrase is nowhere in the text, which shows without splitting it."""
        return any(word.isalpha() and word.casefold() not in self._together for word in fold(phrase).split())

    def _spells(self, phrase: str) -> bool:
        wanted = _compared(spellings(fold(phrase)))
        return not wanted.isspace() and wanted in self._words

    def _joint(self, name: str) -> bool:
        """Tell whether a name is of several who speak together ("Ann Roe and Bob Poe"), each named."""
        parts = _JOINT.split(name)
        return " and " in name and len(parts) > 1 and all(map(self._stands, parts))

    def _kept(self, phrase: str | None, what: str) -> str | None:
        """Return a phrase that stands in the article; of any other say that it was left out."""
        if phrase is None or not phrase.strip():
            return None
        if self._stands(phrase):
            return _clean(phrase)
        self.warnings.append(f"{what} left out, it does not stand in the article: {_clean(phrase)[:80]!r}")
        return None

    def _date(self, date: str | None) -> str | None:
        if date is None:
            return None
        valid = _iso(date)
        if valid is None:
            self.warnings.append(f"date left out, it is none: {_clean(date)[:40]!r}")
        return valid

    def _refuse(
        self, what: Any, draft: DraftStatement | DraftFigure | DraftSentence, refusal: Refusal
    ) -> None:
        plain = _plain(dataclasses.asdict(draft))
        self.refused.append(
            Refused(what=what, reason=refusal.reason, detail=_clean(refusal.detail), draft=plain)
        )

    def _all(self, pointers: Sequence[Pointer]) -> Resolved | Refusal:
        """Resolve several pointers into the spans that they name together."""
        ranges: list[Range] = []
        exact = True
        for pointer in pointers:
            found = resolve(self.article, pointer)
            if isinstance(found, Refusal):
                return found
            ranges += [(e.start, e.end) for e in found.evidence]
            exact = exact and found.exact
        if not ranges:
            return Refusal("empty", "nothing is pointed at")
        merged = joined(self.article.text, ranges)
        return Resolved(tuple(evidence(self.article, r) for r in merged), exact)

    # statements

    def statements(self, drafts: Sequence[DraftStatement]) -> tuple[list[Statement], dict[str, str]]:
        """Ground statements; return them and the id of each draft's key."""
        kept: dict[str, Statement] = {}
        ids: dict[str, str] = {}
        for draft in drafts:
            statement = self._statement(draft)
            if isinstance(statement, Refusal):
                self._refuse("statement", draft, statement)
                continue
            ids.setdefault(draft.key, statement.id)
            if statement.id in kept:
                self._refuse("statement", draft, Refusal("duplicate", f"the same as {statement.id}"))
            else:
                kept[statement.id] = statement
        return list(kept.values()), ids

    def _statement(self, draft: DraftStatement) -> Statement | Refusal:
        content = self._content(draft)
        if isinstance(content, Refusal):
            return content
        cue = self._cue(draft)
        if isinstance(cue, Refusal):
            return cue
        speaker = self._speaker(draft, content.evidence[0].start)
        if isinstance(speaker, Refusal):
            return speaker
        unknown = next((v for v in draft.via if not self._stands(v)), None)
        if unknown is not None:
            return Refusal("via_not_found", f"the relay does not stand in the article: {unknown[:80]!r}")
        channel_name = self._kept(draft.channel_name, "channel name")
        spans = content.evidence
        ranges = [(e.start, e.end) for e in spans]
        return Statement(
            id=self._id(spans, cue.evidence[0] if cue else None, speaker.name),
            kind=kind_of(self.article, ranges, turn=cue is None),
            acts=tuple(dict.fromkeys(draft.acts)) or (Act.OTHER,),
            speaker=speaker,
            cue=cue.evidence[0] if cue else None,
            content=spans,
            target=self._kept(draft.target, "target"),
            channel=Channel(type=draft.channel, name=channel_name) if draft.channel else None,
            date=self._date(draft.date),
            via=tuple(map(_clean, draft.via)),
            hedges=tuple(h for hedge in draft.hedges if (h := self._kept(hedge, "hedge"))),
            grounding="exact" if content.exact and (cue is None or cue.exact) else "aligned",
        )

    def _content(self, draft: DraftStatement) -> Resolved | Refusal:
        found = self._all(draft.content)
        if isinstance(found, Refusal):
            return found
        text = self.article.text
        trimmed = [t for e in found.evidence if (t := trim(self.article, e.start, e.end))]
        if not trimmed:
            return Refusal("empty", "the content has no words")
        for start, end in trimmed:
            for at in (start, end):
                if 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
                    return Refusal("cut_word", f"the content cuts a word: {text[at - 1 : at + 1]!r}")
        for quotation in unclosed(self.article, trimmed):
            self.warnings.append(f"quotation {quotation} is never closed; its end is a guess")
        return Resolved(tuple(evidence(self.article, r) for r in trimmed), found.exact)

    def _cue(self, draft: DraftStatement) -> Resolved | Refusal | None:
        if draft.cue is None:
            return None
        found = resolve(self.article, draft.cue)
        if isinstance(found, Refusal):
            return found._replace(detail=f"cue: {found.detail}")
        if len(found.evidence) > 1:
            return Refusal("not_found", "the cue is in several pieces")
        return found

    def _label(self, at: int) -> str | None:
        """Return the label of the turn that holds a position: what its draft need not point at."""
        for block in self.article.article.blocks:
            if block.start <= at < block.end and block.label is not None:
                return self.article.text[slice(*block.label)]
        return None

    def _speaker(self, draft: DraftStatement, at: int) -> Speaker | Refusal:
        speaker = draft.speaker
        name = " ".join(_clean(speaker.name).split())
        if not name:
            return Refusal("no_speaker", "the speaker has no name")
        if _PRONOUNS.fullmatch(key(name)):
            return Refusal("pronoun", f"a pronoun names nobody: {name!r}")
        nameless = speaker.kind in (SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED)
        if not nameless and not self._stands(name) and not self._joint(name):
            return Refusal("speaker_not_found", f"the speaker does not stand in the article: {name[:80]!r}")
        mention = self._label(at) if draft.cue is None else None
        if speaker.mention is not None:
            found = resolve(self.article, speaker.mention)
            if isinstance(found, Refusal):
                self.warnings.append(f"mention of {name[:80]!r} left out: {found.detail}")
            else:
                mention = found.evidence[0].exact
        return Speaker(
            name=name,
            mention=mention,
            role=self._kept(speaker.role, "role"),
            affiliation=self._kept(speaker.affiliation, "affiliation"),
            kind=speaker.kind,
        )

    def _id(self, content: Sequence[Evidence], cue: Evidence | None, name: str) -> str:
        spans = ";".join(f"{e.start}-{e.end}" for e in content)
        at = f"{cue.start}-{cue.end}" if cue else ""
        whole = f"{self.article.article.id}|{spans}|{at}|{name}"
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    # figures

    def figures(self, drafts: Sequence[DraftFigure], ids: dict[str, str]) -> list[Figure]:
        """Ground figures; ``ids`` are the grounded statements by their drafts' keys."""
        kept = []
        for draft in drafts:
            figure = self._figure(draft, ids)
            if isinstance(figure, Refusal):
                self._refuse("figure", draft, figure)
            else:
                kept.append(figure)
        return kept

    def _figure(self, draft: DraftFigure, ids: dict[str, str]) -> Figure | Refusal:
        found = self._all(draft.evidence)
        if isinstance(found, Refusal):
            return found
        value = draft.value
        if abs(value) > _LARGEST or not math.isfinite(value):
            return Refusal("changed_number", "the value is no number")
        read = [n.value for e in found.evidence for n in numbers(e.exact) if not n.ordinal]
        if draft.unit == "%":
            read += [n for e in found.evidence for n in shares(e.exact)]
        if not any(math.isclose(value, n, rel_tol=1e-9) for n in read):
            return Refusal("changed_number", f"the evidence has no number that reads as {value}")
        statement = ids.get(draft.statement) if draft.statement is not None else None
        if draft.statement is not None and statement is None:
            self.warnings.append(f"the statement of the figure {value} was not accepted")
        return Figure(
            value=value,
            measure=_clean(draft.measure),
            unit=_clean(draft.unit) if draft.unit else None,
            qualifier=self._kept(draft.qualifier, "qualifier"),
            who=self._kept(draft.who, "who of a figure"),
            as_of=self._date(draft.as_of),
            statement=statement,
            evidence=found.evidence,
        )

    # summary

    def sentence(self, draft: DraftSentence, what: str) -> SummarySentence | None:
        """Ground a sentence of the summary, or the headline; None where it is refused."""
        found = self._all(draft.evidence)
        if isinstance(found, Refusal):
            self._refuse(what, draft, found)
            return None
        there = " ".join(" ".join(e.exact for e in found.evidence).split())
        if draft.text is None:
            return SummarySentence(text=there, evidence=found.evidence)
        text = " ".join(_clean(draft.text).split())
        refusal = self._unsupported(text, there)
        if refusal:
            self._refuse(what, draft, refusal)
            return None
        return SummarySentence(text=text, evidence=found.evidence)

    def _unsupported(self, text: str, there: str) -> Refusal | None:
        """Return why a sentence in its own words does not follow its evidence, as far as words show."""
        if not any(c.isalnum() for c in text):
            return Refusal("empty", "the sentence has no words")
        have = {n.value for n in numbers(there)}
        for number in numbers(text):
            # "one" is a pronoun as often as a number
            if number.value not in have and number.value != 1:
                return Refusal("changed_number", f"its evidence has no {number.value}")
        name = missing(names(text, known=self._lower), there)
        if name is not None:
            return Refusal("changed_name", f"its evidence has no {name!r}")
        if negates(text) and not negates(there):
            return Refusal("changed_negation", "it denies what its evidence does not deny")
        word = lost_negation(text, there)
        if word is not None:
            return Refusal("changed_negation", f"its evidence negates {word!r}")
        if negates(there) and not negates(text):
            self.warnings.append(f"a summary sentence leaves out a negation of its evidence: {text[:80]!r}")
        return None


def _compared(spelled: Sequence[str]) -> str:
    """Return words as names compare: no possessive endings, each between two spaces."""
    keys = {word: key(bare(word)) for word in dict.fromkeys(spelled)}
    return f" {' '.join([keys[word] for word in spelled])} "


def _iso(date: str) -> str | None:
    """Return a date as it is if it is a day, month or year of the calendar, else None."""
    whole = {4: f"{date}-01-01", 7: f"{date}-01", 10: date}.get(len(date), "")
    try:
        valid = dt.date.fromisoformat(whole).isoformat() == whole
    except ValueError:
        return None
    return date if valid else None


def _clean(text: str) -> str:
    """Return a text that can be serialised: lone surrogates replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(value: Any) -> Any:
    """Return a draft's values as JSON has them."""
    if isinstance(value, dict):
        return {_clean(str(k)): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, str):
        return _clean(str(value))
    if isinstance(value, int | float) and (abs(value) > _LARGEST or not math.isfinite(value)):
        return "out of range"
    return value
