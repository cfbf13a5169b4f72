"""The releases with gold: their reading text, with the names of the gold file marked where they occur.

The gold says which entities a release names, not where: every occurrence of a name or alias is marked. Occurrences
that may be something else (a town that also stands for its university, a surname by itself, what is optional in the
gold) are marked as unknown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.findings import Findings
from communique.language.model.tags import ANYTHING, OTHER
from communique.language.names.lexicon import words_of
from communique.language.names.spans import PERSON, PLACE
from communique.language.tokens import fold
from communique.readers import read
from communique.steps.footnotes import FootnoteStep
from training.texts import AnnotatedText, Mark, drop_overlaps

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'"})


@dataclass(frozen=True, slots=True)
class Release:
    """A release with gold. `names` maps each written form to (entity number, kind, whether it is the full name)."""

    annotated: AnnotatedText
    names: dict[str, tuple[int, str, bool]]


def read_releases(folder: Path) -> list[Release]:
    """The releases below `folder` (each a folder with `gold.json` and `release.html`), sorted by name."""
    return [_read_release(path.parent) for path in sorted(folder.glob("*/gold.json"))]


def _read_release(folder: Path) -> Release:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    document = read((folder / "release.html").read_bytes())
    text = FootnoteStep()(document, Findings()).reading.text
    forms = _forms(gold)
    marks = drop_overlaps(_occurrences(text, forms))
    names = {
        form: (number, entity["kind"], form == entity["name"])
        for number, entity in enumerate(gold["entities"])
        for form in (entity["name"], *entity["aliases"])
    }
    annotated = AnnotatedText(text, marks, gold["language"], "releases", group=folder.name, unannotated=(PLACE, OTHER))
    return Release(annotated, names)


def _forms(gold: dict[str, Any]) -> dict[str, str]:
    """Every written form with its label."""
    forms: dict[str, str] = {}
    surnames = set()
    places = words_of("places")
    for entity in gold["entities"]:
        for form in (entity["name"], *entity["aliases"]):
            also_place = entity["kind"] in ("institution", "laboratory") and fold(form) in places
            forms.setdefault(form, ANYTHING if also_place else entity["kind"])
        if entity["kind"] == PERSON:
            surnames.add(entity["name"].split()[-1])
    optional = {form: ANYTHING for form in (*gold["optional_entities"], *surnames) if len(form) > 2}
    return {**optional, **forms}


def _occurrences(text: str, forms: dict[str, str]) -> Iterable[Mark]:
    plain = text.translate(_APOSTROPHES)
    for form, label in forms.items():
        written = form.translate(_APOSTROPHES)
        spellings = {written, written.upper()} if len(written) > 4 else {written}
        for spelling in sorted(spellings):
            pattern = re.escape(spelling).replace(r"\ ", r"\s+")
            for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", plain):
                yield found.start(), found.end(), label
