"""Where the glyphs of the text stand: `GlyphMap` is the PDF reader's `SourceMap`."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from communique.document import PageBox


class GlyphMap:
    """Boxes of the glyphs of the text, numbered in reading order; glyphs of one line fragment share a number.

    Glyphs that are no part of the text (a bullet, a hyphen that is undone) keep no number: where one stands between
    two glyphs of the text, the second begins a new fragment.
    """

    def __init__(self) -> None:
        self._boxes = array("d")
        self._pages = array("l")
        self._fragments = array("l")

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, page: int, fragment: int, x0: float, top: float, x1: float, bottom: float) -> int:
        """Takes the next glyph in and gives its number."""
        self._boxes.extend((x0, top, x1, bottom))
        self._pages.append(page)
        self._fragments.append(fragment)
        return len(self._pages) - 1

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
        boxes = self._boxes[4 * first : 4 * last + 4]
        return PageBox(self._pages[first], min(boxes[0::4]), min(boxes[1::4]), max(boxes[2::4]), max(boxes[3::4]))
