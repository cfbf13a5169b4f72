"""What a font's ToUnicode table says: which character each of its codes prints.

The library parses such tables sign by sign, which takes as long as reading a page, and fills every range that a table
names, were it of four billion codes. Tables are of two kinds of sections and nothing else; where one is not, the
library is asked after all.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Iterator
from typing import Final

MOST_CODES: Final = 200_000
"""A table with more is no table: codes have one or two bytes."""

_WORD: Final = re.compile(rb"(begin|end)(bfchar|bfrange|cidchar|cidrange|notdefrange)\b|\busecmap\b")
_HEX: Final = rb"<([0-9A-Fa-f]*+)>\s*+"
_PAIR: Final = re.compile(rb"\s*+" + 2 * _HEX)
_RANGE: Final = re.compile(rb"\s*+" + 2 * _HEX + rb"(?:" + _HEX + rb"|\[\s*+((?:<[0-9A-Fa-f]*+>\s*+)*+)\]\s*+)")

_SPAN: Final = re.compile(rb"<([0-9A-Fa-f\s]{0,40})>\s{0,40}<([0-9A-Fa-f\s]{0,40})>")


def read_to_unicode(table: bytes) -> dict[int, str] | None:
    """The text of each code; None when the table is not of the usual form."""
    found: dict[int, str] = {}
    start = -1
    kind = b""
    for word in _WORD.finditer(table):
        if word[1] == b"begin":
            start, kind = word.end(), word[2]
        elif word[1] is None or start < 0 or word[2] != kind or kind not in (b"bfchar", b"bfrange"):
            return None
        else:
            read = _read_pairs if kind == b"bfchar" else _read_ranges
            try:
                for code, text in read(table, start, word.start()):
                    if text != "\u00a0" or found.get(code) != " ":  # two characters for one code: the plain space
                        found[code] = text
            except ValueError:
                return None
            start = -1
    return found if start < 0 else None


def _read_pairs(table: bytes, at: int, end: int) -> Iterator[tuple[int, str]]:
    """A section of single codes.

    Raises:
        ValueError: it holds something else, or digits are missing.
    """
    while at < end:
        pair = _PAIR.match(table, at, end)
        if pair is None:
            break
        yield int(pair[1] or b"0", 16), _text(unhexlify(pair[2]))
        at = pair.end()
    if table[at:end].strip():
        raise ValueError


def _read_ranges(table: bytes, at: int, end: int) -> Iterator[tuple[int, str]]:
    """A section of ranges of codes, whose texts are counted up or listed.

    Raises:
        ValueError: it holds something else, digits are missing, or more codes than there can be.
    """
    left = MOST_CODES
    while at < end:
        stretch = _RANGE.match(table, at, end)
        if stretch is None:
            break
        first, last = int(stretch[1] or b"0", 16), int(stretch[2] or b"0", 16)
        left -= max(0, last - first + 1)
        if left < 0 or len(stretch[1]) != len(stretch[2]):
            raise ValueError
        if stretch[3] is None:
            texts = stretch[4].replace(b">", b" ").replace(b"<", b" ").split()
            yield from zip(range(first, last + 1), (_text(unhexlify(t)) for t in texts), strict=False)
        else:
            text = unhexlify(stretch[3])
            counted, width = text[-4:], len(text[-4:])
            base = int.from_bytes(counted, "big")
            for i in range(last - first + 1):
                up = (base + i) & ((1 << 8 * width) - 1)
                yield first + i, _text(text[:-4] + up.to_bytes(width, "big"))
        at = stretch.end()
    if table[at:end].strip():
        raise ValueError


def _text(code: bytes) -> str:
    return code.decode("utf-16-be", "ignore")


def is_bounded(table: bytes) -> bool:
    """Whether the ranges of a table of unusual form are few enough to be filled."""
    codes = 0
    for part in re.split(rb"end(?:bf|cid)range", table)[:-1]:
        for first, last in _SPAN.findall(part.rpartition(b"begin")[2]):
            a, b = (int(b"".join(digits.split()) or b"0", 16) for digits in (first, last))
            codes += max(0, b - a)
    return codes <= MOST_CODES
