"""The curated core put into what dumps give: its name forms are kept, and its organisations that dumps lack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from communique.registry.normal import normal_form
from communique.registry.organisations import Name, Organisation

_SHORTEST_WORD: Final = 6
"""Letters from which a name of one word is telling: NeuroSpin is, SLB or Amue are not."""


def with_core(organisations: Sequence[Organisation], core: Iterable[Organisation]) -> list[Organisation]:
    """All organisations, with the core's.

    A row of the core with an id is put into the organisation of that id. A row without is put into the one that has
    the same full name in the same country, if there is exactly one. Every other row is an organisation of its own.
    A form that the core calls weak is weak, whatever the dump calls it; the core's kind stands.
    """
    rows = list(core)
    merged = list(organisations)
    by_id = {o.ror: i for i, o in enumerate(merged) if o.ror}
    by_name = _places_of_names(merged, {key for row in rows if not row.ror for key in _full_names(row)})
    for row in rows:
        if row.ror:
            place = by_id.get(row.ror)
        else:
            found = {i for key in _full_names(row) for i in by_name[key]}
            place = found.pop() if len(found) == 1 else None
        if place is None:
            if row.ror:
                by_id[row.ror] = len(merged)
            merged.append(row)
        else:
            merged[place] = _merged(merged[place], row)
    return merged


def _places_of_names(
    organisations: Iterable[Organisation], wanted: set[tuple[str, str]]
) -> defaultdict[tuple[str, str], set[int]]:
    places: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    countries = {country for country, _ in wanted}
    for i, organisation in enumerate(organisations):
        if organisation.country in countries:
            for key in wanted.intersection(_full_names(organisation)):
                places[key].add(i)
    return places


def _full_names(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Country and normal form of the names that are full enough to be the organisation's alone."""
    for name in organisation.names:
        form = normal_form(name.text)
        if name.kind in ("label", "alias") and organisation.country and (" " in form or len(form) >= _SHORTEST_WORD):
            yield organisation.country, form


def _merged(organisation: Organisation, row: Organisation) -> Organisation:
    weak = {normal_form(n.text) for n in row.names if n.kind == "weak"}
    kept = tuple(
        replace(n, kind="weak") if n.kind == "acronym" and normal_form(n.text) in weak else n
        for n in organisation.names
    )
    known = {n.text for n in kept}
    more = tuple(Name(n.text, "alias" if n.kind == "label" else n.kind) for n in row.names if n.text not in known)
    return replace(organisation, kind=row.kind, names=(*kept, *more))
