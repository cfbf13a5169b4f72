"""Lists of laboratories in notes that a plural calls: what their items are."""

from __future__ import annotations

import pytest
from written_releases import write_release

from communique.findings import Language

CALLING: dict[Language, str] = {"en": "The tide is measured by {}^1.", "fr": "Les mesures sont faites par {}^1."}


def _laboratories(called: str, note: str, language: Language) -> set[str]:
    release = write_release("# 2021", CALLING[language].format(called), f"@1 {note}", language=language)
    return {e.name for e in release.entities().entities if e.kind == "laboratory"}


@pytest.mark.parametrize(
    ("called", "note", "names"),
    [
        (
            "four teams",
            "Tidal Flats and Deep Basins (both AWI), the Cold Water team of RISE and Radio Waves, which has the boat.",
            {"Tidal Flats", "Deep Basins", "Cold Water team", "Radio Waves"},
        ),
        (
            "several research groups",
            "Storage of Thermal Energy and Process & Heat, both TU Delft.",
            {"Storage of Thermal Energy", "Process & Heat"},
        ),
        (
            "a few units",
            "They are Soil Waters at the University of Bern; and Plant Roots, led by Ada Stone.",
            {"Soil Waters", "Plant Roots"},
        ),
        (
            "a number of laboratories",
            "CNRS's Wave Shapes and the Tidal Energy Laboratory.",
            {"Wave Shapes", "Tidal Energy Laboratory"},
        ),
        (
            "three laboratories",
            "The Tidal Energy Laboratory, Hearing Aids (CNRS) and CSIRO Environment in Aspendale.",
            {"Tidal Energy Laboratory", "Hearing Aids", "CSIRO Environment"},
        ),
        (
            "its laboratories",
            "Taste and Smell Clinic, University of Bonn; Hearing Aids (CNRS).",
            {"Taste and Smell Clinic", "Hearing Aids"},
        ),
    ],
)
def test_english_items(called: str, note: str, names: set[str]) -> None:
    assert _laboratories(called, note, "en") == names


@pytest.mark.parametrize(
    ("called", "note", "names"),
    [
        (
            "trois équipes",
            "Mécanique des vagues, Chimie des écumes durables et Précal.",
            {"Mécanique des vagues", "Chimie des écumes durables", "Précal"},
        ),
        (
            "deux équipes",
            "« Ataxies », que conduit Ada Lenoir, et « Génétique de la marée ».",
            {"Ataxies", "Génétique de la marée"},
        ),
        (
            "plusieurs services",
            "Houle et vent (Inserm) ; Météo des plages, à Brest.",
            {"Houle et vent", "Météo des plages"},
        ),
    ],
)
def test_french_items(called: str, note: str, names: set[str]) -> None:
    assert _laboratories(called, note, "fr") == names


@pytest.mark.parametrize(
    ("called", "note"),
    [
        ("the laboratory", "Tidal Flats and Deep Basins."),
        ("four teams", "Founded in 2012 and now led by Ada Stone."),
        ("two teams", "Both were set up in 2012. Results will follow."),
        ("two teams", "Tidal Flats, Deep Basins, Shallow Waters, Radio Waves and Cold Seas."),
    ],
)
def test_no_items(called: str, note: str) -> None:
    assert not _laboratories(called, note, "en")


@pytest.mark.parametrize(("called", "joined"), [("two teams", True), ("three teams", False)])
def test_the_number_that_calls_a_list_tells_where_it_is_parted(called: str, joined: bool) -> None:
    found = _laboratories(called, "Algorithms and Complexity; Coastal Ecology (NTNU).", "en")
    assert ("Algorithms and Complexity" in found) == joined
    assert ("Complexity" in found) != joined
