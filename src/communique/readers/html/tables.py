"""Tells tables of data from tables that only lay a page out."""

from __future__ import annotations

from typing import Final

from communique.readers.html.measures import Measures
from communique.readers.html.page import Element, Page

LONGEST_CELL: Final = 500
"""A cell with more characters (white space not counted) holds running text: the table lays out a page."""

MOST_PARAGRAPHS: Final = 2
"""A cell of data has one paragraph, or two lines; more are a column of a page."""

_DATA: Final = frozenset({"th", "thead", "caption"})


def lays_out(page: Page, measures: Measures, table: Element) -> bool:
    """Whether the cells of a table are boxes of a layout, so that their paragraphs are the page's paragraphs."""
    if table.get("role") in ("presentation", "none") or measures.count(table, "tables") > 1:
        return True
    rows: dict[int, int] = {}
    paragraphs: dict[int, int] = {}
    is_data = False
    cell = row = -1
    for element in page.elements(table):
        if element.tag == "tr":
            row = element.index
        elif element.tag in ("td", "th"):
            cell = element.index
            rows[row] = rows.get(row, 0) + 1
            if measures.length(element) > LONGEST_CELL:
                return True
        elif element.tag in ("p", "li", "h1", "h2", "h3", "blockquote"):
            paragraphs[cell] = paragraphs.get(cell, 0) + 1
        is_data = is_data or element.tag in _DATA
    if any(count > MOST_PARAGRAPHS for count in paragraphs.values()):
        return True
    if is_data:
        return False
    return len(rows) < 2 or max(rows.values(), default=0) < 2
