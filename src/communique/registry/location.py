"""Which registry is in use: the one that is named, else that of the environment, else the user's, else the core."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import platformdirs

from communique.registry.core import core_organisations
from communique.registry.index import Registry
from communique.registry.index_file import SUFFIX

VARIABLE: Final = "COMMUNIQUE_REGISTRY"
CORE: Final = "core"
"""As a path, and as the variable's value: the curated core, whatever else there is."""


def user_index() -> Path:
    """Where `communique registry build` puts the index, and where it is looked for."""
    return Path(platformdirs.user_data_dir("communique", appauthor=False)) / f"organisations{SUFFIX}"


def open_registry(path: str | os.PathLike[str] | None = None) -> Registry:
    """The registry in use, opened once a process and file.

    Args:
        path: an index file, or `core`; without it the variable COMMUNIQUE_REGISTRY says which, and without that the
            user's index is taken where there is one, else the core.

    Raises:
        RegistryError: the index that was asked for is missing, damaged, or of another version.
    """
    asked = chosen_registry(path).path
    return core_registry() if asked is None else _open(asked, _stamp(asked))


@dataclass(frozen=True)
class Choice:
    """Which registry is in use: the path of an index file, or None for the core; `rule` says why that one."""

    path: str | None
    rule: str


def chosen_registry(path: str | os.PathLike[str] | None = None) -> Choice:
    """Which registry `open_registry` opens, and by which rule."""
    if path is not None:
        asked, rule = os.fspath(path), "named by the option or the call"
    elif variable := os.environ.get(VARIABLE):
        asked, rule = variable, f"named by the variable {VARIABLE}"
    elif user_index().is_file():
        asked, rule = str(user_index()), "the user's index"
    else:
        asked, rule = CORE, f"the core that comes with the package, as there is no {user_index()}"
    return Choice(None if asked == CORE else asked, rule)


@cache
def core_registry() -> Registry:
    """The curated core that comes with the package."""
    table = files(__package__).joinpath("core.tsv").read_bytes()
    digest = hashlib.sha256(table).hexdigest()[:8]
    return Registry.of((row.organisation() for row in core_organisations()), CORE, digest)


@cache
def _open(path: str, stamp: tuple[int, int]) -> Registry:  # noqa: ARG001
    return Registry.open(Path(path))


def _stamp(path: str) -> tuple[int, int]:
    """Changes when the file does, so that a long-lived process sees a new index."""
    try:
        status = os.stat(path)
    except OSError:
        return (0, 0)  # opening it says what is wrong
    return (status.st_mtime_ns, status.st_size)
