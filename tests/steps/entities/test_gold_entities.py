"""Entities of the annotated releases, found by the rules alone: floors that may not sink."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from communique.document import Document
from communique.evaluate import Case, DocumentScore, find_cases, score_document
from communique.evaluate.counts import Counts, count_measures
from communique.extractor import Extractor
from communique.findings import Findings, RelationFindings
from communique.steps.contacts import ContactStep
from communique.steps.entities import EntityStep
from communique.steps.footnotes import FootnoteStep
from communique.steps.quotations import QuotationStep
from communique.steps.structure import StructureStep

pytestmark = pytest.mark.shared

FLOORS = {"entity.institution": 0.98, "entity.laboratory": 0.94, "entity.person": 0.98}
"""F1 on the releases that the rules were written with."""


class _NoRelations:
    name: ClassVar[str] = "relations"
    needs: ClassVar[frozenset[str]] = frozenset({"entities"})
    gives: ClassVar[str] = "relations"

    def __call__(self, document: Document, findings: Findings) -> RelationFindings:
        return RelationFindings()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    steps = (FootnoteStep(), StructureStep(), EntityStep(model=False), _NoRelations(), QuotationStep(), ContactStep())
    return Extractor(steps)


def _counts(extractor: Extractor, cases: Sequence[Case]) -> dict[str, Counts]:
    scores = [
        DocumentScore(
            case.name,
            case.format,
            case.gold.language,
            score_document(case.gold, extractor(case.path.read_bytes(), case.path.name)),
        )
        for case in cases
    ]
    return count_measures(judgement for score in scores for judgement in score.judgements)


def test_every_form_of_the_seed_names_its_organisations(extractor: Extractor, shared: Path) -> None:
    cases = find_cases([shared / "seed"])
    assert len(cases) == 8
    for case in cases:
        counts = _counts(extractor, [case])
        for measure in ("entity.institution", "entity.laboratory"):
            assert counts[measure].f1 >= 0.97, (case.path.name, measure)


def test_pages_of_the_training_gold_hold_the_floors(extractor: Extractor, shared: Path) -> None:
    cases = [case for case in find_cases([shared / "gold" / "train"]) if case.format == "html"]
    counts = _counts(extractor, cases)
    sunken = {m: counts[m].f1 for m, floor in FLOORS.items() if counts[m].f1 < floor}
    assert (len(cases), sunken) == (80, {})
