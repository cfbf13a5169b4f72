"""Which note answers to which callout, where labels come again: in the next brief, or on the next page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from communique.document import Document, PageBox, Span
from communique.steps.footnotes.bodies import Body
from communique.steps.footnotes.labels import LabelKind, label_kind, rank
from communique.steps.footnotes.series import Call


def pair_calls(document: Document, calls: Sequence[Call], bodies: Sequence[Body]) -> list[int | None]:
    """For each call, in text order, the index of its note in `bodies`, None when no note answers to it."""
    by_target: dict[str, list[int]] = defaultdict(list)
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, body in enumerate(bodies):
        by_label[body.label].append(i)
        if body.target:
            by_target[body.target].append(i)
    linked = {x: _Rivals(bodies, indexes) for x, indexes in by_target.items()}
    labelled = {x: _Rivals(bodies, indexes) for x, indexes in by_label.items()}
    unlinked = {x: _Rivals(bodies, kept) for x, indexes in by_label.items() if (kept := _unlinked(bodies, indexes))}
    last_call = max((c.mark.start for c in calls), default=0)
    turns = _Turns()
    pairs: list[int | None] = []
    for call in calls:
        turn = turns.at(call.label)
        rivals = linked.get(call.mark.target) or (unlinked if call.mark.target else labelled).get(call.label)
        pairs.append(rivals.choose(document, call, turn, last_call) if rivals else None)
    return pairs


def _unlinked(bodies: Sequence[Body], indexes: Sequence[int]) -> list[int]:
    """The notes that a callout whose link leads nowhere may mean: those that are not the aim of another link."""
    return [i for i in indexes if not bodies[i].target]


class _Rivals:
    """The notes with one label, in text order: several where the numbering begins anew."""

    def __init__(self, bodies: Sequence[Body], indexes: Sequence[int]) -> None:
        self._indexes = indexes
        self._starts = [bodies[i].start for i in indexes]
        self._pages = [bodies[i].page for i in indexes]

    def choose(self, document: Document, call: Call, turn: int, last_call: int) -> int:
        """The note on the call's page; else the next one after it; its turn's where all notes stand at the end."""
        last = len(self._indexes) - 1
        if not last:
            return self._indexes[0]
        page = _page_of(document, call)
        if page:
            first = bisect_left(self._pages, page)
            on_page = first <= last and self._pages[first] == page
            choice = first if on_page else first - 1
        elif self._starts[0] > last_call:
            choice = turn
        else:
            choice = bisect_right(self._starts, call.mark.start)
        return self._indexes[max(0, min(choice, last))]


def _page_of(document: Document, call: Call) -> int:
    """The page on which a mark stands, 0 where there are no pages."""
    if document.media_type != "application/pdf":
        return 0
    places = document.places(Span(call.mark.start, call.mark.end))
    return next((p.page for p in places if isinstance(p, PageBox)), 0)


class _Turns:
    """Counts how many times the numbering has begun anew."""

    def __init__(self) -> None:
        self._turn = 0
        self._last: dict[LabelKind, int] = {}

    def at(self, label: str) -> int:
        """The turn of the next label in the text."""
        kind, number = label_kind(label), rank(label)
        if number == 1 and self._last.get(kind, 0) > 1:
            self._turn += 1
        self._last[kind] = number
        return self._turn
