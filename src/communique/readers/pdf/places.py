"""Where the glyphs of the text stand: `GlyphMap` is the PDF reader's `SourceMap`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import attrgetter

from communique.document import PageBox
from communique.readers.pdf.page import Glyph, Page

_X0, _TOP, _X1, _BOTTOM = attrgetter("x0"), attrgetter("top"), attrgetter("x1"), attrgetter("bottom")


class GlyphMap:
    """Boxes of the glyphs of the text, numbered in reading order; glyphs of one line fragment share a number.

    Glyphs that are no part of the text (a bullet, a hyphen that is undone) keep no number: where one stands between
    two glyphs of the text, the second begins a new fragment.
    """

    def __init__(self) -> None:
        self._x0, self._top, self._x1, self._bottom = array("d"), array("d"), array("d"), array("d")
        self._pages = array("l")
        self._fragments = array("l")

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: Page, fragment: int, glyphs: Sequence[Glyph]) -> int:
        """Takes the next glyphs in, all of one fragment, and gives the number of the first."""
        first = len(self._pages)
        if page.unturned is None:
            self._x0.extend(map(_X0, glyphs))
            self._top.extend(map(_TOP, glyphs))
            self._x1.extend(map(_X1, glyphs))
            self._bottom.extend(map(_BOTTOM, glyphs))
        else:
            for glyph in glyphs:
                x0, top, x1, bottom = page.place(glyph.x0, glyph.top, glyph.x1, glyph.bottom)
                self._x0.append(x0)
                self._top.append(top)
                self._x1.append(x1)
                self._bottom.append(bottom)
        self._pages.extend([page.number] * len(glyphs))
        self._fragments.extend([fragment] * len(glyphs))
        return first

    def locate(self, positions: Sequence[int]) -> tuple[PageBox, ...]:
        """The boxes of the glyphs at `positions`, one for each stretch of neighbours on a line."""
        boxes: list[PageBox] = []
        first = previous = -2
        for position in positions:
            if position == previous:
                continue
            if position != previous + 1 or self._fragments[position] != self._fragments[previous]:
                if first >= 0:
                    boxes.append(self._box(first, previous))
                first = position
            previous = position
        if first >= 0:
            boxes.append(self._box(first, previous))
        return tuple(boxes)

    def _box(self, first: int, last: int) -> PageBox:
        part = slice(first, last + 1)
        return PageBox(
            self._pages[first],
            min(self._x0[part]),
            min(self._top[part]),
            max(self._x1[part]),
            max(self._bottom[part]),
        )
