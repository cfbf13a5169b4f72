"""Structures of RNSR join organisations of ROR on evidence, and on that alone; tutelles are found by exact name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from dumps import COUNCIL, INSTITUTE, LABORATORY, NAMESAKE, UNIVERSITY, V2, ror_v2

from communique.registry.building.dumps import read_rows
from communique.registry.building.joining import Joins, join
from communique.registry.building.rnsr import Structure, read_table, unite
from communique.registry.building.ror import organisation_of
from communique.registry.building.supervisors import Supervisor, Supervisors
from communique.registry.organisations import Organisation

ROR = [organisation_of(row) for row in V2]


def _structure(number: str = "200012345A", name: str = "Autre nom", **fields: Any) -> Structure:
    given: dict[str, Any] = {
        "acronym": None,
        "codes": (),
        "town": None,
        "opened": None,
        "closed": None,
        "tutelles": (),
        "parents": (),
        "children": (),
        "predecessors": (),
    }
    return Structure(number, name, **{**given, **fields})


def _partner(structure: Structure, organisations: list[Organisation] = ROR) -> str | None:
    """The ROR id that a structure joins, if any."""
    joined, _ = join(organisations, [structure])
    return next(o.ror for o in joined if o.rnsr == structure.number)


MIST = "Laboratoire de physique des brumes"

JOINING: dict[str, tuple[Structure, str | None]] = {
    "code-and-town": (_structure(codes=("UMR 9901",), town="Brumeville"), LABORATORY),
    "code-and-acronym": (_structure(codes=("UMR 9901",), acronym="LPBR"), LABORATORY),
    "code-and-tutelle": (_structure(codes=("UMR 9901",), tutelles=(Supervisor("Université Brumeville"),)), LABORATORY),
    "code-alone": (_structure(codes=("UMR 9901",)), None),
    "code-and-another-town": (_structure(codes=("UMR 9901",), town="Marvent"), None),
    "name-and-town": (_structure(name="Institut des nuages lents", town="PARIS"), INSTITUTE),
    "name-and-acronym": (_structure(name="INSTITUT DES NUAGES LENTS", acronym="INL"), INSTITUTE),
    "short-name-alone": (_structure(name="Institut des nuages lents"), None),
    "short-name-and-another-town": (_structure(name="Institut des nuages lents", town="Marvent"), None),
    "acronym-and-town": (_structure(acronym="INL", town="Paris"), None),
    "another-country": (_structure(name="Conseil national des brumes", town="Beyrouth"), None),
}


@pytest.mark.parametrize("case", JOINING)
def test_a_structure_joins_on_evidence(case: str) -> None:
    structure, partner = JOINING[case]
    assert _partner(structure) == partner


def test_a_joined_organisation_has_what_both_registers_know() -> None:
    structure = _structure(
        name="Laboratoire des physiques de la brume",
        codes=("UMR 9901", "UMR_S 9901"),
        acronym="LPBR",
        town="Marvent-sur-Brume",
        opened=2000,
        closed=2020,
        tutelles=(Supervisor("Université Brumeville", "BRUMEVILLE"), Supervisor("École des vents perdus")),
    )
    joined, joins = join([*ROR], [structure])
    both = next(o for o in joined if o.rnsr)
    assert (both.ror, both.rnsr, both.kind) == (LABORATORY, "200012345A", "laboratory")
    assert both.name == MIST
    assert "Laboratoire des physiques de la brume" in [n.text for n in both.names]
    assert (both.codes, both.cities) == (("UMR 9901", "UMR_S 9901"), ("Brumeville", "Marvent-sur-Brume"))
    assert (both.opened, both.closed) == (1990, 2020)
    assert (both.parents, both.parent_names) == ((UNIVERSITY,), ("École des vents perdus",))
    assert joins == Joins(by_code=1, by_name=0, tutelles_resolved=1, tutelles_open=1)


def test_the_better_of_two_structures_joins() -> None:
    older = _structure("199012345B", MIST, codes=("UMR 9901",), active=False, closed=1999)
    newer = _structure("200012345A", MIST, codes=("UMR 9901",), acronym="LPBR", town="Brumeville")
    joined, _ = join(ROR, [older, newer])
    assert {o.rnsr: o.ror for o in joined if o.rnsr} == {"199012345B": None, "200012345A": LABORATORY}


def test_a_town_decides_between_namesakes() -> None:
    namesake = "https://ror.org/0gggggg07"
    twins = [*ROR, organisation_of(ror_v2(namesake, "Institut des nuages lents", city="Marvent"))]
    assert _partner(_structure(name="Institut des nuages lents", town="MARVENT"), twins) == namesake


def test_structures_that_join_nothing_stand_by_themselves() -> None:
    joined, _ = join(ROR, [_structure(name="Équipe des givres", codes=("EA 9902",), town="Marvent", opened=2001)])
    alone = joined[-1]
    assert (alone.ror, alone.rnsr, alone.name, alone.kind) == (None, "200012345A", "Équipe des givres", "laboratory")
    assert (alone.country, alone.cities, alone.opened) == ("FR", ("Marvent",), 2001)
    assert len(joined) == len(ROR) + 1


def test_a_hospital_in_the_register_is_an_institution() -> None:
    joined, _ = join(ROR, [_structure(name="CHU de Brumeville")])
    assert joined[-1].kind == "institution"


def test_relations_between_structures_become_those_of_organisations() -> None:
    laboratory = _structure(
        "200012345A",
        MIST,
        codes=("UMR 9901",),
        town="Brumeville",
        children=("200112345C",),
        predecessors=("199012345B",),
    )
    team = _structure("200112345C", "Équipe des givres", parents=("200012345A", "200112345C"))
    earlier = _structure("199012345B", "Station d'étude des brumes", closed=1999)
    joined, _ = join(ROR, [laboratory, team, earlier])
    found = {o.rnsr: o for o in joined if o.rnsr}
    assert (found["200012345A"].children, found["200012345A"].predecessors) == (("200112345C",), ("199012345B",))
    assert found["200112345C"].parents == (LABORATORY,)
    assert found["199012345B"].successors == (LABORATORY,)


TUTELLES: dict[str, tuple[Supervisor, str | None]] = {
    "exact": (Supervisor("Université de Brumeville"), UNIVERSITY),
    "without-preposition": (Supervisor("Université Brumeville"), UNIVERSITY),
    "other-order": (Supervisor("Brumeville Université"), UNIVERSITY),
    "with-its-town": (Supervisor("Conseil national des brumes Paris"), COUNCIL),
    "with-the-ministrys-number": (Supervisor("Université de Brumeville Marvent 12"), UNIVERSITY),
    "with-a-bracket": (Supervisor("Université de Brumeville (fermée)"), UNIVERSITY),
    "sigle-of-an-institution": (Supervisor("Conseil des brumes nationales", "CNBR"), COUNCIL),
    "sigle-of-three-letters": (Supervisor("Université des vents", "UBV"), None),
    "sigle-that-is-a-town": (Supervisor("Université des vents", "BRUMEVILLE"), None),
    "sigle-of-a-laboratory": (Supervisor("Ligue des producteurs de brioches", "LPBR"), None),
    "partial-name": (Supervisor("Conseil national"), None),
    "longer-name": (Supervisor("Université technologique de Brumeville"), None),
    "unknown": (Supervisor("École des vents perdus"), None),
}


@pytest.mark.parametrize("case", TUTELLES)
def test_a_supervising_institution_is_found_by_its_name(case: str) -> None:
    supervisor, id_ = TUTELLES[case]
    assert Supervisors(ROR).find(supervisor) == id_


def test_a_name_that_two_institutions_have_is_not_resolved() -> None:
    other = organisation_of(ror_v2("https://ror.org/0gggggg07", "Université de Brumeville", types=["education"]))
    assert Supervisors([*ROR, other]).find(Supervisor("Université de Brumeville")) is None


def test_a_namesake_abroad_does_not_count() -> None:
    assert NAMESAKE != Supervisors(ROR).find(Supervisor("Conseil national des brumes")) == COUNCIL


@pytest.mark.shared
def test_two_thousand_structures_and_more_join(shared: Path) -> None:
    def no_bad_row(number: int, reason: str) -> None:
        raise AssertionError(f"row {number}: {reason}")

    folder = shared / "registry"
    rows = read_rows(folder / "ror.jsonl.gz", no_bad_row)
    organisations = sorted((organisation_of(row) for row in rows), key=lambda o: o.id)
    tables = [read_table(folder / f"rnsr-{year}.jsonl.gz", no_bad_row) for year in (2019, 2022)]
    joined, joins = join(organisations, unite(tables))
    by_rnsr = {o.rnsr: o.ror for o in joined if o.rnsr}
    assert joins.all >= 2_100
    assert joins.tutelles_resolved >= 11_500
    # Laboratoire d'informatique de Grenoble (UMR 5217), and Laboratoire de physique des solides (UMR 8502)
    assert by_rnsr["200711886U"] == "https://ror.org/01c8rcg82"
    assert by_rnsr["199812838T"] == "https://ror.org/02dyaew97"
