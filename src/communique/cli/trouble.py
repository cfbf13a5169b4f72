"""One clear line on standard error, and the exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

import typer

if TYPE_CHECKING:
    from communique.batch.tasks import Failure

SOME_FAILED: Final = 1
USAGE: Final = 2
MOST_FAIL: Final = 3
SIGNALLED: Final = 128
"""Added to the number of the signal that ended a run: 130 for Ctrl-C, 143 for SIGTERM."""


def complain(failure: Failure) -> None:
    """Says which input gave no record, and why."""
    typer.echo(_one_line(f"communique: {failure.uri}: {failure.reason}: {failure.message}"), err=True)


def usage_error(message: str) -> NoReturn:
    """Says what is wrong with the call, and ends with exit code 2."""
    typer.echo(_one_line(f"communique: {message}"), err=True)
    raise typer.Exit(USAGE)


def give_up(message: str) -> NoReturn:
    """Says what failed although the call was right, and ends with exit code 1."""
    typer.echo(_one_line(f"communique: {message}"), err=True)
    raise typer.Exit(SOME_FAILED)


def _one_line(text: str) -> str:
    """File names and damaged files may hold line feeds and terminal controls: they are shown, not obeyed."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
