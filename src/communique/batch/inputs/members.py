"""What archives of every kind have in common: their members, what of them is refused, and how much is read.

Nothing is ever unpacked to disk, so that a name or a link can't reach outside the run. They are refused all the same:
an archive that tries is no archive of releases, and what it says of itself is not to be believed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NamedTuple, Protocol

from communique.errors import ReadError

TAR_SUFFIXES: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tzst")
_ARCHIVE_SUFFIXES: Final = (".zip", *TAR_SUFFIXES)

MAX_MEMBER_BYTES: Final = 1 << 28
"""256 MiB: far beyond any release; a member is held in memory."""

MAX_MEMBERS: Final = 1_000_000
"""Members that one archive may have."""

MAX_RATIO: Final = 200
"""Times that content may be longer than it is packed, beyond the free sizes below. Markup packs to a tenth, rarely a
fiftieth; deflate reaches 1,032, and only on content that says nothing."""

FREE_MEMBER_BYTES: Final = 1 << 24
"""16 MiB: a member of this size is no danger however it is packed."""

FREE_ARCHIVE_BYTES: Final = 1 << 30
"""1 GiB: an archive of this size, unpacked, is no danger however it is packed."""

PIECE_BYTES: Final = 1 << 20
"""What is read at a time: a wrong size in an archive must not ask for memory that its content does not fill."""

_DRIVE: Final = re.compile(r"[A-Za-z]:/")


class Place(NamedTuple):
    """A member's place in an archive: how many stand before it, and its name there."""

    ordinal: int
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A member that is no folder: its name as the archive writes it, and the reason and message if it is refused."""

    name: str
    refused: tuple[str, str] | None = None


class Archive(Protocol):
    """An open archive, read once from its first member to its last."""

    def members(self) -> Iterator[Member]:
        """The members in order.

        Raises:
            ReadError: the archive is damaged from here on, or a limit is reached.
        """

    def read(self) -> bytes:
        """The bytes of the member that was given last.

        Raises:
            ReadError: they can't be read, or are more than they should be.
        """

    def close(self) -> None:
        """Frees what the archive holds."""


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened as an archive."""
    return name.lower().endswith(_ARCHIVE_SUFFIXES)


def refusal(name: str) -> tuple[str, str] | None:
    """Why a member with this name is not read, if it is not."""
    path = name.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path):
        return "refused", "its name in the archive is an absolute path"
    if ".." in path.split("/"):
        return "refused", "its name in the archive leads out of it"
    if "\0" in path:
        return "refused", "its name in the archive holds a NUL"
    return None


def too_large(size: int) -> tuple[str, str] | None:
    """Why a member of this size in bytes is not read, if it is not."""
    if size <= MAX_MEMBER_BYTES:
        return None
    return "too-large", f"the member has {size} bytes, the limit is {MAX_MEMBER_BYTES}"


def is_bomb(unpacked: int, packed: int, free: int) -> bool:
    """Whether so many bytes from so few are the work of somebody who wants to fill a memory."""
    return unpacked > free and unpacked > MAX_RATIO * max(packed, 1)


def read_bounded(file: BinaryIO) -> bytes:
    """All bytes of an open member.

    Raises:
        ReadError: too-large.
    """
    content = io.BytesIO()
    while piece := file.read(PIECE_BYTES):
        if refused := too_large(content.tell() + len(piece)):
            raise ReadError(*refused)
        content.write(piece)
    return content.getvalue()


class Budget:
    """What an archive and those that stand in it may unpack to, together."""

    def __init__(self, packed: int) -> None:
        """Takes the size in bytes of the outermost archive."""
        self._packed = packed
        self._unpacked = 0

    def spend(self, size: int) -> None:
        """Counts bytes that are unpacked.

        Raises:
            ReadError: refused.
        """
        self._unpacked += size
        if is_bomb(self._unpacked, self._packed, FREE_ARCHIVE_BYTES):
            raise ReadError("refused", f"the archive unpacks to over {FREE_ARCHIVE_BYTES} bytes, as only bombs do")


class BoundedFile(io.RawIOBase):
    """A file of which no single read may ask for more than `limit` bytes: whatever a header claims."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        """Takes an open file that can seek; closing this leaves it open."""
        super().__init__()
        self._file = file
        self._limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes.

        Raises:
            ReadError: unreadable: more than the limit is asked for.
        """
        asked = self._limit + 1 if size is None or size < 0 else size
        if size is not None and size > self._limit:
            raise ReadError("unreadable", f"a header in the archive claims {size} bytes")
        data = self._file.read(asked)
        if len(data) > self._limit:
            raise ReadError("unreadable", "the archive has no end where there should be one")
        return data

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()
