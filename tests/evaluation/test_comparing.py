"""Comparisons: better, worse, or can't tell."""

from __future__ import annotations

import pytest

from summarizer.errors import UsageError
from summarizer.evaluation.comparing import compare
from summarizer.evaluation.results import ArticleResult, PairResult, Setup
from summarizer.evaluation.tables import comparison_markdown, comparison_text

SETUP = Setup(suite="s", engine="e", gold="g", gold_sha256="0" * 64, split="dev", program="0", fingerprint="")


def result(number, right, *, found=10, labelled=10, sample=0, extras=0):  # noqa: PLR0913 - counts of an article
    """Return an article in which ``found`` labels are found and ``right`` of those have the right kind."""
    pairs = tuple(
        PairResult(gold=f"s{i}", found=i, overlap=1, exact=True, fields={"kind": i < right})
        for i in range(found)
    )
    return ArticleResult(
        article=f"a{number}",
        sample=sample,
        split="dev",
        tags=(),
        outcome="ok",
        reason=None,
        attempts=1,
        seconds=0,
        counts={
            "recall": (found, labelled),
            "precision": (found, found + extras),
            "kind": (right, found),
        },
        slices={},
        pairs=pairs,
        misses=tuple(f"s{i}" for i in range(found, labelled)),
        extras=tuple(range(found, found + extras)),
        fact_misses=(),
        figure_misses=(),
        figure_extras=(),
        labels={f"s{i}": f"Bayo Ek: statement <{i}>" for i in range(labelled)},
    )


def verdicts(a, b, metrics=("recall", "precision", "kind")):
    """Return verdict by metric."""
    rows = compare((SETUP, a), (SETUP, b), metrics).rows
    return {row.name: row.verdict for row in rows}


def test_the_same_run_cannot_be_told_from_itself():
    """No metric of a run is better or worse than itself."""
    same = [result(n, 8) for n in range(20)]
    assert set(verdicts(same, same).values()) == {"can't tell"}


def test_a_plain_gain_is_better_and_a_loss_worse():
    """A gain in every article is told, in both directions, and what did not change is not."""
    low = [result(n, 4 + n % 2, found=8) for n in range(20)]
    high = [result(n, 7 + n % 2, found=8) for n in range(20)]
    assert verdicts(low, high) == {"recall": "can't tell", "precision": "can't tell", "kind": "better"}
    assert verdicts(high, low)["kind"] == "worse"


def test_a_plain_gain_is_told_among_many_metrics():
    """Asking ten metrics at once leaves room to tell a gain that nobody would doubt."""
    low = [result(n, 4 + n % 2) for n in range(20)]
    high = [result(n, 7 + n % 3) for n in range(20)]
    for run, right in ((low, 5), (high, 6)):
        for r in run:
            r.counts.update({f"figure_{n}": (right, 10) for n in ("f1", "value", "who")})
    asked = ("kind", "recall", "precision", "figure_f1", "figure_value", "figure_who")
    assert verdicts(low, high, asked)["kind"] == "better"


def test_less_of_what_is_bad_is_better():
    """For refused statements and failures the lower value is the better one."""
    many = [result(n, 8).model_copy(update={"counts": {"refused": (4 + n % 2, 10)}}) for n in range(20)]
    few = [result(n, 8).model_copy(update={"counts": {"refused": (n % 2, 10)}}) for n in range(20)]
    assert verdicts(many, few, ("refused",)) == {"refused": "better"}


def test_one_article_that_turns_around_tells_nothing():
    """Ten statements of one article are not ten independent trials: McNemar alone would be fooled."""
    before = [result(n, 5) for n in range(20)]
    after = [*before[:-1], result(19, 10)]
    comparison = compare((SETUP, before), (SETUP, after), ("kind",), resamples=400)
    row = comparison.rows[0]
    assert (row.lost, row.gained) == (0, 5)
    assert row.verdict == "can't tell"


def test_asking_more_metrics_needs_more_evidence():
    """The same data give a larger p when more is asked."""
    a = [result(n, 5) for n in range(20)]
    b = [result(n, 6 if n % 3 else 5) for n in range(20)]
    alone = compare((SETUP, a), (SETUP, b), ("kind",), resamples=400).rows[0]
    among = compare((SETUP, a), (SETUP, b), ("kind", "recall", "precision"), resamples=400).rows[0]
    assert among.p == pytest.approx(min(1, 3 * alone.p))


def test_what_changed_is_listed_by_article():
    """Statements gained and lost, fields corrected and broken, and extras are named for each article."""
    a = [result(1, 2, found=3), result(2, 5)]
    b = [result(1, 1, found=4, extras=2), result(2, 5)]
    (change,) = compare((SETUP, a), (SETUP, b), ("recall",), resamples=50).changes
    assert change.article == "a1"
    assert change.gained == ("s3",)
    assert change.lost == ()
    assert change.broken == {"s1": ("kind",)}
    assert change.corrected == {}
    assert change.extras == 2
    (back,) = compare((SETUP, b), (SETUP, a), ("recall",), resamples=50).changes
    assert back.lost == ("s3",)
    assert back.corrected == {"s1": ("kind",)}


def test_articles_that_one_run_lacks_are_named_and_left_out():
    """Only shared articles are compared, and nothing is left out silently."""
    comparison = compare(
        (SETUP, [result(1, 5), result(2, 5)]),
        (SETUP, [result(2, 5), result(3, 5)]),
        ("recall",),
        resamples=50,
    )
    assert comparison.articles == 1
    assert (comparison.only_a, comparison.only_b) == (("a1",), ("a3",))
    assert "1 articles only in A" in comparison_text(comparison)


def test_runs_on_different_gold_are_not_compared():
    """Scores against other labels mean something else; runs that share nothing say so, too."""
    other = SETUP.model_copy(update={"gold_sha256": "1" * 64})
    with pytest.raises(UsageError, match="different gold"):
        compare((SETUP, [result(1, 5)]), (other, [result(1, 5)]), ("recall",))
    with pytest.raises(UsageError, match="share no article"):
        compare((SETUP, [result(1, 5)]), (SETUP, [result(2, 5)]), ("recall",))


def test_repeats_are_shown_apart_from_articles():
    """With several samples the variation between repeats stands beside that between articles."""
    setup = SETUP.model_copy(update={"samples": 2})
    a = [result(n, 4 + 2 * s, sample=s) for n in range(10) for s in (0, 1)]
    comparison = compare((setup, a), (setup, a), ("kind",), resamples=100)
    spread, _ = comparison.spread["kind"]
    assert spread.repeats == pytest.approx(0.1414, abs=1e-3)
    assert spread.articles == 0
    assert "A repeats (sd)" in comparison_text(comparison)


def test_a_metric_that_was_not_measured_says_so():
    """A metric without anything to measure is no verdict."""
    comparison = compare((SETUP, [result(1, 5)]), (SETUP, [result(1, 5)]), ("date",), resamples=50)
    assert comparison.rows[0].verdict == "can't tell"
    assert "nothing to measure" in comparison_text(comparison)


def test_words_of_articles_are_only_words_in_markdown():
    """Markup in an article stays text in a pull request."""
    comparison = compare(
        (SETUP, [result(1, 2, found=3)]), (SETUP, [result(1, 2, found=4)]), ("recall",), resamples=50
    )
    text = comparison_markdown(comparison)
    assert "&lt;3>" in text
    assert "<3>" not in text
