"""What ``gold check`` finds, and what a draft and a view are."""

from __future__ import annotations

import json

import pytest

from summarizer import reading
from summarizer.evaluation.checking import check_article, check_gold
from summarizer.evaluation.drafting import draft_labels, view_record
from summarizer.evaluation.labels import ArticleLabels
from summarizer.testing import assert_grounded


def changed(make, path, value):
    """Return labels with one value changed, and the errors that are found in them."""
    data = make.labels()
    *above, last = path
    place = data
    for key in above:
        place = place[key]
    place[last] = value
    labels = ArticleLabels.model_validate_json(json.dumps(data))
    return check_article(labels, make.text)[0]


def test_right_labels_have_no_errors(make):
    """Labels that fit their article pass."""
    assert check_article(ArticleLabels.model_validate(make.labels()), make.text) == ([], [])


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("draft",), True, "draft"),
        (("text_sha256",), "0" * 64, "text_sha256"),
        (("tags",), ["denial", "denail"], "'denail' is unknown"),
        (("tags",), ["denial", "denial"], "tag 'denial' stands there twice"),
        (("tags",), ["no_statement"], "no_statement"),
        (("facts", 0, "id"), "s1", "id 's1' stands there twice"),
        (("facts", 0, "evidence"), [], "f1: has no evidence"),
        (("figures", 0, "evidence"), [], "n1: has no evidence"),
        (("figures", 0, "statement"), "s9", "no statement s9"),
        (("figures", 0, "as_of"), "2026-02-30", "no date"),
        (("statements", 0, "date"), "2026-13", "no date"),
        (("statements", 0, "cue"), {"start": 0, "end": 4, "exact": "said"}, "s1.cue"),
        (("statements", 0, "cue"), {"start": 900, "end": 904, "exact": "said"}, "s1.cue"),
    ],
)
def test_what_is_wrong_is_named(make, path, value, says):
    """Every sort of mistake is a line that says where it is."""
    errors = changed(make, path, value)
    assert len(errors) == 1
    assert says in errors[0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "f1: alternatives[0] has no spans"),
        (["the quarry would close by autumn"], "f1: alternatives[0] and another proof"),
        (["the quarry would close by autumn", "Quarry talks fail"], "f1: alternatives[0] and another proof"),
        (["Quarry talks fail"], "f1: alternatives[0] does not state the whole fact: it lacks 40"),
    ],
)
def test_an_alternative_must_prove_the_whole_fact_on_its_own(make, words, says):
    """Another place for a fact has spans of its own and every number of the fact that the evidence has."""
    fact = {**make.labels()["facts"][0], "text": "The quarry closes; 40 did not agree."}
    first = [make.piece(w).model_dump() for w in ("the quarry would close by autumn", "40 workers")]
    other = [make.piece(w).model_dump() for w in words]
    given = first if "40" in says else first[:1]
    errors = changed(make, ("facts",), [{**fact, "evidence": given, "alternatives": [other]}])
    assert len(errors) == 1
    assert errors[0].startswith(says)


def test_spans_of_alternatives_are_checked_too(make):
    """An alternative that is not what the article has there is named by its place."""
    span = {"start": 0, "end": 4, "exact": "said"}
    fact = {**make.labels()["facts"][0], "alternatives": [[span]]}
    assert changed(make, ("facts",), [fact]) == ["f1.alternatives[0][0]: [0, 4) is 'Quar', not 'said'"]


def test_a_statement_that_stands_twice_is_found(make):
    """The same speaker, cue and content under another id is a double."""
    first = make.labels()["statements"][0]
    errors = changed(make, ("statements",), [first, {**first, "id": "s2"}])
    assert any("stands there twice" in line for line in errors)


def test_content_in_pieces_stands_in_order(make):
    """Two spans of one content neither overlap nor come in the wrong order."""
    spans = [make.piece(w).model_dump() for w in ("by autumn", "the quarry")]
    assert changed(make, ("statements", 0, "content"), spans) == [
        "s1: its content spans overlap or are out of order"
    ]


def test_a_group_stays_in_one_split(evals):
    """Articles about one event in two splits would leak from one into the other."""
    for name in ("01-quarry", "02-quarry"):
        path = evals / f"gold/labels/{name}.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "group": "quarry"}))
    errors, _ = check_gold(evals / "gold")
    assert errors == ["the group quarry stands in two splits: 01-quarry.json and 02-quarry.json"]


def test_two_labels_of_one_article_and_articles_without_any(evals):
    """One article has one file of labels; one that has none is a note."""
    path = evals / "gold/labels/02-quarry.json"
    path.write_text(path.read_text().replace("02-quarry.txt", "01-quarry.txt"))
    errors, notes = check_gold(evals / "gold")
    assert errors == ["02-quarry.json: 01-quarry.txt is labelled in 01-quarry.json, too"]
    assert notes == ["02-quarry.txt: has no labels"]


def test_a_draft_has_the_form_of_labels_and_its_mark(make):
    """What an engine proposes becomes labels that only the mark keeps from being gold."""
    found = make.outcome(
        make.statement(
            "the quarry would close by autumn", mention="Mayor Adaeze Lindqvist", cue=make.piece("said")
        ),
        sentences=[("It will close.", "the quarry would close by autumn")],
        figures=(make.figure(40, "40 workers"),),
    )
    data = draft_labels("01-quarry.txt", found.record)
    labels = ArticleLabels.model_validate_json(json.dumps(data))
    assert labels.statements[0].mention.start == make.span("Mayor")[0]
    assert check_article(labels, make.text)[0] == ['is a draft: correct it, then remove its "draft" line']


def test_labels_are_shown_as_a_record(make):
    """The view has the labels' statements, core facts and figures, each where it stands."""
    labels = ArticleLabels.model_validate(make.labels())
    record = view_record(labels, reading.read_text(make.text).article)
    assert_grounded(record)
    assert record.statements[0].speaker.role == "Mayor"
    assert record.summary.sentences[0].text == labels.facts[0].text
    assert record.provenance.engine == "gold"
    assert draft_labels("01-quarry.txt", record)["statements"] == make.labels()["statements"]
