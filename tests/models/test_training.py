"""The training command, from folders of data to a pipeline that loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import spacy

from communique.language.model import MODEL_SPANS

MODELS = Path(__file__).resolve().parents[2] / "models"
SETTINGS = ("training.max_steps=4", "training.eval_frequency=2", "components.communique_model.model.width=16")


def _run(script: str, data: Any, output: Path, *more: str) -> str:
    folders = ["--corpora", data.corpora, "--registry", data.registry, "--releases", data.releases]
    options = [part for setting in SETTINGS for part in ("--set", setting)]
    command = [sys.executable, str(MODELS / script), "en", *map(str, folders), "--output", str(output), *options, *more]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def _train(data: Any, output: Path, *more: str) -> None:
    _run("train.py", data, output, "--mix", "sentences=10", *more)


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


def test_pretraining_gives_another_model_and_keeps_its_weights_for_others(tiny: Any, tmp_path: Path) -> None:
    start = tmp_path / "start"
    _train(tiny, tmp_path / "one")
    _train(tiny, tmp_path / "two", "--passes", "1", "--start", str(start))
    _train(tiny, tmp_path / "three", "--passes", "1", "--start", str(start))

    one, two, three = (
        (tmp_path / run / "pipeline" / "communique_model" / "model").read_bytes() for run in ("one", "two", "three")
    )
    assert start.is_file()
    assert one != two
    assert two == three


def test_another_seed_gives_another_model(tiny: Any, tmp_path: Path) -> None:
    _train(tiny, tmp_path / "one")
    _train(tiny, tmp_path / "two", "--set", "system.seed=1")

    one, two = (tmp_path / run / "pipeline" / "communique_model" / "model" for run in ("one", "two"))
    assert one.read_bytes() != two.read_bytes()


def test_cross_validation_trains_a_fold_and_prints_what_each_variant_finds(tiny: Any, tmp_path: Path) -> None:
    printed = _run("cross_validate.py", tiny, tmp_path, "--folds", "1")

    rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in printed.splitlines() if row.startswith("|")}
    assert list(rows) == ["rules", "model", "both"]
    assert all(len(cells) == 5 for cells in rows.values())
    assert {path.name for path in tmp_path.glob("en-*")} == {"en-0"}
    assert "1.000 / 1.000 / **1.000** (1.000–1.000)" in printed
