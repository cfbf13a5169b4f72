"""The training command, from folders of data to a pipeline that loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import spacy

from communique.language.model import MODEL_SPANS

TRAIN = Path(__file__).resolve().parents[2] / "models" / "train.py"
SETTINGS = ("training.max_steps=4", "training.eval_frequency=2", "components.communique_model.model.width=16")


def _train(data: Any, output: Path, *more: str) -> None:
    folders = ["--corpora", data.corpora, "--registry", data.registry, "--releases", data.releases]
    options = [part for setting in SETTINGS for part in ("--set", setting)]
    command = [sys.executable, str(TRAIN), "en", *map(str, folders), *options, "--mix", "sentences=10", *more]
    subprocess.run([*command, "--output", str(output)], check=True, capture_output=True, timeout=300)


def test_training_writes_a_pipeline_that_loads_and_scores_of_it(tiny: Any, tmp_path: Path) -> None:
    _train(tiny, tmp_path / "out")

    doc = spacy.load(tmp_path / "out" / "pipeline")("Ada Brun opens the laboratory.")
    scores = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))

    assert MODEL_SPANS in doc.spans
    assert scores["corpora_dev"]["all"]["person"]["spans"] == 1


def test_a_fold_held_out_is_scored(tiny: Any, tmp_path: Path) -> None:
    _train(tiny, tmp_path / "out", "--folds", "1", "--fold", "0")

    scores = json.loads((tmp_path / "out" / "scores.json").read_text(encoding="utf-8"))

    assert scores["releases_held_out"]["all"]["person"]["spans"] == 1


def test_two_runs_give_the_same_bytes(tiny: Any, tmp_path: Path) -> None:
    _train(tiny, tmp_path / "one")
    _train(tiny, tmp_path / "two")

    one, two = (tmp_path / run / "pipeline" / "communique_model" / "model" for run in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
