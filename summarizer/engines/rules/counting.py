"""What each plain number of a sentence counts, and what happened to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.engines.rules.events import (
    Event,
    concerns_people,
    event_after,
    event_before,
    event_of,
    group_before,
    group_measure,
    is_told,
    modifier_event,
    noun_event,
    noun_measure,
    verb_base,
)
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.nouns import Phrase, qualifier_before, read_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.numbers import Number

__all__ = ["Count", "count"]

_LONGEST_EVIDENCE = 110
_NEAR = 60
_TOLL_REACH = 90
_NAMES = ("NNP", "NNPS")
_JOINED = re.compile(r"[\s,]*(?:and|or|&|as well as|plus|along with)?[\s,]*", re.IGNORECASE)
_AMONG = re.compile(
    r"(?:including|among (?:them|whom)|of (?:them|whom|which)|(?:them|whom) (?:were|are))[\s,:]*\Z",
    re.IGNORECASE,
)
_TOLL_LINK = re.compile(
    r"\b(?:to|at|of|is|was|were|are|reach(?:ed|es|ing)?|hit|pass(?:ed|es)|topp(?:ed|ing)|exceed(?:ed|s)|"
    r"surpass(?:ed|es)|now)\s*\Z",
    re.IGNORECASE,
)
_AT_A_PLACE = frozenset(("in", "at", "near", "across", "from", "outside", "around"))
_BEFORE_A_YEAR = frozenset(("in", "of", "since", "the", "by", "until", "from"))
_LAST_DAY = 31
_FEW = 3


@dataclass(slots=True)
class Count:
    """One count in a sentence; offsets are characters of the sentence.

    Attributes:
        measure: what happened to what is counted, or the counted noun itself.
        who: range of the words for what is counted, None where the sentence gives none.
        qualifier: range of what limits the number.
        start: first character of the evidence.
        end: one past its last character.
        event: whether the measure is something that happened, not just a noun.
        unit: currency, per cent or a unit of measurement.
        carried: whether what is counted must be taken from an earlier count ("34 injured").
    """

    number: Number
    measure: str
    who: tuple[int, int] | None
    qualifier: tuple[int, int] | None
    start: int
    end: int
    event: bool = False
    unit: str | None = None
    carried: bool = False


@dataclass(slots=True)
class _Reading:
    """A number and the words around it: ``lead`` is its first token with qualifier, ``after`` the next."""

    number: Number
    first: int
    last: int
    lead: int
    qualifier: tuple[int, int] | None
    phrase: Phrase | None
    after: int
    whole: bool = False
    own: Event | None = None
    event: Event | None = None

    @property
    def start(self) -> int:
        return self.qualifier[0] if self.qualifier else self.number.start

    @property
    def end(self) -> int:
        return max(self.number.end, self.phrase.end if self.phrase else 0)

    @property
    def who(self) -> tuple[int, int] | None:
        return (self.phrase.start, self.phrase.end) if self.phrase else None


def count(doc: Doc, text: str, numbers: Sequence[Number]) -> list[Count]:
    """Return what the plain numbers of a sentence count, in order; those that count nothing are left out.

    Args:
        doc: the sentence.
        text: its text, which a Doc would put together anew.
        numbers: those that stand in it.
    """
    readings = [r for n in numbers if n.form == "count" and (r := _read(doc, text, n)) is not None]
    for reading in readings:
        reading.event = reading.own = _own_event(doc, reading)
    _share(text, readings)
    found: list[Count] = []
    for reading in readings:
        event = reading.event
        if event is not None and not event.real and concerns_people(event.measure):
            continue
        item = _happened(doc, reading) or _toll(doc, text, reading, found) or _plain(doc, reading)
        if item is not None:
            found.append(item)
    return found


def _read(doc: Doc, text: str, number: Number) -> _Reading | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or (span.start_char, span.end_char) != (number.start, number.end):
        return None
    qualifier = qualifier_before(text, number.start)
    lead, after = span.start, span.end
    while qualifier is not None and lead > 0 and doc[lead - 1].idx >= qualifier[0]:
        lead -= 1
    reading = _Reading(number, span.start, span.end - 1, lead, qualifier, None, after)
    if after < len(doc) and doc[after].lower_ == "of":
        if after + 1 < len(doc) and doc[after + 1].tag_ == "PRP":
            reading.after = after + 2
        else:
            reading.phrase = read_phrase(doc, after + 1)
    elif after < len(doc) and doc[after].lower_ not in words("figures", "counting", "determiners") - {"all"}:
        reading.phrase = _direct_phrase(doc, after)
    if reading.phrase is not None:
        reading.after = reading.phrase.last + 1
    while reading.phrase is None and reading.after < len(doc) and _adds(doc[reading.after]):
        reading.after += 1
    return None if _is_no_count(doc, reading) else reading


def _adds(token: Token) -> bool:
    return token.lower_ in words("figures", "counting", "more")


def _direct_phrase(doc: Doc, after: int) -> Phrase | None:
    phrase = read_phrase(doc, after)
    if phrase is None or any(not _adds(t) and t.tag_ != "DT" for t in doc[after : phrase.first]):
        return None
    # "34 wounded": the tagger took a participle for a noun.
    alone = phrase.first == phrase.head and noun_measure(doc[phrase.head].text) is None
    return None if alone and event_after(doc, phrase.head) is not None else phrase


def _is_no_count(doc: Doc, reading: _Reading) -> bool:
    """Whether a number is a year, a day, a name's part, a rank, a duration: not an amount of what follows."""
    number, phrase = reading.number, reading.phrase
    if number.value == 0 or isinstance(number.value, float) or _counts_nothing(doc, reading):
        return True
    if reading.lead == 0:
        return number.year and phrase is None
    before = doc[reading.lead - 1]
    word = before.lower_.rstrip(".")
    a_day = word in words("figures", "counting", "months") and number.value <= _LAST_DAY
    if a_day or word in words("figures", "counting", "rank"):
        return True
    reading.whole = _is_whole_of_part(before)
    if number.year and reading.qualifier is None:
        return not _is_amount_like_year(doc, reading, word)
    return not number.spelled and _is_designator(doc, reading, before, word)


def _counts_nothing(doc: Doc, reading: _Reading) -> bool:
    """Whether the noun after a number is a duration, a length or a thing that nobody counts."""
    not_counted = words("figures", "counting", "not_counted")
    if reading.phrase is not None:
        return bool(not_counted & {doc[reading.phrase.first].lower_, doc[reading.phrase.head].lower_})
    after = reading.last + 1
    return after < len(doc) and doc[after].lower_ in not_counted - {"others"}


def _is_whole_of_part(before: Token) -> bool:
    """Whether a number is the whole that a part is taken of: "one of the [12] suspects was freed"."""
    doc, i = before.doc, before.i
    if before.lower_ in words("figures", "counting", "determiners"):
        i -= 1
    if i < 1 or doc[i].lower_ != "of":
        return False
    return doc[i - 1].tag_ == "CD" or doc[i - 1].lower_ in words("figures", "counting", "parts")


def _is_amount_like_year(doc: Doc, reading: _Reading, word: str) -> bool:
    """Whether four digits that could be a year are an amount: "killed 2000 people"."""
    if event_before(doc, reading.lead - 1) is not None:
        return True
    plural = reading.phrase is not None and reading.phrase.plural
    dated = word in _BEFORE_A_YEAR or word in words("figures", "counting", "months")
    return plural and reading.number.value % 100 == 0 and not dated


def _is_designator(doc: Doc, reading: _Reading, before: Token, word: str) -> bool:
    """Whether a number is part of a name: "Article 370 protests", "Boeing 737 jets"."""
    plural = reading.phrase is not None and reading.phrase.plural
    if word in words("figures", "counting", "designators"):
        return not plural or before.text[:1].isupper()
    if before.tag_ not in _NAMES or before.i == 0 or word in words("figures", "counting", "weekdays"):
        return False
    i = before.i
    while i >= 0 and doc[i].tag_ in _NAMES:
        i -= 1
    # "in Kano 12 people were hurt": the name is a place.
    return not (plural and i >= 0 and doc[i].lower_ in _AT_A_PLACE)


def _own_event(doc: Doc, reading: _Reading) -> Event | None:
    phrase = reading.phrase
    if reading.whole:
        return None
    partitive = reading.last + 1 < len(doc) and doc[reading.last + 1].lower_ == "of"
    anchor = doc[phrase.head] if phrase is not None and not partitive else doc[reading.last]
    return (
        (noun_event(doc[phrase.head]) if phrase is not None else None)
        or event_after(doc, reading.after)
        or event_before(doc, reading.lead - 1)
        or group_before(doc, reading.lead - 1)
        # A bare number in apposition is an age: "Ana Ruiz, 43, was killed".
        or (event_of(anchor) if phrase is not None or partitive else None)
        or (modifier_event(doc, phrase.first, phrase.head) if phrase is not None else None)
    )


def _share(text: str, readings: Sequence[_Reading]) -> None:
    """Give a count without an event that of the counts it is joined to, or that it is a part of."""
    groups: list[list[_Reading]] = [[r] for r in readings[:1]]
    for left, right in pairwise(readings):
        if _JOINED.fullmatch(text[left.end : right.start]):
            groups[-1].append(right)
        else:
            groups.append([right])
    for group in groups:
        # A counted event ("three deaths and 12 houses") is not what happened to its neighbour.
        events = [r.event for r in group if r.event and not (r.phrase and r.event.first == r.phrase.head)]
        for reading in group:
            if reading.event is None and events and not reading.whole:
                reading.event = events[0]
    for left, right in pairwise(readings):
        gap = text[left.end : right.start]
        if left.event is not None and right.own is None and len(gap) < _NEAR and _AMONG.search(gap):
            right.event = left.event


def _happened(doc: Doc, reading: _Reading) -> Count | None:
    """Return the count with what happened to it, None where nothing did."""
    event, phrase = reading.event, reading.phrase
    noun = "" if phrase is None else doc[phrase.head].lower_
    if event is None or not event.real:
        return None
    if concerns_people(event.measure) and noun in words("figures", "counting", "not_people"):
        return None
    if phrase is None and reading.number.value == 1 and not reading.number.spelled:
        return None
    start, end = reading.start, reading.end
    low, high = doc[event.first].idx, doc[event.last].idx + len(doc[event.last])
    if max(high, end) - min(low, start) <= _LONGEST_EVIDENCE:
        start, end = min(low, start), max(high, end)
    who, unit = _who(doc, reading, event), _unit(doc, reading)
    if unit is not None:
        stuff = _amount_of(doc, reading, unit)
        who, end = (None, end) if stuff is None else (stuff.who, max(end, stuff.end))
    found = Count(reading.number, event.measure, who, reading.qualifier, start, end, event=True, unit=unit)
    found.carried = phrase is None
    return found


def _who(doc: Doc, reading: _Reading, event: Event) -> tuple[int, int] | None:
    """Return the words for those to whom it happened; None where the counted noun only says what happened."""
    phrase = reading.phrase
    if phrase is None or doc[phrase.head].lower_ in words("figures", "lives", "nouns"):
        return None
    if event.first == event.last == phrase.first < phrase.head:
        return doc[phrase.first + 1].idx, phrase.end
    if event.first != phrase.head:
        return reading.who
    # "12 deaths among prisoners", "12 civilian deaths"
    if phrase.head + 2 < len(doc) and doc[phrase.head + 1].lower_ in ("of", "among"):
        inner = read_phrase(doc, phrase.head + 2)
        if inner is not None and inner.plural:
            return inner.start, inner.end
    if phrase.first < phrase.head and doc[phrase.head - 1].tag_ in ("NN", "JJ", "NNS"):
        last = doc[phrase.head - 1]
        return phrase.start, last.idx + len(last)
    return None


def _plain(doc: Doc, reading: _Reading) -> Count | None:
    """Return a count of things to which nothing in the lexicon happened: "785 attacks"."""
    number, phrase = reading.number, reading.phrase
    before = doc[reading.lead - 1].lower_ if reading.lead > 0 else ""
    known = number.value <= load("figures")["counting"]["anaphoric"]
    if phrase is None or number.value == 1 or (known and before in words("figures", "counting", "definite")):
        return None
    head = doc[phrase.head]
    if (unit := _unit(doc, reading)) is not None:
        return _amount_of(doc, reading, unit)
    nameable = head.tag_ not in _NAMES or head.lower_ in words("figures", "counting", "plural")
    telling = number.value > _FEW or head.lower_ in words("figures", "counting", "telling")
    if not phrase.plural or not nameable or not telling:
        return None
    return Count(number, head.lower_, reading.who, reading.qualifier, reading.start, reading.end)


def _unit(doc: Doc, reading: _Reading) -> str | None:
    """Return the unit of measurement that a number is followed by: "500 [kg] of rice"."""
    units: dict[str, str] = load("figures")["counting"]["units"]
    head = None if reading.phrase is None else doc[reading.phrase.head]
    return None if head is None else units.get(head.text) or units.get(head.lower_)


def _amount_of(doc: Doc, reading: _Reading, unit: str) -> Count | None:
    """Return an amount of stuff: "500 kg of rice"."""
    after = reading.after
    if after + 1 >= len(doc) or doc[after].lower_ != "of":
        return None
    stuff = read_phrase(doc, after + 1)
    if stuff is None:
        return None
    who = stuff.start, stuff.end
    return Count(reading.number, "amount", who, reading.qualifier, reading.start, stuff.end, unit=unit)


def _toll(doc: Doc, text: str, reading: _Reading, earlier: Sequence[Count]) -> Count | None:
    """Return the count that completes "the death toll rose to 12", "the number of injured is 12"."""
    start, phrase = reading.start, reading.phrase
    names = list(_tolls().finditer(text, max(0, start - _TOLL_REACH), start))
    if not _TOLL_LINK.search(text, max(0, start - 12), start):
        return None
    if not names:
        return _changed(doc, reading)
    name = names[-1]
    toll: str | None = None
    who, qualifier = reading.who, reading.qualifier
    if name["of"] is not None:
        toll, counted = _number_of(doc, name.end(), start)
        who = who or counted
    elif (toll := load("figures")["tolls"][name["toll"].lower()]) == "":
        last = next((c for c in reversed(earlier) if c.event), None)
        toll, who, qualifier = (
            (last.measure, last.who, name.span("toll")) if last and not phrase else (None, None, None)
        )
    if toll is None or (concerns_people(toll) and not is_told(doc[reading.first])):
        return None
    return Count(reading.number, toll, who, qualifier, name.start(), reading.end, event=concerns_people(toll))


def _changed(doc: Doc, reading: _Reading) -> Count | None:
    """Return the count that a change arrives at: "deaths rose [to 517]"."""
    to = doc[reading.first].head
    verb = to.head
    if reading.phrase is not None or to.lower_ != "to" or verb_base(verb.text) not in _change_verbs():
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.tag_ == "NNS"), None)
    if subject is None or not is_told(verb):
        return None
    measure = noun_measure(subject.text)
    who = None if measure else (subject.idx, subject.idx + len(subject))
    start = min(reading.start, subject.idx)
    return Count(
        reading.number,
        measure or subject.lower_,
        who,
        reading.qualifier,
        start,
        reading.end,
        event=measure is not None,
    )


@cache
def _change_verbs() -> frozenset[str]:
    return words("figures", "change", "increase") | words("figures", "change", "decrease")


def _number_of(doc: Doc, position: int, limit: int) -> tuple[str | None, tuple[int, int] | None]:
    """Return measure and counted words of "the number of people killed", "the number of injured"."""
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    if span is None:
        return None, None
    group = group_measure(doc, span.start)
    inner = read_phrase(doc, span.start)
    if group is not None or inner is None or inner.end > limit:
        return group, None
    noun = doc[inner.head].lower_
    if (measure := noun_measure(noun)) is not None:
        return measure, None
    happened = event_after(doc, inner.last + 1)
    return (noun if happened is None else happened.measure), (inner.start, inner.end)


@cache
def _tolls() -> re.Pattern[str]:
    names = "|".join(re.escape(t) for t in sorted(load("figures")["tolls"], key=lambda t: (-len(t), t)))
    return re.compile(rf"\b(?:(?P<toll>{names})\b|(?P<of>number of\s))", re.IGNORECASE)
