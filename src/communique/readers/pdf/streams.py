"""Decodes a file's streams within bounds: a stream of a kilobyte may unpack to a gigabyte, and call itself a page.

The library decodes without a limit, keeps run lengths at eight bytes a byte, and takes quadratic time where deflated
data is damaged.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pdfminer.lzw import LZWDecoder
from pdfminer.pdfexceptions import PDFValueError
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_DCT_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
)

MAX_CONTENT_BYTES: Final = 16 << 20
"""Size of the decoded content of a page or form. A dense page of text has 50 KB, a detailed map some megabytes;
noise takes a second a megabyte."""

MAX_FILE_CONTENT_BYTES: Final = 96 << 20
"""Size of the contents of all pages and forms of a file, each counted as often as it is painted: some 2,000 pages."""

MAX_SLOW_BYTES: Final = 4 << 20
"""Size of what is decoded byte by byte: run lengths, and predictors, which are for lists of objects: these have some
twenty bytes an object."""

MAX_LZW_BYTES: Final = 1 << 20
"""Size of what is decoded code by code, at three seconds a megabyte. Contents are packed so in old files only."""

_CHUNK: Final = 1 << 14
_END_OF_RUNS: Final = 128


class ContentLimitError(Exception):
    """A page, or the file, paints more than the reader takes."""


class BoundedStream(PDFStream):
    """The library's stream, which is decoded up to a limit.

    `sound` is False once it was decoded and only what stands before a damage could be had.
    """

    sound = True

    @classmethod
    def of(cls, stream: PDFStream) -> BoundedStream:
        """A stream that has not been decoded, bounded."""
        bounded = cls(stream.attrs, stream.rawdata or b"", stream.decipher)
        bounded.objid, bounded.genno = stream.objid, stream.genno
        return bounded

    def decode(self) -> None:
        """Decodes the stream in place.

        Raises:
            ContentLimitError: it has more bytes than the limit of its kind when it is decoded.
        """
        data = self.rawdata or b""
        if self.decipher is not None and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, params in self.get_filters():
            data = self._without_filter(data, name, params)
        self.data, self.rawdata = data, None

    def _without_filter(self, data: bytes, name: Any, params: Any) -> bytes:
        if name in LITERALS_FLATE_DECODE:
            data, sound = _inflate(data)
            self.sound &= sound
        elif name in LITERALS_LZW_DECODE:
            data = _join(LZWDecoder(io.BytesIO(data)).run(), MAX_LZW_BYTES)
        elif name in LITERALS_RUNLENGTH_DECODE:
            data = _join(_runs(data), MAX_SLOW_BYTES)
        elif name in LITERALS_ASCII85_DECODE or name in LITERALS_ASCIIHEX_DECODE:
            _require(len(data), MAX_CONTENT_BYTES // 4)  # a letter may stand for four bytes
            return _by_library(data, name, params)
        else:
            return _by_library(data, name, params)  # images, which nobody decodes, and what it does not know
        if isinstance(params, dict) and params.get("Predictor", 1) != 1:
            _require(len(data), MAX_SLOW_BYTES)
            _require_columns(params, len(data))
            return _by_library(data, LITERALS_DCT_DECODE[0], params)  # a filter that it leaves alone
        return data


def _by_library(data: bytes, name: Any, params: Any) -> bytes:
    return PDFStream({"Filter": name, "DecodeParms": params}, data).get_data()


def _require(size: int, limit: int) -> None:
    if size > limit:
        raise ContentLimitError(f"a stream has more than {limit >> 20} MB")


def _join(pieces: Iterable[bytes], limit: int) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        _require(len(whole), limit)
    return bytes(whole)


def _inflate(data: bytes) -> tuple[bytes, bool]:
    """What deflated data holds before its end or its first damage, and whether it is whole."""
    decompressor = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(data), _CHUNK):
            piece: Any = data[start : start + _CHUNK]
            while piece:
                part = decompressor.decompress(piece, _CHUNK * 64)
                size += len(part)
                parts.append(part)
                _require(size, MAX_CONTENT_BYTES)
                piece = decompressor.unconsumed_tail
    except zlib.error:
        return b"".join(parts), False
    return b"".join(parts), decompressor.eof


def _runs(data: bytes) -> Iterator[bytes]:
    """The runs of run-length encoded data.

    Source: ISO 32000-1, 7.4.5.
    """
    at = 0
    while at < len(data) and (length := data[at]) != _END_OF_RUNS:
        if length < _END_OF_RUNS:
            yield data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


def _require_columns(params: dict[str, Any], size: int) -> None:
    """Refuses rows that are longer than the data: the library makes a row of zeros first."""
    numbers = [params.get(name, default) for name, default in (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))]
    if not all(isinstance(number, int) and 0 < number <= 8 * size + 8 for number in numbers):
        raise PDFValueError("a predictor's rows are longer than its data")
