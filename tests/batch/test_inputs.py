"""Which files a batch takes, in which order."""

from __future__ import annotations

import io
import os
import threading
from pathlib import Path

import pytest

from communique.batch.inputs import Inputs, files, find_inputs, read_input, uri_of
from communique.batch.inputs.folders import walk
from communique.errors import ReadError, RunError


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


def test_a_link_to_a_folder_is_counted_and_not_entered(tree: Path) -> None:
    (tree / "b" / "up").symlink_to(tree)
    assert paths(find_inputs(["b"])) == ("b/10.PDF", "b/2.html", "b/c/3.xhtml")
    assert find_inputs(["b"]).not_taken["(linked folder)"] == 1


def test_a_link_to_nothing_is_a_coded_failure(tree: Path) -> None:
    (tree / "b" / "c" / "4.html").symlink_to("nowhere")
    assert reasons("b/c") == ["record", "missing"]


def test_a_pipe_in_a_folder_is_a_coded_failure(tree: Path) -> None:
    os.mkfifo(tree / "b" / "c" / "4.html")
    assert reasons("b/c") == ["record", "not-a-file"]


def test_folders_may_be_deeper_than_a_program_can_recurse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    depth = 1500
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("ice.html").write_text("ice", encoding="utf-8")
    here = os.open(".", os.O_RDONLY)
    os.chdir(tmp_path)
    found = paths(find_inputs(["d"]))
    os.fchdir(here)
    os.close(here)
    Path("ice.html").unlink()
    for _ in range(depth):  # what removes temporary folders can't go as deep
        os.chdir("..")
        os.rmdir("d")
    assert found == (f"{'d/' * depth}ice.html",)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="whoever may read everything meets no closed folder"
)
def test_a_closed_folder_is_a_coded_failure(tree: Path) -> None:
    (tree / "b" / "c").chmod(0)
    assert reasons("b") == ["record", "record", "no-permission"]
    (tree / "b" / "c").chmod(0o700)


def test_a_folder_that_vanishes_is_a_coded_failure(tree: Path) -> None:
    entries = walk("b")
    next(entries)
    for file in ("3.xhtml", ""):
        (tree / "b" / "c" / file).unlink() if file else (tree / "b" / "c").rmdir()
    *_, last = entries
    assert last.error is not None
    assert (last.path, last.error.reason) == ("b/c", "missing")


def reasons(*named: str) -> list[str]:
    """What becomes of the inputs when they are read."""
    found = []
    for input_ in find_inputs(named).inputs:
        try:
            input_.read()
            found.append("record")
        except ReadError as error:
            found.append(error.reason)
    return found


PATTERNS = {
    "a star": ("b/*", ("b/10.PDF", "b/2.html", "b/c/3.xhtml")),
    "a suffix": ("b/*.html", ("b/2.html",)),
    "a suffix that is no release's": ("b/*.md", ("b/notes.md",)),
    "any depth": ("**/*.*htm*", ("a.htm", "b/2.html", "b/c/3.xhtml")),
    "any depth below": ("b/**/*.xhtml", ("b/c/3.xhtml",)),
    "any depth below a pattern": ("?/**/3.*", ("b/c/3.xhtml",)),
    "all below": ("b/**", ("b/10.PDF", "b/2.html", "b/c/3.xhtml")),
    "letters": ("b/[0-9].html", ("b/2.html",)),
}


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_stands_for_what_fits(tree: Path, pattern: str, expected: tuple[str, ...]) -> None:
    assert paths(find_inputs([pattern])) == expected
    assert paths(find_inputs([f"{tree}/{pattern}"])) == tuple(f"{tree}/{path}" for path in expected)


def test_a_pattern_that_nothing_fits_is_a_coded_failure(tree: Path) -> None:
    assert reasons("*.docx") == ["missing"]


def test_a_file_may_be_called_like_a_pattern(tree: Path) -> None:
    Path("[draft] 1.html").write_text("ice", encoding="utf-8")
    assert paths(find_inputs(["[draft] 1.html"])) == ("[draft] 1.html",)


def test_a_pattern_ends_where_links_go_in_circles(tree: Path) -> None:
    for name in ("one", "two", "three"):
        (tree / "b" / name).symlink_to(tree / "b")
    assert paths(find_inputs(["**/*.html"])) == ("b/2.html",)


LISTS = {
    "lines": b"b/2.html\na.htm\n",
    "no line feed at the end": b"b/2.html\na.htm",
    "lines of Windows": b"\xef\xbb\xbfb/2.html\r\n\r\na.htm\r\n",
    "UTF-16": "b/2.html\r\na.htm\r\n".encode("utf-16"),
    "remarks": b"# from May\nb/2.html\n# from June\na.htm\n",
    "NULs": b"b/2.html\0a.htm\0",
}


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("name", ["list.txt", "list.lst"])
def test_a_list_stands_for_its_paths(tree: Path, content: bytes, name: str) -> None:
    Path(name).write_bytes(content)
    assert paths(find_inputs([name])) == ("b/2.html", "a.htm")


def test_a_list_may_be_called_anything(tree: Path) -> None:
    Path("list").write_bytes(b"b/2.html\n*\n")
    assert paths(find_inputs(["a.htm"], lists=["list"])) == ("a.htm", "b/2.html", "*")


def test_a_list_names_folders_and_odd_files(tree: Path) -> None:
    Path("a\nb.html").write_text("ice", encoding="utf-8")
    Path("list").write_bytes(b"a\nb.html\0b/c\0caf\xe9.html")
    found = find_inputs([], lists=["list"], null=True).inputs
    assert [input_.uri for input_ in found] == ["a\nb.html", "b/c/3.xhtml", "caf\\xe9.html"]


def test_a_list_comes_from_standard_input(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"b/2.html\n")))
    assert paths(find_inputs(["-", "a.htm"])) == ("b/2.html", "a.htm")


def test_a_list_comes_through_a_pipe(tree: Path) -> None:
    os.mkfifo("names")
    writer = threading.Thread(target=lambda: Path("names").write_bytes(b"b/2.html\n"))
    writer.start()
    assert paths(find_inputs([], lists=["names"])) == ("b/2.html",)
    writer.join()


def test_a_pipe_that_is_called_like_a_list_is_a_coded_failure(tree: Path) -> None:
    os.mkfifo("names.txt")
    assert reasons("names.txt") == ["not-a-file"]


def test_an_empty_list_names_nothing(tree: Path) -> None:
    Path("none.txt").write_bytes(b"")
    assert paths(find_inputs(["none.txt"])) == ()


def test_a_list_that_is_missing_is_wrong_usage(tree: Path) -> None:
    with pytest.raises(RunError, match=r"gone\.lst: the list of paths can't be read: there is no such file"):
        find_inputs([], lists=["gone.lst"])


def test_a_release_may_be_called_like_a_list(tree: Path) -> None:
    Path("saved.txt").write_text("\n <!doctype html><p>Ice</p>", encoding="utf-8")
    assert paths(find_inputs(["saved.txt"])) == ("saved.txt",)


def test_files_whose_names_look_the_same_are_kept_apart(tree: Path) -> None:
    for name in ("caf\udce9.html", "caf\\xe9.html"):
        Path(name).write_text(name.encode("utf-8", "replace").decode(), encoding="utf-8")
    assert [input_.uri for input_ in find_inputs(["caf\udce9.html", "caf\\xe9.html"]).inputs] == [
        "caf\\xe9.html",
        "caf\\xe9.html#2",
    ]
