"""Scores of summaries."""

from __future__ import annotations

import pytest

from summarizer.evaluation.gold import GoldFact
from summarizer.evaluation.scores import score_article

CLOSE = "the quarry would close by autumn"
DENIED = "The union denied that 40 workers had agreed to leave"


@pytest.fixture
def article(make):
    """Return an article with a core fact in one place and another one in two."""
    one = GoldFact("f1", "The quarry closes.", core=True, proofs=((make.span(CLOSE),),))
    both = (make.span(DENIED), make.span("Tomasz Rey warned of a strike"))
    two = GoldFact("f2", "The union says 40 did not agree; Rey warns.", core=False, proofs=(both,))
    return make.gold(facts=(one, two))


def test_a_fact_is_held_where_the_evidence_covers_it(article, make):
    """A sentence that rests on the fact's words holds it, in whatever words of its own."""
    found = make.outcome(sentences=[("It is to close, says the mayor.", CLOSE)])
    score = score_article(article, found)
    assert score.counts["core_facts"] == (1, 1)
    assert score.counts["facts"] == (1, 2)
    assert score.fact_misses == ("f2",)


def test_half_of_a_dispute_is_not_the_fact(article, make):
    """A fact with two spans needs both, from one sentence or from two."""
    one = [(DENIED, DENIED)]
    assert score_article(article, make.outcome(sentences=one)).fact_misses == ("f1", "f2")
    two = [*one, ("Tomasz Rey warned of a strike", "Tomasz Rey warned of a strike")]
    assert score_article(article, make.outcome(sentences=two)).fact_misses == ("f1",)


def test_a_fact_that_stands_twice_is_held_by_either_place(make):
    """Any one of a fact's proofs is enough, as long as it is there as a whole."""
    late, whole = make.span("too long"), (make.span("Quarry talks fail"), make.span(CLOSE))
    article = make.gold(facts=(GoldFact("f1", "The quarry closes.", core=True, proofs=((late,), whole)),))

    def held(*sentences):
        return score_article(article, make.outcome(sentences=sentences)).counts["core_facts"] == (1, 1)

    assert held(("They waited.", "too long"))
    assert held(("The talks failed, and it closes.", "Quarry talks fail", CLOSE))
    assert not held(("It closes.", CLOSE))
    assert not held(("The union denied it.", DENIED))


def test_numbers_are_those_of_the_proof_that_is_used(make):
    """A number that only another proof states is not asked of a sentence; one that its own one states is."""
    proofs = ((make.span(DENIED),), (make.span("Tomasz Rey warned of a strike"),))
    article = make.gold(facts=(GoldFact("f1", "The 40 did not agree.", core=True, proofs=proofs),))
    other = make.outcome(sentences=[("Rey warned.", "Tomasz Rey warned of a strike")])
    assert not score_article(article, other).fact_misses
    wrong = make.outcome(sentences=[("All 50 agreed, says the union.", DENIED)])
    assert score_article(article, wrong).fact_misses == ("f1",)


@pytest.mark.parametrize(
    "words",
    ["The union denied that 50 workers agreed; Rey warned.", "The union denied that 40 agreed; one warned."],
)
def test_numbers_and_names_must_agree(article, make, words):
    """The right place with another number, or without the name, does not hold the fact."""
    found = make.outcome(sentences=[(words, DENIED, "Tomasz Rey warned of a strike")])
    assert "f2" in score_article(article, found).fact_misses


def test_an_unsupported_number_or_name_shows(article, make):
    """A sentence whose number or name is not in its own evidence is not supported."""
    found = make.outcome(
        sentences=[("It closes.", CLOSE), ("All 41 agreed.", DENIED), ("Bayo Ek denied it.", DENIED)]
    )
    assert score_article(article, found).counts["supported"] == (1, 3)


def test_redundancy_is_the_share_of_words_said_before(article, make):
    """A sentence said twice is redundant as a whole; the first one never is."""
    twice = [("The quarry closes.", CLOSE), ("The quarry closes.", CLOSE), ("Nobody agreed.", DENIED)]
    counts = score_article(article, make.outcome(sentences=twice)).counts
    assert counts["redundancy"] == (1, 2)
    assert counts["summary_sentences"] == (3, 1)
    assert counts["summary_words"] == (8, 1)


def test_no_summary_holds_nothing(article, make):
    """An empty summary misses every fact and is not divided by zero."""
    counts = score_article(article, make.outcome()).counts
    assert counts["facts"] == (0, 2)
    assert counts["supported"] == (0, 0)
    assert counts["redundancy"] == (0, 0)
