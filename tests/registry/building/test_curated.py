"""The curated core's rows are put where they belong, and nowhere else."""

from __future__ import annotations

import pytest

from communique.registry.building.curated import with_core
from communique.registry.organisations import Name, NameKind, Organisation, OrganisationKind

ID = "https://ror.org/0aaaaaa01"
OTHER = "https://ror.org/0bbbbbb02"


def _organisation(
    ror: str | None, *names: tuple[str, NameKind], country: str = "FR", kind: OrganisationKind = "laboratory"
) -> Organisation:
    return Organisation(ror, None, kind, tuple(Name(*name) for name in names), country=country)


DUMP = [
    _organisation(ID, ("Institut des nuages lents", "label"), ("INL", "acronym"), ("Nuagium", "alias")),
    _organisation(OTHER, ("Société des nuages", "label"), ("Brumes et vents", "alias"), ("SDN", "acronym")),
    _organisation(None, ("Brumes et vents", "label")),
]

PLACES: dict[str, tuple[Organisation, str | None]] = {
    "same-id": (_organisation(ID, ("Tout autre nom", "label")), ID),
    "same-name": (_organisation(None, ("Institut des Nuages-Lents", "label")), ID),
    "same-name-of-one-long-word": (_organisation(None, ("nuagium", "alias")), ID),
    "another-id": (_organisation("https://ror.org/0cccccc03", ("Institut des nuages lents", "label")), None),
    "another-country": (_organisation(None, ("Institut des nuages lents", "label"), country="CA"), None),
    "acronym": (_organisation(None, ("INL", "label")), None),
    "acronym-of-a-row": (_organisation(None, ("Un nom", "label"), ("Institut des nuages lents", "acronym")), None),
    "name-that-two-have": (_organisation(None, ("Brumes et vents", "label")), None),
    "names-of-two": (
        _organisation(None, ("Institut des nuages lents", "label"), ("Société des nuages", "alias")),
        None,
    ),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_row_finds_its_organisation(case: str) -> None:
    row, place = PLACES[case]
    merged = with_core(DUMP, [row])
    grown = [after.ror for before, after in zip(DUMP, merged, strict=False) if before != after]
    if place:
        assert (grown, len(merged)) == ([place], len(DUMP))
    else:
        assert (grown, merged[len(DUMP) :]) == ([], [row])


def test_rows_of_one_id_become_one_organisation() -> None:
    rows = [_organisation("https://ror.org/0cccccc03", (name, "label")) for name in ("Maison des vents", "Wind House")]
    merged = with_core(DUMP, rows)
    assert [n.text for n in merged[-1].names] == ["Maison des vents", "Wind House"]
    assert len(merged) == len(DUMP) + 1


def test_forms_are_added_once_and_weak_ones_stay_weak() -> None:
    row = _organisation(
        ID, ("Institut des nuages lents", "label"), ("INL", "weak"), ("Slow Clouds", "label"), kind="institution"
    )
    organisation = with_core(DUMP, [row])[0]
    assert [(n.text, n.kind) for n in organisation.names] == [
        ("Institut des nuages lents", "label"),
        ("INL", "weak"),
        ("Nuagium", "alias"),
        ("Slow Clouds", "alias"),
    ]
    assert organisation.kind == "institution"
