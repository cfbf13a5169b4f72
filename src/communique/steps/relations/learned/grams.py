"""Words in a row, singly, in twos and in threes, encoded once for all the pairs of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

_STEM: Final = 5
"""Letters that begin a longer word."""


@dataclass(frozen=True)
class Grams:
    """`ones[i]`, `twos[i]` and `threes[i]` are the one, two and three words from word i on, fewer at the end.

    `stems[i]` is the beginning of a word of more than five letters, b"" for a shorter one.
    """

    words: Sequence[str]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def ones(self) -> list[bytes]:
        return [word.encode() for word in self.words]

    @cached_property
    def twos(self) -> list[bytes]:
        return [b"%b %b" % two for two in pairwise(self.ones)] + self.ones[-1:]

    @cached_property
    def threes(self) -> list[bytes]:
        twos = self.twos
        return [b"%b %b" % three for three in zip(twos, self.ones[2:], strict=False)] + twos[-2:]

    @cached_property
    def stems(self) -> list[bytes]:
        return [word[:_STEM].encode() if len(word) > _STEM else b"" for word in self.words]
