"""Workers on many machines: a Ray cluster carries out the same tasks, within the same limits, to the same bytes.

Each actor keeps one worker process, as the engine of this machine does, so that models are loaded once, a document's
time and memory are watched where it is worked on, and a document that kills a process kills nothing else. Documents
travel with their bytes: the nodes need the package, the registry and nothing else of this machine.

An actor has one document at a time. When it is lost, with its node or alone, the document goes to another one.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import queue
import signal
import socket
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final

from communique.batch.engines.base import BATCH_LIMITS, Done, Limits
from communique.batch.engines.local import Pool
from communique.batch.made_by import changes, made_by
from communique.batch.tasks import Failure, Outcome, Task
from communique.errors import ReadError, RegistryError, RunError
from communique.registry.location import open_registry

_TRIES: Final = 3
"""Actors that may be lost over one document before it is blamed."""

_STARTS: Final = 5
"""Actors in a row that may be lost before they are ready; then it is the installation that is broken."""

_START_TAKES_S: Final = 600.0
"""Seconds within which one of the actors is ready: nodes may have to be started first."""

_ANSWER_TAKES_S: Final = 900.0
"""Seconds beyond a document's own limit after which its actor is given up. It is held to its limits by its own node,
which takes this long at most to start a process twice; a node that is still silent hangs."""

_CONNECTING_TAKES_S: Final = 10.0
"""Seconds within which the cluster takes a connection."""

_LOOKS_EVERY_S: Final = 1.0
"""How long to wait for outcomes at a time."""

_COUNTS_EVERY_S: Final = 10.0
"""How often it is looked whether the cluster has grown."""


class RayEngine:
    """A Ray cluster: the one at `address`, the one that this process is connected to, or one on this machine alone."""

    def __init__(self, address: str | None = None, workers: int | None = None, limits: Limits = BATCH_LIMITS) -> None:
        """Takes where the cluster is, how many actors there may be, and what one document may take.

        Args:
            address: as `ray.init` takes it; None is the cluster that this process is connected to, else a new one.
            workers: by default one a processor of the cluster, as it grows.
            limits: of one document.
        """
        self.address = address
        self.workers = workers
        self.limits = limits

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:
        """The outcomes as they come: see `Engine`."""
        source = enumerate(tasks)
        upcoming = next(source, None)
        if upcoming is None:
            return
        under_way: set[int] = set()
        with _connected(self.address), _Crew(self, upcoming[1].registry) as crew:
            while upcoming or under_way:
                while (
                    upcoming
                    and crew.has_room()
                    and (ahead is None or not under_way or upcoming[0] - min(under_way) < ahead)
                ):
                    under_way.add(upcoming[0])
                    crew.give(*upcoming)
                    upcoming = next(source, None)
                done = crew.next_done()
                under_way.remove(done.number)
                yield done


@contextlib.contextmanager
def _connected(address: str | None) -> Iterator[None]:
    """A connection to the cluster, for as long as it is used, unless there is one already.

    Raises:
        RunError: Ray is not installed, or there is no cluster at the address.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody while extracting
    try:
        import ray
    except ImportError as error:
        raise RunError("the engine `ray` needs Ray: pip install 'communique[ray]'") from error
    if ray.is_initialized():
        yield
        return
    with _signal_kept(signal.SIGTERM):
        try:
            _require_listener(address)
            ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR)
        except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
            raise RunError(f"there is no Ray cluster at {address}: {_first_line(error)}") from error
    try:
        with _nothing_printed():
            yield
    finally:
        ray.shutdown()


@contextlib.contextmanager
def _nothing_printed() -> Iterator[None]:
    """Keeps Ray from standard output, where it prints what befalls nodes; there is no setting for it."""
    worker = importlib.import_module("ray._private.worker")
    before = getattr(worker, "print_to_stdstream", None)
    if before is None:  # another version: then it prints
        yield
        return
    worker.print_to_stdstream = lambda *_, **__: None  # type: ignore[attr-defined]
    try:
        yield
    finally:
        worker.print_to_stdstream = before  # type: ignore[attr-defined]


def _require_listener(address: str | None) -> None:
    """Nothing, unless nobody listens where a cluster should be: Ray itself would wait for minutes.

    Raises:
        OSError: nobody does.
    """
    host, _, port = (address or "").rpartition(":")
    if host and "/" not in host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTING_TAKES_S).close()


@contextlib.contextmanager
def _signal_kept(number: int) -> Iterator[None]:
    """Puts back whoever listened to a signal: `ray.init` sets a listener of its own."""
    before = signal.getsignal(number)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread() and before is not None:
            signal.signal(number, before)


class Hand:
    """What an actor is: a pool of one process on its node."""

    def __init__(self, limits: Limits) -> None:
        self._pool = Pool(1, limits)
        self._given = 0

    def tell_version(self, registry: str | None) -> dict[str, Any]:
        """What records made here are made by.

        Raises:
            RegistryError: the index is not on this node.
        """
        return made_by(open_registry(registry).label)

    def carry_out(self, task: Task) -> tuple[Outcome, float]:
        """The outcome, and the seconds that it took."""
        self._pool.give(self._given, task)
        self._given += 1
        done = self._pool.next_done()
        return done.outcome, done.seconds


@dataclass
class _Job:
    """A task, and how often an actor was lost over it."""

    number: int
    task: Task
    lost: int = 0


class _Crew:
    """The actors, and who does what."""

    def __init__(self, engine: RayEngine, registry: str | None) -> None:
        import ray

        self._ray: Any = ray
        self._engine = engine
        self._registry = registry
        self._made_by = made_by(open_registry(registry).label)
        self._hand = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Hand)
        self._starting: dict[Future[Any], Any] = {}  # by the answer that is awaited
        self._busy: dict[Future[Any], tuple[Any, _Job, float]] = {}
        # Not `ray.wait`: a signal that comes there, and is no Ctrl-C to Python's own taste, ends as a SystemError.
        self._answers: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()
        self._free: list[Any] = []
        self._waiting: deque[_Job] = deque()
        self._done: deque[Done] = deque()
        self._lost_starts = 0
        self._ready_last = self._counted_last = monotonic()
        self._wanted = self._count()

    def has_room(self) -> bool:
        """Whether another task can be taken without hoarding: one in work and one at hand for each actor."""
        return len(self._waiting) + len(self._busy) + len(self._done) < 2 * self._wanted

    def give(self, number: int, task: Task) -> None:
        """Has the task carried out by whoever is free first."""
        try:
            data = task.read()
        except ReadError as error:
            self._done.append(Done(number, Failure(task.uri, error.reason, error.message), 0.0))
            return
        self._waiting.append(_Job(number, replace(task, input=None, data=data)))

    def next_done(self) -> Done:
        """The next outcome, waiting for it.

        Raises:
            RunError: the cluster can't do the work at all.
        """
        while not self._done:
            self._hire()
            self._assign()
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=_LOOKS_EVERY_S)
                if answer in self._busy:
                    self._take_outcome(answer)
                elif answer in self._starting:
                    self._take_version(answer)
            self._give_up_silent()
        return self._done.popleft()

    def _hire(self) -> None:
        now = monotonic()
        if now - self._counted_last > _COUNTS_EVERY_S:
            self._counted_last = now
            self._wanted = self._count()
        while len(self._free) + len(self._busy) + len(self._starting) < self._wanted:
            actor = self._hand.remote(self._engine.limits)
            self._starting[self._await(actor.tell_version.remote(self._registry))] = actor
        if self._free or self._busy:
            self._ready_last = now
        elif now - self._ready_last > _START_TAKES_S:
            raise RunError(f"no actor was ready within {_START_TAKES_S:g} seconds: has the cluster a processor free?")

    def _count(self) -> int:
        """How many actors there should be; at least one, as a cluster without processors may be about to grow."""
        return self._engine.workers or max(1, int(self._ray.cluster_resources().get("CPU", 0)))

    def _assign(self) -> None:
        while self._free and self._waiting:
            actor, job = self._free.pop(), self._waiting.popleft()
            self._busy[self._await(actor.carry_out.remote(job.task))] = actor, job, monotonic()

    def _await(self, reference: Any) -> Future[Any]:
        """The answer to a call, which is put among the answers when it is there."""
        answer: Future[Any] = reference.future()
        answer.add_done_callback(self._answers.put)
        return answer

    def _take_version(self, answer: Future[Any]) -> None:
        actor = self._starting.pop(answer)
        try:
            made = answer.result()
        except self._ray.exceptions.RayTaskError as error:
            raise _cannot_work(error) from error
        except self._ray.exceptions.RayError as error:
            self._dismiss(actor)
            self._lost_starts += 1
            if self._lost_starts >= _STARTS:
                raise RunError(f"actors die before they take up any document: {_first_line(error)}") from error
            return
        if differing := changes(self._made_by, made):
            raise RunError(
                f"a node of the cluster differs from this machine in {' and '.join(differing)}, and would give other "
                "records: install the same there"
            )
        self._lost_starts = 0
        self._free.append(actor)

    def _take_outcome(self, answer: Future[Any]) -> None:
        actor, job, _ = self._busy.pop(answer)
        try:
            outcome, seconds = answer.result()
        except self._ray.exceptions.RayTaskError as error:
            raise _cannot_work(error) from error
        except self._ray.exceptions.RayError:  # it died, or can't be reached, or its answer was lost
            self._dismiss(actor)
            self._lose(job)
        else:
            self._free.append(actor)
            self._done.append(Done(job.number, outcome, seconds))

    def _lose(self, job: _Job) -> None:
        """Has the document done by another, or blames it after a few."""
        job.lost += 1
        if job.lost < _TRIES:
            self._waiting.appendleft(job)
            return
        failure = Failure(job.task.uri, "crashed", f"{_TRIES} actors of the cluster were lost while they worked on it")
        self._done.append(Done(job.number, failure, 0.0))

    def _give_up_silent(self) -> None:
        if self._engine.limits.timeout_s is None:
            return
        latest = monotonic() - self._engine.limits.timeout_s - _ANSWER_TAKES_S
        for answer, (actor, job, begun) in list(self._busy.items()):
            if begun < latest:
                del self._busy[answer]
                self._dismiss(actor)
                self._lose(job)

    def _dismiss(self, actor: Any) -> None:
        with contextlib.suppress(Exception):  # it is gone, or the cluster is
            self._ray.kill(actor)

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for actor in (*self._free, *self._starting.values(), *(actor for actor, _, _ in self._busy.values())):
            self._dismiss(actor)


def _cannot_work(error: Any) -> RunError:
    """What an actor raised: it is none of a document's failures, which are outcomes."""
    cause = getattr(error, "cause", error)
    if isinstance(cause, RunError):
        return RunError(str(cause))
    if isinstance(cause, RegistryError):
        return RunError(f"a node of the cluster can't use the registry: {cause}")
    return RunError(f"a node of the cluster can't do the work: {type(cause).__name__}: {_first_line(cause)}")


def _first_line(error: BaseException) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
