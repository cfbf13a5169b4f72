"""ROR's rows become organisations, in both schemas and in the flat form."""

from __future__ import annotations

import pytest
from dumps import COUNCIL, FLAT, LABORATORY, UNIVERSITY, V1, V2, ror_v2, under

from communique.registry.building.ror import RowError, organisation_of, release_of
from communique.registry.organisations import Name


def test_schema_v2_gives_names_by_rank_codes_and_relations() -> None:
    laboratory = organisation_of(V2[2])
    assert laboratory.ror == LABORATORY
    assert laboratory.names == (
        Name("Laboratoire de physique des brumes", "label", "fr"),
        Name("Mist Physics Laboratory", "label"),
        Name("LPBR", "acronym"),
    )
    assert laboratory.codes == ("UMR 9901",)
    assert (laboratory.kind, laboratory.country, laboratory.cities) == ("laboratory", "FR", ("Brumeville",))
    assert (laboratory.opened, laboratory.parents) == (1990, (UNIVERSITY,))


@pytest.mark.parametrize("row", [V1[0], FLAT[0], V2[0]], ids=["v1", "flat", "v2"])
def test_every_schema_gives_the_same_facts(row: dict[str, object]) -> None:
    university = organisation_of(row)
    assert (university.ror, university.name, university.kind) == (UNIVERSITY, "Université de Brumeville", "institution")
    assert (university.country, university.cities, university.opened) == ("FR", ("Brumeville",), 1921)
    assert Name("UBV", "acronym") in university.names


def test_schema_v1_gives_labels_aliases_and_children() -> None:
    university = organisation_of(V1[0])
    assert [(n.text, n.kind) for n in university.names[1:3]] == [
        ("University of Brumeville", "label"),
        ("Brumeville Université", "alias"),
    ]
    assert university.children == (LABORATORY,)


def test_a_status_is_kept() -> None:
    assert organisation_of(V2[5]).status == "inactive"


def test_unit_codes_are_no_names_in_france_and_stay_names_elsewhere() -> None:
    french = organisation_of(ror_v2(COUNCIL, "Groupe des vents", ("alias", "EA 12")))
    foreign = organisation_of(ror_v2(COUNCIL, "Wind Group", ("alias", "EA 12"), country="CM"))
    assert ([n.text for n in french.names], french.codes) == (["Groupe des vents"], ("EA 12",))
    assert ([n.text for n in foreign.names], foreign.codes) == (["Wind Group", "EA 12"], ())


def test_a_french_laboratory_abroad_has_its_code() -> None:
    assert organisation_of(ror_v2(COUNCIL, "Lab of Winds", ("alias", "IRL 9903"), country="JP")).codes == ("IRL 9903",)


BAD = {
    "no-id": {**V2[0], "id": None},
    "another-id": {**V2[0], "id": "https://example.org/1"},
    "no-names": {**V2[0], "names": []},
    "names-are-text": {**V2[0], "names": "Université"},
    "unknown-status": {**V2[0], "status": "asleep"},
    "year-is-text": {**V2[0], "established": "long ago"},
}


@pytest.mark.parametrize("case", BAD)
def test_a_row_that_gives_no_organisation_says_why(case: str) -> None:
    with pytest.raises(RowError):
        organisation_of(BAD[case])


def test_the_newest_release_is_newest_by_number() -> None:
    assert release_of(["v2.9", "v2.10", "v1.74", "", "of May"]) == "v2.10"
    assert release_of([""]) is None


@pytest.mark.parametrize(
    ("name", "types", "parents", "kind"),
    [
        ("Institut des nuages lents", ["facility"], [COUNCIL], "laboratory"),
        ("Institut des nuages lents", ["facility"], [], "institution"),
        ("Laboratory of Slow Clouds", ["nonprofit"], [], "laboratory"),
        ("Max Planck Institute for Clouds", ["facility"], [], "laboratory"),
        ("Department of Clouds", ["education"], [UNIVERSITY], "laboratory"),
        ("Faculté des nuages", ["education"], [UNIVERSITY], "laboratory"),
        ("Institut national des sciences appliquées de Brumeville", ["education"], [UNIVERSITY], "institution"),
        ("Instituto Tecnológico de Brumas", ["education"], [UNIVERSITY], "institution"),
        ("United Clouds Academy", ["education"], [UNIVERSITY], "institution"),
        ("École nationale supérieure des vents", ["education"], [UNIVERSITY], "institution"),
        ("Brumeville University Hospital", ["healthcare"], [UNIVERSITY], "institution"),
        ("Brume Laboratories (France)", ["company"], [COUNCIL], "institution"),
        ("Helmholtz Centre for Clouds", ["facility"], [COUNCIL], "institution"),
    ],
)
def test_types_parents_and_names_tell_the_kind(name: str, types: list[str], parents: list[str], kind: str) -> None:
    row = ror_v2(LABORATORY, name, types=types, relationships=under(*parents))
    assert organisation_of(row).kind == kind
