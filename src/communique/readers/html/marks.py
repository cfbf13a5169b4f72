"""What the passes over a page decide about stretches of its text, in source positions (indexes of `Page.source`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.document import Evidence


@dataclass(slots=True)
class CalloutMark:
    """A callout: `[start, end)` is the printed mark with its brackets."""

    start: int
    end: int
    label: str
    target: str
    evidence: Evidence


@dataclass(slots=True)
class NoteMark:
    """A note: `[start, body)` is the printed label, `[body, end)` the note."""

    start: int
    body: int
    end: int
    label: str
    target: str
    evidence: Evidence


@dataclass(slots=True)
class Marks:
    """Callouts and notes, each sorted and without overlaps, and the stretches that are no text at all (back links)."""

    callouts: list[CalloutMark] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    dropped: list[tuple[int, int]] = field(default_factory=list)
