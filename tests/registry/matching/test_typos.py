"""Misspelled words of strings, and the words that they mean."""

from __future__ import annotations

import numpy as np
import pytest

from communique.registry.matching.sums import shortened_sums, word_sums
from communique.registry.matching.typos import Typos, is_typo, typo_sections

MEANT = {
    "another letter": ("univcrsity", "university"),
    "a letter too many": ("tuebingen", "tubingen"),
    "a letter missing": ("hospitl", "hospital"),
    "two letters swapped": ("hosptial", "hospital"),
    "the last letter": ("universitz", "university"),
}
OTHER = {
    "the same": ("hospital", "hospital"),
    "another beginning": ("rational", "national"),
    "two letters": ("hoxpitax", "hospital"),
    "a letter in another place": ("hspitaol", "hospital"),
    "longer by two": ("hospitally", "hospital"),
    "nothing": ("hospital", ""),
}
WORDS = ["tubingen"] * 3 + ["hospital", "kitasato", "once", "berliner", "berlines"] * 3 + ["uniquely"]


@pytest.fixture(scope="module")
def typos() -> Typos:
    """What knows some words."""
    return Typos(typo_sections(WORDS, ["university", "universite"]))


def mended(typos: Typos, *forms: str) -> dict[int, str]:
    return typos.mended(forms, word_sums(forms))


@pytest.mark.parametrize(("written", "word"), MEANT.values(), ids=MEANT)
def test_a_word_that_is_meant(written: str, word: str) -> None:
    assert is_typo(written, word)


@pytest.mark.parametrize(("written", "word"), OTHER.values(), ids=OTHER)
def test_a_word_that_is_another(written: str, word: str) -> None:
    assert not is_typo(written, word)


def test_misspelled_words_are_told_by_their_places(typos: Typos) -> None:
    assert mended(typos, "hospital", "hosptial", "Orsay", "kitazato") == {1: "hospital", 3: "kitasato"}


def test_words_of_one_meaning_are_no_doubt(typos: Typos) -> None:
    assert mended(typos, "universitx")[0] in ("universite", "university")


def test_two_words_that_may_be_meant_leave_it_open(typos: Typos) -> None:
    assert mended(typos, "berlinex") == {}


def test_a_word_of_a_single_name_is_not_meant_but_known(typos: Typos) -> None:
    assert mended(typos, "uniquels", "uniquely") == {}


def test_short_words_and_numbers_stay(typos: Typos) -> None:
    assert mended(typos, "onse", "7500512", "") == {}


def test_no_words_are_no_trouble() -> None:
    assert mended(Typos(typo_sections([], [])), "hosptial") == {}
    assert mended(Typos(typo_sections(WORDS, []))) == {}


def test_shortened_words_have_the_sums_of_what_is_left() -> None:
    words = ["lyon", "a", "", "strasbourg"]
    which, sums = shortened_sums(words)
    expected = [[word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))] for word in words if word]
    assert sums.tolist() == word_sums([form for forms in expected for form in forms]).tolist()
    assert which.tolist() == np.repeat([0, 1, 3], [4, 1, 10]).tolist()
