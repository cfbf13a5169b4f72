"""Inputs at a URL: those that fsspec reads are found and read as files are."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.batch.inputs import Input, close_archives, find_inputs
from communique.errors import ReadError, RunError

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'communique[ray]'")

ICE = b"<p>Ice</p>"


@pytest.fixture(autouse=True)
def bucket() -> Iterator[None]:
    """A bucket in memory."""
    files = fsspec.filesystem("memory")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("c.html", ICE)
        archive.writestr("d.html", ICE * 2)
    contents = {
        "2.html": b"two",
        "1.pdf": b"one",
        "notes.md": b"-",
        "sub/3.html": b"three",
        "sub/4.zip": packed.getvalue(),
    }
    for name, content in {**contents, ".hidden/5.html": b"five"}.items():
        files.pipe(f"/releases/{name}", content)
    yield
    close_archives()
    files.rm("/releases", recursive=True)


def found(*named: str) -> list[tuple[str, bytes | str]]:
    return [(input_.uri, outcome(input_)) for input_ in find_inputs(named).inputs]


def outcome(input_: Input) -> bytes | str:
    try:
        return input_.read()
    except ReadError as error:
        return error.reason


def test_a_folder_at_a_url_stands_for_its_releases() -> None:
    assert found("memory://releases") == [
        ("memory://releases/1.pdf", b"one"),
        ("memory://releases/2.html", b"two"),
        ("memory://releases/sub/3.html", b"three"),
        ("memory://releases/sub/4.zip!/c.html", ICE),
        ("memory://releases/sub/4.zip!/d.html", ICE * 2),
    ]
    assert find_inputs(["memory://releases/"]).not_taken == {".html": 1, ".md": 1}


def test_a_pattern_at_a_url_stands_for_what_fits() -> None:
    assert [what for _, what in found("memory://releases/**/*.html")] == [b"two", b"three"]


def test_a_file_at_a_url_is_taken_whatever_it_is_called() -> None:
    assert found("memory://releases/notes.md") == [("memory://releases/notes.md", b"-")]


def test_a_url_may_stand_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("memory://releases/2.html\n", encoding="utf-8")
    found = find_inputs([], lists=[str(tmp_path / "list")]).inputs
    assert [(input_.uri, input_.read()) for input_ in found] == [("memory://releases/2.html", b"two")]


def test_a_url_of_a_local_file_is_one_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(ICE)
    assert found(f"file://{tmp_path}") == [(f"file://{tmp_path}/a.html", ICE)]


def test_what_is_missing_is_a_coded_failure() -> None:
    assert found("memory://nowhere", "memory://nowhere/*.html", "memory://releases/2.html") == [
        ("memory://nowhere", "missing"),
        ("memory://nowhere/*.html", "missing"),
        ("memory://releases/2.html", b"two"),
    ]


def test_what_vanishes_meanwhile_is_a_coded_failure() -> None:
    (input_,) = find_inputs(["memory://releases/2.html"]).inputs
    fsspec.filesystem("memory").rm("/releases/2.html")
    assert outcome(input_) == "missing"


def test_an_unknown_protocol_is_wrong_usage() -> None:
    with pytest.raises(RunError, match="gopher"):
        find_inputs(["gopher://releases"])


def test_without_fsspec_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(RunError, match=r"pip install 'communique\[ray\]'"):
        find_inputs(["memory://releases"])


def test_bytes_from_a_url_go_along_with_the_task() -> None:
    (input_,) = find_inputs(["memory://releases/2.html"]).inputs
    assert not input_.is_file
