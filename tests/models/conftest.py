"""Data for a tiny training: two releases, a few passages, registries of four rows. All names are invented or public."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PASSAGES = {
    "en": ("Ada Brun works at Fjord University.", [[0, 8, "PER"], [18, 34, "ORG"]]),
    "fr": ("Paul Lenoir travaille à l’Université de Brume.", [[0, 11, "PER"], [26, 45, "ORG"]]),
}
RELEASES = {
    "en": "The Northern Ice Laboratory (NIL) of the CNRS opens. Ada Brun heads it.",
    "fr": "Le Laboratoire des glaces du Nord (LGN) du CNRS ouvre. Ada Brun le dirige.",
}


@dataclass(frozen=True)
class TrainingData:
    """Folders in the form that `models/train.py` reads."""

    corpora: Path
    registry: Path
    releases: Path


@pytest.fixture
def tiny(tmp_path: Path) -> TrainingData:
    data = TrainingData(tmp_path / "corpora", tmp_path / "registry", tmp_path / "releases")
    for language in ("en", "fr"):
        _write_rows(data.corpora / f"ner_{language}.jsonl.gz", _passages(language))
        _write_release(data.releases / language, language)
    _write_rows(data.registry / "ror.jsonl.gz", _organisations())
    structure = {"libelle": "LABORATOIRE DES GLACES", "intitule": "LABORATOIRE DES NEIGES", "sigle": "LDG"}
    _write_rows(data.registry / "rnsr-2022.jsonl.gz", [structure])
    _write_rows(data.registry / "rnsr-2019.jsonl.gz", [structure])
    return data


def _passages(language: str) -> list[dict[str, Any]]:
    text, spans = PASSAGES[language]
    row = {"text": text, "spans": spans, "source": "tiny", "doc": "d", "exhaustive": ["ORG", "PER", "LOC"]}
    return [{**row, "split": split} for split in ("train", "train", "dev")]


def _organisations() -> list[dict[str, Any]]:
    def row(name: str, language: str, country: str, kind: str) -> dict[str, Any]:
        names = [
            {"value": name, "lang": language, "types": ["label"]},
            {"value": "FU", "lang": None, "types": ["acronym"]},
        ]
        return {"names": names, "types": [kind], "country": country, "locations": [{"city": "Bergen"}]}

    return [
        row("Fjord University", "en", "NO", "education"),
        row("Université de Brume", "fr", "FR", "education"),
        row("Ice Institute", "en", "FR", "facility"),
    ]


def _write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def _write_release(folder: Path, language: str) -> None:
    folder.mkdir(parents=True)
    text = RELEASES[language]
    (folder / "release.html").write_text(
        f"<html lang='{language}'><body><h1>Ice</h1><p>{text}</p></body></html>", encoding="utf-8"
    )
    laboratory = "Northern Ice Laboratory" if language == "en" else "Laboratoire des glaces du Nord"
    gold = {
        "language": language,
        "entities": [
            {"kind": "laboratory", "name": laboratory, "aliases": ["NIL" if language == "en" else "LGN"]},
            {"kind": "institution", "name": "CNRS", "aliases": []},
            {"kind": "person", "name": "Ada Brun", "aliases": []},
        ],
        "optional_entities": [],
    }
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
