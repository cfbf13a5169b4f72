"""Records of the fixtures, as they are kept beside them: reading them needs no model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from communique.records import Release

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


@cache
def known_record(name: str) -> tuple[Release, bytes]:
    """The record of a fixture, as `slug/release.pdf`, and the bytes of its source."""
    path = FIXTURES / name
    records = json.loads((path.parent / "golden.json").read_text(encoding="utf-8"))
    made_by = {"version": "0.0.0", "model": "none", "rules": "0" * 64, "registry": "none"}  # left out there: it changes
    return Release.from_json(json.dumps({"extractor": made_by, **records[path.name]})), path.read_bytes()
