"""A run folder: what it holds, when a run stops, and that its bytes depend on the inputs alone."""

from __future__ import annotations

import errno
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from invented_engine import InventedEngine, PowerCutError, content, cut_at_tried, lines, run

from communique.batch import publication
from communique.batch.engines.base import BATCH_LIMITS
from communique.batch.engines.local import LocalEngine
from communique.batch.events import Begun, Event, Passed, Tried
from communique.batch.run import run_batch
from communique.batch.tasks import Outcome, Task
from communique.errors import RunError


def test_a_run_holds_records_facts_failures_and_what_made_them(releases: Path) -> None:
    result = run()
    assert [r["source"]["uri"] for r in lines("records/part-00000.jsonl")] == [f"releases/{i}.html" for i in (1, 2, 4)]
    assert [(f["input"], f["reason"]) for f in lines("failures.jsonl")] == [("releases/3.html", "empty")]
    about = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    assert about == result.run
    assert {k: about["counts"][k] for k in ("inputs", "failed", "duplicates")} == {
        "inputs": 4, "failed": 1, "duplicates": 0,
    }  # fmt: skip
    assert list(about["inputs"]) == [f"releases/{i}.html" for i in (1, 2, 3, 4)]
    assert sorted(p.name for p in Path("out").iterdir()) == ["facts.parquet", "failures.jsonl", "records", "run.json"]


def test_run_json_has_the_digest_of_every_other_file(releases: Path, engine: InventedEngine) -> None:
    files = run(engine=engine).run["files"]  # type: ignore[index]
    assert files == {n: hashlib.sha256(data).hexdigest() for n, data in content().items() if n != "run.json"}


def test_records_are_those_of_extract(releases: Path) -> None:
    from communique import extract

    run()
    first = Path("out/records/part-00000.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert first == extract("releases/1.html").to_json()


def test_the_bytes_do_not_depend_on_the_number_of_workers(releases: Path) -> None:
    (releases / "5.html").write_bytes((releases / "1.html").read_bytes())
    for workers in (1, 2):
        run_batch(["releases"], Path(f"by-{workers}"), engine=LocalEngine(workers, BATCH_LIMITS))
    assert content("by-1") == content("by-2")


def test_facts_are_flat_rows(releases: Path, engine: InventedEngine) -> None:
    run("releases/1.html", engine=engine)
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


def test_the_table_leaves_out_what_is_less_sure_and_the_records_keep_it(releases: Path, engine: InventedEngine) -> None:
    run_batch(["releases"], Path("all"), engine=engine)
    run_batch(["releases"], Path("sure"), engine=engine, min_confidence=1.0)
    assert pq.read_table("all/facts.parquet").num_rows == 9
    assert pq.read_table("sure/facts.parquet").num_rows == 0
    assert content("all/records") == content("sure/records")


def test_another_least_confidence_is_written_without_work(releases: Path, engine: InventedEngine) -> None:
    run(engine=engine)
    result = run(engine=engine, min_confidence=0.85)
    assert (engine.done, result.written) == ([], True)
    assert pq.read_table("out/facts.parquet").num_rows == 3


# Duplicates


def test_a_content_that_stands_twice_is_extracted_once_and_recorded_as_such(
    releases: Path, engine: InventedEngine
) -> None:
    (releases / "0.html").write_bytes((releases / "2.html").read_bytes())
    (releases / "5.html").write_bytes((releases / "2.html").read_bytes())
    result = run(engine=engine)
    assert engine.done == [f"releases/{i}.html" for i in (0, 1, 4)]
    assert result.run is not None
    assert result.run["duplicates"] == {f"releases/{i}.html": "releases/0.html" for i in (2, 5)}
    assert result.run["counts"]["duplicates"] == result.duplicates == 2
    assert set(result.run["inputs"]) == {f"releases/{i}.html" for i in range(6)}
    assert [r["source"]["uri"] for r in lines("records/part-00000.jsonl")] == [f"releases/{i}.html" for i in (0, 1, 4)]


def test_each_input_of_a_content_that_fails_has_its_failure(releases: Path, engine: InventedEngine) -> None:
    (releases / "0-unreadable.html").write_bytes((releases / "1.html").read_bytes())
    (releases / "1.html").rename(releases / "9.html")
    result = run(engine=engine)
    assert [(f["input"], f["reason"]) for f in lines("failures.jsonl")] == [
        ("releases/0-unreadable.html", "unreadable"),
        ("releases/3.html", "empty"),
        ("releases/9.html", "unreadable"),
    ]
    assert result.run is not None
    assert result.run["duplicates"] == {}


def test_duplicates_are_the_same_after_a_cut(releases: Path, engine: InventedEngine) -> None:
    for name in ("0", "3", "5"):
        (releases / f"{name}.html").write_bytes((releases / "2.html").read_bytes())
    run_batch(["releases"], Path("whole"), engine=engine)
    with pytest.raises(PowerCutError):
        run(engine=engine, watch=cut_at_tried(1))
    run(engine=engine)
    assert content() == content("whole")


def test_a_duplicate_of_a_file_that_changes_meanwhile_is_done_by_itself(releases: Path, engine: InventedEngine) -> None:
    (releases / "5.html").write_bytes((releases / "1.html").read_bytes())
    outcome = engine._outcome

    def change_first(task: Task) -> Outcome:
        if task.uri.endswith("1.html"):
            (releases / "1.html").write_text("<p>Other</p>", encoding="utf-8")
        return outcome(task)

    engine._outcome = change_first  # type: ignore[method-assign]
    result = run(engine=engine)
    assert engine.done[-1] == "releases/5.html"
    assert result.run is not None
    assert result.run["counts"]["ok"] == 4
    assert result.run["duplicates"] == {}


# Parts, memory, stopping


def test_records_are_parted(releases: Path, engine: InventedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "PART_RECORDS", 2)
    run(engine=engine)
    assert [len(lines(f"records/part-0000{i}.jsonl")) for i in (0, 1)] == [2, 1]
    run("releases/1.html", engine=engine)
    assert sorted(p.name for p in Path("out/records").iterdir()) == ["part-00000.jsonl"]


def test_parts_are_bounded_in_bytes(releases: Path, engine: InventedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "PART_BYTES", 10)
    run(engine=engine)
    assert len(list(Path("out/records").iterdir())) == 3


def gone(count: int) -> list[str]:
    return [f"gone-{i}.pdf" for i in range(count)]


def test_a_run_stops_when_most_inputs_fail(releases: Path, engine: InventedEngine) -> None:
    result = run("releases", *gone(60), engine=engine)
    assert result.stopped
    assert (result.seen, result.failed) == (50, 47)
    assert not Path("out/run.json").exists()


def test_a_run_goes_on_when_half_of_the_inputs_fail(releases: Path, engine: InventedEngine) -> None:
    for i in range(30):
        (releases / f"n{i}.html").write_text(f"<p>{i}</p>", encoding="utf-8")
    assert not run("releases", *gone(30), engine=engine).stopped


def test_fewer_than_fifty_inputs_may_all_fail(releases: Path, engine: InventedEngine) -> None:
    assert not run(*gone(49), engine=engine).stopped


@pytest.mark.parametrize("ahead", [1, 3, 200])
def test_where_a_run_stops_does_not_depend_on_who_is_done_first(
    releases: Path, sample: dict[str, Any], ahead: int
) -> None:
    for i in range(80):
        name = f"{i:02d}-unreadable.html" if i % 3 else f"{i:02d}.html"
        (releases / name).write_text(f"<p>{i}</p>", encoding="utf-8")
    result = run(engine=InventedEngine(sample, ahead=ahead))
    assert (result.seen, result.failed, result.stopped) == (50, 31, True)


def test_a_run_can_be_told_to_keep_going(releases: Path, engine: InventedEngine) -> None:
    result = run("releases", *gone(60), engine=engine, keep_going=True)
    assert result.run is not None
    assert result.run["counts"]["failed"] == 61


# Folders


def test_a_folder_of_other_things_is_left_alone(releases: Path) -> None:
    with pytest.raises(RunError, match=r"it holds '1\.html'"):
        run_batch(["releases"], releases)


def test_a_file_can_be_no_run_folder(releases: Path) -> None:
    with pytest.raises(RunError, match="no run can be written here"):
        run_batch(["releases"], releases / "1.html")


def test_a_run_that_is_refused_leaves_nothing_behind(releases: Path, engine: InventedEngine) -> None:
    with pytest.raises(RunError, match="the list of paths can't be read"):
        run(engine=engine, lists=["gone.txt"])
    assert not Path("out").exists()


def test_a_full_disk_ends_the_run_and_keeps_what_was_done(
    releases: Path, engine: InventedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(publication.Publication, "finish", full)
        with pytest.raises(RunError, match="out: the run can't go on: No space left on device"):
            run(engine=engine)
    run(engine=engine)
    assert engine.done == []


def test_two_runs_do_not_write_into_one_folder(releases: Path, engine: InventedEngine) -> None:
    refused: list[str] = []

    def start_another(event: Event) -> None:
        if isinstance(event, Tried):
            with pytest.raises(RunError, match="another run is writing") as caught:
                run()
            refused.append(str(caught.value))

    run(engine=engine, watch=start_another)
    assert len(refused) == 4
    run(engine=engine)


def test_those_who_watch_are_told_of_every_input(releases: Path, engine: InventedEngine) -> None:
    (releases / "5.html").write_bytes((releases / "2.html").read_bytes())
    events: list[Event] = []
    run(engine=engine)
    (releases / "1.html").write_text("<p>Ice</p>", encoding="utf-8")
    run(engine=engine, watch=events.append)
    assert events[0] == Begun(inputs=5, known=3, changed=())
    assert [e for e in events if isinstance(e, Passed)] == [
        Passed("releases/2.html", duplicate=False),
        Passed("releases/4.html", duplicate=False),
        Passed("releases/5.html", duplicate=True),
    ]
    tried = [(e.outcome.uri, e.seconds) for e in events if isinstance(e, Tried)]
    assert tried == [("releases/3.html", 0.0), ("releases/1.html", 0.25)]
