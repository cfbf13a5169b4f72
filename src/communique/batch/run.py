"""A batch from inputs to a run folder."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from communique.batch.earlier import FinishedRun, Known
from communique.batch.engines.base import BATCH_LIMITS, Done, Engine
from communique.batch.engines.local import LocalEngine
from communique.batch.events import Begun, Passed, Publishing, Tried, Watch, look_away
from communique.batch.inputs import Inputs, close_archives, find_inputs
from communique.batch.journal import Journal, StoredFailure
from communique.batch.made_by import made_by
from communique.batch.publication import Publication
from communique.batch.run_folder import RunFolder
from communique.batch.tasks import Failure, Task
from communique.errors import EXTRACTION_REASONS, ReadError, RunError
from communique.registry.location import open_registry

STOP_AFTER: Final = 50
"""Inputs that a run goes through before it may be stopped because most of them fail."""

_TELL_EVERY: Final = 500
"""Inputs after which those who watch are told how far the writing is."""


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    Attributes:
        run: the content of run.json; None when the run was stopped because most inputs fail.
        inputs: how many there are.
        seen: how many the run went through; all, unless it was stopped.
        failed: how many of them failed, now or in an earlier run that was taken up.
        tried: how many inputs were worked on now, or could not be read.
        failures: those of them that failed, in input order.
        taken_up: inputs that an earlier run had done.
        duplicates: inputs that have the same content as one before them.
        changed: what changed since an earlier run, so that its records do not stand any more.
        anew: inputs that were therefore done anew.
        written: whether the run folder was written; not, when all is as it was.
    """

    run: dict[str, Any] | None
    inputs: int
    seen: int
    failed: int
    tried: int
    failures: tuple[Failure, ...]
    taken_up: int
    duplicates: int
    changed: tuple[str, ...]
    anew: int
    written: bool

    @property
    def stopped(self) -> bool:
        return self.run is None


def run_batch(
    named: Sequence[str],
    out: Path,
    *,
    engine: Engine | None = None,
    keep_going: bool = False,
    retry_failed: bool = False,
    watch: Watch = look_away,
    registry: str | None = None,
    min_confidence: float = 0.0,
    lists: Sequence[str] = (),
    null: bool = False,
) -> RunResult:
    """Extracts all inputs into the run folder `out`, taking up what earlier runs did there.

    What another version of the code, the libraries, the models, the rules or the registry did is not taken up.

    Args:
        named: what `find_inputs` takes: files, folders, archives and so on.
        out: a new folder, or a run's.
        engine: who does the work; by default one process on this machine. The folder's bytes depend on its limits,
            and on nothing else of it.
        keep_going: do not stop when most inputs fail.
        retry_failed: try again what failed in an earlier run, even if it should fail again.
        watch: called with what happens.
        registry: the index of organisations to link to; by default the one in use.
        min_confidence: facts less sure stay out of facts.parquet; the records keep them.
        lists: files that list more paths, as `find_inputs` takes them.
        null: a NUL ends each path in the lists.

    Raises:
        RunError: `out` can't serve as a run folder, the disk is full, or no work can be done at all. What was done is
            kept.
        RegistryError: the index can't be used.
    """
    engine = engine or LocalEngine(1, BATCH_LIMITS)
    opened = open_registry(registry)
    makers = made_by(opened.label)
    with _trouble_said(out), closing(RunFolder(out)) as folder:
        inputs = find_inputs(named, lists=lists, null=null, leave_out=out)
        about = {
            **makers,
            "min_confidence": min_confidence,
            "limits": engine.limits.as_dict(),
            "not_taken": inputs.not_taken,
        }
        finished = folder.finished()
        with closing(Known(engine.limits, retry_failed)) as known:
            is_whole = finished is not None and known.adopt_run(finished, makers)
            with closing(Journal(folder.journal_path, makers)) as journal:
                known.adopt_journal(journal, makers)
                watch(Begun(len(inputs.inputs), len(known), known.changed))
                batch = _Batch(inputs, known, journal, engine, opened.file.origin, keep_going, watch)
                batch.carry_out()
                if batch.stopped:
                    return batch.result(None, written=False)
                is_same = is_whole and not journal.taken_up and not batch.added
                if finished is not None and is_same and batch.equals(finished, about):
                    run, written = finished.run, False
                else:
                    with Publication(folder.begin_content(), about, min_confidence) as publication:
                        batch.publish(publication)
                        run, written = publication.finish(), True
        if written:
            folder.install_content()
        folder.clear_work()
    return batch.result(run, written)


@contextmanager
def _trouble_said(out: Path) -> Iterator[None]:
    """Says what the system said of the run itself: what it says of one input is that input's failure."""
    try:
        yield
    except OSError as error:
        what = error.strerror or str(error)
        raise RunError(f"{out}: the run can't go on: {what}; what was done is kept for the next call") from error


class _MostFailError(Exception):
    """More than half of the inputs failed."""


class _Batch:
    """The inputs of one run, by number, and what became of them."""

    def __init__(
        self,
        inputs: Inputs,
        known: Known,
        journal: Journal,
        engine: Engine,
        registry: str,
        keep_going: bool,
        watch: Watch,
    ) -> None:
        self._inputs = inputs.inputs
        self._known = known
        self._journal = journal
        self._engine = engine
        self._registry = registry
        self._keep_going = keep_going
        self._watch = watch
        self._digests: list[str | None] = [None] * len(self._inputs)
        self._unread: dict[int, Failure] = {}
        self._failures: dict[int, Failure] = {}
        self._tasks: list[int] = []
        self._once_more: list[int] = []
        self._under_way: dict[str, list[int]] = {}
        self._standing = _Standing(len(self._inputs))
        self._tried = self._taken_up = self._duplicates = self._anew = 0
        self.added = 0
        self.stopped = False

    def carry_out(self) -> None:
        """Does the work that nobody did before."""
        numbers: Sequence[int] = range(len(self._inputs))
        try:
            while numbers:
                self._tasks, self._once_more = [], []
                with closing(self._engine.carry_out(self._new_tasks(numbers))) as outcomes:
                    for done in outcomes:
                        self._note(done)
                numbers = self._once_more
        except _MostFailError:
            self.stopped = True
        finally:
            close_archives()

    def _new_tasks(self, numbers: Sequence[int]) -> Generator[Task]:
        """What is to be done, in input order."""
        seen: set[str] = set()
        for number in numbers:
            input_ = self._inputs[number]
            try:
                data = input_.read()
            except ReadError as error:
                self._note_unread(number, Failure(input_.uri, error.reason, error.message))
                continue
            digest = self._digests[number] = hashlib.sha256(data).hexdigest()
            is_duplicate = digest in seen
            seen.add(digest)
            self._duplicates += is_duplicate
            if digest in self._known:
                self._taken_up += not is_duplicate
                self._watch(Passed(input_.uri, is_duplicate))
                self._settle(number, isinstance(self._known[digest], StoredFailure), now=False)
            elif digest in self._under_way:
                self._under_way[digest].append(number)
            else:
                self._under_way[digest] = [number]
                self._anew += self._known.was_done_otherwise(digest)
                self._tasks.append(number)
                yield Task.of(input_, data, self._registry)

    def _note_unread(self, number: int, failure: Failure) -> None:
        self._tried += 1
        self._unread[number] = self._failures[number] = failure
        self._watch(Tried(failure, 0.0))
        self._settle(number, failed=True, now=True)

    def _note(self, done: Done) -> None:
        number = self._tasks[done.number]
        outcome = done.outcome
        given = self._digests[number]
        assert given is not None
        if isinstance(outcome, Failure) and outcome.sha256 is None and outcome.reason in EXTRACTION_REASONS:
            outcome = replace(outcome, sha256=given)  # the process could not say what it was reading
        also = self._under_way.pop(given)[1:]
        if isinstance(outcome, Failure):
            self._failures[number] = outcome
        if outcome.sha256 is None:  # it was there a moment ago
            assert isinstance(outcome, Failure)
            self._digests[number] = None
            self._unread[number] = outcome
        else:
            self._digests[number] = outcome.sha256  # another than before when the file changed meanwhile
            if outcome.sha256 not in self._known:
                self._known.add(outcome.sha256, self._journal.add(outcome.sha256, outcome, self._engine.limits))
                self.added += 1
        self._tried += 1
        self._watch(Tried(outcome, done.seconds))
        if outcome.sha256 != given:  # it changed between the two readings: those that were like it are not any more
            self._duplicates -= len(also)
            self._once_more += also
            also = []
        for duplicate in also:
            self._watch(Passed(self._inputs[duplicate].uri, duplicate=True))
            self._settle(duplicate, isinstance(outcome, Failure), now=False)
        self._settle(number, isinstance(outcome, Failure), now=True)

    def _settle(self, number: int, failed: bool, now: bool) -> None:
        self._standing.settle(number, failed, now)
        if self._standing.most_fail and not self._keep_going:
            raise _MostFailError

    def equals(self, finished: FinishedRun, about: dict[str, Any]) -> bool:
        """Whether publishing would write what `finished` holds already."""
        run = finished.run
        unread = [(f["input"], f["reason"], f["message"]) for f in finished.failures if f["sha256"] is None]
        return (
            all(run.get(name) == value for name, value in about.items())
            and list(run["inputs"].items()) == list(zip((i.uri for i in self._inputs), self._digests, strict=True))
            and unread == [(f.uri, f.reason, f.message) for _, f in sorted(self._unread.items())]
        )

    def publish(self, publication: Publication) -> None:
        """Gives each input's outcome, in input order."""
        first: dict[str, str] = {}
        for number, (input_, digest) in enumerate(zip(self._inputs, self._digests, strict=True)):
            if number % _TELL_EVERY == 0:
                self._watch(Publishing(number, len(self._inputs)))
            if digest is None:
                failure = self._unread[number]
                publication.add_failure(input_.uri, None, failure.reason, failure.message)
                continue
            stored = self._known[digest]
            if isinstance(stored, StoredFailure):
                publication.add_failure(input_.uri, digest, stored.reason, stored.message)
            elif digest in first:
                publication.add_duplicate(input_.uri, digest, first[digest])
            else:
                first[digest] = input_.uri
                publication.add_record(input_.uri, self._known.line(stored))
        self._watch(Publishing(len(self._inputs), len(self._inputs)))

    def result(self, run: dict[str, Any] | None, written: bool) -> RunResult:
        """How it ended."""
        return RunResult(
            run,
            len(self._inputs),
            self._standing.seen,
            self._standing.failed,
            self._tried,
            tuple(failure for _, failure in sorted(self._failures.items())),
            self._taken_up,
            self._duplicates,
            self._known.changed if self._anew else (),
            self._anew,
            written,
        )


class _Standing:
    """How many inputs failed, counted in input order, so that it does not depend on who was done first."""

    def __init__(self, inputs: int) -> None:
        self._states = bytearray(inputs)
        self.seen = 0
        self.failed = 0
        self.most_fail = False

    def settle(self, number: int, failed: bool, now: bool) -> None:
        """Notes an input; only one that was tried `now` can be the one too many, as no other costs time."""
        self._states[number] = 1 | failed << 1 | now << 2
        while not self.most_fail and self.seen < len(self._states) and (state := self._states[self.seen]):
            self.seen += 1
            self.failed += state >> 1 & 1
            self.most_fail = bool(state & 4) and self.seen >= STOP_AFTER and 2 * self.failed > self.seen
