"""Run folders at a URL: what comes to stand there is what stands on disk otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_engine import InventedEngine, content

from communique.batch import remote_folder
from communique.batch.remote_folder import run_folder_at
from communique.batch.run import RunResult, run_batch
from communique.errors import RunError

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'communique[ray]'")

Run = Callable[..., RunResult]

URL = "memory://bucket/run"


@pytest.fixture(autouse=True)
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty bucket in memory, a cache of the test's own, and two inputs in the current folder."""
    monkeypatch.setattr(remote_folder, "user_cache_path", lambda name: tmp_path / "cache")
    monkeypatch.chdir(tmp_path)
    for i in range(2):
        Path(f"{i}.html").write_text(f"<p>{i}</p>", encoding="utf-8")
    yield
    fsspec.filesystem("memory").store.clear()


@pytest.fixture
def run(sample: dict[str, Any]) -> Run:
    """Runs over the named inputs, by default into the bucket."""

    def run_there(*named: str, out: str = URL) -> RunResult:
        with run_folder_at(out) as folder:
            return run_batch(named, folder, engine=InventedEngine(sample))

    return run_there


def at_url() -> dict[str, bytes]:
    files = fsspec.filesystem("memory")
    return {path.removeprefix("/bucket/run/"): files.cat_file(path) for path in sorted(files.find("/bucket/run"))}


def test_a_path_is_a_folder_as_it_is() -> None:
    with run_folder_at("out") as folder:
        assert folder == Path("out")


def test_a_run_at_a_url_holds_what_one_on_disk_does(run: Run) -> None:
    run("0.html", "1.html")
    run("0.html", "1.html", out="near")
    assert at_url() == content("near")
    assert list(Path("cache/runs").iterdir()) == []


def test_a_run_at_a_url_is_taken_up(run: Run) -> None:
    run("0.html")
    assert run("0.html", "1.html").taken_up == 1
    before = at_url()
    assert not run("0.html", "1.html").written
    assert at_url() == before


def test_parts_that_are_no_more_are_removed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.batch.publication.PART_RECORDS", 1)
    run("0.html", "1.html")
    run("1.html")
    run("1.html", out="near")
    assert at_url() == content("near")


def test_what_was_not_copied_is_copied_by_the_next_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    files = type(fsspec.filesystem("memory"))
    with monkeypatch.context() as broken:
        broken.setattr(files, "pipe_file", lambda *_: (_ for _ in ()).throw(ConnectionError("the line is dead")))
        with pytest.raises(RunError, match="no run can be written here: ConnectionError: the line is dead"):
            run("0.html")
    assert "run.json" not in at_url()
    assert run("0.html").tried == 0
    run("0.html", out="near")
    assert at_url() == content("near")


def test_a_folder_of_other_things_is_left_alone(run: Run) -> None:
    fsspec.filesystem("memory").pipe("/bucket/run/letter.pdf", b"dear")
    with pytest.raises(RunError, match=r"it holds 'letter\.pdf'"):
        run("0.html")


def test_names_from_the_url_lead_nowhere_else(run: Run) -> None:
    fsspec.filesystem("memory").pipe("/bucket/run/run.json", b'{"files": {"../../../evil": "0"}}')
    run("0.html")
    assert not list(Path().rglob("evil"))
