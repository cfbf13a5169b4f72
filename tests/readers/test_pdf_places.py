"""Every stretch of text has boxes that hold exactly its words."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pdfplumber
import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document, PageBox, Span
from communique.readers import read

_TOLERANCE_PT = 0.5


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


class Cropped:
    """The glyphs of a file as pdfplumber gives them, to be looked up by box."""

    def __init__(self, data: bytes) -> None:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            self._chars = {page.page_number: page.chars for page in pdf.pages}

    def at(self, boxes: tuple[object, ...]) -> str:
        text = ""
        for box in boxes:
            assert isinstance(box, PageBox)
            inside = [
                c
                for c in self._chars[box.page]
                if c["x0"] >= box.x0 - _TOLERANCE_PT
                and c["x1"] <= box.x1 + _TOLERANCE_PT
                and c["top"] >= box.top - _TOLERANCE_PT
                and c["bottom"] <= box.bottom + _TOLERANCE_PT
            ]
            text += "".join(c["text"] for c in sorted(inside, key=lambda c: c["x0"]))
        return _letters(text)


def _spans(document: Document, count: int) -> list[Span]:
    """Stretches of up to 15 words within blocks, the same ones each time."""
    chance = random.Random(7)
    spans = []
    for _ in range(count):
        block = chance.choice(document.blocks)
        words = [m.span() for m in re.finditer(r"\S+", block.span.of(document.text))]
        first = chance.randrange(len(words))
        last = min(len(words) - 1, first + chance.randrange(15))
        spans.append(Span(block.start + words[first][0], block.start + words[last][1]))
    return spans


def _assert_exact(data: bytes, document: Document, count: int = 40) -> None:
    cropped = Cropped(data)
    for span in _spans(document, count):
        assert cropped.at(document.places(span)) == _letters(span.of(document.text))


def _release() -> bytes:
    press = Press()
    press.line(50, 60, "A laboratory for soft matter", 18, "Helvetica-Bold")
    text = f"{PROSE} The institute^{{1}} measured 10^{{-9}} mol of CO_{{2}} on the 4^{{th}} day^{{2}}. {PROSE_FR}"
    _, rest = press.paragraph(50, 100, 237, text, align="justify", until=300)
    press.paragraph(307, 100, 237, rest, align="justify")
    press.paragraph(50, 790, 495, "^{1} CNRS/Inserm. Founded in 2012.", 8)
    return press.pdf()


def test_boxes_hold_exactly_the_words() -> None:
    data = _release()
    _assert_exact(data, read(data), 200)


def test_boxes_leave_out_a_callout_that_was_cut_from_the_text() -> None:
    data = _release()
    document = read(data)
    callouts = [Span(r.start, r.end) for r in document.runs if r.style.superscript and r.end - r.start == 1]
    reading, _ = document.without(callouts)
    start = reading.text.index("The institute measured")
    span = Span(start, start + len("The institute measured"))
    assert len(callouts) == 3
    assert len(reading.places(span)) == 2
    assert Cropped(data).at(reading.places(span)) == "Theinstitutemeasured"
    _assert_exact(data, reading, 200)


def test_a_line_gives_one_box_and_a_column_break_another() -> None:
    press = Press()
    press.paragraph(60, 780, 440, PROSE, until=800)
    document = read(press.pdf())
    first = document.places(document.blocks[0].span)
    assert [box.page for box in first] == [1, 1]


def test_a_drop_cap_does_not_draw_the_lines_beside_it_into_the_box() -> None:
    press = Press()
    press.line(60, 124, "T", 40)
    top, rest = press.paragraph(88, 100, 372, PROSE.removeprefix("T"), until=124)
    press.paragraph(60, top, 400, rest)
    data = press.pdf()
    document = read(data)
    assert Cropped(data).at(document.places(Span(0, 12))) == "Theplatform"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["endnotes", "footnotes", "office", "twocolumn"])
def test_boxes_of_the_seed_hold_exactly_the_words(shared: Path, name: str) -> None:
    data = (shared / "seed" / f"{name}.pdf").read_bytes()
    _assert_exact(data, read(data), 100)


@pytest.mark.shared
def test_boxes_of_the_gold_releases_hold_exactly_the_words(shared: Path) -> None:
    for path in sorted((shared / "gold" / "train").glob("*/release.pdf"))[::4]:
        data = path.read_bytes()
        _assert_exact(data, read(data), 20)
