"""The library's interpreter with guards: streams are inflated in linear time, up to a limit, as far as they go."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any, Final

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, PDFStream, list_value, stream_value
from pdfminer.utils import MATRIX_IDENTITY, Matrix

from communique.readers.pdf.device import ContentLimitError, PageDevice

MAX_CONTENT_BYTES: Final = 32 << 20
"""Size of one inflated content stream. A dense page of text has 50 KB, a detailed map some megabytes."""

_CHUNK: Final = 1 << 14


class ContentInterpreter(PDFPageInterpreter):
    """Interprets pages for a `PageDevice`, and tells it of streams that are damaged."""

    device: PageDevice

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], ctm: Matrix = MATRIX_IDENTITY
    ) -> None:
        """Interprets content streams, of a page or of a form in it.

        Raises:
            ContentLimitError: a stream is larger than MAX_CONTENT_BYTES.
        """
        for stream in list_value(streams):
            self.device.cut_off |= not inflate(stream_value(stream))
        super().render_contents(resources, streams, ctm=ctm)


def inflate(stream: PDFStream) -> bool:
    """Inflates a stream in place; False when it is damaged, and only what stands before the damage could be had.

    The library does this itself, but without a limit, and in quadratic time where a stream is damaged.
    """
    data = stream.rawdata
    filters = stream.get_filters()
    if stream.data is not None or data is None or not filters or filters[0][0] not in LITERALS_FLATE_DECODE:
        return True
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    inflated, sound = _inflate(data)
    if sound or len(filters) > 1 or filters[0][1]:
        return True  # the library can do it, other filters and predictors included
    stream.data, stream.rawdata = inflated, None
    return False


def _inflate(data: bytes) -> tuple[bytes, bool]:
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
                if size > MAX_CONTENT_BYTES:
                    raise ContentLimitError(f"a content stream has more than {MAX_CONTENT_BYTES >> 20} MB")
                piece = decompressor.unconsumed_tail
    except zlib.error:
        return b"".join(parts), False
    return b"".join(parts), decompressor.eof
