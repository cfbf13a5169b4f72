"""Validity at the release's date: a successor never replaces what was written."""

from __future__ import annotations

import pytest
from linked import organisation, read, ror_of

from communique.registry.index import Registry
from communique.registry.location import core_registry

INRA, INRAE = "01x3gbx83", "003vg9w96"
PARIS_CITE = "05f82e368"
NANTES_OLD, NANTES_NEW = "03kjmz544", "03gnr7b55"
BREST_OLD, BREST_NEW = "01b8h3982", "0372th171"

SUCCESSIONS = Registry.of(
    [
        organisation(
            INRA,
            "Institut national de la recherche agronomique",
            "FR",
            acronym="INRA|Inra",
            years=(1946, 2019),
            successors=[INRAE],
            types=("government",),
        ),
        organisation(
            INRAE,
            "Institut national de recherche pour l'agriculture, l'alimentation et l'environnement",
            "FR",
            acronym="INRAE",
            years=(2020, None),
            types=("government",),
        ),
        organisation(PARIS_CITE, "Université Paris Cité|Université de Paris", "FR", city="Paris", years=(2019, None)),
        organisation(
            NANTES_OLD, "Université de Nantes", "FR", city="Nantes", years=(1962, 2021), successors=[NANTES_NEW]
        ),
        organisation(NANTES_NEW, "Nantes Université|Université de Nantes", "FR", city="Nantes", years=(2022, None)),
        organisation(
            BREST_OLD,
            "Université de Bretagne occidentale",
            "FR",
            city="Brest",
            years=(1971, None),
            successors=[BREST_NEW],
        ),
        organisation(BREST_NEW, "Université de Bretagne occidentale", "FR", city="Brest", years=(2025, None)),
    ],
    "successions",
    "1",
)

BOTH = [pytest.param(core_registry(), id="core"), pytest.param(SUCCESSIONS, id="successions")]


def linked(registry: Registry, words: str, date: str, name: str) -> str | None:
    """What `name` is linked to in a French release of a date that says `words`."""
    return ror_of(read(registry, f"Une chaire à Paris\n{words}", language="fr", dateline=f"Paris, le {date}"), name)


@pytest.mark.parametrize("registry", BOTH)
@pytest.mark.parametrize("year", [2015, 2019, 2023])
def test_inra_is_inra_at_any_date(registry: Registry, year: int) -> None:
    words = "L'Institut national de la recherche agronomique (INRA) crée une chaire."
    assert linked(registry, words, f"3 juin {year}", "INRA") == INRA


@pytest.mark.parametrize("registry", BOTH)
def test_inrae_is_inrae(registry: Registry) -> None:
    assert linked(registry, "L'INRAE crée une chaire avec l'université.", "3 juin 2021", "INRAE") == INRAE


@pytest.mark.parametrize("registry", BOTH)
@pytest.mark.parametrize(("year", "ror"), [(1965, None), (2012, None), (2020, PARIS_CITE), (2023, PARIS_CITE)], ids=str)
def test_the_universite_de_paris_is_the_one_of_its_time(registry: Registry, year: int, ror: str | None) -> None:
    assert linked(registry, "L'Université de Paris crée une chaire.", f"3 juin {year}", "Université de Paris") == ror


@pytest.mark.parametrize("year", [2015, 2023])
def test_a_name_that_only_the_predecessor_bore_officially_means_it(year: int) -> None:
    words = "L'Université de Nantes crée une chaire."
    assert linked(SUCCESSIONS, words, f"3 juin {year}", "Université de Nantes") == NANTES_OLD


def test_the_new_name_means_the_successor() -> None:
    words = "Nantes Université crée une chaire."
    assert linked(SUCCESSIONS, words, "3 juin 2023", "Nantes Université") == NANTES_NEW


@pytest.mark.parametrize(("year", "ror"), [(2015, BREST_OLD), (2024, BREST_OLD), (2026, BREST_NEW)], ids=str)
def test_of_two_under_one_name_it_is_the_one_of_the_date(year: int, ror: str) -> None:
    words = "L'Université de Bretagne occidentale crée une chaire."
    assert linked(SUCCESSIONS, words, f"3 juin {year}", "Université de Bretagne occidentale") == ror
