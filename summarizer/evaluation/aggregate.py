"""From articles to scores: totals with intervals, by split, by tag and by slice of statements."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from summarizer.evaluation.metrics import METRICS, add, value
from summarizer.evaluation.statistics import RESAMPLES, intervals, standard_error, table, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.evaluation.metrics import Counts
    from summarizer.evaluation.results import ArticleResult, Setup
    from summarizer.evaluation.statistics import Interval

__all__ = ["Scores", "Spread", "by_article", "score_run", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """How much a metric varies: between repeats, and from one sample of articles to another.

    Attributes:
        repeats: standard deviation over repeats of the metric over all articles; None with one repeat.
        articles: standard error from the bootstrap over articles, repeats of one article kept together.
    """

    repeats: float | None
    articles: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a run.

    Attributes:
        total: all metrics over all articles, with 95 % intervals.
        splits: the same for dev and test, where both are there.
        tags: metrics over the articles with a tag, without intervals; and how many articles those are.
        slices: recall and speaker over the statements of a slice, numerators and denominators.
        spread: for each metric, with more than one repeat.
        failed: how many articles of all repeats failed, by outcome.
    """

    setup: Setup
    articles: int
    total: dict[str, Interval]
    counts: Counts
    splits: dict[str, dict[str, Interval]]
    tags: dict[str, tuple[int, dict[str, float | None]]]
    slices: dict[str, Counts]
    spread: dict[str, Spread]
    failed: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the scores as ``scores.json`` has them."""
        return {
            "setup": self.setup.model_dump(),
            "articles": self.articles,
            "failed": self.failed,
            "metrics": {
                name: {
                    **asdict(interval),
                    "numerator": self.counts[name][0],
                    "denominator": self.counts[name][1],
                }
                for name, interval in self.total.items()
            },
            "splits": {s: {n: asdict(i) for n, i in found.items()} for s, found in self.splits.items()},
            "tags": {tag: {"articles": n, **values} for tag, (n, values) in self.tags.items()},
            "slices": self.slices,
            "spread": {name: asdict(s) for name, s in self.spread.items()},
        }


def by_article(results: Iterable[ArticleResult]) -> dict[str, Counts]:
    """Return each article's counts, summed over its repeats, in the order of the results."""
    grouped: dict[str, list[Counts]] = {}
    for result in results:
        grouped.setdefault(result.article, []).append(result.counts)
    return {article: add(several) for article, several in grouped.items()}


def score_run(setup: Setup, results: Sequence[ArticleResult], *, resamples: int = RESAMPLES) -> Scores:
    """Add up a run's articles.

    Args:
        setup: what was run.
        results: of every article and sample; failed ones are among them.
        resamples: of the bootstrap.
    """
    articles = by_article(results)
    total = add(articles.values())
    split_of = {r.article: r.split for r in results}
    splits = sorted(set(split_of.values()))
    tags = sorted({tag for r in results for tag in r.tags})
    failed: dict[str, int] = {}
    for result in results:
        if result.outcome != "ok":
            failed[result.outcome] = failed.get(result.outcome, 0) + 1
    repeats = setup.samples
    return Scores(
        setup=setup,
        articles=len(articles),
        total=_intervals(list(articles.values()), repeats, resamples),
        counts=total,
        splits={
            split: _intervals([c for a, c in articles.items() if split_of[a] == split], repeats, resamples)
            for split in (splits if len(splits) > 1 else ())
        },
        tags={tag: _tag(results, tag) for tag in tags},
        slices=_slices(results),
        spread=spread(results, resamples=resamples) if setup.samples > 1 else {},
        failed=dict(sorted(failed.items())),
    )


def _intervals(articles: Sequence[Counts], repeats: int, resamples: int) -> dict[str, Interval]:
    names = [name for name in METRICS if any(name in counts for counts in articles)]
    drawn = weights(len(articles), resamples=resamples)
    return intervals(table(articles, names), drawn, repeats=repeats)


def _tag(results: Sequence[ArticleResult], tag: str) -> tuple[int, dict[str, float | None]]:
    own = [r for r in results if tag in r.tags]
    counts = add(r.counts for r in own)
    names = ("f1", "precision", "recall", "speaker", "kind", "act_first")
    return len({r.article for r in own}), {name: value(counts, name) for name in names if name in counts}


def _slices(results: Sequence[ArticleResult]) -> dict[str, Counts]:
    names = sorted({name for r in results for name in r.slices})
    return {name: add(r.slices[name] for r in results if name in r.slices) for name in names}


def spread(results: Sequence[ArticleResult], *, resamples: int = RESAMPLES) -> dict[str, Spread]:
    """Return how much each metric varies between repeats and between articles, kept apart.

    More repeats make the first smaller, only more articles the second.
    """
    articles = list(by_article(results).values())
    names = [name for name in METRICS if any(name in counts for counts in articles)]
    errors = standard_error(table(articles, names), weights(len(articles), resamples=resamples))
    samples = sorted({r.sample for r in results})
    repeats = [add(r.counts for r in results if r.sample == s) for s in samples]
    found = {}
    for name in names:
        values = [v for counts in repeats if (v := value(counts, name)) is not None]
        deviation = float(np.std(values, ddof=1)) if len(values) > 1 else None
        found[name] = Spread(deviation, errors[name])
    return found
