"""The words that a callout stands on."""

from __future__ import annotations

import pytest

from communique.document import Span
from communique.steps.footnotes.anchors import find_anchor

# the text before the callout, and its anchor
ANCHORS = [
    ("It is run by Mila", "Mila"),
    ("It is run by the École normale supérieure", "École normale supérieure"),
    ("a joint lab of Université de Sherbrooke", "Université de Sherbrooke"),
    ("the International Research Project (IRP)", "International Research Project (IRP)"),
    ("l'Institut de recherche en agronomie tropicale (IRAT)", "Institut de recherche en agronomie tropicale (IRAT)"),
    ("to improve machine learning", "improve machine learning"),
    ("in multiple laboratories", "multiple laboratories"),
    ("he said. At CIRM", "CIRM"),
    ("à l'INRS. À Takuvik", "Takuvik"),
    ("avec l'Inserm", "Inserm"),
    ("du LMGP, du SIMaP et du LTM", "LTM"),
    ("the Department of Physics and Astronomy", "Department of Physics and Astronomy"),
    ("opened in 2011.", "2011."),
    ("the Helmholtz-Zentrum Berlin,", "Helmholtz-Zentrum Berlin,"),
    ("says J.-P. Roux", "J.-P. Roux"),
    ("a cell\tInstitut Curie", "Institut Curie"),
    ("(TRL", "TRL"),
    ("(IRL 3376)", "(IRL 3376)"),
    ("x", "x"),
]


@pytest.mark.parametrize(("text", "anchor"), ANCHORS, ids=[a[0] for a in ANCHORS])
def test_the_anchor_of_a_callout(text: str, anchor: str) -> None:
    assert find_anchor(text, len(text), Span(0, len(text))).of(text) == anchor


def test_an_anchor_stays_in_its_block() -> None:
    text = "The Institut\nNéel"
    assert find_anchor(text, len(text), Span(13, len(text))).of(text) == "Néel"


def test_an_anchor_in_a_text_without_spaces_is_short() -> None:
    text = "x" * 10_000
    assert find_anchor(text, len(text), Span(0, len(text))).of(text) == "x"
