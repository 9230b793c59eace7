"""Scores of a summary: which facts it holds, whether it stands on its evidence, how much it repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.normalize import key
from summarizer.wording import missing, names, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.gold import GoldArticle
    from summarizer.evaluation.matching import Words
    from summarizer.evaluation.metrics import Counts
    from summarizer.records import Record, SummarySentence

__all__ = ["score_summary"]

_ENOUGH = 0.5
"""Share of the words of each of a fact's spans that the summary's evidence must hold."""
_WORD = re.compile(r"\w+")


def score_summary(
    article: GoldArticle, record: Record | None, words: Words
) -> tuple[Counts, tuple[str, ...]]:
    """Score the summary's sentences; the headline has no evidence of its own and does not count.

    - facts, core facts: a fact is held where the evidence of the sentences covers at least half of the words
      of **each** span of one of its proofs (both sides of a dispute), and the sentences that touch them have
      every number and name that both the fact's text and that proof have. A nugget recall in the sense of
      Voorhees, "Evaluating answers to definition questions" (2003), decided by evidence, not by a judge.
    - supported: sentences whose numbers and names all stand in their own evidence (the entity and number
      checks of Nan et al., "Entity-level factual consistency of abstractive summarization", 2021).
    - redundancy: for each sentence but the first, the largest share of its distinct words that one earlier
      sentence has (cf. maximal marginal relevance, Carbonell and Goldstein 1998); mean over such sentences.
    - sentences and words: per article.

    Returns:
        The counts, and the ids of the facts that the summary does not hold.
    """
    sentences = record.summary.sentences if record else ()
    counts: Counts = {
        "supported": (sum(map(_supported, sentences)), len(sentences)),
        "redundancy": _redundancy([s.text for s in sentences]),
        "summary_sentences": (len(sentences), 1),
        "summary_words": (sum(len(_WORD.findall(s.text)) for s in sentences), 1),
    }
    if article.facts is None:
        return counts, ()
    told = [(s.text, words.of((e.start, e.end) for e in s.evidence)) for s in sentences]
    held: set[str] = set()
    for fact in article.facts:
        for proof in fact.proofs:
            there = " ".join(article.text[a:b] for a, b in proof)
            if _holds(fact.text, [words.of([span]) for span in proof], there, told):
                held.add(fact.id)
    core = [f for f in article.facts if f.core]
    counts["core_facts"] = (sum(f.id in held for f in core), len(core))
    counts["facts"] = (len(held), len(article.facts))
    return counts, tuple(f.id for f in article.facts if f.id not in held)


def _holds(
    text: str, proof: Sequence[frozenset[int]], there: str, told: Sequence[tuple[str, frozenset[int]]]
) -> bool:
    """Whether a summary holds a fact by one of its proofs.

    Args:
        text: the fact in the labeller's words.
        proof: the words of each span.
        there: what the article has in the spans.
        told: of each sentence its text and the words of its evidence.
    """
    everything = frozenset[int]().union(*(own for _, own in told))
    if not proof or any(len(span & everything) < _ENOUGH * len(span) for span in proof):
        return False
    touching = " ".join(said for said, own in told if any(own & span for span in proof))
    have = {n.value for n in numbers(touching)}
    proven = {n.value for n in numbers(there)}
    if any(n.value in proven and n.value not in have for n in numbers(text)):
        return False
    wanted = [name for name in names(text) if missing([name], there) is None]
    return missing(wanted, touching) is None


def _supported(sentence: SummarySentence) -> bool:
    there = " ".join(e.exact for e in sentence.evidence)
    have = {n.value for n in numbers(there)}
    # "one" is a pronoun as often as a number
    if any(n.value not in have and n.value != 1 for n in numbers(sentence.text)):
        return False
    return missing(names(sentence.text), there) is None


def _redundancy(texts: Sequence[str]) -> tuple[float, float]:
    seen: list[frozenset[str]] = []
    total = 0.0
    for text in texts:
        own = frozenset(map(key, _WORD.findall(text)))
        if seen and own:
            total += max(len(own & earlier) for earlier in seen) / len(own)
        seen.append(own)
    return total, max(0, len(texts) - 1)
