"""Texts cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.review.pieces import Cutting, shorten, visible


@given(text=st.text(max_size=60), data=st.data())
def test_the_pieces_of_a_span_are_its_words(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = [tuple(sorted(span)) for span in data.draw(st.lists(st.tuples(offsets, offsets), max_size=8))]
    cutting = Cutting(text, (offset for span in spans for offset in span))
    assert "".join(cutting.words(i) for i in range(len(cutting))) == text
    for start, end in spans:
        assert "".join(cutting.words(i) for i in range(*cutting.pieces(start, end))) == text[start:end]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Institut Néel\n😀\t", "Institut Néel\n😀\t"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("a\x00\x1b[31m", "a⟨U+0000⟩⟨U+001B⟩[31m"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("مختبر \u200fLGP", "مختبر \u200fLGP"),
    ],
)
def test_what_would_act_is_seen(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_a_long_text_is_cut_and_says_so() -> None:
    assert shorten("x" * 1_000_000, 5) == "xxxxx … (999,995 more characters)"
    assert shorten("two\n words", 20) == "two words"
