"""The rows of a dump, one at a time: JSON arrays and JSON lines, plain, gzipped or zipped.

A dump of the whole registry is 250 MB of JSON: it is read as a stream, and never stands in memory as a whole.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

import ijson

from communique.errors import RegistryError

Row = dict[str, Any]
Watch = Callable[[int, int], None]
"""Called with the bytes of a file that are read so far, and its size."""

BadRow = Callable[[int, str], None]
"""Called with the number of a row that can't be used, from 1 on, and what is wrong with it."""

_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"
_BOM: Final = b"\xef\xbb\xbf"
_BLOCK: Final = 1 << 20
_DAMAGED: Final = "it is cut off or damaged: get it again"


def read_rows(path: Path, bad_row: BadRow, watch: Watch | None = None) -> Iterator[Row]:
    """The rows of a dump in file order.

    Args:
        path: a JSON array of objects, or one object a line; plain, gzipped, or in a zip archive, of which the JSON
            file of schema v2 is taken where there are several.
        bad_row: is told of each line that holds no object.
        watch: is told how far the reading is.

    Raises:
        RegistryError: the file can't be read or is no dump; the message says what to do.
    """
    try:
        with open_dump(path, watch) as file:
            yield from _rows(file, bad_row)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, ijson.IncompleteJSONError) as error:
        raise RegistryError(f"{path}: {_DAMAGED} ({_first_line(error)})") from error
    except ijson.JSONError as error:
        raise RegistryError(f"{path}: this is no JSON ({_first_line(error)}): give a ROR dump") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: this is no text in UTF-8: give a ROR dump (JSON, or its zip)") from error
    except OSError as error:
        raise RegistryError(f"{path}: can't be read: {error.strerror or error}") from error


@contextmanager
def open_dump(path: Path, watch: Watch | None = None) -> Iterator[IO[bytes]]:
    """The bytes of a dump, unpacked, without byte order mark.

    Raises:
        RegistryError: the archive holds no JSON.
        OSError: the file can't be read.
    """
    with _Watched(path, watch) as raw:
        buffered = io.BufferedReader(raw, _BLOCK)
        magic = buffered.peek(4)[:4]
        if magic.startswith(_ZIP):
            with zipfile.ZipFile(buffered) as archive, archive.open(_member(path, archive)) as member:
                inner = io.BufferedReader(cast(io.RawIOBase, member), _BLOCK)
                yield _without_mark(inner)
        elif magic.startswith(_GZIP):
            with gzip.open(buffered) as unpacked:
                yield _without_mark(io.BufferedReader(cast(io.RawIOBase, unpacked), _BLOCK))
        else:
            yield _without_mark(buffered)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        RegistryError: the file can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise RegistryError(f"{path}: there is no such file") from error
    except OSError as error:
        raise RegistryError(f"{path}: can't be read: {error.strerror or error}") from error


def _rows(file: IO[bytes], bad_row: BadRow) -> Iterator[Row]:
    start = _first_bytes(file)
    if not start:
        raise ijson.JSONError("it is empty")
    if start.startswith(b"["):
        for number, row in enumerate(ijson.items(file, "item", use_float=True), start=1):
            if isinstance(row, dict):
                yield row
            else:
                bad_row(number, "it is no object")
        return
    if not start.startswith(b"{"):
        raise ijson.JSONError("it begins with neither [ nor {")
    yield from _lines(file, bad_row)


def _lines(file: IO[bytes], bad_row: BadRow) -> Iterator[Row]:
    seen = False
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            if not seen:
                raise ijson.JSONError(f"line {number}: {error}") from error
            bad_row(number, f"it is no JSON: {error}")
            continue
        if isinstance(row, dict):
            seen = True
            yield row
        else:
            bad_row(number, "it is no object")


def _member(path: Path, archive: zipfile.ZipFile) -> str:
    """The JSON file of an archive: that of schema v2 before that of v1."""
    names = sorted(n for n in archive.namelist() if n.casefold().endswith((".json", ".jsonl")))
    names = [n for n in names if not n.startswith("__MACOSX/")]
    if not names:
        raise RegistryError(
            f"{path}: the archive holds no JSON file: give the zip of a ROR release as it was published"
        )
    return next((n for n in names if "schema_v2" in n.casefold()), names[0])


def _first_bytes(file: IO[bytes]) -> bytes:
    """The first bytes behind white space, which is passed over."""
    reader = cast(io.BufferedReader, file)
    while start := reader.peek(1):
        stripped = start.lstrip()
        if stripped:
            reader.read(len(start) - len(stripped))
            return bytes(stripped[:1])
        reader.read(len(start))
    return b""


def _without_mark(file: io.BufferedReader[Any]) -> IO[bytes]:
    if file.peek(len(_BOM)).startswith(_BOM):
        file.read(len(_BOM))
    return cast(IO[bytes], file)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


class _Watched(io.FileIO):
    """A file that says how far it is read."""

    def __init__(self, path: Path, watch: Watch | None) -> None:
        super().__init__(path, "r")
        self._watch = watch
        self._size = path.stat().st_size

    def readinto(self, buffer: Any, /) -> int | None:
        count = super().readinto(buffer)
        if self._watch:
            self._watch(min(self.tell(), self._size), self._size)
        return count
