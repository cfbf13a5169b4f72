"""`communique evaluate` gives the numbers of the reference scorer that stands beside the gold."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDERS = ["asnr-andra-accord-2025", "caltech-jpl-vesper-x", "ined-insee-enquete-familles"]


def _run(*command: str | Path) -> Any:
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.shared
def test_counts_are_those_of_the_reference(shared: Path) -> None:
    folders = [shared / "gold" / "train" / name for name in FOLDERS]
    theirs = _run(shared / "score.py", "--json", "--bin", f"{sys.executable} -m communique", *folders)
    ours = _run("-m", "communique", "evaluate", "--format", "json", *folders)["total"]
    nothing = {"hits": 0, "false": 0, "missed": 0, "tp": 0, "fp": 0, "fn": 0}
    measures = theirs.keys() | ours.keys()
    assert {m: tuple(ours.get(m, nothing)[k] for k in ("hits", "false", "missed")) for m in measures} == {
        m: tuple(theirs.get(m, nothing)[k] for k in ("tp", "fp", "fn")) for m in measures
    }
