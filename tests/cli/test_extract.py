"""`communique extract`: records on standard output, trouble on standard error, exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from processes import Call

from communique.records import Release, json_schema


def records(output: str) -> list[Release]:
    return [Release.from_json(line) for line in output.splitlines()]


def test_a_file_gives_one_line_of_json(call: Call, page: Path) -> None:
    result = call("extract", page)
    assert (result.exit_code, result.stderr) == (0, "")
    (release,) = records(result.stdout)
    assert release.source.uri == str(page)
    assert release.source.bytes == page.stat().st_size


def test_records_come_in_input_order(call: Call, page: Path, french_page: Path) -> None:
    result = call("extract", french_page, page, french_page)
    assert [r.language for r in records(result.stdout)] == ["fr", "en", "fr"]


def test_any_number_of_workers_gives_the_same_bytes(call: Call, page: Path, french_page: Path) -> None:
    files = [page, french_page, "nowhere.pdf", page]
    alone, together = call("extract", *files), call("extract", "--workers", "2", *files)
    assert (alone.stdout, alone.stderr, alone.exit_code) == (together.stdout, together.stderr, together.exit_code)


def test_records_are_valid_by_the_schema(call: Call, page: Path) -> None:
    record = json.loads(call("extract", page).stdout)
    assert [e.message for e in Draft202012Validator(json_schema()).iter_errors(record)] == []


def test_standard_input_is_read_for_a_dash(call: Call, page: Path) -> None:
    piped = json.loads(call("extract", "-", stdin=page.read_bytes()).stdout)
    named = json.loads(call("extract", page).stdout)
    assert piped["source"].pop("uri") == "-"
    assert named["source"].pop("uri") == str(page)
    assert piped == named


def test_a_broken_file_leaves_the_others(call: Call, page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = call("extract", tmp_path / "empty.pdf", page, tmp_path / "gone.html")
    assert result.exit_code == 1
    assert len(records(result.stdout)) == 1
    assert [line.split(": ")[2] for line in result.stderr.splitlines()] == ["empty", "missing"]


TROUBLE = {
    "missing": lambda folder: folder / "gone.html",
    "not-a-file": lambda folder: folder,
    "empty": lambda folder: _write(folder / "empty.html", b""),
    "blank": lambda folder: _write(folder / "blank.html", b" \n\t\r\n"),
    "unknown-format": lambda folder: _write(folder / "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
    "truncated": lambda folder: _write(folder / "cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog"),
    "a NUL in the name": lambda folder: "a\0b.html",
    "a name that is no UTF-8": lambda folder: folder / os.fsdecode(b"caf\xe9.html"),
}
REASONS = {
    "blank": "empty",
    "truncated": "unreadable",
    "a NUL in the name": "unreadable",
    "a name that is no UTF-8": "missing",
}


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("case", TROUBLE)
def test_trouble_is_one_clear_line(call: Call, tmp_path: Path, case: str) -> None:
    result = call("extract", TROUBLE[case](tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    start, _, reason, message = line.split(": ", 3)
    assert (start, reason) == ("communique", REASONS.get(case, case))
    assert len(message) > 10


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a super-user may read everything")
def test_a_file_that_may_not_be_read_is_named(call: Call, page: Path) -> None:
    page.chmod(0)
    assert ": no-permission: " in call("extract", page).stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_does_not_hang(call: Call, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    assert ": not-a-file: " in call("extract", tmp_path / "pipe.html").stderr


def test_controls_in_a_file_name_are_shown_and_not_obeyed(call: Call) -> None:
    assert call("extract", "a\nb\x1b[2J.html").stderr.startswith("communique: a\\nb\\x1b[2J.html: missing: ")


def test_empty_standard_input_is_named(call: Call) -> None:
    result = call("extract", "-")
    assert result.exit_code == 1
    assert result.stderr.startswith("communique: -: empty: ")


def test_a_bug_is_the_failure_of_one_file(call: Call, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(data: bytes) -> None:
        raise RuntimeError("the ice\nis thin")

    monkeypatch.setattr("communique.extractor.read", break_down)
    result = call("extract", page)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"communique: {page}: internal-error: RuntimeError: the ice (test_extract:")


def test_pretty_is_for_people(call: Call, page: Path) -> None:
    lines = call("extract", "--pretty", page).stdout.splitlines()
    assert lines[0] == "Polar ice laboratory opens in Brest"
    assert lines[2] == str(page)


def test_no_file_is_wrong_usage(call: Call) -> None:
    result = call("extract")
    assert result.exit_code == 2
    assert "FILE..." in result.stderr


def test_facts_below_the_least_confidence_are_left_out(call: Call, page: Path) -> None:
    (whole,) = records(call("extract", page).stdout)
    surest = max(f.confidence for f in whole.facts)
    (some,) = records(call("extract", "--min-confidence", str(surest), page).stdout)
    assert {f.confidence for f in some.facts} == {surest}
    assert {e.id for e in some.entities if e.kind == "place"} <= {f.object for f in some.facts}
    assert [e for e in some.entities if e.kind != "place"] == [e for e in whole.entities if e.kind != "place"]


def test_a_confidence_is_a_share(call: Call, page: Path) -> None:
    assert call("extract", "--min-confidence", "90", page).exit_code == 2
