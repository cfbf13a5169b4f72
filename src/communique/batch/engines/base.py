"""What every engine gives: outcomes as they come, each with the number of its task; and how to have them in order."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from communique.batch.tasks import Outcome, Task

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: wall time in seconds, and the memory of its worker in mebibytes; None is no limit."""

    timeout_s: float | None = None
    memory_mb: int | None = None

    def as_dict(self) -> dict[str, float | int | None]:
        """For JSON: 60 seconds are the same bytes as 60.0."""
        return {"timeout_s": None if self.timeout_s is None else float(self.timeout_s), "memory_mb": self.memory_mb}


NO_LIMITS: Final = Limits()

BATCH_LIMITS: Final = Limits(timeout_s=60, memory_mb=2048)
"""For archives of unknown content. A release takes a fraction of a second, a report of 300 pages some ten seconds; a
worker that has both languages loaded stands at 300 to 500 MB, and what takes four times that is no release."""


@dataclass(frozen=True, slots=True)
class Done:
    """An outcome. `number` counts the tasks from 0; `seconds` is for people who watch, and never published."""

    number: int
    outcome: Outcome
    seconds: float


class Engine(Protocol):
    """Carries out tasks, somewhere."""

    @property
    def limits(self) -> Limits:
        """What a document may take; one that takes more fails, alone, with `timeout` or `memory`."""
        ...

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:
        """The outcomes, in the order in which they come.

        Args:
            tasks: read in the caller's thread, as they are needed. What reading them raises passes through.
            ahead: how far the newest task may be from the oldest without outcome; None is any distance.

        Raises:
            RunError: no work can be done at all, whatever the document.
        """
        ...


def in_input_order(engine: Engine, tasks: Iterable[Task | T], ahead: int) -> Generator[Outcome | T]:
    """The outcomes of `tasks` in their order; what is no task is passed through, in its place."""
    passed: dict[int, list[T]] = {}
    given = 0

    def only_tasks() -> Generator[Task]:
        nonlocal given
        for task in tasks:
            if isinstance(task, Task):
                yield task
                given += 1
            else:
                passed.setdefault(given, []).append(task)

    waiting: dict[int, Outcome] = {}
    following = 0
    outcomes = engine.carry_out(only_tasks(), ahead)
    try:
        for done in outcomes:
            waiting[done.number] = done.outcome
            while following in waiting:
                yield from passed.pop(following, ())
                yield waiting.pop(following)
                following += 1
        yield from passed.pop(following, ())
    finally:
        outcomes.close()
