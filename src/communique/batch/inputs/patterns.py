"""Patterns such as `releases/**/*.html`, for shells that do not expand them, and for lists too long for a command."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from communique.batch.inputs.folders import walk

_ANY_DEPTH: Final = "**"


def is_pattern(name: str) -> bool:
    """Whether a name can stand for several files."""
    return glob.has_magic(name)


def expand(pattern: str) -> list[str]:
    """The files and folders that fit, sorted. As in a shell, what begins with a dot fits no `*`.

    `**` stands for folders at any depth. Those that are only linked are not entered there: a link to a folder above
    has no end. After `**`, only files fit.
    """
    parts = pattern.replace(os.sep, "/").split("/")
    if _ANY_DEPTH not in parts:
        return sorted(glob.iglob(pattern))
    at = parts.index(_ANY_DEPTH)
    found = {
        path
        for folder in (glob.iglob("/".join([*parts[:at], ""])) if at else [""])
        for path in _files_below(folder)
        if _fits(path[len(folder) :].replace(os.sep, "/").split("/"), parts[at:])
    }
    return sorted(found)


def _files_below(folder: str) -> Iterator[str]:
    for entry in walk(folder or "."):
        if entry.kind == "file" and not os.path.basename(entry.path).startswith("."):
            yield entry.path if folder else os.path.relpath(entry.path)


def _fits(names: list[str], pattern: list[str]) -> bool:
    if not pattern:
        return not names
    first, *rest = pattern
    if first == _ANY_DEPTH:
        return any(_fits(names[i:], rest) for i in range(len(names))) if rest else bool(names)
    return bool(names) and fnmatchcase(names[0], first) and _fits(names[1:], rest)
