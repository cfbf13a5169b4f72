"""Bytes of a PDF in, document out: the stages in order."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from communique.document import Document, Issue
from communique.errors import ReadError
from communique.readers.pdf.file import PdfFile, quiet_libraries
from communique.readers.pdf.glyphs import mend_glyphs
from communique.readers.pdf.joins import LineJoiner
from communique.readers.pdf.layout import lay_out
from communique.readers.pdf.page import Page
from communique.readers.pdf.repair import append_trailer, rewrite_pdf
from communique.readers.pdf.text import TextWriter

_LARGE_IMAGE: Final = 0.3
_FEWEST_GLYPHS: Final = 25
"""A page with fewer glyphs (a page number, a stamp) and a large image is an image."""


_MOST_UNKNOWN: Final = 0.8


def read_pdf(data: bytes) -> Document:
    """The document of a PDF.

    A file that the library can't read whole is mended, and read again.

    Raises:
        ReadError: "encrypted", "unreadable", "too-large" or "no-text".
    """
    with quiet_libraries(), _collecting_later():
        try:
            document = _read(data)
        except ReadError as error:
            if error.reason in ("no-text", "too-large") or (mended := _read_mended(data)) is None:
                raise
            return mended
        if any(i.code == "reader.page-unreadable" for i in document.issues):
            mended = _read_mended(data)
            return mended if mended and len(mended.text) > len(document.text) else document
        return document


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Keeps Python from looking for garbage while a file is read: there is none, and a page's glyphs set it off.

    Where models are loaded, each look passes over all of them, and takes as long as ten pages. Another thread may
    switch it on again before its time, which does no harm.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read_mended(data: bytes) -> Document | None:
    """The document of a damaged file as far as it can be mended; None when it can't."""
    if rewritten := rewrite_pdf(data):
        try:
            return _read(rewritten)
        except ReadError:
            pass
    if completed := append_trailer(data):
        try:
            document = _read(completed)
        except ReadError:
            return None
        missing = Issue("reader.page-unreadable", "the end of the file is missing")
        return replace(document, issues=(*document.issues, missing))
    return None


def _read(data: bytes) -> Document:
    file = PdfFile(data)
    pages = list(file.read_pages())
    unknown = mend_glyphs(pages)
    if unknown > _MOST_UNKNOWN * sum(len(page.glyphs) for page in pages):
        raise ReadError("no-text", "the PDF's fonts do not say which characters they print: run text recognition (OCR)")
    paragraphs = lay_out(pages)
    writer = TextWriter(LineJoiner(p.lines for p in paragraphs), pages)
    writer.write(paragraphs)
    issues = [*file.issues, *_find_images(pages)]
    if unknown:
        issues.append(Issue("reader.characters-replaced", f"{unknown} glyphs stand for no known character"))
    document = writer.builder.build("application/pdf", writer.places, meta=file.meta, pages=file.pages, issues=issues)
    if not document.text:
        raise _no_text(pages, file.issues)
    return document


def _find_images(pages: list[Page]) -> list[Issue]:
    """An issue for each page that is an image without text; a blank page is none."""
    return [
        Issue("reader.page-without-text", f"page {page.number} is an image")
        for page in pages
        if len(page.glyphs) < _FEWEST_GLYPHS
        and any(image.size > _LARGE_IMAGE * page.width * page.height for image in page.images)
    ]


def _no_text(pages: list[Page], issues: list[Issue]) -> ReadError:
    if limits := [issue.message for issue in issues if issue.code == "reader.limit-reached"]:
        return ReadError("too-large", f"the PDF is larger than the reader takes: {limits[0]}")
    if issues:
        return ReadError("unreadable", f"the PDF is damaged: {issues[0].message}")
    if any(page.images for page in pages):
        return ReadError("no-text", "the PDF holds only images: run text recognition (OCR) on it first")
    return ReadError("no-text", "the PDF holds no text")
