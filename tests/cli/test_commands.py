"""The other commands, and the help of all of them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from processes import Call

from communique.records import json_schema

COMMANDS = ["diff", "evaluate", "extract", "run", "schema"]
GOLD = {
    "language": "en",
    "title": "Polar ice laboratory opens in Brest",
    "date": "2019-03-12",
    "dateline_place": "Brest",
    "entities": [{"name": "Polar Ice Laboratory", "kind": "laboratory", "aliases": ["LGP"]}],
    "footnotes": [{"label": "1", "after": "Laboratory (LGP)", "note": "CNRS/Université"}],
}


@pytest.fixture
def gold_folder(page: Path) -> Path:
    (page.parent / "gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return page.parent


def test_help_names_every_command(call: Call) -> None:
    result = call("--help")
    assert result.exit_code == 0
    assert [c for c in COMMANDS if f"│ {c} " not in result.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_parse(call: Call, command: str) -> None:
    shown = " ".join(call(command, "--help").stdout.split())
    module = __import__(f"communique.cli.{command}", fromlist=["EXAMPLES"])
    examples = [line for line in module.EXAMPLES.splitlines() if f"communique {command}" in line]
    assert examples
    for example in examples:
        arguments = shlex.split(example.split("communique ", 1)[1].split(" | ")[0].split(" > ")[0])
        assert call(*arguments, "--help").exit_code == 0, example
        assert f"communique {command}" in shown


def test_no_command_is_help(call: Call) -> None:
    assert "Usage: communique" in call().output


def test_schema_prints_the_schema(call: Call) -> None:
    result = call("schema")
    assert (result.exit_code, json.loads(result.stdout)) == (0, json_schema())


def test_evaluate_prints_tables(call: Call, gold_folder: Path) -> None:
    result = call("evaluate", gold_folder)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1] == "1 releases"
    assert "  entity.laboratory" in result.stdout


def test_evaluate_prints_json(call: Call, gold_folder: Path) -> None:
    report = json.loads(call("evaluate", gold_folder, "--format", "json", "--by-rule", "--verbose").stdout)
    assert report["releases"] == 1
    assert report["total"].keys() == report["by_format"]["html"].keys()
    assert list(report["mistakes"]) == list(report["by_document"])


def test_evaluate_counts_a_release_without_record(call: Call, gold_folder: Path) -> None:
    (gold_folder / "empty.pdf").write_bytes(b"")
    result = call("evaluate", gold_folder, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["total"]["no record"]["missed"] == 1
    assert ": empty: " in result.stderr


def test_evaluate_gives_the_same_for_any_number_of_workers(call: Call, gold_folder: Path) -> None:
    assert call("evaluate", gold_folder).stdout == call("evaluate", gold_folder, "--workers", "2").stdout


def test_evaluate_without_gold_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    result = call("evaluate", tmp_path / "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("communique: ")


def test_run_writes_a_run_folder(call: Call, page: Path, french_page: Path, tmp_path: Path) -> None:
    result = call("run", page, french_page, "--out", tmp_path / "runs" / "1", "--workers", "1")
    assert result.exit_code == 0
    assert re.match(r"2 inputs: \d ok, \d partial, 0 failed; \d+ facts in ", result.stderr)
    assert sorted(p.name for p in (tmp_path / "runs" / "1").iterdir()) == [
        "facts.parquet", "failures.jsonl", "records", "run.json",
    ]  # fmt: skip


def test_run_says_which_inputs_failed(call: Call, page: Path, tmp_path: Path) -> None:
    result = call("run", page, tmp_path / "gone.pdf", "--out", tmp_path / "out", "--workers", "1")
    assert result.exit_code == 1
    assert f"communique: {tmp_path / 'gone.pdf'}: missing: " in result.stderr
    assert "1 failed" in result.stderr


def test_run_stops_when_most_inputs_fail(call: Call, tmp_path: Path) -> None:
    gone = [tmp_path / f"gone-{i}.pdf" for i in range(60)]
    result = call("run", *gone, "--out", tmp_path / "out", "--workers", "1")
    assert result.exit_code == 3
    assert "stopped: 50 of the first 50 inputs failed" in result.stderr
    assert call("run", *gone, "--out", tmp_path / "out", "--workers", "1", "--keep-going").exit_code == 1


def test_run_leaves_a_folder_of_other_things_alone(call: Call, page: Path) -> None:
    result = call("run", page, "--out", page.parent)
    assert result.exit_code == 2
    assert "this is no run folder" in result.stderr
    assert sorted(p.name for p in page.parent.iterdir()) == ["ice.html"]


def test_run_needs_a_folder_to_write(call: Call, page: Path) -> None:
    assert call("run", page).exit_code == 2
