"""What the list and the detail of a change are told."""

from __future__ import annotations

from typing import Any

from invented import NOTE, fact, invented_diff, quote
from msgspec import structs

from communique.diff.changes import NoteState, Spot
from communique.review.details import detail, list_boxes
from communique.review.rows import list_rows

DIFF = invented_diff(36)


def of_kind(kind: str) -> Any:
    return next(change for change in DIFF.changes if change.kind == kind)


def told(change: Any) -> dict[str, Any]:
    return detail(change, lambda release: 0)


def test_columns_are_as_long_as_the_diff_and_point_into_their_tables() -> None:
    rows = list_rows(DIFF.changes)
    tables = {"subject": "name", "object": "name", "rule2": "rule"}
    for key, column in rows["columns"].items():
        assert len(column) == 36
        assert all(-1 <= number < len(rows["tables"][tables.get(key, key)]) for number in column)


def test_marked_words_are_the_evidence_and_callouts_stand_behind_their_words() -> None:
    change = DIFF.changes[0]
    side = told(change)["after"]
    text, note = side["passages"]
    assert [piece[0] for piece in text["pieces"] if piece[1]] == ["Institute of Polar Ice 0"]
    assert [piece[2] for piece in text["pieces"] if len(piece) > 2] == [["1"]]
    assert (note["label"], "".join(piece[0] for piece in note["pieces"])) == ("1", NOTE)
    assert "".join(piece[0] for piece in text["pieces"]) == change.after.evidence[0].context


def test_evidence_in_one_block_is_one_passage() -> None:
    context = "Ada leads the lab; the lab is in Brest."
    state = fact(1, {}, evidence=(quote("Ada", context), quote("Brest", context)))
    change = structs.replace(of_kind("added"), after=state)
    (passage,) = told(change)["after"]["passages"]
    assert [piece[0] for piece in passage["pieces"] if piece[1]] == ["Ada", "Brest"]


def test_a_change_of_one_field_says_from_what_to_what() -> None:
    rows = list_rows([of_kind("changed"), of_kind("confidence"), of_kind("rule"), of_kind("added")])
    details = [rows["tables"]["detail"][number] for number in rows["columns"]["detail"]]
    before = of_kind("changed").before
    assert details[0] == f"object: {before.object} → Météo-France"
    assert details[1] == "confidence: 0.90 → 0.70"
    assert details[2].startswith("rule: ")


def test_only_a_pdf_has_boxes_each_once() -> None:
    spot = Spot(page=2, bbox=(1.0, 2.0, 3.0, 4.0))
    words = structs.replace(quote("Ada", "Ada leads."), places=(spot, spot))
    state = fact(1, {}, evidence=(words,), note=NoteState("n1", "1", words))
    release = structs.replace(DIFF.changes[0].new, media_type="application/pdf")
    assert list_boxes(state, release) == [[2, (1.0, 2.0, 3.0, 4.0)]]
    assert list_boxes(state, DIFF.changes[0].new) == []


def test_a_side_without_the_release_is_none() -> None:
    change = structs.replace(of_kind("added"), base=None)
    assert told(change)["before"] is None


def test_why_two_forms_of_a_release_differ_is_told() -> None:
    change = structs.replace(of_kind("added"), because="the PDF has no page 2")
    assert told(change)["because"] == "the PDF has no page 2"
