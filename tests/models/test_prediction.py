"""The settled network: the same scores as the layers give, in any order, until the weights change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from communique.language.model import prediction
from communique.language.model.component import NameTagger
from communique.language.model.cues import COLUMNS, CUE_COLUMNS
from communique.language.model.network import FORMS, build_name_tagger
from communique.language.model.prediction import TagPredictor

VOCAB = spacy.blank("en").vocab
TEXTS = [
    ["Ada", "Brun", "spoke", "of", "ice"],
    ["Ice"],
    ["The", "laboratory", "of", "Ada", "Brun", "and", "Paul", "Lenoir", "opens", "."],
]


def _document(words: list[str]) -> Doc:
    doc = Doc(VOCAB, words=words)
    hashes = [[sum(map(ord, word)) % (7 + column) for column in range(len(COLUMNS))] for word in words]
    doc.user_data[CUE_COLUMNS] = np.array(hashes, dtype=np.uint64).reshape(len(words), len(COLUMNS))
    return doc


def _network(window: int = 1, depth: int = 2) -> Any:
    np.random.seed(2)
    tagger = build_name_tagger(16, depth, window, [50, 40, 30, 20], 8, 20, 0.0, 0.0)
    tagger.initialize(X=[_document(words) for words in TEXTS])
    for layer in tagger.walk():
        for name in layer.param_names:
            weights = layer.get_param(name)
            layer.set_param(name, np.random.normal(0, 0.5, weights.shape).astype(np.float32))
    return tagger


@pytest.mark.parametrize(("window", "depth"), [(1, 1), (1, 4), (2, 2)], ids=["shallow", "deep", "wide"])
@pytest.mark.parametrize("words", TEXTS, ids=["a sentence", "a word", "a longer sentence"])
def test_the_scores_are_those_of_the_layers(words: list[str], window: int, depth: int) -> None:
    network, doc = _network(window, depth), _document(words)

    assert TagPredictor(network, len(FORMS))(doc) == pytest.approx(network.predict([doc])[0], rel=1e-3, abs=1e-3)


def test_an_empty_text_has_no_scores() -> None:
    assert len(TagPredictor(_network(), len(FORMS))(_document([]))) == 0


@pytest.mark.parametrize("room", [4, 12, 8192], ids=["no room for a text", "room for one text", "room for all"])
def test_what_was_read_before_changes_not_a_bit(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prediction, "_MAX_KEPT", room)
    network, docs = _network(), [_document(words) for words in TEXTS]
    experienced = TagPredictor(network, len(FORMS))

    later = [[experienced(doc).tobytes() for doc in order] for order in (docs, docs[::-1])]

    fresh = [TagPredictor(network, len(FORMS))(doc).tobytes() for doc in docs]
    assert later == [fresh, fresh[::-1]]


def test_a_change_of_weights_is_seen() -> None:
    tagger, doc = NameTagger(VOCAB, _network()), _document(TEXTS[0])
    tagger.settle()
    before = tagger.predict([doc])[0]
    stored = NameTagger(VOCAB, _network())
    for layer in stored.model.walk():
        if layer.name == "linear":
            layer.set_param("b", layer.get_param("b") + 1)

    tagger.from_bytes(stored.to_bytes())

    assert tagger.predict([doc])[0] == pytest.approx(before + 1, abs=1e-3)
