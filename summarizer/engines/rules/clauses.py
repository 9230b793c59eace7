"""The cue in its clause: which words of a sentence belong to the saying, and which to what is said.

The parser of a small model often hangs a phrase at the wrong word ("said Novak [at a press conference]"),
so a phrase counts as belonging to the cue when the tree says so, or when it stands right beside the cue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Finding, Range
    from summarizer.engines.rules.parsing import ParsedArticle, Sentence

__all__ = [
    "anchors",
    "attached",
    "content_tokens",
    "cue_tokens",
    "cue_tokens_in",
    "noun_phrase",
    "overlaps",
    "root_of",
    "words_of",
]

_NOUN = ("NN", "NNS", "NNP", "NNPS")
_TRIM = frozenset({"relcl", "acl", "appos", "punct", "advcl", "cc", "conj"})
_LIMIT = 40
_GAP = 4


def overlaps(start: int, end: int, ranges: Iterable[Range]) -> bool:
    """Tell whether ``[start, end)`` shares a character with any of the ranges."""
    return any(start < r[1] and r[0] < end for r in ranges)


def words_of(parsed: ParsedArticle, sentence: int) -> str:
    """Return the text of a sentence: cut from the article, which is cheaper than joining its tokens."""
    segment = parsed.sentences[sentence].segment
    return parsed.text[segment.start : segment.end]


def root_of(tokens: Sequence[Token]) -> Token | None:
    """Return the token of a run whose head is outside of it; None for an empty run."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)


def cue_tokens(parsed: ParsedArticle, finding: Finding) -> list[Token]:
    """Return the tokens of a finding's cue; empty where it has none."""
    return cue_tokens_in(parsed.sentences[finding.sentence], finding)


def cue_tokens_in(sentence: Sentence, finding: Finding) -> list[Token]:
    """Return the tokens of a finding's cue in its sentence; empty where it has none."""
    return list(sentence.touched(*finding.cue)) if finding.cue is not None else []


def content_tokens(parsed: ParsedArticle, finding: Finding) -> Iterator[tuple[Sentence, list[Token]]]:
    """Yield, sentence by sentence, the tokens of a finding's content."""
    for start, end in finding.content:
        first = parsed.at(start)
        index = finding.sentence if first is None else first.index
        while index < len(parsed.sentences) and parsed.sentences[index].segment.start < end:
            sentence = parsed.sentences[index]
            tokens = list(sentence.within(start, end))
            if tokens:
                yield sentence, tokens
            index += 1


def anchors(cue: Token) -> list[Token]:
    """Return the cue and the words above it that the same modifiers belong to.

    Upwards through coordination ("met X and said") and participles ("blamed X, accusing it of"): what was
    done at the same place and time. Never out of a clause that is itself content.
    """
    found = [cue]
    token = cue
    while len(found) < _LIMIT and token.head.i != token.i:
        participle = token.dep_ in ("advcl", "acl", "xcomp") and token.tag_ in ("VBG", "VBN", "VB")
        subject = token.dep_ == "nsubj" and found[-1].dep_ == "acl"
        if not (token.dep_ == "conj" or participle or subject or token.dep_ in ("prep", "pobj")):
            break
        token = token.head
        found.append(token)
    return found


def _climbs(
    token: Token, tops: set[int], sentence: Sentence, content: Sequence[Range], nouns: frozenset[str]
) -> bool:
    """Tell whether a token hangs at a top token, directly or by words that may stand between."""
    for _ in range(_LIMIT):
        if token.head.i == token.i:
            return False
        relative = token.dep_ == "relcl"
        token = token.head
        if token.i in tops:
            return not relative or lemma(token) in nouns
        if overlaps(sentence.start(token), sentence.end(token), content):
            return False
        name = token.tag_ in ("NNP", "NNPS")
        scene = (
            token.tag_[:1] == "V"
            and lemma(token) in words("channels", "scene", "verbs")
            and token.dep_ in ("advcl", "acl", "relcl", "prep")
        )
        noun = token.tag_ in _NOUN and lemma(token) in nouns
        # "condemned the raid, extending sympathies in a letter"
        scene = scene or (token.tag_ == "VBG" and token.dep_ == "advcl" and token.head.i in tops)
        if not (name or scene or noun or token.tag_ in ("IN", "CD", "TO")):
            return False
    return False


def attached(
    parsed: ParsedArticle,
    finding: Finding,
    phrases: Sequence[tuple[int, int, Token]],
    nouns: frozenset[str],
    content: Sequence[Range] | None = None,
) -> list[bool]:
    """Tell for each phrase of the cue's sentence whether it modifies the saying.

    Args:
        parsed: the article.
        finding: the statement; without a cue nothing is attached.
        phrases: start, end and first token of each, in order, with offsets into the article.
        nouns: base forms of the nouns under which a modifier may hang ("in a *statement* on Friday").
        content: what counts as said and holds no modifier of the saying; else the finding's content.
    """
    tokens = cue_tokens(parsed, finding)
    cue = root_of(tokens)
    if cue is None or finding.cue is None:
        return [False] * len(phrases)
    sentence = parsed.sentences[finding.sentence]
    tops = {t.i for t in tokens} | {t.i for t in anchors(cue)}
    said = finding.content if content is None else content
    edges = [finding.cue]
    if finding.mention is not None:
        edges.append(finding.mention)
        span = sentence.span(*finding.mention)
        mention = root_of(list(span)) if span is not None else None
        if mention is not None:
            tops.add(mention.i)
    found: list[bool] = []
    for start, end, token in phrases:
        if overlaps(start, end, said) or (start >= finding.cue[1] and _opens_next(parsed.text, start)):
            found.append(False)
            continue
        beside = any(_beside(parsed.text, start, end, edge) for edge in edges)
        ok = (beside and not _in_relative(token, tops)) or _climbs(token, tops, sentence, said, nouns)
        found.append(ok)
        if ok:
            edges.append((start, end))
    return found


def _opens_next(text: str, start: int) -> bool:
    """Tell whether a phrase stands behind "and," and belongs to what comes next: "and, on Friday, left"."""
    before = text[max(0, start - 8) : start].rstrip()
    return before.endswith((" and,", " but,"))


def _in_relative(token: Token, tops: set[int]) -> bool:
    """Tell whether a phrase hangs in a relative clause: "Ruiz, who was elected [on Sunday], said"."""
    for _ in range(_LIMIT):
        if token.head.i == token.i or token.i in tops:
            return False
        if token.tag_[:1] == "V" and token.dep_ in ("relcl", "acl"):
            return lemma(token) not in words("channels", "scene", "verbs")
        token = token.head
    return False


def _beside(text: str, start: int, end: int, edge: Range) -> bool:
    """Tell whether two ranges have nothing but white space, commas or closing marks between them."""
    between = text[edge[1] : start] if start >= edge[1] else text[end : edge[0]] if end <= edge[0] else ""
    return len(between) <= _GAP and not between.strip(" ,\t\n\u00a0")


def noun_phrase(sentence: Sentence, head: Token, *, keep: frozenset[str] = frozenset({"of"})) -> str:
    """Return the smallest noun phrase of a head in the article's words.

    Its determiner, adjectives, compounds and possessors, and phrases with a preposition of ``keep``; no
    relative clause, participle, apposition or coordination, and no possessive ending.
    """
    first = last = head.i
    stack = [head]
    while stack:
        token = stack.pop()
        for child in token.children:
            if child.dep_ in _TRIM:
                continue
            # "accused the government of hiding it": this "of" has a clause and belongs to the verb.
            if child.dep_ == "prep" and not (
                child.lower_ in keep and any(c.dep_ == "pobj" for c in child.children)
            ):
                continue
            left = child.i < head.i
            if not left and child.dep_ not in (
                "prep",
                "pobj",
                "nummod",
                "case",
                "compound",
                "amod",
                "det",
                "poss",
                "nmod",
            ):
                continue
            first, last = min(first, child.i), max(last, child.i)
            stack.append(child)
    span = sentence.doc[first : last + 1]
    return " ".join(span.text.split()).removesuffix("’s").removesuffix("'s")
