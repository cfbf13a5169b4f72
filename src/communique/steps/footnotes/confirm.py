"""Which candidate notes are notes: those that stand by themselves, and those that the text calls."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from communique.document import Document
from communique.steps.footnotes.bodies import Body
from communique.steps.footnotes.labels import are_roman, label_kind, rank
from communique.steps.footnotes.marks import Mark
from communique.steps.footnotes.series import Call, Series


def confirm_bodies(document: Document, marks: Sequence[Mark], bodies: Sequence[Body]) -> list[Body]:
    """The notes among the candidates `bodies`, in text order.

    Linked notes, page feet and titled sections stand by themselves. A bare note must be called before it, or count on
    from a neighbour that is. A plain numbered list counts when every item is called, by a mark that is more than a
    digit at a word, and when no better form of note bears its labels; a list of one when the block before calls it.
    """
    firm = [b for b in bodies if b.stands_alone]
    if len(firm) == len(bodies):
        return list(bodies)
    calls = _Positions(decide_calls(document, marks_outside(marks, firm), bodies))
    kept = {i for i, b in enumerate(bodies) if b.stands_alone}
    firm_places = _Positions(firm)
    for i, body in enumerate(bodies):
        if body.standing not in ("bare", "references"):
            continue
        rival = firm_places.first_after(body.label, body.start)
        contested = rival is not None and not calls.between(body.label, body.end, rival)
        called = calls.between(body.label, 0, body.start) if body.standing == "bare" else calls.any(body.label)
        if called and not contested:
            kept.add(i)
    _keep_neighbours(bodies, kept)
    taken = {bodies[i].label for i in kept}
    refused = {b.run for b in bodies if b.standing == "list" and not calls.firm_before(b.label, b.start)}
    refused |= {b.run for b in bodies if b.standing == "list" and b.label in taken}
    kept |= {i for i, b in enumerate(bodies) if b.standing == "list" and b.run not in refused}
    kept |= {
        i
        for i, b in enumerate(bodies)
        if b.standing == "item" and b.label not in taken and _follows_its_call(document, calls, b)
    }
    return [bodies[i] for i in sorted(kept)]


def _follows_its_call(document: Document, calls: _Positions, body: Body) -> bool:
    """Whether the block right before a list of one item calls it."""
    before = document.text.rfind("\n", 0, max(0, body.start - 1)) + 1
    return calls.between(body.label, before, body.start)


def _keep_neighbours(bodies: Sequence[Body], kept: set[int]) -> None:
    """Adds the notes that nothing calls but that stand in a row with called ones and count on."""
    order = range(1, len(bodies))
    for i, before in [*((i, i - 1) for i in order), *((i - 1, i) for i in reversed(order))]:
        body, neighbour = bodies[i], bodies[before]
        if body.standing not in ("bare", "references"):
            continue
        if i in kept or before not in kept or body.standing != neighbour.standing:
            continue
        first, second = sorted((body, neighbour), key=lambda b: b.start)
        kinds = {label_kind(first.label), label_kind(second.label)}
        counts_on = "symbol" in kinds if len(kinds) > 1 else rank(first.label) < rank(second.label)
        if counts_on and second.start <= first.end + 1:
            kept.add(i)


def decide_calls(document: Document, marks: Sequence[Mark], bodies: Sequence[Body]) -> list[Call]:
    """The callouts among `marks` when `bodies` are the notes, in text order."""
    known: dict[str, int] = {}
    for body in bodies:
        last = body.start if body.standing in ("bare", "list", "item") else len(document.text)
        known[body.label] = max(last, known.get(body.label, 0))
    linked = frozenset(b.label for b in bodies if b.target)
    return Series(document.text, marks, known, linked=linked, roman=are_roman(known)).decide()


def marks_outside(marks: Sequence[Mark], bodies: Sequence[Body]) -> list[Mark]:
    """The marks that do not stand in a note; a link may, after the note's first word."""
    starts = [b.start for b in bodies]
    kept: list[Mark] = []
    for mark in marks:
        i = bisect_right(starts, mark.start) - 1
        inside = i >= 0 and mark.start < bodies[i].end
        if not inside or (mark.shape == "hint" and mark.start > bodies[i].body):
            kept.append(mark)
    return kept


class _Positions:
    """Where each label stands, for calls or for notes."""

    def __init__(self, things: Sequence[Call] | Sequence[Body]) -> None:
        self._all: dict[str, list[int]] = defaultdict(list)
        self._firm: dict[str, int] = {}
        for thing in things:
            start = thing.mark.start if isinstance(thing, Call) else thing.start
            self._all[thing.label].append(start)
            if isinstance(thing, Call) and thing.mark.shape not in ("glued", "spaced"):
                self._firm.setdefault(thing.label, start)

    def any(self, label: str) -> bool:
        return label in self._all

    def firm_before(self, label: str, end: int) -> bool:
        """Whether a mark that is more than a digit at a word calls the label before `end`."""
        return self._firm.get(label, end) < end

    def first_after(self, label: str, start: int) -> int | None:
        positions = self._all.get(label, [])
        i = bisect_right(positions, start)
        return positions[i] if i < len(positions) else None

    def between(self, label: str, start: int, end: int) -> bool:
        position = self.first_after(label, start - 1)
        return position is not None and position < end
