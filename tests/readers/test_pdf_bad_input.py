"""Files that are damaged, locked, empty of text, very large or hostile: an error with a reason, or an issue."""

from __future__ import annotations

import gc
import io
import logging
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from typesetter import PROSE, PROSE_FR, Press

from communique.errors import ReadError
from communique.readers import read
from communique.readers.pdf import device, file, streams


def _reason(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read(data)
    return caught.value.reason


def _outcome(data: bytes) -> str:
    """ "text", or the reason why there is none."""
    try:
        return "text" if read(data).text else "nothing"
    except ReadError as error:
        return error.reason


def _codes(data: bytes) -> list[str]:
    return [issue.code for issue in read(data).issues]


def _plain(pages: int = 1) -> bytes:
    press = Press()
    for _ in range(pages):
        press.paragraph(60, 100, 440, PROSE)
        press.new_page()
    return press.pdf()


def _locked(user: str) -> bytes:
    press = Press(encrypt=StandardEncryption(user, ownerPassword="owner", canPrint=0))
    press.paragraph(60, 100, 440, PROSE)
    return press.pdf()


def _picture(press: Press, x: float, y: float, width: float, height: float) -> None:
    press.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 128)), x, y, width, height)


class _Objects:
    """Writes a PDF object by object, for structures that no producer writes."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, body: str | bytes, stream: bytes | None = None, extra: str = "") -> int:
        content = body if isinstance(body, bytes) else body.encode("latin-1")
        if stream is not None:
            content += f"<< /Length {len(stream)} {extra} >>\nstream\n".encode() + stream + b"\nendstream"
        self._objects.append(content)
        return len(self._objects)

    def pdf(self, root: int) -> bytes:
        out = io.BytesIO(b"")
        out.write(b"%PDF-1.7\n")
        offsets = []
        for number, body in enumerate(self._objects, start=1):
            offsets.append(out.tell())
            out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
        out.write(b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, root, start))
        return out.getvalue()


def _page_with(content: bytes, *, extra: str = "", box: str = "/MediaBox [0 0 595 842]", filtered: str = "") -> bytes:
    """One page: objects 1 catalogue, 2 pages, 3 page, 4 font, 5 content; `extra` goes into the page's resources."""
    objects = _Objects()
    objects.add("<< /Type /Catalog /Pages 2 0 R >>")
    objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    objects.add(f"<< /Type /Page /Parent 2 0 R {box} /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> {extra} >> >>")
    objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.add("", content, filtered)
    return objects.pdf(1)


TEXT = b"BT /F1 12 Tf 60 700 Td (Words of a page that is well formed.) Tj ET"


class TestLocked:
    def test_a_password_is_asked_for(self) -> None:
        assert _reason(_locked("secret")) == "encrypted"

    def test_a_file_that_only_may_not_be_printed_is_read(self) -> None:
        assert read(_locked("")).text == PROSE


class TestDamaged:
    def test_not_a_pdf_inside(self) -> None:
        assert _reason(b"%PDF-1.7\nnothing of the kind\n") == "unreadable"

    def test_a_lost_end_of_the_file_is_mended_and_told(self) -> None:
        data = _plain()
        document = read(data[: data.rindex(b"xref\n0")])
        assert document.text == PROSE
        assert [(i.code, i.message) for i in document.issues] == [
            ("reader.page-unreadable", "the end of the file is missing")
        ]

    def test_wrong_offsets_are_mended(self) -> None:
        assert read(b"\n" * 7 + _plain().replace(b"startxref\n", b"startxref\n1")).text == PROSE

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
    def test_a_truncated_file_gives_a_reason_or_an_issue(self, share: float) -> None:
        data = _plain(3)
        data = data[: int(share * len(data))]
        assert _outcome(data) in ("text", "unreadable", "no-text")

    def test_a_damaged_content_stream_is_told_and_what_precedes_it_is_read(self) -> None:
        lines = b"".join(b"BT /F1 10 Tf 60 %d Td (Line %d of a page) Tj ET\n" % (800 - n, n) for n in range(0, 700, 14))
        packed = bytearray(zlib.compress(lines))
        packed[len(packed) // 2 :] = b"\x00" * 40
        document = read(_page_with(bytes(packed), filtered="/Filter /FlateDecode"))
        assert document.text.startswith("Line 0 of a page")
        assert "reader.page-unreadable" in [i.code for i in document.issues]

    def test_missing_pages_are_told(self) -> None:
        data = _page_with(TEXT).replace(b"/Count 1 ", b"/Count 3 ")
        document = read(data)
        assert document.text == "Words of a page that is well formed."
        assert [i.code for i in document.issues] == ["reader.page-unreadable"]

    @pytest.mark.parametrize("box", ["", "/MediaBox [0 0 0 0]", "/MediaBox [a b]", "/MediaBox [595 842 0 0]"])
    def test_a_page_without_a_sound_size_is_read(self, box: str) -> None:
        assert read(_page_with(TEXT, box=box)).text == "Words of a page that is well formed."

    def test_operators_in_disorder_do_not_matter(self) -> None:
        noise = b"Q Q ET ] >> (x) Tj /Nope gs /Nope Do 1 0 0 0 0 0 cm q " + TEXT + b" Q EMC EMC"
        assert "Words of a page" in read(_page_with(b"q " + TEXT + b" Q " + noise)).text


class TestWithoutText:
    def test_a_scanned_file_is_no_text(self) -> None:
        press = Press()
        _picture(press, 0, 0, 595, 842)
        assert _reason(press.pdf()) == "no-text"

    def test_an_empty_file_is_no_text(self) -> None:
        press = Press()
        press.new_page()
        assert _reason(press.pdf()) == "no-text"

    def test_a_scanned_page_among_others_is_an_issue(self) -> None:
        press = Press()
        press.paragraph(60, 100, 440, PROSE)
        press.new_page()
        _picture(press, 20, 20, 500, 700)
        press.line(290, 820, "2")
        press.new_page()
        press.paragraph(60, 100, 440, PROSE_FR)
        document = read(press.pdf())
        assert [(i.code, i.message) for i in document.issues] == [("reader.page-without-text", "page 2 is an image")]
        assert document.pages == 3

    def test_a_blank_page_and_a_logo_are_no_issue(self) -> None:
        press = Press()
        press.paragraph(60, 100, 440, PROSE)
        press.new_page()
        _picture(press, 20, 780, 60, 40)
        press.new_page()
        press.new_page()
        assert _codes(press.pdf()) == []

    def test_fonts_that_do_not_say_what_they_print_are_no_text(self) -> None:
        press = Press()
        press.paragraph(60, 100, 440, PROSE)
        data = press.pdf().replace(b"/BaseFont /Helvetica ", b"/BaseFont /Abcdefghi ")
        assert read(data).text  # an unknown name alone does no harm


class TestLarge:
    def test_a_long_file_is_read_in_time(self) -> None:
        press = Press()
        for number in range(300):
            press.line(60, 300, f"Words of page {number}, which are few.")
            press.new_page()
        data = press.pdf()
        started = time.perf_counter()
        document = read(data)
        assert (document.pages, document.issues) == (300, ())
        assert time.perf_counter() - started < 30

    def test_more_pages_than_the_limit_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(file, "MAX_PAGES", 2)
        document = read(_plain(3))
        assert [i.code for i in document.issues] == ["reader.limit-reached"]
        assert document.text

    def test_more_characters_than_the_limit_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(file, "MAX_GLYPHS", 700)
        document = read(_plain(3))
        assert [i.code for i in document.issues] == ["reader.limit-reached"]
        assert document.text

    def test_forms_that_multiply_are_stopped(self) -> None:
        objects = _Objects()
        objects.add("<< /Type /Catalog /Pages 2 0 R >>")
        objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        objects.add(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            "/Resources << /Font << /F1 4 0 R >> /XObject << /X 6 0 R >> >> >>"
        )
        objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        objects.add("", TEXT + b" /X Do")
        for level in range(12):
            form = f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {7 + level} 0 R >> >>"
            objects.add("", b"/X Do " * 10, form)
        objects.add("", b"n", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]")
        started = time.perf_counter()
        assert _codes(objects.pdf(1)) == ["reader.limit-reached"]
        assert time.perf_counter() - started < 20
        assert device.MAX_FORMS_PER_PAGE < 10**5

    def test_a_form_that_paints_itself_is_painted_once(self) -> None:
        objects = _Objects()
        objects.add("<< /Type /Catalog /Pages 2 0 R >>")
        objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
        objects.add(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            "/Resources << /Font << /F1 4 0 R >> /XObject << /X 6 0 R >> >> >>"
        )
        objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        objects.add("", TEXT + b" /X Do")
        form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
        objects.add("", b"/X Do", form)
        assert read(objects.pdf(1)).text == "Words of a page that is well formed."

    def test_a_stream_that_inflates_without_end_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(streams, "MAX_CONTENT_BYTES", 1 << 20)
        bomb = zlib.compress(TEXT + b" n" * (4 << 20))
        assert _reason(_page_with(bomb, filtered="/Filter /FlateDecode")) == "too-large"

    def test_a_page_tree_with_a_cycle_ends(self) -> None:
        data = _page_with(TEXT).replace(b"/Kids [3 0 R]", b"/Kids [3 0 R 2 0 R]")
        assert read(data).text == "Words of a page that is well formed."

    def test_a_page_as_large_as_a_field_is_read(self) -> None:
        assert read(_page_with(TEXT, box="/MediaBox [0 0 1e9 1e9]")).text == "Words of a page that is well formed."

    def test_glyphs_beyond_all_bounds_are_left_out(self) -> None:
        far = b"BT /F1 1e30 Tf 1e300 1e300 Td (x) Tj ET BT /F1 0 Tf 10 10 Td (y) Tj ET "
        assert read(_page_with(far + TEXT)).text == "Words of a page that is well formed."


class TestQuiet:
    def test_nothing_is_printed_logged_or_left_changed(
        self, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        levels = {name: logging.getLogger(name).level for name in ("pdfminer", "pdfplumber")}
        with caplog.at_level(logging.DEBUG):
            _reason(b"%PDF-1.7\nnothing of the kind\n")
            read(_page_with(b"/Nope Do (x) Tj " + TEXT, box="/MediaBox [a b]"))
        assert caplog.records == []
        assert capfd.readouterr() == ("", "")
        assert {name: logging.getLogger(name).level for name in levels} == levels

    @pytest.mark.parametrize("enabled", [True, False])
    def test_garbage_is_collected_afterwards_if_it_was_before(self, enabled: bool) -> None:
        was_enabled = gc.isenabled()
        try:
            (gc.enable if enabled else gc.disable)()
            read(_plain())
            _reason(b"%PDF-1.7\nnothing of the kind\n")
            assert gc.isenabled() == enabled
        finally:
            (gc.enable if was_enabled else gc.disable)()


@pytest.mark.shared
def test_damaged_and_odd_files_give_text_or_a_reason(shared: Path) -> None:
    for path in sorted((shared / "robustness").glob("*.pdf")):
        started = time.perf_counter()
        assert _outcome(path.read_bytes()) in ("text", "encrypted", "unreadable", "no-text", "empty"), path.name
        assert time.perf_counter() - started < 10, path.name


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pdf.js__issue7665.pdf", "Issue 7665"),
        ("pdf.js__issue11549_reduced.pdf", "Flags and paving"),
        ("pdf.js__encrypted-attachment.pdf", "Example"),
        ("pdf.js__franz_2.pdf", "The background should be gray."),
    ],
)
def test_what_can_be_mended_is_read(shared: Path, name: str, text: str) -> None:
    assert read((shared / "robustness" / name).read_bytes()).text == text
