"""Bytes of a PDF in, document out: the stages in order."""

from __future__ import annotations

from communique.document import Document, Issue
from communique.errors import ReadError
from communique.readers.pdf.file import PdfFile, quiet_libraries
from communique.readers.pdf.furniture import find_furniture
from communique.readers.pdf.joins import LineJoiner
from communique.readers.pdf.lines import find_lines, find_words
from communique.readers.pdf.page import Page
from communique.readers.pdf.paragraphs import Column, Paragraph, find_paragraphs, usual_distances
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
    paragraphs = _lay_out(pages)
    writer = TextWriter(LineJoiner())
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


def _lay_out(pages: list[Page]) -> list[Paragraph]:
    lined = [(page, find_lines(find_words(page.glyphs), page.number)) for page in pages]
    furniture = find_furniture(lined)
    columns = []
    for page, lines in lined:
        kept = [line for line in lines if line not in furniture]
        if kept:
            columns.append(Column(page.number, min(line.x0 for line in kept), max(line.x1 for line in kept), kept))
    distances = usual_distances([column.lines for column in columns])
    paragraphs = [p for column in columns for p in find_paragraphs(column, distances)]
    for paragraph in paragraphs:
        if paragraph.marker in "•◦▪" and paragraph.marker:
            paragraph.role = "list_item"
            paragraph.level = 1
    return paragraphs
