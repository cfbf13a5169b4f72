"""Mends the glyphs of a file before they are laid out: hidden, outlying and doubled ones, accents, unknown codes.

What a glyph stands for is not always what the file says: accents are drawn over their letters, bold is struck twice,
and fonts without a table to Unicode give codes that are off by a constant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import islice
from operator import attrgetter
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
_TEXT: Final = attrgetter("text")
_MOST_STROKES_ABREAST: Final = 60
_LINK_ROW_PT: Final = 20.0
_MOST_ROWS_OF_LINK: Final = 200
_MOST_LINKS_IN_ROW: Final = 200
_MOST_DROP_CAPS: Final = 20
_MOST_LARGE_LETTERS: Final = 200
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
        texts = set(map(_TEXT, page.glyphs))
        if any(_mark(text) for text in texts):
            _compose_accents(page)
        if UNKNOWN in texts:
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
    left, right, top, bottom = 2 * area.x0, 2 * area.x1, 2 * area.top, 2 * area.bottom
    inside = [g for g in page.glyphs if left <= g.x0 + g.x1 <= right and top <= g.top + g.bottom <= bottom and g.text]
    printed = [g for g in inside if not g.hidden]
    hidden = len(inside) - len(printed)
    return printed if hidden and len(printed) >= _FEWEST_VISIBLE * hidden else inside


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that are struck a second time at the same place."""
    if not _may_be_doubled(glyphs):
        return glyphs
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


def _may_be_doubled(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs may stand so near one another; false of nearly every page, and quickly so.

    The glyphs are taken in strokes: on one baseline, each well to the right of the one before. Within a stroke none is
    doubled, so that strokes alone need to be compared.
    """
    strokes: list[tuple[float, float, float, float]] = []
    baseline = x0 = x1 = size = reached = 0.0
    for glyph in glyphs:
        if glyph.baseline == baseline and glyph.x0 >= reached and glyph.size == size:
            x1 = glyph.x0
        else:
            strokes.append((baseline, x0, x1, size))
            baseline, size = glyph.baseline, glyph.size
            x0 = x1 = glyph.x0
        reached = x1 + _DOUBLE_EM * size
    strokes.append((baseline, x0, x1, size))
    return _are_crossed(sorted(strokes[1:]))  # the first stands for nothing


def _are_crossed(strokes: Sequence[tuple[float, float, float, float]]) -> bool:
    """Whether two strokes (baseline, x0, x1, size), sorted, come closer than doubled glyphs stand."""
    for i, (baseline, x0, x1, size) in enumerate(strokes):
        for other in range(i + 1, len(strokes)):
            other_baseline, other_x0, other_x1, other_size = strokes[other]
            near = _DOUBLE_EM * max(size, other_size)
            if other_baseline - baseline >= _DOUBLE_EM * 1.2 * size:
                break
            if other_x0 < x1 + near and x0 < other_x1 + near:
                return True
            if other - i > _MOST_STROKES_ABREAST:
                return True
    return False


def _mark(text: str) -> str:
    """The combining mark that a glyph prints; "" for one that is no accent."""
    return _ACCENTS.get(text) or (text if unicodedata.combining(text[0]) else "")


def _compose_accents(page: Page) -> None:
    """Lets letters and the accents drawn over them be one glyph."""
    glyphs = page.glyphs
    gone: set[int] = set()
    marks: dict[str, str] = {}
    for i, glyph in enumerate(glyphs):
        mark = marks.get(glyph.text)
        if mark is None:
            mark = marks[glyph.text] = _mark(glyph.text)
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
    large = (w for w in words if 1.8 * em <= w.size <= 9 * em and len(w.glyphs) <= 2)
    for cap in islice((w for w in large if w.glyphs[-1].text.isupper()), _MOST_LARGE_LETTERS):
        if seated == _MOST_DROP_CAPS:
            break
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
        first = int(link.top // _LINK_ROW_PT)
        for row in range(first, min(int(link.bottom // _LINK_ROW_PT), first + _MOST_ROWS_OF_LINK) + 1):
            links = rows.setdefault(row, [])
            if len(links) < _MOST_LINKS_IN_ROW:
                links.append(link)
    if not rows:
        return
    for word in words:
        first, last = int(word.top // _LINK_ROW_PT), int(word.bottom // _LINK_ROW_PT)
        if last - first < _MOST_ROWS_OF_LINK and not any(map(rows.get, range(first, last + 1))):
            continue
        for glyph in word.glyphs:
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            for link in rows.get(int(y // _LINK_ROW_PT), ()):
                if link.x0 <= x <= link.x1 and link.top <= y <= link.bottom:
                    glyph.link = link.uri
                    break
