"""Opens a PDF, hands out its pages, and turns every way in which that fails into our errors and issues."""

from __future__ import annotations

import io
import logging
import math
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from communique.document import Issue
from communique.errors import ReadError
from communique.readers.pdf.page import Area, Page

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import Matrix, Rect

    from communique.readers.pdf.device import PageDevice
    from communique.readers.pdf.interpreter import ContentInterpreter

MAX_PAGES: Final = 2_000
"""A press kit has 60 pages, a year of releases in one file some hundreds."""

MAX_GLYPHS: Final = 550_000
"""Somewhat more than the characters that a document keeps; the glyphs of a file are all held at once, at about 450
bytes each (measured on 566 pages)."""

_META: Final = {"Title": "title", "Author": "author", "Subject": "description"}
_GENERATED: Final = ("microsoft word", "untitled", "sans titre", "document1", "powerpoint", "about:blank")
_LOGGERS: Final = ("pdfminer", "pdfplumber")


class PdfFile:
    """An open PDF; `issues` grows while the pages are read."""

    def __init__(self, data: bytes) -> None:
        """Opens the file.

        Raises:
            ReadError: "encrypted", or "unreadable".
        """
        self._document = _open(data)
        self.issues: list[Issue] = []
        self.pages = 0

    @property
    def meta(self) -> dict[str, str]:
        """What the file says of itself: title, author, description, language.

        Its dates are left out: they tell when the file was made, which may be years after the release.
        """
        meta: dict[str, str] = {}
        for key, name in _META.items():
            text = " ".join(_entry(self._document, key).replace("\x00", "").split())
            if text and not text.casefold().startswith(_GENERATED):
                meta[name] = text
        if language := _language(self._document):
            meta["language"] = language
        return meta

    def read_pages(self) -> Iterator[Page]:
        """The pages in order; one that can't be read is left out and named in `issues`."""
        from communique.readers.pdf.device import PageDevice
        from communique.readers.pdf.fonts import FontStore
        from communique.readers.pdf.interpreter import ContentInterpreter
        from communique.readers.pdf.streams import ContentLimitError

        fonts = FontStore()
        device = PageDevice(fonts, MAX_GLYPHS)
        interpreter = ContentInterpreter(fonts, device)
        for number, source in enumerate(self._page_sources(), start=1):
            if number > MAX_PAGES:
                missing = f"{max(number, self._announced()):,} pages; those after page {MAX_PAGES:,} are missing"
                self.issues.append(Issue("reader.limit-reached", f"the file has {missing}"))
                return
            self.pages = device.page_number = number
            source.mediabox = _sound_box(source.mediabox)
            try:
                _interpret(interpreter, device, source)
            except ContentLimitError as error:
                self.issues.append(Issue("reader.limit-reached", f"page {number}: {error}"))
                yield device.page
                return
            except Exception as error:
                self.issues.append(Issue("reader.page-unreadable", f"page {number}: {_describe(error)}"))
                if getattr(device, "page", None) is None or device.page.number != number:
                    continue
            else:
                if device.cut_off:
                    self.issues.append(
                        Issue("reader.page-unreadable", f"page {number}: part of its content is damaged")
                    )
            device.page.links.extend(_links(source, device))
            yield device.page
        self._check_count()
        if fonts.damaged:
            lost = f"{fonts.damaged} of the file's fonts are damaged: what is set in them may be missing or wrong"
            self.issues.append(Issue("reader.characters-replaced", lost))

    def _check_count(self) -> None:
        """Notes pages that the file announces and that are not there."""
        announced = self._announced()
        if self.pages < announced and not self.issues:
            missing = f"the file announces {announced:,} pages, and has {self.pages:,}"
            self.issues.append(Issue("reader.page-unreadable", missing))

    def _announced(self) -> int:
        """How many pages the file says that it has, at least those that were seen."""
        from pdfminer.pdftypes import resolve1

        try:
            tree = resolve1(self._document.catalog.get("Pages"))
            announced = resolve1(tree.get("Count")) if isinstance(tree, dict) else 0
        except Exception:  # the page tree's root is damaged: its pages were found without it
            return self.pages
        return max(self.pages, announced) if isinstance(announced, int) else self.pages

    def _page_sources(self) -> Iterator[PDFPage]:
        from pdfminer.pdfpage import PDFPage

        sources = PDFPage.create_pages(self._document)
        while True:
            try:
                source = next(sources, None)
            except Exception as error:
                self.issues.append(
                    Issue("reader.page-unreadable", f"the page after page {self.pages}: {_describe(error)}")
                )
                return
            if source is None:
                return
            yield source


def _open(data: bytes) -> PDFDocument:
    from pdfminer.pdfdocument import PDFEncryptionError

    from communique.readers.pdf.objects import BoundedDocument, ObjectParser
    from communique.readers.pdf.streams import ContentLimitError

    try:
        return BoundedDocument(ObjectParser(io.BytesIO(data)))
    except PDFEncryptionError as error:
        raise ReadError("encrypted", "the PDF asks for a password; save a copy without one") from error
    except ContentLimitError as error:
        raise ReadError("too-large", f"the PDF unpacks to more than the reader takes: {error}") from error
    except Exception as error:
        raise ReadError("unreadable", f"the PDF is damaged: {_describe(error)}") from error


def _sound_box(box: Rect) -> Rect:
    """The page's size with its corners in order; that of a letter where it is next to nothing, as viewers do."""
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    return (x0, y0, x1, y1) if x1 - x0 >= 1 and y1 - y0 >= 1 else (0.0, 0.0, 612.0, 792.0)


def _interpret(interpreter: ContentInterpreter, device: PageDevice, source: PDFPage) -> None:
    """Interprets a page; once more, turned, if most of its text does not run from left to right."""
    interpreter.process_page(source)
    if not device.turned:
        return
    turn, count = max(device.turned.items(), key=lambda item: (item[1], -item[0]))
    if not turn or count <= len(device.page.glyphs):
        return
    upright, cut_off = (device.page_ctm, device.frame), device.cut_off
    device.glyphs_left += len(device.page.glyphs)
    source.rotate = (source.rotate + turn) % 360
    interpreter.process_page(source)
    device.cut_off |= cut_off
    device.page.unturned = _back(upright, (device.page_ctm, device.frame))


def _back(
    upright: tuple[Matrix, tuple[float, float]], turned: tuple[Matrix, tuple[float, float]]
) -> tuple[float, float, float, float, float, float]:
    """What maps a turned page's coordinates to the upright page's.

    Both are given as the matrix from the file's coordinates to the interpreter's and the frame from these to ours
    (x + left, flip - y). The matrices are turns by quarters, so that their inverse is their transpose.
    """

    def convert(x: float, y: float) -> tuple[float, float]:
        (a, b, c, d, e, f), (left, flip) = turned
        dx, dy = x - left - e, flip - y - f
        ux, uy = a * dx + b * dy, c * dx + d * dy
        (a, b, c, d, e, f), (left, flip) = upright
        return a * ux + c * uy + e + left, flip - (b * ux + d * uy + f)

    (ox, oy), (ax, ay), (bx, by) = convert(0, 0), convert(1, 0), convert(0, 1)
    return ax - ox, ay - oy, bx - ox, by - oy, ox, oy


def _entry(document: PDFDocument, key: str) -> str:
    """What the file's description says under a key; "" where it is no text."""
    from pdfminer.pdftypes import resolve1
    from pdfplumber.utils.pdfinternals import decode_text

    found = ""
    for entries in document.info:
        try:
            value = resolve1(entries.get(key))
        except Exception:
            continue
        if isinstance(value, bytes):
            found = decode_text(value)
    return found


def _language(document: PDFDocument) -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    try:
        value = resolve1(document.catalog.get("Lang"))
        return decode_text(value).strip("\x00 ") if isinstance(value, bytes) else ""
    except Exception:
        return ""


def _links(source: PDFPage, device: Any) -> list[Area]:
    """The page's links to the web and to mail addresses, as areas on the page."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import apply_matrix_pt, decode_text

    def read(raw: object) -> Area | None:
        annotation = resolve1(raw)
        action = resolve1(annotation.get("A"))
        uri = resolve1(action.get("URI")) if isinstance(action, dict) else None
        if not isinstance(uri, bytes):
            return None
        x0, y0, x1, y1 = (float(resolve1(v)) for v in resolve1(annotation["Rect"]))
        matrix: Matrix = device.page_ctm
        (ax, ay), (bx, by) = apply_matrix_pt(matrix, (x0, y0)), apply_matrix_pt(matrix, (x1, y1))
        left, flip = device.frame
        xs, ys = sorted((ax + left, bx + left)), sorted((flip - ay, flip - by))
        if not all(map(math.isfinite, (*xs, *ys))):
            return None
        return Area(xs[0], ys[0], xs[1], ys[1], decode_text(uri).strip("\x00 "))

    found: list[Area] = []
    try:
        annotations = resolve1(source.annots) or []
    except Exception:
        return found
    for raw in annotations if isinstance(annotations, list) else []:
        try:
            if (area := read(raw)) is not None:
                found.append(area)
        except Exception:
            continue
    return found


def _describe(error: object) -> str:
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


_quiet_lock = threading.Lock()
_quiet_levels: list[int] = []
_quiet_depth = 0


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Silences the PDF libraries while files are read: what they log about damage is told by issues instead.

    Levels are put back when the last of several threads leaves.
    """
    global _quiet_depth, _quiet_levels
    with _quiet_lock:
        if not _quiet_depth:
            _quiet_levels = [logging.getLogger(name).level for name in _LOGGERS]
            for name in _LOGGERS:
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        _quiet_depth += 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        with _quiet_lock:
            _quiet_depth -= 1
            if not _quiet_depth:
                for name, level in zip(_LOGGERS, _quiet_levels, strict=True):
                    logging.getLogger(name).setLevel(level)
