"""Documents that say something: whose they are ("a Reuters report", "a report the ministry released")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from spacy.tokens import Token

    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.register import Mention, Register

__all__ = ["Maker", "issuer_of", "maker_of"]

_BY = re.compile(
    r"(?!\s+(?:seen|obtained|reviewed|viewed|cited|quoted)\b)(?:\s+\w+ed|\s+\w+en|\s+put\s+together)?(?:\s+here)?(?:\s+(?:on\s+\w+|(?:this|last)\s+\w+|earlier|today|yesterday))?"
    r"\s+(?:by|from)\s+(?:the\s+)?"
)
_IN = re.compile(r"\s+(?:published|printed|released|posted)\s+(?:\w+\s+){0,4}?(?:in|by|on)\s+(?:the\s+)?")
_FAR = 60
"""Characters between a document and the name that it goes with, at most."""

_BODY_NOUNS = frozenset(
    {"group", "company", "organization", "organisation", "firm", "agency", "newspaper", "network"}
)
_WRITING = frozenset({"write", "pen", "author", "compile"})
_ISSUING = _WRITING | {"issue", "release", "publish", "launch", "unveil", "prepare", "conduct"}
_GIVING = _WRITING | {"give", "deliver", "make"}
"""Verbs whose subject is the author of a document or a speech that is their object.

Who sends, files or presents one may pass on what others wrote.
"""

_OTHERS = frozenset(
    {"letter", "petition", "recording", "video", "footage", "transcript", "email", "e-mail", "memo"}
)
"""Documents that who releases them need not have written."""

_LINKS = frozenset({"by", "from", "of"})
_PLACES = frozenset(
    {"website", "site", "page", "account", "channel", "portal", "blog", "feed", "handle", "profile"}
)
_ISSUED = frozenset(
    {"release", "statement", "handout", "notification", "circular", "communique", "communiqué", "note"}
)
"""Documents that are of who issued them, not of what they are about."""

_SPEECHES = frozenset({"speech", "address", "sermon", "lecture", "testimony", "remark", "eulogy", "keynote"})


@dataclass(frozen=True, slots=True)
class Maker:
    """The noun phrase of who made a document: its sentence and its first and last token."""

    sentence: Sentence
    first: Token
    last: Token


def issuer_of(
    register: Register, parsed: ParsedArticle, inside: tuple[Mention, ...], phrase: Phrase
) -> Mention | None:
    """Return whose document it is ("a Reuters report", "data from the ministry"), or X in "the X group"."""
    start, head = phrase.range(whole=False)
    named = [m for m in inside if start <= m.range[0] < head]
    if phrase.noun in _BODY_NOUNS and not phrase.plural:
        bodies = (SpeakerKind.ORGANIZATION, SpeakerKind.PUBLICATION, SpeakerKind.GROUP)
        direct = (
            len(named) == 1 and named[0].entity.kind in bodies and not names.is_place(named[0].entity.name)
        )
        return (
            named[0]
            if direct and not parsed.text[named[0].range[1] : head - len(phrase.noun)].strip()
            else None
        )
    if phrase.noun not in words("organizations", "publication", "documents"):
        return None
    issuers = (SpeakerKind.ORGANIZATION, SpeakerKind.PUBLICATION, SpeakerKind.GOVERNMENT, SpeakerKind.PERSON)
    if len(named) == 1:
        return named[0] if named[0].entity.kind in issuers else None
    behind = register.between(head, head + _FAR)
    by = behind[0] if behind else None
    gap = parsed.text[head : by.outer[0]] if by else ""
    of = phrase.noun in _ISSUED and gap.strip() in ("of", "of the")
    linked = by is not None and (
        of or _BY.fullmatch(gap) or (_IN.fullmatch(gap) and not names.is_place(by.entity.name))
    )
    return by if linked and by is not None and by.entity.kind in issuers else None


def maker_of(phrase: Phrase) -> Maker | None:
    """Return who made a document by what the sentence says of it, None where it does not.

    "The league issued *a paper* calling for …", "according to *a speech* Roe delivered", "*a statement* by
    the ministry", "*a notice* on its website".
    """
    if phrase.plural:
        return None
    if phrase.noun in _SPEECHES:
        making = _GIVING
    elif phrase.noun in words("organizations", "publication", "documents"):
        making = _WRITING if phrase.noun in _OTHERS else _ISSUING
    else:
        return None
    head = phrase.sentence.doc[phrase.head]
    author = _author(head, making) or _owner_of_place(head) or _body_in_front(head)
    if author is not None:
        return Maker(phrase.sentence, author.left_edge, _last_of(author))
    following = phrase.sentence.doc[phrase.head + 1 : phrase.head + 2].text
    verbs = [c for c in head.rights if c.dep_ in ("relcl", "acl")]
    if head.dep_ == "dobj" and following not in ("from", "by"):
        verbs.append(head.head)
    for verb in verbs:
        if lemma(verb) not in making:
            continue
        subject = _subject(verb)
        if subject is not None and subject.tag_ not in ("WDT", "WP"):
            last = subject if subject.right_edge.i >= verb.i else subject.right_edge
            return Maker(phrase.sentence, subject.left_edge, last)
    return None


def _author(head: Token, making: Collection[str]) -> Token | None:
    """Return whose it is by what follows: "a statement *by the ministry*", "issued *by the league*"."""
    for child in head.rights:
        if child.dep_ == "acl" and child.tag_ == "VBN" and lemma(child) in making:
            found = [c for c in child.rights if c.dep_ in ("agent", "prep") and c.lower_ == "by"]
        else:
            found = [child] if child.i == head.i + 1 and child.lower_ in _LINKS else []
        for link in found:
            noun = next((c for c in link.rights if c.dep_ == "pobj"), None)
            if noun is not None and noun.tag_ in ("NN", "NNS") and lemma(noun) in cue_lexicon().speakers:
                return noun
    return None


def _body_in_front(head: Token) -> Token | None:
    """Return the body whose noun qualifies a document: "a *police* report"."""
    before = head.doc[head.i - 1] if head.i and head.dep_ != "compound" else head
    qualifies = before.dep_ in ("compound", "amod", "nmod") and before.head == head
    return before if qualifies and before.text.islower() and names.is_body(lemma(before)) else None


def _owner_of_place(head: Token) -> Token | None:
    """Return the pronoun of whose website or account a document stands on: "a notice on *its* website"."""
    links = [c for c in head.rights if c.dep_ == "prep"]
    links += [
        g for c in head.rights if c.dep_ == "acl" and c.tag_ == "VBN" for g in c.rights if g.dep_ == "prep"
    ]
    verb = head.head  # "a statement, since deleted from its website, had said …"
    asides = [c for c in verb.lefts if c.dep_ == "advcl" and c.tag_ == "VBN" and c.i > head.i]
    links += [g for c in asides if head.dep_ == "nsubj" for g in c.rights if g.dep_ == "prep"]
    for noun in (c for link in links for c in link.rights if c.dep_ == "pobj"):
        owner = next((c for c in noun.lefts if c.tag_ == "PRP$"), None)
        if owner is not None and lemma(noun) in _PLACES:
            return owner
    return None


def _last_of(author: Token) -> Token:
    """Return the last token of an author's name, without a clause behind it."""
    behind = next((c for c in author.rights if c.dep_ in ("relcl", "acl", "punct", "appos")), None)
    return author.doc[behind.left_edge.i - 1] if behind is not None else author.right_edge


def _subject(verb: Token) -> Token | None:
    """Return the active subject of a verb, or of the verb that it is coordinated with."""
    while True:
        found = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
        if found is not None or verb.dep_ != "conj" or verb.head.i >= verb.i:
            return found
        verb = verb.head
