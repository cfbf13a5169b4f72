"""`tools/quality.py`: what it says of two sets of records, without extracting any."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from editing import Record, with_other
from test_injections import FIXTURES, golden

from communique.evaluate import Case, find_cases

SLUG = "bergen-fjord-laboratory"
RULE = "affiliation.created-with"


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    path = FIXTURES.parent / "tools" / "quality.py"
    specification = importlib.util.spec_from_file_location("quality", path)
    assert specification is not None
    assert specification.loader is not None
    module = sys.modules["quality"] = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def cases() -> tuple[Case, ...]:
    return find_cases([FIXTURES / SLUG], "*.html")


def _say(quality: ModuleType, folder: Path, cases: tuple[Case, ...], base: Record, new: Record) -> list[str]:
    versions = []
    for name, record in (("v1.0", base), ("work tree", new)):
        (folder / name).mkdir()
        for part in ("shown", "held-out"):
            (folder / name / f"{part}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        versions.append(quality.Version(name, folder, folder / name))
    return "\n".join(quality.report(*versions, cases, cases, 1)).splitlines()


def test_a_rule_that_is_gone_costs_its_finds(quality: ModuleType, cases: tuple[Case, ...], tmp_path: Path) -> None:
    base = golden(SLUG)[0]
    new = with_other(base, "rules")
    lost = [fact for fact in base["facts"] if fact["rule"] == RULE]
    new["facts"] = [fact for fact in base["facts"] if fact["rule"] != RULE]
    said = _say(quality, tmp_path, cases, base, new)
    assert said[0] == "## Quality: v1.0 → work tree"
    assert f"| `fact: {RULE}` | {len(lost)} → 0 | 0 → 0 | -{len(lost)} |" in said
    assert f"| `{RULE}` | +0 | −{len(lost)} | 0 |" in said
    assert sum(line.startswith("| fact |") and " → **" in line for line in said) == 2
    assert said[-1] == f"… and {len(lost) - 1} more."


def test_what_is_held_out_is_not_shown(quality: ModuleType, cases: tuple[Case, ...], tmp_path: Path) -> None:
    """Of releases that are held out there are scores, and neither rules nor facts."""
    said = _say(quality, tmp_path, cases, golden(SLUG)[0], golden(SLUG)[0])
    held_out = said.index("### Scores of 1 releases, without their facts below")
    end = next(n for n, line in enumerate(said) if n > held_out and line.startswith("### "))
    assert all(line == "" or line.startswith(("| ", "|---")) for line in said[held_out + 1 : end])
    assert not any("`" in line for line in said[held_out:end])
    assert said[end] == "### No change"


def test_a_revision_that_is_none_is_told(quality: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="quality: fatal"):
        quality.unpack("no-such-revision", tmp_path)
