"""One-to-one matching by shared words."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from summarizer.evaluation.matching import Words, best_pairs, overlap

sets = st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=4), max_size=4)


def test_words_are_counted_whole():
    """A span has every word that it touches, and none beside it."""
    words = Words("one two-three, four")
    assert words.of([(0, 3)]) == {0}
    assert words.of([(2, 5)]) == {0, 1}
    assert words.of([(3, 4)]) == set()
    assert words.of([(4, 7), (15, 19)]) == {1, 3}
    assert words.of([(5, 5)]) == set()


def test_overlap_is_intersection_over_union():
    """Two of four words in common are a half; nothing in common is nothing."""
    assert overlap(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert overlap(frozenset(), frozenset()) == 0


def test_a_pair_under_the_threshold_does_not_count():
    """Half is enough, less is not."""
    gold = [frozenset(range(4))]
    assert len(best_pairs([frozenset({0, 1})], gold)) == 1
    assert best_pairs([frozenset({0})], gold) == []
    assert best_pairs([], gold) == []


def test_the_total_is_best_not_the_first():
    """A found statement goes where the total is greatest, even when another one fits it better."""
    found = [frozenset(range(10)), frozenset(range(5))]
    gold = [frozenset(range(9)), frozenset(range(10))]
    pairs = {(p.gold, p.found) for p in best_pairs(found, gold)}
    assert pairs == {(0, 1), (1, 0)}


def test_preferences_decide_ties_only():
    """Between equals the preferred one is taken; a better fit is never given up for it."""
    same = frozenset({1, 2})
    assert best_pairs([same], [same, same], prefers=lambda _, j: float(j == 1))[0].gold == 1
    worse = frozenset({1, 2, 3})
    assert best_pairs([same], [same, worse], prefers=lambda _, j: float(j == 1))[0].gold == 0


@given(found=sets, gold=sets)
def test_pairs_are_one_to_one_and_no_assignment_is_better(found, gold):
    """Nothing is used twice, every pair counts, and the total is that of the best of all assignments."""
    pairs = best_pairs(found, gold)
    assert len({p.found for p in pairs}) == len({p.gold for p in pairs}) == len(pairs)
    assert all(p.overlap >= 0.5 for p in pairs)

    def worth(i, j):
        fit = overlap(found[i], gold[j]) if i < len(found) and j < len(gold) else 0
        return fit if fit >= 0.5 else 0

    size = max(len(found), len(gold))
    best = max(sum(worth(i, j) for i, j in enumerate(order)) for order in permutations(range(size)))
    assert abs(sum(p.overlap for p in pairs) - best) < 1e-4


def test_thousands_of_statements_are_quick():
    """Far apart statements never compete, so that a long article costs little."""
    many = [frozenset({3 * n, 3 * n + 1}) for n in range(5000)]
    assert len(best_pairs(many, many)) == 5000
