"""Zip archives whose directory is lost, as when a download broke off: what stands before the tear is read all the same.

Each member has a header of its own before its bytes. It says less than the directory, and may leave the length open:
then the bytes are unpacked to find their end.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from communique.batch.inputs.members import (
    FREE_MEMBER_BYTES,
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    PIECE_BYTES,
    Budget,
    Member,
    is_bomb,
    refusal,
    too_large,
)
from communique.errors import ReadError

_HEADER: Final = struct.Struct("<4s5H3L2H")
_START: Final = b"PK\x03\x04"
_DIRECTORY: Final = b"PK\x01\x02"
_DESCRIPTOR: Final = b"PK\x07\x08"
_ENCRYPTED: Final = 0x1
_LENGTH_FOLLOWS: Final = 0x8
_NAME_IS_UTF8: Final = 0x800
_STORED: Final = 0
_DEFLATED: Final = 8
_IN_ZIP64: Final = 0xFFFFFFFF


class _Header(NamedTuple):
    """What stands before a member's bytes; `start` is where they begin."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int
    start: int


class TornZipArchive:
    """A zip archive without its directory, its members in the order of their bytes."""

    def __init__(self, file: BinaryIO, budget: Budget) -> None:
        """Takes an open file that begins with a member; what is unpacked is spent from `budget`."""
        self._file = file
        self._budget = budget
        self._size = file.seek(0, 2)
        self._now: _Header | None = None

    def members(self) -> Iterator[Member]:
        at = 0
        for number in range(MAX_MEMBERS):
            header = self._header(at, number)
            end, refused = self._end(header)
            refused = refusal(header.name) or self._refusal(header, end) or refused
            self._budget.spend(0 if refused else header.unpacked)
            self._now = header
            if not header.name.endswith("/"):
                yield Member(header.name, refused)
            if end is None or end > self._size:
                raise self._torn(number)
            at = end
        raise ReadError("refused", f"the archive has more than {MAX_MEMBERS} members")

    def _header(self, at: int, number: int) -> _Header:
        self._file.seek(at)
        data = self._file.read(_HEADER.size)
        if not data.startswith(_START) or len(data) < _HEADER.size:
            raise self._torn(number, found_all=data.startswith(_DIRECTORY))
        _, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = _HEADER.unpack(data)
        raw = self._file.read(name_length)
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("utf-8", "surrogateescape") if flags & _NAME_IS_UTF8 else raw.decode("cp437")
        start = at + _HEADER.size + name_length + extra_length
        return _Header(name.replace("\\", "/"), flags, method, crc, packed, unpacked, start)

    def _refusal(self, header: _Header, end: int | None) -> tuple[str, str] | None:
        if header.flags & _ENCRYPTED:
            return "encrypted", "the member asks for a password; unpack the archive and name the folder"
        if end is None or end > self._size:
            return "unreadable", "the archive ends before the member does; download or copy it again"
        if is_bomb(header.unpacked, header.packed, FREE_MEMBER_BYTES):
            return "refused", f"{header.unpacked} bytes are packed into {header.packed}, as only bombs do"
        return too_large(max(header.packed, header.unpacked))

    def _end(self, header: _Header) -> tuple[int | None, tuple[str, str] | None]:
        """Where the next member stands, if that can be found out; and the reason and message if it can't."""
        if _IN_ZIP64 in (header.packed, header.unpacked):
            return None, ("too-large", "the member may have more than four gigabytes")
        if not header.flags & _LENGTH_FOLLOWS or header.packed:
            return header.start + header.packed + self._descriptor_bytes(header, header.start + header.packed), None
        if header.method != _DEFLATED or header.flags & _ENCRYPTED:
            return None, ("unreadable", "where the member ends only the lost directory said")
        self._file.seek(header.start)
        inflate, taken = zlib.decompressobj(-zlib.MAX_WBITS), 0
        try:
            for piece in iter(lambda: self._file.read(PIECE_BYTES), b""):
                rest = piece
                while rest and not inflate.eof:
                    unpacked = len(inflate.decompress(rest, PIECE_BYTES))
                    rest = inflate.unconsumed_tail
                    self._budget.spend(unpacked)
                    taken += unpacked
                    if refused := too_large(taken):
                        return None, refused
                if inflate.eof:
                    end = self._file.tell() - len(inflate.unused_data)
                    return end + self._descriptor_bytes(header, end), None
        except zlib.error as error:
            return None, ("unreadable", f"the member is damaged: {error}")
        return None, None

    def _descriptor_bytes(self, header: _Header, end: int) -> int:
        """The length of what may follow a member's bytes: its sum and lengths, with or without a sign before it."""
        if not header.flags & _LENGTH_FOLLOWS:
            return 0
        self._file.seek(end)
        data = self._file.read(28)
        signed = 4 if data.startswith(_DESCRIPTOR) else 0
        for length in (signed + 12, signed + 20):
            if data[length : length + 2] == b"PK":
                return length
        return signed + 12

    def read(self) -> bytes:
        if self._now is None:
            raise ValueError("no member was given yet")
        header = self._now
        self._file.seek(header.start)
        if header.method == _STORED:
            data = self._file.read(header.packed)
        elif header.method == _DEFLATED:
            data = self._inflate(header)
        else:
            raise ReadError("unreadable", f"the member is packed in a way that is not known: {header.method}")
        is_known = not header.flags & _LENGTH_FOLLOWS
        if is_known and (len(data), zlib.crc32(data)) != (header.unpacked, header.crc):
            raise ReadError("unreadable", "the member is damaged: its length or its sum is wrong")
        return data

    def _inflate(self, header: _Header) -> bytes:
        limit = MAX_MEMBER_BYTES if header.flags & _LENGTH_FOLLOWS else header.unpacked
        inflate, pieces, left = zlib.decompressobj(-zlib.MAX_WBITS), [], limit + 1
        try:
            while left > 0 and not inflate.eof and (piece := self._file.read(PIECE_BYTES)):
                pieces.append(inflate.decompress(piece, left))
                left -= len(pieces[-1])
        except zlib.error as error:
            raise ReadError("unreadable", f"the member is damaged: {error}") from error
        if left and not inflate.eof:
            raise ReadError("unreadable", "the archive ends before the member does; download or copy it again")
        return b"".join(pieces)

    def close(self) -> None:
        """Does nothing: only the file is held, and it is the caller's."""

    def _torn(self, number: int, found_all: bool = False) -> ReadError:
        if found_all:
            return ReadError("unreadable", f"the archive's directory is damaged; {number} members are read without it")
        return ReadError(
            "unreadable", f"the archive is damaged after {number} members; those before are read, the rest is lost"
        )
