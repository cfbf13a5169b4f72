"""Glyphs to lines: marks stay in their line, spaces are found, what is not part of the text is left out."""

from __future__ import annotations

import io
import random
from collections import Counter
from itertools import combinations
from pathlib import Path

import pdfplumber
import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document, Style
from communique.readers import read
from communique.readers.pdf.file import PdfFile, quiet_libraries
from communique.readers.pdf.glyphs import _may_be_doubled, mend_glyphs
from communique.readers.pdf.page import Area, Font, Glyph, Page


def _read(press: Press) -> Document:
    return read(press.pdf())


def _style_of(document: Document, words: str) -> Style:
    start = document.text.index(words)
    (run,) = [r for r in document.runs if r.start <= start and start + len(words) <= r.end]
    return run.style


@pytest.fixture(scope="module")
def marked() -> Document:
    press = Press()
    press.paragraph(
        60,
        100,
        400,
        "The laboratory (LMS^{1}) measured 10^{-9} mol of CO_{2} over 600 m^{2} on the 4^{th} day, with *{care}, at "
        "the Institut Laue-Langevin^{2}. " + PROSE,
    )
    return _read(press)


def test_raised_and_lowered_marks_stay_in_their_line(marked: Document) -> None:
    assert marked.text.startswith(
        "The laboratory (LMS1) measured 10-9 mol of CO2 over 600 m2 on the 4th day, with care, at the "
        "Institut Laue-Langevin2. The platform"
    )


@pytest.mark.parametrize(
    ("words", "superscript", "rise_em"),
    [("LMS[1]", True, 0.35), ("10[-9]", True, 0.35), ("4[th]", True, 0.35), ("[The laboratory]", False, 0.0)],
)
def test_style_says_how_marks_are_set(marked: Document, words: str, superscript: bool, rise_em: float) -> None:
    before, mark = words.rstrip("]").split("[")
    start = marked.text.index(before + mark) + len(before)
    (run,) = [r for r in marked.runs if r.start <= start < r.end]
    assert (run.style.superscript, run.style.subscript, run.style.rise_em) == (superscript, False, rise_em)


def test_a_lowered_mark_is_a_subscript(marked: Document) -> None:
    at = marked.text.index("CO2") + 2
    (run,) = [r for r in marked.runs if r.start == at]
    assert (run.style.subscript, run.style.superscript, run.style.rise_em) == (True, False, -0.12)


def test_size_and_bold_are_those_of_the_glyphs(marked: Document) -> None:
    assert _style_of(marked, "care") == Style(size_pt=10.0, bold=True)


def test_a_superscript_character_stays_what_it_is() -> None:
    press = Press()
    press.paragraph(60, 100, 400, "A field of 600 m² in CO²-free air. " + PROSE)
    document = _read(press)
    assert document.text.startswith("A field of 600 m² in CO²-free air.")
    assert not any(run.style.superscript for run in document.runs)


def test_tight_lines_do_not_lend_their_marks_to_each_other() -> None:
    press = Press()
    top = 100.0
    for text in ("first line with a call^{1} in it", "second line with one^{2} too", "third line, with none at all"):
        press.line(60, top, text)
        top += 10.2
    assert "first line with a call1 in it second line with one2 too third line" in _read(press).text


def test_spaces_are_found_where_the_file_has_none() -> None:
    press = Press()
    press.line(60, 100, "Spaces that nobody wrote are gaps between words.", spaced=False)
    assert _read(press).text == "Spaces that nobody wrote are gaps between words."


@pytest.mark.parametrize(
    "text", ["2 Co 12, 1–5 ; 7 ; Qo 1, 3", "A contents line . . . . . . . . . . . . . . 12", "a b c"]
)
def test_spaces_are_found_where_there_are_many(text: str) -> None:
    press = Press()
    press.line(60, 100, text, spaced=False)
    assert _read(press).text == text


def test_a_stray_space_without_room_is_none() -> None:
    press = Press()
    press.canvas.setFont("Helvetica", 10)
    text = press.canvas.beginText(60, 700)
    text.textOut("labora ")
    text.setTextOrigin(60 + press.canvas.stringWidth("labora"), 700)
    text.textOut("tory")
    press.canvas.drawText(text)
    assert _read(press).text == "laboratory"


@pytest.mark.parametrize(
    ("words", "gap", "word_gap"),
    [("PRESS RELEASE", 6.0, 15.0), ("COMMUNIQUÉ DE PRESSE", 4.0, 12.0), ("EMBARGO", 5.0, 0.0)],
)
def test_letter_spaced_capitals_are_words(words: str, gap: float, word_gap: float) -> None:
    press = Press()
    x = 60.0
    for letter in words:
        if letter == " ":
            x += word_gap - gap
        else:
            x = press.line(x, 100, letter) + gap
    assert _read(press).text == words


def test_single_capitals_in_a_sentence_stay_apart() -> None:
    press = Press()
    press.line(60, 100, "Plan A or B, says J. R. R. Lambert, of team C 3.")
    assert _read(press).text == "Plan A or B, says J. R. R. Lambert, of team C 3."


def test_bold_that_is_struck_twice_is_read_once() -> None:
    press = Press()
    for shift in (0, 0.3, 0.6):
        press.line(60 + shift, 100, "Communiqué de presse")
    press.line(60, 130, "fill, bill and skill")
    assert _read(press).text == "Communiqué de presse\nfill, bill and skill"


@pytest.mark.parametrize(
    ("base", "accent", "whole"),
    [
        ("e", "´", "é"),
        ("E", "´", "É"),
        ("a", "`", "à"),
        ("o", "ˆ", "ô"),
        ("i", "¨", "ï"),
        ("c", "¸", "ç"),
        ("n", "˜", "ñ"),
    ],
)
@pytest.mark.parametrize("accent_first", [True, False])
def test_an_accent_over_a_letter_is_composed(base: str, accent: str, whole: str, accent_first: bool) -> None:
    press = Press()
    end = press.line(60, 100, "sa")
    strokes = [(end, base), (end + 0.5, accent)]
    for x, glyph in reversed(strokes) if accent_first else strokes:
        press.line(x, 100, glyph)
    press.line(end + press.canvas.stringWidth(base, "Helvetica", 10), 100, "ve")
    assert _read(press).text == f"sa{whole}ve"


def test_a_standing_accent_is_left_alone() -> None:
    press = Press()
    press.line(60, 100, "The sign ´ is an accent.")
    assert _read(press).text == "The sign ´ is an accent."


def test_sideways_hidden_and_outlying_text_is_no_text() -> None:
    press = Press()
    press.paragraph(60, 100, 400, PROSE)
    press.canvas.saveState()
    press.canvas.rotate(90)
    press.canvas.drawString(300, -30, "sideways")
    press.canvas.restoreState()
    press.line(700, 300, "outlying")
    hidden = press.canvas.beginText(60, 500)
    hidden.setTextRenderMode(3)
    hidden.textOut("hidden")
    press.canvas.drawText(hidden)
    assert _read(press).text == PROSE


def test_the_hidden_text_of_a_scanned_page_is_read() -> None:
    press = Press()
    for number in range(12):
        layer = press.canvas.beginText(60, 700 - 14 * number)
        layer.setFont("Helvetica", 10)
        layer.setTextRenderMode(3)
        layer.textOut("words that were recognised in the picture of a page")
        press.canvas.drawText(layer)
    assert "words that were recognised in the picture" in _read(press).text


def test_a_page_that_is_wholly_sideways_is_read_and_placed_where_it_stands() -> None:
    press = Press()
    press.canvas.rotate(90)
    for number in range(8):
        press.canvas.setFont("Helvetica", 10)
        press.canvas.drawString(100, -100 - 14 * number, f"line {number} of a page that is set on its side")
    data = press.pdf()
    document = read(data)
    assert document.text.startswith("line 0 of a page that is set on its side line 1 of a page")
    (box,) = document.places(document.blocks[0].span)[:1]
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        cropped = pdf.pages[0].within_bbox((box.x0 - 0.5, box.top - 0.5, box.x1 + 0.5, box.bottom + 0.5))
    letters = sorted(c["text"] for c in cropped.chars if c["text"] != " ")
    assert letters == sorted("line0ofapagethatissetonitsside")


@pytest.mark.parametrize(
    ("turn", "shift", "rotation", "y"),
    [(90, (595, 0), 90, 495), (180, (842, 595), 180, 495), (270, (0, 842), -90, 495)],
)
def test_a_page_that_the_viewer_turns_is_read_as_it_is_seen(
    turn: int, shift: tuple[int, int], rotation: int, y: int
) -> None:
    press = Press(842, 595)  # as seen: reportlab exchanges the two for quarter turns
    press.canvas.setPageRotation(turn)
    press.canvas.translate(*shift)
    press.canvas.rotate(rotation)
    press.canvas.setFont("Helvetica", 10)
    press.canvas.drawString(60, y, "Read me as I am seen.")
    document = read(press.pdf())
    (box,) = document.places(document.blocks[0].span)
    assert document.text == "Read me as I am seen."
    assert (round(box.x0), round(box.bottom)) == (60, 102)


def test_text_outside_the_crop_box_is_not_shown() -> None:
    press = Press(cropBox=(50, 50, 400, 700))
    press.line(60, 200, "inside the box")
    press.line(60, 100, "above the box")
    press.line(450, 200, "beside the box")
    assert _read(press).text == "inside the box"


def test_a_bullet_of_a_symbol_font_is_a_bullet() -> None:
    press = Press()
    for number, item in enumerate(("first thing", "second thing")):
        press.line(60, 100 + 14 * number, "•", font="Symbol")
        press.line(75, 100 + 14 * number, item)
    document = _read(press)
    assert [(b.role, b.marker) for b in document.blocks] == [("list_item", "•")] * 2


def test_links_are_kept_with_their_words() -> None:
    press = Press()
    press.line(60, 100, "Write to presse@example.org today.")
    start = 60 + press.canvas.stringWidth("Write to ", "Helvetica", 10)
    end = start + press.canvas.stringWidth("presse@example.org", "Helvetica", 10)
    press.canvas.linkURL("mailto:presse@example.org", (start, 739, end, 752))
    document = _read(press)
    linked = [document.text[r.start : r.end] for r in document.runs if r.style.link == "mailto:presse@example.org"]
    assert linked == ["presse@example.org"]


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier"])
def test_glyphs_are_those_of_the_library(font: str) -> None:
    press = Press()
    press.paragraph(60, 100, 400, PROSE_FR + " CO_{2}, 4^{e}", font=font)
    _assert_same_glyphs(press.pdf())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["endnotes", "footnotes", "office", "twocolumn"])
def test_glyphs_of_the_seed_are_those_of_the_library(shared: Path, name: str) -> None:
    _assert_same_glyphs((shared / "seed" / f"{name}.pdf").read_bytes())


def _assert_same_glyphs(data: bytes) -> None:
    with quiet_libraries():
        pages = list(PdfFile(data).read_pages())
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        theirs = [
            (c["text"], *(round(c[k], 4) for k in ("x0", "top", "x1", "bottom", "size")))
            for p in pdf.pages
            for c in p.chars
        ]
    ours = [(g.text, *(round(v, 4) for v in (g.x0, g.top, g.x1, g.bottom, g.size))) for p in pages for g in p.glyphs]
    assert ours == theirs


def test_pages_without_doubled_glyphs_are_known_as_such_and_others_never() -> None:
    chance = random.Random(8)
    font = Font("Garamond", "garamond")
    told = Counter[bool]()
    for _ in range(300):
        glyphs = []
        for _ in range(chance.randrange(1, 8)):
            x, baseline, size = 90 * chance.random(), 40 * chance.random(), chance.choice((6.0, 10.0))
            for _ in range(chance.randrange(1, 12)):
                glyphs.append(Glyph("e", x, 0, x + 5, 9, baseline, size, font))
                x += chance.choice((5.0, 5.0, 5.0, 0.5)) if chance.random() < 0.2 else 5.0
        told[_may_be_doubled(glyphs)] += 1
        page = Page(1, Area(-999, -999, 999, 999), list(glyphs))
        mend_glyphs([page])
        if not _may_be_doubled(glyphs):
            near = [
                (a, b)
                for a, b in combinations(glyphs, 2)
                if abs(a.x0 - b.x0) < 0.12 * b.size
                and abs(a.baseline - b.baseline) < 0.12 * b.size
                and a.size == b.size
            ]
            assert (near, page.glyphs) == ([], glyphs)
    assert min(told[True], told[False]) > 30
