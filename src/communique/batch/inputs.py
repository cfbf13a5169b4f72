"""Finds inputs and reads their bytes; says in one line what is wrong with those that can't be read."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.errors import ReadError

SUFFIXES: Final = frozenset({".htm", ".html", ".pdf", ".xhtml"})
"""What is taken from a folder. A file that is named itself is taken whatever it is called."""

MAX_INPUT_BYTES: Final = 1 << 30
"""One gibibyte. Larger files are no releases, and reading one would exhaust a laptop before any reader sees it."""


def read_input(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: missing, not-a-file, no-permission, too-large or empty.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("not-a-file", "this is a folder; name the files in it, or use `communique run`")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("not-a-file", "this is no regular file; pipe its content in and name it `-`")
        if status.st_size > MAX_INPUT_BYTES:
            raise ReadError("too-large", f"the file has {status.st_size} bytes, the limit is {MAX_INPUT_BYTES}")
        data = Path(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ReadError("missing", "there is no such file; check the path") from None
    except PermissionError:
        raise ReadError("no-permission", "the file may not be read; change its permissions") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        raise ReadError("unreadable", f"the file can't be read: {getattr(error, 'strerror', None) or error}") from error
    return require_content(data)


def require_content(data: bytes) -> bytes:
    """`data` itself.

    Raises:
        ReadError: empty.
    """
    if not data or data.isspace():
        raise ReadError("empty", "there is nothing in it; check where it was copied or downloaded from")
    return data


def uri_of(path: str | os.PathLike[str]) -> str:
    r"""The path as it was given; bytes of a file name that are no UTF-8 are written as `\xe9`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@dataclass(frozen=True)
class Inputs:
    """The files of a batch in a stable order, and how many files of the folders were left, by suffix."""

    paths: tuple[str, ...]
    not_taken: dict[str, int]


def find_inputs(named: Sequence[str], *, leave_out: Path | None = None) -> Inputs:
    """The files that `named` files and folders stand for: in the order given, folders sorted and recursive.

    Args:
        named: files (taken as they are, even when missing: reading them says so) and folders.
        leave_out: a folder that is never entered: the run that is being written.
    """
    paths: dict[str, None] = {}
    not_taken: Counter[str] = Counter()
    for name in named:
        if not os.path.isdir(name):
            paths[name] = None
            continue
        for path in _walk(name, leave_out.resolve() if leave_out else None):
            suffix = os.path.splitext(path)[1].lower()
            if suffix in SUFFIXES and not os.path.basename(path).startswith("."):
                paths[path] = None
            else:
                not_taken[suffix or "(no suffix)"] += 1
    return Inputs(tuple(paths), dict(sorted(not_taken.items())))


def _walk(folder: str, leave_out: Path | None) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(here, f).resolve() != leave_out)
        yield from (os.path.join(here, f) for f in sorted(files))
