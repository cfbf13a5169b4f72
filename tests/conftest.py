"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the project; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "seed" / "gold.json").is_file():
        pytest.skip(f"no data folder at {folder}: set COMMUNIQUE_SHARED to run this test")
    return folder
