"""Comparing two runs on the same articles: better, worse, or can't tell; and what changed where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from summarizer.errors import UsageError
from summarizer.evaluation.aggregate import by_article, spread
from summarizer.evaluation.metrics import FIELDS, METRICS
from summarizer.evaluation.statistics import ALPHA, RESAMPLES, differences, holm, mcnemar, table, weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.evaluation.aggregate import Spread
    from summarizer.evaluation.results import ArticleResult, PairResult, Setup
    from summarizer.evaluation.statistics import Difference

__all__ = ["ArticleChange", "Comparison", "Row", "Verdict", "compare"]

Verdict = Literal["better", "worse", "can't tell"]


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of a comparison.

    Attributes:
        difference: None where one of the runs has nothing to measure.
        lost: statements that only A has right, gained: that only B has right; None for rates.
        p: after Holm's adjustment for the metrics asked.
    """

    name: str
    difference: Difference | None
    lost: int | None
    gained: int | None
    p: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What changed in one article from A to B, in the first repeat of each.

    Attributes:
        gained: ids of labels that only B found.
        lost: ids of labels that only A found.
        corrected: fields by label that B has right and A had wrong.
        broken: fields by label that A had right and B has wrong.
        extras: how many more statements without a label B has.
        words: the labels' words by id, where they may be shown.
    """

    article: str
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    corrected: dict[str, tuple[str, ...]]
    broken: dict[str, tuple[str, ...]]
    extras: int
    words: dict[str, str]

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.gained or self.lost or self.corrected or self.broken or self.extras)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on the same articles.

    Attributes:
        only_a, only_b: articles that one of them lacks; they are not compared.
        spread: by metric the variation of A and of B; empty where both have one repeat.
    """

    a: Setup
    b: Setup
    articles: int
    rows: tuple[Row, ...]
    changes: tuple[ArticleChange, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    spread: dict[str, tuple[Spread, Spread]]


def compare(
    a: tuple[Setup, Sequence[ArticleResult]],
    b: tuple[Setup, Sequence[ArticleResult]],
    metrics: Sequence[str],
    *,
    resamples: int = RESAMPLES,
) -> Comparison:
    """Compare two runs, B against A.

    A rate is told to differ when both the paired bootstrap over articles and the paired randomization
    say so; a field (right or wrong on each statement that both runs found) when McNemar's exact test says so,
    too. McNemar's test takes statements for independent, which statements of one article are not; the other
    two do not. All p-values are adjusted by Holm's method for the metrics asked, and the level is 5 %.

    Args:
        a: setup and results of the first run.
        b: setup and results of the second.
        metrics: names of the metrics asked, as :func:`summarizer.evaluation.metrics.asked` gives them.
        resamples: of the bootstrap.

    Raises:
        UsageError: the runs share no article, or were scored on different gold.
    """
    if a[0].gold_sha256 != b[0].gold_sha256:
        raise UsageError("the two runs were scored on different gold; run both again on the same one")
    first, second = by_article(a[1]), by_article(b[1])
    shared = [name for name in first if name in second]
    if not shared:
        raise UsageError("the two runs share no article; run both on the same split")
    inside = frozenset(shared)
    results_a = [r for r in a[1] if r.article in inside]
    results_b = [r for r in b[1] if r.article in inside]
    found = differences(
        table([first[n] for n in shared], metrics),
        table([second[n] for n in shared], metrics),
        weights(len(shared), resamples=resamples),
    )
    flips = _flips(results_a, results_b)
    ps: dict[str, float] = {}
    for name, difference in found.items():
        ps[name] = difference.p
        if name in FIELDS:
            ps[name] = max(difference.p, mcnemar(*flips.get(name, (0, 0))))
    adjusted = holm(ps)
    rows = tuple(_row(name, found.get(name), flips.get(name), adjusted.get(name)) for name in metrics)
    varied = max(a[0].samples, b[0].samples) > 1
    spread_a, spread_b = (spread(r, resamples=resamples) if varied else {} for r in (results_a, results_b))
    return Comparison(
        a=a[0],
        b=b[0],
        articles=len(shared),
        rows=rows,
        changes=_changes(results_a, results_b),
        only_a=tuple(n for n in first if n not in second),
        only_b=tuple(n for n in second if n not in first),
        spread={n: (spread_a[n], spread_b[n]) for n in metrics if n in spread_a and n in spread_b},
    )


def _row(name: str, difference: Difference | None, flips: tuple[int, int] | None, p: float | None) -> Row:
    is_field = name in FIELDS
    lost, gained = (flips or (0, 0)) if is_field else (None, None)
    verdict: Verdict = "can't tell"
    if difference is not None and p is not None and p < ALPHA:
        up = difference.value > 0
        verdict = "better" if up == (METRICS[name].better == "higher") else "worse"
    return Row(name, difference, lost, gained, p, verdict)


def _shared_repeats(
    a: Sequence[ArticleResult], b: Sequence[ArticleResult]
) -> list[tuple[ArticleResult, ArticleResult]]:
    """Return the results of both for the same article and repeat, in the order of A."""
    other = {(r.article, r.sample): r for r in b}
    return [(r, other[r.article, r.sample]) for r in a if (r.article, r.sample) in other]


def _flips(a: Sequence[ArticleResult], b: Sequence[ArticleResult]) -> dict[str, tuple[int, int]]:
    """Count for each field the statements, found by both, that only A and that only B has right.

    Of several repeats only the first counts: repeats of one statement are not independent trials.
    """
    counts: dict[str, list[int]] = {}
    for one, two in _shared_repeats([r for r in a if r.sample == 0], b):
        others = {p.gold: p for p in two.pairs}
        for pair in one.pairs:
            for name, right in pair.fields.items() if pair.gold in others else ():
                now = others[pair.gold].fields.get(name)
                if now is not None and now != right:
                    counts.setdefault(name, [0, 0])[now] += 1
    return {name: (lost, gained) for name, (lost, gained) in counts.items()}


def _changes(a: Sequence[ArticleResult], b: Sequence[ArticleResult]) -> tuple[ArticleChange, ...]:
    changes = []
    for one, two in _shared_repeats([r for r in a if r.sample == 0], b):
        before = {p.gold: p for p in one.pairs}
        after = {p.gold: p for p in two.pairs}
        both = [gold for gold in before if gold in after]
        change = ArticleChange(
            article=one.article,
            gained=tuple(g for g in after if g not in before),
            lost=tuple(g for g in before if g not in after),
            corrected={g: f for g in both if (f := _differing(before[g], after[g], now=True))},
            broken={g: f for g in both if (f := _differing(before[g], after[g], now=False))},
            extras=len(two.extras) - len(one.extras),
            words={**one.labels, **two.labels},
        )
        if change.any:
            changes.append(change)
    return tuple(changes)


def _differing(before: PairResult, after: PairResult, *, now: bool) -> tuple[str, ...]:
    """Return the fields that are right now and were not, or the other way round; doubles left out."""
    return tuple(
        name
        for name, right in after.fields.items()
        if right is now and before.fields.get(name, right) is not right and not name.endswith("_given")
    )
