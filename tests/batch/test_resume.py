"""Later runs: what they take up, what they do anew and say so, and how a run that was cut goes on."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from invented_engine import InventedEngine, PowerCutError, content, cut_at_publishing, cut_at_tried, lines, run
from pages import PAGE

from communique.batch import publication
from communique.batch import run as run_module
from communique.batch.engines.base import Limits
from communique.batch.made_by import made_by
from communique.batch.run import run_batch

# Later runs


def test_a_later_run_of_the_same_writes_nothing(releases: Path, engine: InventedEngine) -> None:
    first = run(engine=engine)
    before = content()
    times = [p.stat().st_mtime_ns for p in sorted(Path("out").rglob("*.*"))]
    result = run(engine=engine)
    assert (engine.done, result.written, result.taken_up, result.run) == ([], False, 3, first.run)
    assert content() == before
    assert [p.stat().st_mtime_ns for p in sorted(Path("out").rglob("*.*"))] == times


def test_a_later_run_loads_no_extractor(releases: Path) -> None:
    run()
    code = (
        "import sys; from pathlib import Path; from communique.batch.run import run_batch\n"
        "run_batch(['releases'], Path('out')); import communique.registry.location\n"
        "print(*(m for m in sys.modules if m.startswith(('communique.steps.entities', 'communique.steps.linking'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_a_second_run_does_only_what_is_new(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    before = content()
    (releases / "5.html").write_text(PAGE.replace("Brest", "Nantes"), encoding="utf-8")
    assert run(engine=engine).taken_up == 3
    assert engine.done == ["releases/5.html"]
    (releases / "5.html").unlink()
    run(engine=engine)
    assert engine.done == []
    assert content() == before


def test_another_order_of_inputs_is_another_run_without_work(releases: Path, engine: InventedEngine) -> None:
    run("releases/1.html", "releases/2.html", engine=engine)
    run("releases/2.html", "releases/1.html", engine=engine)
    assert engine.done == []
    assert [r["source"]["uri"] for r in lines("records/part-00000.jsonl")] == ["releases/2.html", "releases/1.html"]


def test_a_changed_input_is_done_again(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    (releases / "2.html").write_text("<p>Ice</p>", encoding="utf-8")
    run(engine=engine)
    assert engine.done == ["releases/2.html"]


def test_a_changed_input_of_the_same_size_and_age_is_done_again(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    page = releases / "2.html"
    times = (page.stat().st_atime_ns, page.stat().st_mtime_ns)
    page.write_text(page.read_text(encoding="utf-8").replace("Brest", "Nancy"), encoding="utf-8")
    os.utime(page, ns=times)
    run(engine=engine)
    assert engine.done == ["releases/2.html"]


def test_a_record_is_taken_up_under_its_new_name(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    (releases / "1.html").rename(releases / "9.html")
    run(engine=engine)
    assert engine.done == []
    assert lines("records/part-00000.jsonl")[-1]["source"]["uri"] == "releases/9.html"
    run_batch(["releases"], Path("whole"), engine=engine)
    assert content() == content("whole")


def test_a_failure_of_another_input_that_can_not_be_read_is_written(releases: Path, engine: InventedEngine) -> None:
    run("releases/1.html", "gone.html", engine=engine)
    Path("gone.html").mkdir()
    run("releases/1.html", "gone.html/x.html", engine=engine)
    assert [f["input"] for f in lines("failures.jsonl")] == ["gone.html/x.html"]


CHANGES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "version": (
        {"extractor": {"version": "9", "model": "m", "rules": "r", "registry": "g"}, "code": "2"},
        ("version",),
    ),
    "code": ({"code": "2"}, ("code",)),
    "libraries": ({"libraries": {"lxml": "2"}}, ("libraries",)),
    "model": ({"extractor": {"version": "1", "model": "n", "rules": "r", "registry": "g"}}, ("model",)),
    "rules": ({"extractor": {"version": "1", "model": "m", "rules": "s", "registry": "g"}}, ("rules",)),
    "registry": ({"extractor": {"version": "1", "model": "m", "rules": "r", "registry": "h"}}, ("registry",)),
    "several": (
        {"extractor": {"version": "1", "model": "n", "rules": "s", "registry": "g"}, "code": "2"},
        ("code", "model", "rules"),
    ),
}


@pytest.mark.parametrize(("newer", "said"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("whole", [True, False], ids=["finished", "stopped"])
def test_what_another_version_did_is_done_anew_and_said(
    releases: Path,
    engine: InventedEngine,
    monkeypatch: pytest.MonkeyPatch,
    newer: dict[str, Any],
    said: tuple[str, ...],
    whole: bool,
) -> None:
    first = {
        "extractor": {"version": "1", "model": "m", "rules": "r", "registry": "g"},
        "code": "1",
        "libraries": {"lxml": "1"},
    }
    monkeypatch.setattr(run_module, "made_by", lambda registry: first)
    if whole:
        run(engine=engine)
    else:
        with pytest.raises(PowerCutError):
            run(engine=engine, watch=cut_at_tried(4))
    monkeypatch.setattr(run_module, "made_by", lambda registry: {**first, **newer})
    result = run(engine=engine)
    assert (result.changed, result.anew, result.taken_up) == (said, 3, 0)
    assert engine.done == [f"releases/{i}.html" for i in (1, 2, 4)]


def test_what_makes_a_record_is_named(releases: Path) -> None:
    made = made_by("none")
    assert set(made) == {"extractor", "code", "libraries"}
    assert set(made["extractor"]) == {"version", "model", "rules", "registry"}
    assert "unknown" not in made["libraries"].values()


def test_a_run_folder_that_somebody_wrote_in_is_mended(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    before = content()
    part = Path("out/records/part-00000.jsonl")
    part.write_bytes(part.read_bytes().replace(b"Ada Brun", b"Eva Brun"))
    run(engine=engine)
    assert len(engine.done) == 3
    assert content() == before
    Path("out/facts.parquet").unlink()
    run(engine=engine)
    assert content() == before


# Runs that were stopped


def test_a_run_that_was_cut_goes_on_by_document(releases: Path, engine: InventedEngine) -> None:
    with pytest.raises(PowerCutError):
        run(engine=engine, watch=cut_at_tried(3))  # one of them is the empty file
    assert not Path("out/run.json").exists()
    assert run(engine=engine).taken_up == 2
    assert len(engine.done) == 1
    run_batch(["releases"], Path("whole"), engine=engine)
    assert content() == content("whole")


def test_a_run_that_was_cut_while_it_published_does_no_work_again(releases: Path, engine: InventedEngine) -> None:
    with pytest.raises(PowerCutError):
        run(engine=engine, watch=cut_at_publishing)
    run(engine=engine)
    assert engine.done == []
    run_batch(["releases"], Path("whole"), engine=engine)
    assert content() == content("whole")


@pytest.mark.parametrize("moves", range(5))
def test_a_run_that_was_cut_while_files_moved_has_the_next_content(
    releases: Path, engine: InventedEngine, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    monkeypatch.setattr(publication, "PART_RECORDS", 2)
    run("releases/1.html", engine=engine)
    run_batch(["releases"], Path("whole"), engine=engine)
    real = os.replace
    moved: list[str] = []

    def replace(source: Any, target: Any) -> None:
        if len(moved) == moves + 1:  # the first is the one that makes the content count
            raise PowerCutError
        moved.append(str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(PowerCutError):
        run(engine=engine)
    monkeypatch.setattr(os, "replace", real)
    run(engine=engine)
    assert engine.done == []
    assert content() == content("whole")


def test_a_line_that_was_cut_off_is_done_again(releases: Path, engine: InventedEngine) -> None:
    run_batch(["releases"], Path("whole"), engine=engine)
    with pytest.raises(PowerCutError):
        run(engine=engine, watch=cut_at_publishing)
    journal = Path("out/.work/journal")
    whole = journal.read_bytes()
    for length in range(len(whole) - 3000, len(whole), 97):
        journal.write_bytes(whole[:length])
        with pytest.raises(PowerCutError):
            run(engine=engine, watch=cut_at_publishing)
        assert 0 < len(engine.done) <= 2
        assert sorted(journal.read_bytes().splitlines()) == sorted(whole.splitlines())
    run(engine=engine)
    assert content() == content("whole")


def test_the_run_before_stays_whole_until_the_new_one_is(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    before = content()
    (releases / "5.html").write_text("<p>Ice</p>", encoding="utf-8")
    with pytest.raises(PowerCutError):
        run(engine=engine, watch=cut_at_publishing)
    assert {name: data for name, data in content().items() if not name.startswith(".work")} == before


# Failures


def rename(releases: Path, *names: str) -> None:
    for page, name in zip(sorted(releases.iterdir()), names, strict=False):
        page.rename(releases / f"{name}.html")


def test_a_failure_that_would_come_back_is_not_tried_again(releases: Path, engine: InventedEngine) -> None:
    rename(releases, "unreadable", "internal-error")
    result = run(engine=engine)
    assert [f["reason"] for f in lines("failures.jsonl")] == ["empty", "internal-error", "unreadable"]
    assert sorted(f.reason for f in result.failures) == ["empty", "internal-error", "unreadable"]
    before = content()
    again = run(engine=engine)
    assert engine.done == ["releases/internal-error.html"]
    assert (again.failed, content()) == (3, before)


def test_all_failures_are_tried_again_when_that_is_asked_for(releases: Path, engine: InventedEngine) -> None:
    rename(releases, "unreadable", "timeout")
    run(engine=engine)
    run(engine=engine, retry_failed=True)
    assert engine.done == ["releases/timeout.html", "releases/unreadable.html"]


@pytest.mark.parametrize("reason", ["timeout", "memory"])
@pytest.mark.parametrize("whole", [True, False], ids=["finished", "stopped"])
def test_a_failure_due_to_a_limit_is_tried_again_under_another(
    releases: Path, sample: dict[str, Any], reason: str, whole: bool
) -> None:
    rename(releases, reason)
    watch = (lambda event: None) if whole else cut_at_publishing
    short = InventedEngine(sample, Limits(1, 500))
    try:
        run(engine=short, watch=watch)
        run(engine=short, watch=watch)
    except PowerCutError:
        pass
    else:
        assert short.done == []
    long = InventedEngine(sample, Limits(2, 500))
    run(engine=long)
    assert long.done == [f"releases/{reason}.html"]
    run_batch(["releases"], Path("whole"), engine=long)
    assert content() == content("whole")


def test_a_failure_of_a_worker_names_the_content(releases: Path, engine: InventedEngine) -> None:
    rename(releases, "crashed")
    run(engine=engine)
    digest = hashlib.sha256(PAGE.encode()).hexdigest()
    assert [(f["reason"], f["sha256"]) for f in lines("failures.jsonl")] == [("empty", None), ("crashed", digest)]
