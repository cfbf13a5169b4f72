"""Source and tool both differ: a rerun tells which it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from editing import with_other
from twin_pages import ENGLISH

import communique
from communique.diff.compare import diff
from communique.records import Release


def read(path: Path, page: str) -> dict[str, Any]:
    path.write_text(page, encoding="utf-8")
    return json.loads(communique.extract(path, registry="core").to_json())  # type: ignore[no-any-return]


@pytest.fixture
def sides(tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """An old page read by old rules, which took no director, and a new page, which moved the creation, read now."""
    base = with_other(read(tmp_path / "old.html", ENGLISH), "rules")
    base["facts"] = [fact for fact in base["facts"] if fact["predicate"] != "holds_position"]
    return base, read(tmp_path / "new.html", ENGLISH.replace("January 2019", "June 2018"))


def causes(base: dict[str, Any], new: dict[str, Any], **options: Any) -> dict[str, tuple[str, bool]]:
    told = diff(Release.model_validate(base), Release.model_validate(new), registry="core", **options)
    return {change.predicate or change.kind: (change.cause.name, change.cause.certain) for change in told.changes}


def test_without_a_rerun_both_stay_possible(sides: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert causes(*sides) == {
        "founded_on": ("rules or source", False),
        "holds_position": ("rules or source", False),
    }


def test_a_rerun_of_the_old_source_tells_which(sides: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert causes(*sides, attribute=True) == {"founded_on": ("source", True), "holds_position": ("rules", True)}


def test_a_rerun_of_the_new_source_tells_it_backwards(sides: tuple[dict[str, Any], dict[str, Any]]) -> None:
    base, new = sides
    assert causes(new, base, attribute=True) == {"founded_on": ("source", True), "holds_position": ("rules", True)}


def test_a_source_is_found_in_a_folder_by_its_bytes(
    sides: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path
) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "old.html").rename(tmp_path / "archive" / "old.html")
    assert causes(*sides, attribute=True)["founded_on"] == ("rules or source", False)
    assert causes(*sides, attribute=True, sources=[tmp_path / "archive"])["founded_on"] == ("source", True)


def test_a_source_that_is_gone_is_loud(sides: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text(ENGLISH + "<!-- edited -->", encoding="utf-8")
    base, new = (Release.model_validate(side) for side in sides)
    told = diff(base, new, attribute=True, registry="core")
    assert [problem.code for problem in told.problems] == ["not-attributed"]
    assert "no longer where the record was read from" in told.problems[0].message
    assert {change.cause.certain for change in told.changes} == {False}


def test_records_of_other_versions_can_not_be_told_apart(sides: tuple[dict[str, Any], dict[str, Any]]) -> None:
    base, new = sides[0], with_other(sides[1], "model")
    told = diff(Release.model_validate(base), Release.model_validate(new), attribute=True, registry="core")
    assert [problem.message.split(";")[0] for problem in told.problems] == [
        "neither record was made by this version with this registry"
    ]
