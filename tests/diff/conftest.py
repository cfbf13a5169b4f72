"""Records for tests of the diff."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from editing import MakeRun, Record


@pytest.fixture
def record(sample: dict[str, Any]) -> Record:
    """A small record with all its fields, the test's own copy."""
    from communique.records import Release

    return json.loads(Release.model_validate(sample).to_json())  # type: ignore[no-any-return]


@pytest.fixture
def make_run(tmp_path: Path) -> MakeRun:
    """Writes run folders."""

    def make(name: str, records: list[Record], failures: list[dict[str, str]] | None = None) -> Path:
        folder = tmp_path / name
        (folder / "records").mkdir(parents=True)
        lines = [json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for record in records]
        (folder / "records" / "part-00000.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        rows = [json.dumps(row) + "\n" for row in failures or []]
        (folder / "failures.jsonl").write_text("".join(rows), encoding="utf-8")
        (folder / "run.json").write_text("{}", encoding="utf-8")
        return folder

    return make
