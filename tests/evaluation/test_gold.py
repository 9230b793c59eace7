"""Gold from a folder and from a file of attributions."""

from __future__ import annotations

import json

import pytest

from summarizer import reading
from summarizer.errors import UsageError
from summarizer.evaluation.gold import load_gold, select
from summarizer.evaluation.suites import load_suite


def test_gold_is_what_the_labels_say(evals):
    """Names, spans, labels and slices come from the file, and a null label stays a label."""
    article = select(load_gold(evals / "gold"), "dev")[0]
    statement = article.statements[0]
    assert article.key == "01-quarry"
    assert [article.text[a:b] for a, b in statement.content] == ["the quarry would close by autumn"]
    assert statement.names == ("Adaeze Lindqvist",)
    assert statement.labels["channel"] is None
    assert statement.slices == ("kind: indirect", "speaker: by name")
    assert article.facts[0].core
    assert article.facts[0].proofs == (statement.content,)
    assert article.figures[0].value == 40
    assert reading.read(article.item).article.text == article.text


def test_a_fact_has_its_evidence_and_its_alternatives_as_proofs(evals, make):
    """Every place that a label gives for a fact is one of its proofs, the evidence first."""
    path = evals / "gold/labels/01-quarry.json"
    data = json.loads(path.read_text())
    data["facts"][0]["alternatives"] = [[make.piece("Quarry talks fail").model_dump()]]
    path.write_text(json.dumps(data))
    fact = select(load_gold(evals / "gold"), "dev")[0].facts[0]
    assert fact.proofs == (
        (make.span("the quarry would close by autumn"),),
        (make.span("Quarry talks fail"),),
    )


def test_the_digest_changes_with_any_label_or_article(evals):
    """A corpus is pinned by all its labels and texts."""
    before = load_gold(evals / "gold").sha256
    assert before == load_gold(evals / "gold").sha256
    path = evals / "gold/labels/02-quarry.json"
    path.write_text(path.read_text().replace('"core": true', '"core": false'))
    assert load_gold(evals / "gold").sha256 != before


def test_a_draft_is_no_gold(evals):
    """Labels that nobody has corrected are refused."""
    path = evals / "gold/labels/02-quarry.json"
    path.write_text(json.dumps({"draft": True, **json.loads(path.read_text())}))
    with pytest.raises(UsageError, match=r"02-quarry\.json: a draft"):
        load_gold(evals / "gold")


def test_labels_of_another_text_are_refused(evals):
    """An article that changed after labelling is not scored against its old labels."""
    (evals / "gold/articles/01-quarry.txt").write_text("Another text.")
    with pytest.raises(UsageError, match="label it again"):
        load_gold(evals / "gold")


def test_wrong_labels_name_file_and_field(evals):
    """A wrong value is one line that says where."""
    path = evals / "gold/labels/01-quarry.json"
    path.write_text(path.read_text().replace('"indirect", "acts"', '"oblique", "acts"'))
    with pytest.raises(UsageError, match=r"01-quarry.json: statements.0.kind: .*direct"):
        load_gold(evals / "gold")


def test_no_gold_and_no_split_say_so(evals, tmp_path):
    """An empty folder and a split without articles are one line each."""
    with pytest.raises(UsageError, match="no gold here"):
        load_gold(tmp_path)
    (evals / "gold/labels/02-quarry.json").unlink()
    with pytest.raises(UsageError, match="'test'"):
        select(load_gold(evals / "gold"), "test")


def attributions(tmp_path, *docs):
    """Write a file of attributions."""
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(d) for d in docs) + "\n\n", encoding="utf-8")
    return path


def test_attributions_label_what_they_have(tmp_path, make):
    """What a converted corpus leaves out or has as null is not labelled, and so never scored."""
    full = {
        "content_spans": [make.span("the quarry would close by autumn")],
        "speaker_text": "she",
        "reference": "Adaeze Lindqvist",
        "aliases": ["mayor"],
        "kind": "indirect",
        "acts": ["announce"],
        "channel": None,
        "opt": True,
    }
    bare = {"content_spans": [make.span("a strike")], "speaker_text": "Tomasz Rey"}
    marks = {"content_spans": [make.span("”")]}
    gold = load_gold(
        attributions(tmp_path, {"doc_id": "a", "text": make.text, "statements": [full, bare, marks]})
    )
    one, two = gold.articles[0].statements
    assert one.names == ("Adaeze Lindqvist", "mayor", "she")
    assert dict(one.labels) == {"kind": "indirect", "acts": ("announce",)}
    assert one.optional
    assert (two.names, two.surface, dict(two.labels)) == ((), "Tomasz Rey", {})
    assert gold.articles[0].facts is None
    assert reading.read(gold.articles[0].item).article.text == make.text
    assert gold.articles[0].split == "dev"


@pytest.mark.parametrize(
    "doc",
    [
        {"text": "No id.", "statements": []},
        {"doc_id": "a", "text": "Short.", "statements": [{"content_spans": [[0, 60]]}]},
        {"doc_id": "a", "text": "Short.", "statements": [{}]},
        ["no", "object"],
    ],
)
def test_a_line_that_is_no_article_is_named(tmp_path, doc):
    """A broken line of attributions is one line with its number."""
    good = {"doc_id": "z", "text": "Fine.", "statements": []}
    with pytest.raises(UsageError, match=r"corpus.jsonl:2: "):
        load_gold(attributions(tmp_path, good, doc))


def test_a_document_that_stands_twice_is_refused(tmp_path):
    """Two lines with one id would be counted twice."""
    doc = {"doc_id": "z", "text": "Fine.", "statements": []}
    with pytest.raises(UsageError, match="twice"):
        load_gold(attributions(tmp_path, doc, doc))


def test_a_suite_names_its_gold_from_where_it_stands(evals):
    """A suite's gold is found from the suite's own folder, whatever the working folder."""
    assert load_suite("dev").gold == str(evals.relative_to(evals.parent) / "gold")
    assert load_suite(str(evals / "suites/test.toml")).split == "test"


@pytest.mark.parametrize(
    ("text", "says"), [('split = "train"', "split"), ("split =", "test.toml"), ("speed = 1", "speed")]
)
def test_a_wrong_suite_says_what_is_wrong(evals, text, says):
    """A wrong value or key in a suite is one line that names it; a missing suite lists those there are."""
    (evals / "suites/test.toml").write_text(text)
    with pytest.raises(UsageError, match=says):
        load_suite("test")
    with pytest.raises(UsageError, match="suites: all, dev, test"):
        load_suite("nightly")
