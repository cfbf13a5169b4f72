"""`communique diff` on the command line: exit codes, formats, choices, decisions and the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from processes import Call

from communique.diff.changes import Diff
from communique.diff.decisions import append_decisions, decide
from communique.records import Release


@pytest.fixture
def sides(tmp_path: Path, sample: dict[str, Any]) -> tuple[Path, Path]:
    """Two records of a release: of the new one a role and a date are others."""
    base, new = tmp_path / "base.json", tmp_path / "new.json"
    base.write_text(Release.model_validate(sample).to_json(), encoding="utf-8")
    sample["facts"][0]["role"] = "supervisor"
    sample["date"] = "2012-05"
    new.write_text(Release.model_validate(sample).to_json(), encoding="utf-8")
    return base, new


def test_the_same_is_exit_code_0(call: Call, sides: tuple[Path, Path]) -> None:
    result = call("diff", sides[0], sides[0])
    assert (result.exit_code, result.stdout.splitlines()[-1], result.stderr) == (0, "no change", "")


def test_a_difference_is_exit_code_1(call: Call, sides: tuple[Path, Path]) -> None:
    result = call("diff", *sides)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "role part_of → supervisor" in result.stdout


TROUBLE = {
    "no such side": (["gone", "gone"], "gone: No such file or directory"),
    "an unknown choice": (["{0}", "{1}", "--only", "nothing"], "--only nothing: neither a rule id nor one of added"),
    "no such decisions": (["{0}", "{1}", "--decisions", "gone.jsonl"], "gone.jsonl: there is no such file"),
    "a page that can't be written": (["{0}", "{1}", "--html", "gone/x.html"], "gone/x.html: the page can't be written"),
}


@pytest.mark.parametrize(("arguments", "message"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_is_exit_code_2_and_one_line(
    call: Call, sides: tuple[Path, Path], arguments: list[str], message: str
) -> None:
    result = call("diff", *(argument.format(*sides) for argument in arguments))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert message in result.stderr


def test_a_file_that_gives_no_record_is_trouble(call: Call, page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = call("diff", page, tmp_path / "empty.pdf")
    assert result.exit_code == 2
    assert "empty.pdf" in result.stderr


def test_a_registry_is_needed_only_where_a_release_is_read(call: Call, page: Path, sides: tuple[Path, Path]) -> None:
    assert call("diff", *sides, "--registry", "gone.registry").exit_code == 1
    result = call("diff", page, page, "--registry", "gone.registry")
    assert (result.exit_code, "gone.registry" in result.stderr) == (2, True)


def test_json_is_the_whole_diff(call: Call, sides: tuple[Path, Path]) -> None:
    result = call("diff", *sides, "--format", "json", "--rows", "0")
    told = Diff.from_json(result.stdout)
    assert (result.exit_code, [change.kind for change in told.changes]) == (1, ["changed", "release-changed"])
    assert told.to_json() + "\n" == result.stdout


def test_markdown_shows_so_many_rows(call: Call, sides: tuple[Path, Path]) -> None:
    lines = call("diff", *sides, "--format", "markdown", "--rows", "1").stdout.splitlines()
    assert lines[0] == "### 2 changes in 1 of 1 releases"
    assert lines[-1] == "… and 1 more."


ONLY = [
    (["--only", "changed"], 1, "1 change in 1 release: 1 changed"),
    (["--only", "release", "--only", "changed"], 1, "2 changes in 1 release: 1 changed, 1 release-changed"),
    (["--only", "affiliated_with"], 1, "1 change in 1 release: 1 changed"),
    (["--only", "affiliation.of"], 1, "1 change in 1 release: 1 changed"),
    (["--only", "founded_on"], 0, "no change"),
]


@pytest.mark.parametrize(("arguments", "code", "line"), ONLY, ids=[" ".join(case[0]) for case in ONLY])
def test_some_changes_can_be_chosen(
    call: Call, sides: tuple[Path, Path], arguments: list[str], code: int, line: str
) -> None:
    result = call("diff", *sides, *arguments)
    assert (result.exit_code, line in result.stdout.splitlines()) == (code, True)


def test_what_was_accepted_is_no_difference_any_more(call: Call, sides: tuple[Path, Path], tmp_path: Path) -> None:
    decisions = tmp_path / "decisions.jsonl"
    told = Diff.from_json(call("diff", *sides, "--format", "json").stdout)
    append_decisions(decisions, decide(told.changes[:1], "accept", "ada"))
    first = call("diff", *sides, "--decisions", decisions)
    append_decisions(decisions, decide(told.changes[1:], "accept", "ada"))
    second = call("diff", *sides, "--decisions", decisions)
    assert (first.exit_code, "1 accepted before" in first.stdout) == (1, True)
    assert (second.exit_code, "2 accepted before" in second.stdout) == (0, True)


def test_the_page_is_written_beside_the_text(call: Call, sides: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    result = call("diff", *sides, "--html", page)
    assert (result.exit_code, "2 changes" in result.stdout) == (1, True)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_two_files_are_extracted_and_compared(call: Call, page: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.html"
    edited.write_text(page.read_text(encoding="utf-8").replace("on 12 March 2019.", "on 14 March 2017."), "utf-8")
    told = Diff.from_json(call("diff", page, edited, "--format", "json").stdout)
    assert [(change.kind, change.which, change.cause.name) for change in told.changes] == [
        ("changed", ("value",), "source")
    ]


def test_forms_of_one_release_are_compared_as_twins(call: Call, sides: tuple[Path, Path], tmp_path: Path) -> None:
    record = json.loads(sides[0].read_text(encoding="utf-8"))
    record["facts"][0]["confidence"] = 0.3
    other = tmp_path / "other.json"
    other.write_text(json.dumps(record), encoding="utf-8")
    assert (call("diff", sides[0], other).exit_code, call("diff", sides[0], other, "--twins").exit_code) == (1, 0)
