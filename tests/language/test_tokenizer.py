"""Tokens: names start and end where tokens do, and no character is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from communique.language.tokenizer import ReleaseTokenizer

TOKENIZER = ReleaseTokenizer(Vocab())

TOKENS: dict[str, tuple[str, list[str]]] = {
    "elided article": ("l'Inria", ["l'", "Inria"]),
    "curly apostrophe": ("d’Orsay", ["d’", "Orsay"]),
    "apostrophe inside a name": ("Jun'ichi O’Neil", ["Jun'ichi", "O’Neil"]),
    "possessive": ("MIT's CNRS’s", ["MIT", "'s", "CNRS", "’s"]),
    "possessive of a plural": ("Physicists' Club", ["Physicists", "'", "Club"]),
    "hyphen": ("CEA-Leti", ["CEA", "-", "Leti"]),
    "slash": ("CNRS/Inserm", ["CNRS", "/", "Inserm"]),
    "ampersand in letters": ("R&D at AT&T", ["R&D", "at", "AT", "&", "T"]),
    "initial": ("J. Brun", ["J.", "Brun"]),
    "initials": ("J.P. Brun in the U.S.", ["J.P.", "Brun", "in", "the", "U.S."]),
    "title": ("Dr. Brun, Mme. Keita", ["Dr.", "Brun", ",", "Mme.", "Keita"]),
    "full stop": ("It ends.", ["It", "ends", "."]),
    "decimals": ("1,025.5 km", ["1,025.5", "km"]),
    "digits in a name": ("LN2 and U1016", ["LN2", "and", "U1016"]),
    "raised sign": ("BMC² and DELTA+", ["BMC²", "and", "DELTA+"]),
    "line feed and tab": ("a\nb\tc", ["a", "\n", "b", "\t", "c"]),
    "two spaces": ("a  b", ["a", " ", "b"]),
}
"""A text and its tokens; the space after a token is part of none."""


@pytest.mark.parametrize(("text", "tokens"), TOKENS.values(), ids=TOKENS)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in TOKENIZER(text)] == tokens


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_text_is_kept(text: str) -> None:
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "'", "’s", ".", "J.", "l'", "\u00a0a\u2009b", "é.", "A.B.C."])
def test_the_text_of_a_few_characters_is_kept(text: str) -> None:
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize("text", ["J." * 9000, "l'" * 9000, "A&" * 9000, "1," * 9000, "a'" * 9000, "." * 20000])
def test_no_text_takes_long(text: str, seconds: Callable[[Callable[[], object]], float]) -> None:
    assert seconds(lambda: TOKENIZER(text)) < 2
