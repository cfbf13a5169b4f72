"""The index file: named sections behind a header, mapped into memory and read in place.

Layout, little-endian: the magic bytes, the length of the header (unsigned 64 bits), the header as JSON, and the
sections, each from a multiple of ALIGNMENT on. The header holds `format`, `name`, `version`, `counts`, `sources`,
`digest` and the sections' places; the digest is the SHA-256 over all sections, so that two builds from the same
dumps are the same bytes and a damaged file is known before it is used.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.errors import RegistryError

MAGIC: Final = b"communique-registry\n"
FORMAT: Final = 6
ALIGNMENT: Final = 64
SUFFIX: Final = ".registry"

_HEADER_KEYS: Final = {"counts", "digest", "format", "name", "sections", "sources", "version"}
_LENGTH: Final = 8
_HEADER_LIMIT: Final = 1 << 20


@dataclass(frozen=True)
class IndexHeader:
    """What an index says of itself.

    `name` and `version` name the registry and its release ("ror+rnsr", "v2.9+2022"); `counts` counts organisations,
    names and the like; `sources` gives the SHA-256 of each file that it was built from, by file name.
    """

    name: str
    version: str
    counts: Mapping[str, int]
    sources: Mapping[str, str]
    digest: str = ""

    @property
    def label(self) -> str:
        """As it stands in records: `name@version` and the start of the digest."""
        return f"{self.name}@{self.version}+{self.digest[:12]}"


def write_index(path: Path, header: IndexHeader, sections: Mapping[str, bytes]) -> IndexHeader:
    """Writes an index, whole or not at all: a reader sees the old file or the new one.

    Returns:
        The header with the digest of the sections.

    Raises:
        RegistryError: the file can't be written.
    """
    head, complete, order = _layout(header, sections)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(_padded(head))
            for name in order:
                file.write(sections[name])
                file.write(bytes(_aligned(file.tell()) - file.tell()))
        unfinished.replace(path)
    except OSError as error:
        raise RegistryError(f"{path}: the index can't be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return complete


def index_bytes(header: IndexHeader, sections: Mapping[str, bytes]) -> tuple[bytes, IndexHeader]:
    """The bytes of an index, and its header with the digest."""
    head, complete, order = _layout(header, sections)
    return b"".join(_padded(part) for part in (head, *(sections[name] for name in order))), complete


def _layout(header: IndexHeader, sections: Mapping[str, bytes]) -> tuple[bytes, IndexHeader, list[str]]:
    """What stands before the sections, the header with the digest, and the order of the sections."""
    order = sorted(sections)
    digest = hashlib.sha256()
    for name in order:
        digest.update(name.encode() + b"\0")
        digest.update(sections[name])
    complete = IndexHeader(header.name, header.version, header.counts, header.sources, digest.hexdigest())
    places: dict[str, list[int]] = {}
    offset = 0
    for name in order:
        places[name] = [offset, len(sections[name])]
        offset = _aligned(offset + len(sections[name]))
    head = json.dumps(
        {
            "counts": dict(header.counts),
            "digest": complete.digest,
            "format": FORMAT,
            "name": header.name,
            "sections": places,
            "sources": dict(header.sources),
            "version": header.version,
        },
        ensure_ascii=False,
        sort_keys=True,
    ).encode()
    return MAGIC + len(head).to_bytes(_LENGTH, "little") + head, complete, order


def _padded(part: bytes) -> bytes:
    return part + bytes(_aligned(len(part)) - len(part))


class IndexFile:
    """An index that is open: its header, and its sections as views that are not copied."""

    def __init__(self, data: bytes | mmap.mmap, origin: str) -> None:
        """Reads the header.

        Raises:
            RegistryError: the bytes are no index, of another format, or damaged.
        """
        self._view = memoryview(data)
        self.origin = origin
        head = self._head()
        self.header = IndexHeader(head["name"], head["version"], head["counts"], head["sources"], head["digest"])
        self._places: dict[str, list[int]] = head["sections"]
        self._verify()

    @classmethod
    def open(cls, path: Path) -> IndexFile:
        """Maps a file.

        Raises:
            RegistryError: there is no such file, or it is no usable index; the message says what to do.
        """
        try:
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise RegistryError(f"{path}: there is no such index; `communique registry build` makes one") from error
        except ValueError as error:  # an empty file can't be mapped
            raise RegistryError(f"{path}: the file is empty; build it again") from error
        except OSError as error:
            raise RegistryError(f"{path}: the index can't be read: {error.strerror or error}") from error
        return cls(data, str(path))

    def section(self, name: str) -> memoryview:
        """The bytes of a section.

        Raises:
            KeyError: there is no such section.
        """
        place, length = self._places[name]
        return self._view[self._start + place : self._start + place + length]

    def _head(self) -> dict[str, Any]:
        view = self._view
        if bytes(view[: len(MAGIC)]) != MAGIC:
            raise RegistryError(f"{self.origin}: this is no registry index; `communique registry build` makes one")
        length = int.from_bytes(view[len(MAGIC) : len(MAGIC) + _LENGTH], "little")
        if length > min(_HEADER_LIMIT, len(view)):
            raise RegistryError(f"{self.origin}: the index is damaged; build it again")
        try:
            head: Any = json.loads(bytes(view[len(MAGIC) + _LENGTH : len(MAGIC) + _LENGTH + length]))
        except ValueError as error:
            raise RegistryError(f"{self.origin}: the index is damaged; build it again") from error
        if not isinstance(head, dict) or head.keys() != _HEADER_KEYS:
            raise RegistryError(f"{self.origin}: the index is damaged, or of another version; build it again")
        if head["format"] != FORMAT:
            raise RegistryError(f"{self.origin}: the index is of another version of communique; build it again")
        self._start = _aligned(len(MAGIC) + _LENGTH + length)
        return head

    def _verify(self) -> None:
        digest = hashlib.sha256()
        for name in sorted(self._places):
            place, length = self._places[name]
            if self._start + place + length > len(self._view):
                raise RegistryError(f"{self.origin}: the index is cut off; build it again")
            digest.update(name.encode() + b"\0")
            digest.update(self.section(name))
        if digest.hexdigest() != self.header.digest:
            raise RegistryError(f"{self.origin}: the index is damaged; build it again")


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT
