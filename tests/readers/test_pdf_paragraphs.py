"""Lines to paragraphs, headings and lists, within a column and over its end."""

from __future__ import annotations

import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document
from communique.readers import read


def _texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def _read(press: Press) -> Document:
    return read(press.pdf())


@pytest.mark.parametrize("gap", [4, 6, 12])
def test_paragraphs_are_parted_by_distance(gap: float) -> None:
    press = Press()
    top, _ = press.paragraph(60, 100, 400, PROSE)
    press.paragraph(60, top + gap, 400, PROSE_FR)
    assert _texts(_read(press)) == [PROSE, PROSE_FR]


@pytest.mark.parametrize("align", ["left", "justify"])
def test_paragraphs_are_parted_by_indentation(align: str) -> None:
    press = Press()
    top = 100.0
    for text in (PROSE, PROSE_FR, PROSE):
        top, _ = press.paragraph(60, top, 400, text, indent=15, align=align)  # type: ignore[arg-type]
    assert _texts(_read(press)) == [PROSE, PROSE_FR, PROSE]


def test_paragraphs_are_parted_by_a_line_that_ends_early() -> None:
    press = Press()
    top, _ = press.paragraph(60, 100, 400, PROSE)
    press.paragraph(60, top, 400, PROSE_FR)
    assert _texts(_read(press)) == [PROSE, PROSE_FR]


def test_ragged_lines_and_long_words_do_not_part_a_paragraph() -> None:
    press = Press()
    text = PROSE.replace("six teams", "the Physikalisch-Technische-Bundesanstalt-Braunschweig-Berlin teams")
    press.paragraph(60, 100, 200, text)
    assert _texts(_read(press)) == [text]


def test_raised_marks_that_push_lines_apart_do_not_part_a_paragraph() -> None:
    press = Press()
    top = 100.0
    for line in (
        "A word processor sets a line with a tall mark such as",
        "this one^{12} a little lower than the line before it,",
        "and goes on as before, with the usual distance, to",
    ):
        top += 2 if "^" in line else 0
        press.line(60, top, line)
        top += 12
    press.line(60, top, "the end.")
    assert len(_texts(_read(press))) == 1


def test_an_address_is_read_line_by_line() -> None:
    press = Press()
    top, _ = press.paragraph(60, 100, 400, PROSE)
    lines = ["Jeanne Morel", "CNRS press officer", "+33 1 00 00 00 00"]
    for number, line in enumerate(lines):
        press.line(60, top + 20 + 12 * number, line)
    assert _texts(_read(press)) == [PROSE, *lines]


def test_a_quotation_that_is_set_in_on_both_sides_is_one_paragraph() -> None:
    press = Press()
    top, _ = press.paragraph(60, 100, 440, PROSE)
    quotation = (
        "We bought two lasers. The third one was lent to us by the neighbours. They want it back. We have asked for a "
        "year more. The answer is expected in June, after the visit. Nobody is worried."
    )
    press.paragraph(110, top + 10, 340, quotation)
    assert _texts(_read(press)) == [PROSE, quotation]


class TestBreaks:
    def test_a_paragraph_over_two_pages_is_whole(self) -> None:
        press = Press()
        _, rest = press.paragraph(60, 780, 440, PROSE, until=800)
        press.new_page()
        top, _ = press.paragraph(60, 80, 440, rest)
        press.paragraph(60, top + 12, 440, PROSE_FR)
        assert _texts(_read(press)) == [PROSE, PROSE_FR]

    def test_a_paragraph_that_ends_with_the_page_is_not_joined(self) -> None:
        press = Press()
        press.paragraph(60, 700, 440, PROSE)
        press.new_page()
        press.paragraph(60, 80, 440, PROSE_FR)
        assert _texts(_read(press)) == [PROSE, PROSE_FR]

    def test_a_justified_line_to_the_edge_goes_on_overleaf_even_after_a_full_stop(self) -> None:
        press = Press()
        press.paragraph(60, 600, 420, PROSE_FR, align="justify")
        _, rest = press.paragraph(60, 700, 420, PROSE, align="justify", until=700 + 12 * 3)
        assert rest.startswith("Measurements begin")  # the line before ends with a stop, at the edge
        press.new_page()
        press.paragraph(60, 80, 420, rest, align="justify")
        assert _texts(_read(press)) == [PROSE_FR, PROSE]

    def test_a_paragraph_goes_on_after_a_table_at_the_head_of_the_page(self) -> None:
        press = Press()
        _, rest = press.paragraph(60, 780, 440, PROSE, until=800)
        press.new_page()
        for row in range(3):
            press.rule(60, 60 + 20 * row, 360)
            for column, word in enumerate(("Unit", "Town") if not row else (f"U{row}", f"T{row}")):
                if row < 2:
                    press.line(65 + 150 * column, 74 + 20 * row, word)
        for x in (60, 210, 360):
            press.rule(x, 60, x, 100)
        press.paragraph(60, 140, 440, rest)
        assert _texts(_read(press)) == [PROSE, "Unit\tTown", "U1\tT1"]

    def test_a_heading_at_the_head_of_a_page_is_its_own(self) -> None:
        press = Press()
        press.paragraph(
            60,
            780,
            440,
            "The last line of the page ends without a stop because it is the name of a thing: the Institute",
        )
        press.new_page()
        press.line(60, 80, "Partners", 14, "Helvetica-Bold")
        press.paragraph(60, 110, 440, PROSE)
        assert _texts(_read(press))[-2:] == ["Partners", PROSE]


class TestHeadings:
    def test_levels_follow_size(self) -> None:
        press = Press()
        press.line(60, 60, "The title of the release", 20, "Helvetica-Bold")
        top = 90.0
        for heading, size in (("A chapter", 14), ("A section", 12)):
            press.line(60, top, heading, size, "Helvetica-Bold")
            top, _ = press.paragraph(60, top + 20, 440, PROSE)
            top += 20
        press.line(60, top, "A paragraph's heading", 10, "Helvetica-Bold")
        press.paragraph(60, top + 15, 440, PROSE_FR)
        document = _read(press)
        levels = [(b.span.of(document.text), b.level) for b in document.blocks if b.role == "heading"]
        assert levels == [
            ("The title of the release", 1),
            ("A chapter", 2),
            ("A section", 3),
            ("A paragraph's heading", 4),
        ]

    def test_a_title_of_two_lines_is_one_heading(self) -> None:
        press = Press()
        press.line(60, 60, "The title of a release that is", 20, "Helvetica-Bold")
        press.line(60, 84, "too long for one line", 20, "Helvetica-Bold")
        press.paragraph(60, 120, 440, PROSE)
        assert _texts(_read(press))[0] == "The title of a release that is too long for one line"

    def test_a_bold_lead_is_a_paragraph(self) -> None:
        press = Press()
        press.line(60, 60, "The title", 20, "Helvetica-Bold")
        top, _ = press.paragraph(60, 100, 440, PROSE, font="Helvetica-Bold")
        press.paragraph(60, top + 10, 440, PROSE_FR)
        assert [b.role for b in _read(press).blocks] == ["heading", "paragraph", "paragraph"]

    def test_a_bold_start_of_a_paragraph_is_no_heading(self) -> None:
        press = Press()
        press.line(60, 60, "The title", 20, "Helvetica-Bold")
        press.paragraph(60, 100, 440, "*{Why} *{now?} " + PROSE)
        assert [b.role for b in _read(press).blocks] == ["heading", "paragraph"]


class TestLists:
    ITEMS = (
        "a first thing that is told in so many words that the line is not enough for it and a second one is needed",
        "a second thing",
        "a third",
    )

    def _list(self, markers: tuple[str, ...], *, hang: float = 12) -> Document:
        press = Press()
        top, _ = press.paragraph(60, 100, 400, PROSE)
        top += 10
        for marker, item in zip(markers, self.ITEMS, strict=True):
            press.line(80, top, marker)
            top, _ = press.paragraph(80 + hang, top, 300, item)
        press.paragraph(60, top + 10, 400, PROSE_FR)
        return _read(press)

    @pytest.mark.parametrize(
        "markers", [("•",) * 3, ("–",) * 3, ("-",) * 3, ("1.", "2.", "3."), ("1)", "2)", "3)"), ("a)", "b)", "c)")]
    )
    def test_items_have_markers_and_no_marker_in_their_text(self, markers: tuple[str, ...]) -> None:
        document = self._list(markers)
        items = [b for b in document.blocks if b.role == "list_item"]
        assert [(b.marker, b.span.of(document.text)) for b in items] == list(zip(markers, self.ITEMS, strict=True))
        assert len({b.group for b in items}) == 1

    def test_drawn_bullets_are_bullets(self) -> None:
        press = Press()
        for number, item in enumerate(("first", "second")):
            press.canvas.circle(70, 742 - 14 * number + 3, 1.8, stroke=0, fill=1)
            press.line(80, 100 + 14 * number, f"the {item} thing")
        document = _read(press)
        assert [(b.role, b.marker) for b in document.blocks] == [("list_item", "•")] * 2

    def test_numbers_that_a_sentence_breaks_before_are_no_items(self) -> None:
        press = Press()
        lines = (
            "The report lists the units of the region, of which there were",
            "12. That is more than the neighbours have, who stopped at some",
            "11. Both figures include the two that moved away last summer.",
        )
        for number, line in enumerate(lines):
            press.line(60, 100 + 12 * number, line)
        assert _texts(_read(press)) == [" ".join(lines)]

    def test_a_single_dash_in_a_dateline_is_no_item(self) -> None:
        press = Press()
        press.line(60, 80, "– 30 –")
        press.paragraph(60, 100, 400, PROSE)
        assert {b.role for b in _read(press).blocks} == {"paragraph"}


def test_a_drop_cap_is_the_first_letter_of_its_word() -> None:
    press = Press()
    words = PROSE.removeprefix("T")
    press.line(60, 124, "T", 40)
    top, rest = press.paragraph(88, 100, 372, words, until=124)
    press.paragraph(60, top, 400, rest)
    document = _read(press)
    assert document.text == PROSE


def test_two_headings_with_one_number_are_no_list() -> None:
    press = Press()
    press.line(60, 50, "The title", 20, "Helvetica-Bold")
    top = 80.0
    for heading in ("1. What to remember", "2. The partners"):
        press.line(60, top, heading, 13, "Helvetica-Bold")
        top, _ = press.paragraph(60, top + 20, 440, PROSE)
        top += 20
    document = _read(press)
    assert [b.span.of(document.text) for b in document.blocks if b.role == "heading"] == [
        "The title",
        "1. What to remember",
        "2. The partners",
    ]
