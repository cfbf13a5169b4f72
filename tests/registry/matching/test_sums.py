"""Numbers that stand for words and runs of words."""

from __future__ import annotations

import numpy as np
import pytest

from communique.registry.matching.sums import distinct, places_of, run_sums, word_sums

WORDS = ["lyon", "nyol", "lyo", "yon", "", "l", "université", "日本"]


def test_words_that_differ_have_other_sums() -> None:
    assert len(set(word_sums(WORDS).tolist())) == len(WORDS)


def test_a_word_has_the_same_sum_among_any_others() -> None:
    assert word_sums(WORDS).tolist() == [int(word_sums([word])[0]) for word in WORDS]


def test_a_run_has_the_same_sum_wherever_it_stands() -> None:
    text = ["ecole", "normale", "de", "lyon", "et", "ecole", "normale", "de", "paris"]
    sums = run_sums(word_sums(text), np.array([0, 5, 1, 3]), np.array([3, 8, 3, 4]))
    assert sums[0] == sums[1]
    assert len(set(sums.tolist())) == 3


def test_the_order_of_a_run_counts() -> None:
    there, back = (run_sums(word_sums(words), np.array([0]), np.array([2])) for words in (["a", "b"], ["b", "a"]))
    assert there[0] != back[0]


def test_sums_are_found_among_others() -> None:
    ordered = distinct(word_sums(["a", "b", "c"]))
    found = places_of(word_sums(["b", "x"]), ordered, 7)
    assert ordered[found[0]] == word_sums(["b"])[0]
    assert found[1] == 7


def test_two_words_of_one_sum_are_refused() -> None:
    with pytest.raises(ValueError, match="one sum"):
        distinct(word_sums(["a", "b", "a"]))
