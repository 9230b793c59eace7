"""The commands eval, compare and gold: what they print, write and return."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import engines
from summarizer.cli import main
from summarizer.commands.evaluation import compare_command, eval_group
from summarizer.commands.gold import gold_group
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement, Pointer
from summarizer.records import SpeakerKind
from summarizer.testing import ScriptedEngine

TEXT = """Ferry line to end in Sorrel Sound

Captain Ngozi Albrecht said that the ferry would stop in May. The board denied that 12 sailors must go.
"""
CLOSE, DENIED = "the ferry would stop in May", "12 sailors must go"


def scripted(*contents):
    """Return an engine that finds these contents in every article."""

    def draft(article):
        last = [s.id for s in article.sentences]
        texts = {s.id: article.text[s.start : s.end] for s in article.sentences}
        speaker = DraftSpeaker("Ngozi Albrecht", SpeakerKind.PERSON)
        return Draft(
            statements=tuple(
                DraftStatement(c, speaker, (Pointer((next(i for i in last if c in texts[i]),), exact=c),))
                for c in contents
            )
        )

    return ScriptedEngine(draft, name="rules")


@pytest.fixture
def engine(monkeypatch):
    """Return a function that says which engine is the rules engine now."""

    def use(*contents):
        monkeypatch.setattr(engines, "get_engine", lambda _: scripted(*contents))

    use(CLOSE, DENIED)
    return use


@pytest.fixture
def home(tmp_path, monkeypatch, engine, capsys):
    """Work in a folder with two labelled articles, drafted by the command and corrected."""
    monkeypatch.chdir(tmp_path)
    for folder in ("evals/gold/articles", "evals/suites"):
        Path(folder).mkdir(parents=True)
    for split in ("dev", "test", "all"):
        Path(f"evals/suites/{split}.toml").write_text(f'split = "{split}"\n')
    for name, split in (("01-ferry", "dev"), ("02-secret", "test")):
        article = Path(f"evals/gold/articles/{name}.txt")
        article.write_text(TEXT, encoding="utf-8")
        assert main(["gold", "draft", str(article)]) == 0
        labels = Path(f"evals/gold/labels/{name}.json")
        data = json.loads(labels.read_text())
        assert data.pop("draft")
        labels.write_text(json.dumps({**data, "split": split}))
    capsys.readouterr()
    assert engine
    return tmp_path


def test_a_suite_is_run_and_its_folder_filled(home, capsys):
    """Scores are printed with intervals, and OUT has all that the help promises."""
    assert main(["eval", "-o", "out", "-q"]) == 0
    assert re.search(r"F1\s+100\.0\s+\d+\.\d to 100\.0", capsys.readouterr().out)
    names = {p.name for p in (home / "out").iterdir()}
    assert {"results.jsonl", "scores.json", "report.html", "junit.xml", "summary.md"} <= names


def test_the_test_split_shows_totals_only(home, capsys):
    """The suite test and the split all show no article of the test split; --split test does."""
    for arguments, shown in ((["test"], False), (["all"], False), (["test", "--split", "test"], True)):
        out = "out-" + "-".join(a.strip("-") for a in arguments)
        assert main(["eval", *arguments, "-o", out, "-q"]) == 0
        capsys.readouterr()
        assert ("02-secret" in (home / out / "report.html").read_text()) == shown
        assert (CLOSE in (home / out / "results.jsonl").read_text().splitlines()[-1]) == shown


def test_gold_can_be_a_file_of_attributions(home, capsys):
    """--gold takes JSON lines of attributions in the place of the folder."""
    start = TEXT.index(CLOSE)
    doc = {"doc_id": "d", "text": TEXT, "statements": [{"content_spans": [[start, start + len(CLOSE)]]}]}
    (home / "corpus.jsonl").write_text(json.dumps(doc))
    assert main(["eval", "--gold", "corpus.jsonl", "-q"]) == 0
    assert re.search(r"recall\s+100\.0", capsys.readouterr().out)


def test_failed_articles_give_status_one(home, monkeypatch, capsys):
    """A run in which articles failed says how many, by outcome."""
    monkeypatch.setattr(engines, "get_engine", lambda _: ScriptedEngine(lambda _: 1 / 0))
    assert main(["eval", "-q"]) == 1
    assert "failed: 1 invalid" in capsys.readouterr().out
    assert home


def test_two_runs_are_compared(home, engine, capsys):
    """Folders of runs are compared, what changed is listed, and OUT gets Markdown and a page."""
    assert main(["eval", "-o", "a", "-q"]) == 0
    engine(CLOSE)
    assert main(["eval", "-o", "b", "-q"]) == 0
    capsys.readouterr()
    assert main(["compare", "a", "b", "-o", "c", "--metric", "recall"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"recall\s+100\.0\s+50\.0\s+-50\.0.*can't tell", out)
    assert re.search(r"lost\s+s2", out)
    assert "can't tell" in (home / "c/comparison.md").read_text()
    assert "lost" in (home / "c/comparison.html").read_text()


def test_suites_are_compared_without_folders(home, capsys):
    """A suite in the place of a folder is run first, as often as asked."""
    assert main(["compare", "dev", "evals/suites/dev.toml", "--samples", "2", "-q"]) == 0
    out = capsys.readouterr().out
    assert "2 repeats" in out
    assert "A repeats (sd)" in out
    assert home


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eval", "nightly"], "suites: all, dev, test"),
        (["eval", "--gold", "nowhere"], "no gold here"),
        (["eval", "--engine", "rules", "--model", "m"], "takes no --model"),
        (["eval", "-o", "evals"], "holds no evaluation"),
        (["compare", "evals", "dev"], "holds no finished results"),
        (["compare", "dev", "dev", "--metric", "beauty"], "'beauty' is no metric"),
        (["gold", "draft", "evals/gold/articles/01-ferry.txt"], "is there already"),
        (["gold", "draft", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_mistakes_are_one_line(home, capsys, arguments, says):
    """What a user does wrong is one line that says what, and status 2."""
    assert main([*arguments, *(["-q"] if arguments[0] != "gold" else [])]) == 2
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 1
    assert says in err[0]
    assert home


def test_the_gate_needs_a_pinned_corpus(home, capsys):
    """An unpinned corpus could not be gated: status 1 and the command that pins it."""
    assert main(["eval", "gate", "-q"]) == 1
    assert "gold check --pin" in capsys.readouterr().err
    assert main(["gold", "check", "--pin"]) == 0
    assert main(["eval", "gate", "-q"]) == 0
    (home / "evals/gold/articles/01-ferry.txt").write_text("Another text.")
    assert main(["eval", "gate", "-q"]) == 1


def test_the_gate_guards_what_was_reached(home, engine, capsys):
    """A raised floor fails a worse engine with status 3, until somebody says why it may."""
    assert main(["gold", "check", "--pin"]) == 0
    assert main(["eval", "gate", "--raise", "-q"]) == 0
    engine(CLOSE)
    capsys.readouterr()
    assert main(["eval", "gate", "-q"]) == 3
    assert re.search(r"statements: recall\s+50\.0\s+100\.0\s+FAILS", capsys.readouterr().out)
    assert main(["eval", "gate", "--raise", "-q"]) == 3
    assert main(["eval", "gate", "--allow-regression", "  "]) == 1
    assert main(["eval", "gate", "--allow-regression", "a simpler engine", "-q"]) == 0
    falls = json.loads((home / "evals/baseline.json").read_text())["falls"]
    assert {"f1", "recall"} <= {fall["metric"] for fall in falls}
    assert {fall["reason"] for fall in falls} == {"a simpler engine"}


def test_the_gate_fails_on_articles_without_a_record(home, monkeypatch, capsys):
    """A crash is a broken invariant, whatever the floors are."""
    assert main(["gold", "check", "--pin"]) == 0
    monkeypatch.setattr(engines, "get_engine", lambda _: ScriptedEngine(lambda _: 1 / 0))
    assert main(["eval", "gate", "-q"]) == 3
    assert "2 of 2; must be none" in capsys.readouterr().out
    assert home


def test_gold_is_checked(home, capsys):
    """A good corpus prints its digest; a wrong label is an error and status 1."""
    assert main(["gold", "check"]) == 0
    assert re.search(r"corpus [0-9a-f]{64}\nnot pinned", capsys.readouterr().out)
    path = home / "evals/gold/labels/01-ferry.json"
    path.write_text(path.read_text().replace(f'"exact": "{CLOSE}"', '"exact": "the ferry"'))
    assert main(["gold", "check"]) == 1
    assert "error: 01-ferry.json: s1[0]" in capsys.readouterr().out


def test_gold_is_shown(home):
    """The labels become the report's page."""
    assert main(["gold", "view", "-o", "labels.html"]) == 0
    assert CLOSE in (home / "labels.html").read_text()


def test_the_simulation_runs_on_the_gold(home, capsys):
    """A few trials print the power; the exit status says whether identical systems were told apart."""
    assert main(["eval", "simulate", "--trials", "2", "--articles", "6"]) in (0, 1)
    assert "2 trials of 6 articles" in capsys.readouterr().out
    assert home


GROUPS = {"eval": eval_group, "gold": gold_group}
COMMANDS = [[g, c] for g, group in GROUPS.items() for c in sorted(group.commands)]


@pytest.mark.parametrize("command", [["eval"], ["gold"], [compare_command.name], *COMMANDS], ids=" ".join)
def test_every_command_has_help(capsys, command):
    """The help of every command tells what it does and ends with examples."""
    assert main([*command, "--help"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert all("summarizer" in line for line in out[out.index("Examples:") + 1 :])
    assert max(map(len, out)) <= 100


def test_help_of_the_evaluation_loads_no_library():
    """The help waits for neither numpy nor scipy nor pydantic."""
    code = "from summarizer.cli import main\nassert main(['eval', 'run', '--help']) == 0\n"
    code += "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert not set(done.stdout.split()) & {"numpy", "scipy", "pydantic", "spacy", "rich"}
