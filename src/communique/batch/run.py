"""A batch from inputs to a run folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from communique.batch.engines.local import carry_out_all
from communique.batch.inputs import Input, find_inputs
from communique.batch.journal import Journal
from communique.batch.run_folder import RunFolder
from communique.batch.tasks import Failure, Outcome, Task
from communique.errors import ReadError
from communique.extractor import versions
from communique.registry.location import open_registry

STOP_AFTER: Final = 20
"""Inputs that a run tries before it may be stopped because most of them fail."""


@dataclass(frozen=True)
class RunResult:
    """How a run ended. `run` is the content of run.json; None when the run was stopped because most inputs fail."""

    run: dict[str, Any] | None
    tried: int
    failures: tuple[Failure, ...]
    taken_up: int

    @property
    def stopped(self) -> bool:
        return self.run is None


def run_batch(
    named: Sequence[str],
    out: Path,
    *,
    workers: int = 1,
    keep_going: bool = False,
    watch: Callable[[int, int], None] | None = None,
    registry: str | None = None,
    min_confidence: float = 0.0,
) -> RunResult:
    """Extracts all inputs into the run folder `out`, taking up what an earlier run of the same version did.

    Args:
        named: files and folders.
        out: a new folder, or a run's.
        workers: the number of worker processes. The folder's bytes do not depend on it.
        keep_going: do not stop when most inputs fail.
        watch: called with the number of inputs that are done, and of all, whenever it changes.
        registry: the index of organisations to link to; by default the one in use. What another index gave is not
            taken up.
        min_confidence: facts less sure stay out of facts.parquet; the records keep them.

    Raises:
        RunError: `out` can't serve as a run folder.
        RegistryError: the index can't be used.
    """
    opened = open_registry(registry)
    made_by = versions(opened.label).model_dump(mode="json")
    with closing(RunFolder(out)) as folder:
        inputs = find_inputs(named, leave_out=out)
        batch = _Batch({input_.uri: input_ for input_ in inputs.inputs}, watch or _look_away, opened.file.origin)
        with closing(Journal(folder.journal_path, made_by)) as journal:
            for part in folder.parts:
                journal.adopt_records(part)
            stopped = batch.carry_out(journal, workers, keep_going)
            run = None
            if not stopped:
                about = {"extractor": made_by, "min_confidence": min_confidence, "not_taken": inputs.not_taken}
                run = folder.publish(batch.entries(journal), about, min_confidence)
        if not stopped:
            folder.clear_work()
    return RunResult(run, batch.tried, tuple(batch.failures), batch.taken_up)


def _look_away(done: int, total: int) -> None:
    """Nobody watches."""


@dataclass
class _Batch:
    """The inputs of one run, by uri, and what became of them."""

    inputs: dict[str, Input]
    watch: Callable[[int, int], None]
    registry: str
    digests: dict[str, str] = field(default_factory=dict)
    unread: dict[str, Failure] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    tried: int = 0
    taken_up: int = 0

    def carry_out(self, journal: Journal, workers: int, keep_going: bool) -> bool:
        """Does the work that the journal does not hold; True when it was stopped because most inputs fail."""
        with closing(carry_out_all(self._tasks(journal), workers)) as outcomes:
            for outcome in outcomes:
                if outcome is None:
                    self.taken_up += 1
                else:
                    self._note(outcome, journal)
                self.watch(self.tried + self.taken_up, len(self.inputs))
                if not keep_going and self._most_fail():
                    return True
        return False

    def _tasks(self, journal: Journal) -> Iterator[Task | Failure | None]:
        """What is to be done, in input order; None is an input that the journal holds."""
        for uri, input_ in self.inputs.items():
            try:
                data = input_.read()
            except ReadError as error:
                yield Failure(uri, error.reason, error.message)
            else:
                self.digests[uri] = digest = hashlib.sha256(data).hexdigest()
                yield None if digest in journal else Task.of(input_, data, self.registry)

    def _note(self, outcome: Outcome, journal: Journal) -> None:
        self.tried += 1
        if isinstance(outcome, Failure):
            if outcome.reason == "crashed":  # the process could not say what it was reading
                outcome = replace(outcome, sha256=self.digests[outcome.uri])
            if outcome.sha256 is None:
                self.unread[outcome.uri] = outcome
            self.failures.append(outcome)
        if outcome.sha256 is not None:
            self.digests[outcome.uri] = outcome.sha256  # another than before when the file changed meanwhile
            journal.add(outcome)

    def _most_fail(self) -> bool:
        return self.tried >= STOP_AFTER and 2 * len(self.failures) > self.tried + self.taken_up

    def entries(self, journal: Journal) -> Iterator[tuple[str, dict[str, Any]]]:
        """For each input, in order, its uri and its record or failure."""
        for uri in self.inputs:
            failure = self.unread.get(uri)
            yield uri, asdict(failure) if failure else journal[self.digests[uri]]
