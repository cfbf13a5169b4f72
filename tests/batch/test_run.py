"""A run folder: what it holds, how it resumes, and that its bytes depend on the inputs alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pages import FRENCH_PAGE, PAGE

from communique.batch import run as run_module
from communique.batch.run import RunResult, run_batch
from communique.batch.tasks import Extracted, Failure, Outcome, Task
from communique.errors import RunError
from communique.records import Release
from communique.registry.location import open_registry


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of four inputs, one of them empty, as the current folder."""
    folder = tmp_path / "releases"
    folder.mkdir()
    for name, text in {"1.html": PAGE, "2.html": FRENCH_PAGE, "3.html": "", "4.html": PAGE + "<!-- -->"}.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch, sample: dict[str, Any]) -> list[str]:
    """Replaces the extractor by one that gives the sample; the list holds the uris that work was done for."""
    done: list[str] = []
    made_by = run_module.versions(open_registry().label).model_dump(mode="json")

    def carry_out_all(tasks: Any, workers: int) -> Any:
        for task in tasks:
            if not isinstance(task, Task):
                yield task
                continue
            done.append(task.uri)
            yield _invent(task, {**sample, "extractor": made_by})

    monkeypatch.setattr(run_module, "carry_out_all", carry_out_all)
    return done


def _invent(task: Task, sample: dict[str, Any]) -> Outcome:
    import hashlib

    digest = hashlib.sha256(Path(task.uri).read_bytes()).hexdigest()
    if "fail" in task.uri:
        return Failure(task.uri, "unreadable", "it is torn", digest)
    if "bug" in task.uri:
        return Failure(task.uri, "internal-error", "a bug", digest)
    source = {**sample["source"], "uri": task.uri, "sha256": digest}
    return Extracted(task.uri, digest, Release.model_validate({**sample, "source": source}).to_json())


def run(*named: str, **options: Any) -> RunResult:
    return run_batch(named or ("releases",), Path("out"), **options)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out", name).read_text(encoding="utf-8").splitlines()]


def content(folder: str = "out") -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def test_a_run_holds_records_facts_failures_and_what_made_them(releases: Path) -> None:
    result = run()
    assert [r["source"]["uri"] for r in lines("records/part-00000.jsonl")] == [f"releases/{i}.html" for i in (1, 2, 4)]
    assert [(f["input"], f["reason"]) for f in lines("failures.jsonl")] == [("releases/3.html", "empty")]
    about = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    assert about == result.run
    assert {k: about["counts"][k] for k in ("inputs", "failed")} == {"inputs": 4, "failed": 1}
    assert list(about["inputs"]) == [f"releases/{i}.html" for i in (1, 2, 3, 4)]
    assert sorted(p.name for p in Path("out").iterdir()) == ["facts.parquet", "failures.jsonl", "records", "run.json"]


def test_records_are_those_of_extract(releases: Path) -> None:
    from communique import extract

    run()
    first = Path("out/records/part-00000.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert first == extract("releases/1.html").to_json()


def test_the_bytes_do_not_depend_on_the_number_of_workers(releases: Path) -> None:
    run_batch(["releases"], Path("one"), workers=1)
    run_batch(["releases"], Path("two"), workers=2)
    assert content("one") == content("two")


def test_facts_are_flat_rows(releases: Path, worked: list[str]) -> None:
    run("releases/1.html")
    rows = pq.read_table("out/facts.parquet").to_pylist()
    assert [(r["subject"], r["predicate"], r["object"], r["value"]) for r in rows] == [
        ("Northern Ice Laboratory", "affiliated_with", "CNRS", None),
        ("Ada Brun", "holds_position", "Northern Ice Laboratory", None),
        ("Northern Ice Laboratory", "founded_on", None, "2012-04"),
    ]
    assert {key: rows[0][key] for key in ("uri", "role", "via_footnote", "object_ror", "evidence", "issuers")} == {
        "uri": "releases/1.html",
        "role": "part_of",
        "via_footnote": "1",
        "object_ror": "https://ror.org/02feahw73",
        "evidence": ["Laboratory (NIL) of the CNRS,"],
        "issuers": ["CNRS"],
    }


def test_a_table_without_facts_has_its_columns(releases: Path) -> None:
    run("releases/3.html")
    table = pq.read_table("out/facts.parquet")
    assert table.num_rows == 0
    assert "predicate" in table.column_names


def test_a_second_run_does_only_what_is_new(releases: Path, worked: list[str]) -> None:
    run()
    before = content()
    worked.clear()
    (releases / "5.html").write_text(PAGE.replace("Brest", "Nantes"), encoding="utf-8")
    assert run().taken_up == 3
    assert worked == ["releases/5.html"]
    (releases / "5.html").unlink()
    run()
    assert content() == before


def test_a_changed_input_is_done_again(releases: Path, worked: list[str]) -> None:
    run()
    worked.clear()
    (releases / "2.html").write_text("<p>Ice</p>", encoding="utf-8")
    run()
    assert worked == ["releases/2.html"]


def test_another_version_does_everything_again(
    releases: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    worked.clear()
    newer = run_module.versions(open_registry().label).model_copy(update={"rules": "1" * 64})
    monkeypatch.setattr(run_module, "versions", lambda registry: newer)
    assert run().taken_up == 0
    assert len(worked) == 3


def test_a_record_is_taken_up_under_its_new_name(releases: Path, worked: list[str]) -> None:
    run()
    worked.clear()
    (releases / "1.html").rename(releases / "9.html")
    run()
    assert worked == []
    assert lines("records/part-00000.jsonl")[-1]["source"]["uri"] == "releases/9.html"


class PowerCutError(Exception):
    """Stands for anything that ends a run between two inputs."""


def cut_after(count: int) -> Any:
    def watch(done: int, total: int) -> None:
        if done == count:
            raise PowerCutError

    return watch


def test_a_run_that_was_cut_goes_on_by_document(releases: Path, worked: list[str]) -> None:
    with pytest.raises(PowerCutError):
        run(watch=cut_after(2))
    assert not Path("out/run.json").exists()
    assert run().taken_up == 2
    assert worked == ["releases/1.html", "releases/2.html", "releases/4.html"]
    run_batch(["releases"], Path("whole"))
    assert content() == content("whole")


def test_a_line_that_was_cut_off_is_done_again(releases: Path, worked: list[str]) -> None:
    with pytest.raises(PowerCutError):
        run(watch=cut_after(2))
    journal = Path("out/.work/journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-20])
    assert run().taken_up == 1
    run_batch(["releases"], Path("whole"))
    assert content() == content("whole")


def test_the_run_before_stays_whole_until_the_new_one_is(releases: Path, worked: list[str]) -> None:
    run()
    before = content()
    (releases / "5.html").write_text("<p>Ice</p>", encoding="utf-8")
    with pytest.raises(PowerCutError):
        run(watch=cut_after(5))
    assert {name: data for name, data in content().items() if not name.startswith(".work")} == before


def test_a_failure_that_would_come_back_is_not_tried_again(releases: Path, worked: list[str]) -> None:
    (releases / "1.html").rename(releases / "fail.html")
    (releases / "2.html").rename(releases / "bug.html")
    with pytest.raises(PowerCutError):
        run(watch=cut_after(4))
    worked.clear()
    run()
    assert worked == ["releases/bug.html"]
    assert [f["reason"] for f in lines("failures.jsonl")] == ["empty", "internal-error", "unreadable"]


def test_records_are_parted(releases: Path, worked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.batch.run_folder.RECORDS_A_PART", 2)
    run()
    assert [len(lines(f"records/part-0000{i}.jsonl")) for i in (0, 1)] == [2, 1]
    run("releases/1.html")
    assert sorted(p.name for p in Path("out/records").iterdir()) == ["part-00000.jsonl"]


def test_a_run_stops_when_most_inputs_fail(releases: Path, worked: list[str]) -> None:
    gone = [f"gone-{i}.pdf" for i in range(25)]
    result = run("releases", *gone)
    assert result.stopped
    assert (result.tried, len(result.failures)) == (20, 17)
    assert not Path("out/run.json").exists()


def test_a_run_can_be_told_to_keep_going(releases: Path, worked: list[str]) -> None:
    gone = [f"gone-{i}.pdf" for i in range(25)]
    result = run("releases", *gone, keep_going=True)
    assert result.run is not None
    assert result.run["counts"]["failed"] == 26


def test_a_folder_of_other_things_is_left_alone(releases: Path) -> None:
    with pytest.raises(RunError, match=r"it holds '1\.html'"):
        run_batch(["releases"], releases)


def test_a_file_can_be_no_run_folder(releases: Path) -> None:
    with pytest.raises(RunError, match="no run can be written here"):
        run_batch(["releases"], releases / "1.html")


def test_two_runs_do_not_write_into_one_folder(releases: Path, worked: list[str]) -> None:
    def start_another(done: int, total: int) -> None:
        with pytest.raises(RunError, match="another run is writing"):
            run()

    run(watch=start_another)
    run()


def test_the_table_leaves_out_what_is_less_sure_and_the_records_keep_it(
    releases: Path, worked: list[str], tmp_path: Path
) -> None:
    run_batch([str(releases)], tmp_path / "all")
    run_batch([str(releases)], tmp_path / "sure", min_confidence=1.0)
    assert pq.read_table(tmp_path / "all" / "facts.parquet").num_rows > 0
    assert pq.read_table(tmp_path / "sure" / "facts.parquet").num_rows == 0
    parts = [sorted((tmp_path / run / "records").iterdir()) for run in ("all", "sure")]
    assert [p.read_bytes() for p in parts[0]] == [p.read_bytes() for p in parts[1]]
