"""Resolving a mention: from the words that stand for a speaker to a name that can be used on its own."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.descriptions import describe
from summarizer.engines.rules.documents import issuer_of, maker_of
from summarizer.engines.rules.joint import PAIRS, listed, pair_before, pair_of
from summarizer.engines.rules.labels import label_speaker
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.named import (
    FAR,
    POSSESSIVES,
    apposed_to,
    named_in,
    self_named,
    several,
)
from summarizer.engines.rules.nounphrases import kind_of_phrase, phrase_in
from summarizer.engines.rules.pronouns import FIRST_PERSON, PRONOUNS, SECOND_PERSON, antecedent
from summarizer.engines.rules.resolved import UNATTRIBUTED, Focus, Resolved, of_entity
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Span

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.register import Mention, Register

__all__ = ["Focus", "Resolved", "inherit", "resolve"]

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_NUMBERED = re.compile(r"(?:[A-Z][\w&'’-]*\s+){1,4}No\.?\s*\d+\Z")
_DASH = re.compile(r".*\s(?:[-–—]|--)\s+", re.DOTALL)
_WHEN = re.compile(
    r"(?:(?:late|early|on|last|this|next)\s+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight)"
    r"(?:\s+(?:morning|afternoon|evening|night|night's))?|(?:this|last)\s+(?:morning|week|month|year|evening|night)"
)
_ANYBODY = frozenset({"someone", "somebody", "anyone", "anybody", "everyone", "everybody", "one"})
"""Words for nobody in particular, which name no speaker."""

_LOOK = 4000
"""Characters before such a quotation in which somebody else can have taken over."""

_TAKEN = 4
"""Statements back in which a person's own quotation is looked for."""

_APART = 3
"""Paragraphs between a quotation without a cue and the statement that it continues, at most."""


def resolve(  # noqa: C901, PLR0911 - one sort of mention after another
    register: Register, parsed: ParsedArticle, mention: Range | None, at: int, focus: Focus
) -> Resolved:
    """Return whom a mention stands for.

    Args:
        register: the article's entities.
        parsed: the parsed article.
        mention: range of the noun phrase or pronoun; None for a statement that has no speaker ("reportedly").
        at: position of the statement in the article's text.
        focus: the speakers of the statements before; the caller adds each one when it is resolved.
    """
    if mention is None:
        return UNATTRIBUTED
    mention = _behind_dash(parsed.text, mention)
    text = parsed.text[mention[0] : mention[1]]
    low = " ".join(text.strip(' \n\t,:;.“”"*').lower().split())
    if low in words("unnamed", "unattributed", "words"):
        return UNATTRIBUTED
    if _WHEN.fullmatch(low):
        return _said_when(register, parsed, mention[0])
    if low.isdigit():
        return _numbered(parsed.text, mention)
    if low in SECOND_PERSON or low in _ANYBODY:
        return UNATTRIBUTED
    if low in FIRST_PERSON:
        return focus.enclosing or UNATTRIBUTED
    sentence = parsed.at(mention[0])
    span = sentence.span(mention[0], min(mention[1], sentence.segment.end)) if sentence else None
    if sentence is None or span is None:
        return label_speaker(register, parsed, text)
    if low in _RELATIVE:
        return _relative(register, parsed, sentence, span, at, focus)
    if low in PAIRS:
        return pair_before(register, parsed, sentence, mention[0], persons=None) or _phrase(
            register, parsed, sentence, span, mention, focus
        )
    if low in PRONOUNS:
        return _pronoun(register, parsed, sentence.start(span[0]), focus)
    found = _phrase(register, parsed, sentence, span, mention, focus)
    return _of_owner(register, parsed, found, mention, focus) if low.startswith(("its ", "their ")) else found


def _numbered(text: str, mention: Range) -> Resolved:
    """Return the body whose number the parse takes for its name: "Survey Group No. *9* said"."""
    whole = _NUMBERED.search(text, max(0, mention[0] - FAR), mention[1])
    if whole is None:
        return UNATTRIBUTED
    return Resolved(" ".join(whole.group().split()), SpeakerKind.ORGANIZATION, confidence=0.7)


def _behind_dash(text: str, mention: Range) -> Range:
    """Return a mention without what a dash sets off in front of it ("predictable - the union")."""
    cut = _DASH.match(text, *mention)
    return (cut.end(), mention[1]) if cut and cut.end() < mention[1] else mention


def _said_when(register: Register, parsed: ParsedArticle, at: int) -> Resolved:
    """Return the first person behind the quotation, where a parser takes the day for who "said Friday"."""
    sentence = parsed.at(at)
    before = register.between(sentence.segment.start, at) if sentence else ()
    quoted = max((i for i, m in enumerate(before) if m.quotation >= 0), default=-1)
    person = next((m for m in before[quoted + 1 :] if m.entity.kind is SpeakerKind.PERSON), None)
    return of_entity(person.entity, 0.6, parsed=parsed) if person else UNATTRIBUTED


def _of_owner(
    register: Register, parsed: ParsedArticle, found: Resolved, mention: Range, focus: Focus
) -> Resolved:
    """Note the body in "its president, Ann Roe" as the person's affiliation, where none is known yet."""
    entity = found.entity
    if entity is None or entity.kind is not SpeakerKind.PERSON or entity.affiliation:
        return found
    owner = antecedent(register, parsed, mention[0], focus)
    if owner is None or owner.entity is None or owner.kind in _NO_BODIES:
        return found
    press = bool(_PRESS & set((found.role or "").lower().split()))
    if (owner.kind is SpeakerKind.PUBLICATION) is not press and SpeakerKind.ORGANIZATION is not owner.kind:
        return found  # an outlet has editors, but no leader or captain; a government has no editor
    entity.affiliation = owner.name
    return replace(found, affiliation=owner.name)


def inherit(register: Register, parsed: ParsedArticle, at: int, focus: Focus) -> Resolved:
    """Return who goes on speaking in a quotation at ``at`` that has no cue of its own.

    It is the speaker of the statement before, where that is near; a person who became the subject
    of a sentence between the two takes over. Unattributed where neither is near.
    """
    here = parsed.at(at)
    last = next(focus.before(at), None)
    if here is None or last is None:
        return UNATTRIBUTED
    between = [
        m
        for m in register.between(max(last.range[1], at - _LOOK), at)
        if m.subject and m.quotation < 0 and of_entity(m.entity, parsed=parsed).kind is SpeakerKind.PERSON
    ]
    if between and here.segment.block - between[-1].block <= 1:
        same = between[-1].entity is last.speaker.entity
        return of_entity(between[-1].entity, 0.8 if same else 0.5, parsed=parsed)
    if last.speaker.kind is not SpeakerKind.PERSON and not register.quotes(last.range):
        # A body's paraphrase in between does not take a person's quotations over.
        last = next(
            (
                s
                for s in islice(focus.before(at), _TAKEN)
                if s.speaker.kind is SpeakerKind.PERSON and register.quotes(s.range)
            ),
            last,
        )
    said = parsed.at(last.range[0])
    if said is None or here.segment.block - said.segment.block > _APART:
        return UNATTRIBUTED
    return replace(last.speaker, confidence=min(last.speaker.confidence, 0.7))


def _pronoun(register: Register, parsed: ParsedArticle, position: int, focus: Focus) -> Resolved:
    found = antecedent(register, parsed, position, focus)
    if found is None:
        return UNATTRIBUTED
    if found.entity:
        found = of_entity(found.entity, found.confidence, parsed=parsed)
    register.memo[position] = found
    return found


def _relative(  # noqa: PLR0913, PLR0917 - the article, the place and the focus
    register: Register, parsed: ParsedArticle, sentence: Sentence, span: Span, at: int, focus: Focus
) -> Resolved:
    """Resolve "who" and "which" to the noun that their clause hangs on."""
    token = span[0]
    while token.dep_ != "relcl" and token.head.i != token.i and token.head.i >= span[0].i - 1:
        token = token.head
    noun = token.head if token.dep_ == "relcl" and token.head.i < span[0].i else None
    if noun is None:
        before = [t for t in sentence.doc[: span[0].i] if t.tag_ in ("NN", "NNS", "NNP", "NNPS")]
        if not before:
            last = next(focus.before(at), None)
            return last.speaker if last else UNATTRIBUTED
        noun = before[-1]
    first = min(noun.left_edge.i, noun.i)
    whole = (sentence.start(sentence.doc[first]), sentence.end(noun))
    chosen = sentence.span(*whole)
    found = _phrase(register, parsed, sentence, chosen if chosen is not None else span, whole, focus)
    if span[0].lower_ in ("who", "whom") and found.entity and names.is_place(found.name):
        people = register.between(sentence.segment.start, sentence.start(span[0]))
        person = next((m for m in reversed(people) if m.entity.kind is SpeakerKind.PERSON), None)
        if person:
            return of_entity(person.entity, 0.7, parsed=parsed)
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else noun
        if above is not noun and above.tag_ in ("NN", "NNS", "NNP", "NNPS"):
            # "farmers in Norvik, who say": the people, not the place
            left = min(above.left_edge.i, above.i)
            whole = (sentence.start(sentence.doc[left]), sentence.end(noun))
            chosen = sentence.span(*whole)
            return _phrase(register, parsed, sentence, chosen, whole, focus) if chosen is not None else found
    return found


def _phrase(  # noqa: C901, PLR0911, PLR0913, PLR0917 - one sort of phrase after another
    register: Register, parsed: ParsedArticle, sentence: Sentence, span: Span, mention: Range, focus: Focus
) -> Resolved:
    """Resolve a noun phrase: a name in it that is its head, several joined names, or a description."""
    inside = register.between(mention[0], mention[1])
    phrase = phrase_in(sentence, span.start, span.end)
    joined = several(parsed, inside, mention, phrase) or listed(register, parsed, inside)
    if joined:
        return joined
    named = named_in(parsed, inside, span, mention, phrase)
    if named:
        return of_entity(named.entity, parsed=parsed)
    apposed = apposed_to(register, parsed, mention, phrase)
    if apposed:
        return of_entity(apposed.entity, 0.95, parsed=parsed)
    called = self_named(register, parsed, phrase)
    if called:
        return of_entity(called.entity, 0.9, parsed=parsed)
    if phrase is None:
        name = names.clean(parsed.text[mention[0] : mention[1]])
        return Resolved(name, SpeakerKind.UNNAMED, confidence=0.3) if name else UNATTRIBUTED
    if phrase.plural and not inside and (pair := pair_of(register, parsed, phrase)):
        return pair
    issuer = issuer_of(register, parsed, inside, phrase)
    if issuer:
        _settle_issuer(issuer, phrase)
        return of_entity(issuer.entity, 0.85, parsed=parsed)
    maker = maker_of(phrase)
    if maker:
        who = maker.sentence.start(maker.first), maker.sentence.end(maker.last)
        made = resolve(register, parsed, who, who[0], focus)
        if made.kind not in _NO_MAKERS:
            return replace(made, confidence=min(0.8, made.confidence))
    voice = _voice(register, parsed, inside, phrase, focus)
    if voice:
        return voice
    found = describe(register, parsed, phrase, focus)
    if phrase.determiner in POSSESSIVES and found.entity is None:
        return _possessed(register, parsed, phrase, found, focus)
    if found.entity is None and found.name.lower() in _ANYBODY:
        # "One of them" is more than "one": all of it stands in the article.
        whole = names.clean(parsed.text[mention[0] : mention[1]].split(",", 1)[0])
        return (
            UNATTRIBUTED
            if whole.lower() in _ANYBODY
            else replace(found, name=whole, kind=SpeakerKind.UNNAMED)
        )
    return found


def _settle_issuer(issuer: Mention, phrase: Phrase) -> None:
    """Take no sure person for a body where only bodies make such documents: "an Opinion Source *poll*"."""
    person = issuer.entity.kind is SpeakerKind.PERSON and not issuer.entity.sure
    if person and phrase.noun in ("poll", "survey", "index", "census", "audit"):
        issuer.entity.kind, issuer.entity.sure = SpeakerKind.ORGANIZATION, True


def _voice(
    register: Register, parsed: ParsedArticle, inside: tuple[Mention, ...], phrase: Phrase, focus: Focus
) -> Resolved | None:
    """Return the body that a nameless spokesperson speaks for ("a spokesman for Acme")."""
    if phrase.noun not in _VOICES or phrase.plural or phrase.determiner not in ("a", "an", "one", "another"):
        return None
    doc = phrase.sentence.doc
    following = doc[phrase.head + 1 : phrase.stop]
    head = phrase.sentence.start(doc[phrase.head])
    if len(following) > 1 and following[0].lower_ in ("for", "at", "from", "of"):
        start = phrase.sentence.start(following[1])
        end = phrase.range()[1]
        own = phrase_in(phrase.sentence, following[1].i, phrase.stop)
        if own is None or own.plural:
            return None
        named = named_in(
            parsed, register.between(start, end), doc[following[1].i : phrase.stop], (start, end), own
        )
        body = (
            of_entity(named.entity, 0.9, parsed=parsed) if named else describe(register, parsed, own, focus)
        )
        return None if body.kind in _NO_BODIES else body
    before = [m for m in inside if m.range[1] <= head]
    if len(before) == 1:
        gap = parsed.text[before[0].range[1] : head]
        body = of_entity(before[0].entity, 0.9, parsed=parsed)
        place = names.is_place(body.name) or body.kind in _NO_BODIES
        return body if gap.strip() in ("", "'s", "’s", "'", "’") and not place else None
    return None


_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_NO_MAKERS = (SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED, SpeakerKind.PUBLICATION)
"""Who made no document that it published: a newspaper prints what others wrote."""

_PRESS = frozenset(
    {"editor", "reporter", "correspondent", "journalist", "columnist", "publisher", "presenter", "owner"}
)
_NO_BODIES = (SpeakerKind.PERSON, SpeakerKind.UNNAMED, SpeakerKind.UNATTRIBUTED)


def _body_above(register: Register, parsed: ParsedArticle, phrase: Phrase, focus: Focus) -> Resolved | None:
    """Return the body that "its" means and that begins the sentence: "*The board* saw 40, its report"."""
    if phrase.determiner != "its":
        return None
    sentence = phrase.sentence
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    subject = next((c for c in root.lefts if c.dep_ == "nsubj"), None) if root is not None else None
    if subject is None or subject.right_edge.i >= phrase.first or subject.tag_ != "NN":
        return None
    span = sentence.doc[subject.left_edge.i : subject.i + 1]
    above = phrase_in(sentence, span.start, span.end)
    if above is None or kind_of_phrase(above) not in (SpeakerKind.ORGANIZATION, SpeakerKind.GOVERNMENT):
        return None
    whole = sentence.range(span)
    found = resolve(register, parsed, whole, whole[0], focus)
    return None if found.kind is SpeakerKind.UNATTRIBUTED else found


def _possessed(
    register: Register, parsed: ParsedArticle, phrase: Phrase, found: Resolved, focus: Focus
) -> Resolved:
    """Name the owner in "his lawyer", so that the phrase can be used on its own."""
    doc = phrase.sentence.doc
    owner = _body_above(register, parsed, phrase, focus) or antecedent(
        register, parsed, phrase.sentence.start(doc[phrase.first]), focus
    )
    kind = kind_of_phrase(phrase)
    rest = parsed.text[phrase.range()[0] + len(doc[phrase.first]) : phrase.range()[1]].strip()
    press = phrase.noun in _PRESS and owner is not None and owner.kind is not SpeakerKind.PUBLICATION
    if owner is None or (press and owner.kind is not SpeakerKind.ORGANIZATION):
        return replace(found, name=names.clean(rest) or found.name, kind=kind, confidence=0.4)
    confidence = min(0.6, owner.confidence)
    forms = (owner.name, *owner.entity.aliases) if owner.entity else (owner.name,)
    for form in forms:
        for mark in ("’s", "'s", "’", "'", ""):
            if f"{form}{mark} {rest}" in parsed.text:
                return replace(found, name=f"{form}{mark} {rest}", kind=kind, confidence=confidence)
    # Words that the article does not have in this order can only be those of an unnamed speaker.
    mark = "’" if owner.plural and owner.name.endswith("s") else "’s"
    return replace(found, name=f"{owner.name}{mark} {rest}", kind=SpeakerKind.UNNAMED, confidence=confidence)
