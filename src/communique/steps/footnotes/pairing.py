"""Which note answers to which callout, where labels come again: in the next brief, or on the next page."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from communique.document import Document, PageBox, Span
from communique.steps.footnotes.bodies import Body
from communique.steps.footnotes.labels import label_kind, rank
from communique.steps.footnotes.series import Call


def pair_calls(document: Document, calls: Sequence[Call], bodies: Sequence[Body]) -> list[int | None]:
    """For each call, in text order, the index of its note in `bodies`, None when no note answers to it."""
    by_target = {b.target: i for i, b in enumerate(bodies) if b.target}
    by_label: dict[str, list[int]] = defaultdict(list)
    for i, body in enumerate(bodies):
        by_label[body.label].append(i)
    chooser = _Chooser(document, calls, bodies)
    pairs: list[int | None] = []
    for call in calls:
        options = by_label.get(call.label, [])
        if call.mark.target in by_target:
            pairs.append(by_target[call.mark.target])
        elif len(options) < 2:
            pairs.append(options[0] if options else None)
        else:
            pairs.append(chooser.choose(call, options))
    return pairs


class _Chooser:
    """Chooses among several notes with one label."""

    def __init__(self, document: Document, calls: Sequence[Call], bodies: Sequence[Body]) -> None:
        self._document = document
        self._bodies = bodies
        self._last_call = max((c.mark.start for c in calls), default=0)
        self._brief = 0
        self._seen: dict[str, int] = {}

    def choose(self, call: Call, options: Sequence[int]) -> int:
        """The note on the call's page; else the next one after it; its turn's where all notes stand at the end."""
        page = self._page_of(call)
        on_page = [i for i in options if page and self._bodies[i].page == page]
        if on_page:
            return on_page[0]
        if page:
            before = [i for i in options if self._bodies[i].page <= page]
            return before[-1] if before else options[0]
        starts = [self._bodies[i].start for i in options]
        if starts[0] > self._last_call:
            return options[min(self._turn(call), len(options) - 1)]
        return options[min(bisect_right(starts, call.mark.start), len(options) - 1)]

    def _page_of(self, call: Call) -> int:
        if self._document.media_type != "application/pdf":
            return 0
        places = self._document.places(Span(call.mark.start, call.mark.end))
        return next((p.page for p in places if isinstance(p, PageBox)), 0)

    def _turn(self, call: Call) -> int:
        """How many times the numbering has begun anew before this call."""
        kind = label_kind(call.label)
        number = rank(call.label)
        if number < self._seen.get(kind, 0) and number == 1:
            self._brief += 1
        self._seen[kind] = number
        return self._brief
