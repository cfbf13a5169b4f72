"""Reads PDF files: see `read_pdf`."""

from communique.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
