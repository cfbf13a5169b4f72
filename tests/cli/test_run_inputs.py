"""`communique run` and what it takes: archives, lists, patterns; and who does the work."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from pages import PAGE
from processes import Call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of two releases that are alike and a member that leads out, as the current folder's only file."""
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile("may.zip", "w") as archive:
        for name in ("ice.html", "sub/twin.html", "../out.html"):
            archive.writestr(name, PAGE)
    return tmp_path


WAYS = {
    "named": (["may.zip"], b""),
    "in a folder": (["."], b""),
    "by a pattern": (["*.zip"], b""),
    "on standard input": (["-"], b"may.zip\n"),
    "on standard input, with NULs": (["-", "--null"], b"may.zip\0"),
}


@pytest.mark.parametrize(("arguments", "stdin"), WAYS.values(), ids=WAYS)
def test_an_archive_is_an_input(call: Call, here: Path, arguments: list[str], stdin: bytes) -> None:
    result = call("run", *arguments, "--out", "run", "--workers", "1", stdin=stdin)
    archive = "./may.zip" if arguments == ["."] else "may.zip"
    assert result.exit_code == 1, result.stderr
    assert f"{archive}!/../out.html: refused: its name in the archive leads out of it\n" in result.stderr
    about = json.loads(Path("run/run.json").read_text(encoding="utf-8"))
    assert list(about["inputs"]) == [f"{archive}!/{name}" for name in ("ice.html", "sub/twin.html", "../out.html")]
    assert about["duplicates"] == {f"{archive}!/sub/twin.html": f"{archive}!/ice.html"}
    (record,) = Path("run/records/part-00000.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(record)["source"]["uri"] == f"{archive}!/ice.html"


def test_extract_says_what_reads_archives(call: Call, here: Path) -> None:
    result = call("extract", "may.zip")
    assert result.exit_code == 1
    assert (
        result.stderr == "communique: may.zip: not-a-file: this is an archive; `communique run` reads what is in it\n"
    )


def test_a_list_that_is_not_there_is_wrong_usage(call: Call, here: Path) -> None:
    result = call("run", "--files-from", "gone", "--out", "run")
    assert (result.exit_code, result.stderr) == (
        2,
        "communique: gone: the list of paths can't be read: there is no such file; check the path\n",
    )


def test_ray_is_told_to_be_installed(call: Call, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = call("run", "may.zip", "--out", "run", "--engine", "ray")
    assert result.exit_code == 2
    assert "the engine `ray` needs Ray: pip install 'communique[ray]'" in result.stderr


def test_the_address_of_a_cluster_comes_from_the_environment(
    call: Call, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'communique[ray]'")
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    result = call("run", "may.zip", "--out", "run", "--engine", "ray")
    assert result.exit_code == 2
    assert "there is no Ray cluster at 127.0.0.1:1" in result.stderr
