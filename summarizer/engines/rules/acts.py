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
from summarizer.records import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["acts_of", "performed_verb"]

_MOST = 3
_MARKS = ("``", "''")
_COURTESY = 160  # characters
_BESIDE = 80  # characters
_SENTENCES = 4
_DEEPEST = 20
_WISHES = frozenset({"want", "like", "wish"})
_FIRST = frozenset({"i", "we"})
_SINGULAR = frozenset({"he", "she"})
_QUOTES = '“”"„«»‘'
_SHORTEST_STEM = 4
_INTERROGATIVE = frozenset({"why", "whether", "if", "what", "how", "who", "when", "where", "which"})
_FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})
_DUTY = frozenset({"must", "should", "ought"})
_PAST = frozenset({"did", "had", "have", "has"})
_MAYBE = frozenset({"can", "could", "may", "might"})


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
    more = _of_content(parsed, finding, speaker) if not own or own[0] in (Act.PLEDGE, Act.SUPPORT) else []
    if own:
        more = [a for a in more if a in (Act.SUPPORT, Act.PLEDGE)]
    elif finding.frame == "turn":
        more = _of_turn(more, sum(end - start for start, end in finding.content))
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
    act = _table("cues").get(base)
    return carried or ([act] if act is not None else [])


def _special(parsed: ParsedArticle, finding: Finding, root: Token, base: str) -> Act | None:
    """Return the act of a cue whose complement decides: ask, tell, reject, deny; None for any other cue."""
    if base == "ask":
        return _asked(parsed, finding, root)
    if base == "tell" and _told_to(root):
        return Act.URGE
    if base in words("acts", "rejecting", "words"):
        return _rejected(parsed, finding, root)
    branded = base in words("acts", "rejecting", "branding")
    if branded and _object_in(parsed, finding, root, words("acts", "rejecting", "claims")):
        return Act.DENY
    if base == "deny":
        decided = _object_in(parsed, finding, root, words("acts", "rejecting", "decisions"))
        return Act.OPPOSE if decided else Act.DENY
    return None


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
        if child.dep_ in ("dobj", "nsubjpass", "attr", "pobj") or (child.dep_ == "nsubj" and finding.passive):
            found = True
            yield child
            yield from child.conjuncts
    if not found and finding.frame in ("object", "noun"):
        for _, tokens in clauses.content_tokens(parsed, finding):
            head = clauses.root_of(tokens)
            if head is not None:
                yield head
                yield from head.conjuncts


def _object_in(parsed: ParsedArticle, finding: Finding, root: Token, nouns: frozenset[str]) -> bool:
    return any(lemma(t) in nouns for t in _objects(parsed, finding, root))


def _rejected(parsed: ParsedArticle, finding: Finding, root: Token) -> Act:
    """Rejecting what was claimed is a denial; rejecting an offer is opposition."""
    if _object_in(parsed, finding, root, words("acts", "rejecting", "claims")):
        return Act.DENY
    # "dismissed as baseless the idea", "rejected that it had": a clause can only be a claim.
    if any(c.dep_ == "ccomp" for c in root.children):
        return Act.DENY
    return Act.OPPOSE


def _carried(parsed: ParsedArticle, finding: Finding, root: Token, base: str) -> list[Act]:
    """Return the acts of the objects of a verb that only carries them: "expressed grief and support"."""
    table, only = _table("objects"), load("acts")["objects-only"]
    found: list[Act] = []
    renews = base in words("acts", "renewing", "words")
    for token in _objects(parsed, finding, root):
        if renews and lemma(token) in words("acts", "renewing", "ties"):
            found.append(Act.SUPPORT)
        act = table.get(lemma(token))
        if act is not None and base in only.get(act.value, base).split():
            found.append(act)
    return found


def performed_verb(parsed: ParsedArticle, finding: Finding, speaker: str = "") -> tuple[Act, Token] | None:
    """Return the first verb of the content that performs an act in the speaker's own name ("We *urge* …")."""
    return next(((act, token) for act, token, _ in _performed(parsed, finding, speaker)), None)


def _of_content(parsed: ParsedArticle, finding: Finding, speaker: str) -> list[Act]:
    """Return the acts that the content's own words perform, in the order of the text."""
    found = [(at, act) for act, _, at in _performed(parsed, finding, speaker)]
    for start, end in finding.content:
        text = parsed.text[start:end]
        found.extend((start + m.start(), Act(str(m.lastgroup))) for m in _phrases().finditer(text))
        if text.rstrip(" ”\"'’)").endswith("?"):
            found.append((end, Act.QUESTION))
    return [act for _, act in sorted(found, key=lambda f: f[0])]


def _performed(parsed: ParsedArticle, finding: Finding, speaker: str) -> Iterator[tuple[Act, Token, int]]:
    """Yield act, verb and position for each main verb of the content that performs an act."""
    own = f"{speaker} {_surroundings(parsed, finding, speaker)}"
    selves = _selves(parsed, finding)
    for sentence, tokens in clauses.content_tokens(parsed, finding):
        if tokens[-1].text == "?" or (len(tokens) > 1 and tokens[-2].text == "?"):
            continue  # a question performs nothing else
        inside = {t.i for t in tokens}
        for token in tokens:
            if token.tag_[:1] != "V" or not _is_main(token, inside):
                continue
            subject = _subject(token)
            if subject is None and token.i == tokens[0].i + (tokens[0].tag_ in _MARKS) and _orders(token):
                yield Act.URGE, token, sentence.start(token)
            if subject is not None:
                for act in _acts_of_verb(token, _speaks_for(subject, selves, own)):
                    yield act, token, sentence.start(token)


def _orders(token: Token) -> bool:
    """Tell whether a verb at the head of a quotation is an imperative: "Boil the water"."""
    bare = token.tag_ == "VB" and not any(c.dep_ in ("aux", "mark") for c in token.children)
    return (
        bare and token.dep_ in ("ROOT", "ccomp") and lemma(token) not in words("acts", "no-orders", "words")
    )


def _selves(parsed: ParsedArticle, finding: Finding) -> frozenset[str]:
    """Return the pronouns that can mean the speaker: first person, and outside quotation marks the third."""
    start = finding.content[0][0]
    if finding.frame in ("quote", "turn", "continued") or parsed.text[max(0, start - 1) : start] in _QUOTES:
        return _FIRST
    mention = parsed.text[slice(*finding.mention)].lower() if finding.mention is not None else ""
    if mention in _SINGULAR:
        return _FIRST | {mention}
    plural = mention == "they" or " and " in mention or mention.endswith("s")
    return _FIRST | ({"they"} if plural else _SINGULAR | {"it"})


def _is_main(token: Token, inside: set[int]) -> bool:
    """Tell whether a verb heads the content, or is coordinated with one that does."""
    for _ in range(_DEEPEST):
        if token.dep_ == "ROOT" or token.head.i not in inside:
            return True
        wished = token.dep_ == "xcomp" and lemma(token.head) in _WISHES
        if token.dep_ != "conj" and not wished:
            # A comma splice ("we condemn it, this is wrong") comes out as a clause of the later verb.
            splice = token.dep_ in ("ccomp", "parataxis") and token.i < token.head.i
            return splice and token.head.dep_ == "ROOT"
        token = token.head
    return False


def _subject(token: Token) -> Token | None:
    """Return the subject of a verb, its own or that of the verb which it is coordinated with."""
    for _ in range(_DEEPEST):
        subject = next((c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or token.dep_ not in ("conj", "xcomp"):
            return subject
        token = token.head
    return None


def _surroundings(parsed: ParsedArticle, finding: Finding, speaker: str) -> str:
    """Return what may tell for whom the speaker speaks, besides ``speaker``, without the content itself.

    The words beside the mention, and for an official the first sentences elsewhere with the same last name:
    "Kellan condemned the raid, spokesman Ole Berg said" tells it for all that he says.
    """
    parts = []
    if finding.mention is not None:
        start, end = finding.mention
        stop = min([end + _BESIDE, *(s for s, _ in finding.content if s >= end)])
        begin = max([0, start - _BESIDE, *(e for _, e in finding.content if e <= start)])
        parts.append(parsed.text[begin:stop])
        speaker = speaker or parsed.text[start:end]
    official = any(
        w in words("acts", "officials", "words") for w in f"{speaker} {' '.join(parts)}".lower().split()
    )
    # A description may follow the name in ``speaker``: the mention tells where the name ends.
    mention = parsed.text[slice(*finding.mention)].split() if finding.mention is not None else []
    known = [w for w in (*reversed(mention), *speaker.split()[1:2]) if w[:1].isupper() and w in speaker]
    name = known[0] if known else ""
    at = parsed.text.find(name) if official and name else -1
    for _ in range(_SENTENCES):
        if at < 0:
            break
        sentence = parsed.at(at)
        if sentence is not None and sentence.index != finding.sentence:
            parts.append(parsed.text[sentence.segment.start : sentence.segment.end])
        at = parsed.text.find(name, at + 1)
    return " ".join(parts)


def _speaks_for(subject: Token, selves: frozenset[str], own: str) -> bool:
    """Tell whether a verb with this subject is the speaker's own act ("Kellan" for its spokesman)."""
    if subject.lower_ in selves:
        return True
    stem = subject.text[:_SHORTEST_STEM].lower()
    named = subject.tag_ in ("NNP", "NNPS") and len(stem) == _SHORTEST_STEM
    return named and stem in own.lower()


def _acts_of_verb(token: Token, own: bool) -> list[Act]:  # noqa: FBT001 - a private switch
    """Return what one main verb does; ``own``: its subject is the speaker or whom the speaker speaks for."""
    aux = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in token.children)
    passive = any(c.dep_ == "auxpass" for c in token.children)
    stative = lemma(token) in words("acts", "stative", "words")
    if not own or passive:
        return [Act.URGE] if aux & _DUTY and not denied and token.tag_ == "VB" and "have" not in aux else []
    if denied:
        past = bool(aux & _PAST) or token.tag_ == "VBD"
        return [Act.DENY] if past and lemma(token) not in words("acts", "stative", "unknowing") else []
    if aux & _FUTURE:
        later = {lemma(token)} | {lemma(c) for c in token.children if c.dep_ == "xcomp"}
        helps = bool(later & words("acts", "performed-later", "support"))
        return [] if stative else [Act.SUPPORT, Act.PLEDGE] if helps else [Act.PLEDGE]
    told = lemma(token) == "ask" and bool(aux & _PAST)  # "I have asked him" tells of it
    return _performs(token) if not told and not aux & (_DUTY | _MAYBE) else []


def _performs(token: Token) -> list[Act]:
    """Return the act of a performative verb in the form that performs it, empty for any other verb."""
    base = lemma(token)
    act = _table("performed").get(base)
    if base == "call" and not any(c.lower_ in ("for", "on", "upon") for c in token.children):
        return []
    if base == "ask" and not any(c.dep_ in ("xcomp", "ccomp", "prep") for c in token.children):
        return []
    return [] if act is None else [act]
