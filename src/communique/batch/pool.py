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
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from communique.batch.tasks import Failure, Outcome, Task, carry_out

RECYCLE_AFTER: Final = 500
"""Documents after which a process is replaced, so that memory which a library leaks comes back."""

_AHEAD: Final = 4
"""Tasks a worker that may wait or be finished out of order: enough that one slow document stops nobody."""


def carry_out_all(tasks: Iterable[Task], workers: int) -> Iterator[Outcome]:
    """The outcomes of `tasks` in their order.

    Args:
        tasks: read as they are needed, a few ahead.
        workers: the number of worker processes; 0 does the work in this process.
    """
    if workers == 0:
        yield from map(carry_out, tasks)
        return
    with _Pool(workers) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


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
            return Failure(task.uri, "crashed", f"the worker process died ({self._dismiss(worker)}) on this file")

    def _hire(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            worker = _Worker()
            self._live.append(worker)
            return worker

    def _dismiss(self, worker: _Worker) -> str:
        with self._lock:
            if worker in self._live:
                self._live.remove(worker)
        return worker.stop()

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
        start = f"import sys; sys.path[:] = {sys.path!r}; from communique.batch.worker import serve; serve()"
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

    def stop(self) -> str:
        """Ends the process; how it ended, in words."""
        status = self._process.poll()
        if status is None:
            try:  # it may be about to die of what broke the pipe: that status tells more than our signal
                status = self._process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                status = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # unwritten bytes of a task whose reader is gone
                    pipe.close()
        return f"signal {-status}" if status < 0 else f"exit status {status}"
