"""`communique registry match`: what it writes for strings, one a line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from processes import Call

STRINGS = "ENS de Lyon, Lyon, France\nnothing known\n\nUniversité Paris-Saclay\n"


@pytest.fixture
def strings(tmp_path: Path) -> Path:
    """Strings in a file."""
    path = tmp_path / "strings.txt"
    path.write_text(STRINGS, encoding="utf-8")
    return path


def test_each_line_gives_a_row_of_json_in_its_order(call: Call, strings: Path) -> None:
    result = call("registry", "match", strings, "--registry", "core", "--min-score", "0.3")
    assert [json.loads(line)["string"] for line in result.stdout.splitlines()] == STRINGS.splitlines()


def test_a_link_has_ids_name_score_and_span(call: Call, strings: Path) -> None:
    result = call("registry", "match", strings, "--registry", "core", "--min-score", "0.3")
    links = json.loads(result.stdout.splitlines()[3])["links"]
    assert [(link["ror"], link["words"], link["start"], link["end"]) for link in links] == [
        ("https://ror.org/03xjwb503", "Université Paris-Saclay", 0, 23)
    ]


def test_standard_input_is_read(call: Call, strings: Path) -> None:
    given = call("registry", "match", "-", "--registry", "core", stdin=strings.read_bytes())
    assert given.stdout == call("registry", "match", strings, "--registry", "core").stdout


@pytest.mark.parametrize(("format_", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_a_table_has_a_row_for_a_string_without_links(call: Call, strings: Path, format_: str, dialect: str) -> None:
    result = call("registry", "match", strings, "--registry", "core", "--format", format_)
    rows = list(csv.DictReader(io.StringIO(result.stdout), dialect=dialect))
    assert [(row["string"], row["ror"]) for row in rows if row["line"] == "2"] == [("nothing known", "")]


def test_an_empty_file_gives_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = call("registry", "match", tmp_path / "empty.txt", "--registry", "core")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_missing_file_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    result = call("registry", "match", tmp_path / "none.txt", "--registry", "core")
    assert (result.exit_code, "No such file" in result.stderr) == (2, True)


def test_bytes_that_are_no_text_are_wrong_usage(call: Call, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"Universit\xe9 de Lyon\n")
    result = call("registry", "match", tmp_path / "latin.txt", "--registry", "core")
    assert (result.exit_code, "latin.txt" in result.stderr) == (2, True)


def test_a_missing_registry_is_wrong_usage(call: Call, strings: Path, tmp_path: Path) -> None:
    result = call("registry", "match", strings, "--registry", tmp_path / "none.registry")
    assert (result.exit_code, "registry build" in result.stderr) == (2, True)
