"""Speech acts: what a speaker does by saying it (condemn, deny, urge …), by its cue, object or content.

The words are data: ``lexicons/acts.toml``. A cue that is an act decides; a neutral one ("said") leaves it
to the content, but only where the content performs the act in the speaker's own name. What is unclear is an
assertion.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.performing import is_direct, performed
from summarizer.engines.rules.retorts import stance_of
from summarizer.records import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["acts_of"]

_MOST = 3
_COURTESY = 160  # characters
# What a denial or a reproach may contain without ceasing to be one.
_ASIDES = frozenset({Act.URGE, Act.QUESTION, Act.PLEDGE, Act.WARN})
_LATER = frozenset({"will", "would", "'ll", "’ll", "shall"})
_POINTERS = frozenset({"this", "that", "these", "those"})
_DEAD = re.compile(
    r"\b(?:victims?|dead|died|deaths?|killed|late|fallen|lost|memory|mourn\w*|martyr\w*)\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_INTERROGATIVE = frozenset({"why", "whether", "if", "what", "how", "who", "when", "where", "which"})


def acts_of(parsed: ParsedArticle, finding: Finding, speaker: str = "") -> tuple[Act, ...]:
    """Return the acts of a statement, the main one first, at most three.

    Args:
        parsed: the article.
        finding: the statement as found.
        speaker: name, role and affiliation in one string, where known: "Kellan condemned …" is the
            speaker's own act only where the speaker speaks for Kellan.
    """
    if finding.negated:
        return (Act.OTHER,)
    own = _of_cue(parsed, finding)
    if own == [Act.OTHER]:
        return (Act.OTHER,)
    if finding.lemma in words("acts", "estimating", "words"):
        return tuple(own) or (Act.ASSERT,)
    more = _of_content(parsed, finding, speaker) if not own or own[0] in (Act.PLEDGE, Act.SUPPORT) else []
    if own:
        more = [a for a in more if a in (Act.SUPPORT, Act.PLEDGE)]
    elif finding.frame == "turn":
        more = _of_turn(more, sum(end - start for start, end in finding.content))
    elif not more or more[0] in _ASIDES:
        stance = stance_of(parsed, finding, speaker)
        if stance is not None:
            return (stance, *(more or [Act.ASSERT]))[:_MOST]
    return tuple(dict.fromkeys([*own, *more]))[:_MOST] or (Act.ASSERT,)


def _of_turn(acts: list[Act], size: int) -> list[Act]:
    """Return a turn's acts without the courtesies of a longer one ("Thank you"), its question first."""
    kept = [a for a in acts if a is not Act.THANK or size < _COURTESY]
    return sorted(kept, key=lambda a: a is not Act.QUESTION)


@cache
def _table(section: str) -> dict[str, Act]:
    """Return one section of the lexicon as word → act; the first act that lists a word has it."""
    table: dict[str, Act] = {}
    for name in load("acts")[section]:
        for word in sorted(words("acts", section, name)):
            table.setdefault(word, Act(name))
    return table


@cache
def _phrases() -> re.Pattern[str]:
    """Return one expression for all phrases, each act a group of its own, longest phrase first."""
    groups = []
    for name, phrases in load("acts")["phrases"].items():
        ordered = sorted(phrases, key=lambda p: (-len(p), p))
        groups.append(f"(?P<{name}>{'|'.join(re.escape(p) for p in ordered)})")
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


def _of_cue(parsed: ParsedArticle, finding: Finding) -> list[Act]:
    """Return the acts that the cue itself performs, with its object; empty for a neutral cue."""
    root = clauses.root_of(clauses.cue_tokens(parsed, finding))
    base = finding.lemma.split()[0] if finding.lemma else ""
    if base in words("acts", "cues-other", "words") and finding.frame != "object":
        return [Act.OTHER]
    if root is None:
        return []
    special = _special(parsed, finding, root, base)
    if special is not None:
        return [special]
    if base == "call" and not _calls_for(finding, root):
        return []
    carried = _carried(parsed, finding, root, base) if base in words("acts", "carrying", "words") else []
    if base in words("acts", "saying-so", "words") and is_direct(parsed, finding):
        return carried  # "declared: “It is a disgrace”" makes nothing known or valid
    act = _table("cues").get(base)
    return carried or ([act] if act is not None else [])


def _special(  # noqa: PLR0911 - one cue after another
    parsed: ParsedArticle, finding: Finding, root: Token, base: str
) -> Act | None:
    """Return the act of a cue whose complement decides: ask, tell, claim, reject, deny; None for others."""
    if base == "ask" or (base == "demand" and _quotes_question(parsed, finding)):
        return _asked(parsed, finding, root)
    if (base in ("tell", "remind") and _told_to(root)) or (base == "suggest" and _wished_for(root)):
        return Act.URGE
    if base == "claim" and finding.frame == "object":
        attacked = _object_in(parsed, finding, root, words("acts", "claimed", "words"))
        return Act.CLAIM_RESPONSIBILITY if attacked else None
    if base in words("acts", "rejecting", "words"):
        return _rejected(parsed, finding, root)
    if finding.lemma == "rule out":
        return Act.DENY
    if base == "swear" and finding.frame == "clause":  # "swore it was an accident"
        later = any(t.lower_ in _LATER for _, ts in clauses.content_tokens(parsed, finding) for t in ts)
        return Act.PLEDGE if later else Act.ASSERT
    branded = base in words("acts", "rejecting", "branding")
    claims = words("acts", "rejecting", "claims")
    if branded and (_object_in(parsed, finding, root, claims) or _opens_with(parsed, finding, claims)):
        return Act.DENY
    if base == "deny":
        decided = _object_in(parsed, finding, root, words("acts", "rejecting", "decisions"))
        return Act.OPPOSE if decided else Act.DENY
    return None


def _quotes_question(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a content is a question in quotation marks: "“Who left it open?” she demanded"."""
    end = finding.content[-1][1]
    asked = parsed.text[max(0, end - 4) : end].rstrip(" ”\"'’").endswith("?")
    return asked and is_direct(parsed, finding)


def _asked(parsed: ParsedArticle, finding: Finding, root: Token) -> Act:
    if any(c.dep_ == "xcomp" and any(g.tag_ == "TO" for g in c.children) for c in root.children):
        return Act.URGE
    if any(c.dep_ == "prep" and c.lower_ == "for" for c in root.children):
        return Act.URGE
    # "asked the council to act": the parser may make "the council to act" one clause.
    clause = next((c for c in root.children if c.dep_ == "ccomp"), None)
    first = _first_word(parsed, finding)
    if clause is not None and first not in _INTERROGATIVE and any(g.tag_ == "TO" for g in clause.children):
        return Act.URGE
    return Act.URGE if first in ("to", "that", "for") else Act.QUESTION


def _first_word(parsed: ParsedArticle, finding: Finding) -> str:
    start, end = finding.content[0]
    match = re.match(r"\W*(\w+)", parsed.text[start : min(end, start + 40)])
    return match.group(1).lower() if match else ""


def _calls_for(finding: Finding, root: Token) -> bool:
    """Tell "called for", "called on", "a call to" from "called it a lie"."""
    if finding.lemma.partition(" ")[2] in ("for", "on", "upon") or root.tag_ in ("NN", "NNS"):
        return True
    return any(
        c.dep_ in ("prep", "prt") and c.lower_ in ("for", "on", "upon") and c.i > root.i
        for c in root.children
    )


def _told_to(root: Token) -> bool:
    """Tell "told residents to leave" from "told residents that"."""
    for child in root.children:
        if child.dep_ in ("xcomp", "ccomp") and child.tag_ == "VB":
            aux = [g for g in child.children if g.dep_ in ("aux", "mark")]
            return any(g.tag_ == "TO" for g in aux) and not any(g.lower_ == "that" for g in aux)
    return False


def _objects(parsed: ParsedArticle, finding: Finding, root: Token) -> Iterator[Token]:
    """Yield the objects of a cue and what is coordinated with them; without one, the content's head."""
    found = False
    for child in root.children:
        if child.dep_ in ("dobj", "nsubjpass", "attr", "pobj"):
            found = True
            yield child
            yield from child.conjuncts
    if not found and finding.frame in ("object", "noun"):
        for _, tokens in clauses.content_tokens(parsed, finding):
            head = clauses.root_of(tokens)
            if head is not None:
                yield head
                yield from head.conjuncts


def _wished_for(root: Token) -> bool:
    """Tell "suggested she rest" and "that he should rest" from "suggested that he had rested"."""
    for clause in root.children:
        subject = next((c for c in clause.children if c.dep_ == "nsubj"), None)
        if clause.dep_ != "ccomp" or subject is None:
            continue
        # "she wear": the tagger may take the subjunctive for a present tense
        bare = clause.tag_ == "VBP" and (
            subject.lower_ in ("he", "she", "it") or subject.tag_ in ("NN", "NNP")
        )
        if clause.tag_ == "VB" or bare:
            aux = {c.lower_ for c in clause.children if c.dep_ == "aux"}
            return not aux or "should" in aux
    return False


def _opens_with(parsed: ParsedArticle, finding: Finding, nouns: frozenset[str]) -> bool:
    """Tell whether the first noun of a content is one of these: "the claim “kitchen talk”"."""
    for _, tokens in clauses.content_tokens(parsed, finding):
        return next((lemma(t) in nouns for t in tokens if t.tag_ in ("NN", "NNS")), False)
    return False


def _object_in(parsed: ParsedArticle, finding: Finding, root: Token, nouns: frozenset[str]) -> bool:
    return any(lemma(t) in nouns for t in _objects(parsed, finding, root))


def _rejected(parsed: ParsedArticle, finding: Finding, root: Token) -> Act:
    """Rejecting what was claimed is a denial; rejecting an offer is opposition."""
    if _object_in(parsed, finding, root, words("acts", "rejecting", "claims")):
        return Act.DENY
    if any(c.dep_ == "dobj" and c.lower_ in _POINTERS for c in root.children):
        return Act.DENY
    if _branded(parsed, finding, words("acts", "rejecting", "falsehoods")):
        return Act.DENY
    # "dismissed as baseless the idea", "rejected that it had": a clause can only be a claim.
    if any(c.dep_ == "ccomp" for c in root.children):
        return Act.DENY
    return Act.OPPOSE


def _branded(parsed: ParsedArticle, finding: Finding, brands: frozenset[str]) -> bool:
    """Tell whether what was rejected was rejected as one of these: "dismissed them *as* pure speculation"."""
    said = " ".join(parsed.text[start:end] for start, end in finding.content).lower()
    return not brands.isdisjoint(_WORD.findall(said.partition(" as ")[2]))


def _carried(parsed: ParsedArticle, finding: Finding, root: Token, base: str) -> list[Act]:
    """Return the acts of the objects of a verb that only carries them: "expressed grief and support"."""
    table, only = _table("objects"), load("acts")["objects-only"]
    found: list[Act] = []
    renews = base in words("acts", "renewing", "words")
    for token in _objects(parsed, finding, root):
        if renews and lemma(token) in words("acts", "renewing", "ties"):
            found.append(Act.SUPPORT)
        act = table.get(lemma(token))
        if lemma(token) == "tribute" and any(_DEAD.search(parsed.text, *r) for r in finding.content):
            act = Act.CONDOLE
        if act is not None and base in only.get(act.value, base).split():
            found.append(act)
    return found


def _of_content(parsed: ParsedArticle, finding: Finding, speaker: str) -> list[Act]:
    """Return the acts that the content's own words perform, in the order of the text."""
    found = [(at, act) for act, _, at in performed(parsed, finding, speaker)]
    for start, end in finding.content:
        text = parsed.text[start:end]
        found.extend((start + m.start(), Act(str(m.lastgroup))) for m in _phrases().finditer(text))
        if text.rstrip(" ”\"'’)").endswith("?"):
            found.append((end, Act.QUESTION))
    return [act for _, act in sorted(found, key=lambda f: f[0])]
