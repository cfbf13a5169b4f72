"""Calls of the command line in this process, and releases to call it on."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import FRENCH_PAGE, PAGE
from processes import Call
from typer.testing import CliRunner, Result


@pytest.fixture
def call() -> Call:
    """Calls the command line in this process; standard output and standard error are kept apart."""
    from communique.cli.main import app

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="communique")

    return run


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """An English release on disk."""
    path = tmp_path / "ice.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def french_page(tmp_path: Path) -> Path:
    """A French release on disk."""
    path = tmp_path / "glace.html"
    path.write_text(FRENCH_PAGE, encoding="utf-8")
    return path
