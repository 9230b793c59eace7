"""Scores of one article, on cases that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.evaluation.metrics import METRICS, add, asked, value
from summarizer.evaluation.scores import score_article
from summarizer.records import Act, Evidence, Kind, Outcome, OutcomeName, SpeakerKind, Usage

CLOSE = "the quarry would close by autumn"
WAITED = "We have waited too long"
DENIED = "40 workers had agreed to leave"
STRIKE = "a strike"


@pytest.fixture
def article(make):
    """Return an article with three required labels and an optional one."""
    return make.gold(
        make.label(1, CLOSE, "Adaeze Lindqvist", "mayor", kind="indirect", acts=("announce", "assert")),
        make.label(2, WAITED, "Adaeze Lindqvist", kind="direct", acts=("assert",)),
        make.label(3, DENIED, "union", kind="indirect", acts=("deny",)),
        make.label(4, STRIKE, "Tomasz Rey", optional=True),
    )


def test_precision_recall_and_f1_are_counted(article, make):
    """Two of three labels found among three answers: both two thirds, and so is F1."""
    found = make.outcome(
        make.statement(CLOSE), make.statement(DENIED, "union"), make.statement("Quarry talks fail")
    )
    score = score_article(article, found)
    assert score.counts["precision"] == (2, 3)
    assert score.counts["recall"] == (2, 3)
    assert score.counts["f1"] == (4, 6)
    assert score.misses == ("s2",)
    assert score.extras == (2,)


def test_optional_labels_count_neither_way(article, make):
    """What matches an optional label is no hit and no extra; an optional label missed is no miss."""
    score = score_article(article, make.outcome(make.statement(STRIKE, "Tomasz Rey")))
    assert score.counts["precision"] == (0, 0)
    assert score.counts["recall"] == (0, 3)
    assert score.extras == ()
    assert "s4" not in score.misses


def test_exact_needs_the_same_words(article, make):
    """A content with a word more is a relaxed pair and no exact one; a mark more changes nothing."""
    score = score_article(
        article, make.outcome(make.statement(f"that {CLOSE}"), make.statement(f"{WAITED},” she"[:23]))
    )
    assert score.counts["f1"] == (4, 5)
    assert score.counts["exact_f1"] == (2, 5)


def test_a_failed_article_keeps_its_labels_in_every_denominator(article):
    """Without a record all labels are misses, the same when the article was never tried."""
    failed = Outcome(source="quarry", outcome=OutcomeName.TRANSPORT, reason="gone", attempts=3)
    for outcome in (failed, None):
        counts = score_article(article, outcome).counts
        assert counts["recall"] == (0, 3)
        assert counts["f1"] == (0, 3)
        assert counts["failed"] == (1, 1)
    assert score_article(article, failed).counts["attempts"] == (3, 1)


def test_null_must_be_null(make):
    """A channel that the article does not give is wrong; it counts over all pairs, not over given ones."""
    article = make.gold(
        make.label(1, CLOSE, channel=None, date=None, via=(), target=None, hedges=()),
        make.label(2, DENIED, channel="meeting", date="2026-05", via=(), target="council", hedges=()),
    )
    found = make.outcome(
        make.statement(CLOSE, channel="speech", target="reporters"),
        make.statement(DENIED, channel="meeting", date="2026-05-04", target="the town council"),
    )
    counts = score_article(article, found).counts
    assert counts["channel"] == (1, 2)
    assert counts["channel_given"] == (1, 1)
    assert counts["date"] == (1, 2)
    assert counts["date_given"] == (0, 1)
    assert counts["target"] == (1, 2)
    assert counts["target_given"] == (1, 1)
    assert counts["via"] == (2, 2)
    assert "via_given" not in counts


def test_fields_that_nobody_labelled_are_not_scored(make):
    """A corpus without kinds and dates gets no score for them instead of a wrong one."""
    counts = score_article(make.gold(make.label(1, CLOSE)), make.outcome(make.statement(CLOSE))).counts
    assert counts["f1"] == (2, 2)
    assert not {"speaker", "mention", "kind", "date", "figure_f1", "facts"} & set(counts)


def test_speakers_and_acts_on_pairs(article, make):
    """The resolved name, the main act and any act are judged on matched pairs alone."""
    found = make.outcome(
        make.statement(CLOSE, "Lindqvist", acts=(Act.ASSERT,)),
        make.statement(WAITED, "union", kind=Kind.DIRECT),
        make.statement(DENIED, "union", acts=(Act.DENY,), kind=Kind.MIXED),
    )
    counts = score_article(article, found).counts
    assert counts["speaker"] == (2, 3)
    assert counts["speaker_exact"] == (1, 3)
    assert counts["act_any"] == (3, 3)
    assert counts["act_first"] == (2, 3)
    assert counts["kind"] == (2, 3)


def test_nobody_is_nobody_whatever_it_is_called(make):
    """Where a statement has no source and the answer says so, too, its wording does not matter."""
    article = make.gold(make.label(1, CLOSE, "unattributed", speaker_kind="unattributed"))
    found = make.outcome(make.statement(CLOSE, "reportedly", who=SpeakerKind.UNATTRIBUTED))
    assert score_article(article, found).counts["speaker"] == (1, 1)


def test_of_two_labels_with_one_content_the_one_with_the_cue_is_taken(make):
    """Two statements about the same words are told apart by their cues."""
    labels = (
        make.label(1, DENIED, "union", cue=make.span("said")),
        make.label(2, DENIED, "union", cue=make.span("denied")),
    )
    found = make.outcome(make.statement(DENIED, "union", cue=make.piece("denied")))
    assert score_article(make.gold(*labels), found).misses == ("s1",)


def test_slices_count_recall_and_speaker(make):
    """A slice has its own recall and speakers."""
    article = make.gold(
        make.label(1, CLOSE, "Adaeze Lindqvist", slices=("denial",)),
        make.label(2, DENIED, "union", slices=("denial",)),
    )
    slices = score_article(article, make.outcome(make.statement(CLOSE))).slices
    assert slices == {"denial": {"recall": (1, 2), "speaker": (1, 1)}}


def test_a_span_that_is_not_in_the_article_shows(make):
    """Contents and evidence are compared with the gold's text, not with the record's copy."""
    right = make.statement(CLOSE, cue=make.piece("said"))
    wrong = right.model_copy(update={"content": (Evidence(start=0, end=6, exact="Ouarry"),)})
    counts = score_article(make.gold(), make.outcome(right, wrong)).counts
    assert counts["contents_exact"] == (1, 2)
    assert counts["evidence_exact"] == (3, 4)


def test_refused_statements_are_a_share_of_those_proposed(make):
    """One refused beside three kept is a quarter."""
    found = make.outcome(*(make.statement(w) for w in (CLOSE, WAITED, DENIED)), refused=1)
    assert score_article(make.gold(), found).counts["refused"] == (1, 4)


def test_figures_are_matched_by_place_and_value(make):
    """The right number is a pair with the right value; a changed one at its place a pair with a wrong one."""
    from summarizer.evaluation.gold import GoldFigure  # noqa: PLC0415 - beside the other gold

    want = GoldFigure("n1", 40, "workers", "workers", (make.span("40 workers"),))
    article = make.gold(figures=(want,))
    right = score_article(article, make.outcome(figures=(make.figure(40, "40 workers", who="the workers"),)))
    assert right.counts["figure_f1"] == (2, 2)
    assert right.counts["figure_value"] == right.counts["figure_who"] == (1, 1)
    changed = score_article(article, make.outcome(figures=(make.figure(4, "40 workers"),)))
    assert changed.counts["figure_recall"] == (1, 1)
    assert changed.counts["figure_value"] == (0, 1)
    assert changed.counts["figure_who"] == (0, 1)
    elsewhere = score_article(article, make.outcome(figures=(make.figure(40, "a strike"),)))
    assert elsewhere.figure_misses == ("n1",)
    assert elsewhere.figure_extras == (0,)


def test_cost_is_counted_and_an_unknown_price_is_not_zero(make):
    """Tokens and calls add up; an article without a price, or without a call, is left out of the dollars."""
    usage = Usage(input_tokens=900, output_tokens=100, calls=2)
    priced = score_article(make.gold(), make.outcome(usage=usage, cost_usd=0.5, cached=True), 1.5).counts
    unpriced = score_article(make.gold(), make.outcome(usage=usage, cost_usd=None)).counts
    total = add([priced, unpriced])
    assert total["input_tokens"] == (1800, 2)
    assert total["calls"] == (4, 2)
    assert total["cached"] == (1, 2)
    assert total["seconds"] == (1.5, 2)
    assert value(total, "cost_usd") == 0.5
    asked_nothing = score_article(make.gold(), make.outcome(usage=Usage(), cost_usd=0)).counts
    assert value(add([unpriced, asked_nothing]), "cost_usd") is None


def test_what_a_failure_took_is_counted(make):
    """An article that failed after it was paid for costs what it cost."""
    usage = Usage(input_tokens=900, output_tokens=100, calls=2)
    failed = Outcome(source="quarry", outcome=OutcomeName.INVALID, usage=usage, cost_usd=0.25)
    counts = score_article(make.gold(), failed).counts
    assert counts["failed"] == (1, 1)
    assert counts["calls"] == (2, 1)
    assert value(counts, "output_tokens") == 100
    assert value(counts, "cost_usd") == 0.25


def test_every_metric_says_what_it_means():
    """Each metric has a definition, and those that are asked by default can be compared."""
    assert all(metric.meaning and metric.title for metric in METRICS.values())
    assert asked(()) == asked(asked(()))
    with pytest.raises(UsageError, match="summary_words"):
        asked(["summary_words"])


def test_the_guide_defines_every_metric():
    """``evals/README.md`` has the definition of each metric as the program has it."""
    guide = (Path(__file__).parents[2] / "evals" / "README.md").read_text(encoding="utf-8")
    for metric in METRICS.values():
        assert f"| `{metric.name}` | {metric.group} | {metric.title} | {metric.meaning} |" in guide
