"""The footnotes step: the reader's document in, the notes and the reading document out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

from communique.document import Document, Issue, OffsetMap, Span
from communique.findings import Callout, Findings, FootnoteFindings, Note
from communique.steps.footnotes.anchors import find_anchor
from communique.steps.footnotes.bodies import Body, find_bodies
from communique.steps.footnotes.confirm import confirm_bodies, decide_calls, marks_outside
from communique.steps.footnotes.cutting import cut_marks
from communique.steps.footnotes.linked_labels import share_labels
from communique.steps.footnotes.marks import Mark, find_marks
from communique.steps.footnotes.openings import Openings
from communique.steps.footnotes.pairing import pair_calls
from communique.steps.footnotes.series import Call


class FootnoteStep:
    """Finds callouts and notes, pairs them, and takes marks and labels out of the text.

    It decides on the whole document: a link first, then role or class, then a label that has a note in a credible
    sequence in the document's own style of callouts. A raised digit alone is never a callout.
    """

    name: ClassVar[str] = "footnotes"
    needs: ClassVar[frozenset[str]] = frozenset()
    gives: ClassVar[str] = "footnotes"

    def __call__(self, document: Document, findings: Findings) -> FootnoteFindings:  # noqa: ARG002 - every step takes it
        openings = Openings(document)
        found = find_bodies(document, openings)
        marks, labelled = share_labels(document, openings, find_marks(document), found)
        labelled, copies = _without_copies(document, labelled)
        bodies = confirm_bodies(document, marks, labelled)
        calls = decide_calls(document, marks_outside(marks, bodies), bodies)
        pairs = pair_calls(document, calls, bodies)
        return _findings(document, calls, bodies, pairs, copies)


def _without_copies(document: Document, bodies: Sequence[Body]) -> tuple[list[Body], list[Body]]:
    """The notes, and those that stand a second time: linked side notes that the page's foot repeats without a link.

    The later copy is kept.
    """
    last: dict[tuple[str, str], int] = {}
    copies: set[int] = set()
    for i, body in enumerate(bodies):
        key = body.label, _wording(document, body)
        if key in last and bool(body.target) != bool(bodies[last[key]].target):
            copies.add(last[key])
        last[key] = i
    return [b for i, b in enumerate(bodies) if i not in copies], [bodies[i] for i in sorted(copies)]


def _wording(document: Document, body: Body) -> str:
    return " ".join(document.text[body.body : body.end].casefold().split())


class _Cut:
    """The reading document and the way from the reader's offsets to its own."""

    def __init__(self, reading: Document, offsets: OffsetMap) -> None:
        self.reading = reading
        self.offsets = offsets
        self._starts = [b.start for b in reading.blocks]

    def callout(self, mark: Mark) -> Callout:
        """The callout where a mark stood: right after the word before it."""
        text = self.reading.text
        offset = self.offsets(mark.start)
        while offset and text[offset - 1] in " \t":
            offset -= 1
        i = bisect_right(self._starts, max(0, offset - 1)) - 1
        block = self.reading.blocks[i].span if i >= 0 else Span(0, offset)
        return Callout(offset, find_anchor(text, offset, block))


def _findings(
    document: Document,
    calls: Sequence[Call],
    bodies: Sequence[Body],
    pairs: Sequence[int | None],
    copies: Sequence[Body],
) -> FootnoteFindings:
    marks = [Span(c.mark.start, c.mark.end) for c in calls]
    labels = [_label_span(document.text, b) for b in bodies] + [Span(b.start, b.end) for b in copies]
    cut = _Cut(*cut_marks(document, marks, labels))
    called: dict[int, list[Callout]] = defaultdict(list)
    unanswered: dict[tuple[str, str, int], list[Callout]] = defaultdict(list)
    brief = 0
    last = ""
    for call, index in zip(calls, pairs, strict=True):
        if index is not None:
            called[index].append(cut.callout(call.mark))
            continue
        brief += call.label == "1" and last not in ("", "1")
        last = call.label
        unanswered[call.label, call.mark.target, brief].append(cut.callout(call.mark))
    notes = [Note(b.label, cut.offsets.span(Span(b.body, b.end)), tuple(called[i])) for i, b in enumerate(bodies)]
    notes += [Note(label, None, tuple(callouts)) for (label, _, _), callouts in unanswered.items()]
    order = {c.label: i for i, c in reversed(list(enumerate(calls)))}
    notes.sort(key=lambda note: (_place(note), order.get(note.label, len(order)) if note.callouts else -1))
    return FootnoteFindings(cut.reading, tuple(notes), _issues(notes, cut, copies))


def _label_span(text: str, body: Body) -> Span:
    """What to cut for the label of a note; of one in a block of its own the block, which takes its line feed along."""
    line_feed = text.find("\n", body.start, body.body)
    return Span(body.start, body.body if line_feed < 0 else line_feed)


def _place(note: Note) -> int:
    """Where the note comes in the order of the text: at its first callout, or where it stands itself."""
    return note.callouts[0].offset if note.callouts else note.body.start if note.body else 0


def _issues(notes: Sequence[Note], cut: _Cut, copies: Sequence[Body]) -> tuple[Issue, ...]:
    issues: list[Issue] = []
    for note in notes:
        if note.body is None:
            message = f"no note answers to the callout {note.label!r}"
            issues += [Issue("footnote.callout-without-note", message, c.anchor) for c in note.callouts]
        elif not note.callouts:
            message = f"nothing in the text calls note {note.label!r}"
            issues.append(Issue("footnote.note-without-callout", message, note.body))
    for copy in copies:
        place = cut.offsets(copy.start)
        message = f"note {copy.label!r} stands in the text and again further on; the later one is kept"
        issues.append(Issue("footnote.duplicate-note", message, Span(place, place)))
    return tuple(issues)
