"""Long forms that stand in a note whose callout stands on the short form, and the other way round.

A long form that no rule knows for a name is one where the short form abbreviates it: "the INTIM laboratory³", and as
note 3 "Integrative Tumour Immunology (Inserm/Université X)".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from communique.findings import Note
from communique.language.names.acronyms import abbreviates
from communique.steps.entities.forms import Forms
from communique.steps.entities.names import Name, make_names

_REACH = 3
"""Characters before the first name of a note: an article."""
_LONGEST: Final = 120
"""Characters of the longest long form."""
_ENDS: Final = re.compile(r" ?[(:;.\n]| [–—-] |,|$")
"""What may end a long form; it may hold commas and a full stop."""
_FIRST: Final = re.compile(r"([\w-]{2,14})(?= ?[(:,=]| [–—-] )")
_UNIT: Final = re.compile(r" (?:laboratory|lab|unit|institute|centre|center|team|group|platform|network)$")
_QUOTES: Final = '«»“”"‘’ \u00a0\u202f'


def names_in_notes(text: str, names: Sequence[Name], notes: Sequence[Note]) -> list[Name]:
    """The other form of a laboratory at the start of its note, where no name was found.

    A long form for one that is called by its acronym; the acronym, in whatever letters, for one called in full.
    """
    starts = [name.start for name in names]
    ends = {name.end: i for i, name in enumerate(names)}
    found: dict[int, tuple[int, int, str, str, str]] = {}
    for note in notes:
        if note.body is None:
            continue
        for callout in note.callouts:
            i = _called(ends, text, callout.offset)
            if i is None or names[i].kind != "laboratory":
                continue
            form = _long_form if names[i].is_short else _short_form
            start, end = form(text, names[i].bare, note.body.start, note.body.end)
            first = bisect_left(starts, start)
            if start < end and all(n.start >= end or not n.is_organisation for n in names[first : first + 1]):
                found[start] = (start, end, names[i].kind, "definition.note", "")
    return make_names(text, found.values())


def _long_form(text: str, short: str, start: int, end: int) -> tuple[int, int]:
    """The longest stretch from the start of a note that `short` abbreviates; empty where there is none."""
    body = text[start : min(end, start + _LONGEST)]
    for stop in sorted(_stops(body), reverse=True):
        form = body[:stop].strip(_QUOTES)
        if form and " " in form and abbreviates(short, form, strict=True):
            begin = start + body.index(form)
            return begin, begin + len(form)
    return start, start


def _short_form(text: str, long: str, start: int, end: int) -> tuple[int, int]:
    """The first word of a note where it abbreviates `long` and stands before a list or a bracket; empty where not."""
    word = _FIRST.match(text, start, end)
    if word is None or not abbreviates(word[1], long, strict=True):
        return start, start
    return word.span(1)


def _stops(body: str) -> Iterator[int]:
    """Where a long form may end: before each comma up to the first other mark."""
    for match in _ENDS.finditer(body):
        if match.start():
            yield match.start()
        if match.group() != ",":
            return


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
    """The name that ends at the callout, a closing bracket or quote or the noun for a unit between them at most."""
    if unit := _UNIT.search(text, max(0, offset - 12), offset):
        offset = unit.start()
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
