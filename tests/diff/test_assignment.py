"""The best assignment, held against trying all of them."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.diff.assignment import EXACT, assign

SCORES = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14)


def best_sum(scores: dict[tuple[int, int], int]) -> int:
    """The highest sum, by trying all."""
    return max(sum(scores.get(pair, 0) for pair in enumerate(order)) for order in permutations(range(5)))


@given(SCORES)
def test_no_assignment_is_better(scores: dict[tuple[int, int], int]) -> None:
    chosen = assign(scores)
    assert sum(scores[pair] for pair in chosen) == best_sum(scores)


@given(SCORES)
def test_each_is_assigned_once(scores: dict[tuple[int, int], int]) -> None:
    chosen = assign(scores)
    assert set(chosen) <= scores.keys()
    for side in (0, 1):
        assert len({pair[side] for pair in chosen}) == len(chosen)


def test_among_equals_the_order_is_kept() -> None:
    assert assign({(i, j): 5 for i in range(4) for j in range(4)}) == [(0, 0), (1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize("size", [EXACT, EXACT + 1, 150], ids=["exact", "one more", "many"])
def test_many_are_assigned_in_any_case(size: int) -> None:
    scores = {(i, j): 1 + (i == j) for i in range(size) for j in range(max(0, i - 2), min(size, i + 3))}
    assert assign(scores) == [(i, i) for i in range(size)]


def test_nothing_is_assigned_to_nothing() -> None:
    assert assign({}) == []
