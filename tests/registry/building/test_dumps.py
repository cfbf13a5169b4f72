"""Rows of dumps, whatever the dump's form; and what is said of files that are none."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from dumps import FLAT, V1, V2, official_zip, write_array, write_lines, write_zip

from communique.errors import RegistryError
from communique.registry.building.dumps import read_rows


def _ids(path: Path) -> list[str]:
    return [row["id"] for row in read_rows(path, _no_bad_row)]


def _no_bad_row(number: int, reason: str) -> None:
    raise AssertionError(f"row {number}: {reason}")


FORMS: dict[str, Callable[[Path], Path]] = {
    "array": lambda folder: write_array(folder / "dump.json", V2),
    "array-gzip": lambda folder: _gzipped(write_array(folder / "dump.json", V2)),
    "array-with-mark": lambda folder: _with_mark(write_array(folder / "dump.json", V2)),
    "array-after-blanks": lambda folder: _after_blanks(write_array(folder / "dump.json", V2)),
    "lines": lambda folder: write_lines(folder / "dump.jsonl", V2),
    "lines-gzip": lambda folder: write_lines(folder / "dump.jsonl.gz", V2),
    "lines-gzip-under-another-name": lambda folder: write_lines(folder / "dump.gz", V2).rename(folder / "dump.json"),
    "zip": lambda folder: official_zip(folder / "v1.74-2025-11-24-ror-data.zip"),
    "zip-of-one-schema": lambda folder: write_zip(folder / "d.zip", {"v2.0.json": json.dumps(V2).encode()}),
    "zip-of-lines": lambda folder: write_zip(folder / "d.zip", {"a/d.jsonl": b"\n".join(_encoded(V2))}),
}


def _encoded(rows: list[dict[str, object]]) -> list[bytes]:
    return [json.dumps(row).encode() for row in rows]


def _gzipped(path: Path) -> Path:
    path.write_bytes(gzip.compress(path.read_bytes()))
    return path


def _with_mark(path: Path) -> Path:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    return path


def _after_blanks(path: Path) -> Path:
    path.write_bytes(b" \n\n" + path.read_bytes())
    return path


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(form: str, tmp_path: Path) -> None:
    assert _ids(FORMS[form](tmp_path)) == [row["id"] for row in V2]


def test_a_zip_with_the_first_schema_alone_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "v1.0.zip", {"v1.0.json": json.dumps(V1).encode(), "v1.0.csv": b"id\n"})
    assert _ids(path) == [V1[0]["id"]]


def test_bad_lines_are_told_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(json.dumps(FLAT[0]).encode() + b"\n{half\n\n[1]\n" + json.dumps(V1[0]).encode())
    bad: list[int] = []
    rows = list(read_rows(path, lambda number, _: bad.append(number)))
    assert (len(rows), bad) == (2, [2, 4])


def test_items_that_are_no_objects_are_told(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text('[{"id": 1}, 7, {"id": 2}]')
    bad: list[int] = []
    assert [row["id"] for row in read_rows(path, lambda number, _: bad.append(number))] == [1, 2]
    assert bad == [2]


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "dump.jsonl.gz", V2)
    told: list[tuple[int, int]] = []
    list(read_rows(path, _no_bad_row, lambda done, total: told.append((done, total))))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \n ", "empty"),
    "html": (b"<html>not found</html>", "no JSON"),
    "csv": (b"id,name\n1,2\n", "no JSON"),
    "array-cut-off": (json.dumps(V2).encode()[:-200], "cut off"),
    "gzip-cut-off": (gzip.compress(json.dumps(V2).encode())[:-20], "cut off"),
    "zip-cut-off": (b"PK\x03\x04" + b"\0" * 50, "cut off"),
    "first-line-broken": (b'{"id": \n{"id": 1}\n', "no JSON"),
    "pretty-printed-object": (b'{\n  "id": 1\n}\n', "no JSON"),
    "garbage-in-array": (b'[{"id": 1}, oops]', "damaged"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_is_no_dump_is_refused_in_one_line(case: str, tmp_path: Path) -> None:
    content, words = BROKEN[case]
    path = tmp_path / "dump.json"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=words) as refusal:
        _ids(path)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="No such file"):
        _ids(tmp_path / "nowhere.json")


def test_an_archive_without_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no JSON file"):
        _ids(write_zip(tmp_path / "d.zip", {"ror.csv": b"id\n"}))
