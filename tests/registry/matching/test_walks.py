"""Sequences of words that are searched for in arrays of words."""

from __future__ import annotations

import numpy as np
import pytest

from communique.registry.matching.sums import word_sums
from communique.registry.matching.walks import Growing, Walk, ragged, walk_sections

SEQUENCES = {"univ lyon": 0, "univ lyon 1": 1, "lyon": 2, "ecole normale": 3}
FOUND = {
    "nested": ("univ lyon 1", {(0, 2, 0), (0, 3, 1), (1, 2, 2)}),
    "twice": ("lyon lyon", {(0, 1, 2), (1, 2, 2)}),
    "begun only": ("ecole lyon", {(1, 2, 2)}),
    "unknown words": ("paris univ 1", set()),
    "cut short": ("ecole", set()),
}


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk("few", walk_sections("few", SEQUENCES))


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_all_sequences_are_found(walk: Walk, text: str, expected: set[tuple[int, int, int]]) -> None:
    words = walk.numbers(word_sums(text.split()))
    found = walk.find(words, np.full(len(words), len(words)), reach=3)
    assert set(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_no_sequence_goes_over_a_stop(walk: Walk) -> None:
    words = walk.numbers(word_sums(["univ", "lyon"]))
    starts, _, numbers = walk.find(words, np.array([1, 2]), reach=3)
    assert (starts.tolist(), numbers.tolist()) == ([1], [2])


def test_no_sequence_is_longer_than_the_reach(walk: Walk) -> None:
    words = walk.numbers(word_sums(["univ", "lyon", "1"]))
    assert walk.find(words, np.full(3, 3), reach=2)[2].tolist() == [2, 0]


def test_runs_of_indices_stand_one_after_the_other() -> None:
    assert ragged(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]


def test_rows_are_kept_when_more_come() -> None:
    rows = Growing(2)
    for i in range(3000):
        rows.extend(np.array([(i, -i)]))
        if i % 700 == 0:
            assert len(rows.array()) == i + 1
    assert rows.array()[2999].tolist() == [2999, -2999]
