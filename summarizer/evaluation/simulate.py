"""Is the harness itself right? Simulated runs whose truth is known, judged as real ones are."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from summarizer.evaluation.metrics import ASKED, FIELDS
from summarizer.evaluation.statistics import ALPHA, Table, differences, holm, intervals, mcnemar, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from summarizer.evaluation.gold import GoldArticle

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Numbers = Floats | Ints | NDArray[np.signedinteger[Any]]

__all__ = ["Shape", "Simulation", "simulate"]

_RESAMPLES = 1000
_LOSS = 0.05
"""Planted loss of F1, absolute."""
_RATES = {
    "statement": 0.85, "exact": 0.9, "field": 0.85, "given": 0.35, "fact": 0.4, "core": 0.4, "figure": 0.75,
    "refused": 0.02, "supported": 0.95, "kind": 0.99, "hedges": 0.99,
}  # fmt: skip
"""Typical rates, some of them near 0 and 1; ``given``: how common it is that a label has a value."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How much is labelled in each article of the gold that is simulated: one number an article.

    Attributes:
        statements: required statements.
        facts: facts, core ones included.
        core: core facts.
        figures: required figures.
    """

    statements: Sequence[int]
    facts: Sequence[int]
    core: Sequence[int]
    figures: Sequence[int]

    @classmethod
    def of(cls, articles: Sequence[GoldArticle], size: int | None = None) -> Shape:
        """Return the shape of labelled articles, repeated or cut to ``size`` where that is given."""
        many = range(size or len(articles))
        taken = [articles[i % len(articles)] for i in many]
        return cls(
            statements=[sum(not s.optional for s in a.statements) for a in taken],
            facts=[len(a.facts or ()) for a in taken],
            core=[sum(f.core for f in a.facts or ()) for a in taken],
            figures=[sum(not f.optional for f in a.figures or ()) for a in taken],
        )


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came out.

    Attributes:
        told: share of trials with two identical systems in which a metric was told to differ, at the 5 %
            level, before any adjustment for how many metrics were asked.
        family: share of such trials in which any metric of a usual comparison differs after Holm.
        unadjusted: the same without Holm's adjustment.
        power: share of trials in which the planted loss of F1 was told, asked alone.
        detectable: mean of the smallest difference of F1 that was said to be detectable.
        coverage: share of trials whose 95 % interval held the truth.
    """

    articles: int
    trials: int
    told: dict[str, float]
    family: float
    unadjusted: float
    power: float
    detectable: float
    coverage: dict[str, float]
    seconds: float

    @property
    def honest(self) -> bool:
        """Whether two identical systems are told apart no more often than is said, one metric or several."""
        return all(told <= ALPHA for told in (*self.told.values(), self.family))


@dataclass(slots=True)
class _Tally:
    told: dict[str, int] = field(default_factory=dict)
    family: int = 0
    unadjusted: int = 0
    found: int = 0
    detectable: float = 0.0
    covered: dict[str, int] = field(default_factory=dict)
    measured: dict[str, int] = field(default_factory=dict)


def simulate(
    shape: Shape, *, trials: int = 1000, seed: int = 7, progress: Callable[[int], None] = lambda _: None
) -> Simulation:
    """Simulate pairs of runs on fresh articles of a gold's shape and judge them as a comparison would.

    Articles differ in difficulty, and so do the fields within them (beta-binomial), so that statements of
    one article are as dependent as real ones. Identical systems share every article's difficulty and are
    right or wrong independently; the worse one finds 5 points of F1 less. Sizes of articles are drawn anew
    from the shape.

    Args:
        shape: sizes of the gold's articles.
        trials: pairs of runs.
        seed: of everything random.
        progress: is told how many trials are done.
    """
    started = time.perf_counter()
    generator = np.random.Generator(np.random.PCG64(seed))
    sizes = np.array([shape.statements, shape.facts, shape.core, shape.figures], dtype=np.int64)
    truth = _truth(sizes, generator)
    tally = _Tally()
    for trial in range(trials):
        drawn = weights(sizes.shape[1], resamples=_RESAMPLES, seed=seed + trial)
        _trial(sizes, generator, drawn, tally, truth)
        progress(trial + 1)
    return Simulation(
        articles=int(sizes.shape[1]),
        trials=trials,
        told={name: count / trials for name, count in tally.told.items()},
        family=tally.family / trials,
        unadjusted=tally.unadjusted / trials,
        power=tally.found / trials,
        detectable=tally.detectable / trials,
        coverage={name: tally.covered.get(name, 0) / n for name, n in tally.measured.items()},
        seconds=time.perf_counter() - started,
    )


def _trial(sizes: Ints, generator: Generator, drawn: Floats, tally: _Tally, truth: dict[str, float]) -> None:
    world = _World(sizes[:, generator.integers(0, sizes.shape[1], sizes.shape[1])], generator)
    a, a_right = world.run()
    b, b_right = world.run()
    ps = {}
    for name, difference in differences(a, b, drawn).items():
        ps[name] = difference.p
        if name in a_right:
            lost, gained = a_right[name] & ~b_right[name], b_right[name] & ~a_right[name]
            both = a_right["found"] & b_right["found"]
            ps[name] = max(difference.p, mcnemar(int((lost & both).sum()), int((gained & both).sum())))
    for name, p in ps.items():
        tally.told[name] = tally.told.get(name, 0) + (p < ALPHA)
    usual = {n: ps[n] for n in ASKED if n in ps}
    tally.family += any(p < ALPHA for p in holm(usual).values())
    tally.unadjusted += any(p < ALPHA for p in usual.values())
    for name, interval in intervals(a, drawn).items():
        if interval.low is not None and interval.high is not None:
            tally.measured[name] = tally.measured.get(name, 0) + 1
            held = interval.low - 1e-9 <= truth[name] <= interval.high + 1e-9
            tally.covered[name] = tally.covered.get(name, 0) + held
    worse, _ = world.run(loss=_LOSS)
    f1 = differences(_only(a, "f1"), _only(worse, "f1"), drawn)["f1"]
    tally.found += f1.p < ALPHA and f1.value < 0
    tally.detectable += f1.detectable or 0.0


def _only(data: Table, name: str) -> Table:
    i = data.names.index(name)
    return Table((name,), data.numerators[:, i : i + 1], data.denominators[:, i : i + 1])


def _truth(sizes: Ints, generator: Generator) -> dict[str, float]:
    """Return each metric's value over so many articles that chance is gone: what intervals must hold."""
    many = np.repeat(sizes, max(1, 40_000 // sizes.shape[1]), axis=1)
    data, _ = _World(many, generator).run()
    return dict(zip(data.names, map(float, data.values()), strict=True))


class _World:
    """One sample of articles with their difficulties; its runs differ by chance alone."""

    def __init__(self, sizes: Ints, generator: Generator) -> None:
        self._random = generator
        self._statements, self._facts, self._core, self._figures = sizes
        self._articles = sizes.shape[1]
        self._owner = np.repeat(np.arange(self._articles), self._statements)
        self._rates = {
            name: self._rate(name) for name in ("statement", "fact", "figure", "refused", "supported")
        }
        fields = [name for name in FIELDS if not name.endswith("_given")]
        self._fields = {name: self._rate(name if name in _RATES else "field") for name in fields}
        # whether a label has a value is the gold's, the same for all runs
        self._given = {
            name: generator.random(self._owner.size) < _RATES["given"]
            for name in FIELDS
            if name.endswith("_given")
        }

    def _rate(self, name: str) -> Floats:
        mean = _RATES[name]
        return np.asarray(self._random.beta(mean * 8, (1 - mean) * 8, self._articles), dtype=np.float64)

    def run(self, *, loss: float = 0.0) -> tuple[Table, dict[str, NDArray[np.bool_]]]:
        """Return one run's counts and, for each statement, what was found and which fields were right."""
        random, n = self._random, self._articles
        # F1 of precision = recall = r is r: losing 5 points of recall and of precision is losing 5 of F1
        rate = np.clip(self._rates["statement"] * (1 - loss / _RATES["statement"]), 0, 1)
        right: dict[str, NDArray[np.bool_]] = {"found": random.random(self._owner.size) < rate[self._owner]}
        hits = self._sum(right["found"])
        extras = random.binomial(self._statements, np.clip(1 - rate, 0, 1))
        counts: dict[str, tuple[Numbers, Numbers]] = {}
        exact = random.binomial(hits.astype(np.int64), _RATES["exact"])
        for prefix, found in (("", hits), ("exact_", exact)):
            counts[f"{prefix}precision"] = (found, hits + extras)
            counts[f"{prefix}recall"] = (found, self._statements)
            counts[f"{prefix}f1"] = (2 * found, hits + extras + self._statements)
        for name, difficulty in self._fields.items():
            right[name] = right["found"] & (random.random(self._owner.size) < difficulty[self._owner])
            counts[name] = (self._sum(right[name]), hits)
        for name, given in self._given.items():
            right[name] = right[name.removesuffix("_given")] & given
            counts[name] = (self._sum(right[name]), self._sum(right["found"] & given))
        counts["refused"] = (random.binomial(self._statements, self._rates["refused"]), self._statements)
        core = random.binomial(self._core, self._rates["fact"])
        counts["core_facts"] = (core, self._core)
        counts["facts"] = (core + random.binomial(self._facts - self._core, self._rates["fact"]), self._facts)
        three = np.full(n, 3)
        counts["supported"] = (random.binomial(three, self._rates["supported"]), three)
        counts["redundancy"] = (np.asarray(random.beta(2, 8, n) * 2, dtype=np.float64), np.full(n, 2.0))
        figures = random.binomial(self._figures, self._rates["figure"])
        surplus = random.binomial(self._figures, 1 - self._rates["figure"])
        counts["figure_precision"] = (figures, figures + surplus)
        counts["figure_recall"] = (figures, self._figures)
        counts["figure_f1"] = (2 * figures, figures + surplus + self._figures)
        for name in ("figure_value", "figure_measure", "figure_who"):
            counts[name] = (random.binomial(figures, _RATES["field"]), figures)
        names = tuple(counts)
        numerators = np.stack([counts[name][0] for name in names], axis=1).astype(np.float64)
        denominators = np.stack([counts[name][1] for name in names], axis=1).astype(np.float64)
        return Table(names, numerators, denominators), right

    def _sum(self, flags: NDArray[np.bool_]) -> Floats:
        return np.bincount(self._owner, weights=flags, minlength=self._articles).astype(np.float64)
