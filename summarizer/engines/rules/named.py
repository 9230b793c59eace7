"""The name that a noun phrase has for its head: in it, behind a comma, joined with others, or assumed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.around import is_called
from summarizer.engines.rules.joint import joint, together
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.nounphrases import kind_of_phrase
from summarizer.engines.rules.resolved import Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Span

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle
    from summarizer.engines.rules.register import Mention, Register

__all__ = ["FAR", "POSSESSED", "POSSESSIVES", "apposed_to", "named_in", "self_named", "several"]

FAR = 60
"""Characters between a description and the name that it goes with, at most."""
POSSESSED = re.compile(r"\s*['’]s?\s+\w")
POSSESSIVES = frozenset({"his", "her", "their", "its"})
_BETWEEN = re.compile(r"(?:['’]s)?\s*(?:\([^)]{1,40}\)\s*)?(?:,\s*(?:and\s+)?|and\s+|&\s*)(?:the\s+)?\Z")
_AND = re.compile(r"\b(?:and|as well as)\b|&")
_ENDING = re.compile(
    r"\s*(?:\([^)]{0,60}\)\s*)?(?:$|[,;:–—\"”“)(]|-{2}|who\b|whose\b|which\b|that\b|of\b|and\b|or\b|from\b|at\b|in\b|on\b"
    r"|both\b|all\b|each\b|jointly\b|together\b)"
)
_TITLE_GAP = re.compile(r"[\w\s.’'\-“”\"/]*\Z")
_NEXT = re.compile(r",\s+(?:the\s+|an?\s+)?\Z")
_CLOSED = re.compile(r"\s?(?:\([^)]{1,40}\)\s?)?,")
_OTHERS = re.compile(r",?\s+and\s+(?:others\b|(?:other|several|many|some)\s+\w+)")
_PLACED = frozenset({"in", "at", "of", "from", "for", "near"})
_GOING_BY = re.compile(
    r",?\s+(?:who|using|us|go|going|known|named|identif|calling|call|speaking|under)\w*\b[^.;:\d]*\Z"
)
_PARTNERS = frozenset(
    {"partner", "ally", "rival", "member", "backer", "owner", "supplier", "competitor", "contractor"}
)
"""What bodies are to others, as people are."""


def several(
    parsed: ParsedArticle, inside: tuple[Mention, ...], mention: Range, phrase: Phrase | None
) -> Resolved | None:
    """Return joined names ("Ann Roe and Bob Poe") as one speaker, as they stand."""
    if len(inside) < 2 or phrase is None:  # noqa: PLR2004 - one is not several
        return None
    text = parsed.text
    joined = [inside[0]]
    for one in inside[1:]:
        if not _BETWEEN.fullmatch(text[joined[-1].range[1] : one.outer[0]]):
            break
        joined.append(one)
    first = names.clean(text[mention[0] : joined[0].outer[0]])
    rest = _OTHERS.match(text, joined[-1].range[1], mention[1])
    end = rest.end() if rest else joined[-1].range[1]
    spoken = text[joined[0].outer[0] : end]
    kinds = {m.entity.kind for m in joined}
    if len(joined) < 2 or not _AND.search(spoken) or len(first.split()) > 3:  # noqa: PLR2004 - words of a title
        return None
    if first.rpartition(" ")[2] in _PLACED:
        return None  # "press clubs in Lunde and Holm"
    if not _ENDING.match(text[end : mention[1]]) or len({id(m.entity) for m in joined}) < 2:  # noqa: PLR2004 - two names of one
        return None
    kind = joined[0].entity.kind if len(kinds) == 1 else SpeakerKind.GROUP
    if kind is SpeakerKind.PERSON and not rest:
        return joint([m.entity for m in joined])
    return Resolved(together(spoken, len(joined)), kind, confidence=0.9, plural=True)


def named_in(
    parsed: ParsedArticle, inside: tuple[Mention, ...], span: Span, mention: Range, phrase: Phrase | None
) -> Mention | None:
    """Return the mention that is the head of a noun phrase, not a part of its description."""
    text = parsed.text
    head = phrase.sentence.start(phrase.sentence.doc[phrase.head]) if phrase else span.start_char
    for one in inside:
        start, end = one.range
        rest = text[end : mention[1]]
        person = one.entity.kind is SpeakerKind.PERSON
        titled = one.outer[0] < start
        if not person and titled and one.entity.kind is not SpeakerKind.GROUP:
            body = (
                phrase is not None
                and not phrase.joined
                and start <= head < end
                and _of_body(text[one.outer[0] : start])
            )
            return one if body and not POSSESSED.match(rest) else None
        front = {w.lower() for w in text[mention[0] : one.outer[0]].split()}
        plain = front <= words("organizations", "group", "outlawed") | {"the"}
        if one.entity.kind is SpeakerKind.GROUP and phrase and start <= head < end and not plain:
            return None
        if phrase and phrase.joined and not person and start <= head:
            return None
        if start <= head < end and not POSSESSED.match(rest):
            return one
        gap = text[mention[0] : one.outer[0]]
        if person and _ENDING.match(rest) and not POSSESSED.match(rest) and _leads(gap, phrase):
            return one
    return None


def _of_body(title: str) -> bool:
    """Tell whether what stands as a title in front of a name is the noun of a body: "operator Acme"."""
    last = title.split()[-1:]
    bodies = words("organizations", "organization", "words") | words("organizations", "publication", "words")
    return bool(last) and last[0].lower() in bodies


def _leads(gap: str, phrase: Phrase | None) -> bool:
    """Tell whether what stands between the beginning of a phrase and a name only introduces the name."""
    if len(gap.split()) <= 1:
        return True
    if gap.rstrip().endswith(","):
        return phrase is not None and (phrase.is_role or phrase.noun == "one")
    if phrase is None:
        return _TITLE_GAP.match(gap) is not None
    last = gap.rsplit(maxsplit=1)[-1]
    return phrase.is_role and last[0].isupper() and _TITLE_GAP.match(gap) is not None


def apposed_to(
    register: Register, parsed: ParsedArticle, mention: Range, phrase: Phrase | None
) -> Mention | None:
    """Return the name behind a description that a comma sets off: "the firm's lawyer, Jane Roe"."""
    if phrase is None:
        return None
    body = phrase.determiner in ("the", "a", "an", *POSSESSIVES) and (
        kind_of_phrase(phrase) is SpeakerKind.ORGANIZATION
        or phrase.noun in words("organizations", "organization", "words")
    )
    body = body or phrase.noun in _PARTNERS
    other = phrase.determiner != "" and kind_of_phrase(phrase) is SpeakerKind.UNNAMED
    role = phrase.is_role or other or phrase.noun == "one"
    if not body and not role:
        return None
    end = max(mention[1], phrase.range()[1])
    for one in register.between(phrase.range()[0], end + FAR):
        set_off = any(_NEXT.fullmatch(parsed.text[e : one.outer[0]]) for e in (end, phrase.range()[1]))
        person = one.entity.kind is SpeakerKind.PERSON
        sure = one.entity.sure or (
            set_off and of_entity(one.entity, parsed=parsed).kind is SpeakerKind.PERSON
        )
        if role and person and sure and (set_off or one.outer[0] < end < one.range[0]):
            return one
        if body and set_off and not (role and person) and not names.is_place(one.entity.name):
            closed = _CLOSED.match(parsed.text, one.range[1])
            if closed and not one.entity.sure:
                one.entity.kind, one.entity.sure = SpeakerKind.ORGANIZATION, True
            return (
                one
                if closed and of_entity(one.entity, parsed=parsed).kind is not SpeakerKind.PERSON
                else None
            )
    return None


def self_named(register: Register, parsed: ParsedArticle, phrase: Phrase | None) -> Mention | None:
    """Return the name that a description goes by: "a spokesman for Acme, who identified himself as Kim"."""
    if phrase is None or phrase.plural or not phrase.is_role:
        return None
    end = phrase.range()[1]
    behind = register.between(end, end + FAR)
    if not behind or behind[0].entity.kind is not SpeakerKind.PERSON:
        return None
    gap = parsed.text[end : behind[0].range[0]]
    return behind[0] if _GOING_BY.match(gap) and is_called(parsed.text, behind[0].range[0]) else None
