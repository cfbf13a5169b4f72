"""Checksums of many features at once: of tails behind heads.

A feature is a head and a tail ("Fom1 created"), and falls on the row of the weight table that the CRC-32 of both gives.
A checksum is linear: what a head adds to that of a tail depends on no more than the length of the tail. So each tail of
a sentence is read once, and each of the few hundred heads once for each length.

Source: crc32_combine of zlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

ROWS: Final = 1 << 18
"""Rows of the weight table; a power of two."""

Numbers = npt.NDArray[np.int64]

_AT_FIRST: Final = 64
"""Bytes of a tail for which the heads are read at first; longer ones are rare."""


def row_of(feature: str) -> int:
    """The row of one feature."""
    return crc32(feature.encode()) & (ROWS - 1)


class Heads:
    """What each head adds to the checksum of a tail, by the tail's length."""

    def __init__(self, heads: Sequence[str]) -> None:
        """Takes the heads; a head is known by its place among them."""
        self._byte_by_byte = np.array([_behind_zero(i) for i in range(256)], dtype=np.int64)
        self._added = np.array([[crc32(head.encode()) for head in heads]], dtype=np.int64)
        self._extend(_AT_FIRST)

    def rows(self, heads: Numbers, checksums: Numbers, lengths: Numbers) -> Numbers:
        """The rows of features.

        Args:
            heads: of each feature its head.
            checksums: of its tail.
            lengths: of its tail in bytes.
        """
        if len(lengths) and (longest := int(lengths.max())) >= len(self._added):
            self._extend(longest)
        rows: Numbers = (checksums ^ self._added[lengths, heads]) & (ROWS - 1)
        return rows

    def _extend(self, longest: int) -> None:
        """A byte more of zeros behind the heads, until the tail is so long."""
        added = [self._added[-1]]
        for _ in range(longest - len(self._added) + 1):
            added.append((added[-1] >> 8) ^ self._byte_by_byte[added[-1] & 0xFF])
        self._added = np.concatenate([self._added, np.array(added[1:])])


def _behind_zero(checksum: int) -> int:
    """What is left of a checksum when a zero byte has been read behind it."""
    return crc32(b"\0", checksum) ^ crc32(b"\0")
