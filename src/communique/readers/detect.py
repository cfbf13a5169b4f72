"""Chooses the reader by content, never by file name."""

from __future__ import annotations

import re
from typing import Final

from communique.document import Document
from communique.errors import ReadError

PDF_HEADER_BYTES: Final = 1024
"""How far "%PDF-" is looked for: what readers of PDF accept before the header (mail headers, stray bytes).

Source: ISO 32000-1, annex H, implementation note 13.
"""

HTML_HEAD_BYTES: Final = 65_536
"""How far the first tag is looked for: saved pages may begin with the server's messages or long comments."""

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"BM", "a bitmap image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Office document (.doc, .xls, .ppt)"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
)
_ZIP_CONTENTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint presentation (.pptx)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods, .odp)"),
    (b"application/epub+zip", "an EPUB book"),
)
_XML_ROOT: Final = re.compile(rb"<(?![?!])\s*(?:[\w.-]{1,40}:)?([\w.-]{1,60})")
_MHTML: Final = re.compile(rb"^(?:from|mime-version|content-type|return-path|received|date|subject):", re.I | re.M)
_HTML_TAG: Final = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|main|article|section|header|footer|nav|aside|div|p|br|hr"
    rb"|h[1-6]|ul|ol|li|dl|table|tr|td|span|a|strong|em|b|i|u|font|center|pre|blockquote|img|form|frameset|script|style)"
    rb"(?=[\s>/]))",
    re.IGNORECASE,
)
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\v")
_NOISE: Final = 0.04
"""Share of control characters; pages have none, or a few that an editor left."""

_FEWEST_NOISE_BYTES: Final = 512
_WIDE: Final = 0.1
_CONVERT: Final = "convert it to PDF or HTML first"


def read(data: bytes) -> Document:
    """The document in `data`.

    Raises:
        ReadError: with a reason of READ_REASONS.
    """
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise ReadError("empty", "the file holds no bytes, or none but white space")
    match _kind(data):
        case "pdf":
            from communique.readers.pdf import read_pdf

            return read_pdf(data)
        case "html":
            from communique.readers.html import read_html

            return read_html(data)
        case seems:
            raise ReadError("unknown-format", f"this is neither PDF nor HTML but seems to be {seems}")


def _kind(data: bytes) -> str:
    """`pdf`, `html`, or what else the content seems to be and what to do about it."""
    start = data.lstrip(b" \t\r\n\f\v\xef\xbb\xbf")
    header = data.find(b"%PDF-", 0, PDF_HEADER_BYTES)
    if header >= 0 and not _HTML_TAG.search(data, 0, header):
        return "pdf"
    if seems := _by_signature(start):
        return seems
    head = data[:HTML_HEAD_BYTES].replace(b"\0", b"")  # UTF-16 reads as ASCII then
    if seems := _by_headers(head):
        return seems
    if start.startswith(b"<?xml") and (root := _XML_ROOT.search(head)) and root[1].lower() not in (b"html", b"body"):
        return f"an XML file (its root element is <{root[1].decode('ascii', 'replace')}>); {_CONVERT}"
    if _HTML_TAG.search(head) and not _is_noise(data, head):
        return "html"
    return _without_tags(start, head)


def _by_signature(start: bytes) -> str:
    if start.startswith(b"PK\x03\x04"):
        contents = start[:4096] + start[-4096:]
        seems = next((kind for mark, kind in _ZIP_CONTENTS if mark in contents), "")
        return f"{seems}; {_CONVERT}" if seems else "a ZIP archive; unpack it, or give it to `communique run`"
    if start.startswith(b"RIFF") and start[8:12] in (b"WEBP", b"AVI ", b"WAVE"):
        return "an image, a sound or a video; there is no text to read in it"
    if start[4:8] == b"ftyp":
        return "a video or a photograph; there is no text to read in it"
    kind = next((kind for mark, kind in _SIGNATURES if start.startswith(mark)), "")
    if not kind or (kind in ("a bitmap image", "a program") and start[:64].isascii() and b"\0" not in start[:64]):
        return ""  # two letters may begin any text
    if "archive" in kind:
        return f"{kind}; unpack it first"
    if "image" in kind:
        return f"{kind}; text in images must be recognised (OCR) and saved as PDF first"
    return f"{kind}; {_CONVERT}"


def _by_headers(head: bytes) -> str:
    first = head.lstrip()[:2000]
    if not first.startswith(b"HTTP/") and len(_MHTML.findall(first.split(b"\n\n")[0].split(b"\r\n\r\n")[0])) >= 2:
        kind = "a saved web archive (.mht)" if b"multipart/related" in first.lower() else "an e-mail message"
        return f"{kind}; open it in a browser or mail program and save it as HTML"
    return ""


def _without_tags(start: bytes, head: bytes) -> str:
    if start[:1] in (b"{", b"[") and start.rstrip()[-1:] in (b"}", b"]"):
        return f"JSON; {_CONVERT}"
    sample = head[:4096]
    if b"\0" in start[:4096] or _count_controls(sample) > 0.02 * len(sample) or _is_noise(start, head):
        return "a binary file of another kind; open it in the program that made it and export PDF or HTML"
    return "plain text; save it as HTML (a text editor or `pandoc` does it) to read it here"


def _is_noise(data: bytes, head: bytes) -> bool:
    """Whether this is compressed or encrypted, of which a tenth is control characters, and tags stand in it by chance.

    A PDF whose first bytes are lost is: whoever reads it as a page gets a novel of letters without sense.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:HTML_HEAD_BYTES].count(0) > _WIDE * len(head):
        return False  # UTF-16 or UTF-32
    return len(head) > _FEWEST_NOISE_BYTES and _count_controls(head) > _NOISE * len(head)


def _count_controls(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, _CONTROLS))
