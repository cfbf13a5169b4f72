"""Goes through folders: in a stable order, however deep they are, and never in a circle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from communique.batch.inputs.files import explain
from communique.errors import ReadError


class Entry(NamedTuple):
    """What stands in a folder: a file, a link to a folder, or a folder that can't be looked into, with the error."""

    path: str
    kind: Literal["file", "linked folder", "closed folder"]
    error: ReadError | None = None


def walk(folder: str, leave_out: Path | None = None) -> Iterator[Entry]:
    """The files of `folder` and of those in it: in each the files first, then the folders, both sorted by name.

    What is neither file nor folder, such as a pipe, comes as a file; reading it says what it is. Folders whose names
    begin with a dot are not entered, nor are links to folders.

    Args:
        folder: the start.
        leave_out: a folder that is never entered.
    """
    left_out = _identity(leave_out) if leave_out else None
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            yield Entry(here, "closed folder", explain(error))
            continue
        folders: list[str] = []
        links: list[Entry] = []
        for entry in entries:
            path = os.path.join(here, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and (left_out is None or _identity(path) != left_out):
                    folders.append(path)
            elif entry.is_symlink() and os.path.isdir(path):
                links.append(Entry(path, "linked folder"))
            else:
                yield Entry(path, "file")
        yield from links
        waiting += reversed(folders)


def _identity(folder: str | Path) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino
