"""Long forms that stand in a note whose callout stands on the short form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from communique.findings import Note
from communique.language.names.acronyms import abbreviates
from communique.language.names.spans import PERSON, PLACE, UNIT_CODE
from communique.steps.entities.names import Name


def expansions_in_notes(text: str, names: Sequence[Name], notes: Sequence[Note]) -> list[tuple[int, int]]:
    """Pairs (name called on, name that its note begins with) where one abbreviates the other."""
    starts = [name.start for name in names]
    ends = {name.end: i for i, name in enumerate(names)}
    pairs: list[tuple[int, int]] = []
    for note in notes:
        if note.body is None:
            continue
        first = bisect_left(starts, note.body.start)
        if first >= len(names) or names[first].start > note.body.start + 4:
            continue
        expansion = names[first]
        for callout in note.callouts:
            called = ends.get(callout.offset)
            if called is None or {names[called].kind, expansion.kind} & {PERSON, PLACE, UNIT_CODE}:
                continue
            if abbreviates(names[called].text, expansion.text) or abbreviates(expansion.text, names[called].text):
                pairs.append((called, first))
    return pairs
