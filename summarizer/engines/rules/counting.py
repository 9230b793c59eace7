"""What each number of a sentence counts: the noun phrase after it, what limits it, and what happened to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules.events import (
    Event,
    concerns_people,
    event_after,
    event_before,
    event_of,
    group_before,
    group_measure,
    modifier_event,
    noun_measure,
)
from summarizer.engines.rules.lexicon import load, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.numbers import Number

__all__ = ["Count", "Phrase", "count", "qualifier_before", "read_phrase"]

_MODIFIERS = frozenset("JJ JJR JJS VBN VBG NN NNP NNS NNPS POS HYPH FW RB AFX".split())
_NOUNS = frozenset("NN NNS NNP NNPS".split())
_LONGEST_PHRASE = 8
_LONGEST_EVIDENCE = 110
_JOINED = re.compile(r"[\s,]*(?:and|or|&|as well as|plus|along with)?[\s,]*", re.IGNORECASE)
_AMONG = re.compile(r"(?:including|among (?:them|whom)|of (?:them|whom|which)|(?:them|whom) (?:were|are))[\s,:]*\Z", re.IGNORECASE)
_TOLL_LINK = re.compile(
    r"\b(?:to|at|of|is|was|were|are|reach(?:ed|es|ing)?|hit|pass(?:ed|es)|topp(?:ed|ing)|exceed(?:ed|s)|surpass(?:ed|es)|now)\s*\Z",
    re.IGNORECASE,
)
_MONTHS = frozenset("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday".split())
_AT_A_PLACE = frozenset("in at near across from outside around".split())
_LAST_DAY = 31
_FEW = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its characters in the sentence, its tokens and the head's index."""

    start: int
    end: int
    first: int
    head: int
    plural: bool


@dataclass(slots=True)
class Count:
    """One count in a sentence; offsets are characters of the sentence.

    Attributes:
        measure: what happened to what is counted, or the counted noun itself.
        who: range of the words for what is counted, None where the sentence gives none.
        qualifier: range of what limits the number.
        event: whether the measure is something that happened, not just a noun.
        start: first character of the evidence.
        end: one past its last character.
    """

    number: Number
    measure: str
    who: tuple[int, int] | None
    qualifier: tuple[int, int] | None
    event: bool
    start: int
    end: int
    unit: str | None = None
    carried: bool = False


@dataclass(slots=True)
class _Reading:
    number: Number
    first: int
    last: int
    lead: int
    qualifier: tuple[int, int] | None
    phrase: Phrase | None
    after: int
    own: Event | None = None
    event: Event | None = None
    within: bool = False


def count(doc: Doc, numbers: Sequence[Number]) -> list[Count]:
    """Return what the plain numbers of one sentence count, in order; those that count nothing are left out."""
    readings = [r for n in numbers if n.form == "count" and (r := _read(doc, n)) is not None]
    for reading in readings:
        reading.event = reading.own = _own_event(doc, reading)
    _share(doc.text, readings)
    found: list[Count] = []
    for reading in readings:
        item = _finish(doc, reading, found)
        if item is not None:
            found.append(item)
    return found


def qualifier_before(text: str, start: int) -> tuple[int, int] | None:
    """Return the range of what limits a number that starts at ``start``: "at least", "an additional"."""
    match = _qualifiers().search(text, max(0, start - 40), start)
    return None if match is None else match.span(1)


def read_phrase(doc: Doc, position: int) -> Phrase | None:
    """Return the smallest noun phrase that starts at token ``position``, without determiners and what adds to a count."""
    counting = "counting"
    i = position
    skipped = words("figures", counting, "determiners") | words("figures", counting, "more")
    while i < len(doc) and (doc[i].lower_ in skipped or (i > position and doc[i].tag_ == "CD")):
        i += 1
    first, head = i, -1
    while i < len(doc) and i - first < _LONGEST_PHRASE:
        token = doc[i]
        if head >= 0 and not _goes_on(doc, i, head):
            break
        if token.tag_ in _NOUNS or token.lower_ in words("figures", counting, "plural"):
            head = i
        elif token.tag_ not in _MODIFIERS:
            break
        i += 1
    if head < 0:
        return None
    head = _with_conjunct(doc, head)
    end = doc[head].idx + len(doc[head])
    return Phrase(doc[first].idx, end, first, head, _is_plural(doc[head]))


def _goes_on(doc: Doc, i: int, head: int) -> bool:
    """Whether token ``i`` still belongs to a phrase that already has a noun at ``head``."""
    token, last = doc[i], doc[i - 1]
    if last.tag_ in ("HYPH", "POS") or token.tag_ in ("HYPH", "POS", "AFX"):
        return True
    if token.tag_ not in _NOUNS and not (token.lower_ in words("figures", "counting", "plural")):
        return False
    # "12 people Monday": a plural closes the phrase unless the parser hangs it onto the next noun.
    return not _is_plural(doc[head]) or (token.tag_ in ("NN", "NNS") and last.head.i >= i and last.dep_ in ("compound", "nmod", "amod"))


def _with_conjunct(doc: Doc, head: int) -> int:
    """Take "women and children" as one phrase: a bare plural joined to the first one by the parser."""
    i = head + 1
    if i + 1 >= len(doc) or doc[i].lower_ != "and" or not _is_plural(doc[head]):
        return head
    last = i + 1
    while last < len(doc) and last - i <= 2 and doc[last].tag_ in ("JJ", "NN") and not _is_plural(doc[last]):  # noqa: PLR2004 - two modifiers
        last += 1
    joined = last < len(doc) and doc[last].tag_ == "NNS" and doc[last].dep_ == "conj" and doc[last].head.i == head
    return last if joined else head


def _is_plural(token: Token) -> bool:
    word = token.lower_
    return token.tag_ in ("NNS", "NNPS") or word in words("figures", "counting", "plural")


def _read(doc: Doc, number: Number) -> _Reading | None:
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or (span.start_char, span.end_char) != (number.start, number.end):
        return None
    first, last = span.start, span.end - 1
    qualifier = qualifier_before(doc.text, number.start)
    lead = first
    while qualifier is not None and lead > 0 and doc[lead - 1].idx >= qualifier[0]:
        lead -= 1
    after = last + 1
    if after < len(doc) and doc[after].lower_ == "of":
        if after + 1 < len(doc) and doc[after + 1].tag_ == "PRP":
            return _Reading(number, first, last, lead, qualifier, None, after + 2)
        phrase = read_phrase(doc, after + 1)
    else:
        phrase = read_phrase(doc, after)
        if phrase is not None and phrase.first - after > 2:  # noqa: PLR2004 - "12 other", "12 more": no more than two
            phrase = None
    if after < len(doc) and doc[after].lower_ in words("figures", "counting", "determiners") and doc[after].lower_ != "all":
        phrase = None
    if phrase is not None and noun_measure(doc[phrase.first].text) is None and verb_participle(doc, phrase):
        phrase = None
    end = after if phrase is None else phrase.head + 1
    while phrase is None and end < len(doc) and doc[end].lower_ in words("figures", "counting", "more"):
        end += 1
    reading = _Reading(number, first, last, lead, qualifier, phrase, end)
    return None if _is_no_count(doc, reading) else reading


def verb_participle(doc: Doc, phrase: Phrase) -> bool:
    """Whether a phrase is only a participle that the tagger took for a noun ("34 wounded")."""
    return phrase.first == phrase.head and event_after(doc, phrase.head) is not None


def _is_no_count(doc: Doc, reading: _Reading) -> bool:
    """Whether a number is a year, a day, a name's part, a rank, a duration: not an amount of what follows."""
    counting, number, phrase = "counting", reading.number, reading.phrase
    noun = doc[phrase.first].lower_ if phrase is not None else ""
    if phrase is not None and (noun in words("figures", counting, "not_counted") or doc[phrase.head].lower_ in words("figures", counting, "not_counted")):
        return True
    if number.value == 0 or isinstance(number.value, float):
        return True
    if reading.last + 1 < len(doc) and doc[reading.last + 1].lower_ in words("figures", counting, "not_counted") and phrase is None:
        return not (doc[reading.last + 1].lower_ == "others")
    before = doc[reading.lead - 1] if reading.lead > 0 else None
    if before is None:
        return number.year and phrase is None
    word = before.lower_.rstrip(".")
    if word in words("figures", counting, "rank") or (word in _MONTHS and number.value <= _LAST_DAY):
        return True
    if number.year and reading.qualifier is None:
        killed = event_before(doc, reading.lead - 1) is not None
        round_number = number.value % 100 == 0 and phrase is not None and phrase.plural
        return not killed and not (round_number and word not in {"in", "of", "since", "the", "by", "until", "from", *_MONTHS})
    if number.spelled:
        return False
    if word in words("figures", counting, "designators"):
        return phrase is None or not phrase.plural or before.text[:1].isupper()
    return before.tag_ in ("NNP", "NNPS") and before.i > 0 and word not in _WEEKDAYS and not _place(doc, reading)


def _place(doc: Doc, reading: _Reading) -> bool:
    """Whether the name before a number is where it happened ("in Kano 12 people"), not what the number is part of."""
    i = reading.lead - 1
    while i >= 0 and doc[i].tag_ in ("NNP", "NNPS"):
        i -= 1
    return i >= 0 and doc[i].lower_ in _AT_A_PLACE and reading.phrase is not None and reading.phrase.plural


def _own_event(doc: Doc, reading: _Reading) -> Event | None:
    phrase = reading.phrase
    if phrase is not None and (measure := noun_measure(doc[phrase.head].text)):
        return Event(measure, phrase.head, phrase.head)
    partitive = reading.last + 1 < len(doc) and doc[reading.last + 1].lower_ == "of"
    anchor = doc[phrase.head] if phrase is not None and not partitive else doc[reading.last]
    if phrase is not None and not partitive and anchor.dep_ == "conj" and anchor.head.i >= phrase.first:
        anchor = anchor.head
    return (
        event_after(doc, reading.after)
        or event_before(doc, reading.lead - 1)
        or group_before(doc, reading.lead - 1)
        # A bare number in apposition is an age: "Ana Ruiz, 43, was killed".
        or (event_of(anchor) if phrase is not None or partitive else None)
        or (None if phrase is None else modifier_event(doc, phrase.first, phrase.head))
    )


def _share(text: str, readings: Sequence[_Reading]) -> None:
    """Give a count without an event that of the counts it is joined to, or that it is a part of."""
    groups: list[list[_Reading]] = []
    for left, right in zip([None, *readings], readings, strict=False):
        if left is None or not _JOINED.fullmatch(text[_end(text, left) : _start(right)]):
            groups.append([])
        groups[-1].append(right)
    for group in groups:
        known = next((r.event for r in group if r.event is not None), None)
        for reading in group:
            # A counted event ("three deaths and 12 houses") is not what happened to its neighbour.
            if reading.event is None and known is not None and not _counts_itself(group, known):
                reading.event = known
    for left, right in zip(readings, readings[1:], strict=False):
        gap = text[_end(text, left) : _start(right)]
        if left.event is not None and right.own is None and _AMONG.search(gap) and len(gap) < 60:  # noqa: PLR2004 - close by
            right.event, right.within = left.event, True


def _counts_itself(group: Sequence[_Reading], event: Event) -> bool:
    return any(r.event is event and r.phrase is not None and event.first == r.phrase.head for r in group)


def _start(reading: _Reading) -> int:
    return reading.qualifier[0] if reading.qualifier else reading.number.start


def _end(text: str, reading: _Reading) -> int:
    return min(len(text), max(reading.number.end, reading.phrase.end if reading.phrase else 0))


def _finish(doc: Doc, reading: _Reading, earlier: Sequence[Count]) -> Count | None:
    counting, number, phrase, event = "counting", reading.number, reading.phrase, reading.event
    noun = "" if phrase is None else doc[phrase.head].lower_
    if event is not None and concerns_people(event.measure):
        if not event.real:
            return None
        if noun in words("figures", counting, "not_people"):
            event = None
    start, end = _start(reading), max(number.end, phrase.end if phrase else 0)
    who = None if phrase is None else (phrase.start, phrase.end)
    if event is None:
        return _toll(doc, reading, earlier) or _plain(doc, reading)
    if phrase is not None and (noun_measure(noun) == event.measure and phrase.head == event.first):
        who = _counted_noun_who(doc, phrase)
    if noun in words("figures", "lives", "nouns"):
        who = None
    if phrase is not None and event.first == event.last == phrase.first < phrase.head:
        who = (doc[phrase.first + 1].idx, phrase.end)
    if not event.real and not concerns_people(event.measure):
        return _plain(doc, reading)
    low, high = doc[event.first].idx, doc[event.last].idx + len(doc[event.last])
    if max(high, end) - min(low, start) <= _LONGEST_EVIDENCE:
        start, end = min(low, start), max(high, end)
    carried = who is None and phrase is None
    if phrase is None and number.value == 1 and not number.spelled:
        return None
    return Count(number, event.measure, who, reading.qualifier, True, start, end, carried=carried)


def _counted_noun_who(doc: Doc, phrase: Phrase) -> tuple[int, int] | None:
    """Return who died in "12 civilian deaths" or "12 deaths among prisoners"."""
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
    counting, number, phrase = "counting", reading.number, reading.phrase
    before = doc[reading.lead - 1].lower_ if reading.lead > 0 else ""
    if phrase is None or number.value == 1 or before in words("figures", counting, "definite"):
        return None
    start, end = _start(reading), phrase.end
    units: dict[str, str] = load("figures")[counting]["units"]
    unit = units.get(doc[phrase.head].text) or units.get(doc[phrase.head].lower_)
    if unit is not None:
        inner = read_phrase(doc, phrase.head + 2) if phrase.head + 2 < len(doc) and doc[phrase.head + 1].lower_ == "of" else None
        if inner is None:
            return None
        return Count(number, "amount", (inner.start, inner.end), reading.qualifier, False, start, inner.end, unit)
    if not phrase.plural or doc[phrase.head].tag_ in ("NNP", "NNPS") and doc[phrase.head].lower_ not in words("figures", counting, "plural"):
        return None
    noun = doc[phrase.head].lower_
    if number.value <= _FEW and noun not in words("figures", counting, "telling"):
        return None
    return Count(number, noun, (phrase.start, phrase.end), reading.qualifier, False, start, end)


def _toll(doc: Doc, reading: _Reading, earlier: Sequence[Count]) -> Count | None:
    """Return the count that completes "the death toll rose to 12", "raising the total to 12", "the number of … is 12"."""
    text, start = doc.text, _start(reading)
    if not _TOLL_LINK.search(text, max(0, start - 12), start):
        return None
    names = list(_tolls().finditer(text, max(0, start - 90), start))
    if not names:
        return None
    name = names[-1]
    phrase, who = reading.phrase, None
    if phrase is not None:
        who = (phrase.start, phrase.end)
    end = phrase.end if phrase is not None else reading.number.end
    if name["of"] is not None:
        position = _token_at(doc, name.end())
        if (group := group_measure(doc, position)) is not None:
            return Count(reading.number, group, who, reading.qualifier, True, name.start(), end)
        inner = read_phrase(doc, position)
        if inner is None or inner.end > start:
            return None
        noun = doc[inner.head].lower_
        happened = event_after(doc, inner.head + 1)
        measure = noun_measure(noun) or (happened.measure if happened is not None else noun)
        who = who or (None if noun_measure(noun) else (inner.start, inner.end))
        return Count(reading.number, measure, who, reading.qualifier, measure != noun, name.start(), end)
    toll = load("figures")["tolls"][name["toll"].lower()]
    last = next((c for c in reversed(earlier) if c.event), None)
    if toll:
        return Count(reading.number, toll, who, reading.qualifier, True, name.start(), end)
    if last is None or phrase is not None:
        return None
    return Count(reading.number, last.measure, last.who, name.span("toll"), True, name.start(), end)


def _token_at(doc: Doc, position: int) -> int:
    span = doc.char_span(position, position + 1, alignment_mode="expand")
    return len(doc) if span is None else span.start


@cache
def _qualifiers() -> re.Pattern[str]:
    listed = {q.strip() for q in load("figures")["qualifiers"]["before"].split("|") if q.strip()}
    found = "|".join(re.escape(q).replace(r"\ ", r"\s") for q in sorted(listed, key=lambda q: (-len(q), q)))
    return re.compile(rf"(?<![\w-])({found})\s*\Z", re.IGNORECASE)


@cache
def _tolls() -> re.Pattern[str]:
    names = "|".join(re.escape(t) for t in sorted(load("figures")["tolls"], key=lambda t: (-len(t), t)))
    return re.compile(rf"\b(?:(?P<toll>{names})\b|(?P<of>number of\s))", re.IGNORECASE)
