"""Fitting: how well a description ("the deputy minister") goes with what an article says that somebody is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.register import rank_of
from summarizer.engines.rules.roles import role_head

if TYPE_CHECKING:
    from summarizer.engines.rules.nounphrases import Phrase

__all__ = ["fits", "role_nouns", "same_place", "synonyms"]

_PAST = frozenset({"former", "ex", "onetime", "one-time", "retired", "late"})
"""Words in front of what somebody is no more."""

_RANKS = frozenset({"vice", "deputy", "prime", "foreign", "chief"})


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Return for each role noun the nouns that can mean the same person."""
    table: dict[str, set[str]] = {}
    for line in load("roles")["synonyms"]["groups"]:
        group = line.split()
        for word in group:
            table.setdefault(word, set()).update(group)
    return {w: frozenset(g) for w, g in table.items()}


@cache
def _offices() -> dict[str, str]:
    """Return nouns for an office that has a longer name as well: "premier" for a prime minister."""
    return dict(load("roles")["synonyms"]["offices"])


def role_nouns(noun: str) -> tuple[str, ...]:
    """Return a role noun and its synonyms, with the abbreviations that stand for them."""
    wanted = {noun} | synonyms().get(noun, frozenset()) | set(_offices().get(noun, noun).split()[-1:])
    short = {k for k, v in load("titles")["abbreviations"].items() if v in wanted}
    return tuple(sorted(wanted | short))


def fits(phrase: Phrase, role: str) -> float:  # noqa: C901, PLR0911 - one reason after another why it does not fit
    """Return how well a description fits a role: 0 not at all, more for the same noun and modifiers."""
    parts = [names.bare(w.strip(",")) for w in role.split()]
    if len(phrase.noun) > 1 and (phrase.noun == rank_of(role) or parts == [phrase.initials]):
        return 3.0
    head = role_head(role)
    if head < 0:
        return 0.0
    # An abbreviation is one by its full stop ("Sen."), which the bare word has lost.
    offices = [names.is_role(b) or names.is_role(w) for w, b in zip(role.split(), parts, strict=True)]
    heads = [
        load("titles")["abbreviations"].get(w, w)
        for w, o in zip(parts[: head + 1], offices, strict=False)
        if o
    ]
    if "and" in parts:
        heads += [w for w, o in zip(parts, offices, strict=True) if o]
    whole = _offices().get(phrase.noun)
    same = phrase.noun in heads or (whole is not None and f" {whole} " in f" {' '.join(parts[: head + 1])} ")
    if same:
        score = 3.0 if whole or (heads and phrase.noun == heads[-1]) else 2.0
    elif any(h in synonyms().get(phrase.noun, ()) for h in heads):
        score = 2.0
    else:
        return 0.0
    if _PAST & set(parts[:head]) and not _PAST & set(phrase.modifiers):
        score -= 1.5
    if _PAST & set(phrase.modifiers) and not _PAST & set(parts[:head]):
        return 0.0
    generic = words("titles", "modifiers", "words")
    mine = {m for m in phrase.modifiers if m not in generic or m in _RANKS}
    others = set(parts[:head])
    tail = set(parts[head + 1 :])
    if ("vice" in others or "deputy" in others) and not mine & {"vice", "deputy"}:
        return 0.0
    shared = {m for m in mine if ({m} | synonyms().get(m, frozenset())) & (others | tail)}
    if mine & _RANKS - others:
        return 0.0
    specific = {w for w in others if w not in generic and not names.is_role(w)}
    left = {m for m in mine - shared - _RANKS if not same_place({m}, others | tail)}
    unsaid = {
        w for w in specific if not ({w} | synonyms().get(w, frozenset())) & mine and not same_place({w}, mine)
    }
    parties = words("titles", "outside", "parties") | {"gop"}
    if left and unsaid and (not shared or (left & parties and unsaid & parties)):
        return 0.0
    if not same and any(not names.is_place(m) and not names.country_of(m) for m in left):
        return 0.0
    return score + len(shared)


def same_place(mine: set[str], others: set[str]) -> bool:
    """Tell whether an adjective of nationality and a country in the two sets are the same place."""
    countries = {(names.country_of(w) or w).lower() for w in mine}
    return bool(countries & {(names.country_of(w) or w).lower() for w in others})
