"""Stretches of a text that look like callouts and are none, by the rules of `footnote_traps.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from communique.document import Span
from communique.rules import load_table
from communique.steps.footnotes.typography import join_spans

_SPACES: Final = " \n\t"
_REACH: Final = 80
"""Characters before and behind a mark in which the rest of what a row finds stands: twice the longest of the rows'
examples."""


class Trap:
    """Stretches that are asked about in text order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._position = 0

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch overlaps `[start, end)`, which does not lie before the one asked about last."""
        while self._position < len(self._spans) and self._spans[self._position].end <= start:
            self._position += 1
        return self._position < len(self._spans) and self._spans[self._position].start < end


def set_trap(shape: str, text: str, marks: Sequence[tuple[int, int]], *, soft: bool) -> Trap:
    """The trap for some marks of one shape; a soft one yields to a document whose sequence needs the mark.

    Args:
        shape: the shape of the marks.
        text: the text with raised glyphs spelled as plain digits.
        marks: where they stand, `[start, end)`, in text order; traps are looked for around them only.
        soft: whether to set the rules that are soft for this shape, or the others.
    """
    spans: list[Span] = []
    windows = _windows(text, marks)
    for pattern, groups in _patterns(shape, soft):
        for match in (m for start, end in windows for m in pattern.finditer(text, start, end)):
            group = next((g for g in groups if match[g] is not None), 0)
            if match.start(group) < match.end(group):
                spans.append(Span(match.start(group), match.end(group)))
    return Trap(join_spans(sorted(spans)))


def _windows(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of `text` around marks, from the beginning of a word on: an address is long, but has no spaces."""
    windows: list[tuple[int, int]] = []
    for first, last in marks:
        reach, before = max(0, first - _REACH), windows[-1][1] if windows else 0
        if windows and reach <= before:
            windows[-1] = (windows[-1][0], max(before, last + _REACH))
        else:
            start = max(text.rfind(space, before, reach) for space in _SPACES) + 1
            windows.append((max(start, before), last + _REACH))
    return windows


@cache
def _patterns(shape: str, soft: bool) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    rules = load_table("footnote_traps").rules
    speaking = (r for r in rules if shape in r.fields["shapes"] and (shape in r.fields.get("soft", ())) == soft)
    return tuple((r.regex, tuple(r.regex.groupindex)) for r in speaking)
