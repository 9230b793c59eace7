"""What a statement goes on with: a quotation after its speaker's denial denies, after a blame it blames.

"She rejected the charge. “I signed no such paper,” she said": without its context the quotation is a claim.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import document_type
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.performing import is_direct
from summarizer.records import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["stance_of"]

_PRONOUNS = frozenset({"he", "she", "it", "they", "who", ""})
_NEGATED = re.compile(
    r"\W*(?:no|not|nobody|none|nothing|never|neither)\b|[^.!?]*\b(?:not|never|no)\b|[^.!?]*n['’]t\b",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\b(?:asked (?:about|if|whether)|in response to|responding to|in reply to)\b", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_]\w{3,}")
_REACH = 300  # characters of a content that are looked at for a negation
_POINTERS = frozenset({"this", "that", "it", "these", "those"})


def stance_of(parsed: ParsedArticle, finding: Finding, speaker: str = "") -> Act | None:
    """Return the act (deny, accuse, condemn) that a statement with a neutral cue goes on with, or None.

    Args:
        parsed: the article.
        finding: the statement as found.
        speaker: name, role and affiliation in one string, where known.
    """
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    if cue is None or finding.frame == "turn":
        return None
    if cue.dep_ == "advcl" and cue.tag_ == "VBG":
        # "blamed the owner, saying he had been warned"
        return _stance(cue.head)
    start, end = finding.content[0]
    negated = _NEGATED.match(parsed.text, start, min(end, start + _REACH)) is not None
    segment = parsed.sentences[finding.sentence].segment
    before = parsed.text[
        segment.start : max(segment.start, min(start, finding.cue[0] if finding.cue else start))
    ]
    if negated and _ANSWERED.search(before):
        return Act.DENY
    if not negated and not is_direct(parsed, finding):
        return None
    return _gone_before(parsed, finding, speaker)


def _gone_before(parsed: ParsedArticle, finding: Finding, speaker: str) -> Act | None:
    """Return what the same speaker did by the sentence before, in the same or the last paragraph."""
    here = parsed.at(finding.start)
    first = min(finding.sentence, here.index if here is not None else finding.sentence)
    if not first:
        return None
    before, now = parsed.sentences[first - 1], parsed.sentences[first]
    if now.segment.block - before.segment.block > 1:
        return None
    main = next((t for t in before.tokens if t.dep_ == "ROOT" and t.tag_[:1] == "V"), None)
    act = _stance(main) if main is not None else None
    if act is None:
        return None
    subject = next((c for c in main.children if c.dep_ == "nsubj"), None) if main is not None else None
    document = subject is not None and document_type(lemma(subject)) is not None
    return act if _same(parsed, finding, before, speaker, document=document) else None


def _stance(verb: Token) -> Act | None:
    """Return the act of a verb that denies, accuses or condemns; None for any other."""
    for token in (verb, *(c for c in verb.children if c.dep_ == "conj")):
        if any(c.dep_ == "neg" for c in token.children):
            continue
        base = lemma(token)
        if base in words("acts", "cues", "deny") or (
            base in words("acts", "rejecting", "words") and _of_a_claim(token)
        ):
            return Act.DENY
        if base in words("acts", "cues", "accuse"):
            return Act.ACCUSE
        if token is verb and base in words("acts", "cues", "condemn"):
            return Act.CONDEMN
    return None


def _of_a_claim(verb: Token) -> bool:
    objects = [c for c in verb.children if c.dep_ in ("dobj", "ccomp")]
    claims = words("acts", "rejecting", "claims")
    return any(c.dep_ == "ccomp" or lemma(c) in claims or c.lower_ in _POINTERS for c in objects)


def _same(parsed: ParsedArticle, finding: Finding, before: Sentence, speaker: str, *, document: bool) -> bool:
    """Tell whether the sentence before has the same speaker: a pronoun, a name in it, or its spokesman.

    ``document``: its subject is one, which need not be of those for whom a spokesman speaks.
    """
    mention = parsed.text[slice(*finding.mention)] if finding.mention is not None else ""
    if mention.lower() in _PRONOUNS:
        return True
    earlier = parsed.text[before.segment.start : before.segment.end]
    names = [w for w in _NAME.findall(f"{mention} {speaker}") if w[:1].isupper()]
    _, of, body = mention.partition(" for ")
    elsewhere = of and any(w[:1].isupper() for w in _NAME.findall(body))
    if not document and not elsewhere and ("spokes" in mention.lower() or "spokes" in speaker.lower()):
        return True
    return any(name in earlier for name in names)
