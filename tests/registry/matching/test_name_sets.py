"""The ways in which addresses write the names of organisations."""

from __future__ import annotations

import pytest

from communique.registry.matching.name_sets import all_names
from communique.registry.matching.organisation_sections import organisation_sections
from communique.registry.matching.sections import matching_sections
from communique.registry.organisations import Name, Organisation

ROR = "https://ror.org/"


def organisation(label: str, *more: str, short: str = "", city: str = "Ulm", **fields: object) -> Organisation:
    names = [Name(label, "label"), *(Name(text, "alias") for text in more)]
    names += [Name(short, "acronym")] if short else []
    told: dict[str, object] = {"ror": None, "rnsr": None, "country": "GB", "kind": "institution"}
    told |= {"types": ("education",), **fields}
    return Organisation(names=tuple(names), cities=(city,), **told)  # type: ignore[arg-type]


def forms(*organisations: Organisation) -> set[str]:
    return {" ".join(word.form for word in name.words) for name in all_names(organisations)}


WRITTEN = {
    "without whom it honours": ("Ryazan State University named after I.P. Pavlov", "Ryazan", "ryazan state university"),
    "without the trust": ("University Hospitals of Leicester NHS Trust", "Leicester", "university hospitals leicester"),
    "without the foundation trust": ("Oxford Eye Hospital NHS Foundation Trust", "York", "oxford eye hospital"),
    "without the town before it": ("Shanghai Pudong Hospital", "Shanghai", "pudong hospital"),
    "without the town within it": ("University of Naples Federico II", "Naples", "federico ii university"),
    "a school of a college": ("Dartmouth College", "Hanover", "dartmouth medical school"),
}
UNWRITTEN = {
    "a bracket that is of the town": ("Universität Frankfurt (Oder)", "Frankfurt (Oder)", "universitat frankfurt"),
    "a part that is the town": ("Centro Universitário - São Paulo", "São Paulo", "sao paulo"),
    "the town as a city": ("New York City", "New York", "new york city"),
}


@pytest.mark.parametrize(("label", "city", "form"), WRITTEN.values(), ids=WRITTEN)
def test_a_name_as_addresses_write_it(label: str, city: str, form: str) -> None:
    assert form in forms(organisation(label, city=city))


@pytest.mark.parametrize(("label", "city", "form"), UNWRITTEN.values(), ids=UNWRITTEN)
def test_what_is_no_name(label: str, city: str, form: str) -> None:
    assert form not in forms(organisation(label, city=city))


ACADEMY = organisation("Hungarian Academy of Sciences", short="HAS", ror=ROR + "1", children=tuple("abcd"))
INSTITUTE = organisation("Alfréd Rényi Institute", "Mathematical Research Institute of the HAS", ror=ROR + "2")


def test_an_owner_is_written_for_its_acronym() -> None:
    found = forms(ACADEMY, INSTITUTE)
    assert "mathematical research institute hungarian academy sciences" in found
    assert "mathematical institute hungarian academy sciences" in found


def test_an_acronym_of_two_organisations_is_no_owner() -> None:
    other = organisation("Hellenic Army School", short="HAS", ror=ROR + "3", children=tuple("abcd"))
    assert "mathematical research institute hungarian academy sciences" not in forms(ACADEMY, INSTITUTE, other)


def test_a_name_that_many_have_without_their_towns_is_none() -> None:
    towns = ["Bath", "York", "Leeds", "Derby", "Truro", "Wells", "Ripon"]
    assert "medical university" in forms(*(organisation(f"{town} Medical University", city=town) for town in towns[:6]))
    assert "medical university" not in forms(*(organisation(f"{town} Medical University", city=town) for town in towns))


def test_the_university_of_a_town_is_of_no_special_kind() -> None:
    general = organisation("Alexandru Ioan Cuza University", city="Iasi", opened=1860)
    special = organisation("Grigore Popa University of Medicine", "Universitatea Popa", city="Iasi", opened=1879)
    towns = [name for name in all_names([general, special]) if [w.form for w in name.words] == ["university", "iasi"]]
    assert [name.number for name in towns] == [0]


def test_words_of_one_meaning_are_names_of_both() -> None:
    both = [organisation("University of Freiburg"), organisation("University of Fribourg", "Universität Freiburg")]
    sections = matching_sections(both)
    texts = sections["matching-forms"].decode()
    assert "universitat freiburg" in texts
    assert len(sections["matching-entries"]) > len(matching_sections(both[:1])["matching-entries"])


PARENTS = {
    "whose name it holds": ("Microsoft Research Asia", "Microsoft (United States)", 3),
    "as which it begins": ("Max Planck Institute for Physics", "Max Planck Society", 2),
    "with a word in common": ("Centre for Physics of Leiden", "Leiden University", 1),
    "with nothing in common": ("Institute of Physics", "Leiden University", 0),
    "with a kind in common": ("University Hospital", "University of Leiden", 0),
}


@pytest.mark.parametrize(("part", "whole", "level"), PARENTS.values(), ids=PARENTS)
def test_how_an_organisation_is_named_for_its_parent(part: str, whole: str, level: int) -> None:
    parent = organisation(whole, ror=ROR + "1")
    kin = organisation_sections([parent, organisation(part, ror=ROR + "2", parents=(ROR + "1",))])["matching-kin"]
    assert list(memoryview(kin).cast("i")) == [0, level]
