"""Long forms that stand in a note whose callout stands on the short form, and the other way round."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from communique.findings import Note
from communique.language.names.acronyms import abbreviates
from communique.steps.entities.forms import Forms

_REACH = 3
"""Characters before the first name of a note: an article."""


def tie_notes(forms: Forms, text: str, notes: Sequence[Note]) -> None:
    """Unites the name that a callout stands on with the name that its note gives it."""
    names = forms.names
    starts = [name.start for name in names]
    ends = {name.end: i for i, name in enumerate(names)}
    for note in notes:
        if note.body is None:
            continue
        first = bisect_left(starts, note.body.start)
        last = bisect_left(starts, note.body.end)
        for callout in note.callouts:
            called = _called(ends, text, callout.offset)
            if called is not None and names[called].is_organisation:
                _tie(forms, text, called, first, last, note.body.start)


def _called(ends: dict[int, int], text: str, offset: int) -> int | None:
    """The name that ends at the callout, a closing bracket or quote between them at most."""
    for back in range(3):
        if offset - back in ends and text[offset - back : offset].strip(" )»”") == "":
            return ends[offset - back]
    return None


def _tie(forms: Forms, text: str, called: int, first: int, last: int, body: int) -> None:
    names = forms.names
    name = names[called]
    for j in range(first, last):
        other = names[j]
        if not other.is_organisation:
            continue
        opens = other.start <= body + _REACH
        expands = abbreviates(name.bare, other.bare) or abbreviates(other.bare, name.bare)
        named_inside = other.is_short and not name.is_short and not forms.has_short(called)
        if expands and (opens or named_inside):
            forms.unite(called, j)
            return
        unit = name.is_short and not other.is_short and other.row is None
        unit = unit and (name.sure_row is None or name.kind == "laboratory")
        if opens and unit and other.kind == "laboratory" and _stands_alone(text, other.end):
            forms.unite(called, j)
            return
        if opens and not other.is_short:
            return


def _stands_alone(text: str, end: int) -> bool:
    """Whether the name is all that the note's first clause holds: an expansion, not the subject of a sentence."""
    return text[end : end + 1] in ("", "\n", ",", ".", ";", ":") or text[end : end + 2] in (" (", " –", " -", " :")
