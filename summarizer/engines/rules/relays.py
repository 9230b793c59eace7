"""Relays: through whom a statement reached the article, from the nearest to the speaker outwards.

"The embassy quoted Berg as saying" has the embassy, "said, according to state media" the media, and what
stands inside another statement has that statement's speaker and relays. "Told Reuters" makes Reuters a
relay where the article is known to be another publisher's; in its own article, or one of unknown origin, it
is only the one spoken to. A body that a press release was issued by speaks for itself where it is the
speaker; it relays what others are said to have done.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import document_type
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = ["via_of"]

_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "which", "that", "you"})
_NOBODY = "unattributed"
_DEEPEST = 5
_EDGE = 400  # characters
_SECOND = re.compile(r"\b(?:according to|as \w+ by)\b", re.IGNORECASE)


def via_of(
    parsed: ParsedArticle,
    finding: Finding,
    findings: Sequence[Finding] = (),
    names: Sequence[str | None] = (),
    speaker: str | None = None,
) -> tuple[str, ...]:
    """Return the relays of a statement, from the nearest to the speaker outwards, without determiners.

    Args:
        parsed: the article.
        finding: the statement as found.
        findings: all findings of the article, which ``finding.parent`` points into.
        names: the resolved name of each finding's speaker, None where unknown; else mentions are used.
        speaker: that of this finding: nobody is a relay of what he or she says.
    """
    found = list(_own(parsed, finding))
    parent = finding.parent
    for _ in range(_DEEPEST):
        if parent is None or not 0 <= parent < len(findings):
            break
        index, outer = parent, findings[parent]
        parent = outer.parent
        if outer.frame == "object":
            continue  # who rejects or condemns a report does not pass it on
        name = names[index] if index < len(names) else None
        # A name that resolving made up ("Roe’s lawyer") does not stand in the article, the mention does.
        name = name if name and name in parsed.text else _mention(parsed, outer)
        if name and name not in (_NOBODY, speaker):
            found.append(name)
        found.extend(_own(parsed, outer))
    mention = _mention(parsed, finding)
    return tuple(dict.fromkeys(f for f in found if f and f != mention))


def _mention(parsed: ParsedArticle, finding: Finding) -> str:
    """Return a finding's mention without determiner; "" for none or a pronoun."""
    text = " ".join(parsed.text[slice(*finding.mention)].split()) if finding.mention is not None else ""
    return "" if text.lower() in _PRONOUNS else _bare(text)


def _bare(text: str) -> str:
    """Return a name without a determiner before it and a possessive after it."""
    first, _, rest = text.partition(" ")
    if rest and first.lower() in ("the", "a", "an") and text not in _media():
        text = rest
    return text.removesuffix("’s").removesuffix("'s")


def _own(parsed: ParsedArticle, finding: Finding) -> Iterator[str]:
    """Yield the relays that a statement's own sentence names."""
    sentence = parsed.sentences[finding.sentence]
    if finding.relay is not None:
        span = sentence.span(*finding.relay)
        head = clauses.root_of(list(span)) if span is not None else None
        yield from (_name(sentence, t) for t in _cited(head) if head is not None)
        whole = _bare(" ".join(parsed.text[slice(*finding.relay)].split()))
        issuer = _issuer(sentence, head) if head is not None else None
        # A statement that nobody is said to have issued is the speaker's own.
        if issuer or head is None or document_type(lemma(head)) is not ChannelType.WRITTEN_STATEMENT:
            yield issuer or whole
    yield from (_name(sentence, token) for token in _readers(parsed, finding))
    tokens = clauses.cue_tokens(parsed, finding)
    cue = clauses.root_of(tokens)
    if cue is None:
        return
    taken = [r for r in (finding.mention, finding.relay) if r is not None]
    for token in [*_agents(cue), *_sources(parsed, finding), *_addressees(parsed, finding, cue)]:
        start, end = sentence.start(token), sentence.end(token)
        if clauses.overlaps(start, end, taken) or clauses.overlaps(start, end, finding.content):
            continue
        if token.tag_[:1] == "N":
            yield _name(sentence, token)


def _readers(parsed: ParsedArticle, finding: Finding) -> Iterator[Token]:
    """Yield the outlet that has read the document that speaks: "court papers seen by AFP"."""
    span = parsed.sentences[finding.sentence].span(*finding.mention) if finding.mention is not None else None
    head = clauses.root_of(list(span)) if span is not None else None
    for child in head.rights if head is not None and _documents_of(head) else ():
        if child.dep_ == "acl" and lemma(child) in ("see", "obtain", "review", "view", "read"):
            agents = (c for c in child.children if c.dep_ == "agent")
            yield from (c for agent in agents for c in agent.children if c.dep_ == "pobj")


def _cited(relay: Token | None) -> Iterator[Token]:
    """Yield the outlet that a relay cites in its turn: "Radio Lunde, citing the agency KLN, quoted"."""
    verbs = [] if relay is None else [*relay.children, relay.head, *relay.head.children]
    for verb in verbs:
        if verb.lower_ in ("citing", "quoting"):
            yield from (c for c in verb.children if c.dep_ == "dobj" and _is_press(c))


def _issuer(sentence: Sentence, token: Token) -> str | None:
    """Return who issued a document: "a statement (issued) by the ministry"."""
    if not _documents_of(token):
        return None
    for child in token.children:
        inner = [child, *child.children] if child.dep_ == "acl" else [child]
        for part in inner:
            if part.dep_ in ("prep", "agent") and part.lower_ in ("by", "from", "of"):
                body = next((c for c in part.children if c.dep_ == "pobj"), None)
                if body is not None:
                    return _bare(clauses.noun_phrase(sentence, body))
    return None


def _name(sentence: Sentence, token: Token) -> str:
    """Return the relay of a noun: its phrase, or for a document whoever issued it."""
    issuer = _issuer(sentence, token)
    if issuer:
        return issuer
    phrase = _bare(clauses.noun_phrase(sentence, token))
    if token.tag_ in ("NNP", "NNPS"):
        # "state agency KLN" is called KLN
        parts = phrase.split()
        first = next((i for i, w in enumerate(parts) if not w.islower()), 0)
        return " ".join(parts[first:])
    return phrase


def _agents(cue: Token) -> Iterator[Token]:
    """Yield who quoted: "was quoted by AFP as saying", "was quoted as saying by AFP"."""
    for top in clauses.anchors(cue)[:3]:
        if not _relays(top) or top.tag_ != "VBN":
            continue
        for child in top.children:
            if child.dep_ in ("agent", "prep") and child.lower_ == "by" and child.i > top.i:
                yield from (c for c in child.children if c.dep_ == "pobj")


def _sources(parsed: ParsedArticle, finding: Finding) -> Iterator[Token]:
    """Yield the outlet of a second "according to" or "as reported by" beside the cue's own attribution."""
    if finding.frame == "according" or not _SECOND.search(clauses.words_of(parsed, finding.sentence)):
        return
    doc = parsed.sentences[finding.sentence].doc
    for token in doc:
        if token.i + 2 >= len(doc):
            return
        if token.lower_ == "according" and token.nbor(1).lower_ == "to":
            found = [c for t in (token, token.nbor(1)) for c in t.children if c.dep_ == "pobj"]
            yield from (t for t in found if _is_press(t) or _documents_of(t))
        elif token.lower_ == "as" and token.nbor(2).lower_ == "by" and _relays(token.nbor(1)):
            yield from (c for c in token.nbor(2).children if c.dep_ == "pobj" and _is_press(c))


def _relays(token: Token) -> bool:
    return lemma(token) in words("relays", "verbs", "words")


def _documents_of(token: Token) -> bool:
    return lemma(token) in words("relays", "documents", "words")


@cache
def _media() -> frozenset[str]:
    return frozenset(load("relays")["media"]["names"])


def _is_press(token: Token) -> bool:
    """Tell whether a noun is an outlet: a known name, or "state television", "the Lunde Gazette"."""
    words_before = [
        c for c in token.children if c.i < token.i and c.dep_ in ("compound", "amod", "poss", "nmod")
    ]
    name = " ".join(t.text for t in [*words_before, token])
    if name in _media() or (token.text in _media() and token.tag_ in ("NNP", "NNPS")):
        return True
    before = {t.lower_ for c in words_before for t in c.subtree}
    if token.tag_ in ("NNP", "NNPS") and before & words("relays", "media", "on-air"):
        return True  # Radio Lunde
    if lemma(token) not in words("relays", "media", "heads"):
        # "state news agency KELN"
        return bool(before & words("relays", "media", "heads")) and bool(
            before & words("relays", "media", "pressing")
        )
    if token.tag_ in ("NNP", "NNPS"):
        return bool(words_before)
    return bool(before & words("relays", "media", "pressing")) or lemma(token) not in words(
        "relays", "media", "generic"
    )


def _addressees(parsed: ParsedArticle, finding: Finding, cue: Token) -> Iterator[Token]:
    """Yield the outlet that was told, where this article is known to be somebody else's."""
    publisher = parsed.article.article.publisher
    if finding.lemma != "tell":
        return
    for child in cue.children:
        if child.dep_ in ("dobj", "dative") and _is_press(child):
            if publisher is None:
                if _is_foreign(parsed, finding, child):
                    yield child
                continue
            known = publisher.casefold()
            if child.lower_ not in known and known not in child.lower_:
                yield child


def _is_foreign(parsed: ParsedArticle, finding: Finding, outlet: Token) -> bool:
    """Tell whether an outlet cannot be the one of an article that names none: a broadcaster, by its own name.

    What is written was not told on the air; the article's own outlet stands at its head or foot.
    """
    name = [*(c for c in outlet.children if c.i < outlet.i and c.tag_ in ("NNP", "NNPS")), outlet]
    if len(name) == 1 or words("relays", "media", "on-air").isdisjoint(t.lower_ for t in name):
        return False
    text = " ".join(t.text for t in name)
    segment = parsed.sentences[finding.sentence].segment
    foot = max(segment.end, len(parsed.text) - _EDGE)
    return text not in parsed.text[: min(_EDGE, segment.start)] and text not in parsed.text[foot:]
