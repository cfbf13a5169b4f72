"""An engine that invents its outcomes, and runs of it that can be cut: for tests of what stands around engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

from communique.batch.engines.base import BATCH_LIMITS, Done, Limits
from communique.batch.events import Event, Publishing, Tried
from communique.batch.run import RunResult, run_batch
from communique.batch.tasks import Extracted, Failure, Outcome, Task
from communique.errors import EXTRACTION_REASONS
from communique.records import Release


class InventedEngine:
    """Gives the sample for each task, the last of every few first; `done` has the uris that work was done for."""

    def __init__(self, sample: dict[str, Any], limits: Limits = BATCH_LIMITS, ahead: int = 3) -> None:
        self.limits = limits
        self.sample = sample
        self.done: list[str] = []
        self._ahead = ahead

    def carry_out(self, tasks: Iterable[Task], ahead: int | None = None) -> Generator[Done]:
        waiting: list[Done] = []
        for number, task in enumerate(tasks):
            self.done.append(task.uri)
            waiting.append(Done(number, self._outcome(task), 0.25))
            if len(waiting) == self._ahead:
                yield from reversed(waiting)
                waiting.clear()
        yield from reversed(waiting)

    def _outcome(self, task: Task) -> Outcome:
        digest = hashlib.sha256(task.read()).hexdigest()
        reason = next((r for r in (*EXTRACTION_REASONS, "unreadable") if r in task.uri), None)
        if reason in ("crashed", "timeout", "memory"):
            return Failure(task.uri, reason, f"{reason} under {self.limits}")
        if reason is not None:
            return Failure(task.uri, reason, "it is torn", digest)
        source = {**self.sample["source"], "uri": task.uri, "sha256": digest}
        return Extracted(task.uri, digest, Release.model_validate({**self.sample, "source": source}).to_json())


def run(*named: str, engine: InventedEngine | None = None, **options: Any) -> RunResult:
    if engine is not None:
        engine.done.clear()
    return run_batch(named or ("releases",), Path("out"), engine=engine, **options)


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out", name).read_text(encoding="utf-8").splitlines()]


def content(folder: str = "out") -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


class PowerCutError(Exception):
    """Stands for anything that ends a run between two inputs."""


def cut_at_tried(count: int) -> Callable[[Event], None]:
    seen: list[Event] = []

    def watch(event: Event) -> None:
        if isinstance(event, Tried):
            seen.append(event)
            if len(seen) == count:
                raise PowerCutError

    return watch


def cut_at_publishing(event: Event) -> None:
    if isinstance(event, Publishing):
        raise PowerCutError
