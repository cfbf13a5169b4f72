"""The words of many strings at once: cut out of their joined letters as arrays, never string by string."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.registry.matching.walks import Ints, starts_of

_WORD, _MARK, _INITIAL, _BLANK, _SIGN, _DASH = (1 << i for i in range(6))
"""What a letter may be: of a word, a mark that combines with the one before, A to Z, a space, what parts a string
wherever it stands, what does so between spaces."""
_SIGNS: Final = frozenset(",;|:()[]/\n\t")
_PLACEHOLDER: Final = re.compile("#[A-Za-z]{2,5}#")
"""`#TAB#`: parts a string too."""
_BROKEN_LINE: Final = re.compile("#[NR]#")
"""A line that broke within a text, where an export of metadata writes no line ends: no more than a space."""
_TABLED: Final = 0x600  # Latin, Greek, Cyrillic, Hebrew
_DOT: Final = ord(".")


class Cut(NamedTuple):
    """Words of strings: columns of one length, in the order of the strings.

    `start` and `end` are letters of `text`, which is all strings with a line end behind each; `string` is the number of
    a word's string, `part` that of its part, counted over all strings. A part has at least one word. `begins` has for
    each string its first letter in `text`.
    """

    text: str
    begins: Ints
    start: Ints
    end: Ints
    string: Ints
    part: Ints


def cut(strings: Sequence[str], limit: int) -> Cut:
    """The words of strings, up to `limit` of each: runs of letters and digits, and initials (`U.S.`) as one word."""
    text = "\n".join([*strings, ""])
    begins = starts_of(strings) + np.arange(len(strings) + 1)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    classes = _classes_of(codes)
    for match in _PLACEHOLDER.finditer(text) if "#" in text else ():
        classes[match.start() : match.end()] = _SIGN
    for match in _BROKEN_LINE.finditer(text) if "#" in text else ():
        classes[match.start() : match.end()] = _BLANK
    dashes = np.flatnonzero(classes & _DASH)
    dashes = dashes[(dashes > 0)]
    classes[dashes[(classes[dashes - 1] & classes[dashes + 1] & _BLANK) != 0]] = _SIGN
    start, end = _initials(*_runs(classes), classes, codes)
    signs = np.cumsum((classes & _SIGN) != 0, dtype=np.int32)[start]
    count = np.diff(np.searchsorted(start, begins))
    string = np.repeat(np.arange(len(strings)), count)
    if int(count.max(initial=0)) > limit:
        kept = np.arange(len(start)) - (np.cumsum(count) - count)[string] < limit
        start, end, string, signs = start[kept], end[kept], string[kept], signs[kept]
    part = np.zeros(len(start), dtype=np.int64)
    np.cumsum(signs[1:] != signs[:-1], out=part[1:])
    return Cut(text, begins[:-1], start, end, string, part)


def _classes_of(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    rare = codes >= _TABLED
    if not rare.any():
        return _classes()[codes]
    classes = _classes()[np.where(rare, 0, codes)]
    letters, inverse = np.unique(codes[rare], return_inverse=True)
    classes[rare] = np.array([_class(int(code)) for code in letters], dtype=np.uint8)[inverse.reshape(-1)]
    return classes


@cache
def _classes() -> npt.NDArray[np.uint8]:
    return np.array([_class(code) for code in range(_TABLED)], dtype=np.uint8)


def _class(code: int) -> int:
    letter = chr(code)
    if letter.isalnum():
        return _WORD | _INITIAL if "A" <= letter <= "Z" else _WORD
    if "\u0300" <= letter <= "\u036f" or letter == "\u00a8":  # old exports write `a¨`
        return _MARK
    if letter in "-–—":
        return _DASH
    return (_BLANK if letter.isspace() else 0) | (_SIGN if letter in _SIGNS else 0)


def _runs(classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """First letters of words, and those behind their last."""
    within = (classes & (_WORD | _MARK)) != 0
    edges = np.flatnonzero(within[1:] != within[:-1]) + 1
    if within[0]:
        edges = np.concatenate([[0], edges])
    start, end = edges[::2], edges[1::2]
    if (classes[start] & _MARK).any():  # a mark that stands behind no letter is none of a word's
        letters = np.append(np.flatnonzero(classes & _WORD), len(classes))
        start = letters[np.searchsorted(letters, start)]
        start, end = start[start < end], end[start < end]
    return start, end


def _initials(start: Ints, end: Ints, classes: npt.NDArray[np.uint8], codes: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """The same with two and more initials in a row as one word, their full stops included."""
    initial = (end - start == 1) & ((classes[start] & _INITIAL) != 0) & (codes[end] == _DOT)
    if not initial.any():
        return start, end
    gap = start[1:] - end[:-1]
    blank = (classes[np.minimum(end[:-1] + 1, len(classes) - 1)] & (_BLANK | _SIGN)) == _BLANK
    goes_on = initial[1:] & initial[:-1] & ((gap == 1) | ((gap == 2) & blank))
    begins, stops = np.append(True, ~goes_on), np.append(~goes_on, True)
    several = ~begins & stops
    return start[begins], (end + several)[stops]
