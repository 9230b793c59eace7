"""The metrics by name: what each means, which direction is better, and where its definition comes from.

Every metric is a ratio of two sums over articles: an article contributes a numerator and a denominator, and
the resampled unit is the article. F1 is one, too: twice the pairs over the labelled plus the found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ASKED", "FIELDS", "METRICS", "RATES", "Counts", "Metric", "add", "asked", "value"]

Counts = dict[str, tuple[float, float]]
"""Numerator and denominator of each metric."""

Unit = Literal["share", "number", "dollars", "seconds"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        title: what tables call it.
        group: statements, fields, summary, figures, articles or cost.
        meaning: what is divided by what.
        better: direction that is better; None where neither is.
        unit: how a value reads.
    """

    name: str
    title: str
    group: str
    meaning: str
    better: Literal["higher", "lower"] | None = "higher"
    unit: Unit = "share"


_S, _F, _U, _N, _A, _C = "statements", "fields", "summary", "figures", "articles", "cost"
_PAIRS = "of the matched pairs"
_ALL = (
    Metric("f1", "F1", _S, "harmonic mean of precision and recall, relaxed (van Rijsbergen 1979)"),
    Metric(
        "precision", "precision", _S, "matched of the found; found that match optional labels do not count"
    ),
    Metric(
        "recall",
        "recall",
        _S,
        "matched of the labelled; labels of failed articles count, optional ones do not",
    ),
    Metric("exact_f1", "F1, exact", _S, "as F1, where a pair has exactly the same words"),
    Metric("exact_precision", "precision, exact", _S, "pairs with exactly the same words, of the found"),
    Metric("exact_recall", "recall, exact", _S, "pairs with exactly the same words, of the labelled"),
    Metric("refused", "refused", _S, "statements that grounding refused, of those proposed", "lower"),
    Metric(
        "contents_exact", "contents exact", _S, "content spans that are what the article has there; must be 1"
    ),
    Metric(
        "evidence_exact",
        "evidence exact",
        _S,
        "spans of any sort that are what the article has there; must be 1",
    ),
    Metric("speaker", "speaker", _F, f"resolved name agrees with a name or alias, {_PAIRS} with a name"),
    Metric(
        "speaker_exact", "speaker, exact", _F, f"resolved name equals a name or alias, {_PAIRS} with a name"
    ),
    Metric("mention", "mention", _F, f"mention or name agrees with the form here, {_PAIRS} that have one"),
    Metric("speaker_kind", "kind of speaker", _F, f"the same kind of speaker, {_PAIRS}"),
    Metric("kind", "kind", _F, f"direct, indirect or mixed as labelled, {_PAIRS}"),
    Metric("act_any", "act, any", _F, f"one act in common, {_PAIRS}"),
    Metric("act_first", "act, first", _F, f"the same main act, {_PAIRS}"),
    Metric("channel", "channel", _F, f"the same channel, or none as labelled, {_PAIRS}"),
    Metric("channel_given", "channel, given", _F, f"the same channel, {_PAIRS} that have one"),
    Metric("date", "date", _F, f"the same date to the same precision, or none as labelled, {_PAIRS}"),
    Metric("date_given", "date, given", _F, f"the same date, {_PAIRS} that have one"),
    Metric("via", "via", _F, f"the same relays in the same order, or none as labelled, {_PAIRS}"),
    Metric("via_given", "via, given", _F, f"the same relays in the same order, {_PAIRS} that have some"),
    Metric("target", "target", _F, f"target agrees, or none as labelled, {_PAIRS}"),
    Metric("target_given", "target, given", _F, f"target agrees, {_PAIRS} that have one"),
    Metric("hedges", "hedges", _F, f"a hedge in common, or none as labelled, {_PAIRS}"),
    Metric("hedges_given", "hedges, given", _F, f"a hedge in common, {_PAIRS} that have some"),
    Metric("core_facts", "core facts", _U, "core facts that the summary holds, of all core facts"),
    Metric("facts", "all facts", _U, "facts that the summary holds, of all facts"),
    Metric("supported", "supported", _U, "sentences whose numbers and names stand in their evidence, of all"),
    Metric(
        "redundancy",
        "redundancy",
        _U,
        "words that an earlier sentence has, mean over later sentences",
        "lower",
    ),
    Metric("summary_sentences", "sentences", _U, "sentences an article", None, "number"),
    Metric("summary_words", "words", _U, "words an article", None, "number"),
    Metric("figure_f1", "F1", _N, "harmonic mean of precision and recall of figures"),
    Metric("figure_precision", "precision", _N, "matched of the found figures"),
    Metric("figure_recall", "recall", _N, "matched of the labelled figures"),
    Metric("figure_value", "value", _N, "the same value, of the matched figures"),
    Metric("figure_measure", "measure", _N, "the same measure, of the matched figures"),
    Metric("figure_who", "who", _N, "who is counted agrees, of the matched figures"),
    Metric("failed", "failed", _A, "articles without a record, of all", "lower"),
    Metric("calls", "calls", _C, "calls to a model, an article", "lower", "number"),
    Metric("attempts", "attempts", _C, "attempts, an article", "lower", "number"),
    Metric("input_tokens", "input tokens", _C, "tokens sent, an article", "lower", "number"),
    Metric("output_tokens", "output tokens", _C, "tokens received, an article", "lower", "number"),
    Metric(
        "cost_usd",
        "dollars",
        _C,
        "price, an article that a model was asked about at a known price",
        "lower",
        "dollars",
    ),
    Metric("seconds", "seconds", _C, "time on the clock, an article", "lower", "seconds"),
    Metric("cached", "from cache", _C, "articles answered from the cache, of all", None),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _ALL}
"""All metrics by name, in the order of tables."""

FIELDS: tuple[str, ...] = tuple(m.name for m in _ALL if m.group == _F)
"""Those that are right or wrong on each matched pair."""

RATES: frozenset[str] = frozenset(
    m.name
    for m in _ALL
    if m.unit == "share" and m.name not in ("contents_exact", "evidence_exact", "redundancy", "cached")
)
"""Those that count some of a sample: not what must be 1, not a mean of shares, not what a cache held."""

ASKED: tuple[str, ...] = (
    "f1", "precision", "recall", "speaker", "kind", "act_first", "channel", "date", "core_facts", "figure_f1",
)  # fmt: skip
"""What a comparison asks when nobody says what: each more metric costs all of them power."""


def asked(names: Iterable[str]) -> tuple[str, ...]:
    """Return the metrics to compare, each once; those of ``ASKED`` where none is named.

    Raises:
        UsageError: there is no such metric, or neither direction of it is better.
    """
    found = tuple(dict.fromkeys(names)) or ASKED
    comparable = [name for name, metric in METRICS.items() if metric.better is not None]
    for name in found:
        if name not in comparable:
            raise UsageError(
                f"{name!r} is no metric that can be compared; choose from: {', '.join(comparable)}"
            )
    return found


def value(counts: Counts, name: str) -> float | None:
    """Return a metric's value, or None where there was nothing to measure."""
    numerator, denominator = counts.get(name, (0.0, 0.0))
    return numerator / denominator if denominator else None


def add(several: Iterable[Counts]) -> Counts:
    """Return the sums of numerators and of denominators, metric by metric, in the order of the metrics."""
    total: Counts = {}
    for counts in several:
        for name, (numerator, denominator) in counts.items():
            before = total.get(name, (0.0, 0.0))
            total[name] = (before[0] + numerator, before[1] + denominator)
    return {name: total[name] for name in METRICS if name in total}
