"""The words between, before and behind the two names of many pairs, as stretches of tails behind heads.

The tails of a sentence lie in blocks: all its words, then all twos, threes and beginnings of words. Where a pair's
words stand in these blocks is a row of numbers, so that the stretches of all pairs are made in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.steps.relations.learned.checksums import Numbers

NEAR: Final = 4
"""Tokens before and behind a pair that are looked at by place; one less in the skeleton."""
LONGEST: Final = 40
"""Tokens between, before and behind that are looked at; of more between, the first and the last."""
_EDGE: Final = 3
"""The first and last tokens between that are looked at by place."""

_EDGES: Final = [f"{edge}{i}" for i in range(_EDGE) for edge in "^$"]
HEADS: Final = (
    "",
    *(f"{part}{what} " for part in "mc" for what in ("1", "2", "3", "5", *_EDGES)),
    *(f"k{what} " for what in ("1", "2", *_EDGES)),
    *(f"k{side}{i} " for side in "<>" for i in range(1, NEAR)),
    *(f"{side}{i} " for side in "<>" for i in (*range(NEAR), "", side)),
    *(f"{part}f " for part in "m<>"),
)
"""The heads without the order and type of a pair, which stand before them; that of a whole feature is empty."""
DIRECTIONS: Final = tuple(order + kind for order in "FB" for kind in "opds")
"""The orders and types: forward and backward; organisations, places or posts, dates, scenes."""
_PLACE_OF: Final = {head: i for i, head in enumerate(HEADS)}


class Places(NamedTuple):
    """Where the words of one pair stand among the tails; stretches are half-open."""

    direction: int
    """Among `DIRECTIONS`."""
    block: int
    """Where the block of the words between begins, and how many words it has."""
    words: int
    start: int
    end: int
    last: int
    """Where the words between end without the members of a list before its last one."""
    sentence: int
    """Where the block of the whole sentence begins, how many words it has, and the two names in it."""
    size: int
    low: int
    high: int
    families: tuple[int, ...]
    """The stretches of families between, before and behind."""
    skeleton: int
    """Where the block of the words between in the skeleton begins, and how many words it has."""
    reduced: int
    reduced_start: int
    reduced_end: int
    around: int
    """Where the words of the whole skeleton begin, how many there are, and the two names among them."""
    length: int
    left: int
    right: int


Stretches = tuple[Numbers, Numbers, Numbers, Numbers]
"""Of each stretch its pair, its head, where it begins among the tails and how long it is."""


class _Maker:
    """Collects the stretches of all pairs, one kind after the other."""

    def __init__(self, directions: Numbers) -> None:
        self._pairs = np.arange(len(directions))
        self._heads = directions * len(HEADS)
        self._made: list[Stretches] = []

    def add(self, head: str, starts: Numbers, lengths: Numbers | npt.NDArray[np.bool_]) -> None:
        """A stretch of each pair of which the length is more than 0; a truth is a length of 1 or 0."""
        some = lengths > 0
        self._made.append(
            (self._pairs[some], self._heads[some] + _PLACE_OF[head], starts[some], lengths[some].astype(np.int64))
        )

    def add_block(self, part: str, block: Numbers, size: Numbers, start: Numbers, end: Numbers, *, deep: bool) -> None:
        """The words `[start, end)` of a block as if no other words stood there: alone, in twos, at the edges.

        Of a `deep` block also the threes and the beginnings of words.
        """
        length = end - start
        here, last = block + start, block + end - 1
        self.add(f"{part}1 ", here, length)
        self.add(f"{part}2 ", here + size, length - 1)
        self.add(f"{part}2 ", last, length > 0)
        if deep:
            self.add(f"{part}3 ", here + 2 * size, length - 2)
            self.add(f"{part}3 ", last - 1 + size, length > 1)
            self.add(f"{part}3 ", last, length > 0)
            self.add(f"{part}5 ", here + 3 * size, length)
        for i in range(_EDGE):
            self.add(f"{part}^{i} ", here + i, length > i)
            self.add(f"{part}${i} ", last - i, length > i)

    def all(self) -> Stretches:
        """What was collected."""
        pairs, heads, starts, lengths = (np.concatenate(parts) for parts in zip(*self._made, strict=True))
        return pairs, heads, starts, lengths


def stretches_of(pairs: Sequence[Places]) -> Stretches:
    """The stretches of words and families of pairs."""
    flat = [(*p[:10], *p[10], *p[11:]) for p in pairs]
    (
        direction, block, words, start, end, last, sentence, size, low, high,
        between, between_end, before, before_end, behind, behind_end,
        skeleton, reduced, reduced_start, reduced_end, around, length, left, right,
    ) = np.array(flat, dtype=np.int64).T  # fmt: skip
    maker = _Maker(direction)
    maker.add_block("m", block, words, start, end, deep=True)
    maker.add_block("c", block, words, start, last, deep=True)
    maker.add_block("k", skeleton, reduced, reduced_start, reduced_end, deep=False)
    for i in range(1, NEAR):
        maker.add(f"k<{i} ", around + left - i, left >= i)
        maker.add(f"k>{i} ", around + right + i, right + i < length)
    first = np.maximum(low, 0)  # words before the first name
    rest = size - high - 1  # words behind the second name
    for i in range(NEAR):
        maker.add(f"<{i} ", sentence + first - 1 - i, first > i)
        maker.add(f">{i} ", sentence + high + 1 + i, rest > i)
    for head, most in (("< ", NEAR), ("<< ", LONGEST)):
        seen = np.minimum(first, most)
        maker.add(head, sentence + first - seen, seen)
    for head, most in (("> ", NEAR), (">> ", LONGEST)):
        maker.add(head, sentence + high + 1, np.minimum(rest, most))
    maker.add("mf ", between, between_end - between)
    maker.add("<f ", before, before_end - before)
    maker.add(">f ", behind, behind_end - behind)
    return maker.all()
