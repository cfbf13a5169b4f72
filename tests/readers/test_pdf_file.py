"""What the file says of itself, and fonts that do not say what they print."""

from __future__ import annotations

import random
import time

import pytest
from typesetter import PROSE, PROSE_FR, Press

from communique.document import Document
from communique.errors import ReadError
from communique.readers import read
from communique.readers.pdf.codes import decode_glyphs
from communique.readers.pdf.page import Area, Font, Glyph, Page


def _titled(title: str, **more: str) -> Document:
    press = Press(**({"lang": more.pop("lang")} if "lang" in more else {}))
    press.canvas.setTitle(title)
    press.canvas.setAuthor(more.get("author", ""))
    press.canvas.setSubject(more.get("subject", ""))
    press.paragraph(60, 100, 400, PROSE)
    return read(press.pdf())


def test_title_author_and_description_are_kept() -> None:
    meta = _titled("A laboratory opens | CNRS", author="Press office", subject="About a laboratory").meta
    assert (meta["title"], meta["author"], meta["description"]) == (
        "A laboratory opens | CNRS",
        "Press office",
        "About a laboratory",
    )


@pytest.mark.parametrize("title", ["Microsoft Word - CP_final_v3.docx", "untitled", "Sans titre 1", ""])
def test_titles_that_programs_make_up_are_left_out(title: str) -> None:
    assert "title" not in _titled(title).meta


def test_the_date_of_the_file_is_not_the_date_of_the_release() -> None:
    assert "published" not in _titled("A title").meta


def test_the_language_is_kept() -> None:
    assert _titled("Un titre", lang="fr-FR").meta["language"] == "fr-FR"


def _glyphs(text: str, font: Font, shift: int = 0) -> list[Glyph]:
    return [
        Glyph(chr(ord(c) + shift), 10.0 * i, 0, 10.0 * i + 9, 10, 8, 10, font, undefined=True)
        for i, c in enumerate(text)
    ]


def _decoded(glyphs: list[Glyph]) -> str:
    decode_glyphs([Page(1, Area(0, 0, 10_000, 100), glyphs)])
    return "".join(g.text for g in glyphs)


def test_codes_that_are_off_by_a_constant_are_shifted_back() -> None:
    assert _decoded(_glyphs(PROSE, Font("Garamond", "garamond"), -29)) == PROSE


def test_glyphs_that_another_stands_for_do_not_hinder_the_shift() -> None:
    font = Font("Garamond", "garamond")
    glyphs = _glyphs(PROSE, font, -29)
    glyphs.insert(3, Glyph("", 0, 0, 9, 10, 8, 10, font))
    assert _decoded(glyphs) == PROSE


def test_codes_that_are_no_text_either_way_are_unknown() -> None:
    chance = random.Random(3)
    codes = "".join(chr(chance.randrange(1, 90)) for _ in range(200))
    assert set(_decoded(_glyphs(codes, Font("Garamond", "garamond")))) == {"\ufffd"}


def test_fonts_of_tex_are_decoded_by_its_encodings() -> None:
    font = Font("unknown", "unknown", tex=True)
    words = PROSE_FR.replace(" ", "")  # TeX sets no spaces
    codes = words.replace("fi", "\x1c")
    assert _decoded(_glyphs(codes, font)) == words.replace("fi", "ﬁ").replace("'", "’")


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [("\uf0b7", "Symbol", "•"), ("\uf061", "Symbol", "α"), ("\uf0a7", "Wingdings", "•"), ("\x6c", "Wingdings", "•")],
)
def test_signs_of_symbol_fonts(code: str, font: str, sign: str) -> None:
    assert _decoded(_glyphs(code, Font(font, font.casefold(), symbolic=True))) == sign


def test_letters_in_the_private_area_are_letters() -> None:
    assert _decoded(_glyphs("\uf043\uf04e\uf052\uf053", Font("Arial", "arial"))) == "CNRS"


def _identity_font(text: str, shift: int) -> bytes:
    """A file with a font that has only glyph numbers: each is the character's code plus `shift`."""
    codes = "".join(f"{(ord(c) + shift) % 0xFFFF:04x}" for c in text)
    descendant = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Garamond /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Garamond /Encoding /Identity-H /DescendantFonts [{descendant}] >>"
    )
    content = f"BT /F1 10 Tf 60 600 Td <{codes}> Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 5000 842] /Contents 5 0 R "
        "/Resources << /Font << /F1 4 0 R >> >> >>",
        font,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    ]
    body = "".join(f"{n} 0 obj\n{o}\nendobj\n" for n, o in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer << /Root 1 0 R >>\n%%EOF\n".encode()


def test_a_font_of_glyph_numbers_is_read_when_they_are_in_order() -> None:
    assert read(_identity_font(PROSE, -29)).text == PROSE


def test_a_font_of_glyph_numbers_without_order_is_no_text() -> None:
    chance = random.Random(5)
    noise = "".join(chr(chance.randrange(300, 4000)) for _ in range(300))
    with pytest.raises(ReadError) as caught:
        read(_identity_font(noise, 0))
    assert caught.value.reason == "no-text"


def test_unknown_characters_among_others_are_told() -> None:
    press = Press()
    press.paragraph(60, 60, 400, PROSE)
    press.canvas._code.append("/Span <</ActualText <FEFFE123>>> BDC")  # a private character
    press.line(60, 200, "x")
    press.canvas._code.append("EMC")
    document = read(press.pdf())
    assert [i.code for i in document.issues] == ["reader.characters-replaced"]
    assert document.text.startswith(PROSE)


def test_reading_twice_gives_the_same() -> None:
    press = Press()
    press.line(60, 60, "A title", 20)
    press.paragraph(60, 100, 230, PROSE)
    press.paragraph(320, 100, 230, PROSE_FR)
    data = press.pdf()
    first, second = read(data), read(data)
    assert (first.text, first.origins, first.runs, first.blocks) == (
        second.text,
        second.origins,
        second.runs,
        second.blocks,
    )
    assert first.places(first.blocks[1].span) == second.places(second.blocks[1].span)


@pytest.mark.parametrize("count", [4_000, 16_000])
def test_scattered_words_take_linear_time(count: int) -> None:
    chance = random.Random(1)
    press = Press()
    for _ in range(count):
        press.canvas.drawString(580 * chance.random(), 830 * chance.random(), "ab")
    data = press.pdf()
    started = time.perf_counter()
    assert read(data).text
    assert time.perf_counter() - started < count / 400  # 2.5 ms a word; it takes a fifth of that
