"""A progress bar on standard error: only for several documents, and only when a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

import typer

if TYPE_CHECKING:
    from rich.progress import TaskID

    from communique.batch.events import Event, Watch

T = TypeVar("T")

LINE_EVERY_S: Final = 30.0
"""How often a run says where it is when no terminal shows it: a log of a night stays readable."""


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function to call with the number of documents done and of all documents."""
    if not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Records go to standard output while the bar stands on standard error: Rich must leave the former alone.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        bar = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


@contextmanager
def phase_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function to call with what is being done, how much of it is done, and all of it (0: unknown)."""
    if not sys.stderr.isatty():
        yield _show_no_phase
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        bars: dict[str, TaskID] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in bars:  # one bar a phase; those that are over stay above with their time
                for bar in bars.values():
                    progress.update(bar, total=1, completed=1)
                bars[what] = progress.add_task(what, total=total or None)
            progress.update(bars[what], completed=done)

        yield show


def _show_no_phase(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def _show_nothing(done: int, total: int) -> None:
    """Nobody watches."""


@contextmanager
def show_run(quiet: bool) -> Iterator[Watch]:
    """Gives a watch that shows a run: a bar on a terminal, else a line on standard error now and then."""
    if quiet:
        yield _show_no_event
        return
    standing = _Standing()
    if not sys.stderr.isatty():
        yield standing.tell_now_and_then
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        TextColumn("{task.fields[failed]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        bar = progress.add_task("finding inputs", total=None, rate="", failed="")

        def show(event: Event) -> None:
            standing.note(event)
            progress.update(
                bar,
                description=standing.phase,
                completed=standing.done,
                total=standing.inputs,
                rate=f"{standing.rate:.1f}/s" if standing.rate else "",
                failed=f"[red]{standing.failed:,} failed[/red]" if standing.failed else "",
            )

        yield show


class _Standing:
    """Where a run is."""

    def __init__(self) -> None:
        self._begun = self._told = monotonic()
        self.phase = "finding inputs"
        self.inputs = 0
        self.done = 0
        self.tried = 0
        self.failed = 0

    def note(self, event: Event) -> None:
        """Takes in what happened."""
        from communique.batch.events import Begun, Passed, Publishing, Tried
        from communique.batch.tasks import Failure

        match event:
            case Begun(inputs):
                self.inputs = inputs
                self.phase = "extracting"
                self._begun = self._told = monotonic()
            case Passed():
                self.done += 1
            case Tried(outcome):
                self.done += 1
                self.tried += 1
                self.failed += isinstance(outcome, Failure)
            case Publishing(done):
                self.phase = "writing the run folder"
                self.done = done

    @property
    def rate(self) -> float:
        """Documents worked on a second; what was taken up costs next to nothing and would flatter it."""
        return self.tried / max(monotonic() - self._begun, 1e-3)

    def tell_now_and_then(self, event: Event) -> None:
        """Takes in what happened, and says on standard error where the run is, when it is time again."""
        self.note(event)
        if monotonic() - self._told >= LINE_EVERY_S:
            self._told = monotonic()
            typer.echo(f"communique: {self._line()}", err=True)

    def _line(self) -> str:
        share = f"{100 * self.done // max(self.inputs, 1)} %"
        line = f"{self.phase}: {self.done:,} of {self.inputs:,} ({share}), {self.failed:,} failed"
        if self.phase != "extracting" or not self.tried:
            return line
        left_s = (self.inputs - self.done) / self.rate
        return f"{line}, {self.rate:.1f} a second, {_duration(left_s)} left"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _show_no_event(event: Event) -> None:
    """Nobody watches."""


def track(items: Iterable[T], *, total: int, what: str) -> Iterator[T]:
    """`items` as they come, under a bar when there are several."""
    if total < 2:
        yield from items
        return
    with progress_bar(what) as watch:
        for done, item in enumerate(items, start=1):
            watch(done, total)
            yield item
