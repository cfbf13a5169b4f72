"""Numbers of 64 bits that stand for words and for runs of words, worked out for whole arrays of them.

Two words (or runs) that differ have the same sum by a chance of one in 2^64; an index in which two did is not
written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Sums = npt.NDArray[np.uint64]
_GOLDEN: Final = 0x9E3779B97F4A7C15
_BACK: Final = pow(_GOLDEN, -1, 1 << 64)
_LETTER: Final = 0xD6E8FEB86659FD93


def word_sums(words: Sequence[str]) -> Sums:
    """The sum of each word."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    places = np.arange(len(letters)) - np.repeat(starts, lengths)
    before = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * _powers(_LETTER, int(lengths.max(initial=0)))[places], out=before[1:])
    return mixed(before[starts + lengths] - before[starts])


def shortened_sums(words: Sequence[str]) -> tuple[npt.NDArray[np.int64], Sums]:
    """What each word adds up to as it is and without any one of its letters but the first: its place, and the sum."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    starts = np.cumsum(lengths) - lengths
    which = np.repeat(np.arange(len(words)), lengths)
    places = np.arange(len(letters)) - starts[which]
    powers = _powers(_LETTER, int(lengths.max(initial=0)) + 1)
    before = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[places], out=before[1:])
    first, behind = before[starts][which], before[starts + lengths][which]
    through = before[1:]
    without = before[:-1] - first + (behind - through) * np.uint64(pow(_LETTER, -1, 1 << 64))
    sums = np.where(places > 0, without, behind - first)  # in place of the first letter's: that of the whole word
    return which, mixed(sums)


def run_sums(words: Sums, starts: npt.NDArray[Any], ends: npt.NDArray[Any]) -> Sums:
    """The sums of the runs from `starts` to `ends` of words of which the sums are given; their order counts."""
    before = np.zeros(len(words) + 1, dtype=np.uint64)
    np.cumsum(words * _powers(_GOLDEN, len(words)), out=before[1:])
    runs: Sums = (before[ends] - before[starts]) * _powers(_BACK, len(words) + 1)[starts]
    return runs


def distinct(sums: Sums) -> Sums:
    """Sums in ascending order, as an index has them.

    Raises:
        ValueError: two of them are equal.
    """
    ordered: Sums = np.sort(sums).astype("<u8")
    if (ordered[1:] == ordered[:-1]).any():
        raise ValueError("two words or names have one sum: change a factor in sums.py")
    return ordered


def places_of(sums: Sums, ordered: Sums, otherwise: int) -> npt.NDArray[np.int64]:
    """Where each sum stands among others in ascending order; `otherwise` where it does not."""
    if not len(ordered):
        return np.full(len(sums), otherwise)
    at = np.minimum(np.searchsorted(ordered, sums), len(ordered) - 1)
    places: npt.NDArray[np.int64] = np.where(ordered[at] == sums, at, otherwise)
    return places


def mixed(numbers: npt.NDArray[Any]) -> Sums:
    """Numbers spread over 64 bits, so that sums of them tell sets apart."""
    mixed: Sums = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _powers(base: int, count: int) -> Sums:
    """The powers of a number from the zeroth on, modulo 2^64."""
    powers = np.full(count, base, dtype=np.uint64)
    powers[:1] = 1
    return np.cumprod(powers, dtype=np.uint64)
