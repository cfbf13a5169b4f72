"""Words as they are cut out of the joined letters of many strings."""

from __future__ import annotations

import pytest

from communique.registry.matching.letters import cut

PARTS = {
    "commas": ("Boston Univ., Boston, USA", [["Boston", "Univ"], ["Boston"], ["USA"]]),
    "a dash between spaces": ("Lyon - Saint-Étienne – Grenoble", [["Lyon"], ["Saint", "Étienne"], ["Grenoble"]]),
    "a dash with a space on one side": ("Lyon- Grenoble", [["Lyon", "Grenoble"]]),
    "a placeholder": ("Univ. of Lyon#TAB#France", [["Univ", "of", "Lyon"], ["France"]]),
    "a line that broke": ("Univ. of #N#Lyon", [["Univ", "of", "Lyon"]]),
    "a letter between other signs": ("Univ. #X# Lyon", [["Univ", "X", "Lyon"]]),
    "a lone sign": ("room #12", [["room", "12"]]),
    "initials": ("U.S. Navy, J. M. Keynes", [["U.S.", "Navy"], ["J. M.", "Keynes"]]),
    "one initial": ("J. Keynes", [["J", "Keynes"]]),
    "initials over a line's end": ("A.\nB. Keynes", [["A"], ["B", "Keynes"]]),
    "initials at the end": ("Navy U.S.", [["Navy", "U.S."]]),
    "a mark that combines": ("Universite\u0301 de Lyon", [["Universite\u0301", "de", "Lyon"]]),
    "a mark of its own": ("\u0301 Lyon \u0301a", [["Lyon", "a"]]),
    "an underscore": ("a_b", [["a", "b"]]),
    "letters beyond Latin": ("中文大学 𝔘ni", [["中文大学", "𝔘ni"]]),
    "half a letter": ("Lyon \ud800 Grenoble", [["Lyon", "Grenoble"]]),
    "signs alone": (", ( - )", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("string", "expected"), PARTS.values(), ids=PARTS)
def test_a_string_is_cut_into_parts_and_words(string: str, expected: list[list[str]]) -> None:
    assert _parts([string])[0] == expected


def test_strings_are_cut_together_as_alone() -> None:
    strings = [string for string, _ in PARTS.values()]
    assert _parts(strings) == [_parts([string])[0] for string in strings]


def test_no_more_words_of_a_string_are_read_than_the_limit() -> None:
    words = cut(["a b c d", "e f"], limit=3)
    assert [words.text[start:end] for start, end in zip(words.start, words.end, strict=True)] == [
        "a",
        "b",
        "c",
        "e",
        "f",
    ]


def _parts(strings: list[str]) -> list[list[list[str]]]:
    words = cut(strings, limit=100)
    parts: list[dict[int, list[str]]] = [{} for _ in strings]
    for string, part, start, end in zip(words.string, words.part, words.start, words.end, strict=True):
        first = words.begins[string]
        assert words.text[start:end] == strings[string][start - first : end - first]
        parts[string].setdefault(int(part), []).append(words.text[start:end])
    return [list(own.values()) for own in parts]
