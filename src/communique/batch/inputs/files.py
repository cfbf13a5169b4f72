"""Reads files; says in one line what is wrong with those that can't be read."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from communique.batch.inputs.members import is_archive
from communique.errors import ReadError

MAX_INPUT_BYTES: Final = 1 << 30
"""One gibibyte. Larger files are no releases, and reading one would exhaust a laptop before any reader sees it."""


def read_input(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file.

    Raises:
        ReadError: missing, not-a-file, no-permission, too-large, unreadable or empty.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("not-a-file", "this is a folder; name the files in it, or use `communique run`")
        require_file(status)
        if is_archive(os.fspath(path)):
            raise ReadError("not-a-file", "this is an archive; `communique run` reads what is in it")
        if status.st_size > MAX_INPUT_BYTES:
            raise ReadError("too-large", f"the file has {status.st_size} bytes, the limit is {MAX_INPUT_BYTES}")
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise explain(error) from error
    return require_content(data)


def require_file(status: os.stat_result) -> None:
    """Nothing, for a regular file.

    Raises:
        ReadError: not-a-file.
    """
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("not-a-file", "this is no regular file; pipe its content in and name it `-`")


def require_content(data: bytes) -> bytes:
    """`data` itself.

    Raises:
        ReadError: empty.
    """
    if not data or data.isspace():
        raise ReadError("empty", "there is nothing in it; check where it was copied or downloaded from")
    return data


def explain(error: OSError | ValueError) -> ReadError:
    """What the system said about a file or folder, as a coded error. A ValueError is a NUL byte in the path."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return ReadError("missing", "there is no such file; check the path")
        case PermissionError():
            return ReadError("no-permission", "it may not be read; change its permissions")
    return ReadError("unreadable", f"it can't be read: {getattr(error, 'strerror', None) or error}")


def uri_of(path: str | os.PathLike[str]) -> str:
    r"""The path as it was given; bytes of a file name that are no UTF-8 are written as `\xe9`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
