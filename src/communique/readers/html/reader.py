"""Bytes of a page in, document out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.document import Document, Issue
from communique.errors import ReadError
from communique.readers.html.blocks import BlockWriter
from communique.readers.html.encoding import decode_page, is_wide
from communique.readers.html.furniture import find_furniture
from communique.readers.html.hidden import find_hidden
from communique.readers.html.marks import Marks, forget_in_furniture
from communique.readers.html.measures import Measures
from communique.readers.html.meta import find_meta
from communique.readers.html.notes import find_notes
from communique.readers.html.page import NO_TEXT, Page, parse_page
from communique.readers.html.weight import MAX_FILE_BYTES, cut_tags, lighten

_SERVER_HEADERS: Final = re.compile(
    r"\s{0,20}HTTP/\d(?:\.\d)? \d{3}\b[^\n]{0,200}\n(?:[\w-]{1,60}:[^\n]{0,2000}\n){0,100}"
)
"""What a server says before the page, in pages that were saved with it."""


def read_html(data: bytes) -> Document:
    """The document of a page.

    Raises:
        ReadError: the page holds no text.
    """
    page, issues = _parsed(data)
    hidden = find_hidden(page)
    marks = find_notes(page, hidden)
    if headers := _SERVER_HEADERS.match(page.source):
        marks.dropped.insert(0, headers.span())
    measures = Measures(page, hidden)
    furniture = find_furniture(page, hidden, measures, marks.callouts)
    document = _written(page, marks, furniture, measures, issues)
    if not document.text:  # a page of links alone: nothing of it is furniture then
        document = _written(page, marks, hidden, measures, issues)
    if not document.text and (cut := [i.message for i in issues if i.code == "reader.limit-reached"]):
        raise ReadError("too-large", f"{cut[0]}, and nothing was read before")
    if not document.text:
        raise ReadError("no-text", NO_TEXT)
    return document


def _written(page: Page, marks: Marks, furniture: bytearray, measures: Measures, issues: Sequence[Issue]) -> Document:
    builder = BlockWriter(page, forget_in_furniture(page, marks, furniture), furniture, measures).write()
    document = builder.build("text/html", page.places, meta=find_meta(page), issues=issues)
    if "\ufffd" in document.text and not any(i.code == "reader.characters-replaced" for i in issues):
        lost = Issue("reader.characters-replaced", "the page holds U+FFFD where letters were lost before it was saved")
        return replace(document, issues=(*document.issues, lost))
    return document


def _parsed(data: bytes) -> tuple[Page, list[Issue]]:
    if len(data) > MAX_FILE_BYTES:
        raise ReadError(
            "too-large", f"the file has {len(data):,} bytes, more than the {MAX_FILE_BYTES:,} that are read"
        )
    if is_wide(data):
        decoded = decode_page(data)
        text = lighten(decoded.text.encode("utf-8", "replace")).decode("utf-8")
    else:
        decoded = decode_page(lighten(data))
        text = decoded.text
    markup, cut = cut_tags(text)
    return parse_page(markup), [*decoded.issues, *cut]
