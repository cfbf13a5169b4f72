"""Mends the glyphs of a page before they are laid out: doubles, accents, shifted codes, hidden and outlying ones."""

from __future__ import annotations

from collections.abc import Sequence

from communique.readers.pdf.lines import Word
from communique.readers.pdf.page import Page


def mend_glyphs(page: Page) -> int:
    """Mends a page in place; the number of glyphs whose character stays unknown."""
    return 0


def seat_drop_caps(words: Sequence[Word], em: float) -> None:
    """Puts each drop cap on the baseline of the first line beside it."""
