"""Lists of paths: a text file, or standard input, with one path a line."""

from __future__ import annotations

import codecs
import os
import sys
from typing import Final

from communique.batch.inputs.files import explain
from communique.errors import ReadError

LIST_SUFFIXES: Final = (".lst", ".txt")
STANDARD_INPUT: Final = "-"

_SNIFFED_BYTES: Final = 1024
_STARTS_OF_RELEASES: Final = (b"<", b"%PDF")


def is_list(name: str) -> bool:
    """Whether what is named on the command line is a list of paths: it is called so, and is no release in disguise."""
    if name == STANDARD_INPUT:
        return True
    if not name.lower().endswith(LIST_SUFFIXES) or not os.path.isfile(name):
        return False
    try:
        with open(name, "rb") as file:
            return not file.read(_SNIFFED_BYTES).lstrip().startswith(_STARTS_OF_RELEASES)
    except (OSError, ValueError):
        return False


def read_list(name: str, null: bool = False) -> list[str]:
    """The paths in a list; those that are not absolute start at the current folder.

    Args:
        name: of a file, or `-` for standard input.
        null: a NUL ends each path, as `find -print0` writes them, and a line feed is a letter as any other. Where
            the list holds a NUL this is seen without being said.

    Raises:
        ReadError: the list can't be read.
    """
    data = _read(name)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # what some shells of Windows write
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError as error:
            raise ReadError("unreadable", f"the list is damaged: {error}") from error
    data = data.removeprefix(codecs.BOM_UTF8)
    if null or b"\0" in data:
        paths = data.split(b"\0")
    else:
        lines = (line.removesuffix(b"\r") for line in data.split(b"\n"))
        paths = [line for line in lines if not line.startswith(b"#")]
    return [os.fsdecode(path) for path in paths if path.strip()]


def _read(name: str) -> bytes:
    """The content of a list, which may be a pipe: shells offer one for `<(find ...)`."""
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise explain(error) from error
