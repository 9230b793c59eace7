"""Words of names and titles: what sort of word one is, where a title ends, which names agree."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from summarizer.engines.rules.lexicon import load, words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "WEEKDAYS",
    "Gender",
    "agree",
    "bare",
    "clean",
    "country_of",
    "given_gender",
    "honorific_gender",
    "is_abbreviation",
    "is_body",
    "is_given",
    "is_honorific",
    "is_place",
    "is_rank",
    "is_role",
    "kind_of_name",
    "normal",
    "role_gender",
    "singular",
    "title_end",
]

Gender = Literal["m", "f"]

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_EDGES = ' \t\n\r,;:.–—-"“”„‟«»‘()[]*_'
_WORDS = 1 << 15
"""How many words' classes are remembered: more than an article has, and a bound on memory."""

_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "children": "child",
    "wives": "wife",
    "media": "media",
}
_CALLINGS = (
    *("ologist", "ographer", "iatrist", "onomist", "therapist", "ologian", "botanist", "chemist"),
    *("physicist", "archivist", "scientist", "keeper", "harbourmaster", "headmaster", "headmistress"),
)
"""Endings that only words for people have."""

_PLAIN_HONORIFICS = frozenset({"mr", "ms", "mx", "dr"})
"""Honorifics of two letters that are one in capitals, too."""

WEEKDAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})

_NAMES_TOO = frozenset({"Dad", "Mum", "Mom"})
"""Words for relatives that news does not use as titles, and that are given names as well."""

_UNCHANGED = ("ss", "us", "is", "series", "news")


@lru_cache(_WORDS)
def bare(word: str) -> str:
    """Return a word in lower case without the full stop of an abbreviation (``Gov.`` → ``gov``)."""
    return word.lower().replace(".", "")


@lru_cache(_WORDS)
def singular(word: str) -> str:
    """Return the singular of a lower-case English noun by rule (``ministries`` → ``ministry``)."""
    for plural, one in _IRREGULAR.items():
        if word.endswith(plural):
            return word[: -len(plural)] + one
    if not word.endswith("s") or word.endswith(_UNCHANGED) or len(word) <= 3:  # noqa: PLR2004 - "gas", "bus"
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]


@cache
def _roles() -> frozenset[str]:
    return frozenset().union(*(words("roles", "persons", k) for k in load("roles")["persons"]))


@lru_cache(_WORDS)
def is_role(word: str) -> bool:
    """Tell whether a word is a noun for a person by what he or she is (``minister``, ``Gov.``)."""
    low = bare(word)
    return (
        low in _roles()
        or is_abbreviation(word)
        or ("-" in low and low.rsplit("-", 1)[1] in _roles())
        or (word.islower() and word.endswith(_CALLINGS))
    )


def is_abbreviation(word: str) -> bool:
    """Tell whether a word is an abbreviated rank or office (``Sen.``, ``Capt.``)."""
    low = bare(word)
    stopped = word.endswith(".") or low not in words("titles", "stopped", "words")
    capitals = word.isupper() and low in words("titles", "capitals", "words")
    return capitals or (stopped and low in load("titles")["abbreviations"])


@lru_cache(_WORDS)
def is_honorific(word: str) -> bool:
    """Tell whether a word only addresses a person (``Mr.``, ``Dr``); two capitals are initials (``RT``)."""
    low = bare(word)
    if word.isupper() and len(word) == 2 and low not in _PLAIN_HONORIFICS:  # noqa: PLR2004 - two letters
        return False
    return any(low in words("titles", "honorifics", k) for k in ("male", "female", "either"))


def honorific_gender(word: str) -> Gender | None:
    """Return the gender that an honorific tells, if any."""
    low = bare(word)
    if low in words("titles", "honorifics", "male"):
        return "m"
    return "f" if low in words("titles", "honorifics", "female") else None


@lru_cache(_WORDS)
def role_gender(word: str) -> Gender | None:
    """Return the gender that a noun tells (``actress``, ``chairman``), if any."""
    low = bare(word)
    if low in words("roles", "persons", "female"):
        return "f"
    return "m" if low in words("roles", "persons", "male") else None


@cache
def _given() -> dict[str, Gender | None]:
    table: dict[str, Gender | None] = {n.lower(): None for n in words("given_names", "either")}
    for gender, other in (("male", "female"), ("female", "male")):
        mine: Gender = "m" if gender == "male" else "f"
        for name in words("given_names", gender):
            unsure = name in words("given_names", other) or (
                name.lower() in table and table[name.lower()] is None
            )
            table[name.lower()] = None if unsure else mine
    return table


def is_given(word: str) -> bool:
    """Tell whether a word is a listed given name, with or without its accents."""
    return word.lower() in _given() or (not word.isascii() and _plain(word) in _given())


def given_gender(word: str) -> Gender | None:
    """Return the gender that a listed given name hints at, None where it is open or not listed."""
    return _given().get(word.lower()) or (None if word.isascii() else _given().get(_plain(word)))


@lru_cache(_WORDS)
def _plain(word: str) -> str:
    """Return a word in lower case without accents (``José`` → ``jose``)."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


@cache
def _places() -> frozenset[str]:
    listed = load("countries")
    names = [
        *listed["countries"],
        *listed["regions"]["names"],
        *listed["cities"]["capitals"],
        *listed["cities"]["others"],
    ]
    return frozenset(n.lower() for n in names)


def is_place(name: str) -> bool:
    """Tell whether a name is a listed country, region or city."""
    return name.lower() in _places()


@cache
def _demonyms() -> dict[str, str]:
    return {d.lower(): country for country, all_ in load("countries")["countries"].items() for d in all_}


@lru_cache(_WORDS)
def country_of(adjective: str) -> str | None:
    """Return the country that an adjective of nationality belongs to (``Chinese`` → ``China``)."""
    return _demonyms().get(adjective.lower())


@cache
def _phrases(kind: str) -> frozenset[str]:
    return frozenset(p.lower().removeprefix("the ") for p in load("organizations")[kind].get("phrases", ()))


def kind_of_name(name: Sequence[str], *, determined: bool = False) -> SpeakerKind | None:
    """Return what sort of speaker a capitalised name is by its words alone, None where they do not tell.

    Args:
        name: its words, without title and determiner.
        determined: whether "the" stands in front of it.
    """
    return _kind_of_name(tuple(name), determined=determined)


@lru_cache(_WORDS)
def _kind_of_name(name: tuple[str, ...], *, determined: bool) -> SpeakerKind | None:  # noqa: PLR0911 - a list of tests in the order of their strength
    low = [bare(w) for w in name]
    whole = " ".join(low)
    if all(is_place(p) for p in " ".join(name).split("-")):
        return SpeakerKind.GOVERNMENT
    for key, kind in _KINDS:
        if whole in _phrases(key) or (len(low) == 1 and whole in words("organizations", key, "names")):
            return kind
    person_like = len(low) > 1 and is_given(name[0])
    link = next((i for i, w in enumerate(low) if w in ("of", "for") and i > 0), len(low))
    heads = {low[link - 1], low[0]} if link < len(low) else {low[-1], low[-1].rsplit("-", 1)[-1]}
    if len(low) > 1 or determined:
        for key, kind in _KINDS:
            listed = words("organizations", key, "words")
            if any(h in listed or singular(h) in listed for h in heads) and not (
                person_like and key == "publication"
            ):
                return kind
    if len(low) == 1 and low[0] in words("organizations", "group", "words"):
        return SpeakerKind.GROUP
    telling = None if len(low) == 1 or is_given(name[0]) else _kind_of_ends(low[0], low[-1])
    if telling or (person_like and not determined):
        return telling or SpeakerKind.PERSON
    if len(low) == 1 and name[0].isupper() and 1 < len(low[0]) <= 6:  # noqa: PLR2004 - the length of an acronym
        return SpeakerKind.ORGANIZATION
    return None


def _kind_of_ends(first: str, last: str) -> SpeakerKind | None:
    """Return what the first or last word of a longer name tells that hardly any surname is."""
    if last in words("organizations", "organization", "trades"):
        return SpeakerKind.ORGANIZATION
    place = first in words("countries", "features", "first") or last in words("countries", "features", "last")
    return SpeakerKind.GOVERNMENT if place else None


_KINDS: tuple[tuple[str, SpeakerKind], ...] = (
    ("government", SpeakerKind.GOVERNMENT),
    ("publication", SpeakerKind.PUBLICATION),
    ("organization", SpeakerKind.ORGANIZATION),
    ("group", SpeakerKind.GROUP),
)


def clean(text: str) -> str:
    """Return a name for display: white space single, no determiner, no possessive, no punctuation at its end.

    A full stop stays behind an initial or an abbreviation (``Robert Jones Jr.``).
    """
    name = " ".join(text.split()).strip(_EDGES.replace(".", "")).removesuffix(".")
    name = _POSSESSIVE.sub("", _DETERMINER.sub("", name))
    tail = name.rsplit(" ", 1)[-1]
    return (
        name + "."
        if text.rstrip().endswith(tail + ".")
        and (len(tail) == 1 or bare(tail) in ("jr", "sr") or "." in tail)
        else name
    )


def normal(name: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name as they are compared: lower case, hyphens open, initials joined."""
    out: list[str] = []
    initials = ""
    for word in name:
        for part in word.lower().replace("-", " ").split():
            short = part.replace(".", "")
            if len(short) == 1 or (part.endswith(".") and part.count(".") == len(short)):
                initials += short
                continue
            if initials:
                out.append(initials)
                initials = ""
            if short not in words("titles", "suffixes", "part"):
                out.append(short.replace("’", "'"))
    return tuple([*out, initials] if initials else out)


def agree(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether two names (as ``normal`` gives them) can be one person's, the first not the longer.

    True for a part in the same order (last name or first name alone), and for names with the
    same first and last word, or whose middle or first names are initials.
    """
    if not short or len(short) > len(long):
        return False
    n = len(short)
    if any(tuple(long[i : i + n]) == tuple(short) for i in range(len(long) - n + 1)):
        return True
    if n == 1 or short[-1] != long[-1]:
        return False
    first, other = short[0], long[0]
    if first == other:
        return n == 2 or all(_initial(a, b) for a, b in zip(short[1:-1], long[1:-1], strict=False))  # noqa: PLR2004 - no middle name
    return n == len(long) == 2 and _initial(first, other) and min(len(first), len(other)) == 1  # noqa: PLR2004 - first and last


def _initial(a: str, b: str) -> bool:
    return a == b or (a[:1] == b[:1] and min(len(a), len(b)) == 1)


@lru_cache(_WORDS)
def is_body(word: str) -> bool:
    """Tell whether a lower-case word is a noun for an organization or a state's body (``ministry``)."""
    organizations = words("organizations", "organization", "words")
    return word in organizations or word in words("organizations", "government", "words")


def is_rank(word: str) -> bool:
    """Tell whether a word is a rank with or without its full stop (``Gen``), in a title."""
    return word.istitle() and bare(word) in words("titles", "stopped", "ranks")


def _opens_with_rank(run: Sequence[str]) -> bool:
    """Tell whether a run begins with a rank and two names: "*Gen* Omar Rao", "*Maj* Gen Omar Rao"."""
    if is_rank(run[0]):
        return len(run) > 2  # noqa: PLR2004 - two names behind it
    return run[0] == "Maj" and len(run) > 1 and is_rank(run[1])


def title_end(run: Sequence[str]) -> int:
    """Return how many words at the beginning of a capitalised run are title, the rest being the name.

    All of them where the run is a title without a name ("Prime Minister"), 0 where there is none.
    """
    last = 0
    for i, word in enumerate(run):
        ahead = i + 1 < len(run)
        role = is_role(word) or (ahead and is_role(singular(bare(word))))
        if role and bare(word) in words("roles", "persons", "life"):
            role = ahead and is_given(run[i + 1])
        if word in _NAMES_TOO:
            role = False
        if role or (ahead and is_honorific(word)) or _opens_with_rank(run[i:]):
            last = i + 1
    # Initials of an office, its place, and two names: "SSP Mastung Abdul Hafeez".
    if (
        0 < last < len(run) - 2
        and run[last - 1].isupper()
        and is_abbreviation(run[last - 1])
        and is_given(run[last + 1])
        and not is_given(run[last])
    ):
        last += 1
    if last < len(run) or last == 0:
        rest = run[last:]
        suffix_only = rest and all(bare(w) in words("titles", "suffixes", "part") for w in rest)
        return 0 if suffix_only else last
    # The run ends in a role word: a surname ("Alan King") or a bare title ("Prime Minister").
    if len(run) > 1 and is_honorific(run[-2]) and not is_abbreviation(run[-1]):
        return len(run) - 1
    before = title_end(run[:-1]) if len(run) > 1 else 0
    surname = (
        len(run) > 1 and before < len(run) - 1 and is_given(run[before]) and not is_abbreviation(run[-1])
    )
    return before if surname else len(run)
