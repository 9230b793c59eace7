"""The grammar of a model's answer: each person, statement, figure or correction is one line of it.

::

    statement  content|cue|speaker[|attribute]…
    content    place[+place]…            pieces of what was said
    place      Q3                        a quotation           S4     a sentence
               S4-S6                     several in a row
               S4 the upper              these words of it
               S4 crews had~lower one    from the first words to the last ones
               S4 crews had~             from these words on   S4 ~lower one   up to these words
               S4 the upper^2            where the words stand there more than once: the second time
    cue        said, or S5 said          the attributing words, with their sentence where that is in doubt
    speaker    2                         number in the table of people; 0 for nobody ("reportedly")
    attribute  !deny,assert  >target  @channel  #2026-03-10  <relay  ?hedge
               #0 is the day of publication, #-1 the day before
    person     [kind:]name[|role[|affiliation]]     kinds: org gov group media unnamed; a person has none
    figure     place|value|measure[|>who][|#as of][|$unit][|~qualifier][|=number of statement]
    change     3 said|x (reject candidate 3, whose cue is said; one without a cue is named by its first
               segment, 3 Q1|x) or 3 said|changed part…: a number is the speaker, =words the cue, a place
               the content, attributes as above (a sign alone takes away)

Evidence (the place) comes before judgement (speaker, act). There is no offset, and of the article's text only
the few words that say where. Anything else is refused, with a message that a model can act on.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from summarizer.records import Act, ChannelType, SpeakerKind

__all__ = [
    "KINDS",
    "Attributes",
    "Change",
    "FigureLine",
    "Person",
    "Place",
    "StatementLine",
    "read_change",
    "read_figure",
    "read_occurrence",
    "read_person",
    "read_place",
    "read_statement",
]

KINDS = {
    "org": SpeakerKind.ORGANIZATION,
    "gov": SpeakerKind.GOVERNMENT,
    "group": SpeakerKind.GROUP,
    "media": SpeakerKind.PUBLICATION,
    "unnamed": SpeakerKind.UNNAMED,
}
"""Prefixes in the table of people."""

_MOST_SEGMENTS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the model names it: segments, and words in them.

    Attributes:
        exact: the words themselves.
        first: first words of a longer part; "" where it begins with its segments.
        last: its last words; "" where it ends with its segments.
        occurrence: which one is meant where the words stand there more than once, from 1.
    """

    segments: tuple[str, ...]
    exact: str | None = None
    first: str | None = None
    last: str | None = None
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a line says beside content, cue and speaker; None: nothing was said about it.

    In a change, an empty string or an empty tuple takes away what the candidate had.
    """

    acts: tuple[Act, ...] | None = None
    target: str | None = None
    channel: ChannelType | Literal[""] | None = None
    date: str | None = None
    via: tuple[str, ...] | None = None
    hedges: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement; ``speaker`` is a number in the table of people, from 1; 0 is nobody."""

    content: tuple[Place, ...]
    cue: str
    speaker: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of candidate number ``candidate``; with ``reject`` it is no statement at all.

    ``seen`` is the candidate's cue (its first segment where it has none), repeated: a correction that was not
    made while looking at its candidate (models copy examples, and count on) shows by it.
    """

    candidate: int
    seen: str = ""
    reject: bool = False
    content: tuple[Place, ...] | None = None
    cue: str | None = None
    speaker: int | None = None
    attributes: Attributes = Attributes()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks."""

    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A number that the article reports; ``statement`` counts the lines of this answer from 1."""

    place: Place
    value: int | float
    measure: str
    who: str | None = None
    as_of: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    statement: int | None = None


# reading

_PLACE = re.compile(r"([SQ])(\d{1,5})(?:-\1?(\d{1,5}))?(?: +(.+))?")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|0|-\d{1,3}")
_OCCURRENCE = re.compile(r"\^(\d{1,2})$")
_PLUS = re.compile(r" ?\+ ?(?=[SQ]\d)")


def read_place(text: str) -> Place:
    """Read one place.

    Raises:
        ValueError: it is none; the message says what one looks like.
    """
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"{text[:60]!r} is no place; write Q3, S4, S4 exact words, or S4 first words~last words"
        )
    letter, low, high, inside = found[1], int(found[2]), int(found[3] or found[2]), found[4]
    if not low <= high < low + _MOST_SEGMENTS:
        raise ValueError(f"{text[:60]!r}: a row of segments goes upwards and has at most {_MOST_SEGMENTS}")
    segments = tuple(f"{letter}{n}" for n in range(low, high + 1))
    if inside is None or inside.strip(" ~") == "":
        return Place(segments)
    inside, occurrence = read_occurrence(inside.strip())
    first, mark, last = inside.partition("~")
    if not mark:
        return Place(segments, exact=inside, occurrence=occurrence)
    return Place(segments, first=first.strip(), last=last.strip(), occurrence=occurrence)


def read_occurrence(text: str) -> tuple[str, int]:
    """Part ``words^2`` into words and the number of their occurrence, 1 where none is given."""
    found = _OCCURRENCE.search(text)
    if found is None or not found.start():
        return text, 1
    return text[: found.start()].rstrip(), max(int(found[1]), 1)


def _read_places(text: str) -> tuple[Place, ...]:
    return tuple(read_place(part) for part in _PLUS.split(text))


def read_statement(line: str) -> StatementLine:
    """Read one statement.

    Raises:
        ValueError: it does not follow the grammar; the message says what is missing.
    """
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < 3 or not parts[2].removeprefix("P").isdecimal():  # noqa: PLR2004 - content, cue, speaker
        raise ValueError(f"{line[:60]!r}: a statement is content|cue|number of its speaker, then attributes")
    return StatementLine(
        _read_places(parts[0]), parts[1], int(parts[2].removeprefix("P")), _read_attributes(parts[3:])
    )


def read_change(line: str) -> Change:
    """Read one correction of a candidate.

    Raises:
        ValueError: it does not follow the grammar.
    """
    parts = [part.strip() for part in line.split("|")]
    number, _, seen = parts[0].removeprefix("C").partition(" ")
    candidate, seen = int(number) if number.isdecimal() else 0, seen.strip()
    if not candidate or not seen or len(parts) == 1:
        raise ValueError(f"{line[:60]!r}: a change is the candidate's number and its cue|what changes")
    if parts[1:] == ["x"]:
        return Change(candidate, seen, reject=True)
    content: tuple[Place, ...] | None = None
    cue: str | None = None
    speaker: int | None = None
    attributes = []
    for part in parts[1:]:
        if part.removeprefix("P").isdecimal():
            speaker = int(part.removeprefix("P"))
        elif part.startswith("="):
            cue = part[1:].strip()
        elif _PLACE.match(part):
            content = _read_places(part)
        else:
            attributes.append(part)
    return Change(candidate, seen, False, content, cue, speaker, _read_attributes(attributes))  # noqa: FBT003 - not rejected


def _read_attributes(parts: list[str]) -> Attributes:
    values: dict[str, Any] = {}
    for part in parts:
        sign, value = part[:1], part[1:].strip()
        if sign == "!":
            values["acts"] = tuple(_one_of(Act, v.strip(), "act") for v in value.split(",") if v.strip())
        elif sign == ">":
            values["target"] = value
        elif sign == "@":
            values["channel"] = _one_of(ChannelType, value, "channel") if value else ""
        elif sign == "#":
            values["date"] = _date(value)
        elif sign in ("<", "?"):
            key = "via" if sign == "<" else "hedges"
            values[key] = (*values.get(key, ()), *([value] if value else []))
        elif part:
            raise ValueError(f"{part[:60]!r}: an attribute begins with one of ! > @ # < ?")
    return Attributes(**values)


def _one_of(names: Any, value: str, what: str) -> Any:
    try:
        return names(value)
    except ValueError:
        raise ValueError(f"{value[:40]!r} is no {what}; the {what}s are: {', '.join(names)}") from None


def _date(value: str) -> str:
    if value and not _DATE.fullmatch(value):
        raise ValueError(f"{value[:40]!r} is no date; write 2026-03-10, 2026-03, 2026, or 0 or -1")
    return value


def read_person(line: str) -> Person:
    """Read one line of the table of people.

    Raises:
        ValueError: there is no name, or too many parts.
    """
    parts = [part.strip() for part in line.split("|")]
    prefix, mark, rest = parts[0].partition(":")
    kind = KINDS.get(prefix.strip()) if mark else None
    name = rest.strip() if kind else parts[0]
    if not name or len(parts) > 3:  # noqa: PLR2004 - name, role, affiliation
        raise ValueError(f"{line[:60]!r}: one of people is name|role|affiliation, the last two where given")
    role, affiliation = (*(part or None for part in parts[1:]), None, None)[:2]
    return Person(name, kind or SpeakerKind.PERSON, role, affiliation)


def read_figure(line: str) -> FigureLine:
    """Read one figure.

    Raises:
        ValueError: it does not follow the grammar.
    """
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < 3 or not parts[2]:  # noqa: PLR2004 - place, value, measure
        raise ValueError(f"{line[:60]!r}: a figure is place|value|measure, then >who #as of $unit ~qualifier")
    values: dict[str, Any] = {}
    for part in parts[3:]:
        name = {">": "who", "#": "as_of", "$": "unit", "~": "qualifier", "=": "statement"}.get(part[:1])
        if name is None:
            raise ValueError(f"{part[:60]!r}: a figure's attribute begins with one of > # $ ~ =")
        value = part[1:].strip()
        if name == "statement" and not value.isdecimal():
            raise ValueError(f"{part[:60]!r}: after = stands the number of a statement")
        values[name] = int(value) if name == "statement" else _date(value) if name == "as_of" else value
    return FigureLine(read_place(parts[0]), _number(parts[1]), parts[2], **values)


def _number(text: str) -> int | float:
    plain = text.replace(",", "").replace("_", "")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]!r} is no number; write digits, such as 12500 or 3.5")
    return int(value) if value.is_integer() else value
