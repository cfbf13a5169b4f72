"""Short releases read whole, for tests of the linking: what each named organisation was linked to."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cache

from communique.extractor import Extractor
from communique.records import Entity, Release
from communique.registry.index import Registry
from communique.registry.organisations import ROR_URL, Name, NameKind, Organisation
from communique.steps.entities import EntityStep
from communique.steps.footnotes import FootnoteStep
from communique.steps.linking import LinkStep
from communique.steps.relations import RelationStep
from communique.steps.structure import StructureStep


def read(registry: Registry, text: str, *, language: str = "en", dateline: str = "Geneva, 12 March 2021") -> Release:
    """The record of a release with one paragraph a line of `text`; its first line is the title."""
    title, *paragraphs = text.strip().splitlines()
    body = "".join(f"<p>{html.escape(p)}</p>" for p in (dateline, *paragraphs))
    page = f'<html lang="{language}"><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>'
    return _extractor(registry)(page.encode(), "trap.html")


def entity(release: Release, name: str) -> Entity:
    """The organisation that the release calls so."""
    found = [e for e in release.entities if e.kind != "place" and name in (e.name, *e.aliases)]
    assert len(found) == 1, f"{name!r} is not one entity of {[(e.kind, e.name, e.aliases) for e in release.entities]}"
    return found[0]


def ror_of(release: Release, name: str) -> str | None:
    """The last part of the ROR id that an organisation was linked to."""
    ror = entity(release, name).ror
    return ror.removeprefix(ROR_URL) if ror else None


def organisation(
    ror: str,
    names: str,
    country: str,
    *,
    acronym: str = "",
    city: str = "",
    rnsr: str | None = None,
    kind: str = "institution",
    codes: Sequence[str] = (),
    years: tuple[int | None, int | None] = (None, None),
    parents: Sequence[str] = (),
    successors: Sequence[str] = (),
    types: Sequence[str] = ("education",),
) -> Organisation:
    """One organisation: `names` with bars between, the label first; ids are last parts of ROR ids."""
    kinds: list[NameKind] = ["label", *["alias"] * names.count("|")]  # type: ignore[list-item]
    forms = [Name(n, k) for n, k in zip(names.split("|"), kinds, strict=True)]
    forms += [Name(a, "acronym") for a in acronym.split("|") if a]
    return Organisation(
        ROR_URL + ror if ror else None,
        rnsr,
        "laboratory" if kind == "laboratory" else "institution",
        tuple(forms),
        codes=tuple(codes),
        country=country,
        cities=(city,) if city else (),
        types=tuple(types),
        opened=years[0],
        closed=years[1],
        parents=tuple(ROR_URL + p for p in parents),
        successors=tuple(ROR_URL + s for s in successors),
    )


@cache
def _extractor(registry: Registry) -> Extractor:
    steps = (FootnoteStep(), StructureStep(), EntityStep(), RelationStep(), LinkStep(registry))
    return Extractor(steps, registry.label)
