"""From a stretch of the reading text to a clause: names, dates, unit codes and places become slots."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from communique.document import Span
from communique.steps.relations.clause import DATE, PLACE, UNIT, Clause, Slot
from communique.steps.relations.notation import grammar
from communique.steps.relations.places import PlaceBook
from communique.steps.relations.wording import (
    CONTRACTION,
    ELISION,
    fold,
    open_contraction,
    open_elision,
)

LONGEST_SENTENCE: Final = 4000
"""Characters of a sentence that are read: no sentence of a release is longer, a damaged file may hold one that is."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of the text that becomes a slot."""

    start: int
    end: int
    kind: str
    keys: tuple[int, ...] = ()
    value: str = ""


class Renderer:
    """Renders stretches of one text; built once a document."""

    def __init__(self, text: str, names: Iterable[Marked], dates: Iterable[Marked], places: PlaceBook) -> None:
        """Takes the names of all entities and the dates; longer names win over shorter ones that they overlap."""
        self.text = text
        self._places = places
        self._marks = _without_overlaps([*names], [*dates])
        self._mark_starts = [m.start for m in self._marks]

    def render(self, span: Span, implied: Slot | None = None) -> Clause:
        """The clause for `span`; `implied` is what it speaks of when it names no subject."""
        start, end = span.start, min(span.end, span.start + LONGEST_SENTENCE)
        marks = self._marks_in(start, end)
        marks = _merged(marks, _codes(self.text, start, end))
        marks = _merged(marks, self._placed(start, end, marks))
        return _clause(self.text, start, end, marks, implied)

    def _marks_in(self, start: int, end: int) -> list[Marked]:
        first = bisect_left(self._mark_starts, start)
        last = bisect_right(self._mark_starts, end - 1)
        return [m for m in self._marks[first:last] if m.end <= end]

    def _placed(self, start: int, end: int, marks: Sequence[Marked]) -> list[Marked]:
        found = self._places.find(self.text, start, end, [(m.start, m.end) for m in marks])
        return [Marked(s, e, PLACE, (self._places.key(self.text[s:e]),), self.text[s:e]) for s, e in found]


def _without_overlaps(names: list[Marked], dates: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for mark in sorted(names, key=lambda m: (m.start, -m.end)):
        if kept and mark.start < kept[-1].end:
            if mark.end - mark.start > kept[-1].end - kept[-1].start:
                kept[-1] = mark
            continue
        kept.append(mark)
    return _merged(kept, dates)


def _merged(marks: list[Marked], more: list[Marked]) -> list[Marked]:
    """`marks` and those of `more` that touch none of them; both sorted."""
    starts = [m.start for m in marks]
    free: list[Marked] = []
    for mark in more:
        i = bisect_left(starts, mark.end)
        if i and marks[i - 1].end > mark.start:
            continue
        free.append(mark)
    return sorted([*marks, *free], key=lambda m: m.start) if free else marks


def _codes(text: str, start: int, end: int) -> list[Marked]:
    return [Marked(m.start(), m.end(), UNIT) for m in grammar("unit.code").finditer(text, start, end)]


def _clause(text: str, start: int, end: int, marks: Sequence[Marked], implied: Slot | None) -> Clause:
    clause = Clause("", [], [], implied=implied, reading=text)
    pieces: list[str] = []
    position = start
    for mark in marks:
        _append(clause, pieces, text, position, mark.start)
        span = Span(mark.start, mark.end)
        char = clause.add(Slot(mark.kind, mark.keys, span, value=mark.value))
        if char:
            pieces.append(char)
            clause.starts.append(mark.start)
            clause.ends.append(mark.end)
        else:
            _append(clause, pieces, text, mark.start, mark.end)
        position = mark.end
    _append(clause, pieces, text, position, end)
    clause.text = "".join(pieces)
    clause.rewrite(ELISION, open_elision)
    clause.rewrite(CONTRACTION, open_contraction)
    return clause


def _append(clause: Clause, pieces: list[str], text: str, start: int, end: int) -> None:
    pieces.append(fold(text[start:end]))
    clause.starts.extend(range(start, end))
    clause.ends.extend(range(start + 1, end + 1))


def date_mark(start: int, end: int, iso: str) -> Marked:
    """A date as a mark."""
    return Marked(start, end, DATE, (), iso)
