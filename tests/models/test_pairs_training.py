"""The training command of the model of pairs, on a handful of releases."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.steps.relations.learned.model import predicate_columns, read_pair_model

ROOT = Path(__file__).resolve().parents[2]
SEEN = ("manchester-membrane", "hobart-firn-laboratory", "limoges-poitiers-fusion", "ahmedabad-stratoballoon")
UNSEEN = ("norwich-rust-watch", "berlin-night-ward", "ambassade-tunis-nappes", "ministere-horloges")


def _train(folder: Path, output: Path) -> str:
    command = [sys.executable, str(ROOT / "models" / "pairs" / "train.py")]
    command += ["--releases", str(folder / "seen"), "--unseen", str(folder / "unseen"), "--output", str(output)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("releases")
    for part, slugs in (("seen", SEEN), ("unseen", UNSEEN)):
        for slug in slugs:
            shutil.copytree(ROOT / "fixtures" / slug, path / part / slug)
    return path


def test_training_writes_a_model_that_can_be_read_and_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    said = _train(folder, tmp_path / "one")
    assert _train(folder, tmp_path / "two") == said
    for name in ("weights.npz", "meta.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()

    model = read_pair_model(tmp_path / "one")
    assert tuple(model.columns) == predicate_columns()
    assert model.weights.any()
    assert "8 releases" in said
    assert "unseen by the rules" in said


def test_the_releases_of_the_model_are_gold_as_the_fixtures_are() -> None:
    from communique.evaluate import find_cases

    cases = find_cases([ROOT / "models" / "releases"], "*.html")
    assert len(cases) == 503
    assert {case.gold.language for case in cases} == {"en", "fr"}


def test_the_pages_hold_every_word_of_their_sources() -> None:
    lost = {}
    for source in sorted((ROOT / "models" / "releases").glob("*/*/release.md")):
        page = re.sub(r"<[^>]+>", " ", (source.parent / "release.html").read_text(encoding="utf-8"))
        text = source.read_text(encoding="utf-8").split("---\n", 2)[2]
        text = re.sub(r"\[\^[^\]]+\]|</?\w+>|\]\([^)]*\)", " ", text)
        if missing := _words(text) - _words(html.unescape(page)):
            lost[source.parent.name] = sorted(missing)[:5]
    assert lost == {}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{5,}", text.replace("*", "").replace("_", " ")))
