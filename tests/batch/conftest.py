"""Inputs and an engine for tests of runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from invented_engine import InventedEngine
from pages import FRENCH_PAGE, PAGE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ray-kills", type=int, default=1, help="how many times a node of the Ray cluster is killed")


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four inputs, one of them empty, as the current folder."""
    folder = tmp_path / "releases"
    folder.mkdir()
    for name, text in {"1.html": PAGE, "2.html": FRENCH_PAGE, "3.html": "", "4.html": PAGE + "<!-- -->"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def engine(sample: dict[str, Any]) -> InventedEngine:
    return InventedEngine(sample)
