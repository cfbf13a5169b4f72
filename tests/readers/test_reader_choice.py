"""The reader is chosen by content: whatever a file is called, what it holds decides."""

# ruff: noqa: E501 - a case stands in one line with its bytes

from __future__ import annotations

import io
import random
import zipfile

import pytest

from communique.errors import ReadError
from communique.readers import detect, read


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which readers were called."""
    import communique.readers.html
    import communique.readers.pdf

    calls: list[str] = []
    monkeypatch.setattr(communique.readers.html, "read_html", lambda data: calls.append("html"))
    monkeypatch.setattr(communique.readers.pdf, "read_pdf", lambda data: calls.append("pdf"))
    return calls


READABLE: dict[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
    "pdf-after-junk": (b"\r\n\x00junk\r\n" * 50 + b"%PDF-1.4\n", "pdf"),
    "pdf-after-mail-headers": (b"Content-Type: application/pdf\r\nDate: today\r\n\r\n%PDF-1.4\n", "pdf"),
    "html": (b"<!DOCTYPE html><html><body><p>x", "html"),
    "html-in-capitals": (b"<HTML><BODY>x", "html"),
    "fragment": (b"<p>x</p>", "html"),
    "fragment-after-text": (b"A laboratory opens.<br>It is large.", "html"),
    "html-about-pdf": (b"<html><body><p>A file begins with %PDF-1.4", "html"),
    "html-after-blank-lines": (b"\n\n \xef\xbb\xbf<html>x", "html"),
    "html-after-server-headers": (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nDate: x\r\n\r\n<html>x", "html"),
    "html-after-warning": (b"Warning: include() failed in line 3\n<html>x", "html"),
    "html-after-comment": (b"<!-- " + b"x" * 20_000 + b" --><html>x", "html"),
    "xhtml": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z">x', "html"),
    "a-few-controls": (b"<p>a laboratory\x0b\x01 opens its doors in Lyon today" * 60, "html"),
    "utf-16-in-cyrillic": (("<p>" + "\u043b\u0435\u0434" * 400).encode("utf-16"), "html"),
    "utf-16": ("<html><p>x".encode("utf-16"), "html"),
    "utf-16-without-mark": ("<html><p>x".encode("utf-16-be"), "html"),
}  # fmt: skip


@pytest.mark.parametrize("case", READABLE)
def test_content_chooses_the_reader(case: str, chosen: list[str]) -> None:
    data, reader = READABLE[case]
    read(data)
    assert chosen == [reader]


def office(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "<x/>")
    return buffer.getvalue()


OTHERS: dict[str, tuple[bytes, str]] = {
    "plain-text": (b"A laboratory opens in Lyon.\nIt is < 3 months old.", "plain text; save it as HTML"),
    "plain-text-in-french": ("Un laboratoire a été créé à Lyon.".encode("cp1252"), "plain text"),
    "text-beginning-like-a-bitmap": (b"BMC, a laboratory of Lyon, opens.", "plain text"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image; text in images must be recognised"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
    "word": (office("word/document.xml"), r"a Word document \(.docx\); convert it to PDF or HTML"),
    "powerpoint": (office("ppt/presentation.xml"), "a PowerPoint presentation"),
    "zip": (office("release.html"), "a ZIP archive; unpack it, or give it to `communique run`"),
    "old-word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "an older Office document"),
    "rtf": (b"{\\rtf1\\ansi A laboratory}", "an RTF document"),
    "postscript": (b"%!PS-Adobe-3.0\n", "a PostScript file"),
    "gzip": (b"\x1f\x8b\x08\0\0", "a gzip archive; unpack it first"),
    "video": (b"\0\0\0\x18ftypmp42", "a video or a photograph"),
    "rss": (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', r"an XML file \(its root element is <rss>\)"),
    "json": (b'{"title": "A laboratory"}', "JSON"),
    "web-archive": (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>", "a saved web archive"),
    "mail": (b"From: a@b.example\nSubject: A laboratory\nDate: today\n\n<html>x", "an e-mail message"),
    "binary": (bytes(range(256)) * 20, "a binary file of another kind"),
    "noise-with-a-tag": (random.Random(1).randbytes(3_000) + b"<p>" + random.Random(2).randbytes(3_000), "a binary file of another kind"),
    "broken-pdf-name": (b"PDF 1.4 but no header", "plain text"),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_other_files_are_refused_with_what_they_seem_to_be(case: str) -> None:
    data, seems = OTHERS[case]
    with pytest.raises(ReadError, match=f"neither PDF nor HTML but seems to be {seems}") as raised:
        read(data)
    assert raised.value.reason == "unknown-format"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0"])
def test_a_file_without_content_is_empty(data: bytes) -> None:
    with pytest.raises(ReadError, match="no bytes") as raised:
        read(data)
    assert raised.value.reason == "empty"


def test_signatures_are_unlike_each_other() -> None:
    marks = [mark for mark, _ in detect._SIGNATURES]
    assert [(a, b) for a in marks for b in marks if a != b and b.startswith(a)] == []
