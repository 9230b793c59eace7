"""Scores of one article: what was found against what was labelled, as counts that can be added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarizer.evaluation import agreement
from summarizer.evaluation.matching import Words, best_pairs
from summarizer.evaluation.summaries import score_summary
from summarizer.records import OutcomeName
from summarizer.testing import evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from summarizer.evaluation.gold import GoldArticle, GoldFigure, GoldStatement, Span
    from summarizer.evaluation.metrics import Counts
    from summarizer.records import Evidence, Figure, Outcome, Provenance, Record, Statement

__all__ = ["ArticleScore", "ScoredPair", "score_article"]


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A labelled statement and what was found for it.

    Attributes:
        gold: id of the label.
        found: position in the record's statements.
        overlap: intersection over union of the contents' words.
        exact: the contents have exactly the same words.
        fields: right or wrong, for each field that is labelled.
    """

    gold: str
    found: int
    overlap: float
    exact: bool
    fields: dict[str, bool]


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """All that scoring says about one article.

    Attributes:
        counts: numerator and denominator of each metric.
        slices: recall and speaker of each slice of the statements.
        pairs: in the order of the labels; those with optional labels are not among them.
        misses: ids of required labels without a partner.
        extras: positions of found statements without a partner.
        fact_misses: ids of facts that the summary does not hold.
        figure_misses: ids of required figures without a partner.
        figure_extras: positions of found figures without a partner.
    """

    counts: Counts
    slices: dict[str, Counts] = field(default_factory=dict)
    pairs: tuple[ScoredPair, ...] = ()
    misses: tuple[str, ...] = ()
    extras: tuple[int, ...] = ()
    fact_misses: tuple[str, ...] = ()
    figure_misses: tuple[str, ...] = ()
    figure_extras: tuple[int, ...] = ()


def score_article(article: GoldArticle, outcome: Outcome | None, seconds: float = 0.0) -> ArticleScore:
    """Score one article's outcome.

    A failed or missing article has nothing found: all its labels are misses and stay in every denominator.

    Args:
        article: its labels.
        outcome: how it ended; None where it was never tried, which counts as failed.
        seconds: time on the clock.
    """
    record = outcome.record if outcome is not None and outcome.outcome is OutcomeName.OK else None
    words = Words(article.text)
    result = _score_statements(article, record, words)
    facts, fact_misses = score_summary(article, record, words)
    figures, figure_misses, figure_extras = _score_figures(article, record, words)
    counts = result.counts | facts | figures | _exactness(article, record)
    counts |= _costs(outcome, record, seconds)
    return ArticleScore(
        counts=counts,
        slices=result.slices,
        pairs=result.pairs,
        misses=result.misses,
        extras=result.extras,
        fact_misses=fact_misses,
        figure_misses=figure_misses,
        figure_extras=figure_extras,
    )


def spans(several: Iterable[Evidence]) -> tuple[Span, ...]:
    """Return the ranges of some pieces of evidence."""
    return tuple((e.start, e.end) for e in several)


def _score_statements(article: GoldArticle, record: Record | None, words: Words) -> ArticleScore:
    r"""Score the statements: precision, recall and F1, relaxed and exact, and the fields of matched pairs.

    Contents are compared as sets of words (``\w+``). Pairs are one to one, those with the greatest total
    overlap; a pair counts at intersection over union of .5 or more ("relaxed") and again where the sets are
    equal ("exact"). Optional labels take part in the matching, so that what they match is no extra; then
    neither side of such a pair counts. Source: content matching of attributions as in Pareti, "PARC 3.0"
    (2016), with the threshold of ``evals/LABELLING.md``.
    """
    found = record.statements if record else ()
    have = [words.of(spans(s.content)) for s in found]
    want = [words.of(s.content) for s in article.statements]

    def prefers(i: int, j: int) -> float:
        cue, label = found[i].cue, article.statements[j]
        same_cue = (
            cue is not None and label.cue is not None and cue.start < label.cue[1] and label.cue[0] < cue.end
        )
        return (
            0.25 * (not label.optional)
            + 0.5 * same_cue
            + 0.2 * agreement.same_name(found[i].speaker.name, label.names)
        )

    matched = best_pairs(have, want, prefers=prefers)
    pairs: list[ScoredPair] = []
    uncounted = 0
    for pair in matched:
        label = article.statements[pair.gold]
        if label.optional:
            uncounted += 1
            continue
        fields = _fields(found[pair.found], label, _others(article, label))
        same = have[pair.found] == want[pair.gold]
        pairs.append(ScoredPair(label.id, pair.found, pair.overlap, same, fields))
    taken = {pair.found for pair in matched}
    hit = {pair.gold for pair in pairs}
    required = [s for s in article.statements if not s.optional]
    counts = _rates(len(pairs), len(found) - uncounted, len(required))
    exact = _rates(sum(p.exact for p in pairs), len(found) - uncounted, len(required))
    counts |= {f"exact_{name}": pair for name, pair in exact.items()}
    counts |= _field_counts(pairs)
    refused = sum(r.what == "statement" for r in record.refused) if record else 0
    counts["refused"] = (refused, refused + len(found))
    return ArticleScore(
        counts=counts,
        slices=_slices(required, pairs),
        pairs=tuple(pairs),
        misses=tuple(s.id for s in required if s.id not in hit),
        extras=tuple(i for i in range(len(found)) if i not in taken),
    )


def _rates(pairs: int, found: int, labelled: int) -> Counts:
    return {
        "f1": (2 * pairs, found + labelled),
        "precision": (pairs, found),
        "recall": (pairs, labelled),
    }


def _others(article: GoldArticle, label: GoldStatement) -> list[str]:
    """Return the names of the article's other speakers."""
    return [name for s in article.statements if s.names[:1] != label.names[:1] for name in s.names]


def _fields(found: Statement, label: GoldStatement, others: Sequence[str]) -> dict[str, bool]:
    """Tell of each labelled field whether it is right.

    Null is an answer: where the label says that the article names no channel, date, target, relay or hedge,
    only none is right. ``…_given`` are the same fields, only where the label has a value. A field that
    nobody labelled is left out. Definitions of agreement are in :mod:`summarizer.evaluation.agreement`.
    """
    right: dict[str, bool] = {}
    labels = label.labels
    if label.names:
        both_nobody = labels.get("speaker_kind") == "unattributed" == found.speaker.kind
        name = found.speaker.name
        right["speaker"] = both_nobody or agreement.name_agrees(name, label.names, others)
        right["speaker_exact"] = both_nobody or agreement.same_name(name, label.names)
    if label.surface:
        right["mention"] = agreement.surface_agrees(
            (found.speaker.mention, found.speaker.name), label.surface
        )
    if "speaker_kind" in labels:
        right["speaker_kind"] = found.speaker.kind == labels["speaker_kind"]
    if "kind" in labels:
        right["kind"] = found.kind == labels["kind"]
    if "acts" in labels:
        right["act_any"] = any(act in labels["acts"] for act in found.acts)
        right["act_first"] = found.acts[:1] == tuple(labels["acts"])[:1]
    agrees: dict[str, Callable[[Any], bool]] = {
        "channel": lambda want: (found.channel.type if found.channel else None) == want,
        "date": lambda want: found.date == want,
        "via": lambda want: agreement.via_agrees(found.via, want),
        "target": lambda want: agreement.phrases_agree(found.target, want),
        "hedges": lambda want: agreement.hedges_agree(found.hedges, want),
    }
    for name, test in agrees.items():
        if name in labels:
            right[name] = test(labels[name])
            if labels[name]:
                right[f"{name}_given"] = right[name]
    return right


def _field_counts(pairs: Iterable[ScoredPair]) -> Counts:
    counts: Counts = {}
    for pair in pairs:
        for name, right in pair.fields.items():
            before = counts.get(name, (0.0, 0.0))
            counts[name] = (before[0] + right, before[1] + 1)
    return counts


def _slices(required: Sequence[GoldStatement], pairs: Sequence[ScoredPair]) -> dict[str, Counts]:
    """Return recall and speaker of each slice; there is no precision, as what is extra has no label."""
    by_id = {pair.gold: pair for pair in pairs}
    slices: dict[str, Counts] = {}
    for label in required:
        pair = by_id.get(label.id)
        for name in label.slices:
            counts = slices.setdefault(name, {"recall": (0.0, 0.0), "speaker": (0.0, 0.0)})
            recall, speaker = counts["recall"], counts["speaker"]
            counts["recall"] = (recall[0] + (pair is not None), recall[1] + 1)
            if pair is not None and "speaker" in pair.fields:
                counts["speaker"] = (speaker[0] + pair.fields["speaker"], speaker[1] + 1)
    return slices


def _score_figures(
    article: GoldArticle, record: Record | None, words: Words
) -> tuple[Counts, tuple[str, ...], tuple[int, ...]]:
    """Score the figures: precision, recall, F1; value, measure and who on matched pairs.

    A pair stands at the same place (the evidences share a word) and has the same value or the same measure;
    the value counts most, then the measure, then how much the evidences share. So a changed number at the
    right place is a pair with a wrong value, not a miss and an extra.

    Returns:
        The counts, ids of required figures without a partner, positions of found ones without a partner.
    """
    if article.figures is None:
        return {}, (), ()
    labels = article.figures
    found: tuple[Figure, ...] = record.figures if record else ()
    have = [words.of(spans(f.evidence)) for f in found]
    want = [words.of(f.evidence) for f in labels]

    def fit(i: int, j: int) -> float:
        share = len(have[i] & want[j]) / min(len(have[i]), len(want[j]))
        return 2 * _same_value(found[i], labels[j]) + _same_measure(found[i], labels[j]) + share / 2

    matched = best_pairs(
        have, want, threshold=1, score=fit, prefers=lambda _, j: float(not labels[j].optional)
    )
    pairs = [(found[p.found], labels[p.gold]) for p in matched if not labels[p.gold].optional]
    required = [f for f in labels if not f.optional]
    rates = _rates(len(pairs), len(found) - (len(matched) - len(pairs)), len(required))
    counts: Counts = {f"figure_{name}": pair for name, pair in rates.items()}
    counts["figure_value"] = (sum(_same_value(a, b) for a, b in pairs), len(pairs))
    counts["figure_measure"] = (sum(_same_measure(a, b) for a, b in pairs), len(pairs))
    counts["figure_who"] = (sum(agreement.phrases_agree(a.who, b.who) for a, b in pairs), len(pairs))
    hit = {figure.id for _, figure in pairs}
    taken = {p.found for p in matched}
    misses = tuple(f.id for f in required if f.id not in hit)
    return counts, misses, tuple(i for i in range(len(found)) if i not in taken)


def _same_value(found: Figure, label: GoldFigure) -> bool:
    return agreement.values_agree(found.value, label.value)


def _same_measure(found: Figure, label: GoldFigure) -> bool:
    return found.measure.casefold() == label.measure.casefold()


def _exactness(article: GoldArticle, record: Record | None) -> Counts:
    """Count the spans that slice the article to exactly their text: of contents, and of evidence of any sort.

    Both shares must be 1. The text is the gold's, not the record's own copy, which could be wrong in the same
    way.
    """
    contents = anything = right_contents = right = 0
    for place, span in evidence(record) if record else ():
        exact = 0 <= span.start < span.end and article.text[span.start : span.end] == span.exact
        anything += 1
        right += exact
        if ".content[" in place:
            contents += 1
            right_contents += exact
    return {"contents_exact": (right_contents, contents), "evidence_exact": (right, anything)}


def _costs(outcome: Outcome | None, record: Record | None, seconds: float) -> Counts:
    """Count what one article took, all attempts in it, also where nothing came of it.

    An unknown price is left out, it is not 0; so is an article that needed no model, as it says nothing of
    the price.
    """
    if outcome is None:
        return {"failed": (1, 1), "attempts": (0, 1), "seconds": (seconds, 1)}
    took: Provenance | Outcome = outcome if record is None else record.provenance
    usage, cost = took.usage, took.cost_usd
    return {
        "failed": (record is None, 1),
        "attempts": (outcome.attempts, 1),
        "seconds": (seconds, 1),
        "calls": (usage.calls, 1),
        "input_tokens": (usage.input_tokens, 1),
        "output_tokens": (usage.output_tokens, 1),
        "cached": (record is not None and record.provenance.cached, 1),
        "cost_usd": (cost or 0, cost is not None and usage.calls > 0),
    }
