"""Labels in the order in which they count, and the text in the order in which it runs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def count_up(numbers: set[int], limit: int) -> int:
    """How far `numbers` count up from 1 without a gap, at most to `limit`."""
    highest = 0
    while highest + 1 in numbers and highest < limit:
        highest += 1
    return highest


class Neighbours:
    """The stretch of text in which a label's callout must stand: between those of its neighbours in the sequence."""

    def __init__(self, calls: Iterable[tuple[int, int]]) -> None:
        """Takes the callouts found so far: the rank of the label and the offset of each."""
        first: dict[int, int] = {}
        for number, position in calls:
            first[number] = min(first.get(number, position), position)
        self._numbers = sorted(first)
        self._first = first

    def enclose(self, number: int, ranks: set[int]) -> bool:
        """Whether the notes right before and after `number` are called, as far as there are such."""
        beside = {number - 1, number + 1} & ranks
        return bool(beside) and beside <= self._first.keys()

    def allow(self, number: int, position: int) -> bool:
        """Whether `position` lies between the callouts of the next lower and the next higher label."""
        i = bisect_left(self._numbers, number)
        after = i + (i < len(self._numbers) and self._numbers[i] == number)
        low = self._first[self._numbers[i - 1]] if i else -1
        high = self._first[self._numbers[after]] if after < len(self._numbers) else position
        return low > high or low <= position <= high


def heaviest_chain(candidates: Sequence[tuple[int, int, float, T]]) -> list[T]:
    """Of candidates (position, number, weight, thing) the things of greatest total weight whose numbers rise.

    A maximum over prefixes in a Fenwick tree: n log n.
    """
    ordered = sorted(candidates, key=lambda c: (c[0], c[1]))
    numbers = sorted({c[1] for c in ordered})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(numbers) + 1)
    previous: list[int] = []
    best = (0.0, -1)
    for index, (_, number, weight, _thing) in enumerate(ordered):
        slot = bisect_left(numbers, number)
        before = (0.0, -1)
        i = slot
        while i:
            before = max(before, tree[i], key=lambda t: t[0])
            i &= i - 1
        previous.append(before[1])
        total = (before[0] + weight, index)
        best = max(best, total, key=lambda t: t[0])
        i = slot + 1
        while i < len(tree):
            tree[i] = max(tree[i], total, key=lambda t: t[0])
            i += i & -i
    chain: list[T] = []
    index = best[1]
    while index >= 0:
        chain.append(ordered[index][3])
        index = previous[index]
    return chain[::-1]
