"""Towns and names that registers write in capitals, as people write them."""

from __future__ import annotations

import pytest

from communique.registry.building.towns import display_name, town_of


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("LYON CEDEX 07", "Lyon"),
        ("PARIS 13", "Paris"),
        ("Paris 5e arrondissement", "Paris"),
        ("NANTES CEDEX 3", "Nantes"),
        ("Villeneuve d'Ascq cedex", "Villeneuve d'Ascq"),
        ("VILLENEUVE D'ASCQ CEDEX", "Villeneuve d'Ascq"),
        ("AIX EN PROVENCE CEDEX 1", "Aix en Provence"),
        ("SAINT-ÉTIENNE", "Saint-Étienne"),
        ("LE MANS", "Le Mans"),
        ("aubervilliers", "Aubervilliers"),
        ("PAU", "Pau"),
        ("", None),
        ("CEDEX 9", None),
    ],
)
def test_a_postal_place_gives_its_town(place: str, town: str | None) -> None:
    assert town_of(place) == town


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("INSTITUT DE RECHERCHE EN GÉNIE CIVIL", "Institut de Recherche en Génie Civil"),
        ("LABORATOIRE D'ÉTUDE DE L'EAU", "Laboratoire d'Étude de l'Eau"),
        ("Laboratoire de l'ADN", "Laboratoire de l'ADN"),
        ("CNRS", "CNRS"),
        ("L2C", "L2C"),
    ],
)
def test_only_names_wholly_in_capitals_are_lowered(name: str, shown: str) -> None:
    assert display_name(name) == shown
