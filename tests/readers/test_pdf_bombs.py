"""Small files that unpack to large ones, refer to each other without end, or claim sizes that no page has."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from test_pdf_bad_input import TEXT, _Objects, _page_with

from communique.errors import ReadError
from communique.readers import read
from communique.readers.pdf import objects, streams

WORDS = "Words of a page that is well formed."
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _outcome(data: bytes) -> str:
    try:
        return read(data).text
    except ReadError as error:
        return error.reason


def _file(*bodies: str, content: bytes = TEXT) -> bytes:
    """Objects 1 catalogue, 2 pages, 3 page, 4 font, 5 content, unless `bodies`, from 6 on, are named instead."""
    made = _Objects()
    made.add("<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /Lang 6 0 R /PageLabels 6 0 R /Names 6 0 R >>")
    made.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    made.add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots 6 0 R "
        "/Resources << /Font << /F1 4 0 R /F2 6 0 R >> /XObject << /X 6 0 R >> /ExtGState 6 0 R >> >>"
    )
    made.add(FONT)
    made.add("", content)
    for body in bodies:
        made.add(body)
    return made.pdf(1)


def _laughs(levels: int) -> list[str]:
    """Objects from 6 on, of which each names the next one ten times."""
    return [f"[{f'{number + 1} 0 R ' * 10}]" for number in range(6, 6 + levels)] + ["[1]"]


ENDLESS = {
    "an object that is itself": _file("6 0 R"),
    "two objects that are each other": _file("7 0 R", "6 0 R"),
    "an array of itself": _file("[6 0 R 6 0 R]"),
    "a dictionary of itself": _file("<< /A 6 0 R /Kids [6 0 R 6 0 R] /Next 6 0 R /First 6 0 R /K 6 0 R >>"),
    "a chain of 5,000 objects": _file(*(f"{number} 0 R" for number in range(7, 5_007)), "[1]"),
    "a font of itself": _file(
        "<< /Type /Font /Subtype /Type0 /Encoding 6 0 R /ToUnicode 6 0 R /DescendantFonts [6 0 R] >>",
        content=TEXT + b" BT /F2 9 Tf 9 9 Td (x) Tj ET",
    ),
    "arrays in arrays": _file(*_laughs(30)),
}


@pytest.mark.parametrize("case", ENDLESS)
def test_references_without_end_leave_the_page_readable(case: str) -> None:
    assert read(ENDLESS[case]).text.startswith(WORDS)


def test_a_font_that_is_none_does_not_take_the_page_along() -> None:
    document = read(ENDLESS["a font of itself"])
    assert [issue.code for issue in document.issues] == ["reader.characters-replaced"]


@pytest.mark.parametrize("key", ["/Info 6 0 R", "/Info << /Title 6 0 R /Author 6 0 R >>", "/Prev 6 0 R", "/Size 6 0 R"])
@pytest.mark.parametrize("bodies", [["6 0 R"], _laughs(30)], ids=["itself", "arrays in arrays"])
def test_a_trailer_that_leads_nowhere_does_no_harm(key: str, bodies: list[str]) -> None:
    data = _file(*bodies).replace(b"trailer << ", b"trailer << " + key.encode() + b" ")
    assert read(data).text == WORDS


def test_a_catalogue_that_is_itself_has_no_text() -> None:
    assert _outcome(_file().replace(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"2 0 R")) in (WORDS, "no-text")


def test_a_font_whose_numbers_multiply_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_LOOKUPS", 20_000)
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /Foo /Widths 7 0 R /FontDescriptor << /FontBBox 7 0 R >> >>"
    laughs = [f"[{f'{number + 1} 0 R ' * 10}]" for number in range(7, 40)]
    started = time.process_time()
    _outcome(_file(font, *laughs, content=TEXT + b" BT /F2 9 Tf 9 9 Td (x) Tj ET"))
    assert time.process_time() - started < 5


def _lzw(size: int) -> bytes:
    """Codes of which every one stands for one letter more than the one before it."""
    codes, bits, width, held = [256, 97], 0, 9, 0
    table, made, out = 258, 1, bytearray()
    while made < size and table < 4_093:
        codes.append(table)
        made += table - 256
        table += 1
    known = 258
    for number, code in enumerate(codes):
        held, bits = held << width | code, bits + width
        while bits >= 8:
            bits -= 8
            out.append(held >> bits & 255)
        known += number > 1
        width = 9 + (known >= 511) + (known >= 1_023) + (known >= 2_047)
    return bytes(out)


BOMBS = {
    "deflated": ("/Filter /FlateDecode", lambda size: zlib.compress(b"n " * (size // 2))),
    "deflated twice": ("/Filter [/Fl /FlateDecode]", lambda size: zlib.compress(zlib.compress(b"n " * (size // 2)))),
    "run lengths": ("/Filter /RunLengthDecode", lambda size: b"\x81 " * (size // 128)),
    "LZW": ("/Filter /LZWDecode", _lzw),
    "a predictor": (
        "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 5 >>",
        lambda size: zlib.compress(b"\0" * size),
    ),
    "base 85": ("/Filter [/ASCII85Decode]", lambda size: b"z" * size + b"~>"),
}  # fmt: skip


@pytest.mark.parametrize("case", BOMBS)
def test_a_content_that_unpacks_without_end_is_too_large(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_CONTENT_BYTES", 1 << 20)
    monkeypatch.setattr(streams, "MAX_SLOW_BYTES", 1 << 18)
    monkeypatch.setattr(streams, "MAX_LZW_BYTES", 1 << 18)
    filtered, pack = BOMBS[case]
    assert _outcome(_page_with(pack(3 << 20), filtered=filtered)) == "too-large"


@pytest.mark.parametrize("predictor", ["/Predictor 12 /Columns 9999999999", "/Predictor 2 /Columns 0", "/Predictor 99"])
def test_a_predictor_of_no_sense_takes_no_memory(predictor: str) -> None:
    filtered = f"/Filter /FlateDecode /DecodeParms << {predictor} >>"
    assert _outcome(_page_with(zlib.compress(TEXT), filtered=filtered)) == "unreadable"


@pytest.mark.parametrize(
    ("filtered", "packed"),
    [
        ("/Filter /RunLengthDecode", bytes([len(TEXT) - 1]) + TEXT + b"\x80beyond"),
        ("/Filter /RunLengthDecode", bytes([len(TEXT) - 1]) + TEXT + b"\xf0"),
        ("/Filter [/ASCIIHexDecode /FlateDecode]", zlib.compress(TEXT).hex().encode() + b">"),
        ("/Filter /FlateDecode /DecodeParms << /Predictor 1 >>", zlib.compress(TEXT)),
        (
            f"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns {len(TEXT)} >>",
            zlib.compress(b"\0" + TEXT),
        ),
    ],
    ids=["run lengths", "run lengths that are cut", "two filters", "no predictor", "a predictor"],
)
def test_what_is_packed_in_other_ways_is_read(filtered: str, packed: bytes) -> None:
    assert read(_page_with(packed, filtered=filtered)).text == WORDS


def test_contents_that_are_painted_again_and_again_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.readers.pdf.device.MAX_FILE_CONTENT_BYTES", 400)
    made = _Objects()
    made.add("<< /Type /Catalog /Pages 2 0 R >>")
    made.add(f"<< /Type /Pages /Kids [{'5 0 R ' + ' '.join(f'{n} 0 R' for n in range(6, 26))}] /Count 21 >>")
    made.add(FONT)
    made.add("", TEXT)
    for _ in range(21):
        made.add(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    document = read(made.pdf(1))
    assert [issue.code for issue in document.issues] == ["reader.limit-reached"]
    assert 1 < document.text.count(WORDS) < 10


@pytest.mark.parametrize("inline", [True, False])
def test_an_image_of_30_000_by_30_000_is_not_unpacked(inline: bool) -> None:
    if inline:
        data = _page_with(TEXT + b" q BI /W 30000 /H 30000 /BPC 8 /CS /RGB ID " + b"x" * 99 + b" EI Q")
    else:
        image = "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
        made = io.BytesIO(_page_with(TEXT + b" q 500 0 0 700 0 0 cm /X Do Q", extra="/XObject << /X 6 0 R >>"))
        data = made.getvalue().replace(
            b"xref\n0 6\n",
            b"6 0 obj\n<< %s /Filter /FlateDecode /Length 20 >>\nstream\n%s\nendstream\nendobj\nxref\n0 6\n"
            % (image.encode(), zlib.compress(b"\0" * 900)[:20]),
        )
    assert read(data).text == WORDS
