"""Worker processes on this machine: one document a unit of work, outcomes in input order.

The processes are started as commands, not through `multiprocessing`: a script that calls `extract_many` needs no
`if __name__ == "__main__"`, and a process that dies takes one document with it, not the pool.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

from communique.batch.tasks import Failure, Outcome, Task, carry_out

T = TypeVar("T")

RECYCLE_AFTER: Final = 500
"""Documents after which a process is replaced, so that memory which a library leaks comes back."""

_AHEAD: Final = 4
"""Tasks a worker that may wait or be finished out of order: enough that one slow document stops nobody."""

_SERVE: Final = "from communique.batch.worker import serve; serve()"

_DEATH_TAKES_S: Final = 1.0
"""Seconds that the system may take to report the end of a process whose pipes are closed."""


def carry_out_all(tasks: Iterable[Task | T], workers: int) -> Generator[Outcome | T]:
    """The outcomes of `tasks` in their order.

    Args:
        tasks: read as they are needed, a few ahead. What is no task is passed through, in its place.
        workers: the number of worker processes; 0 does the work in this process.
    """
    if workers == 0:
        yield from (carry_out(task) if isinstance(task, Task) else task for task in tasks)
        return
    with _Pool(workers) as pool:
        waiting: deque[Future[Outcome] | T] = deque()
        for task in tasks:
            waiting.append(pool.submit(task) if isinstance(task, Task) else task)
            if len(waiting) >= workers * _AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())


def _result(done: Future[Outcome] | T) -> Outcome | T:
    return done.result() if isinstance(done, Future) else done


class _Pool:
    """One thread a process: the thread waits, the process works."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="communique-worker")
        self._here = threading.local()
        self._lock = threading.Lock()
        self._live: list[_Worker] = []
        self._closed = False

    def submit(self, task: Task) -> Future[Outcome]:
        return self._threads.submit(self._carry_out, task)

    def _carry_out(self, task: Task) -> Outcome:
        worker = getattr(self._here, "worker", None)
        if worker is None or worker.done >= RECYCLE_AFTER:
            if worker is not None:
                self._dismiss(worker)
            worker = self._here.worker = self._hire()
        try:
            return worker.carry_out(task)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._here.worker = None
            end = worker.wait_for_death()
            self._dismiss(worker)
            return Failure(task.uri, "crashed", f"the worker process died on this file ({end})")

    def _hire(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            worker = _Worker()
            self._live.append(worker)
            return worker

    def _dismiss(self, worker: _Worker) -> None:
        with self._lock:
            if worker in self._live:
                self._live.remove(worker)
        worker.stop()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            live = list(self._live)
        for worker in live:
            self._dismiss(worker)
        self._threads.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """One process and the two pipes to it."""

    def __init__(self) -> None:
        start = f"import sys; sys.path[:] = {sys.path!r}; {_SERVE}"
        self._process = subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.done = 0

    def carry_out(self, task: Task) -> Outcome:
        """The outcome.

        Raises:
            OSError, EOFError, pickle.UnpicklingError: the process is gone.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(task, self._process.stdin)
        self._process.stdin.flush()
        outcome: Outcome = pickle.load(self._process.stdout)  # our own process wrote it
        self.done += 1
        return outcome

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # unwritten bytes of a task whose reader is gone
                    pipe.close()

    def wait_for_death(self) -> str:
        """How a process ended whose pipes broke, in words."""
        try:
            status = self._process.wait(timeout=_DEATH_TAKES_S)
        except subprocess.TimeoutExpired:
            return "it closed its pipes"
        return f"signal {-status}" if status < 0 else f"exit status {status}"
