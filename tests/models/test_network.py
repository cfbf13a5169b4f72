"""The network: what of a document reaches it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from communique.language.model.cues import COLUMNS, CUE_COLUMNS, RULE_COLUMNS
from communique.language.model.network import build_name_tagger

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
