"""`communique evaluate` gives the numbers of the reference scorer that stands beside the gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COMMUNIQUE = Path(sys.executable).with_name("communique")
FOLDERS = ["asnr-andra-accord-2025", "caltech-jpl-vesper-x", "ined-insee-enquete-familles", "ird-gabon-anopheles-2022"]


def _run(*command: str | Path) -> Any:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.shared
@pytest.mark.parametrize("pattern", ["*.html", "*.pdf"])
def test_counts_are_those_of_the_reference(shared: Path, pattern: str) -> None:
    folders = [shared / "gold" / "train" / name for name in FOLDERS]
    theirs = _run(
        sys.executable,
        shared / "score.py",
        "--json",
        "--bin",
        f"{sys.executable} -m communique",
        "--glob",
        pattern,
        *folders,
    )
    ours = _run(COMMUNIQUE, "evaluate", "--format", "json", "--only", pattern, *folders)["total"]
    nothing = {"hits": 0, "false": 0, "missed": 0, "tp": 0, "fp": 0, "fn": 0}
    measures = theirs.keys() | ours.keys()
    assert {m: tuple(ours.get(m, nothing)[k] for k in ("hits", "false", "missed")) for m in measures} == {
        m: tuple(theirs.get(m, nothing)[k] for k in ("tp", "fp", "fn")) for m in measures
    }
