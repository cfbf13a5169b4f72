"""The fast way through a PDF and the library's own give the same document; tables that no font has are not filled."""

from __future__ import annotations

import io
import random
import time
from itertools import chain
from operator import attrgetter
from pathlib import Path

import pytest
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdftypes import PDFStream
from test_pdf_bad_input import _Objects

from communique.document import Document
from communique.errors import ReadError
from communique.readers import read
from communique.readers.pdf.file import PdfFile, quiet_libraries
from communique.readers.pdf.interpreter import ContentInterpreter
from communique.readers.pdf.page import Page
from communique.readers.pdf.tounicode import MOST_CODES, is_bounded, read_to_unicode

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = sorted((REPOSITORY / "fixtures").glob("*/release.pdf"))

FONTS = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /Garamond-Bold /Encoding /Identity-H /ToUnicode 8 0 R /DescendantFonts "
    "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Garamond-Bold /DW 500 "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>",
)
TABLE = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n1 beginbfrange <0003> <0080> <0020> endbfrange"


def _file(*contents: bytes, table: bytes = TABLE, widths: str = "") -> bytes:
    """One page of these content streams, with a font of letters (F1), one of glyph numbers (F2) and a form (X)."""
    objects = _Objects()
    streams = " ".join(f"{9 + n} 0 R" for n in range(len(contents)))
    objects.add("<< /Type /Catalog /Pages 2 0 R >>")
    objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    objects.add(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [{streams}] /Resources 6 0 R >>")
    objects.add(FONTS[0])
    objects.add(FONTS[1].replace("/DW 500", f"/DW 500 {widths}"))
    objects.add("<< /Font << /F1 4 0 R /F2 5 0 R >> /XObject << /X 7 0 R >> >>")
    objects.add(
        "", b"BT /F1 5 Tf 10 10 Td (form) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 6 0 R"
    )
    objects.add("", table)
    for content in contents:
        objects.add("", content)
    return objects.pdf(1)


def _painted(page: Page) -> tuple[object, ...]:
    seen = attrgetter("text", "x0", "top", "x1", "bottom", "baseline", "size", "hidden", "pagination", "undefined")
    glyphs = [(*seen(g), g.font.name, g.font.bold, g.font.italic) for g in page.glyphs]
    return glyphs, page.rules, page.dots, page.images, page.links


def _pages(data: bytes) -> list[tuple[object, ...]]:
    with quiet_libraries():
        file = PdfFile(data)
        return [*map(_painted, file.read_pages()), tuple(file.issues)]


def _both_pages(data: bytes, switch: pytest.MonkeyPatch) -> tuple[object, object]:
    fast = _pages(data)
    with switch.context() as patch:
        patch.setattr(ContentInterpreter, "by_library", True)
        return fast, _pages(data)


def _whole(document: Document) -> tuple[object, ...]:
    spans = chain(document.blocks, document.runs)
    places = [document.places(type(document.blocks[0].span)(s.start, s.end)) for s in spans]
    return (
        document.text,
        document.origins,
        document.runs,
        document.blocks,
        document.meta,
        document.pages,
        document.issues,
        places,
    )


def _both_documents(data: bytes, switch: pytest.MonkeyPatch) -> tuple[object, object]:
    fast = _whole(read(data))
    with switch.context() as patch:
        patch.setattr(ContentInterpreter, "by_library", True)
        return fast, _whole(read(data))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.parent.name)
def test_fixtures_read_the_same_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = _both_documents(path.read_bytes(), monkeypatch)
    assert fast == slow


@pytest.mark.shared
def test_seed_and_every_twelfth_gold_release_read_the_same_both_ways(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them are compared by `tools/benchmarks/extraction.py --only agreement`."""
    paths = [*sorted((shared / "seed").glob("*.pdf")), *sorted((shared / "gold").glob("*/*/release.pdf"))[::12]]
    for path in paths:
        fast, slow = _both_documents(path.read_bytes(), monkeypatch)
        assert fast == slow, path.parent.name


@pytest.mark.shared
def test_damaged_files_read_the_same_both_ways(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in sorted((shared / "robustness").glob("*.pdf")):
        data = path.read_bytes()
        try:
            fast, slow = _both_pages(data, monkeypatch)
        except ReadError:
            continue
        assert fast == slow, path.name


START = b"BT /F1 10 Tf 60 700 Td "
CONTENTS = {
    "escapes": START + rb"(A \(b\) \\ \101\60 c\n d) Tj",
    "octal-in-full": START + rb"(\1011 \7x \53) Tj",
    "octal-too-large": START + rb"(a \777 b) Tj (c) Tj",
    "unknown-escape": START + rb"(a \q b) Tj (c) Tj",
    "line-feed-escaped": START + b"(a \\\nb \\\r\nc) Tj",
    "nested-parentheses": START + b"(a (b (c (d) e) f) g) Tj [(h (i) j) -20 (k (l (m)))] TJ",
    "odd-digits": START + b"/F2 10 Tf <0024002> Tj <00 24 00\n25> Tj <0026> Tj <> Tj",
    "other-digits": START + b"/F2 10 Tf <0024xy0025> Tj <0026> Tj",
    "pairs": START + b"/F2 10 Tf [<0024>-120<0025><0026>.5<00270028>-3.25] TJ <0029> Tj",
    "pairs-of-an-odd-number": START + b"[<41>1.2.3<42>] TJ [<41>--3<42>] TJ [<41>+.5<42>4.<43>] TJ",
    "numbers-first": START + b"[-250 (a) 20 -30 (b)] TJ [] TJ [5] TJ",
    "names-in-an-array": START + b"[(a) /b (c) true [(d)] (e)] TJ",
    "keyword-in-an-array": START + b"[(a) Tj (b)] TJ (c) Tj",
    "spacing": START + b"2 Tc 5 Tw (a b) Tj [(c d) 10 (e)] TJ 80 Tz (f g) Tj 3 Ts (h) Tj 0 Ts 3 Tr (i) Tj",
    "lines": START + b"12 TL (a) Tj T* (b) Tj 0 -14 TD (c) Tj T* (d) Tj (e) ' 1 2 (f) \"",
    "slanted": b"BT /F1 10 Tf 1 0 .2 1 60 700 Tm (slanted) Tj 1 .01 -.01 1 60 600 Tm (turned a little) Tj",
    "turned": b"BT /F1 10 Tf 0 1 -1 0 60 700 Tm (turned) Tj 1 0 0 -1 60 600 Tm (mirrored) Tj",
    "comments": START + b"% (no) Tj\n(yes) Tj %\r(and) Tj",
    "names-with-escapes": b"BT /F#31 10 Tf 60 700 Td (a) Tj /F9 8 Tf (b) Tj",
    "glued": b"BT/F1 10 Tf 60 700 Td(a)Tj[(b)]TJ<63>Tj 1 0 0 1 9 9 Tm(d)Tj/F2 9 Tf<0024>Tj ET",
    "too-many-operands": START + b"1 2 3 Td (a) Tj 7 (b) Tj 1 ET 5 5 5 5 re f",
    "too-few-operands": START + b"3 Td (a) Tj Td (b) Tj 1 0 0 1 cm (c) Tj",
    "operands-of-colours": START + b"1 rg 2 Td (a) Tj 0 0 g 3 Td (b) Tj 4 5 Td (c) Tj",
    "numbers": START + b"+1 -.5 Td (a) Tj 4. 1e2 Td (b) Tj 1-2 Td (c) Tj --3 4 Td (d) Tj 0x10 Td (e) Tj",
    "tags": b"/P <</MCID 3>> BDC " + START + b"(a) Tj EMC /Span << /ActualText (bcd) >> BDC (xyz) Tj EMC EMC (e) Tj",
    "running-header": b"/Artifact <</Type /Pagination>> BDC " + START + b"(1) Tj EMC /Artifact BMC (2) Tj EMC (3) Tj",
    "inline-image": START
    + b"(a) Tj ET q 9 0 0 9 20 20 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \x00(EI x) EI Q "
    + START
    + b"(b) Tj",
    "forms": START + b"(a) Tj ET /X Do /Y Do q 2 0 0 2 50 50 cm /X Do Q " + START + b"(b) Tj",
    "paths": b"60 60 m 300 60 l S 60 80 240 .5 re f 60 90 200 80 re S 9 9 m 9 12 12 12 12 9 c h f*",
    "curves": b"60 60 m 70 70 80 70 v 90 70 90 60 y b* 60 60 m 61 62 63 64 65 60 c s",
    "paths-to-nowhere": b"60 l S 60 80 re f m 1 2 l n 0 0 m W n s b b* B",
    "states": b"q 1 0 0 1 5 5 cm q Q Q Q Q " + START + b"q (a) Tj 9 Tc (b) Tj Q (c) Tj Q (d) Tj",
    "unknown-operators": b"nope 5 nope true false null BX EX /N gs " + START + b"(a) Tj /N sh /A /B DP /M MP (b) Tj",
    "open-array": START + b"(a) Tj [(b) 5 (c) TJ (d) Tj ET",
    "open-string": START + b"(a) Tj (b (c) Tj ET",
    "open-dictionary": START + b"(a) Tj /P << /MCID 1 BDC (b) Tj",
    "stray-brackets": START + b"] >> } { (a) Tj ) > (b) Tj",
    "zero-bytes": START + b"\x00(a)\x00Tj 5\x000 Td (b) Tj",
    "no-font": b"BT 60 700 Td (a) Tj [<41>] TJ /F1 10 Tf (b) Tj",
    "end-without-space": START + b"(a) Tj",
    "nothing": b"",
    "space": b" \n ",
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_contents_paint_the_same_both_ways(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = _both_pages(_file(content), monkeypatch)
    assert fast == slow


def test_contents_of_several_streams_paint_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = START + b"(a) Tj 5", b"0 Td (b)", b"Tj [(c)", b"] TJ"
    fast, slow = _both_pages(_file(*streams), monkeypatch)
    assert fast == slow
    assert "".join(g[0] for g in fast[0][0]) == "abc"  # type: ignore[index]


PIECES = [*rb"( ) < > [ ] % / \ BI ID EI << >> 1 . - Tj TJ ' q Q cm BT Tf #41 \053 true /X Do".split(), b"\n", b"\0"]


def test_mutated_contents_paint_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(11)
    whole = b"\n".join(CONTENTS.values())
    for _ in range(80):
        content = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            at = chance.randrange(len(content))
            content[at : at + chance.randrange(3)] = chance.choice((chance.choice(PIECES), b"", chance.randbytes(1)))
        fast, slow = _both_pages(_file(bytes(content)), monkeypatch)
        assert fast == slow, bytes(content)


def _by_library(table: bytes) -> dict[int, str]:
    found = FileUnicodeMap()
    with quiet_libraries():
        CMapParser(found, io.BytesIO(table)).run()
    return dict(found.cid2unichr)


HEAD = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <00> <ff> "
TABLES = {
    "single": b"2 beginbfchar <0003> <0020> <0004><00410042> endbfchar",
    "ranges": b"1 beginbfrange <0003> <0005> <0041>\n<0010> <0011> [<0061> <0062>] <20> <21> <d835dc00> endbfrange",
    "both": b"1 beginbfchar <01> <0066> endbfchar 1 beginbfrange <02> <03> <00660066> endbfrange",
    "two-for-one": b"2 beginbfchar <0003> <0020> <0003> <00a0> endbfchar",
    "surrogates": b"1 beginbfchar <01> <d83dde00> endbfchar",
    "half-characters": b"2 beginbfchar <01> <41> <02> <004100> endbfchar",
    "list-too-short": b"1 beginbfrange <01> <05> [<0041> <0042>] endbfrange",
    "downwards": b"1 beginbfrange <05> <01> <0041> endbfrange",
    "empty": b"",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_tables_of_characters_are_read_as_the_library_does(table: bytes) -> None:
    whole = HEAD + b"endcodespacerange " + table + b" endcmap end end"
    assert read_to_unicode(whole) == _by_library(whole)


@pytest.mark.parametrize(
    "table",
    [
        b"1 beginbfchar <0003> /space endbfchar",
        b"1 beginbfchar <03> <002> endbfchar",
        b"1 beginbfrange <0003> <0004> 65 endbfrange",
        b"1 begincidrange <0003> <0004> 65 endcidrange",
        b"1 beginbfchar <0003> <0020>",
        b"/Other usecmap",
    ],
)
def test_tables_of_another_form_are_left_to_the_library(table: bytes) -> None:
    assert read_to_unicode(table) is None
    assert is_bounded(table)


def test_all_tables_of_the_fixtures_are_of_the_usual_form() -> None:
    tables = 0
    for path in FIXTURES:
        with quiet_libraries():
            document = PdfFile(path.read_bytes())._document
            for xref in document.xrefs:
                for number in xref.get_objids():
                    item = document.getobj(number)
                    if isinstance(item, PDFStream) and b"begincmap" in (data := item.get_data()):
                        assert read_to_unicode(data) == _by_library(data)
                        tables += 1
    assert tables > 20


ENDLESS = b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"


@pytest.mark.parametrize(
    "table",
    [
        ENDLESS,
        ENDLESS.replace(b"<00000000>", b"<0000 0000>"),
        b"begincidrange <00000000> <ffffffff> 0 endcidrange",
        b" ".join([b"beginbfrange"] + [b"<0000> <ffff> <0041>"] * 1000 + [b"endbfrange"]),
    ],
    ids=["one-range", "with-spaces", "of-codes", "many-ranges"],
)
def test_a_table_of_endless_ranges_is_not_filled(table: bytes) -> None:
    started = time.process_time()
    assert read(_file(START + b"(Words) Tj /F2 10 Tf <0024> Tj", table=table)).text.startswith("Words")
    assert time.process_time() - started < 5


def test_widths_of_endless_ranges_are_left_out() -> None:
    started = time.process_time()
    assert read(_file(START + b"/F2 10 Tf <00240025> Tj", widths="/W [0 4294967295 500]")).text == "AB"
    assert time.process_time() - started < 5
    assert MOST_CODES < 10**6


@pytest.mark.parametrize(
    "content",
    [
        b"1 " * 100_000 + b"w " * 50_000,
        b"(" * 150_000,
        b"[" * 150_000,
        b"[" + b"<41> " * 100_000,
        b"<<" * 100_000,
        b"% \n" * 100_000,
        b"/A " * 150_000,
        b"(a) ' " * 20_000,
        b"BI ID " * 20_000,
        b"\\" * 150_000,
        b"(" + b"\\" * 150_001,
    ],
    ids=lambda content: content[:6].decode(),
)
def test_contents_without_sense_take_linear_time(content: bytes) -> None:
    started = time.process_time()
    assert read(_file(START + b"(Words) Tj ET ", content)).text
    assert time.process_time() - started < 10
