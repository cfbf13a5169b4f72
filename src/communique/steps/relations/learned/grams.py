"""Words in a row, singly, in twos and in threes, encoded once for all the pairs of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Tails = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Grams:
    """`ones[i]`, `twos[i]` and `threes[i]` are the one, two and three words from word i on, fewer at the end.

    `stems[i]` is the beginning of a word of more than five letters, b"" for a shorter one.
    """

    words: Sequence[str]
    ones: list[bytes]
    twos: list[bytes]
    threes: list[bytes]
    stems: list[bytes]

    @classmethod
    def of(cls, words: Sequence[str]) -> Grams:
        """The grams of some words."""
        ones = [w.encode() for w in words]
        twos = [b" ".join(ones[i : i + 2]) for i in range(len(ones))]
        threes = [b" ".join(ones[i : i + 3]) for i in range(len(ones))]
        stems = [w[:5].encode() if len(w) > 5 else b"" for w in words]
        return cls(words, ones, twos, threes, stems)

    def __len__(self) -> int:
        return len(self.words)

    def part(self, start: int, end: int) -> Grams:
        """The grams of the words `[start, end)`, as if no other words stood there."""
        start, end = max(0, start), min(end, len(self.words))
        if start >= end:
            return Grams((), [], [], [], [])
        last = self.ones[end - 1]
        twos = [*self.twos[start : end - 1], last]
        threes = [*self.threes[start : end - 2], self.twos[end - 2], last] if end - start > 1 else [last]
        return Grams(self.words[start:end], self.ones[start:end], twos, threes, self.stems[start:end])
