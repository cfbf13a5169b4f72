"""What the passes over a page decide about stretches of its text, in source positions (indexes of `Page.source`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from communique.document import Evidence
from communique.readers.html.page import Page, Text

Mark = TypeVar("Mark")


@dataclass(slots=True, eq=False)
class CalloutMark:
    """A callout: `[start, end)` is the printed mark with its brackets.

    `supplied` is a label that is not printed: it is written where the element with the index `node` stands.
    """

    start: int
    end: int
    label: str
    target: str
    evidence: Evidence
    supplied: str = ""
    node: int = -1


@dataclass(slots=True, eq=False)
class NoteMark:
    """A note: `[start, body)` is the printed label, `[body, end)` the note.

    `called`: a callout leads to it. `moved`: it stands beside its callout and is written at the end of the text.
    """

    start: int
    body: int
    end: int
    label: str
    target: str
    evidence: Evidence
    called: bool = False
    moved: bool = False


@dataclass(slots=True)
class Marks:
    """Callouts and notes, each sorted and without overlaps, and the stretches that are no text at all (back links)."""

    callouts: list[CalloutMark] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)


def forget_in_furniture(page: Page, marks: Marks, furniture: bytearray) -> Marks:
    """The marks without callouts in furniture, and without notes there that no other callout leads to."""
    texts = [n for n in page.nodes if isinstance(n, Text) and n.start < n.stop]
    starts = [n.start for n in texts]

    def is_gone(position: int) -> bool:
        i = bisect_right(starts, position) - 1
        return i >= 0 and position < texts[i].stop and bool(furniture[texts[i].index])

    callouts = [c for c in marks.callouts if not (furniture[c.node] if c.supplied else is_gone(c.start))]
    called = {c.target for c in callouts}
    notes = [n for n in marks.notes if (n.called and n.target in called) or (not n.called and not is_gone(n.start))]
    return Marks(callouts, notes, marks.dropped)


class Cursor(Generic[Mark]):
    """Sorted marks that do not overlap, looked up along ascending positions."""

    def __init__(self, marks: Sequence[tuple[int, int, Mark]]) -> None:
        self._marks = marks
        self._next = 0

    def within(self, start: int, stop: int) -> Sequence[tuple[int, int, Mark]]:
        """The marks that touch `[start, stop)`; later calls must not ask for what lies before `start`."""
        while self._next < len(self._marks) and self._marks[self._next][1] <= start:
            self._next += 1
        end = self._next
        while end < len(self._marks) and self._marks[end][0] < stop:
            end += 1
        return self._marks[self._next : end]


def mark_at(marks: Iterable[tuple[int, int, Mark]], position: int) -> Mark | None:
    """The mark that covers a position."""
    return next((mark for start, end, mark in marks if start <= position < end), None)
