"""Definite nouns that mean an organisation named before, and those that stay open."""

from __future__ import annotations

import pytest
from written_releases import write_release

from communique.findings import Language


def references(*lines: str, language: Language) -> list[tuple[str, str]]:
    """(words, name of the entity) of every reference."""
    release = write_release(*lines, language=language)
    text = release.document.text
    return [
        (m.span.of(text), e.name) for e in release.entities().entities for m in e.mentions if m.source == "reference"
    ]


CLEAR: dict[str, tuple[Language, list[str], list[tuple[str, str]]]] = {
    "same sentence": (
        "en",
        ["The Salt Rock Laboratory says that the laboratory will grow."],
        [("the laboratory", "Salt Rock Laboratory")],
    ),
    "sentence before": (
        "fr",
        ["Le LATIS est une unité de recherche. Ce laboratoire compte 40 personnes."],
        [("Ce laboratoire", "LATIS")],
    ),
    "elided": (
        "fr",
        ["L'Institut des houles est né en 2010. L'institut compte 40 personnes."],
        [("L'institut", "Institut des houles")],
    ),
    "the bearer of the noun goes first": (
        "en",
        ["The Salt Rock Centre and the Tolvan Laboratory moved. The centre has 12 rooms."],
        [("The centre", "Salt Rock Centre")],
    ),
    "label": (
        "fr",
        ["L'IRL Otalis ouvre à Lima. L'IRL compte 40 personnes."],
        [("L'IRL", "IRL Otalis")],
    ),
}


@pytest.mark.parametrize(("language", "lines", "expected"), CLEAR.values(), ids=CLEAR)
def test_a_noun_means_the_only_one_it_can(
    language: Language, lines: list[str], expected: list[tuple[str, str]]
) -> None:
    assert references(*lines, language=language) == expected


OPEN: dict[str, tuple[Language, list[str]]] = {
    "two laboratories": ("en", ["The Salt Rock Laboratory and the Tolvan Laboratory moved. The laboratory is new."]),
    "another block": ("en", ["The Salt Rock Laboratory moved.", "The laboratory is new."]),
    "two sentences back": ("en", ["The Salt Rock Laboratory moved. It rained. The laboratory is new."]),
    "another kind": ("en", ["The University of Oxford moved. The laboratory is new."]),
    "indefinite": ("en", ["The Salt Rock Laboratory moved. A laboratory is a place of work."]),
    "plural": ("en", ["The Salt Rock Laboratory moved. The laboratories are new."]),
    "the noun goes on": ("en", ["The Salt Rock Laboratory moved. The laboratory of the future is green."]),
    "a complement in French": ("fr", ["Le LATIS déménage. Le laboratoire de demain sera vert."]),
    "a noun that must be borne": ("fr", ["Le LATIS déménage. Le centre est fermé."]),
    "part of a name": ("en", ["The Salt Rock Laboratory met the Tolvan Laboratory."]),
    "nothing before": ("en", ["The laboratory is new."]),
}


@pytest.mark.parametrize(("language", "lines"), OPEN.values(), ids=OPEN)
def test_a_noun_that_may_mean_another_stays_open(language: Language, lines: list[str]) -> None:
    assert references(*lines, language=language) == []
