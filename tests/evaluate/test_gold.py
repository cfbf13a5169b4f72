"""Gold folders are found at any depth, and a malformed gold.json is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from communique.errors import GoldError
from communique.evaluate import find_cases, load_gold


def write(folder: Path, gold: dict[str, Any], *releases: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    for name in releases:
        (folder / name).write_text("<p>Ice</p>", encoding="utf-8")
    return folder


def test_a_folder_gives_a_case_for_each_release(tmp_path: Path, gold: dict[str, Any]) -> None:
    folder = write(tmp_path / "ice", gold, "b.html", "a.pdf", "release.md")
    assert [(c.name, c.format) for c in find_cases([folder])] == [("ice/a.pdf", "pdf"), ("ice/b.html", "html")]


def test_gold_folders_are_found_below(tmp_path: Path, gold: dict[str, Any]) -> None:
    write(tmp_path / "x" / "snow", gold, "r.html")
    write(tmp_path / "ice", gold, "r.html")
    assert [c.name for c in find_cases([tmp_path])] == ["ice/r.html", "snow/r.html"]


def test_a_folder_that_is_named_twice_counts_once(tmp_path: Path, gold: dict[str, Any]) -> None:
    folder = write(tmp_path / "ice", gold, "r.html")
    assert len(find_cases([tmp_path, folder])) == 1


def test_a_pattern_chooses_releases(tmp_path: Path, gold: dict[str, Any]) -> None:
    write(tmp_path / "ice", gold, "a.pdf", "b.html")
    assert [c.path.name for c in find_cases([tmp_path], "*.html")] == ["b.html"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="nowhere: there is no such folder"):
        find_cases([tmp_path / "nowhere"])


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no gold\.json in it or below it"):
        find_cases([tmp_path])


def test_gold_without_releases_is_said(tmp_path: Path, gold: dict[str, Any]) -> None:
    write(tmp_path / "ice", gold)
    with pytest.raises(GoldError, match="no release matches"):
        find_cases([tmp_path])


MALFORMED = {
    "no JSON": ("{", "Invalid JSON"),
    "no UTF-8": (b"\xff{}", "Invalid JSON"),
    "another kind": ('{"language": "en", "entities": [{"name": "x", "kind": "ship"}]}', r"entities\.0\.kind"),
    "another predicate": (
        '{"language": "en", "facts": [{"subject": "x", "predicate": "eats", "object": "y"}]}',
        r"facts\.0\.predicate",
    ),
}


@pytest.mark.parametrize(("content", "message"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_gold_is_named(tmp_path: Path, content: str | bytes, message: str) -> None:
    path = tmp_path / "gold.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GoldError, match=message):
        load_gold(path)
