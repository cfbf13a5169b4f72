"""Who issues a release: its masthead, else those who announce."""

from __future__ import annotations

import pytest
from written_releases import write_release

from communique.findings import Language

ISSUERS: dict[str, tuple[Language, list[str], list[str]]] = {
    "masthead": ("en", ["= University of Oxford", "# A new star", "The CNRS saw it."], ["University of Oxford"]),
    "two in the masthead": (
        "fr",
        ["= CNRS – Université Laval", "# Une étoile", "Elle est née au Québec."],
        ["CNRS", "Université Laval"],
    ),
    "the masthead goes before those who act": (
        "en",
        ["= University of Oxford", "# Oxford and CNRS", "The University of Oxford and the CNRS open a laboratory."],
        ["University of Oxford"],
    ),
    "those who act": (
        "en",
        ["# A laboratory in the clouds", "The University of Oxford and the CNRS opened it in May."],
        ["University of Oxford", "CNRS"],
    ),
    "those who act in the headline": (
        "fr",
        ["# Glace : le CNRS et l'Université Laval créent un laboratoire", "Il ouvrira en mai."],
        ["CNRS", "Université Laval"],
    ),
    "the only institution": (
        "en",
        [
            "# A new director",
            "Professor Ada Brunel now heads a central institute of the Technical University of Munich.",
        ],
        ["Technical University of Munich"],
    ),
    "a laboratory in the masthead": (
        "en",
        ["= Salt Rock Laboratory", "# Salt", "It is dry."],
        ["Salt Rock Laboratory"],
    ),
    "none": ("en", ["# A new star", "Stars shine."], []),
    "several that do not act": (
        "en",
        ["# A new star", "Astronomers of the University of Oxford and the University of Leeds saw it."],
        [],
    ),
}


@pytest.mark.parametrize(("language", "lines", "names"), ISSUERS.values(), ids=ISSUERS)
def test_issuers(language: Language, lines: list[str], names: list[str]) -> None:
    found = write_release(*lines, language=language).entities()
    by_key = {e.key: e.name for e in found.entities}
    assert [by_key[key] for key in found.issuers] == names
