"""Which files a batch takes, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.batch.inputs import Inputs, files, find_inputs, read_input, uri_of
from communique.errors import ReadError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b/2.html",
        "b/10.PDF",
        "b/notes.md",
        "a.htm",
        "b/c/3.xhtml",
        "README",
        ".git/x.html",
        "b/.hidden.html",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("ice", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(found: Inputs) -> tuple[str, ...]:
    return tuple(input_.path for input_ in found.inputs)


def test_a_folder_stands_for_its_releases_in_stable_order(tree: Path) -> None:
    assert paths(find_inputs(["."])) == ("./a.htm", "./b/10.PDF", "./b/2.html", "./b/c/3.xhtml")


def test_what_is_not_taken_is_counted(tree: Path) -> None:
    assert find_inputs(["."]).not_taken == {"(no suffix)": 1, ".html": 1, ".md": 1}


def test_a_named_file_is_taken_whatever_it_is_called(tree: Path) -> None:
    assert paths(find_inputs(["b/notes.md", "README"])) == ("b/notes.md", "README")


def test_a_missing_file_is_kept_for_its_failure(tree: Path) -> None:
    assert paths(find_inputs(["gone.pdf", "a.htm"])) == ("gone.pdf", "a.htm")


def test_a_path_that_is_named_twice_is_taken_once(tree: Path) -> None:
    assert paths(find_inputs(["b/2.html", "b", "b/2.html"])) == ("b/2.html", "b/10.PDF", "b/c/3.xhtml")


def test_the_run_itself_is_not_entered(tree: Path) -> None:
    assert paths(find_inputs(["."], leave_out=tree / "b")) == ("./a.htm",)


def test_a_file_over_the_limit_is_not_read(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_INPUT_BYTES", 2)
    with pytest.raises(ReadError) as caught:
        read_input("a.htm")
    assert caught.value.reason == "too-large"


URIS = {
    "relative": ("b/2.html", "b/2.html"),
    "accents": ("é.html", "é.html"),
    "no UTF-8": ("caf\udce9.html", "caf\\xe9.html"),
}


@pytest.mark.parametrize(("path", "uri"), URIS.values(), ids=URIS)
def test_a_uri_is_the_path_as_given(path: str, uri: str) -> None:
    assert uri_of(path) == uri
