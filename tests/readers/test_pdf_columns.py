"""Reading order: columns, what stands above and below them, letterheads, running heads and feet."""

from __future__ import annotations

import random

import pytest
from typesetter import PROSE, PROSE_FR, Align, Press

from communique.document import Document
from communique.readers import read
from communique.readers.pdf.columns import KnownGutters

TITLE = "A laboratory for soft matter opens its doors"


def _texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def _read(press: Press) -> Document:
    return read(press.pdf())


@pytest.mark.parametrize("align", ["left", "justify"])
@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int, align: Align) -> None:
    press = Press()
    press.line(50, 80, TITLE, 18, "Helvetica-Bold")
    width = (495 - 20 * (columns - 1)) / columns
    text = rest = " ".join((PROSE, PROSE_FR, PROSE)[:columns])
    for column in range(columns):
        _, rest = press.paragraph(
            50 + column * (width + 20), 120, width, rest, align=align, until=120 + 12 * (11 if columns == 2 else 22)
        )
    assert rest == ""
    assert _texts(_read(press)) == [TITLE, text]


def test_columns_on_different_grids_are_not_interleaved() -> None:
    press = Press()
    press.paragraph(50, 100, 235, PROSE, 10, leading=1.2)
    press.paragraph(310, 104, 235, PROSE_FR, 9, leading=1.35)
    assert _texts(_read(press)) == [PROSE, PROSE_FR]


def test_a_short_heading_over_two_columns_comes_first() -> None:
    press = Press()
    press.line(50, 80, "News", 18, "Helvetica-Bold")
    press.paragraph(50, 110, 235, PROSE)
    press.paragraph(310, 110, 235, PROSE_FR)
    assert _texts(_read(press)) == ["News", PROSE, PROSE_FR]


def test_a_date_on_the_right_above_two_columns_comes_first() -> None:
    press = Press()
    press.line(440, 60, "Paris, 3 May 2021")
    press.paragraph(50, 110, 235, PROSE)
    press.paragraph(310, 110, 235, PROSE_FR)
    assert _texts(_read(press)) == ["Paris, 3 May 2021", PROSE, PROSE_FR]


def test_a_column_that_starts_higher_is_still_the_second() -> None:
    press = Press()
    press.line(50, 60, TITLE, 18, "Helvetica-Bold")
    press.paragraph(50, 113, 235, PROSE)
    press.paragraph(310, 100, 235, PROSE_FR)
    assert _texts(_read(press)) == [TITLE, PROSE, PROSE_FR]


def test_notes_over_the_whole_width_follow_short_columns() -> None:
    press = Press()
    press.paragraph(
        50,
        60,
        235,
        "The end of a text that began overleaf and that was set in columns of equal height on its last page, which "
        "is all that is left of it.",
    )
    press.paragraph(
        310,
        60,
        235,
        "Such columns are short, and what follows them is set across. A reader must not take it for more of them, or "
        "he will be lost.",
    )
    press.line(50, 130, "Notes", 14, "Helvetica-Bold")
    press.paragraph(
        50,
        150,
        495,
        "^{1} The first note is long enough to run over the place where the columns were parted, as notes do.",
    )
    texts = _texts(_read(press))
    assert [t[:12] for t in texts] == ["The end of a", "Such columns", "Notes", "1 The first "]


def test_a_short_line_after_balanced_columns_comes_last() -> None:
    press = Press()
    top, _ = press.paragraph(50, 60, 235, PROSE)
    press.paragraph(310, 60, 235, PROSE)
    press.line(50, top + 14, "Contact", 14, "Helvetica-Bold")
    press.line(50, top + 34, "Press office, +33 1 00 00 00 00")
    assert _texts(_read(press)) == [PROSE, PROSE, "Contact", "Press office, +33 1 00 00 00 00"]


def test_a_paragraph_that_fills_the_first_column_alone_stays_before_the_second() -> None:
    press = Press()
    top, _ = press.paragraph(50, 60, 235, PROSE)
    press.paragraph(50, top + 12, 235, PROSE_FR)
    press.paragraph(
        310,
        60,
        235,
        "The second column ends early because the text does. It has only these few lines, and a half, before it comes "
        "to its end.",
    )
    assert [t[:10] for t in _texts(_read(press))] == [PROSE[:10], PROSE_FR[:10], "The second"]


def test_gaps_in_justified_lines_are_no_gutter() -> None:
    press = Press()
    press.paragraph(50, 80, 150, f"{PROSE} {PROSE_FR}", 11, align="justify")
    assert _texts(_read(press)) == [f"{PROSE} {PROSE_FR}"]


def test_contacts_side_by_side_are_read_one_by_one() -> None:
    press = Press()
    press.paragraph(50, 80, 495, PROSE)
    cards = (
        ("CNRS press office", "Jeanne Morel", "presse@example.org"),
        ("Inserm", "Paul Diallo", "press@example.com"),
    )
    for column, card in enumerate(cards):
        for number, line in enumerate(card):
            press.line(50 + 260 * column, 200 + 12 * number, line)
    texts = " ".join(_texts(_read(press))[1:])
    assert texts == "CNRS press office Jeanne Morel presse@example.org Inserm Paul Diallo press@example.com"


class TestFurniture:
    def _pages(self, count: int, head: str, foot: str, **fonts: str) -> Document:
        press = Press()
        for number in range(1, count + 1):
            press.line(50, 40, head.format(n=number, of=count), 8, fonts.get("font", "Helvetica"))
            press.paragraph(50, 100, 495, PROSE if number % 2 else PROSE_FR)
            press.line(270, 810, foot.format(n=number, of=count), 8, fonts.get("font", "Helvetica"))
            press.new_page()
        return _read(press)

    @pytest.mark.parametrize(
        "foot", ["{n}", "Page {n} / {of}", "- {n} -", "{n} sur {of}", "p. {n}", "{n}/{of}", "Page {n} of {of}"]
    )
    def test_repeated_heads_and_page_numbers_are_no_text(self, foot: str) -> None:
        assert _texts(self._pages(2, "CNRS – Press release", foot)) == [PROSE, PROSE_FR]

    @pytest.mark.parametrize("foot", ["1", "1/1", "Page 1 / 1", "– 1 –", "www.example.org"])
    def test_a_single_page_has_furniture_too(self, foot: str) -> None:
        assert _texts(self._pages(1, "Press release", foot, font="Times-Roman")) == [PROSE]

    def test_a_dateline_at_the_head_of_a_single_page_stays(self) -> None:
        texts = _texts(self._pages(1, "Paris, le 3 mai 2021", "1/1", font="Times-Roman"))
        assert texts == ["Paris, le 3 mai 2021", PROSE]

    def test_a_contact_at_the_foot_of_a_single_page_stays(self) -> None:
        texts = _texts(self._pages(1, "", "Contact: presse@example.org", font="Times-Roman"))
        assert texts == [PROSE, "Contact: presse@example.org"]

    def test_different_first_lines_of_pages_stay(self) -> None:
        press = Press()
        for words, text in (("The first page begins here.", PROSE), ("The second page begins there.", PROSE_FR)):
            press.line(50, 50, words)
            press.paragraph(50, 80, 495, text)
            press.new_page()
        assert _texts(_read(press)) == ["The first page begins here.", PROSE, "The second page begins there.", PROSE_FR]

    def test_labels_of_notes_at_one_height_are_no_page_numbers(self) -> None:
        press = Press()
        for label, text in (("1", PROSE.replace("six teams", "six teams^{1}")), ("2", PROSE_FR)):
            press.paragraph(50, 100, 495, text)
            press.line(50, 790, f"^{{{label}}} CNRS/Inserm.", 8)
            press.new_page()
        assert _texts(_read(press))[-2:] == ["1 CNRS/Inserm.", "2 CNRS/Inserm."]

    def test_a_file_of_nothing_but_heads_keeps_them(self) -> None:
        press = Press()
        for number in range(3):
            press.line(50, 60, f"Slide {number}")
            press.new_page()
        assert " ".join(_texts(_read(press))) == "Slide 0 Slide 1 Slide 2"

    def test_a_letterhead_beside_the_text_is_no_text(self) -> None:
        press = Press()
        for number, line in enumerate(("Service de presse", "T +33 1 00 00 00 00", "www.example.org")):
            press.line(30, 100 + 10 * number, line, 7)
        press.paragraph(170, 100, 370, PROSE)
        assert _texts(_read(press)) == [PROSE]

    def test_what_the_file_marks_as_a_running_head_is_no_text(self) -> None:
        press = Press()
        press.canvas._code.append("/Artifact <</Type /Pagination /Subtype /Header>> BDC")
        press.line(50, 60, "Université de Brest, 3 May 2021, presse@example.org")
        press.canvas._code.append("EMC")
        press.paragraph(50, 100, 495, PROSE)
        assert _texts(_read(press)) == [PROSE]

    def test_figures_beside_the_text_stay(self) -> None:
        press = Press()
        for number, line in enumerate(("Key figures", "6 teams", "140 members")):
            press.line(440, 100 + 10 * number, line, 8)
        press.paragraph(50, 100, 370, PROSE)
        document = _read(press)
        assert PROSE in document.text
        assert "140 members" in document.text

    def test_a_contact_beside_the_text_stays_and_does_not_cut_it(self) -> None:
        press = Press()
        for number, line in enumerate(("Contact", "Jeanne Morel", "jeanne.morel@example.org")):
            press.line(30, 100 + 10 * number, line, 7)
        press.paragraph(170, 100, 370, PROSE)
        document = _read(press)
        assert PROSE in document.text
        assert "Jeanne Morel" in document.text

    def test_what_a_browser_prints_around_a_page_is_no_text(self) -> None:
        press = Press()
        press.line(30, 25, "25/04/2022, 10:32", 8)
        press.paragraph(50, 100, 495, PROSE)
        press.line(30, 825, "https://www.example.org/en/press/2022", 8)
        press.line(540, 825, "1/1", 8)
        assert _texts(_read(press)) == [PROSE]


def test_known_gutters_answer_as_a_list_of_all_would() -> None:
    chance = random.Random(4)
    known = KnownGutters()
    all_known: list[tuple[int, int]] = []
    for _ in range(2_000):
        x0 = chance.randrange(60)
        x1 = x0 + chance.randrange(1, 30)
        within = any(x0 <= a and b <= x1 for a, b in all_known)
        assert known.has_within(x0, x1) == within
        if chance.random() < 0.1:
            known.add(x0, x1)
            all_known.append((x0, x1))
