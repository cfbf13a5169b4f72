"""Strings that we made up about real organisations, and what they name."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.registry.index import Registry, build_index
from communique.registry.matching.matcher import Link, Matcher
from communique.registry.matching.name_forms import FAMILY
from communique.registry.matching.name_sets import all_names

NAMED = {
    "a name alone": ("Institut Pasteur de Lille", {"Institut Pasteur de Lille"}),
    "the shorter namesake": ("Institut Pasteur, 25 rue du Docteur Roux, Paris, France", {"Institut Pasteur"}),
    "abbreviated": ("Dept. of Ecology, Boston Univ., Boston, MA 02215, USA", {"Boston University"}),
    "in another language": ("Institut für Geschichte, Universität Boston, USA", {"Boston University"}),
    "turned": ("Dept. of Phys., Univ. of Boston, Boston, MA, USA", {"Boston University"}),
    "with entities": ("Uniwersytet Wroc&#322;awski / University of Wroc&#322;aw, Poland", {"University of Wrocław"}),
    "without spaces": ("Department of HistoryBoston UniversityBoston", {"Boston University"}),
    "a unit abbreviated": (
        "CNRS, Inst Biol Integrat Plantes, F-34060 Montpellier 1, France",
        {"Institut de Biologie Intégrative des Plantes"},
    ),
    "a unit by its code": ("UMR CNRS 8502, F-91405 Orsay, France", {"Laboratoire de Physique des Solides"}),
    "a code joined to its label": ("UMR8502, Orsay, France", {"Laboratoire de Physique des Solides"}),
}
STATED = {
    "beside a school": "ENS de Lyon, CNRS, Lyon, France",
    "beside a university in another town": "Université de Strasbourg, CNRS, Strasbourg, France",
    "before a stroke": "CNRS / Université de Lille, France",
    "with a unit code": "CNRS, UMR 5672, Lyon, France",
}
LOBACHEVSKY = "N. I. Lobachevsky State University of Nizhny Novgorod"
PARTS = {
    "a law school": ("Yale Law School, New Haven, CT, USA", {"Yale University"}),
    "initials left out": (
        "Lobachevsky State University of Nizhny Novgorod, Russia",
        {LOBACHEVSKY},
    ),
    "two words in one": ("Dept. of Physics, Shanghai Jiaotong University, China", {"Shanghai Jiao Tong University"}),
    "in another order": (
        "University of Medicine and Pharmacy Grigore T. Popa, Iași, Romania",
        {"Grigore T. Popa University of Medicine and Pharmacy"},
    ),
    "by its town": ("Faculty of Mathematics, University of Iași, Romania", {"Alexandru Ioan Cuza University"}),
    "by its state": ("Dept. of History, University of Hong Kong, China", {"University of Hong Kong"}),
    "before a placeholder": ("Lobachevsky State University of Nizhny Novgorod#TAB#", {LOBACHEVSKY}),
    "before a country without space": ("Yale UniversityUSA", {"Yale University"}),
    "an abbreviated adjective": ("Florida Int. Univ., Miami, FL, USA", {"Florida International University"}),
}
ROUDEBUSH = "Richard L. Roudebush VA Medical Center"
PERSONS = {
    "veterans affairs in full": (
        "Richard L. Roudebush Veterans Affairs Medical Center, Indianapolis, USA",
        {ROUDEBUSH},
    ),
    "as it was called before": (
        "Dept. of Surgery, Richard L. Roudebush Veterans Administration Medical Center, Indianapolis, IN, USA",
        {ROUDEBUSH},
    ),
    "by the surname": ("Roudebush VA Medical Center, Indianapolis, IN, USA", {ROUDEBUSH}),
    "the surname and in full": ("Roudebush Veterans Affairs Medical Center, Indianapolis, IN, USA", {ROUDEBUSH}),
    "given names as initials": (
        "T. J. Watson Research Center, Yorktown Heights, NY, USA",
        {"Thomas J. Watson Research Center"},
    ),
    "another hospital of veterans": ("Veterans Affairs Medical Center, Boise, ID, USA", set()),
    "another kind of centre": ("Watson Medical Center, Yorktown Heights, NY, USA", set()),
    "the surname alone": ("Roudebush, Indianapolis, IN, USA", set()),
}
SHORTENED = {
    "three letters of long words": (
        "Nat. Inst. of Adv. Ind. Sci. & Technol., Tsukuba, Japan",
        {"National Institute of Advanced Industrial Science and Technology"},
    ),
    "a word too few": ("Nat. Inst. of Ind. Sci., Tsukuba, Japan", set()),
    "a line that broke": ("Institute of Physics, University of #N#Tsukuba, Tsukuba, Japan", {"University of Tsukuba"}),
    "a number sign": ("Universal Tours #1 # Tsukuba", set()),
}
UNNAMED = {
    "nothing": "",
    "a department": "Department of Physics",
    "a place": "Boston, MA, USA",
    "three letters alone": "MIT",
    "two letters in a sentence": "They travel by BU bus every day",
    "another country": "Institute of Physics, Bhubaneswar, India",
    "the technical university of a town": "Technical University of Wrocław, Poland",
    "a longer university": "Zhejiang University of Commerce, Hangzhou, China",
    "a number without label": "8502 Orsay",
}


def names(links: list[Link]) -> set[str]:
    return {link.name for link in links}


@pytest.mark.parametrize(("string", "expected"), NAMED.values(), ids=NAMED)
def test_what_a_string_names(registry: Registry, string: str, expected: set[str]) -> None:
    found = names(communique.link(string, registry, 0.3))
    assert found - {"Centre National de la Recherche Scientifique"} == expected


@pytest.mark.parametrize("string", UNNAMED.values(), ids=UNNAMED)
def test_a_string_that_names_nothing_known(registry: Registry, string: str) -> None:
    assert communique.link(string, registry, 0.5) == []


def test_a_code_goes_with_its_label(registry: Registry) -> None:
    assert names(communique.link("EA 5004, Nantes, France", registry)) == {"Laboratoire de Physiologie Cellulaire"}


def test_the_country_tells_namesakes_apart(registry: Registry) -> None:
    french = communique.link("LPS, UMR 8502, CNRS, Orsay, France", registry, 0.4)
    assert "National Council for Scientific Research" not in names(french)


def test_spans_quote_the_string(registry: Registry) -> None:
    string = "Dept. of Ecology, Boston Univ., Boston, MA; Institut Pasteur de Lille, Lille, France"
    links = communique.link(string, registry, 0.3)
    assert [string[link.start : link.end] for link in links] == [link.words for link in links]


def test_links_stand_in_the_order_of_the_string(registry: Registry) -> None:
    links = communique.link("Institut Pasteur de Lille, Lille, France; Boston University, Boston, USA", registry, 0.3)
    assert [link.name for link in links] == ["Institut Pasteur de Lille", "Boston University"]


def test_many_strings_give_what_each_gives(registry: Registry) -> None:
    strings = ["Boston Univ., Boston, USA", "", "Institut Pasteur de Lille"]
    assert list(communique.link_many(strings, registry)) == [communique.link(s, registry) for s in strings]


def test_where_a_batch_ends_makes_no_difference(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = [string for string, _ in NAMED.values()] + list(UNNAMED.values())
    together = list(Matcher(registry).many(strings, 0.1))
    monkeypatch.setattr("communique.registry.matching.matcher.BATCH", 3)
    assert list(Matcher(registry).many(strings, 0.1)) == together


def test_strings_are_read_as_they_are_asked_for(registry: Registry) -> None:
    endless = iter(lambda: "Institut Pasteur de Lille", "")
    assert len(next(Matcher(registry).many(endless, 0.3))) == 1


def test_words_that_are_forgotten_are_learned_anew(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = [string for string, _ in NAMED.values()]
    kept = [Matcher(registry)(string, 0.1) for string in strings]
    monkeypatch.setattr("communique.registry.matching.word_table.WORD_LIMIT", 1)
    forgetful = Matcher(registry)
    assert [forgetful(string, 0.1) for string in strings] == kept


def test_a_higher_floor_gives_fewer(registry: Registry) -> None:
    string = "Dept. of Ecology, Boston Univ., Boston, MA 02215, USA"
    scores = [link.score for link in communique.link(string, registry, 0.1)]
    assert communique.link(string, registry, max(scores) + 0.00005) == []


def test_the_beginning_of_its_institutes_names_stands_for_a_society(supervising: Registry) -> None:
    organisations = list(supervising)
    families = [name for name in all_names(organisations) if name.variant == FAMILY]
    assert {organisations[name.number].names[0].text for name in families} == {"Max Planck Society"}
    assert ["max", "planck", "institute"] in [[word.form for word in name.words] for name in families]


def test_a_floor_outside_the_range_is_refused(registry: Registry) -> None:
    with pytest.raises(ValueError, match="min_score is 2"):
        communique.link("Boston University", registry, 2)


def test_the_example_of_the_documentation_holds() -> None:
    links = communique.link("Dept. of History, ENS de Lyon, Lyon, France", registry="core")
    assert [found.name for found in links] == ["École normale supérieure de Lyon"]


def test_the_index_and_what_is_made_without_its_sections_agree(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "few.registry"
    build_index(path, list(registry), "few", "1", {})
    string = "Dept. of Ecology, Boston Univ., Boston, MA 02215, USA; LPS, UMR 8502, Orsay, France"
    assert communique.link(string, path, 0.3) == communique.link(string, registry, 0.3)


@pytest.mark.parametrize(
    "string", ["(" * 5000, "UMR " * 2000, "University of " * 1500, "&#x41;" * 2000, "A.B." * 3000, "é́" * 4000]
)
def test_a_hostile_string_is_read(registry: Registry, string: str) -> None:
    assert isinstance(communique.link(string, registry), list)


@pytest.mark.parametrize("string", STATED.values(), ids=STATED)
def test_an_organisation_of_many_units_is_named_far_from_its_town(supervising: Registry, string: str) -> None:
    assert "Centre National de la Recherche Scientifique" in names(communique.link(string, supervising))


def test_its_namesake_abroad_is_another_organisation(supervising: Registry) -> None:
    assert "Centre National de la Recherche Scientifique" not in names(
        communique.link("CNRS, Beirut, Lebanon", supervising, 0.3)
    )


@pytest.mark.parametrize(("string", "expected"), PARTS.values(), ids=PARTS)
def test_other_ways_of_writing_a_name(supervising: Registry, string: str, expected: set[str]) -> None:
    assert names(communique.link(string, supervising, 0.5)) == expected


@pytest.mark.parametrize(("string", "expected"), PERSONS.values(), ids=PERSONS)
def test_what_is_named_for_a_person_or_is_of_the_veterans(
    supervising: Registry, string: str, expected: set[str]
) -> None:
    assert names(communique.link(string, supervising)) == expected


@pytest.mark.parametrize(("string", "expected"), SHORTENED.values(), ids=SHORTENED)
def test_words_cut_short_and_lines_that_broke(supervising: Registry, string: str, expected: set[str]) -> None:
    assert names(communique.link(string, supervising)) == expected


def test_what_was_read_before_changes_nothing(registry: Registry) -> None:
    strings = ["BOSTON UNIVERSITY, BOSTON", "Boston University, Boston", "MIT", "Dept., MIT, Cambridge, MA, USA", "MIT"]
    fresh = [Matcher(registry)(string, 0.1) for string in strings]
    one = Matcher(registry)
    assert [one(string, 0.1) for string in strings] == fresh


def test_a_name_over_a_comma_is_found(registry: Registry) -> None:
    links = communique.link("Dept. of History, University of Maryland, College Park, MD, USA", registry)
    assert [link.words for link in links] == ["University of Maryland, College Park"]
