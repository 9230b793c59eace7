"""Roles of persons: what a title or an apposition says about office and affiliation."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import load, words
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["role_head", "role_of"]

_PREPOSITION = re.compile(r"\s(?:of|for|at|with)\s+(?:the\s+)?")
_PORTFOLIO = re.compile(r"\b(?:minister|secretary)\b", re.IGNORECASE)
"""Offices whose "of" and "for" name a task, not a body."""

_LOWER = re.compile(r"^(?:(?:[a-z-]+|\S+-based)\s+)+(?=[A-Z])")
_STOP = re.compile(r",|;|\s\(|\s(?:who|which|that|and|in|on|at|since|from|to)\s")
_OWNER = re.compile(r"^(?:the\s+)?(?P<owner>.{1,80}?)(?:['’]s|(?<=s)['’])\s+(?P<rest>.+)$")


def role_head(role: str) -> int:
    """Return the index of the role noun in a title or description: the last one before "of" or "for".

    ``Foreign Ministry Spokesperson`` → 2, ``spokeswoman for the ministry`` → 0; -1 where there is none.
    """
    head = -1
    for i, word in enumerate(role.split()):
        if word.lower() in _LINKS and head >= 0:
            break
        if names.is_role(word.strip(",.")) or names.is_abbreviation(word) or names.is_rank(word):
            head = i
    return head


_LINKS = frozenset({"of", "for", "at", "to", "in", "with", "on"})


def role_of(roles: Sequence[str], text: str, known: Collection[str] = ()) -> tuple[str | None, str | None]:
    """Return role and affiliation in the article's words from the titles and descriptions found for a person.

    Args:
        roles: titles and descriptions in the order of the text.
        text: the article's text, in which both must stand.
        known: names of organizations in the article.
    """
    role = affiliation = None
    for candidate in roles:
        found, where = _read(candidate, text, known)
        if role is None or (found and len(role.split()) == 1 and len(found.split()) > 1):
            role = found or role
        affiliation = affiliation or where
    return role, affiliation


def _read(candidate: str, text: str, known: Collection[str]) -> tuple[str | None, str | None]:
    """Take one title apart: "Acme Bank Director" → the director, of Acme Bank."""
    kept = candidate.split()
    while kept and names.is_honorific(kept[-1]) and kept[-1][0].isupper():
        kept.pop()
        if kept and names.bare(kept[-1]) in words("titles", "prefixes", "words"):
            kept.pop()
    while kept and names.is_honorific(kept[0]) and not names.is_role(kept[0]):
        kept.pop(0)
    if not kept or (len(kept) == 1 and kept[0].lower() in _private()):
        return None, None
    role = candidate[candidate.index(kept[0]) : candidate.rindex(kept[-1]) + len(kept[-1])]
    affiliation = None
    owned = _OWNER.match(role)
    if owned and all(
        w[0].isupper() or not w[0].isalpha() for w in owned["owner"].removeprefix("the ").split()
    ):
        role, affiliation = owned["rest"], names.clean(owned["owner"])
    head = role_head(role)
    if head < 0:
        return (role if names.is_role(role.split()[-1]) else None), affiliation
    parts = role.split()
    prefix = parts[:head]
    while prefix and prefix[0].lower() in words("titles", "modifiers", "words"):
        prefix.pop(0)
    affiliation = affiliation or _organization(prefix, role, text, known) or _linked(role)
    for n in (2, 1):
        if len(parts) > n and names.country_of(" ".join(parts[:n])):
            role = role[len(" ".join(parts[:n])) :].lstrip()
            break
    return role, affiliation


@cache
def _private() -> frozenset[str]:
    """Return the nouns that say who somebody is to somebody, or no more than a sex or an age."""
    listed = load("roles")["persons"]
    return words("roles", "persons", "life") | frozenset(listed["relations"].split())


def _organization(prefix: list[str], role: str, text: str, known: Collection[str]) -> str | None:
    """Return the longest beginning of a title that names an organization or a country."""
    while prefix and prefix[0].endswith("-based"):
        prefix = prefix[1:]
    for n in range(len(prefix), 0, -1):
        piece = prefix[:n]
        joined = " ".join(piece)
        country = names.country_of(joined)
        if country:
            return country if re.search(rf"\b{re.escape(country)}\b", text) else joined
        kind = names.kind_of_name(piece)
        if piece[-1].islower() and kind not in (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT):
            continue
        named = kind not in (None, SpeakerKind.PERSON, SpeakerKind.GROUP) or joined in known
        if named and piece[0][0].isupper() and joined in role:
            return joined
    return None


def _linked(role: str) -> str | None:
    """Return what stands behind "of", "for" or "at" in a role, where that is a name or a body."""
    for match in _PREPOSITION.finditer(role):
        rest = role[match.end() :]
        stop = _STOP.search(rest)
        rest = rest[: stop.start()] if stop else rest
        kind = names.kind_of_name(rest.split()) if rest else None
        body = kind not in (None, SpeakerKind.PERSON, SpeakerKind.GROUP)
        if _PORTFOLIO.search(role):
            body = names.is_place(names.clean(rest))
        elif match[0].split()[0] != "of":
            body = body or rest[:1].isupper()
        if body:
            return names.clean(_LOWER.sub("", rest) or rest)
    return None
