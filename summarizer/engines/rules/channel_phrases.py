"""Channel phrases of one sentence: "at a press conference", "in a post on X", wherever they hang.

Whether a phrase belongs to a statement is for ``clauses.attached`` to say; this module only finds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from summarizer.engines.rules.parsing import Sentence

__all__ = ["ChannelPhrase", "channel_nouns", "document_type", "find_phrases", "noun_at"]

_BEFORE = frozenset(
    {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "VBN", "VBG", "HYPH", "POS", "PRP$", "DT", "RB"}
)
_LONGEST = 9
_WORD = re.compile(r"[\w-]+")
_EVENTS = frozenset({ChannelType.SPEECH, ChannelType.MEETING, ChannelType.OTHER})
_DAYS = frozenset({*(day.lower() for day in names.WEEKDAYS), "today", "yesterday"})


@dataclass(frozen=True, slots=True)
class ChannelPhrase:
    """A phrase that names a channel.

    Attributes:
        start: where it begins in the article's text, at its preposition.
        end: one past its last character.
        type: the type of channel.
        name: the channel in the article's words, without determiner: ``weekly briefing``, ``post on X``.
        first: its first token.
        noun: base form of its head noun; "" for a bare platform ("on X").
        same: it points back at a channel named before: "the same briefing", "at the meeting".
        preposed: it has a preposition; False for an object: "issued a statement".
    """

    start: int
    end: int
    type: ChannelType
    name: str
    first: Token
    noun: str
    same: bool
    preposed: bool


@cache
def _nouns() -> dict[str, ChannelType]:
    return {noun: ChannelType(name) for name, nouns in load("channels")["nouns"].items() for noun in nouns}


@cache
def _noun_forms() -> frozenset[str]:
    last = {noun.split()[-1] for noun in _nouns()}
    return frozenset(last | {f"{n}s" for n in last} | {f"{n.removesuffix('y')}ies" for n in last})


@cache
def _platform_words() -> frozenset[str]:
    section = load("channels")["platforms"]
    return frozenset(n.split()[0] for n in section["names"]) | {p.split()[0] for p in section["phrases"]}


@cache
def _documents() -> dict[str, ChannelType]:
    table: dict[str, ChannelType] = {}
    for name, nouns in load("channels")["documents"].items():
        table |= {noun: ChannelType(name) for noun in nouns.split()}
    return table


@cache
def channel_nouns() -> frozenset[str]:
    """Return the head nouns of all channels: a day of saying may hang at them ("the statement on Friday")."""
    return frozenset(noun.split()[-1] for noun in _nouns()) | frozenset(_documents())


def document_type(noun: str) -> ChannelType | None:
    """Return the channel of a document that speaks: ``study`` → report; None for any other noun."""
    return _documents().get(noun)


def noun_at(token: Token) -> tuple[str, ChannelType] | None:
    """Return the channel noun that ends at a token, and its type; None where there is none."""
    if token.tag_ not in ("NN", "NNS", "NNP", "NNPS"):
        return None
    base = lemma(token)
    if token.i:
        two = f"{token.nbor(-1).lower_} {base}"
        if two in _nouns():
            return two, _nouns()[two]
    return (base, _nouns()[base]) if base in _nouns() else None


def find_phrases(sentence: Sentence, text: str) -> list[ChannelPhrase]:
    """Return the channel phrases of a sentence, whose words are ``text``, in the order of the text."""
    doc = sentence.doc
    # Most sentences have none: a look at the plain words spares one at every token.
    plain = _WORD.findall(text)
    nouns = () if _noun_forms().isdisjoint(w.lower() for w in plain) else _noun_phrases(sentence, doc)
    platforms = () if _platform_words().isdisjoint(plain) else _platforms(sentence, doc)
    found = [*nouns, *platforms]
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[ChannelPhrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _noun_phrases(sentence: Sentence, doc: Doc) -> Iterator[ChannelPhrase]:
    channels = channel_nouns()
    for token in doc:
        if lemma(token) not in channels:
            continue
        hit = noun_at(token)
        if hit is None or _is_modifier(token) or _is_titled(token, hit[1]) or _is_demand(token):
            continue
        noun, kind = hit
        left = _left(token)
        before = doc[left - 1] if left else None
        preposed = before is not None and _opens(before, noun.rsplit(" ", maxsplit=1)[-1])
        carried = token.dep_ in ("dobj", "nsubjpass") and lemma(token.head) in words(
            "channels", "carriers", "verbs"
        )
        if not (preposed or carried) or doc[left].lower_ in words("channels", "not-after", "words"):
            continue
        first = before if preposed and before is not None else doc[left]
        last, tail = _tail(token, kind)
        if tail is not None and kind in (ChannelType.WRITTEN_STATEMENT, ChannelType.OTHER):
            kind = ChannelType.SOCIAL_MEDIA_POST
        yield ChannelPhrase(
            sentence.start(first),
            sentence.end(doc[last]),
            kind,
            _name(doc, left, last),
            first,
            noun,
            _points_back(doc, left, token),
            preposed,
        )


def _is_modifier(token: Token) -> bool:
    """Tell "meeting room" and "the report's authors" from a meeting and a report."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    if after.tag_ == "POS":
        return True
    return token.dep_ == "compound" and after.tag_ in ("NN", "NNS", "NNP", "NNPS") and token.head.i > token.i


def _is_demand(token: Token) -> bool:
    """Tell "a call for talks" and "a call on both" from a call that somebody makes by telephone."""
    return lemma(token) == "call" and any(c.lower_ in ("for", "on", "to") for c in token.rights)


def _is_titled(token: Token, kind: ChannelType) -> bool:
    """Tell the name of a newspaper or a broadcast ("the Harbour Post") from a post; events have names."""
    if token.tag_ not in ("NNP", "NNPS") or not token.i or kind in _EVENTS:
        return False
    before = token.nbor(-1)
    return token.text[:1].isupper() and (before.tag_ in ("NNP", "NNPS") or before.text == "The")


def _left(token: Token) -> int:
    """Return the index where the run of words that can stand before a noun begins."""
    i = token.i
    while i and token.i - i < _LONGEST:
        before = token.doc[i - 1]
        if before.tag_ not in _BEFORE or (before.tag_ == "VBG" and before.dep_ not in ("amod", "compound")):
            break
        i -= 1
        if before.tag_ in ("DT", "PRP$"):
            break
    return i


def _opens(before: Token, noun: str) -> bool:
    """Tell whether a token is a preposition that makes the noun after it a channel."""
    word = before.lower_
    if word not in words("channels", "prepositions", "all") or before.tag_ not in ("IN", "RP", "RB"):
        return False
    if word in ("on", "by"):
        return noun in words("channels", "prepositions", word)
    return True


def _tail(token: Token, kind: ChannelType) -> tuple[int, str | None]:
    """Return the last token of a phrase and its platform: "post [on X]", "statement posted [to X]"."""
    doc = token.doc
    i = token.i + 1
    if i < len(doc) and doc[i].lower_ in ("posted", "shared", "published"):
        i += 1
    if i < len(doc) - 1 and doc[i].lower_ in words("channels", "platforms", "prepositions"):
        end = _platform(doc, i + 1)
        if end is not None:
            return end - 1, doc[i + 1 : end].text
    if kind is ChannelType.INTERVIEW and i < len(doc) - 1 and doc[i].lower_ == "with":
        j = i + 1
        while j < len(doc) and (doc[j].tag_ in ("NNP", "NNPS") or doc[j].lower_ in ("the", "&")):
            j += 1
        if j > i + 1 and doc[j - 1].tag_ in ("NNP", "NNPS"):
            return j - 1, None
    return token.i, None


def _platform(doc: Doc, i: int) -> int | None:
    """Return the index after the platform's name at ``i``, or None; "on X's terms" names none."""
    names: list[str] = load("channels")["platforms"]["names"]
    phrases: list[str] = load("channels")["platforms"]["phrases"]
    if i < len(doc) and doc[i].lower_ in (
        "the",
        "its",
        "his",
        "her",
        "their",
        "chinese",
        "us",
        "messaging",
        "platform",
    ):
        return _platform(doc, i + 1)
    for size in (3, 2, 1):
        run = doc[i : i + size]
        text = run.text.removesuffix(".")
        if len(run) == size and (text in names or text.lower() in phrases):
            after = i + size
            possessive = after < len(doc) and doc[after].tag_ == "POS"
            capital = (
                after < len(doc) and doc[after].tag_ in ("NNP", "NNPS") and doc[after - 1].dep_ == "compound"
            )
            return None if possessive or capital else after
    return None


def _platforms(sentence: Sentence, doc: Doc) -> Iterator[ChannelPhrase]:
    """Yield platforms without a noun: "wrote on X", "via social media"; "took to Facebook"."""
    for token in doc:
        if (
            token.i + 1 == len(doc)
            or token.lower_ not in words("channels", "platforms", "prepositions")
            or token.tag_
            not in (
                "IN",
                "TO",
                "RP",
            )
        ):
            continue
        end = _platform(doc, token.i + 1)
        if end is None or (token.lower_ == "to" and lemma(token.head) not in ("take", "post", "turn")):
            continue
        yield ChannelPhrase(
            sentence.start(token),
            sentence.end(doc[end - 1]),
            ChannelType.SOCIAL_MEDIA_POST,
            _name(doc, token.i + 1, end - 1),
            token,
            "",
            same=False,
            preposed=True,
        )


def _name(doc: Doc, left: int, last: int) -> str:
    """Return a channel's words without determiner, possessor and day ("her daily briefing")."""
    first = left
    for i in range(left, last):
        token = doc[i]
        if (
            token.tag_ in ("DT", "PRP$", "POS")
            or (i == first and token.lower_ in _DAYS)
            or token.lower_ == "same"
        ):
            first = i + 1
    return " ".join(doc[first : last + 1].text.split()).removesuffix(".")


def _points_back(doc: Doc, left: int, token: Token) -> bool:
    """Tell "the same briefing" and bare "the meeting" from a channel that is new."""
    run = [t.lower_ for t in doc[left : token.i]]
    return "same" in run or run in (["the"], ["that"], ["this"], ["his"], ["her"], ["their"], ["its"])
