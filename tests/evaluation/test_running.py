"""Running an engine over gold: resumable, and nothing dropped."""

from __future__ import annotations

import asyncio
import json

import pytest

from summarizer.drafts import Draft, Drafted, DraftSpeaker, DraftStatement, Pointer
from summarizer.errors import OutputError, UsageError
from summarizer.evaluation.aggregate import score_run
from summarizer.evaluation.gold import load_gold, select
from summarizer.evaluation.results import read_results
from summarizer.evaluation.running import evaluate, fingerprint, make_setup, read_outcomes
from summarizer.evaluation.suites import load_suite
from summarizer.records import SpeakerKind
from summarizer.testing import ScriptedEngine

CLOSE = "the quarry would close by autumn"


def engine(words=CLOSE, name="Adaeze Lindqvist"):
    """Return an engine that finds one statement in every article."""

    def draft(article):
        at = next(s.id for s in article.sentences if words in article.text[s.start : s.end])
        speaker = DraftSpeaker(name, SpeakerKind.PERSON)
        return Draft(statements=(DraftStatement("1", speaker, (Pointer((at,), exact=words),)),))

    return ScriptedEngine(draft)


def failing(_):
    """Stand for an engine that dies on every article."""
    raise RuntimeError("boom")


@pytest.fixture
def run(evals):
    """Return a function that runs the gold and returns the evaluation."""

    def go(out="out", split="all", with_engine=None, **options):
        suite = load_suite("all").model_copy(update={"split": split, "samples": options.pop("samples", 1)})
        gold = load_gold(evals / "gold")
        setup = make_setup(suite, gold, prompt_id=options.pop("prompt_id", None))
        return evaluate(
            setup, select(gold, split), evals.parent / out, engine=with_engine or engine(), **options
        )

    return go


def test_each_article_gets_a_result(run, tmp_path):
    """All articles are run and scored, and the folder holds the same results."""
    made = run()
    assert [r.article for r in made.results] == ["01-quarry", "02-quarry"]
    assert made.results[0].counts["recall"] == (1, 1)
    setup, results = read_results(tmp_path / "out")
    assert setup == made.setup
    assert tuple(results) == made.results


def test_a_killed_run_continues(run, tmp_path):
    """Finished articles are kept, a torn line is done again, and the results are those of one run."""
    whole = run().results
    path = tmp_path / "out" / "outcomes.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1][:40])
    (tmp_path / "out" / "results.jsonl").unlink()
    with pytest.raises(UsageError, match="no finished results"):
        read_results(tmp_path / "out")
    again = run(with_engine=ScriptedEngine(lambda a: engine().draft(a)))
    assert [r.counts["f1"] for r in again.results] == [r.counts["f1"] for r in whole]
    assert path.read_bytes().startswith(lines[0])
    assert len(read_outcomes(tmp_path / "out")) == 2


def test_what_is_done_is_not_done_again(run):
    """The same experiment in the same folder asks the engine for nothing."""
    run()
    assert run(with_engine=ScriptedEngine(failing)).results[0].outcome == "ok"


def test_another_experiment_is_not_written_over(run):
    """Results of another prompt stay unless one says that they may go."""
    run()
    with pytest.raises(OutputError, match="--replace"):
        run(prompt_id="extract/2@0")
    assert run(prompt_id="extract/2@0", replace=True).setup.prompt_id == "extract/2@0"


def test_a_folder_with_other_things_is_not_touched(run, tmp_path):
    """A folder that holds something else is refused, and so is a file."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear Bayo")
    with pytest.raises(OutputError, match="not empty"):
        run("mine")
    with pytest.raises(OutputError, match="another folder"):
        run("mine/letter.txt")


def test_failed_articles_are_counted(run):
    """An engine that dies on all articles scores 0, not nothing."""
    made = run(with_engine=ScriptedEngine(failing))
    scores = score_run(made.setup, made.results, resamples=50)
    assert scores.failed == {"invalid": 2}
    assert scores.total["recall"].value == 0
    assert scores.total["f1"].value == 0
    assert scores.counts["recall"] == (0, 2)
    assert made.results[0].reason == "RuntimeError: boom"


def test_the_test_split_shows_no_words(run):
    """Of a split that nobody asked to see, results hold counts and ids and no words of articles."""
    hidden, shown = (
        run(out, visible=v).results[1] for out, v in (("a", frozenset({"dev"})), ("b", frozenset({"test"})))
    )
    assert CLOSE not in hidden.model_dump_json()
    assert CLOSE in shown.model_dump_json()
    assert hidden.counts["f1"] == shown.counts["f1"]


def test_repeats_are_kept_apart(run):
    """Each sample is a run of its own; totals add them up and the spread tells them apart."""
    made = run(samples=3)
    assert len(made.results) == 6
    scores = score_run(made.setup, made.results, resamples=50)
    assert scores.articles == 2
    assert scores.counts["recall"] == (6, 6)
    assert scores.spread["recall"].repeats == 0
    assert scores.spread["recall"].articles == 0


def test_variation_between_repeats_and_between_articles_differ(run):
    """An engine that is moody in the same way on all articles varies between repeats alone."""
    calls = iter(range(100))
    moody = ScriptedEngine(lambda a: engine().draft(a) if next(calls) % 2 else Draft())
    made = run(samples=2, with_engine=moody)
    spread = score_run(made.setup, made.results, resamples=200).spread["recall"]
    assert spread.repeats == pytest.approx(0.7071, abs=1e-3)
    assert spread.articles == 0


def test_scores_are_given_by_split_tag_and_slice(run):
    """Totals come with the splits, the tags of articles and the slices of statements."""
    made = run()
    data = json.loads(json.dumps(score_run(made.setup, made.results, resamples=50).as_json()))
    assert set(data["splits"]) == {"dev", "test"}
    assert data["tags"]["denial"]["articles"] == 2
    assert data["slices"]["kind: indirect"]["recall"] == [2, 2]
    assert data["metrics"]["f1"]["value"] == 1


def test_the_fingerprint_is_that_of_what_makes_records():
    """The same program has the same fingerprint."""
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 64


def test_the_rules_engine_takes_no_model(evals):
    """A model for the rules engine is a mistake, not silently ignored."""
    suite = load_suite("all").model_copy(update={"model": "large"})
    gold = load_gold(evals / "gold")
    with pytest.raises(UsageError, match="takes no --model"):
        evaluate(make_setup(suite, gold), gold.articles, evals / "out")


class Asking:
    """An engine that asks: it tells which samples it was asked for, and how many articles it had at once."""

    name = "asking"
    concurrency = 2

    def __init__(self):
        self.sample, self.asked, self.waiting, self.most = 0, [], 0, 0

    def repeat(self, sample):
        """Return the engine for a sample; all of them count together."""
        made = Asking()
        made.sample, made.counts = sample, self
        return made

    async def adraft(self, article):
        """Answer after a while with nothing."""
        counts = getattr(self, "counts", self)
        counts.asked.append((article.article.source, self.sample))
        counts.waiting += 1
        counts.most = max(counts.most, counts.waiting)
        await asyncio.sleep(0.05)
        counts.waiting -= 1
        return Drafted(Draft())

    async def close(self):
        """Have nothing to close."""


def test_an_engine_that_asks_works_on_several_articles_and_knows_the_sample(run):
    """Each sample of each article is asked for once, as many at once as the engine likes."""
    asking = Asking()
    made = run(samples=2, with_engine=asking)
    assert sorted(asking.asked) == [(f"0{n}-quarry", sample) for n in (1, 2) for sample in (0, 1)]
    assert asking.most == 2
    assert [(r.article, r.sample) for r in made.results] == sorted(asking.asked)


def test_an_interrupt_ends_what_waits(run, tmp_path):
    """Interrupted, a run asks no more, does not wait for those who wait, and continues from what it has."""

    class Slow(Asking):
        """Answer once; all others wait until they are cancelled."""

        cancelled = 0

        def repeat(self, sample):
            """Be the same for every sample."""
            self.sample = sample
            return self

        async def adraft(self, article):
            """Count those that were cancelled."""
            self.asked.append(article.article.source)
            if len(self.asked) > 1:
                try:
                    await asyncio.sleep(30)
                except asyncio.CancelledError:
                    self.cancelled += 1
                    raise
            return Drafted(Draft())

    def interrupt(done, _):
        if done:
            raise KeyboardInterrupt

    slow = Slow()
    with pytest.raises(KeyboardInterrupt):
        run(samples=3, with_engine=slow, progress=interrupt)
    assert slow.cancelled == len(slow.asked) - 1 >= 1
    assert len(read_outcomes(tmp_path / "out")) == 1
    made = run(samples=3, with_engine=Asking())
    assert len(made.results) == 6
