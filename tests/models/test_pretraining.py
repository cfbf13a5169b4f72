"""Pretraining: the network guesses hidden words of raw texts."""

from __future__ import annotations

import gzip
import importlib
from pathlib import Path
from typing import Any

import pytest
import spacy

import communique.language.model  # noqa: F401  (registers the factories)

MODELS = Path(__file__).resolve().parents[2] / "models"
TEXTS = ["The lake froze in March.", "The ice on the lake was thin in March.", "Nobody crossed the lake."] * 20
NETWORK = {"width": 16, "depth": 1, "rows": [100, 50, 100, 50], "cue_width": 4, "cue_rows": 20}


@pytest.fixture
def pretraining(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(MODELS))
    return importlib.import_module("training.pretraining")


@pytest.fixture
def nlp() -> Any:
    pipeline = spacy.blank("en")
    for name in ("communique_sentences", "communique_candidates", "communique_cues"):
        pipeline.add_pipe(name)
    config = {"@architectures": "communique.NameTagger.v1", "window_size": 1, "hide_rules": 0.3, "hide_words": 0.1}
    tagger = pipeline.add_pipe("communique_model", config={"model": {**config, **NETWORK}})
    doc = pipeline.make_doc("The lake.")
    for name, pipe in pipeline.pipeline:
        doc = doc if name == "communique_model" else pipe(doc)
    tagger.model.initialize(X=[doc])
    return pipeline


def test_hidden_words_are_guessed_better_in_each_pass(pretraining: Any, nlp: Any) -> None:
    first, *_, last = pretraining.pretrain(nlp, TEXTS, pretraining.Pretraining(passes=4))

    assert last < first


def test_the_weights_of_the_tagger_are_what_learns(pretraining: Any, nlp: Any) -> None:
    before = nlp.get_pipe("communique_model").model.to_bytes()

    pretraining.pretrain(nlp, TEXTS, pretraining.Pretraining(passes=1))

    assert nlp.get_pipe("communique_model").model.to_bytes() != before


@pytest.mark.parametrize(("texts", "passes"), [([], 3), (TEXTS, 0)], ids=["no texts", "no passes"])
def test_nothing_to_read_changes_nothing(pretraining: Any, nlp: Any, texts: list[str], passes: int) -> None:
    before = nlp.get_pipe("communique_model").model.to_bytes()

    assert pretraining.pretrain(nlp, texts, pretraining.Pretraining(passes=passes)) == []
    assert nlp.get_pipe("communique_model").model.to_bytes() == before


def test_treebanks_are_read_source_by_source_without_speech(pretraining: Any, tmp_path: Path) -> None:
    rows = [
        ("News", "One."), ("News", "Two."), ("UD_French-Rhapsodie", "Euh."), ("Wiki", "Three."),
        *(("Wiki", f"{n}.") for n in range(pretraining.SENTENCES_TOGETHER)),
    ]  # fmt: skip
    with gzip.open(tmp_path / "ud_en.conllu.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"# source = {source}\n# text = {text}\n1\t{text}\n\n" for source, text in rows)

    assert pretraining.read_raw_texts(tmp_path) == ["One. Two.", "Three. 0. 1. 2. 3. 4. 5. 6.", "7."]
