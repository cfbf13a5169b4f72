"""The curated core put into what dumps give: its name forms are kept, and its organisations that dumps lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from communique.registry.normal import normal_form
from communique.registry.organisations import Name, Organisation


def with_core(organisations: Iterable[Organisation], core: Iterable[Organisation]) -> list[Organisation]:
    """All organisations, with the core's.

    A form that the core calls weak is weak, whatever the dump calls it; the core's kind stands.
    """
    merged = list(organisations)
    places = {o.ror: i for i, o in enumerate(merged) if o.ror}
    for row in core:
        place = places.get(row.ror) if row.ror else None
        if place is None:
            if row.ror:
                places[row.ror] = len(merged)
            merged.append(row)
        else:
            merged[place] = _merged(merged[place], row)
    return merged


def _merged(organisation: Organisation, row: Organisation) -> Organisation:
    weak = {normal_form(n.text) for n in row.names if n.kind == "weak"}
    kept = tuple(
        replace(n, kind="weak") if n.kind == "acronym" and normal_form(n.text) in weak else n
        for n in organisation.names
    )
    known = {n.text for n in kept}
    more = tuple(Name(n.text, "alias" if n.kind == "label" else n.kind) for n in row.names if n.text not in known)
    return replace(organisation, kind=row.kind, names=(*kept, *more))
