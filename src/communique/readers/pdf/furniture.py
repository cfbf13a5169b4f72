"""Running headers, footers and page numbers: what stands in the margins of the pages and is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from communique.readers.pdf.lines import Line
from communique.readers.pdf.page import Page

_BAND: Final = 0.14
_NUMBERS: Final = re.compile(r"\d+")
_PAGE_NUMBER: Final = re.compile(
    r"[\W_]*(?:(?:page|p\.|seite|pagina)\s*)?\d{1,4}(?:\s*(?:/|of|sur|de|\|)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)


def find_furniture(pages: Sequence[tuple[Page, Sequence[Line]]]) -> set[Line]:
    """The lines of the head and foot bands that repeat from page to page, and page numbers."""
    counts = Counter(
        key for page, lines in pages for key in {_key(page, line) for line in lines if _in_band(page, line)}
    )
    found: set[Line] = set()
    for page, lines in pages:
        for line in lines:
            if _in_band(page, line) and (counts[_key(page, line)] > 1 or _PAGE_NUMBER.fullmatch(line.text)):
                found.add(line)
    return found


def _in_band(page: Page, line: Line) -> bool:
    return line.bottom < page.visible.top + _BAND * page.height or line.top > page.visible.bottom - _BAND * page.height


def _key(page: Page, line: Line) -> tuple[str, int, bool]:
    text = _NUMBERS.sub("0", re.sub(r"\s+", " ", line.text))
    return text, round(line.top / 3), line.top < page.height / 2
