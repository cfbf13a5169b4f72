"""Bytes of a page in, document out."""

from __future__ import annotations

from communique.document import Document
from communique.errors import ReadError
from communique.readers.html.blocks import BlockWriter
from communique.readers.html.furniture import find_furniture
from communique.readers.html.notes import find_notes
from communique.readers.html.page import parse_page


def read_html(data: bytes) -> Document:
    """The document of a page.

    Raises:
        ReadError: the page holds no text.
    """
    page = parse_page(data.decode("utf-8", "replace"))
    document = BlockWriter(page, find_notes(page), find_furniture(page)).write().build("text/html", page.places)
    if not document.text:
        raise ReadError(
            "no-text", "the page holds no text: it may be built by scripts in the browser; save it from there"
        )
    return document
