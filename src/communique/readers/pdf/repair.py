"""Writes damaged files anew, for the library that reads them to get further."""

from __future__ import annotations

import io
import re
from typing import Final

_CATALOGUE: Final = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+obj\s*<<(?:[^>]|>(?!>)){0,2000}?/Type\s*/Catalog\b")
_FREE_NUMBER: Final = 9_999_999


def rewrite_pdf(data: bytes) -> bytes | None:
    """The file as pdfium writes it anew, without encryption if it opens without a password; None if pdfium gives up."""
    import pypdfium2

    buffer = io.BytesIO()
    try:
        source = pypdfium2.PdfDocument(data)
        try:
            source.save(buffer, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
        finally:
            source.close()
    except Exception:
        return None
    return buffer.getvalue()


def append_trailer(data: bytes) -> bytes | None:
    """A file whose end is missing, with a trailer that says where its catalogue is; None if it has one.

    Where the catalogue itself is missing or packed away, an empty one stands in: the library then looks for pages
    wherever they are.
    """
    if b"startxref" in data[-2048:] or b"/Encrypt" in data:
        return None
    found = list(_CATALOGUE.finditer(data))
    if found:
        root = b"%s %s R" % (found[-1][1], found[-1][2])
        return data + b"\nendstream\nendobj\ntrailer << /Root %s >>\n%%%%EOF\n" % root
    catalogue = b"%d 0 obj\n<< /Type /Catalog >>\nendobj\n" % _FREE_NUMBER
    return data + b"\nendstream\nendobj\n" + catalogue + b"trailer << /Root %d 0 R >>\n%%%%EOF\n" % _FREE_NUMBER
