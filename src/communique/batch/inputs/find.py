"""Which inputs the names on a command line stand for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.batch.inputs.input import Input

SUFFIXES: Final = frozenset({".htm", ".html", ".pdf", ".xhtml"})
"""What is taken from a folder. A file that is named itself is taken whatever it is called."""


@dataclass(frozen=True)
class Inputs:
    """The inputs of a batch in a stable order, and how many files of the folders were left, by suffix."""

    inputs: tuple[Input, ...]
    not_taken: dict[str, int]


def find_inputs(named: Sequence[str], *, leave_out: Path | None = None) -> Inputs:
    """The inputs that `named` files and folders stand for: in the order given, folders sorted and recursive.

    Args:
        named: files (taken as they are, even when missing: reading them says so) and folders.
        leave_out: a folder that is never entered: the run that is being written.
    """
    inputs: dict[str, Input] = {}
    not_taken: Counter[str] = Counter()
    for name in named:
        if not os.path.isdir(name):
            inputs.setdefault(name, Input.of_file(name))
            continue
        for path in _walk(name, leave_out.resolve() if leave_out else None):
            suffix = os.path.splitext(path)[1].lower()
            if suffix in SUFFIXES and not os.path.basename(path).startswith("."):
                inputs.setdefault(path, Input.of_file(path))
            else:
                not_taken[suffix or "(no suffix)"] += 1
    return Inputs(tuple(inputs.values()), dict(sorted(not_taken.items())))


def _walk(folder: str, leave_out: Path | None) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(here, f).resolve() != leave_out)
        yield from (os.path.join(here, f) for f in sorted(files))
