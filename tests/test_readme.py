"""README says what is so: its commands parse, its example is what the command prints, its names exist."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import communique
from communique.cli.main import app
from communique.errors import READ_REASONS
from communique.records import Release

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "readme.py"))
COMMANDS = sorted(set(re.findall(r"^\$ (communique [^|#\n]+)", README, re.MULTILINE)))
TARGETS = sorted(set(re.findall(r"\bmake ((?:[a-z]+ ?)+)", " ".join(re.findall(r"^\$ (make [a-z ]+)", README, re.M)))))


def test_the_examples_are_what_the_commands_print() -> None:
    regions = list(TOOL["EXAMPLE"].finditer(README))
    assert regions
    for region in regions:
        assert TOOL["fill_example"](region) == region[0], "run `make readme` and read the difference"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_parses(command: str) -> None:
    assert CliRunner().invoke(app, [*shlex.split(command)[1:], "--help"]).exit_code == 0


def test_every_command_is_in_the_table() -> None:
    listed = re.findall(r"^\| `communique (\w+)", README, re.MULTILINE)
    groups = [group.typer_instance.info.name for group in app.registered_groups if group.typer_instance]
    assert sorted(listed) == sorted([*(str(c.name) for c in app.registered_commands), *map(str, groups)])


def test_every_make_target_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {word for target in TARGETS for word in target.split()}
    assert {"demo", "test"} <= named <= targets


def test_the_names_of_the_record_exist() -> None:
    table = README.split("| field | holds |")[1].split("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named <= Release.model_fields.keys()


def test_the_reasons_exist() -> None:
    named = re.search(r"a reason that programs can\ntest \(([^)]*)\)", README)
    assert named is not None
    assert set(re.findall(r"`([\w-]+)`", named[1])) <= READ_REASONS.keys()


def test_the_python_names_exist() -> None:
    named = set(re.findall(r"communique\.(\w+)\(", README)) | {"ReadError"}
    assert named <= set(communique.__all__)


def test_the_paths_exist() -> None:
    named = re.findall(r"`((?:src|tests|fixtures|readers|steps)/[\w./-]+)`", README)
    assert [p for p in named if not (ROOT / p).exists() and not (ROOT / "src/communique" / p).exists()] == []
