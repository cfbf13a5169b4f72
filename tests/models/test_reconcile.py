"""Rules and model together: what the model may add, move and unsay."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from communique.language.model import MODEL_SPANS, reconcile
from communique.language.model.component import TAG_PROBABILITIES
from communique.language.model.tags import TAG_COUNT, tag_column
from communique.language.names.spans import NameSpan


def _read(*found: tuple[int, int, str, float], laboratory: float = 0.0, seen: float = 1.0) -> Doc:
    """Six words, with what a model found; it gives every token a share `seen` of being in a person's name."""
    doc = Doc(spacy.blank("en").vocab, words=["Ada", "Brun", "joins", "Quanlis", "in", "Bergen"])
    probabilities = np.zeros((6, TAG_COUNT), dtype=np.float32)
    probabilities[:, tag_column("person", 3)] = seen
    doc.user_data[TAG_PROBABILITIES] = probabilities
    spans = [Span(doc, start, end, label=label) for start, end, label, _ in found]
    attributes = {"scores": [score for *_, score in found], "laboratory": [laboratory for _ in found]}
    doc.spans[MODEL_SPANS] = SpanGroup(doc, name=MODEL_SPANS, spans=spans, attrs=attributes)
    return doc


ADA = NameSpan(0, 1, "person", "person.first-name")
KNOWN_ADA = NameSpan(0, 1, "institution", "gazetteer.name")
BERGEN = NameSpan(5, 6, "place", "gazetteer.place")
CODE = NameSpan(0, 1, "unit_code", "code.umr")

CASES = [
    ("a sure name is added", [], (3, 4, "institution", 0.95), [(3, 4, "institution")]),
    ("a doubtful name is not", [], (3, 4, "institution", 0.3), []),
    ("a place is not a name to add", [], (5, 6, "place", 0.99), []),
    ("a name is added over a place", [BERGEN], (5, 6, "institution", 0.99), [(5, 6, "institution")]),
    ("a sure extent wins", [ADA], (0, 2, "person", 0.95), [(0, 2, "person")]),
    ("a doubtful extent does not", [ADA], (0, 2, "person", 0.3), [(0, 1, "person")]),
    ("the same span keeps its rule", [KNOWN_ADA], (0, 1, "person", 0.99), [(0, 1, "institution")]),
    ("a unit code stays", [CODE], (0, 2, "institution", 0.99), [(0, 1, "unit_code")]),
]


@pytest.mark.parametrize(("kept", "found", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_reconciled(
    kept: list[NameSpan], found: tuple[int, int, str, float], expected: list[tuple[int, int, str]]
) -> None:
    assert [(s.start, s.end, s.label) for s in reconcile(_read(found), kept)] == expected


LABELLED = [
    ("an acronym of units is what it is", ["the", "Lemna", "IRL", "opened"], (1, 2)),
    ("another acronym is part of it", ["the", "Lemna", "IBM", "opened"], (1, 3)),
    ("behind an article it is a name", ["Academy", "the", "GDR", "opened"], (0, 3)),
    ("alone it may be a name", ["the", "old", "OSU", "opened"], (2, 3)),
]


@pytest.mark.parametrize(("words", "expected"), [c[1:] for c in LABELLED], ids=[c[0] for c in LABELLED])
def test_the_label_behind_a_name_is_no_part_of_it(words: list[str], expected: tuple[int, int]) -> None:
    doc = Doc(spacy.blank("en").vocab, words=words)
    found = Span(doc, expected[0], 3, label="laboratory")
    attributes = {"scores": [0.99], "laboratory": [0.9]}
    doc.spans[MODEL_SPANS] = SpanGroup(doc, name=MODEL_SPANS, spans=[found], attrs=attributes)
    assert [(s.start, s.end) for s in reconcile(doc, [])] == [expected]


def test_a_weak_rule_without_support_is_unsaid() -> None:
    assert reconcile(_read(seen=0.05), [ADA]) == []


def test_a_weak_rule_with_support_stays() -> None:
    assert reconcile(_read(seen=0.9), [ADA]) == [ADA]


def test_what_the_text_says_of_a_name_needs_no_support() -> None:
    described = NameSpan(0, 1, "laboratory", "context.apposition")

    assert reconcile(_read(seen=0.0), [described]) == [described]


@pytest.mark.parametrize(("words", "added"), [("EU", False), ("France", False), ("Bergen", True)])
def test_a_country_or_union_is_no_organisation_to_add_but_a_town_may_stand_for_one(words: str, added: bool) -> None:
    doc = Doc(spacy.blank("en").vocab, words=["near", words])
    span = Span(doc, 1, 2, label="institution")
    attributes = {"scores": [0.99], "laboratory": [0.0]}
    doc.spans[MODEL_SPANS] = SpanGroup(doc, name=MODEL_SPANS, spans=[span], attrs=attributes)

    kinds = [s.label for s in reconcile(doc, [NameSpan(1, 2, "place", "gazetteer.place")])]
    assert kinds == (["institution"] if added else ["place"])


def test_a_known_name_needs_no_support() -> None:
    assert reconcile(_read(seen=0.0), [KNOWN_ADA]) == [KNOWN_ADA]


@pytest.mark.parametrize(("probability", "kind"), [(0.9, "laboratory"), (0.2, "institution")])
def test_the_kind_of_an_added_organisation(probability: float, kind: str) -> None:
    added = reconcile(_read((3, 4, "institution", 0.95), laboratory=probability), [])

    assert [s.label for s in added] == [kind]


def test_without_a_model_the_rules_stand() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Ada"])

    assert reconcile(doc, [ADA]) == [ADA]
