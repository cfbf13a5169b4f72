"""Notes at the feet of pages and columns become note blocks after the text; other small print does not."""

from __future__ import annotations

import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document
from communique.readers import read

NOTE = "UMR 5589, CNRS/Université Toulouse III, with some forty members in three teams and a workshop of its own."


def _notes(document: Document) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.role == "note"]


def _body(document: Document) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks if b.role != "note"]


def _read(press: Press) -> Document:
    return read(press.pdf())


def _label(style: str, number: int) -> str:
    return style.replace("1", str(number))


@pytest.mark.parametrize("style", ["^{1} ", "^{1}", "1 ", "1. ", "[1] ", "(1) ", "^{1}. "])
@pytest.mark.parametrize("ruled", [True, False])
def test_notes_at_the_foot_follow_the_text_one_block_each(style: str, ruled: bool) -> None:
    press = Press()
    _, rest = press.paragraph(60, 620, 440, f"{PROSE} {PROSE_FR}", until=680)
    if ruled:
        press.rule(60, 730, 160)
    top = 745.0
    for number in (1, 2):
        top, _ = press.paragraph(60, top, 440, _label(style, number) + NOTE, 8)
    press.new_page()
    press.paragraph(60, 80, 440, rest)
    press.paragraph(60, 780, 440, _label(style, 3) + NOTE, 8)
    document = _read(press)
    plain = style.replace("^{1}", "1")
    assert _notes(document) == [_label(plain, n) + NOTE for n in (1, 2, 3)]
    assert _body(document) == [f"{PROSE} {PROSE_FR}"]


@pytest.mark.parametrize("labels", [("*", "**"), ("†", "‡"), ("a)", "b)")])
def test_notes_may_have_signs_for_labels(labels: tuple[str, str]) -> None:
    press = Press()
    press.paragraph(60, 600, 440, PROSE)
    top = 770.0
    for label in labels:
        top, _ = press.paragraph(60, top, 440, f"{label} {NOTE}", 8, font="Times-Roman")
    assert _notes(_read(press)) == [f"{label} {NOTE}" for label in labels]


def test_a_line_of_a_note_that_starts_with_a_number_is_no_note() -> None:
    press = Press()
    press.paragraph(60, 600, 440, PROSE)
    for number, line in enumerate(
        ("1. The unit was founded with", "12 members and had, at its end,", "2. A second note.")
    ):
        press.line(60, 770 + 9.6 * number, line, 8)
    assert _notes(_read(press)) == ["1. The unit was founded with 12 members and had, at its end,", "2. A second note."]


def test_a_note_that_goes_on_at_the_next_foot_is_whole() -> None:
    press = Press()
    _, rest = press.paragraph(60, 600, 440, f"{PROSE} {PROSE_FR}", until=680)
    press.rule(60, 770, 160)
    _, rest_of_note = press.paragraph(60, 782, 440, f"^{{1}} {NOTE} {NOTE} {NOTE}", 8, until=795)
    press.new_page()
    press.paragraph(60, 80, 440, rest)
    press.rule(60, 740, 160)
    top, _ = press.paragraph(60, 752, 440, rest_of_note, 8)
    press.paragraph(60, top, 440, f"^{{2}} {NOTE}", 8)
    assert _notes(_read(press)) == [f"1 {NOTE} {NOTE} {NOTE}", f"2 {NOTE}"]


def test_notes_at_the_feet_of_columns_are_found_and_the_text_goes_on() -> None:
    press = Press()
    text = f"{PROSE} {PROSE_FR} {PROSE}"
    _, rest = press.paragraph(50, 500, 237, text, align="justify", until=700)
    press.paragraph(50, 745, 237, f"^{{1}} {NOTE}", 8)
    press.paragraph(307, 500, 237, rest, align="justify")
    press.paragraph(307, 750, 237, f"^{{2}} {NOTE}", 8)
    document = _read(press)
    assert _notes(document) == [f"1 {NOTE}", f"2 {NOTE}"]
    assert _body(document) == [text]


def test_notes_across_the_page_below_two_columns_are_found() -> None:
    press = Press()
    press.paragraph(50, 500, 237, PROSE)
    press.paragraph(307, 500, 237, PROSE_FR)
    press.rule(50, 758, 150)
    press.paragraph(50, 770, 495, f"^{{1}} {NOTE} {NOTE}", 8)
    document = _read(press)
    assert _notes(document) == [f"1 {NOTE} {NOTE}"]
    assert _body(document) == [PROSE, PROSE_FR]


def test_notes_almost_as_large_as_the_text_are_found_below_a_short_rule() -> None:
    press = Press()
    press.paragraph(60, 600, 440, PROSE, 10.5)
    press.rule(60, 742, 170)
    press.paragraph(60, 760, 440, f"1 {NOTE}", 10)
    assert _notes(_read(press)) == [f"1 {NOTE}"]


def test_notes_under_a_heading_are_text() -> None:
    press = Press()
    press.paragraph(60, 500, 440, PROSE)
    press.line(60, 720, "Notes", 14, "Helvetica-Bold")
    press.paragraph(60, 740, 440, f"^{{1}} {NOTE}", 8)
    document = _read(press)
    assert _notes(document) == []
    assert _body(document) == [PROSE, "Notes", f"1 {NOTE}"]


def test_small_print_without_a_label_is_text() -> None:
    press = Press()
    press.paragraph(60, 500, 440, PROSE)
    press.paragraph(60, 760, 440, f"About the laboratory: {NOTE}", 8)
    assert _notes(_read(press)) == []


@pytest.mark.parametrize("address", ["3, rue des Lilas, 75000 Paris", "12 bis avenue Foch", "221 Baker Street, London"])
def test_an_address_at_the_foot_is_text(address: str) -> None:
    press = Press()
    press.paragraph(60, 500, 440, PROSE)
    press.line(60, 790, address, 8)
    assert _notes(_read(press)) == []


def test_notes_whose_numbers_leave_gaps_are_apart() -> None:
    press = Press()
    press.paragraph(60, 600, 440, PROSE)
    top = 760.0
    for label in (2, 5, 6):
        top, _ = press.paragraph(60, top, 440, f"{label}. {NOTE}", 8)
    assert _notes(_read(press)) == [f"{label}. {NOTE}" for label in (2, 5, 6)]


def test_small_notes_in_the_middle_of_a_page_are_text() -> None:
    press = Press()
    press.paragraph(60, 100, 440, PROSE)
    press.paragraph(60, 220, 440, f"^{{1}} {NOTE}", 8)
    press.paragraph(60, 320, 440, PROSE_FR)
    assert _notes(_read(press)) == []


def test_a_letter_below_a_rule_is_no_note() -> None:
    press = Press()
    press.line(60, 60, "Jeanne Morel")
    press.rule(60, 70, 160)
    for number, line in enumerate(("2 rue des Lilas", "75000 Paris")):
        press.line(60, 84 + 12 * number, line)
    top, _ = press.paragraph(60, 160, 440, PROSE)
    press.paragraph(60, top + 500, 440, PROSE_FR)
    assert _notes(_read(press)) == []
