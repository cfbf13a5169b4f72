"""Worker processes: order, crashes, recycling, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pages import PAGE

from communique.batch.engines import local as pool
from communique.batch.engines.local import carry_out_all
from communique.batch.tasks import Extracted, Failure, Task

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whose tasks say what happens to them."""
    monkeypatch.setattr(pool, "_SERVE", "from invented_worker import serve; serve()")


def tasks(*uris: str) -> list[Task]:
    return [Task(uri) for uri in uris]


@pytest.mark.usefixtures("invented")
def test_outcomes_come_in_input_order() -> None:
    uris = ["slow-1", *(f"quick-{i}" for i in range(20)), "slow-2"]
    assert [outcome.uri for outcome in carry_out_all(tasks(*uris), 3)] == uris


@pytest.mark.usefixtures("invented")
def test_what_is_no_task_passes_in_its_place() -> None:
    mixed = [Task("slow"), None, Task("quick"), None]
    assert [outcome and outcome.uri for outcome in carry_out_all(mixed, 2)] == ["slow", None, "quick", None]


ENDS = {"die": "signal 9", "exit": "exit status 7"}


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(("uri", "end"), ENDS.items(), ids=ENDS)
def test_a_crash_costs_one_document(uri: str, end: str) -> None:
    before, crashed, after = carry_out_all(tasks("a", uri, "b"), 1)
    assert crashed == Failure(uri, "crashed", f"the worker process died on this file ({end})")
    assert isinstance(before, Extracted)
    assert isinstance(after, Extracted)
    assert before.json != after.json, "another process goes on"


@pytest.mark.usefixtures("invented")
def test_a_broken_answer_costs_one_document() -> None:
    outcomes = list(carry_out_all(tasks("a", "print", "b"), 1))
    assert [getattr(o, "reason", "record") for o in outcomes] == ["record", "crashed", "record"]


@pytest.mark.usefixtures("invented")
def test_a_process_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "RECYCLE_AFTER", 2)
    pids = [o.json for o in carry_out_all(tasks(*"abcde"), 1) if isinstance(o, Extracted)]
    assert [pids[i] == pids[i + 1] for i in range(4)] == [True, False, True, False]


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("invented")
def test_no_process_is_left_when_nobody_reads_on() -> None:
    outcomes = carry_out_all(tasks(*(f"{i}" for i in range(100))), 2)
    first = next(outcomes)
    outcomes.close()
    assert isinstance(first, Extracted)
    assert not _is_running(first.json)


@pytest.mark.usefixtures("invented")
def test_tasks_are_read_only_a_few_ahead() -> None:
    read: list[int] = []

    def endless() -> object:
        while True:
            read.append(1)
            yield Task("quick")

    outcomes = carry_out_all(endless(), 2)  # type: ignore[arg-type]
    next(outcomes)
    outcomes.close()
    assert len(read) <= 2 * pool._AHEAD


def test_worker_processes_give_the_bytes_of_this_process() -> None:
    task = Task("ice.html", data=PAGE.encode())
    assert list(carry_out_all([task] * 3, 2)) == list(carry_out_all([task] * 3, 0))


def test_a_script_needs_no_main_guard(tmp_path: Path) -> None:
    (tmp_path / "ice.html").write_text(PAGE, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
            import communique
            for release in communique.extract_many(["ice.html", "ice.html"], workers=2):
                print(release.title)
        """)
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("Polar ice laboratory opens in Brest\n" * 2, "")
