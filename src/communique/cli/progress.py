"""A progress bar on standard error: only for several documents, and only when a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import TaskID

T = TypeVar("T")


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


def track(items: Iterable[T], *, total: int, what: str) -> Iterator[T]:
    """`items` as they come, under a bar when there are several."""
    if total < 2:
        yield from items
        return
    with progress_bar(what) as watch:
        for done, item in enumerate(items, start=1):
            watch(done, total)
            yield item
