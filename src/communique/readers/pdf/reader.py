"""Bytes of a PDF in, document out: the stages in order."""

from __future__ import annotations

from communique.document import Document, Issue
from communique.errors import ReadError
from communique.readers.pdf.file import PdfFile, quiet_libraries
from communique.readers.pdf.joins import LineJoiner
from communique.readers.pdf.layout import lay_out
from communique.readers.pdf.page import Page
from communique.readers.pdf.text import TextWriter


def read_pdf(data: bytes) -> Document:
    """The document of a PDF.

    Raises:
        ReadError: "encrypted", "unreadable" or "no-text".
    """
    with quiet_libraries():
        file = PdfFile(data)
        pages = list(file.read_pages())
        meta = file.meta
    paragraphs = lay_out(pages)
    writer = TextWriter(LineJoiner(p.lines for p in paragraphs))
    writer.write(paragraphs)
    document = writer.builder.build("application/pdf", writer.places, meta=meta, pages=file.pages, issues=file.issues)
    if not document.text:
        raise _no_text(pages, file.issues)
    return document


def _no_text(pages: list[Page], issues: list[Issue]) -> ReadError:
    if issues:
        return ReadError("unreadable", f"the PDF is damaged: {issues[0].message}")
    if any(page.images for page in pages):
        return ReadError("no-text", "the PDF holds only images: run text recognition (OCR) on it first")
    return ReadError("no-text", "the PDF holds no text")
