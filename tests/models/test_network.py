"""The network: what of a document reaches it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from communique.language.model.cues import COLUMNS, CUE_COLUMNS, RULE_COLUMNS
from communique.language.model.network import build_name_tagger
from communique.language.model.ops import DotOps, use_dot_products

LEXICON = next(i for i in range(len(COLUMNS)) if i not in RULE_COLUMNS)


def _read(column: int, value: int) -> Doc:
    doc = Doc(spacy.blank("en").vocab, words=["Ada", "Brun", "spoke"])
    doc.user_data[CUE_COLUMNS] = np.zeros((3, len(COLUMNS)), dtype=np.uint64)
    doc.user_data[CUE_COLUMNS][:, column] = value
    return doc


def _vectors(hide_rules: float, doc: Doc) -> Any:
    np.random.seed(1)
    tagger = build_name_tagger(16, 1, 1, [50, 50, 50, 50], 8, 20, hide_rules, 0.0)
    tagger.initialize(X=[_read(0, 0)])
    return tagger.layers[0].predict([doc])[0]


@pytest.mark.parametrize(
    ("hide_rules", "column", "seen"),
    [(0.0, RULE_COLUMNS[0], True), (1.0, RULE_COLUMNS[0], False), (1.0, RULE_COLUMNS[1], False), (1.0, LEXICON, True)],
    ids=["rules seen", "rules hidden", "rules elsewhere hidden", "word lists never"],
)
def test_a_tagger_without_rules_sees_none_of_their_proposals(hide_rules: float, column: int, seen: bool) -> None:
    one, other = (_vectors(hide_rules, _read(column, value)) for value in (3, 7))

    assert np.array_equal(one, other) is not seen


def test_a_document_without_cues_is_refused() -> None:
    with pytest.raises(ValueError, match="put communique_cues before it"):
        _vectors(0.0, Doc(spacy.blank("en").vocab, words=["Ada"]))


def test_dot_products_change_nothing_but_the_time() -> None:
    np.random.seed(1)
    tagger = build_name_tagger(16, 1, 1, [50, 50, 50, 50], 8, 20, 0.0, 0.0)
    doc = _read(0, 3)
    tagger.initialize(X=[doc])
    before = tagger.layers[0].predict([doc])[0]
    use_dot_products(tagger)

    assert {type(layer.ops) for layer in tagger.walk()} == {DotOps}
    assert np.allclose(tagger.layers[0].predict([doc])[0], before, atol=1e-5)
    assert np.abs(before).max() > 1e-3
