"""Standard output: written at once, and a reader that leaves (`| head`) ends the command quietly."""

from __future__ import annotations

import os
import sys

import typer


def write_out(text: str, end: str = "\n") -> None:
    """Writes `text` and `end`, a line feed unless more of the line follows.

    Raises:
        typer.Exit: nobody reads on; with code 0, because nothing is wrong.
    """
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the flush at exit must not complain
        raise typer.Exit(0) from None
