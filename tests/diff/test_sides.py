"""What can be compared, how releases are paired, and what is loud."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zstandard
from editing import MakeRun, Record, copy_of, with_other, with_other_source

import communique
from communique.diff.changes import Change
from communique.diff.compare import diff
from communique.errors import DiffError
from communique.records import Release

FAILURE = {"input": "ice.html", "reason": "unreadable", "message": "the file is damaged", "sha256": None}


def kinds(base: Any, new: Any) -> list[str]:
    return [change.kind for change in diff(base, new).changes]


def numbered(record: Record, number: int) -> Record:
    """Another release: other bytes, another path, another title."""
    other = copy_of(record)
    other["source"]["sha256"] = f"{number:064x}"
    other["source"]["uri"] = f"releases/{number}.html"
    other["id"] = f"{number:064x}"[:16]
    other["title"] = f"Release {number}"
    return other


@pytest.fixture
def many(record: Record) -> list[Record]:
    return [{**numbered(record, n), "id": f"{n:016x}"} for n in range(1, 8)]


def test_one_inserted_release_changes_nothing_else(make_run: MakeRun, many: list[Record]) -> None:
    (change,) = diff(make_run("base", many[:3] + many[4:]), make_run("new", many)).changes
    assert change.kind == "release-added"
    assert change.new is not None
    assert change.new.uri == many[3]["source"]["uri"]


def test_one_release_less_is_one_change(make_run: MakeRun, many: list[Record]) -> None:
    assert kinds(make_run("base", many), make_run("new", many[1:])) == ["release-removed"]


def test_releases_in_another_order_are_the_same(make_run: MakeRun, many: list[Record]) -> None:
    assert kinds(make_run("base", many), make_run("new", many[::-1])) == []


def test_a_release_that_fails_and_one_that_recovers(make_run: MakeRun, record: Record) -> None:
    whole, broken = make_run("base", [record]), make_run("new", [], [FAILURE])
    (failed,), (recovered,) = diff(whole, broken).changes, diff(broken, whole).changes
    assert (failed.kind, recovered.kind) == ("release-failed", "release-recovered")
    assert getattr(failed.after, "failure", None) == "unreadable"


def test_another_reason_is_a_change_and_the_same_is_none(make_run: MakeRun) -> None:
    base = make_run("base", [], [FAILURE])
    assert kinds(base, make_run("same", [], [FAILURE])) == []
    assert kinds(base, make_run("new", [], [{**FAILURE, "reason": "no-text"}])) == ["release-changed"]


def test_only_versions_differ(make_run: MakeRun, many: list[Record]) -> None:
    """Records that say the same are the same, whatever made them and wherever they lay."""
    new = [with_other(with_other(record, "rules"), "version") for record in many]
    for record in new:
        record["source"]["uri"] = "elsewhere/" + record["source"]["uri"]
    told = diff(make_run("base", many), make_run("new", new))
    assert told.changes == ()
    assert told.base.versions != told.new.versions


def test_releases_are_paired_by_path_where_their_bytes_differ(make_run: MakeRun, many: list[Record]) -> None:
    new = [with_other_source(record) for record in many]
    new[2]["date"] = "1999"
    (change,) = diff(make_run("base", many), make_run("new", new)).changes
    assert (change.kind, change.which) == ("release-changed", ("date",))


def test_paths_are_compared_below_what_all_have_in_common(make_run: MakeRun, many: list[Record]) -> None:
    new = [with_other_source(record) for record in many]
    for record in new:
        record["source"]["uri"] = "/data/2026/" + record["source"]["uri"]
        record["title"] = None
    told = diff(make_run("base", many), make_run("new", new)).changes
    assert {(change.kind, change.which) for change in told} == {("release-changed", ("title",))}
    assert len(told) == len(many)


def test_releases_are_paired_by_title_and_date_at_last(make_run: MakeRun, many: list[Record]) -> None:
    new = [with_other_source(record) for record in many]
    for number, record in enumerate(new):
        record["source"]["uri"] = f"{number * 7919}/copy.htm"
        record["language"] = "fr"
    told = diff(make_run("base", many), make_run("new", new)).changes
    assert {(change.kind, change.which) for change in told} == {("release-changed", ("language",))}


def test_one_release_against_another_is_taken_as_the_same(record: Record) -> None:
    other = numbered(with_other_source(record), 99)
    told = diff(Release.model_validate(record), Release.model_validate({**other, "id": "0" * 16}))
    assert [(change.kind, change.which) for change in told.changes] == [("release-changed", ("title",))]


def test_the_same_bytes_at_two_paths_are_two_releases(make_run: MakeRun, record: Record) -> None:
    copy = copy_of(record)
    copy["source"]["uri"] = "copies/ice.html"
    told = diff(make_run("base", [record, copy]), make_run("new", [copy, record]))
    assert (told.changes, told.problems) == ((), ())


def test_a_repeated_fact_is_loud(make_run: MakeRun, record: Record) -> None:
    twice = copy_of(record)
    twice["facts"].append(copy_of(record["facts"][0]))
    told = diff(make_run("base", [record]), make_run("new", [twice]))
    assert told.changes == ()
    (problem,) = told.problems
    assert (problem.code, problem.side, problem.uri) == ("duplicate-fact", "new", "ice.html")
    assert "1 fact with an id that the record holds already" in problem.message


def test_a_repeated_fact_is_loud_where_both_sides_have_it(make_run: MakeRun, record: Record) -> None:
    record["facts"].append(copy_of(record["facts"][0]))
    told = diff(make_run("base", [record]), make_run("new", [record]))
    assert [problem.side for problem in told.problems] == ["base", "new"]


def test_a_repeated_release_is_loud(make_run: MakeRun, record: Record) -> None:
    told = diff(make_run("base", [record]), make_run("new", [record, record]))
    assert [(problem.code, problem.side) for problem in told.problems] == [("duplicate-release", "new")]
    assert [change.kind for change in told.changes] == ["release-added"]


def test_an_unfinished_run_is_loud(make_run: MakeRun, record: Record) -> None:
    base, new = make_run("base", [record]), make_run("new", [record])
    (new / "run.json").unlink()
    assert [problem.code for problem in diff(base, new).problems] == ["unfinished-run"]


def test_packed_records_are_read(make_run: MakeRun, many: list[Record]) -> None:
    base, new = make_run("base", many), make_run("new", many)
    part = new / "records" / "part-00000.jsonl"
    changed = part.read_bytes().replace(b'"confidence":0.9,', b'"confidence":0.5,')
    (new / "records" / "part-00000.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(changed))
    part.unlink()
    told = diff(base, new).changes
    assert [change.kind for change in told] == ["confidence"] * len(many)
    assert diff(new, new).changes == ()


FILES = {
    "one record on a line": lambda record: json.dumps(record),
    "one record on many lines": lambda record: json.dumps(record, indent=1),
    "with a byte order mark and spaces": lambda record: "\ufeff  " + json.dumps(record),
    "JSON Lines": lambda record: json.dumps(record) + "\n\n",
}


@pytest.mark.parametrize("layout", FILES.values(), ids=FILES)
def test_a_file_of_records_is_read(tmp_path: Path, record: Record, layout: Any) -> None:
    path = tmp_path / "record.json"
    path.write_text(layout(record), encoding="utf-8")
    told = diff(path, Release.model_validate(record))
    assert (told.base.kind, told.base.facts, told.changes) == ("records", 3, ())


NO_SIDES = {
    "missing": (lambda path: None, "No such file"),
    "an empty folder": (lambda path: path.mkdir(), "no run"),
    "other JSON": (lambda path: path.write_text('{"a": 1}'), "no record of a release"),
    "a torn line": (lambda path: path.write_text('{"id": "1", "source'), "no record of a release"),
}


@pytest.mark.parametrize(("make", "message"), NO_SIDES.values(), ids=NO_SIDES)
def test_what_is_no_side_is_refused(tmp_path: Path, record: Record, make: Any, message: str) -> None:
    path = tmp_path / "side"
    make(path)
    with pytest.raises(DiffError, match=message):
        diff(path, Release.model_validate(record))


def test_a_file_that_is_neither_is_read_as_a_release(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no markup at all")
    with pytest.raises(communique.ReadError):
        diff(path, Release.model_validate(record))


def test_the_package_is_the_function(record: Record) -> None:
    release = Release.model_validate(record)
    assert communique.diff(release, release) == diff(release, release)


ORDERS = {
    "the function first": "import communique; communique.diff; import communique.diff.changes as changes",
    "the package first": "import communique.diff.changes as changes; import communique; communique.diff",
    "by name": "from communique import diff; from communique.diff import changes; import communique",
    "beside the others": "import communique; communique.extract, communique.diff; from communique.diff import changes",
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_function_and_package_are_found_in_any_order(order: str) -> None:
    code = f"{order}; assert callable(communique.diff) and communique.diff.changes is changes"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def _cause(base: Record, new: Record) -> Change:
    (change,) = diff(Release.model_validate(base), Release.model_validate(new)).changes
    return change


CAUSES = [
    (("rules",), "rules", True),
    (("version",), "tool", True),
    (("rules", "version"), "rules or tool", False),
    (("rules", "registry", "model"), "rules", True),
    (("model", "registry"), "model or registry", False),
    ((), "unknown", False),
]


@pytest.mark.parametrize(("parts", "cause", "certain"), CAUSES, ids=[" and ".join(c[0]) or "nothing" for c in CAUSES])
def test_causes_follow_from_the_digests(record: Record, parts: tuple[str, ...], cause: str, certain: bool) -> None:
    new = copy_of(record)
    for part in parts:
        new = with_other(new, part)
    new["facts"][0]["status"] = "planned"
    change = _cause(record, new)
    assert (change.cause.name, change.cause.certain) == (cause, certain)
    assert change.cause.rules == (("affiliation.of",) if "rules" in cause else ())


def test_a_fact_of_the_model_comes_from_the_model(record: Record) -> None:
    record["facts"][0]["rule"] = "model.affiliated_with"
    new = with_other(with_other(record, "rules"), "model")
    new["facts"][0]["status"] = "planned"
    assert _cause(record, new).cause.name == "model"


def test_source_and_tool_both_stay_possible(record: Record) -> None:
    new = with_other(with_other_source(record), "rules")
    new["facts"][0]["status"] = "planned"
    assert _cause(record, new).cause.name == "rules or source"
