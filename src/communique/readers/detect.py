"""Chooses the reader by content, never by file name."""

from __future__ import annotations

from communique.document import Document
from communique.errors import ReadError


def read(data: bytes) -> Document:
    """The document in `data`.

    Raises:
        ReadError: with a reason of READ_REASONS.
    """
    if not data.strip():
        raise ReadError("empty", "the file is empty")
    if b"%PDF-" in data[:1024]:
        from communique.readers.pdf import read_pdf

        return read_pdf(data)
    from communique.readers.html import read_html

    return read_html(data)
