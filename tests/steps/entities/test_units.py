"""What a release says of a laboratory beside its name: the label and the unit code."""

from __future__ import annotations

import pytest
from written_releases import write_release

from communique.findings import EntityFinding, Language


def the_laboratory(line: str, language: Language) -> EntityFinding:
    found = write_release(line, language=language).entities().entities
    (entity,) = [e for e in found if e.kind == "laboratory"]
    return entity


CODES: dict[str, tuple[Language, str, str | None, str | None]] = {
    "joint unit in brackets": ("fr", "Le Laboratoire de physique des houles (UMR 5217) ferme.", "UMR", "UMR 5217"),
    "no space": ("fr", "Le Laboratoire de physique des houles (UMR5217) ferme.", "UMR", "UMR 5217"),
    "underlined": ("fr", "Le Laboratoire de physique des houles (UMR_S 1234) ferme.", "UMRS", "UMRS 1234"),
    "Inserm unit": ("fr", "L'Institut des vaisseaux de Brest (U1019) ferme.", "U", "U1019"),
    "behind the short form": ("en", "The Joint Salt Laboratory (JSL, IRL 3463) opens.", "IRL", "IRL 3463"),
    "no code": ("fr", "Le Laboratoire de physique des houles ferme.", None, None),
    "a code of another one": ("fr", "L'UMR 5217 ferme.", None, None),
}


@pytest.mark.parametrize(("language", "line", "unit_type", "code"), CODES.values(), ids=CODES)
def test_unit_code(language: Language, line: str, unit_type: str | None, code: str | None) -> None:
    found = [e for e in write_release(line, language=language).entities().entities if e.kind == "laboratory"]
    assert [e.unit_code for e in found] in ([code], [])
    if code is not None:
        assert found[0].unit_type == unit_type


LABELS: dict[str, tuple[Language, str, str, str | None]] = {
    "acronym": ("fr", "L'UMR Otalis est née en 2010.", "UMR Otalis", "UMR"),
    "before the name": ("fr", "L'équipe Talus de l'Inria a gagné.", "Talus", "équipe"),
    "after the name": ("en", "The QUANTIC project-team won.", "QUANTIC", "project-team"),
    "quoted": ("fr", "L'équipe « Glace et neige » du CNRS a gagné.", "Glace et neige", "équipe"),
    "head of the name": ("en", "The Department of Cold Matter moved.", "Department of Cold Matter", "department"),
    "none": ("en", "The Salt Rock Institute moved.", "Salt Rock Institute", None),
}


@pytest.mark.parametrize(("language", "line", "name", "unit_type"), LABELS.values(), ids=LABELS)
def test_unit_type(language: Language, line: str, name: str, unit_type: str | None) -> None:
    laboratory = the_laboratory(line, language)
    assert (laboratory.name, laboratory.unit_type) == (name, unit_type)
