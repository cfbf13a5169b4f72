"""Where the words of one text stand in another: by sentences and by what stands around them, not by offsets.

Both texts are cut into units (sentences, lines, blocks). A unit that both hold exactly once is an anchor. The heaviest
set of anchors in the same order on both sides has stayed; the other anchors have moved. All other units, edited or
repeated ones, lie in the gaps between the anchors that stayed.

So an insertion moves nothing, however far it shifts the offsets, and of a paragraph that changed places with a longer
text the paragraph has moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final
from zlib import crc32

_UNIT_END: Final = re.compile(r"[.!?;…]\s+|\n+")
_WORD: Final = re.compile(r"\w+")

SIMILAR: Final = 0.5
"""Share of words that an edited sentence keeps. Below it a sentence was replaced rather than edited: an edit of a name,
a date or a role changes one to five words of ten to forty; two sentences about one laboratory share its name only."""


@dataclass(frozen=True, slots=True)
class _Units:
    """The units of a text: where each starts, and its words."""

    starts: list[int]
    texts: list[str]

    def at(self, offset: int) -> int:
        return max(bisect_right(self.starts, offset) - 1, 0)


def _cut(text: str, breaks: Iterable[int]) -> _Units:
    cuts = {0, *breaks, *(match.end() for match in _UNIT_END.finditer(text))}
    starts = sorted(cuts)
    if len(starts) > 1 and starts[-1] >= len(text):
        starts.pop()  # nothing stands behind the last end
    ends = [*starts[1:], len(text)]
    return _Units(starts, [text[start:end].strip() for start, end in zip(starts, ends, strict=True)])


class Alignment:
    """The base's text against the new one. All spans are half-open."""

    def __init__(self, base: str, new: str, breaks: Iterable[int] = (), breaks_there: Iterable[int] = ()) -> None:
        """Takes both texts, and the offsets at which blocks of the base and of the new text begin."""
        self._same = base == new
        self._texts = base, new
        self._breaks = breaks, breaks_there

    @cached_property
    def _units(self) -> tuple[_Units, _Units]:
        return _cut(self._texts[0], self._breaks[0]), _cut(self._texts[1], self._breaks[1])

    @cached_property
    def _partners(self) -> dict[int, int]:
        """The anchors: units of the base and of the new text that both hold once."""
        base, new = self._units
        mine, theirs = _once(base.texts), _once(new.texts)
        return {i: theirs[text] for text, i in mine.items() if text in theirs}

    @cached_property
    def _stayed(self) -> tuple[list[int], list[int]]:
        """The anchors that stayed, in order: units of the base, and of the new text."""
        pairs = sorted(self._partners.items())
        if all(one[1] < other[1] for one, other in pairwise(pairs)):
            return [i for i, _ in pairs], [j for _, j in pairs]
        texts = self._units[0].texts
        # The checksum breaks ties in one way whichever text is the base.
        weights = [((len(texts[i]) + 1) << 40) + crc32(texts[i].encode()) for i, _ in pairs]
        kept = heaviest_increasing([j for _, j in pairs], weights)
        return [pairs[k][0] for k in kept], [pairs[k][1] for k in kept]

    def _gap(self, unit: int, side: int) -> tuple[int, bool]:
        """Behind how many anchors that stayed a unit stands, and whether it is one itself."""
        anchors = self._stayed[side]
        before = bisect_left(anchors, unit)
        return before, before < len(anchors) and anchors[before] == unit

    def same_place(self, base: tuple[int, int], new: tuple[int, int]) -> bool:
        """Whether two spans stand at the same place among the words around them."""
        if self._same:
            return base == new
        left, right = self._units
        one, other = left.at(base[0]), right.at(new[0])
        if self._partners.get(one) == other:
            inside = base[0] - left.starts[one] == new[0] - right.starts[other]
            return inside and self._gap(one, 0)[1]
        return self._same_gap(one, other) and self._same_rank(one, other)

    def related(self, base: tuple[int, int], new: tuple[int, int]) -> bool:
        """Whether two spans stand in one sentence, edited or not, moved or not."""
        left, right = self._units
        one, other = left.at(base[0]), right.at(new[0])
        if self._same:
            return one == other
        if self._partners.get(one) == other:
            return True
        if not self._same_gap(one, other):
            return False
        return self._place_in_gap(one, other) or _alike(left.texts[one], right.texts[other])

    def edited(self, base: tuple[int, int], side: int) -> frozenset[int]:
        """The units of a span that the other text does not hold as they are.

        Args:
            base: a span of the side's text.
            side: 0 for the base, 1 for the new text.
        """
        if self._same:
            return frozenset()
        units = self._units[side]
        touched = range(units.at(base[0]), units.at(max(base[1] - 1, base[0])) + 1)
        return frozenset(unit for unit in touched if units.texts[unit] not in self._texts_of[1 - side])

    @cached_property
    def _texts_of(self) -> tuple[frozenset[str], frozenset[str]]:
        base, new = self._units
        return frozenset(base.texts), frozenset(new.texts)

    def _same_gap(self, one: int, other: int) -> bool:
        (before, is_anchor), (behind, is_other) = self._gap(one, 0), self._gap(other, 1)
        return before == behind and not is_anchor and not is_other and not self._moved(one, other)

    def _moved(self, one: int, other: int) -> bool:
        """Whether one of two units is an anchor that moved: then its place is its partner's."""
        return one in self._partners or other in self._partner_values

    @cached_property
    def _partner_values(self) -> frozenset[int]:
        return frozenset(self._partners.values())

    def _bounds(self, unit: int, side: int) -> tuple[int, int]:
        """The units `[first, end)` of the gap that holds a unit."""
        anchors = self._stayed[side]
        before = bisect_left(anchors, unit)
        first = anchors[before - 1] + 1 if before else 0
        end = anchors[before] if before < len(anchors) else len(self._units[side].starts)
        return first, end

    def _place_in_gap(self, one: int, other: int) -> bool:
        """Whether both gaps hold equally many units, and the two stand at the same place in them."""
        (first, end), (start, stop) = self._bounds(one, 0), self._bounds(other, 1)
        return end - first == stop - start and one - first == other - start

    def _same_rank(self, one: int, other: int) -> bool:
        """Whether two units that read the same are the same of several: only told where both have as many of them."""
        left, right = self._units
        text = left.texts[one]
        if text != right.texts[other]:
            return True
        (first, end), (start, stop) = self._bounds(one, 0), self._bounds(other, 1)
        copies, copies_there = left.texts[first:end].count(text), right.texts[start:stop].count(text)
        if copies != copies_there:
            return True
        return left.texts[first:one].count(text) == right.texts[start:other].count(text)


def _once(texts: Sequence[str]) -> dict[str, int]:
    """The units that a text holds once, by their words."""
    seen: dict[str, int] = {}
    repeated: set[str] = set()
    for index, text in enumerate(texts):
        if text in seen:
            repeated.add(text)
        seen[text] = index
    return {text: index for text, index in seen.items() if text and text not in repeated}


def _alike(one: str, other: str) -> bool:
    left, right = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(left & right) >= SIMILAR * max(len(left), len(right), 1)


def heaviest_increasing(values: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The indices of the heaviest strictly increasing subsequence of distinct values, in O(n log n)."""
    order = sorted(values)
    best: list[tuple[int, int]] = [(0, -1)] * (len(values) + 1)  # a Fenwick tree of (weight, last index)
    before: list[int] = []
    for index, value in enumerate(values):
        rank = bisect_left(order, value)
        weight, last = _heaviest_below(best, rank)
        before.append(last)
        _raise(best, rank + 1, (weight + weights[index], index))
    chain: list[int] = []
    _, at = _heaviest_below(best, len(values))
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _heaviest_below(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    heaviest = (0, -1)
    while rank > 0:
        heaviest = max(heaviest, tree[rank])
        rank -= rank & -rank
    return heaviest


def _raise(tree: list[tuple[int, int]], rank: int, entry: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], entry)
        rank += rank & -rank
