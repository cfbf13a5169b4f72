"""Headline, date, place and language of the annotated releases: floors in whole counts, and no lost character."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.findings import Findings, FootnoteFindings, StructureFindings
from communique.readers import read
from communique.records import normal_name
from communique.steps.footnotes import FootnoteStep
from communique.steps.structure import StructureStep

pytestmark = pytest.mark.shared

FIELDS = ("title", "date", "dateline_place", "language")
SEED_FORMS = ("plain.html", "site.html", "word.html", "dpub.html", "footnotes.pdf", "endnotes.pdf", "twocolumn.pdf")
"""office.pdf is missing on purpose: the conversion that made it lost everything above the headline."""


Case = tuple[dict[str, Any], FootnoteFindings, StructureFindings]


def structure_of(path: Path) -> tuple[FootnoteFindings, StructureFindings]:
    document = read(path.read_bytes())
    footnotes = FootnoteStep()(document, Findings())
    return footnotes, StructureStep()(footnotes.reading, Findings(footnotes=footnotes))


def is_right(field: str, found: StructureFindings, gold: dict[str, Any]) -> bool:
    return normal_name(getattr(found, field) or "") == normal_name(gold.get(field) or "")


@pytest.fixture(scope="module")
def train(shared: Path) -> list[Case]:
    def cases() -> Iterator[Case]:
        for path in sorted((shared / "gold" / "train").glob("*/release.html")):
            gold = json.loads((path.parent / "gold.json").read_text(encoding="utf-8"))
            yield gold, *structure_of(path)

    return list(cases())


@pytest.mark.parametrize("form", SEED_FORMS)
def test_every_form_of_the_seed_tells_headline_date_place_and_language(shared: Path, form: str) -> None:
    gold = json.loads((shared / "seed" / "gold.json").read_text(encoding="utf-8"))
    _, found = structure_of(shared / "seed" / form)
    assert {f: getattr(found, f) for f in FIELDS} == {f: gold[f] for f in FIELDS}


def test_pages_of_the_training_gold_hold_the_floor(
    train: list[Case],
) -> None:
    wrong = Counter(f for gold, _, found in train for f in FIELDS if not is_right(f, found, gold))
    assert (len(train), wrong) == (80, Counter())


def test_every_visible_character_is_in_one_block(
    train: list[Case],
) -> None:
    for _, footnotes, found in train:
        text = footnotes.reading.text
        covered = "".join(text[b.start : b.end] for b in found.blocks)
        assert "".join(covered.split()) == "".join(text.split())


def test_notes_are_the_footnotes_bodies_and_nothing_else(
    train: list[Case],
) -> None:
    for _, footnotes, found in train:
        text = footnotes.reading.text
        spans = sorted(n.body for n in footnotes.notes if n.body is not None)
        bodies = "".join(span.of(text) for span in spans)
        notes = "".join(text[b.start : b.end] for b in found.blocks if b.kind == "note")
        assert "".join(notes.split()) == "".join(bodies.split())
