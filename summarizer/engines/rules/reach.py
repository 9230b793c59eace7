"""Whether a scene reaches a statement: who speaks in it, and what takes a statement out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.channel_phrases import channel_nouns
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["looks_back", "outside_text", "same_speaker", "takes_part", "tells_others", "to_the_press"]


_LINKS = frozenset({"to", "of", "for", "with", "by", "from", "at", "in"})


def same_speaker(a: str, b: str) -> bool:
    """Tell whether two names are forms of one: equal, one within the other, or the same last name."""
    left = [w for w in a.casefold().replace("’s", "").split() if w not in ("the", "a", "an")]
    right = [w for w in b.casefold().replace("’s", "").split() if w not in ("the", "a", "an")]
    if not left or not right:
        return False
    # "an adviser to Berg" is not Berg, but "the embassy in Ostby" the embassy
    described = not _LINKS.isdisjoint(left) or not _LINKS.isdisjoint(right)
    capital = _last(a)[:1].isupper() and _last(b)[:1].isupper() and not described
    if described:
        short, long = sorted((left, right), key=len)
        return long[: len(short)] == short and (len(long) == len(short) or long[len(short)] in _LINKS)
    return set(left) <= set(right) or set(right) <= set(left) or (capital and left[-1] == right[-1])


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]


def takes_part(who: str, parties: str) -> bool:
    """Tell whether a speaker is among those who meet: by last name, or as "both sides"."""
    tokens = who.split()
    if not tokens:
        return False
    if any(t.lower() in words("channels", "parties", "words") for t in tokens):
        return True
    return len(tokens[-1]) > 1 and tokens[-1][:1].isupper() and tokens[-1] in parties


def to_the_press(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a statement was made to reporters or after the meeting, and so not at it."""
    sentence = parsed.sentences[finding.sentence]
    for token in sentence.tokens:
        if clauses.overlaps(sentence.start(token), sentence.end(token), finding.content):
            continue
        if lemma(token) in words("channels", "audiences", "press"):
            return True
        outside = token.lower_ in words("channels", "elsewhere", "outside")
        if outside and any(lemma(c) in channel_nouns() for c in token.children):
            return True
    return False


def tells_others(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a statement names an audience of its own: "told the Gazette", but not "told him"."""
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    if cue is None or finding.lemma != "tell":
        return False
    return any(c.dep_ in ("dobj", "dative") and c.tag_[:1] == "N" for c in cue.children)


def looks_back(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a saying is told as something earlier: perfect tense, "previously", "in the past"."""
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    if cue is None:
        return False
    if any(c.dep_ == "aux" and c.lower_ in ("had", "has", "have", "’ve", "'ve", "’d") for c in cue.children):
        return True
    sentence = parsed.sentences[finding.sentence]
    back = words("channels", "elsewhere", "words")
    modifiers = [sentence.doc[0], *cue.children]
    if any(t.lower_ in back and not _inside(parsed, finding, t.i) for t in modifiers):
        return True
    outside = outside_text(parsed, finding)
    return any(phrase in outside for phrase in load("channels")["elsewhere"]["phrases"])


def _inside(parsed: ParsedArticle, finding: Finding, i: int) -> bool:
    sentence = parsed.sentences[finding.sentence]
    token = sentence.doc[i]
    return clauses.overlaps(sentence.start(token), sentence.end(token), finding.content)


def outside_text(parsed: ParsedArticle, finding: Finding) -> str:
    """Return the sentence of the cue without the content, in lower case."""
    segment = parsed.sentences[finding.sentence].segment
    parts, at = [], segment.start
    for start, end in sorted(finding.content):
        parts.append(parsed.text[at : max(at, min(start, segment.end))])
        at = max(at, end)
    parts.append(parsed.text[at : segment.end])
    return " ".join(parts).lower()
