"""Worker processes: order, limits, crashes, recycling, and an end that leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pages import PAGE

from communique.batch.engines import local, process
from communique.batch.engines.base import Limits
from communique.batch.engines.local import LocalEngine, carry_out_all
from communique.batch.tasks import Extracted, Failure, Outcome, Task
from communique.errors import RunError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers whose tasks say what happens to them."""
    monkeypatch.setattr(process, "SERVE", "from invented_worker import serve; serve({timeout_s!r})")


def tasks(*uris: str) -> list[Task]:
    return [Task(uri) for uri in uris]


def reasons(outcomes: Iterator[Outcome] | list[Outcome]) -> list[str]:
    return [outcome.reason if isinstance(outcome, Failure) else "record" for outcome in outcomes]


@pytest.mark.usefixtures("invented")
def test_outcomes_come_in_input_order() -> None:
    uris = ["slow-1", *(f"quick-{i}" for i in range(20)), "slow-2"]
    assert [outcome.uri for outcome in carry_out_all(tasks(*uris), 3)] == uris


@pytest.mark.usefixtures("invented")
def test_an_engine_gives_what_is_done_first_first() -> None:
    done = list(LocalEngine(2).carry_out(tasks("slow", *(f"quick-{i}" for i in range(5)))))
    assert done[-1].number == 0
    assert sorted(d.number for d in done) == list(range(6))


PASSED: dict[str, list[Task | None]] = {
    "between": [Task("slow"), None, Task("quick"), None],
    "before": [None, None, Task("quick")],
    "alone": [None, None],
    "none": [],
}


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize("mixed", PASSED.values(), ids=PASSED)
def test_what_is_no_task_passes_in_its_place(mixed: list[Task | None]) -> None:
    assert [o and o.uri for o in carry_out_all(mixed, 2)] == [t and t.uri for t in mixed]


ENDS = {"die": "signal 9", "exit": "exit status 7"}


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize(("uri", "end"), ENDS.items(), ids=ENDS)
def test_a_crash_costs_one_document(uri: str, end: str) -> None:
    before, crashed, after = carry_out_all(tasks("a", uri, "b"), 1)
    assert crashed == Failure(uri, "crashed", f"the worker process died on this file, twice ({end})")
    assert isinstance(before, Extracted)
    assert isinstance(after, Extracted)
    assert before.json != after.json, "another process goes on"


@pytest.mark.usefixtures("invented")
def test_a_process_that_was_killed_once_costs_nothing(tmp_path: Path) -> None:
    assert reasons(carry_out_all(tasks("a", f"once {tmp_path / 'mark'}", "b"), 1)) == ["record"] * 3


@pytest.mark.usefixtures("invented")
def test_a_broken_answer_costs_one_document() -> None:
    assert reasons(carry_out_all(tasks("a", "print", "b"), 1)) == ["record", "crashed", "record"]


@pytest.mark.usefixtures("invented")
@pytest.mark.parametrize("uri", ["hang", "spin"])
def test_a_document_that_hangs_costs_its_time_limit(uri: str) -> None:
    outcomes = list(carry_out_all(tasks("a", uri, "b"), 1, Limits(timeout_s=0.5)))
    assert outcomes[1] == Failure(uri, "timeout", "it takes longer than the 0.5 seconds that a document may")
    assert reasons(outcomes) == ["record", "timeout", "record"]


@pytest.mark.usefixtures("invented")
def test_a_document_that_grows_is_ended_at_its_memory_limit() -> None:
    outcomes = list(carry_out_all(tasks("a", "grow", "b"), 1, Limits(memory_mb=400)))
    assert outcomes[1] == Failure("grow", "memory", "it takes more than the 400 MB of memory that a document may")
    assert reasons(outcomes) == ["record", "memory", "record"]


@pytest.mark.usefixtures("invented")
def test_nobody_is_blamed_for_what_others_do() -> None:
    uris = ["slow-1", "die", "slow-2", "hang", "slow-3", "grow", "slow-4", "slow-5"]
    found = reasons(carry_out_all(tasks(*uris), 3, Limits(timeout_s=1.5, memory_mb=300)))
    assert found == ["record", "crashed", "record", "timeout", "record", "memory", "record", "record"]


@pytest.mark.usefixtures("invented")
def test_a_limit_that_a_process_alone_exceeds_is_said_at_once() -> None:
    with pytest.raises(RunError, match=r"needs \d+ MB before its first document, and the limit on memory is 1 MB"):
        list(carry_out_all(tasks("a"), 1, Limits(memory_mb=1)))


def test_workers_that_cannot_start_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SERVE", "sys.exit(3)")
    with pytest.raises(RunError, match=r"die before they take up any document \(exit status 3\)"):
        list(carry_out_all(tasks("a", "b", "c"), 2))


@pytest.mark.usefixtures("invented")
def test_a_process_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "RECYCLE_AFTER", 2)
    pids = [o.json for o in carry_out_all(tasks(*"abcde"), 1) if isinstance(o, Extracted)]
    assert [pids[i] == pids[i + 1] for i in range(4)] == [True, False, True, False]


@pytest.mark.usefixtures("invented")
def test_no_process_is_left_when_nobody_reads_on() -> None:
    outcomes = carry_out_all(tasks("quick", "hang", "hang", *(f"{i}" for i in range(50))), 3)
    first = next(outcomes)
    outcomes.close()
    assert isinstance(first, Extracted)
    assert not psutil.pid_exists(int(first.json))
    assert [p for p in psutil.Process().children() if "invented_worker" in " ".join(p.cmdline())] == []


@pytest.mark.usefixtures("invented")
def test_what_reading_a_task_raises_comes_through() -> None:
    def torn() -> Iterator[Task]:
        yield Task("slow")
        raise KeyError("torn")

    with pytest.raises(KeyError, match="torn"):
        list(carry_out_all(torn(), 2))


@pytest.mark.usefixtures("invented")
def test_an_interrupt_while_workers_start_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(thread: threading.Thread) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(carry_out_all(tasks("a", "b"), 2))


@pytest.mark.usefixtures("invented")
def test_tasks_are_read_only_a_few_ahead() -> None:
    read: list[int] = []

    def endless() -> Any:
        while True:
            read.append(1)
            yield Task("slow" if len(read) == 1 else "quick")

    outcomes = carry_out_all(endless(), 2)
    next(outcomes)
    outcomes.close()
    assert len(read) <= 2 * local._AHEAD + 1


def test_a_process_without_parent_ends_itself(tmp_path: Path) -> None:
    """Nobody is left to hold it to its limit when the run was killed."""
    code = (
        "from communique.batch import worker; worker._GRACE_S = 0.2\n"
        "from communique.batch.tasks import Task\n"
        "import pickle, sys, threading\n"
        "from invented_worker import serve; serve(0.3)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", code]
    import pickle

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as started:
        assert started.stdin is not None
        pickle.dump(Task("spin"), started.stdin)
        started.stdin.flush()
        assert started.wait(timeout=20) == 1
        started.stdin.close()


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
