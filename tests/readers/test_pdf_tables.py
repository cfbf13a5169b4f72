"""Tables become rows of cells, drawn or only aligned; boxes and underlines do not."""

from __future__ import annotations

import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document
from communique.readers import read

ROWS = [
    ["Unit", "Code", "Director"],
    ["Laboratory for soft matter", "UMR 1234", "Jeanne Morel"],
    ["Institute for the physics of the very long names of laboratories", "UMR 5678", "Paul Diallo"],
    ["Centre", "UAR 9", "Anna Lund"],
]
STARTS = (60, 260, 360, 500)


def _rows(document: Document) -> list[list[str]]:
    return [b.span.of(document.text).split("\t") for b in document.blocks if b.role == "table_row"]


def _set_rows(press: Press, *, rules: str, row_height: float = 34) -> None:
    top = 200.0
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            press.paragraph(STARTS[column] + 5, top + 14, STARTS[column + 1] - STARTS[column] - 15, cell)
        if "h" in rules:
            press.rule(STARTS[0], top, STARTS[-1])
        if "v" in rules:
            for x in STARTS[1:-1] if "open" in rules else STARTS:
                press.rule(x, top, x, top + row_height)
        top += row_height
        del number
    if "h" in rules:
        press.rule(STARTS[0], top, STARTS[-1])


@pytest.mark.parametrize("rules", ["hv", "hv open", "h", ""])
def test_rows_and_cells(rules: str) -> None:
    press = Press()
    press.paragraph(60, 60, 440, PROSE)
    _set_rows(press, rules=rules)
    press.paragraph(60, 400, 440, PROSE_FR)
    document = _read(press)
    assert _rows(document) == ROWS
    assert [b.role for b in document.blocks if b.role != "table_row"] == ["paragraph", "paragraph"]
    assert len({b.group for b in document.blocks if b.role == "table_row"}) == 1


def test_a_cell_over_two_columns_is_one_cell() -> None:
    press = Press()
    for top in (100, 120, 140, 160):
        press.rule(60, top, 360)
    for x in (60, 360):
        press.rule(x, 100, x, 160)
    press.rule(210, 120, 210, 160)
    press.line(65, 114, "Partners and their towns, all of them")
    for row, (left, right) in enumerate((("Unit", "Town"), ("LMS", "Lyon"))):
        press.line(65, 134 + 20 * row, left)
        press.line(215, 134 + 20 * row, right)
    assert _rows(_read(press)) == [["Partners and their towns, all of them"], ["Unit", "Town"], ["LMS", "Lyon"]]


def test_a_table_that_goes_on_overleaf_is_one_table_with_one_head() -> None:
    press = Press()
    press.paragraph(60, 60, 440, PROSE)
    _set_rows(press, rules="hv")
    press.new_page()
    _set_rows(press, rules="hv")
    document = _read(press)
    assert _rows(document) == [*ROWS, *ROWS[1:]]
    assert len({b.group for b in document.blocks if b.role == "table_row"}) == 1


def test_marks_in_cells_stay_with_their_words() -> None:
    press = Press()
    for top in (100, 130, 160):
        press.rule(60, top, 360)
    for x in (60, 210, 360):
        press.rule(x, 100, x, 160)
    for row, (left, right) in enumerate((("Unit", "Town"), ("LMS^{1}", "Lyon^{2}"))):
        press.paragraph(65, 118 + 30 * row, 140, left)
        press.paragraph(215, 118 + 30 * row, 140, right)
    assert _rows(_read(press)) == [["Unit", "Town"], ["LMS1", "Lyon2"]]


def test_a_box_around_a_paragraph_is_no_table() -> None:
    press = Press()
    press.canvas.rect(50, 600, 460, 160)
    press.paragraph(60, 100, 440, PROSE)
    press.rule(50, 170, 510)
    press.paragraph(60, 190, 440, PROSE_FR)
    document = _read(press)
    assert [b.span.of(document.text) for b in document.blocks] == [PROSE, PROSE_FR]


def test_a_page_that_is_laid_out_in_a_grid_is_no_table() -> None:
    press = Press()
    for top in (50, 80, 400):
        press.rule(40, top, 560)
    for x in (40, 300, 560):
        press.rule(x, 50, x, 400)
    press.line(50, 70, "Left")
    press.line(310, 70, "Right")
    press.paragraph(50, 100, 240, f"{PROSE} {PROSE_FR}")
    press.paragraph(310, 100, 240, f"{PROSE_FR} {PROSE}")
    assert _rows(_read(press)) == []


def test_underlined_words_are_no_table() -> None:
    press = Press()
    top = 100.0
    for text in (PROSE, PROSE_FR):
        for line in range(4):
            press.rule(60, top + 12 * line + 2, 140)
            press.rule(200, top + 12 * line + 2, 240)
        top, _ = press.paragraph(60, top, 440, text)
        top += 12
    assert _rows(_read(press)) == []


def test_a_ruled_table_among_aligned_cells_is_a_table_of_its_own() -> None:
    press = Press()
    for number in (0, 1, 2, 3, 4, 7, 8, 9):
        press.line(60, 100 + 30 * number, f"Row {number}")
        press.line(300, 100 + 30 * number, f"Value {number}")
    for at in range(3):
        press.rule(60, 238 + 25 * at, 200)
        press.rule(60 + 70 * at, 238, 60 + 70 * at, 288)
    for row in range(2):
        press.line(64, 255 + 25 * row, f"a{row}")
        press.line(134, 255 + 25 * row, f"b{row}")
    rows = _rows(_read(press))
    assert rows[4:8] == [["Row 4", "Value 4"], ["a0", "b0"], ["a1", "b1"], ["Row 7", "Value 7"]]


@pytest.mark.parametrize("label", ["Table 1: Partners and their units", "Tableau 2 – Unités", "Figure 1. The hall"])
def test_captions_stand_by_tables(label: str) -> None:
    press = Press()
    press.paragraph(60, 60, 440, PROSE)
    press.line(60, 190, label)
    _set_rows(press, rules="hv")
    assert [b.role for b in _read(press).blocks][:3] == ["paragraph", "caption", "table_row"]


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    press = Press()
    press.paragraph(60, 60, 440, PROSE)
    press.line(60, 190, "Figures of the year are in the table")
    _set_rows(press, rules="hv")
    assert [b.role for b in _read(press).blocks][:3] == ["paragraph", "paragraph", "table_row"]


def _read(press: Press) -> Document:
    return read(press.pdf())
