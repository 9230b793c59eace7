"""Scores of a summary: which facts it holds, whether it stands on its evidence, how much it repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.normalize import key
from summarizer.wording import missing, names, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.gold import GoldArticle, GoldFact
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
      of **each** of its spans (both sides of a dispute), and the sentences that touch them have every number
      and name that both the fact's text and its spans have. A nugget recall in the sense of Voorhees,
      "Evaluating answers to definition questions" (2003), decided by evidence instead of by a judge.
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
    covered = [words.of((e.start, e.end) for e in s.evidence) for s in sentences]
    held = {f.id for f in article.facts if _holds(article, f, sentences, covered, words)}
    core = [f for f in article.facts if f.core]
    counts["core_facts"] = (sum(f.id in held for f in core), len(core))
    counts["facts"] = (len(held), len(article.facts))
    return counts, tuple(f.id for f in article.facts if f.id not in held)


def _holds(
    article: GoldArticle,
    fact: GoldFact,
    sentences: Sequence[SummarySentence],
    covered: Sequence[frozenset[int]],
    words: Words,
) -> bool:
    spans = [words.of([span]) for span in fact.evidence]
    everything = frozenset().union(*covered) if covered else frozenset()
    if not spans or any(len(span & everything) < _ENOUGH * len(span) for span in spans):
        return False
    touching = " ".join(
        s.text for s, own in zip(sentences, covered, strict=True) if any(own & span for span in spans)
    )
    proof = " ".join(article.text[a:b] for a, b in fact.evidence)
    have = {n.value for n in numbers(touching)}
    proven = {n.value for n in numbers(proof)}
    if any(n.value in proven and n.value not in have for n in numbers(fact.text)):
        return False
    wanted = [name for name in names(fact.text) if missing([name], proof) is None]
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
