"""Opens archives by what they are, and reads their members in order."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import BinaryIO, Final

from communique.batch.inputs.files import explain, require_content, require_file
from communique.batch.inputs.members import TAR_SUFFIXES, Archive, Budget, Place
from communique.batch.inputs.remote import is_url, open_url
from communique.batch.inputs.tars import PACKERS, TarArchive
from communique.batch.inputs.torn_zips import TornZipArchive
from communique.batch.inputs.zips import ZipArchive
from communique.errors import ReadError

_ZIP_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")


@contextmanager
def open_file(path: str) -> Iterator[BinaryIO]:
    """A regular file, or the file at a URL, open for reading.

    Raises:
        ReadError: missing, not-a-file, no-permission or unreadable.
    """
    if is_url(path):
        with open_url(path) as remote:
            yield remote
        return
    try:  # around the opening only: what the caller does in its block is not to be explained here
        require_file(os.stat(path))
        file = open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise explain(error) from error
    with file:
        yield file


def open_archive(file: BinaryIO, name: str, budget: Budget | None = None) -> Archive:
    """The archive in an open file. What it is its first bytes say; its name does where they say nothing.

    Args:
        file: can seek; it must stay open.
        name: the file's.
        budget: that of the archive in which it stands, if it does.

    Raises:
        ReadError: unreadable or refused.
    """
    try:
        own = budget or Budget(file.seek(0, io.SEEK_END))
        file.seek(0)
        start = file.read(max(map(len, PACKERS)))
        file.seek(0)
    except OSError as error:
        raise explain(error) from error
    if start.startswith(_ZIP_STARTS):
        return _open_zip(file, own, start)
    if name.lower().endswith(TAR_SUFFIXES) or start.startswith(tuple(PACKERS)):
        return TarArchive(file, own)
    return _open_zip(file, own, start)


def _open_zip(file: BinaryIO, budget: Budget, start: bytes) -> Archive:
    try:
        return ZipArchive(file, budget)
    except ReadError as error:
        if error.reason != "unreadable" or not start.startswith(_ZIP_STARTS[0]):
            raise
        return TornZipArchive(file, budget)


def read_member(path: str, member: tuple[Place, ...]) -> bytes:
    """The bytes of a member, found by the way into the archive at `path`.

    The archive stays open for the next member: read in order, each archive is gone through once.

    Raises:
        ReadError: it can't be read; `reason` says why.
    """
    with _LOCK:
        return require_content(_OPEN.read(path, member))


def close_archives() -> None:
    """Closes the archive that was read last."""
    with _LOCK:
        _OPEN.close()


class _Cursor:
    """An archive that stands open at one of its members."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.archive = open_archive(file, name)
        self._members = enumerate(self.archive.members())
        self.at = -1

    def read(self, place: Place) -> bytes:
        """The bytes of the member at `place`, which is further on than any before."""
        name: str | None = None
        while self.at < place.ordinal:
            try:
                self.at, member = next(self._members)
            except StopIteration:
                break
            name = member.name
        if name != place.name:
            raise ReadError("unreadable", "the archive was changed after its members were listed; run again")
        return self.archive.read()


class _OpenArchive:
    """The archive that is read at the moment, and the one in it."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] | None = None
        self._outer: _Cursor | None = None
        self._nested: tuple[Place, _Cursor] | None = None
        self._closing = ExitStack()

    def read(self, path: str, member: tuple[Place, ...]) -> bytes:
        if len(member) == 1:
            return self._outer_at(path, member[0]).read(member[0])
        return self._nested_at(path, *member).read(member[1])

    def _nested_at(self, path: str, outer: Place, inner: Place) -> _Cursor:
        """The archive in the archive, opened anew if it is another, was changed, or has gone past `inner`."""
        if self._nested and self._key == _identity(path):
            at, cursor = self._nested
            if at == outer and cursor.at < inner.ordinal:
                return cursor
        data = self._outer_at(path, outer).read(outer)
        cursor = _Cursor(io.BytesIO(data), outer.name)
        self._nested = (outer, cursor)
        return cursor

    def _outer_at(self, path: str, place: Place) -> _Cursor:
        """The outer archive, opened anew if it is another, was changed, or has gone past `place`."""
        key = _identity(path)
        if self._outer is None or key != self._key or self._outer.at >= place.ordinal:
            self.close()
            self._outer = _Cursor(self._closing.enter_context(open_file(path)), path)
            self._closing.enter_context(closing(self._outer.archive))
            self._key = key
        return self._outer

    def close(self) -> None:
        self._closing.close()
        self._key = self._outer = self._nested = None


def _identity(path: str) -> tuple[object, ...]:
    """What changes when the file does, where it is cheap to tell."""
    if is_url(path):
        return (path,)
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise explain(error) from error
    return path, status.st_ino, status.st_size, status.st_mtime_ns


_LOCK: Final = threading.Lock()
_OPEN: Final = _OpenArchive()
