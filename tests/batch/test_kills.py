"""Runs and workers are killed at random moments; what stands in the folder in the end is what stands there anyway."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from invented_engine import content
from pages import FRENCH_PAGE, PAGE

from communique.batch.engines.base import BATCH_LIMITS, Done
from communique.batch.run import run_batch
from communique.batch.tasks import Task, carry_out

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

KILLS = 10

RUN = """
import sys
from pathlib import Path
from communique.batch import publication
from communique.batch.engines import process
from communique.batch.engines.base import BATCH_LIMITS
from communique.batch.engines.local import LocalEngine
from communique.batch import run
run.made_by = lambda registry: {"extractor": {"version": "1"}}
process.SERVE = "from invented_worker import serve; serve({timeout_s!r})"
publication.PART_RECORDS = 4
inputs, out, workers = sorted(p.name for p in Path().glob("nap*.html")), sys.argv[1], int(sys.argv[2])
tell = lambda event: print(type(event).__name__, flush=True)
run.run_batch(inputs, Path(out), engine=LocalEngine(workers, BATCH_LIMITS), watch=tell, registry="core")
print("Ended", flush=True)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an uninterrupted run makes of eighty inputs, two pairs of them alike, in the current folder."""
    folder = tmp_path_factory.mktemp("naps")
    for i in range(80):
        (folder / f"nap-{i:02d}.html").write_text(f"<p>{i % 78}</p>", encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    with started("whole", 3) as process:
        assert wait_for(process, "Ended")
    os.chdir(before)
    return content(str(folder / "whole"))


@pytest.fixture
def naps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same inputs, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for i in range(80):
        Path(f"nap-{i:02d}.html").write_text(f"<p>{i % 78}</p>", encoding="utf-8")


@contextmanager
def started(out: str, workers: int) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", RUN, out, str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], event: str) -> bool:
    """Whether the run came to `event` before it ended."""
    assert process.stdout is not None
    return any(line.strip() == event for line in process.stdout)


@pytest.mark.usefixtures("naps")
@pytest.mark.parametrize("workers", [1, 3])
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_bytes(workers: int, whole: dict[str, bytes]) -> None:
    chance = random.Random(workers)
    killed = 0
    while killed < KILLS // 2:
        with started("out", workers) as process:
            event = chance.choice(["Begun", "Begun", "Tried", "Publishing"])
            if wait_for(process, event):
                time.sleep(chance.uniform(0, 0.004 if event == "Publishing" else 0.2))
                process.kill()
                killed += process.wait() == -signal.SIGKILL
            if process.wait() == 0:
                assert content("out") == whole
                shutil.rmtree("out")
    with started("out", workers) as process:
        assert wait_for(process, "Ended")
    assert content("out") == whole


@pytest.mark.usefixtures("naps")
def test_workers_that_are_killed_again_and_again_cost_nothing_in_the_end(whole: dict[str, bytes]) -> None:
    chance = random.Random(3)
    killed = 0
    while killed < KILLS:
        shutil.rmtree("out", ignore_errors=True)
        with started("out", 2) as process:
            assert wait_for(process, "Begun")
            run = psutil.Process(process.pid)
            while killed < KILLS and process.poll() is None:
                time.sleep(chance.uniform(0.02, 0.12))
                with contextlib.suppress(psutil.Error):
                    if workers := run.children():
                        chance.choice(workers).kill()
                        killed += 1
            process.communicate()
    with started("out", 2) as process:  # a document whose process was killed twice is tried again
        assert process.communicate()[0].endswith("Ended\n")
    assert content("out") == whole


class HereEngine:
    """Does the work in this process, which has the models."""

    limits = BATCH_LIMITS

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:
        yield from (Done(number, carry_out(task), 0.0) for number, task in enumerate(tasks))


def test_kills_with_the_real_extractor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pages = Path("pages")
    pages.mkdir()
    for i in range(6):
        (pages / f"{i}.html").write_text((PAGE, FRENCH_PAGE)[i % 2].replace("2019", str(2000 + i)), encoding="utf-8")
    run_batch(["pages"], Path("whole"), engine=HereEngine())

    command = [sys.executable, "-m", "communique", "run", "pages", "--out", "out", "--workers", "1", "--json-log", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if '"record"' in line)
        process.kill()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if '"record"' in line)
        for worker in psutil.Process(process.pid).children():
            worker.kill()
        process.communicate(timeout=120)
    subprocess.run(command, capture_output=True, check=True)
    assert content("out") == content("whole")
