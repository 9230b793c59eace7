"""What a content's own words do in the speaker's own name: "We *urge* …", "I did not", "Boil the water".

A verb performs its act only as it is spoken: "we condemn it" does, "we warned them in May" tells of it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from summarizer.engines.rules import clauses, names
from summarizer.engines.rules.lexicon import load, words
from summarizer.engines.rules.parsing import lemma
from summarizer.records import Act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding
    from summarizer.engines.rules.parsing import ParsedArticle

__all__ = ["is_direct", "performed", "performed_verb"]

_MARKS = ("``", "''")
_BESIDE = 80  # characters
_SENTENCES = 4
_DEEPEST = 20
# Who somebody is stands near an article's head; reading all of a long one for each statement would be slow.
_READ = 30_000  # characters
_WISHES = frozenset({"want", "like", "wish"})
_FIRST = frozenset({"i", "we"})
_SINGULAR = frozenset({"he", "she"})
_OUR = frozenset({"my", "our"})
_QUOTES = frozenset('“”"„«»‘')
_SHORTEST_STEM = 4
_FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall", "would"})
_DUTY = frozenset({"must", "should", "ought"})
_HAVE = frozenset({"had", "have", "has", "'ve", "’ve", "'d", "’d"})
_MAYBE = frozenset({"can", "could", "may", "might"})
_OPENERS = frozenset(
    {"please", "do", "just", "so", "and", "but", "now", "then", "never", "not", "n't", "n’t", ","}
)
_NOTHING = frozenset({"nothing", "nobody", "none"})
# What is only told of, in "we have urged them"; "we have always condemned it" still condemns.
_TOLD = frozenset({Act.URGE, Act.WARN, Act.PLEDGE, Act.ACCUSE, Act.ANNOUNCE})


def is_direct(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether a content begins in quotation marks, so that "I" and "we" are the speaker."""
    if finding.frame in ("quote", "turn", "continued"):
        return True
    start = finding.content[0][0]
    before, mark = (
        parsed.text[max(0, start - 2) : start - 1 if start else 0],
        parsed.text[max(0, start - 1) : start],
    )
    return mark in _QUOTES if mark != "'" else not before.isalnum()


def performed_verb(parsed: ParsedArticle, finding: Finding, speaker: str = "") -> tuple[Act, Token] | None:
    """Return the first verb of the content that performs an act in the speaker's own name ("We *urge* …")."""
    return next(((act, token) for act, token, _ in performed(parsed, finding, speaker)), None)


def performed(parsed: ParsedArticle, finding: Finding, speaker: str) -> Iterator[tuple[Act, Token, int]]:
    """Yield act, verb and position for each main verb of the content that performs an act.

    Args:
        parsed: the article.
        finding: the statement as found.
        speaker: name, role and affiliation in one string, where known.
    """
    own = f"{speaker} {_surroundings(parsed, finding, speaker)}"
    direct = is_direct(parsed, finding)
    selves = _selves(parsed, finding, speaker, direct=direct)
    cue = clauses.root_of(clauses.cue_tokens(parsed, finding))
    now = cue is not None and cue.tag_ in ("VBZ", "VBP")
    for sentence, tokens in clauses.content_tokens(parsed, finding):
        if tokens[-1].text == "?" or (len(tokens) > 1 and tokens[-2].text == "?"):
            continue  # a question performs nothing else
        inside = {t.i for t in tokens}
        first = _opening(tokens)
        for token in tokens:
            ordered = token.i == first and _orders(token, direct=direct) and not _is_name(parsed, token)
            if ordered:
                yield Act.URGE, token, sentence.start(token)
            if ordered or token.tag_[:1] != "V" or not _is_main(token, inside):
                continue
            subject = _subject(token)
            if subject is None:
                continue
            mine = _speaks_for(subject, selves, own)
            if subject.lower_ == "it" and lemma(token) in words("acts", "stative", "effects"):
                continue  # "it would cost": what it does is no promise
            for act in _acts_of_verb(token, mine):
                if not _is_told(token, act, direct=direct, now=now):
                    yield act, token, sentence.start(token)


def _opening(tokens: Sequence[Token]) -> int:
    """Return the index of the first word that is no quotation mark and no "please", "do not" or "so"."""
    for token in tokens:
        if token.tag_ not in _MARKS and token.lower_ not in _OPENERS:
            return int(token.i)
    return int(tokens[0].i)


def _orders(token: Token, *, direct: bool) -> bool:
    """Tell whether the word at the head of a quotation is an imperative: "Boil the water"."""
    before = {t.lower_ for t in token.doc[max(0, token.i - 3) : token.i]}
    asked = bool(before & {"please", "do"}) and direct
    if token.tag_ != "VB":
        # The tagger takes some for names: "Boil it", "Ask who".
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        known = direct and token.text[:1].isupper() and token.lower_ in words("acts", "orders", "words")
        return known and after is not None and after.tag_ in ("DT", "PRP", "PRP$", "WP", "WRB")
    if any(c.dep_ in ("nsubj", "mark") or (c.dep_ == "aux" and c.lower_ != "do") for c in token.children):
        lets = token.lower_ == "let" and not any(c.dep_ in ("aux", "mark") for c in token.children)
        if not lets:
            return False
    if token.lower_ == "let":
        return token.i + 1 < len(token.doc) and token.nbor(1).lower_ not in ("me", "us", "'s", "’s")
    idle = lemma(token) in words("acts", "no-orders", "words")
    return (direct or token.dep_ in ("ROOT", "ccomp", "xcomp")) and (asked or not idle)


def _is_name(parsed: ParsedArticle, token: Token) -> bool:
    """Tell whether a word with a capital is somebody's name elsewhere ("Chase may yet win")."""
    if not token.text[:1].isupper():
        return False
    elsewhere = re.compile(rf"[a-z,;] {re.escape(token.text)}\b")
    return elsewhere.search(parsed.text, 0, _READ) is not None


def _selves(parsed: ParsedArticle, finding: Finding, speaker: str, *, direct: bool) -> frozenset[str]:
    """Return the pronouns that can mean the speaker: first person, and outside quotation marks the third."""
    if direct:
        return _FIRST
    mention = parsed.text[slice(*finding.mention)].lower() if finding.mention is not None else ""
    if mention in _SINGULAR:
        return _FIRST | {mention}
    if mention == "they" or " and " in mention or _is_plural(parsed, finding):
        return _FIRST | {"they"}
    # "The mayor said it would take hours": no person is "it"
    person = any(names.is_role(w) or names.is_honorific(w) for w in f"{mention} {speaker}".split())
    return _FIRST | (_SINGULAR if person else _SINGULAR | {"it"})


def _is_plural(parsed: ParsedArticle, finding: Finding) -> bool:
    """Tell whether the mention's head is a plural: "officials", but not "Ms Lindros"."""
    if finding.mention is None:
        return False
    span = parsed.sentences[finding.sentence].span(*finding.mention)
    head = clauses.root_of(list(span)) if span is not None else None
    return head is not None and head.tag_ in ("NNS", "NNPS")


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
    at = parsed.text.find(name, 0, _READ) if official and name else -1
    for _ in range(_SENTENCES):
        if at < 0:
            break
        sentence = parsed.at(at)
        if sentence is not None and sentence.index != finding.sentence:
            parts.append(parsed.text[sentence.segment.start : sentence.segment.end])
        at = parsed.text.find(name, at + 1, _READ)
    return " ".join(parts)


def _speaks_for(subject: Token, selves: frozenset[str], own: str) -> bool:
    """Tell whether a verb with this subject is the speaker's own act ("Kellan" for its spokesman)."""
    if subject.lower_ in selves:
        return True
    if lemma(subject) in words("acts", "own-side", "words"):
        owner = next((c.lower_ for c in subject.children if c.dep_ == "poss"), "")
        pronouns = _OUR if selves == _FIRST else _OUR | {"its", "their", "her", "his"}
        # "our members", and "the company" of who speaks for a company
        if owner:
            return owner in pronouns
        the = any(c.dep_ == "det" and c.lower_ in ("the", "this") for c in subject.children)
        return the and subject.tag_ == "NN" and subject.lower_ in own.lower().split()
    stem = subject.text[:_SHORTEST_STEM].lower()
    named = subject.tag_ in ("NNP", "NNPS") and len(stem) == _SHORTEST_STEM
    return named and stem in own.lower()


def _is_told(token: Token, act: Act, *, direct: bool, now: bool) -> bool:
    """Tell whether a verb only tells of an act: "I asked him", "she had begged", "says it warned them"."""
    if lemma(token) not in _performing().get(act, frozenset()):
        return False
    have = {c.lower_ for c in token.children if c.dep_ == "aux"} & _HAVE
    if token.tag_ == "VBD":
        return direct or now
    if have and token.tag_ in ("VBN", "VBD"):
        return act in _TOLD or (not direct and "had" in have)
    return False


@cache
def _performing() -> dict[Act, frozenset[str]]:
    """Return the verbs of each act that can be performed by them."""
    return {Act(name): words("acts", "performed", name) for name in load("acts")["performed"]}


def _acts_of_verb(token: Token, own: bool) -> list[Act]:  # noqa: FBT001 - a private switch
    """Return what one main verb does; ``own``: its subject is the speaker or whom the speaker speaks for."""
    aux = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in token.children)
    passive = any(c.dep_ == "auxpass" for c in token.children)
    stative = lemma(token) in words("acts", "stative", "words")
    if not own or passive:
        return [Act.URGE] if aux & _DUTY and not denied and token.tag_ == "VB" and "have" not in aux else []
    past = bool(aux & _HAVE) or "did" in aux or token.tag_ == "VBD"
    if denied and aux & _FUTURE:
        return [] if stative or lemma(token) in words("acts", "stative", "unknowing") else [Act.PLEDGE]
    if denied:
        deeds = lemma(token) not in words("acts", "stative", "unknowing") and not _heard_from(token)
        return [Act.DENY] if past and deeds else []
    if _did_nothing(token, past=past):
        return [Act.DENY]
    if aux & _FUTURE:
        later = {lemma(token)} | {lemma(c) for c in token.children if c.dep_ == "xcomp"}
        helps = bool(later & words("acts", "performed-later", "support"))
        return [] if stative else [Act.SUPPORT, Act.PLEDGE] if helps else [Act.PLEDGE]
    return _performs(token) if not aux & (_DUTY | _MAYBE) else []


def _heard_from(token: Token) -> bool:
    """Tell "we have not heard from her", which denies nothing, from "we did not hear the alarm"."""
    return lemma(token) == "hear" and any(c.dep_ == "prep" and c.lower_ == "from" for c in token.children)


def _did_nothing(token: Token, *, past: bool) -> bool:
    """Tell "we received no complaint", "I had zero contact" and "we have no plans" from a want of things."""
    for child in token.children:
        if child.dep_ not in ("dobj", "attr"):
            continue
        before = {c.lower_ for c in child.children if c.i < child.i}
        if child.lower_ in _NOTHING or "no" in before or "zero" in before:
            if lemma(token) != "have":
                return past and lemma(token) not in words("acts", "stative", "words")
            return "zero" in before or lemma(child) in words("acts", "denied-having", "words")
    return False


def _performs(token: Token) -> list[Act]:
    """Return the act of a performative verb in the form that performs it, empty for any other verb."""
    base = lemma(token)
    act = next((a for a, verbs in _performing().items() if base in verbs), None)
    if base == "call" and not any(c.lower_ in ("for", "on", "upon") for c in token.children):
        return []
    if base == "ask" and not any(c.dep_ in ("xcomp", "ccomp", "prep") for c in token.children):
        return []
    return [] if act is None else [act]
