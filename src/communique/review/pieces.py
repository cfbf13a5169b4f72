"""A text cut into pieces wherever something that is marked in it begins or ends.

A page marks pieces, not offsets: offsets count code points here and UTF-16 units in a browser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Controls, and the marks that turn the direction of what follows: names can lie with them."""


class Cutting:
    """`text` cut at `offsets`; a piece is known by its number."""

    def __init__(self, text: str, offsets: Iterable[int]) -> None:
        """Cuts `text` at its ends and at those of `offsets` that lie within."""
        self._text = text
        self._ends = sorted({0, len(text), *(o for o in offsets if 0 < o < len(text))})

    def __len__(self) -> int:
        return len(self._ends) - 1

    def pieces(self, start: int, end: int) -> tuple[int, int]:
        """The numbers `[first, last)` of the pieces of `[start, end)`, both among the offsets."""
        return bisect_left(self._ends, start), bisect_left(self._ends, end)

    def start(self, piece: int) -> int:
        """The offset at which a piece begins."""
        return self._ends[piece]

    def words(self, piece: int) -> str:
        """The text of a piece."""
        return self._text[self._ends[piece] : self._ends[piece + 1]]


def visible(text: str) -> str:
    """The text with characters that would act instead of being seen written as ⟨U+202E⟩."""
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def shorten(text: str, limit: int) -> str:
    """The text in one line, visible, and cut at `limit` characters with a word on how many are left out."""
    if len(text) <= limit:
        return visible(" ".join(text.split()))
    return f"{visible(' '.join(text[:limit].split()))} … ({len(text) - limit:,} more characters)"
