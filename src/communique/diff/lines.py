"""Lines of records where they lie: all in turn, and each again by its place."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import zstandard


class Lines(Protocol):
    """Lines of bytes. A place is a number that only `read` understands."""

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Every line with its place, in order."""
        ...

    def read(self, start: int, end: int) -> bytes:
        """The line that begins at a place; `end` is the place and the line's length together."""
        ...

    def close(self) -> None:
        """Lets go of what is open."""
        ...


class FileLines:
    """The lines of a file; a place is an offset."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("rb")

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        start = 0
        for line in self._file:
            yield start, line
            start += len(line)

    def read(self, start: int, end: int) -> bytes:
        self._file.seek(start)
        return self._file.read(end - start)

    def close(self) -> None:
        self._file.close()


class PackedLines:
    """The lines of a file packed with Zstandard; a place is an offset in the unpacked bytes.

    It is unpacked as a stream, and read on from where it stands: records are asked for in about their order, so that a
    file is unpacked twice, once to index it and once to compare.
    """

    def __init__(self, path: Path) -> None:
        self._packed: BinaryIO = path.open("rb")
        self._open()

    def _open(self) -> None:
        self._packed.seek(0)
        stream = zstandard.ZstdDecompressor().stream_reader(self._packed, read_across_frames=True, closefd=False)
        self._unpacked = io.BufferedReader(stream, 1 << 20)
        self._at = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        self._open()
        start = 0
        for line in self._unpacked:
            yield start, line
            start += len(line)
        self._at = start

    def read(self, start: int, end: int) -> bytes:
        if start < self._at:
            self._open()
        while self._at < start:
            self._at += len(self._unpacked.read(min(start - self._at, 1 << 20)))
        line = self._unpacked.read(end - start)
        self._at += len(line)
        return line

    def close(self) -> None:
        self._packed.close()


class LinesAtHand:
    """Lines in memory; a place is a line's number."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        return enumerate(self._lines)

    def read(self, start: int, end: int) -> bytes:  # noqa: ARG002
        return self._lines[start]

    def close(self) -> None:
        """Nothing is open."""
