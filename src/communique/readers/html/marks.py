"""What the passes over a page decide about stretches of its text, in source positions (indexes of `Page.source`)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from communique.document import Evidence
from communique.readers.html.page import Page


@dataclass(slots=True, eq=False)
class CalloutMark:
    """A callout: `[start, end)` is the printed mark with its brackets, `supplied` a label that is not printed."""

    start: int
    end: int
    label: str
    target: str
    evidence: Evidence
    supplied: str = ""


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
    gone = _Stretches(page, furniture)
    callouts = [c for c in marks.callouts if not gone.hold(c.start)]
    called = {c.target for c in callouts}
    notes = [n for n in marks.notes if (n.called and n.target in called) or not gone.hold(n.start)]
    return Marks(callouts, notes, marks.dropped)


class _Stretches:
    """The source positions of furniture."""

    def __init__(self, page: Page, furniture: bytearray) -> None:
        self._starts = [n.start for n in page.nodes if n.end == n.index + 1 and n.start < n.stop]
        self._gone = [bool(furniture[n.index]) for n in page.nodes if n.end == n.index + 1 and n.start < n.stop]

    def hold(self, position: int) -> bool:
        i = bisect_right(self._starts, position) - 1
        return i >= 0 and self._gone[i]
