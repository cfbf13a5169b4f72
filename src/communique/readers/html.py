"""Thin HTML reader; to be replaced by the folder `html/`."""

from __future__ import annotations

from bs4 import BeautifulSoup

from communique.document import Document, NodeSpan, Place, Style
from communique.readers.builder import DocumentBuilder


class _Nowhere:
    def locate(self, positions):  # type: ignore[no-untyped-def]
        return ()


def read_html(data: bytes) -> Document:
    """The document of a page."""
    soup = BeautifulSoup(data, "lxml")
    for junk in soup(["nav", "header", "footer", "aside", "script", "style", "form"]):
        junk.decompose()
    builder = DocumentBuilder()
    for el in soup.find_all(["p", "h1", "h2", "h3", "li", "tr"]):
        role = {"p": "paragraph", "li": "list_item", "tr": "table_row"}.get(el.name, "heading")
        builder.begin_block(role, level=int(el.name[1]) if role == "heading" else 0)
        for s in el.strings:
            builder.append(
                str(s),
                -1,
                Style(superscript=s.find_parent("sup") is not None, bold=s.find_parent(["b", "strong"]) is not None),
            )
    return builder.build("text/html", _Nowhere())
