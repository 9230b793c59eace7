"""The gate: floors that only rise, on a corpus that is pinned."""

from __future__ import annotations

import pytest

from summarizer.errors import UsageError
from summarizer.evaluation import gate
from summarizer.evaluation.gold import load_gold, select
from summarizer.evaluation.prompts import prompt_identity
from summarizer.evaluation.recorded import find_recorded, score_recorded
from summarizer.evaluation.running import evaluate, make_setup
from summarizer.evaluation.suites import load_suite
from summarizer.testing import ScriptedEngine

CORPUS = gate.Corpus(sha256="0" * 64, articles=1, statements=1)


def floors(**values):
    """Return a baseline with floors for the rules engine."""
    return gate.Baseline(corpus=CORPUS, floors={"rules": values})


def test_a_rate_below_its_floor_fails():
    """A floor holds at its value and not below, and what is no longer measured does not hold."""
    counts = {"f1": (899, 1000), "kind": (9, 10)}
    found = {
        c.name: c.holds for c in gate.check_rates("rules", counts, {"f1": 0.9, "kind": 0.9, "date": 0.5})
    }
    assert found == {"f1": False, "kind": True, "date": False}


def test_invariants_know_no_tolerance():
    """One span in a thousand that is not exact is a failure, and so is an article that the rules fail at."""
    counts = {"contents_exact": (999, 1000), "evidence_exact": (5, 5), "failed": (1, 40)}
    found = {c.name: c.holds for c in gate.check_invariants("rules", counts)}
    assert found == {"contents_exact": False, "evidence_exact": True, "failed": False}
    recorded = gate.check_invariants("review-1", counts, recorded=True)
    assert [c.name for c in recorded] == ["contents_exact", "evidence_exact"]


def test_floors_rise_by_command_and_never_fall_by_it():
    """Raising takes what is better, rounded down, and leaves what is worse."""
    moved = gate.moved_floors(floors(f1=0.8, kind=0.9), {"rules": {"f1": (8549, 10000), "kind": (1, 2)}})
    assert moved.floors["rules"] == {"f1": 0.854, "kind": 0.9}
    assert moved.falls == ()


def test_a_floor_falls_with_a_reason_that_is_kept():
    """A fall is recorded with its reason, and rises need none."""
    measured = {"rules": {"f1": (7, 10), "kind": (95, 100)}}
    moved = gate.moved_floors(floors(f1=0.8, kind=0.9), measured, reason="harder articles")
    assert moved.floors["rules"] == {"f1": 0.7, "kind": 0.95}
    (fall,) = moved.falls
    assert (fall.metric, fall.before, fall.after, fall.reason) == ("f1", 0.8, 0.7, "harder articles")


def test_what_has_just_been_raised_holds():
    """Rounding never makes a floor that the same measurement misses."""
    counts = {"f1": (2, 3), "speaker": (1, 7), "kind": (9, 9)}
    moved = gate.moved_floors(gate.Baseline(corpus=CORPUS), {"rules": counts})
    assert all(c.holds for c in gate.check_rates("rules", counts, moved.floors["rules"]))


def test_an_unpinned_corpus_is_refused(evals):
    """Without a pin, or with another one, the gate does not run."""
    gold = load_gold(evals / "gold")
    with pytest.raises(UsageError, match="--pin"):
        gate.require_pinned(None, gold)
    with pytest.raises(UsageError, match="not the one that is pinned"):
        gate.require_pinned(gate.Baseline(corpus=CORPUS), gold)
    pinned = gate.pin(floors(f1=0.5), gold)
    assert gate.require_pinned(pinned, gold).floors == {"rules": {"f1": 0.5}}
    assert (pinned.corpus.articles, pinned.corpus.statements) == (2, 2)


def test_a_baseline_is_read_as_it_was_written(tmp_path):
    """What is written comes back; none is None; anything else is one line."""
    path = tmp_path / "baseline.json"
    assert gate.read_baseline(path) is None
    gate.write_baseline(path, floors(f1=0.5))
    assert gate.read_baseline(path) == floors(f1=0.5)
    path.write_text("{}")
    with pytest.raises(UsageError, match="no baseline"):
        gate.read_baseline(path)


def test_a_prompt_is_its_bytes_and_its_schema(tmp_path):
    """Identity changes with a byte of the template and with the wire schema; no template has none."""
    path = tmp_path / "extract" / "1.md"
    path.parent.mkdir()
    path.write_text("Find what was said.")
    one = prompt_identity(tmp_path, "extract/1")
    assert one.startswith("extract/1@")
    assert prompt_identity(tmp_path, one) == one
    assert prompt_identity(tmp_path, "extract/1", lambda task: task.encode()) != one
    path.write_text("Find what was said!")
    assert prompt_identity(tmp_path, "extract/1") != one
    assert prompt_identity(tmp_path, "extract/2") is None


@pytest.fixture
def recorded(evals):
    """Return a recorded run of a scripted engine with a prompt, and its gold."""
    gold = load_gold(evals / "gold")
    suite = load_suite("all").model_copy(update={"engine": "llm", "model": "small", "prompt": "extract/1"})
    setup = make_setup(suite, gold, prompt_id="extract/1@aaa")
    out = evals / "runs" / "small"
    out.parent.mkdir()
    evaluate(setup, select(gold, "all"), out, engine=ScriptedEngine())
    return next(find_recorded(evals / "runs")), gold


def test_a_recorded_run_is_scored_again(recorded):
    """A run whose prompt is the current one gives counts without asking anybody."""
    run, gold = recorded
    lines, counts = score_recorded(*run, gold, lambda _: "extract/1@aaa")
    assert lines == []
    assert counts["recall"] == (0, 2)


@pytest.mark.parametrize(("now", "says"), [("extract/1@bbb", "changed since"), (None, "is gone")])
def test_a_changed_prompt_fails_with_the_command(recorded, now, says):
    """A prompt changed without a new recording is a failing line that names what to run."""
    run, gold = recorded
    (line,), counts = score_recorded(*run, gold, lambda _: now)
    assert counts is None
    assert not line.holds
    assert says in line.detail
    assert "summarizer eval all --engine llm --model small --prompt extract/1 --split all" in line.detail
    assert line.detail.endswith("runs/small")


def test_a_changed_article_needs_a_new_recording(recorded, evals):
    """An answer to another text is not scored."""
    run, _ = recorded
    (evals / "runs/small/outcomes.jsonl").write_text("")
    (line,), _ = score_recorded(*run, load_gold(evals / "gold"), lambda _: "extract/1@aaa")
    assert "2 of its articles are new or changed" in line.detail


def test_no_recorded_runs_are_no_failure(tmp_path):
    """Where nothing was recorded there is nothing to check."""
    assert list(find_recorded(tmp_path / "runs")) == []
