"""Lookup of terms: what matches, and what stands in the text between or behind."""

from __future__ import annotations

import pytest

from communique.language.names.terms import TermTrie
from communique.language.pipelines import load_pipeline

MATCHES = [
    ("one token", ["the", "cnrs", "said"], 1, [(2, ["CNRS"])]),
    ("shortest first", ["cnrs", "lab"], 0, [(1, ["CNRS"]), (2, ["CNRS Lab"])]),
    ("a hyphen does not count", ["cnrs", "-", "lab"], 0, [(1, ["CNRS"]), (3, ["CNRS Lab"])]),
    ("none", ["lab"], 0, []),
    ("an empty key behind", ["cnrs", "", "lab"], 0, [(1, ["CNRS"])]),
    ("an empty key first", ["", "cnrs"], 0, []),
]


@pytest.mark.parametrize(("keys", "start", "expected"), [m[1:] for m in MATCHES], ids=[m[0] for m in MATCHES])
def test_terms_at_a_token(keys: list[str], start: int, expected: list[tuple[int, list[str]]]) -> None:
    trie: TermTrie[str] = TermTrie()
    trie.add(["cnrs"], "CNRS")
    trie.add(["cnrs", "lab"], "CNRS Lab")

    assert list(trie.matches_at(keys, start, len(keys))) == expected


def test_a_term_of_hyphens_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one token"):
        TermTrie[str]().add(["-"], "nothing")


def test_a_combining_mark_by_itself_behind_a_known_name_is_read() -> None:
    doc = load_pipeline("en", model=False)("The CNRS \u0301 and the CNRS (\u0300) agreed in Paris \u0301.")

    assert [e.text for e in doc.ents if e.label_ == "institution"] == ["CNRS", "CNRS"]
