"""The simulation that judges the harness."""

from __future__ import annotations

import pytest

from summarizer.evaluation.metrics import METRICS
from summarizer.evaluation.simulate import Shape, Simulation, simulate
from summarizer.evaluation.speed import time_comparison
from summarizer.evaluation.tables import simulation_text


@pytest.fixture(scope="module")
def result() -> Simulation:
    """Return a small simulation of forty articles."""
    n = 40
    return simulate(Shape([15 + i % 9 for i in range(n)], [9] * n, [3] * n, [6] * n), trials=60)


def test_identical_systems_are_seldom_told_apart(result):
    """No metric tells identical systems apart much more often than 5 % (60 trials allow for some luck)."""
    assert max(result.told.values()) <= 0.12
    assert sum(result.told.values()) / len(result.told) <= 0.05
    assert result.family <= 0.1
    assert result.family <= result.unadjusted


def test_a_real_loss_is_found(result):
    """A loss of 5 points of F1 on forty articles is found more often than not."""
    assert result.power > 0.6
    assert 0.02 < result.detectable < 0.07


def test_intervals_hold_the_truth(result):
    """Intervals of the main rates hold the true value in about 95 of 100 trials."""
    near = ("kind", "hedges", "refused", "supported")
    assert all(result.coverage[name] >= 0.85 for name in ("f1", "precision", "recall", "speaker", *near))


def test_every_comparable_rate_is_simulated(result):
    """No score that can get a verdict is left out of the simulation; costs and failures have no labels."""
    comparable = {n for n, m in METRICS.items() if m.better and m.group not in ("cost", "articles")}
    assert comparable - {"contents_exact", "evidence_exact"} == set(result.told)


def test_a_seed_makes_it_the_same_every_time():
    """The same seed gives the same trials."""
    shape = Shape([10] * 8, [5] * 8, [2] * 8, [3] * 8)
    one, two = (simulate(shape, trials=3, seed=5) for _ in range(2))
    assert (one.told, one.coverage, one.power) == (two.told, two.coverage, two.power)


def test_what_it_found_is_said(result):
    """The text gives the power, the worst metric and the time."""
    text = simulation_text(result)
    assert "A planted loss of 5 points of F1" in text
    assert f"{100 * max(result.told.values()):.1f} %" in text
    assert f"asked all 10: any told apart in {100 * result.family:.1f} %" in text
    assert f"at least {100 * min(result.coverage.values()):.1f} % of trials" in text


def test_the_clock_runs_on_scoring_and_comparing():
    """The measurement of speed says seconds for both parts."""
    lines = list(time_comparison(articles=5, statements=3))
    assert len(lines) == 3
    assert all(line.endswith(" s") for line in lines)


def test_a_shape_is_that_of_the_gold(make):
    """Sizes are those of what counts; more articles than there are repeat them."""
    article = make.gold(make.label(1, "a strike"), make.label(2, "40 workers", optional=True))
    shape = Shape.of([article], 3)
    assert shape == Shape([1, 1, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0])
