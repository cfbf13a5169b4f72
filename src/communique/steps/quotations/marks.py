"""Stretches between quotation marks, paired within a block and across paragraphs that carry a quotation on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.document import Span

_PAIRS: Final = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT: Final = '"'


@dataclass(frozen=True, slots=True)
class Quoted:
    """`[start, end)` are the words, without spaces inside the marks; `[opens, closes)` includes the marks.

    `block` is the index of the block in which the stretch begins.
    """

    start: int
    end: int
    opens: int
    closes: int
    block: int
    mark: str

    def words(self, text: str) -> str:
        return text[self.start : self.end]


def find_quoted(text: str, blocks: Sequence[Span]) -> tuple[Quoted, ...]:
    """The outermost quoted stretches of `blocks` in order; marks without a partner are left alone."""
    found: list[Quoted] = []
    pending: tuple[int, int, str] | None = None
    for index, block in enumerate(blocks):
        if pending is not None and not _carries_on(text, block, pending[2]):
            pending = None
        for opens, closes, mark in _pairs(text, block, pending):
            if closes < 0:
                pending = (opens, index if pending is None or pending[0] != opens else pending[1], mark)
                break
            first = pending[1] if pending is not None and pending[0] == opens else index
            found.append(_quoted(text, opens, closes, first, mark))
            pending = None
    return tuple(q for q in found if q.start < q.end)


def _pairs(text: str, block: Span, pending: tuple[int, int, str] | None) -> Iterator[tuple[int, int, str]]:
    """(opening mark, after the closing mark, mark) of the block; -1 for one that stays open at its end."""
    opens, mark, depth = (-1, "", 0)
    position = block.start
    if pending is not None:
        opens, mark, depth = pending[0], pending[2], 1
        position += 1  # the mark that repeats the opening one at the head of the paragraph
    for i in range(position, block.end):
        char = text[i]
        if depth == 0:
            if char in _PAIRS or (char == _STRAIGHT and _can_open(text, i)):
                opens, mark, depth = i, char, 1
        elif mark == _STRAIGHT:
            if char == _STRAIGHT:
                yield opens, i + 1, mark
                depth = 0
        elif char == _PAIRS[mark]:
            depth -= 1
            if depth == 0:
                yield opens, i + 1, mark
        elif char == mark:
            depth += 1
    if depth:
        yield opens, -1, mark


def _can_open(text: str, i: int) -> bool:
    """Whether a straight mark can open here: after a space or a bracket, before a letter; not as an inch sign."""
    before = text[i - 1] if i else " "
    after = text[i + 1] if i + 1 < len(text) else " "
    return not before.isalnum() and before not in ".,!?" and not after.isspace()


def _carries_on(text: str, block: Span, mark: str) -> bool:
    return text[block.start : block.start + 1] == mark


def _quoted(text: str, opens: int, closes: int, block: int, mark: str) -> Quoted:
    start, end = opens + 1, closes - 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Quoted(start, end, opens, closes, block, mark)
