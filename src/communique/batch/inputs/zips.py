"""Zip archives."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Final, cast

from communique.batch.inputs.members import (
    FREE_MEMBER_BYTES,
    MAX_MEMBERS,
    BoundedFile,
    Budget,
    Member,
    is_bomb,
    read_bounded,
    refusal,
    too_large,
)
from communique.errors import ReadError

_MAX_DIRECTORY_BYTES: Final = 1 << 26
"""64 MiB of names, read at once: more than half a million members with names of usual length."""

_ENCRYPTED: Final = 0x1
_NAME_IS_UTF8: Final = 0x800
_LOCAL_HEADER_BYTES: Final = 30

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,  # among others, a name that is not in the encoding it is said to be in
)
"""What `zipfile` raises on archives that somebody broke."""


class ZipArchive:
    """A zip archive, its members in the order of its directory."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """Reads the directory of an open file that can seek; what its members unpack to is spent from `budget`.

        Raises:
            ReadError: unreadable or refused.
        """
        self._size = file.seek(0, 2)
        self._budget = budget
        try:
            self._zip = zipfile.ZipFile(cast(IO[bytes], BoundedFile(file, _MAX_DIRECTORY_BYTES)))
        except NotImplementedError as error:
            raise ReadError("unreadable", f"the archive is of a kind that is not known: {error}") from error
        except _DAMAGE as error:
            raise ReadError("unreadable", f"the archive is damaged: {error}; download or copy it again") from error
        self._infos = self._zip.infolist()
        if len(self._infos) > MAX_MEMBERS:
            raise ReadError("refused", f"the archive has {len(self._infos)} members, the limit is {MAX_MEMBERS}")
        self._overlapping = _overlapping(self._infos)
        self._now: zipfile.ZipInfo | None = None

    def members(self) -> Iterator[Member]:
        for info in self._infos:
            name = _name(info)
            if name.endswith("/"):
                continue
            self._now = info
            refused = self._refusal(info, name)
            self._budget.spend(0 if refused else info.file_size)
            yield Member(name, refused)

    def _refusal(self, info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
        mode = info.external_attr >> 16
        if by_name := refusal(name):
            return by_name
        if stat.S_ISLNK(mode):
            return "refused", "it is a link; name what it points to"
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            return "refused", "it is a device, a pipe or another thing that is no file"
        if info.flag_bits & _ENCRYPTED:
            return "encrypted", "the member asks for a password; unpack the archive and name the folder"
        if info.header_offset in self._overlapping:
            return "refused", "it shares its bytes with another member, as only bombs do"
        if info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size > self._size:
            return "unreadable", "the archive ends before the member does; download or copy it again"
        if is_bomb(info.file_size, info.compress_size, FREE_MEMBER_BYTES):
            return "refused", f"{info.file_size} bytes are packed into {info.compress_size}, as only bombs do"
        return too_large(info.file_size)

    def read(self) -> bytes:
        if self._now is None:
            raise ValueError("no member was given yet")
        try:
            with self._zip.open(self._now) as file:
                return read_bounded(cast(BinaryIO, file))
        except NotImplementedError as error:
            raise ReadError("unreadable", f"the member is packed in a way that is not known: {error}") from error
        except _DAMAGE as error:
            raise ReadError("unreadable", f"the member is damaged: {error}") from error

    def close(self) -> None:
        self._zip.close()


def _name(info: zipfile.ZipInfo) -> str:
    """The name as whoever made the archive meant it: many tools write UTF-8, or a backslash, and do not say so."""
    name = info.orig_filename.replace("\\", "/")
    if info.flag_bits & _NAME_IS_UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Where the members start that reach into another: what is stored once and listed a thousand times is a bomb."""
    overlapping: set[int] = set()
    reach, owner = -1, -1
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < reach or info.header_offset == owner:
            overlapping.update((owner, info.header_offset))
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
        if end > reach:
            reach, owner = end, info.header_offset
    return overlapping
