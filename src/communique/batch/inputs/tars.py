"""Tar archives, packed or not, read as a stream: each byte is unpacked once."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, Final, cast

import zstandard

from communique.batch.inputs.members import (
    FREE_ARCHIVE_BYTES,
    MAX_MEMBERS,
    PIECE_BYTES,
    Budget,
    Member,
    is_bomb,
    read_bounded,
    refusal,
    too_large,
)
from communique.errors import ReadError

_BLOCK_BYTES: Final = 512

_HEADER_BYTES: Final = 1 << 18
"""256 KiB: extended headers hold long names, and what systems note about a file."""

_LONG_NUMBER: Final = re.compile(rb"\d{101}")
"""What is not given to `tarfile` in a header: before Python 3.11.10 and 3.12.6 it takes time by the square of the
number's length, https://github.com/python/cpython/issues/121285."""

_DAMAGE: Final = (
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    RecursionError,  # thousands of headers that each announce the next
)
"""What `tarfile` and the libraries that unpack raise on archives that somebody broke."""


def _open_zstandard(packed: BinaryIO) -> BinaryIO:
    reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True, closefd=False)
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, reader), PIECE_BYTES))


PACKERS: Final[dict[bytes, Callable[[BinaryIO], BinaryIO]]] = {
    b"\x1f\x8b": lambda packed: cast(BinaryIO, gzip.GzipFile(fileobj=packed)),
    b"BZh": lambda packed: cast(BinaryIO, bz2.BZ2File(packed)),
    b"\xfd7zXZ\0": lambda packed: cast(BinaryIO, lzma.LZMAFile(packed)),  # noqa: SIM115
    b"\x28\xb5\x2f\xfd": _open_zstandard,
}
"""How packed streams begin, and what unpacks them."""


class TarArchive:
    """A tar archive, its members in the order in which they stand in it."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """Opens a file that stands at its start; what is unpacked is spent from `budget`.

        Raises:
            ReadError: unreadable.
        """
        start = file.read(max(map(len, PACKERS)))
        file.seek(0)
        unpack = next((unpack for magic, unpack in PACKERS.items() if start.startswith(magic)), None)
        self._stream = _Forward(unpack(file) if unpack else file, file, budget)
        try:
            self._tar = tarfile.TarFile(
                fileobj=cast(IO[bytes], self._stream), encoding="utf-8", errors="surrogateescape"
            )
        except _DAMAGE as error:
            raise ReadError("unreadable", f"this is no tar archive, or a damaged one: {error}") from error
        self._now: tarfile.TarInfo | None = None

    def members(self) -> Iterator[Member]:
        for number in range(MAX_MEMBERS + 1):
            info = self._next(number)
            if info is None:
                return
            if number == MAX_MEMBERS:
                break
            if not info.isdir():
                self._now = info
                yield Member(info.name, _refusal(info))
        raise ReadError("refused", f"the archive has more than {MAX_MEMBERS} members")

    def _next(self, number: int) -> tarfile.TarInfo | None:
        try:
            info = self._tar.next()
        except _DAMAGE as error:
            raise _damaged(number, str(error)) from error
        self._tar.members = []  # type: ignore[attr-defined]  # `tarfile` keeps all it saw
        if info is None and not self._stream.ended_well:
            raise _damaged(number, "no header stands where the next should be")
        return info

    def read(self) -> bytes:
        if self._now is None:
            raise ValueError("no member was given yet")
        try:
            self._stream.in_headers = False
            file = self._tar.extractfile(self._now)
            if file is None:
                raise ReadError("refused", "it is no file")
            data = read_bounded(cast(BinaryIO, file))
        except _DAMAGE as error:
            raise ReadError("unreadable", f"the member is damaged: {error}") from error
        finally:
            self._stream.in_headers = True
        if len(data) < self._now.size:
            raise ReadError("unreadable", "the archive ends before the member does; download or copy it again")
        return data

    def close(self) -> None:
        self._tar.close()
        self._stream.close()


def _refusal(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if by_name := refusal(info.name):
        return by_name
    if info.issym() or info.islnk():
        return "refused", "it is a link; name what it points to"
    if not info.isreg():
        return "refused", "it is a device, a pipe or another thing that is no file"
    if info.issparse():
        return "refused", "it is stored with holes; pack it again without them"
    return too_large(info.size)


def _damaged(number: int, what: str) -> ReadError:
    return ReadError(
        "unreadable", f"the archive is damaged after {number} members ({what}); those before are read, the rest is lost"
    )


class _Forward:
    """The unpacked stream. It goes forward only, keeps nothing, and ends where only a bomb would go on."""

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO, budget: Budget) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._budget = budget
        self._position = 0
        self._last = b""
        self.in_headers = True

    @property
    def ended_well(self) -> bool:
        """Whether what was read last is an end of archive: a block of zeros, or nothing."""
        return not self._last.strip(b"\0") and len(self._last) in (0, _BLOCK_BYTES)

    def read(self, size: int) -> bytes:
        if not 0 <= size <= (_HEADER_BYTES if self.in_headers else PIECE_BYTES):
            raise ReadError("unreadable", f"a header in the archive claims {size} bytes")
        data = self._take(size)
        if self.in_headers and _LONG_NUMBER.search(data):
            raise ReadError("unreadable", "a header in the archive holds a number without end")
        return data

    def _take(self, size: int) -> bytes:
        self._last = self._unpacked.read(size)
        self._position += len(self._last)
        if self._unpacked is not self._packed:
            self._budget.spend(len(self._last))
            if is_bomb(self._position, self._packed.tell(), FREE_ARCHIVE_BYTES):
                raise ReadError("refused", f"the archive unpacks to over {self._position} bytes, as only bombs do")
        return self._last

    def seek(self, position: int) -> int:
        """Goes on to `position`; a plain tar is not read in between."""
        if position < self._position:  # a negative size: the same members would come for ever
            raise tarfile.StreamError("a header in the archive points back")
        if self._unpacked is self._packed:
            self._position = self._packed.seek(position)
        while self._position < position and self._take(min(position - self._position, PIECE_BYTES)):
            pass
        return self._position

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        if self._unpacked is not self._packed:
            self._unpacked.close()
