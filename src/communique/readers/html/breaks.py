"""Decides which line breaks end a block and which only turn the line.

Pages write contact lines, notes and whole texts in one paragraph with `<br>`; others break a long title or wrap a
mail at 72 characters. The words on both sides tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

WRAPPED_LINES: Final = 4
"""Fewer lines show no common width."""

WRAPPED_WIDTH: Final = (40, 120)
"""The widths, in characters, at which mail programs and typists wrap lines."""

WRAPPED_SHARE: Final = 0.3
"""From this share of lines that go on in lower case on, a block of equally long lines is wrapped text."""

LONGEST_CONTACT: Final = 120
"""A longer line in which an address stands is running text."""

_GOES_ON: Final = re.compile(
    r"(?:\b(?:of|the|a|an|and|or|in|at|on|for|with|by|to|from|its|their|de|du|des|d[’']|la|le|les|l[’']|un|une|et|ou|en"
    r"|au|aux|à|par|pour|sur|dans|avec|entre|between|que|qui|dont|son|sa|ses|leur)|[,/&–-])$",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"""[.!?…:;]["”»’)\]]*$|[”»]$""")
_ITEM: Final = re.compile(
    r"[•·▪■◦‣●○►▶✓➢*†‡§-]\s?\S|[–—]\s|\(?\d{1,3}[.)]\s|\[\w{1,4}\]|\(\w{1,2}\)\s|[¹²³⁴⁵⁶⁷⁸⁹]|\d{1,2}[A-ZÀ-Ý«“]"
)
_REACH: Final = re.compile(
    r"[\w.+-]+(?:@|\[at\])[\w-]+\.\w|\b(?:https?://|www\.)|(?:^|\s)(?:t[ée]l(?:[ée]phone)?|phone|fax|mobile|portable|e-?mail"
    r"|courriel|mél|twitter|web|contact)\s?[.:]|\+\d{2,3}[\s.(]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """The text between two line breaks. `raised`: it begins with a raised character."""

    text: str
    raised: bool = False


def ends_block(lines: Sequence[Line], *, in_heading: bool = False) -> list[bool]:
    """For each line but the last whether the break after it ends a block. An empty line always does."""
    if in_heading:
        return [not a.text and not b.text for a, b in pairwise(lines)]
    width = _wrapped_width([line.text for line in lines])
    return [_ends_block(a, b, width) for a, b in pairwise(lines)]


def _wrapped_width(texts: list[str]) -> int:
    """The width at which the lines are wrapped, 0 when they are not."""
    full = [t for t in texts[:-1] if t]
    if len(full) < WRAPPED_LINES:
        return 0
    width = max(map(len, full))
    if not WRAPPED_WIDTH[0] <= width <= WRAPPED_WIDTH[1]:
        return 0
    long_lines = sum(len(t) >= 0.7 * width for t in full)
    going_on = sum(t[0].islower() for t in texts[1:] if t)
    return width if long_lines >= 0.6 * len(full) and going_on >= WRAPPED_SHARE * len(full) else 0


def _ends_block(line: Line, following: Line, width: int) -> bool:
    text, after = line.text, following.text
    if not text or not after:
        return True
    if following.raised or _ITEM.match(after):
        return True
    if width:
        return bool(_ENDS.search(text)) and len(text) < 0.75 * width
    if any(len(t) <= LONGEST_CONTACT and _REACH.search(t) for t in (text, after)):
        return True
    return not (after[0].islower() or _GOES_ON.search(text[-40:]))
