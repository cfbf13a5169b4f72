"""Worker processes on this machine: one document a unit of work, within its limits.

The processes are started as commands, not through `multiprocessing`: a script that calls `extract_many` needs no
`if __name__ == "__main__"`, and a process that dies takes one document with it, not the pool.

A process works on one document at a time, so that its end is never blamed on another. Its memory is watched from
here, as what is resident: a limit on the address space (RLIMIT_AS) would count the mapped index and what numpy
reserves, gives a `MemoryError` in the middle of a library instead of an end, and macOS does not know it.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterable
from time import monotonic
from typing import Final, TypeVar

from communique.batch.engines.base import NO_LIMITS, Done, Limits, in_input_order
from communique.batch.engines.process import ProcessEnd, Worker
from communique.batch.tasks import Failure, Outcome, Task, carry_out
from communique.errors import RunError

T = TypeVar("T")

RECYCLE_AFTER: Final = 1000
"""Documents after which a process is replaced, so that memory which a library leaks comes back. Loading the models
takes as long as some thirty documents."""

_AHEAD: Final = 4
"""Tasks a worker that may be finished out of order where outcomes are wanted in order."""

_STARTS: Final = 5
"""Processes in a row that may end before they take up any document; then it is the installation that is broken."""

_KILLED_STARTS: Final = 50
"""The same for processes that are killed: somebody else does that, and may stop."""

_LOOKS_EVERY_S: Final = 0.1
"""How often time and memory are looked at: a process can touch some 300 MB between two looks."""

_ASLEEP_S: Final = 2.0
"""A look that comes this much too late was delayed by the machine (suspended, or the run stopped with Ctrl-Z): the
documents are not charged for it."""

_WAKES_EVERY_S: Final = 0.5
"""How long to wait for outcomes at a time: on Windows, Ctrl-C is only heeded between two waits."""


def carry_out_all(tasks: Iterable[Task | T], workers: int, limits: Limits = NO_LIMITS) -> Generator[Outcome | T]:
    """The outcomes of `tasks` in their order.

    Args:
        tasks: read as they are needed, a few ahead. What is no task is passed through, in its place.
        workers: the number of worker processes; 0 does the work in this process, without limits.
        limits: what one document may take.
    """
    if workers == 0:
        yield from (carry_out(task) if isinstance(task, Task) else task for task in tasks)
        return
    yield from in_input_order(LocalEngine(workers, limits), tasks, workers * _AHEAD)


class LocalEngine:
    """A pool of worker processes, started when there is work."""

    def __init__(self, workers: int, limits: Limits = NO_LIMITS) -> None:
        """Takes the number of processes, and what one document may take."""
        self.workers = workers
        self.limits = limits

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:
        """The outcomes as they come: see `Engine`."""
        source = enumerate(tasks)
        under_way: set[int] = set()
        with Pool(self.workers, self.limits) as pool:
            upcoming = next(source, None)
            while upcoming or under_way:
                while (
                    upcoming
                    and len(under_way) < 2 * self.workers  # one in work, one at hand: nobody waits for this thread
                    and (ahead is None or not under_way or upcoming[0] - min(under_way) < ahead)
                ):
                    under_way.add(upcoming[0])
                    pool.give(*upcoming)
                    upcoming = next(source, None)
                done = pool.next_done()
                under_way.remove(done.number)
                yield done


class Pool:
    """One thread a process: the thread waits, the process works; one more thread watches the limits."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self._workers = workers
        self._limits = limits
        self._tasks: queue.SimpleQueue[tuple[int, Task] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._live: list[Worker] = []
        self._failed_starts = 0.0
        self._closed = threading.Event()

    def give(self, number: int, task: Task) -> None:
        """Has the task carried out by whoever is free first."""
        if len(self._threads) < self._workers:
            self._start(self._serve)
            if len(self._threads) == 1 and self._limits != NO_LIMITS:
                threading.Thread(target=self._watch, name="communique-watch", daemon=True).start()
        self._tasks.put((number, task))

    def next_done(self) -> Done:
        """The next outcome, waiting for it."""
        while True:
            try:
                done = self._done.get(timeout=_WAKES_EVERY_S)
            except queue.Empty:
                continue
            if isinstance(done, BaseException):
                raise done
            return done

    def _start(self, target: object) -> None:
        thread = threading.Thread(target=target, name="communique-worker", daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _serve(self) -> None:
        worker: Worker | None = None
        while (given := self._tasks.get()) is not None:
            number, task = given
            try:
                worker, outcome, seconds = self._carry_out(worker, task)
            except BaseException as error:  # raised where somebody can see it
                if not self._closed.is_set():
                    self._done.put(error)
                return
            self._done.put(Done(number, outcome, seconds))

    def _carry_out(self, worker: Worker | None, task: Task) -> tuple[Worker | None, Outcome, float]:
        """The worker that can take the next task, the outcome, and the seconds since the process began on it.

        A process that dies may have been killed from outside, and one that is too large may have been filled by the
        documents before: the document is tried once more, in a new process, before it is blamed.
        """
        tried_before = False
        while True:
            if worker is not None and worker.is_worn(RECYCLE_AFTER, self._limits.memory_mb):
                self._dismiss(worker)
                worker = None
            worker = worker or self._hire()
            try:
                self._begin(worker, task)
            except ProcessEnd as end:
                self._dismiss(worker)
                worker = None
                self._note_failed_start(end)
                continue
            was_new = worker.done == 0
            begun = monotonic()
            try:
                return worker, worker.finish(), monotonic() - begun
            except ProcessEnd as end:
                self._dismiss(worker)
                worker = None
                final = {"timeout": True, "memory": was_new or tried_before}.get(end.reason, tried_before)
                if final:
                    return None, Failure(task.uri, end.reason, end.message), monotonic() - begun
                tried_before = True

    def _begin(self, worker: Worker, task: Task) -> None:
        worker.begin(task)
        self._failed_starts = 0.0
        limit_mb = self._limits.memory_mb
        if limit_mb is not None and worker.done == 0 and worker.start_mb > limit_mb:
            raise RunError(
                f"a worker process needs {worker.start_mb:.0f} MB before its first document, and the limit on memory "
                f"is {limit_mb} MB: raise it"
            )

    def _note_failed_start(self, end: ProcessEnd) -> None:
        if self._closed.is_set():
            raise end
        self._failed_starts += 1 / (_KILLED_STARTS if end.how in ("signal 9", "signal 15") else _STARTS)
        if self._failed_starts > 0.999:
            raise RunError(f"worker processes die before they take up any document ({end.how})")

    def _hire(self) -> Worker:
        with self._lock:
            if self._closed.is_set():
                raise RuntimeError("the pool is closed")
            worker = Worker(self._limits.timeout_s)
            self._live.append(worker)
            return worker

    def _dismiss(self, worker: Worker) -> None:
        with self._lock:
            if worker in self._live:
                self._live.remove(worker)
        worker.stop()

    def _watch(self) -> None:
        """Ends processes that take more than they may."""
        last = monotonic()
        while not self._closed.wait(_LOOKS_EVERY_S):
            now = monotonic()
            asleep_s = now - last - _LOOKS_EVERY_S
            last = now
            with self._lock:
                live = list(self._live)
            for worker in live:
                if asleep_s > _ASLEEP_S:
                    worker.excuse(asleep_s)
                worker.hold_to(self._limits, now)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed.set()
            live = list(self._live)
        with contextlib.suppress(queue.Empty):
            while True:
                self._tasks.get_nowait()
        for _thread in self._threads:
            self._tasks.put(None)
        for worker in live:
            self._dismiss(worker)
        for thread in self._threads:
            if thread.ident is not None:  # a signal may have come before it was started
                thread.join()
