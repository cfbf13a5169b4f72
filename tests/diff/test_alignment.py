"""Where words stand in another text."""

from __future__ import annotations

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.diff.alignment import Alignment, heaviest_increasing

BASE = "Tides rise. The lab opened in 2012. Ada leads it.\nThe sea is deep. Boats are small."
BLUE = "The sea is deep, and blue as nothing else is."
CASES = [
    ("nothing changed", BASE, "Ada leads it", 0, True),
    ("something before", "News! " + BASE, "Ada leads it", 0, True),
    ("a paragraph before", "Harbours sleep at night. They do.\n" + BASE, "Ada leads it", 0, True),
    ("an edit beside it", BASE.replace("2012", "1999"), "Ada leads it", 0, True),
    ("an edit in its sentence", BASE.replace("leads it", "leads it well"), "Ada", 0, True),
    ("the last sentence first", "Boats are small.\n" + BASE.removesuffix(" Boats are small."), "Ada leads it", 0, True),
    ("its paragraph behind other words", BLUE + " Tides rise.\nAda leads it.", "Ada leads it", 0, True),
    ("it behind the rest", "Tides rise. The lab opened in 2012.\nThe sea is deep. Ada leads it.", "Ada", 0, False),
    ("a second one behind it", BASE + " Ada leads it.", "Ada leads it", 0, True),
    ("the one behind it", BASE + " Ada leads it. Ada leads it.", "Ada leads it", 2, False),
]


@pytest.mark.parametrize(("new", "words", "which", "same"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_words_have_their_place_among_others(new: str, words: str, which: int, same: bool) -> None:
    start, there = BASE.index(words), _nth(new, words, which)
    alignment = Alignment(BASE, new)
    assert alignment.same_place((start, start + len(words)), (there, there + len(words))) is same


def _nth(text: str, words: str, which: int) -> int:
    at = text.index(words)
    for _ in range(which):
        at = text.index(words, at + 1)
    return at


def test_in_one_text_another_place_is_another_place() -> None:
    text = "It is wet. It is wet."
    assert not Alignment(text, text).same_place((0, 9), (11, 20))


def test_of_equally_many_copies_each_is_its_own() -> None:
    base, new = "It is wet. It is wet. So.", "It is wet. It is wet. No."
    alignment = Alignment(base, new)
    assert alignment.same_place((0, 9), (0, 9))
    assert not alignment.same_place((0, 9), (11, 20))


RELATED = [
    ("an edited sentence", "The lab opened in 2012", "The lab opened in 1999", True),
    ("another sentence in its place", "The lab opened in 2012. So", "Nobody knows where birds go. Why not. So", False),
    ("one cell for another", "CNRS", "Inserm", True),
]


@pytest.mark.parametrize(("base", "new", "is_so"), [case[1:] for case in RELATED], ids=[c[0] for c in RELATED])
def test_sentences_are_related(base: str, new: str, is_so: bool) -> None:
    alignment = Alignment(f"Tides rise.\n{base}.\nIt rains.", f"Tides rise.\n{new}.\nIt rains.")
    assert alignment.related((13, 15), (13, 15)) is is_so


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), unique_by=lambda pair: pair[0], max_size=9))
def test_no_increasing_subsequence_is_heavier(pairs: list[tuple[int, int]]) -> None:
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    chosen = heaviest_increasing(values, weights)
    assert all(values[i] < values[j] and i < j for i, j in zip(chosen, chosen[1:], strict=False))  # noqa: RUF007
    heaviest = max(
        sum(weights[i] for i in subset)
        for size in range(len(values) + 1)
        for subset in combinations(range(len(values)), size)
        if all(values[i] < values[j] for i, j in zip(subset, subset[1:], strict=False))  # noqa: RUF007
    )
    assert sum(weights[i] for i in chosen) == heaviest


def test_long_texts_cost_little() -> None:
    sentences = [f"Sentence {i} speaks of tides." for i in range(20_000)]
    start = time.process_time()
    alignment = Alignment(" ".join(sentences), " ".join(reversed(sentences)))
    alignment.same_place((0, 5), (0, 5))
    assert time.process_time() - start < 5
