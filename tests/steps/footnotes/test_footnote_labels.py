"""Labels: how they are cleaned, split and ranked."""

from __future__ import annotations

import pytest

from communique.steps.footnotes.labels import are_roman, clean_label, rank, read_labels

CLEANED = [
    ("1", "1"), ("[1]", "1"), ("(1)", "1"), ("1)", "1"), ("1.", "1"), ("¹²", "12"), ("[^3]", "3"), ("*", "*"),
    ("[**]", "**"), ("∗", "*"), ("†", "†"), ("(a)", "a"), ("ᵃ", "a"), ("[viii]", "viii"), ("[footnote 4]", "4"),
    ("Note 2:", "2"), ("  7 ", "7"), ("", ""), ("[]", ""), ("..", ""),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "label"), CLEANED)
def test_a_label_as_published(printed: str, label: str) -> None:
    assert clean_label(printed) == label


READINGS = [
    ("one", "1", "1 2 3", ["1"]),
    ("list", "1,2", "1 2", ["1", "2"]),
    ("list with spaces", "1, 3", "1 3", ["1", "3"]),
    ("list in brackets", "[1][2]", "1 2", ["1", "2"]),
    ("list in words", "1 et 2", "1 2", ["1", "2"]),
    ("range", "2-4", "2 3 4", ["2", "3", "4"]),
    ("range with an en dash", "2–4", "2 3 4", ["2", "3", "4"]),
    ("range and list", "1,3-5", "1 3 4 5", ["1", "3", "4", "5"]),
    ("joined digits of two notes", "12", "1 2", ["1", "2"]),
    ("joined digits of three notes", "123", "1 2 3", ["1", "2", "3"]),
    ("twelve", "12", "1 2 12", ["12"]),
    ("joined digits with two places", "910", "9 10", ["9", "10"]),
    ("joined digits that do not ascend", "21", "1 2", ["2", "1"]),
    ("a number twice", "22", "1 2", ["22"]),
    ("joined letters", "ab", "a b", ["a", "b"]),
    ("different symbols", "*†", "* †", ["*", "†"]),
    ("a run of stars", "***", "* ** ***", ["***"]),
    ("a run of stars beyond all notes", "***", "* **", ["***"]),
    ("a number and a symbol", "1*", "1 *", ["1", "*"]),
    ("unknown number", "7", "1 2", ["7"]),
    ("span of years", "1990-2020", "1", []),
    ("charge", "2+", "2", []),
    ("exponent", "-12", "1 2", []),
]


@pytest.mark.parametrize(("printed", "known", "labels"), [r[1:] for r in READINGS], ids=[r[0] for r in READINGS])
def test_the_labels_that_a_mark_calls(printed: str, known: str, labels: list[str]) -> None:
    assert list(read_labels(printed, known.split())) == labels


@pytest.mark.parametrize("printed", ["er", "TM", "", "th", "®", "2+", "3.5", "e+"])
def test_what_calls_nothing(printed: str) -> None:
    assert read_labels(printed, ["1", "2"]) == ()


def test_the_order_of_the_text_decides_between_twelve_and_one_and_two() -> None:
    known = [str(i) for i in range(1, 13)]
    assert read_labels("12", known, expected=12) == ("12",)
    assert read_labels("12", known, expected=1) == ("1", "2")


@pytest.mark.parametrize(
    ("labels", "roman"),
    [(["i", "ii", "iii"], True), (["a", "b"], False), (["h", "i"], False), (["1", "*"], False), (["i"], True)],
)
def test_whether_letters_count_in_roman(labels: list[str], roman: bool) -> None:
    assert are_roman(labels) is roman


@pytest.mark.parametrize(
    ("label", "place"),
    [("1", 1), ("12", 12), ("a", 1), ("d", 4), ("viii", 8), ("xiv", 14), ("*", 1), ("†", 2), ("**", 7)],
)
def test_the_place_of_a_label_in_its_sequence(label: str, place: int) -> None:
    assert rank(label) == place


def test_a_single_letter_counts_in_roman_when_told() -> None:
    assert [rank(x, roman=True) for x in ("i", "v", "x")] == [1, 5, 10]
