"""Strategies for PDF files: content streams of operators in any order, in files whose objects may not fit together."""

from __future__ import annotations

import zlib

from hypothesis import strategies as st

NUMBERS = st.one_of(
    st.integers(-50, 900).map(str),
    st.floats(-900, 900).map(lambda number: f"{number:.3f}"),
    st.sampled_from(("0", "-0", "1e300", "99999999999999", "-2147483649", ".", "-.5", "+7", "--5", "1.2.3", "00012")),
)
STRINGS = st.one_of(
    st.sampled_from(
        (
            *(
                "(The CNRS opens a laboratory in Lyon.)",
                "(1)",
                "( )",
                "()",
                "(\\050\\))",
                "(a\\",
                "((nested) text)",
                "(1 Mila.)",
            ),
            *("<0048 0065>", "<4865>", "<4>", "<zz>", "<>", "(\\222\\351)", "(\xe9\x92)", "(Ada Brun, 12 March 2019)"),
        )
    ),
    st.binary(max_size=12).map(lambda data: f"<{data.hex()}>"),
)
NAMES = st.sampled_from(("/F1", "/F2", "/F3", "/X", "/I", "/Span", "/Artifact", "/P", "/", "/#00", "/None"))
OPERANDS = st.recursive(
    st.one_of(
        NUMBERS, STRINGS, NAMES, st.sampled_from(("null", "true", "<< >>", "<< /MCID 0 >>", "[", "]", "<<", ">>"))
    ),
    lambda inner: st.lists(inner, max_size=5).map(lambda items: f"[{' '.join(items)}]"),
    max_leaves=5,
)
OPERATORS = st.sampled_from(
    (
        *("BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", '"', "Tc", "Tw", "Tz", "TL", "Tr", "Ts", "q", "Q"),
        *("cm", "Do", "re", "m", "l", "c", "h", "S", "f", "B", "n", "W", "gs", "BDC", "BMC", "EMC", "sh", "d0", "rg"),
        *("BI /W 9 /H 9 ID x EI", "BI ID", "EI", "endstream", "obj", "R", "%", "nope"),
    )
)
ODD_OPERATIONS = st.builds(
    lambda operands, operator: f"{' '.join(operands)} {operator}", st.lists(OPERANDS, max_size=6), OPERATORS
)
SHOWN = st.builds("BT {} {} Tf {} {} Td {} Tj ET".format, NAMES, NUMBERS, NUMBERS, NUMBERS, STRINGS)
SPACED = st.builds("BT /F1 9 Tf 1 0 0 1 60 {} Tm [{} {} {}] TJ ET".format, NUMBERS, STRINGS, NUMBERS, STRINGS)
MARKED = st.builds("/Span << /ActualText {} >> BDC BT /F1 9 Tf 9 {} Td {} Tj ET EMC".format, STRINGS, NUMBERS, STRINGS)
RAISED = st.builds(
    "BT /F1 10 Tf 60 {0} Td (The Ice Laboratory) Tj /F1 6 Tf 4 Ts ({1}) Tj ET "
    "BT /F1 7 Tf 60 {2} Td ({1} CNRS.) Tj ET".format,
    st.integers(200, 800),
    st.sampled_from("12*a"),
    st.integers(20, 100),
)
OPERATIONS = st.one_of(ODD_OPERATIONS, ODD_OPERATIONS, SHOWN, SPACED, MARKED, RAISED)
CONTENTS = st.lists(OPERATIONS, min_size=1, max_size=14).map(lambda operations: "\n".join(operations).encode("latin-1"))

REFERENCES = st.integers(0, 12).map(lambda number: f"{number} 0 R")
BOXES = st.sampled_from(
    ("[0 0 595 842]", "[0 0 595 842]", "[0 0 595 842]", "[842 595 0 0]", "[0 0 1e9 1e9]", "[0 0]", "3 0 R", "[a b c d]")
)
FONTS = st.sampled_from(
    (
        "/Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding",
        "/TrueType /BaseFont /ABCDEF+Arial-Bold /FirstChar -5 /LastChar 99999999 /Widths [1 null (x) 3 0 R]",
        "/Type3 /FontMatrix [0 0 0 0 0 0] /CharProcs 9 0 R /Encoding << /Differences [0 /a 999 /b /uni0041 (x)] >>",
        "/Type0 /BaseFont /Foo /Encoding /Identity-H /ToUnicode 8 0 R /DescendantFonts [6 0 R]",
        "/Type0 /Encoding /UniJIS-UTF16-H /DescendantFonts [<< /Subtype /CIDFontType0 /W [0 [1 2] 5 9] /DW null >>]",
        "/CIDFontType2 /DW 1e300 /W [1 2 3 4 (x)] /CIDSystemInfo << /Registry 1 /Ordering null >>",
        "/MMType1",
    )
)
TABLES = st.sampled_from(
    (
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange",
        b"1 beginbfrange <0000> <ffffffff> <0000> endbfrange",
        b"2 beginbfchar <01> <d800> <02> <> endbfchar beginbfrange <01> <02> [<41>] endbfrange",
        b"/Other usecmap begincmap endcmap",
        b"",
    )
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A PDF of two pages; here and there one object stands for another, or refers to itself."""
    first, second = draw(CONTENTS), draw(CONTENTS)
    compressed = zlib.compress(second)[: draw(st.sampled_from((10_000, 10_000, 20)))]
    resources = "<< /Font << /F1 5 0 R /F2 6 0 R /F3 7 0 R >> /XObject << /X 10 0 R /I 11 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /Resources {resources} /Rotate {draw(st.sampled_from((0, 0, 90, 7, -180)))}"
    image = "/Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    form = f"/Subtype /Form /BBox {draw(BOXES)} /Matrix [1 0 0 1 9 9] /Resources {resources}"
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        f"{page} /MediaBox {draw(BOXES)} /Contents [9 0 R] >>".encode(),
        f"{page} /MediaBox {draw(BOXES)} /Contents 12 0 R /Annots [{draw(REFERENCES)}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Font /Subtype {draw(FONTS)} >>".encode(),
        f"<< /Type /Font /Subtype {draw(FONTS)} >>".encode(),
        _stream("", draw(TABLES)),
        _stream("", first),
        _stream(form, draw(CONTENTS)),
        _stream(image, b"\0" * 90),
        _stream("/Filter /FlateDecode", compressed),
    ]
    if draw(st.booleans()):
        objects[draw(st.integers(0, len(objects) - 1))] = draw(REFERENCES).encode()
    return write_pdf(objects)


def write_pdf(objects: list[bytes]) -> bytes:
    """A file of these objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
    return bytes(out)


def _stream(entries: str, content: bytes) -> bytes:
    return f"<< {entries} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
