"""Documents that say something: whose they are ("a Reuters report", "a report the ministry released")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.nounphrases import Phrase
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence
    from summarizer.engines.rules.register import Mention, Register

__all__ = ["Maker", "issuer_of", "maker_of"]

_BY = re.compile(
    r"(?!\s+(?:seen|obtained|reviewed|viewed|cited|quoted)\b)(?:\s+\w+ed|\s+\w+en|\s+put\s+together)?(?:\s+(?:on\s+\w+|(?:this|last)\s+\w+|earlier|today|yesterday))?"
    r"\s+(?:by|from)\s+(?:the\s+)?"
)
_IN = re.compile(r"\s+(?:published|printed|released|posted)\s+(?:\w+\s+){0,4}?(?:in|by|on)\s+(?:the\s+)?")
_FAR = 60
"""Characters between a document and the name that it goes with, at most."""

_BODY_NOUNS = frozenset(
    {"group", "company", "organization", "organisation", "firm", "agency", "newspaper", "network"}
)
_WRITING = frozenset({"write", "pen", "author", "compile"})
_ISSUING = _WRITING | {"issue", "release", "publish"}
_GIVING = _WRITING | {"give", "deliver", "make"}
"""Verbs whose subject is the author of a document or a speech that is their object.

Who sends, files or presents one may pass on what others wrote.
"""

_OTHERS = frozenset(
    {"letter", "petition", "recording", "video", "footage", "transcript", "email", "e-mail", "memo"}
)
"""Documents that who releases them need not have written."""

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
    linked = by is not None and (
        _BY.fullmatch(gap) or (_IN.fullmatch(gap) and not names.is_place(by.entity.name))
    )
    return by if linked and by is not None and by.entity.kind in issuers else None


def maker_of(phrase: Phrase) -> Maker | None:
    """Return who made a document by what the sentence says of it, None where it does not.

    "The league issued *a paper* calling for …", "according to *a speech* Roe delivered".
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


def _subject(verb: Token) -> Token | None:
    """Return the active subject of a verb, or of the verb that it is coordinated with."""
    while True:
        found = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
        if found is not None or verb.dep_ != "conj" or verb.head.i >= verb.i:
            return found
        verb = verb.head
