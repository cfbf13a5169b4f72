"""Mends the glyphs of a file before they are laid out: hidden, outlying and doubled ones, accents, unknown codes.

What a glyph stands for is not always what the file says: accents are drawn over their letters, bold is struck twice,
and fonts without a table to Unicode give codes that are off by a constant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from communique.readers.pdf.codes import UNKNOWN, decode_glyphs
from communique.readers.pdf.lines import Word
from communique.readers.pdf.page import Area, Glyph, Page

_DOUBLE_EM: Final = 0.12
"""Two equal glyphs closer than this are one, struck twice. The narrowest letters (i, l) are 0.2 em wide."""

_FEWEST_VISIBLE: Final = 0.1
"""Hidden text is an OCR layer, and all there is to read, unless at least this share as much is printed."""

_ACCENTS: Final = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "¨": "\u0308", "˜": "\u0303", "~": "\u0303",
    "¸": "\u0327", "ˇ": "\u030c", "¯": "\u0304", "˚": "\u030a", "˘": "\u0306", "˙": "\u0307", "˝": "\u030b",
    "˛": "\u0328",
}  # fmt: skip
_LINK_ROW_PT: Final = 20.0
_MOST_LINKS_IN_ROW: Final = 200
_MOST_DROP_CAPS: Final = 20
_GUILLEMETS: Final = {"≪": "«", "≫": "»"}
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}


def mend_glyphs(pages: Sequence[Page]) -> int:
    """Mends the glyphs of all pages in place.

    Returns:
        How many glyphs stand for a character that nobody knows; their text is U+FFFD.
    """
    decode_glyphs(pages)
    _mend_guillemets(pages)
    unknown = 0
    for page in pages:
        page.glyphs = _without_doubles(_visible(page))
        _compose_accents(page)
        unknown += sum(g.text == UNKNOWN for g in page.glyphs)
    return unknown


def _mend_guillemets(pages: Sequence[Page]) -> None:
    """TeX fonts without guillemets print "much less than" and "much greater than" signs in their stead."""
    signs = [g for page in pages for g in page.glyphs if g.text in _GUILLEMETS]
    if 2 * sum(g.text == "≪" for g in signs) == len(signs):
        for glyph in signs:
            glyph.text = _GUILLEMETS[glyph.text]


def _visible(page: Page) -> list[Glyph]:
    """The glyphs on the visible part of the page; hidden ones only where next to nothing else is there to read."""
    area = page.visible
    inside = [
        g
        for g in page.glyphs
        if area.x0 <= (g.x0 + g.x1) / 2 <= area.x1 and area.top <= (g.top + g.bottom) / 2 <= area.bottom and g.text
    ]
    hidden = sum(g.hidden for g in inside)
    if hidden and len(inside) - hidden >= _FEWEST_VISIBLE * hidden:
        return [g for g in inside if not g.hidden]
    return inside


def _without_doubles(glyphs: Iterable[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cell = max(0.5, 2 * _DOUBLE_EM * glyph.size)
        x, y = glyph.x0 / cell, glyph.baseline / cell
        column, row = int(x), int(y)
        columns = (column, column + 1) if x - column > 0.5 else (column - 1, column)
        rows = (row, row + 1) if y - row > 0.5 else (row - 1, row)
        double = any(
            abs(other.x0 - glyph.x0) < _DOUBLE_EM * glyph.size
            and abs(other.baseline - glyph.baseline) < _DOUBLE_EM * glyph.size
            and abs(other.size - glyph.size) < 0.1 * glyph.size
            for c in columns
            for r in rows
            for other in seen.get((glyph.text, c, r), ())
        )
        if not double or glyph.text.isspace():
            kept.append(glyph)
            seen.setdefault((glyph.text, column, row), []).append(glyph)
    return kept


def _compose_accents(page: Page) -> None:
    """Lets letters and the accents drawn over them be one glyph."""
    glyphs = page.glyphs
    gone: set[int] = set()
    for i, glyph in enumerate(glyphs):
        mark = _ACCENTS.get(glyph.text) or (glyph.text if unicodedata.combining(glyph.text[0]) else "")
        if not mark:
            continue
        around = [glyphs[j] for j in (i - 1, i + 1) if 0 <= j < len(glyphs) and j not in gone]
        letters = [letter for letter in around if _stands_over(glyph, letter)]
        if letters:
            letter = min(letters, key=lambda g: abs(g.x0 + g.x1 - glyph.x0 - glyph.x1))
            base = _DOTLESS.get(letter.text, letter.text)
            if mark not in unicodedata.normalize("NFD", base):
                letter.text = unicodedata.normalize("NFC", base + mark)
            gone.add(i)
    if gone:
        page.glyphs = [g for i, g in enumerate(glyphs) if i not in gone]


def _stands_over(accent: Glyph, letter: Glyph) -> bool:
    if not letter.text[-1:].isalpha() or abs(accent.baseline - letter.baseline) > 0.5 * letter.size:
        return False
    middle = (accent.x0 + accent.x1) / 2
    return letter.x0 - 0.02 * letter.size <= middle <= letter.x1 + 0.02 * letter.size


def seat_drop_caps(words: Sequence[Word], em: float) -> None:
    """Puts each drop cap on the baseline of the first line beside it, and closes it up with that line.

    A drop cap is one large capital that two or more lines of the body stand beside.
    """
    seated = 0
    for cap in words:
        if (
            seated == _MOST_DROP_CAPS
            or len(cap.glyphs) > 2
            or not 1.8 * em <= cap.size <= 9 * em
            or not cap.glyphs[-1].text.isupper()
        ):
            continue
        beside = [
            w
            for w in words
            if w.size < 0.6 * cap.size
            and -0.3 * em <= w.x0 - cap.x1 <= 1.5 * em
            and cap.baseline - cap.size < w.baseline <= cap.baseline + 0.3 * em
        ]
        rows = sorted({round(w.baseline, 1): w for w in beside}.items())
        if len(rows) < 2:
            continue
        seated += 1
        first = rows[0][1]
        cap.baseline = first.baseline
        for glyph in cap.glyphs:
            glyph.baseline = first.baseline
        first.glyphs[0].tight = not first.glyphs[0].spaced


def link_glyphs(page: Page, words: Sequence[Word]) -> None:
    """Gives the glyphs inside the page's links their targets."""
    rows: dict[int, list[Area]] = {}
    for link in page.links:
        for row in range(int(link.top // _LINK_ROW_PT), min(int(link.bottom // _LINK_ROW_PT), 10_000) + 1):
            rows.setdefault(row, []).append(link)
    if not rows:
        return
    for word in words:
        for glyph in word.glyphs:
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            for link in rows.get(int(y // _LINK_ROW_PT), ())[:_MOST_LINKS_IN_ROW]:
                if link.x0 <= x <= link.x1 and link.top <= y <= link.bottom:
                    glyph.link = link.uri
                    break
