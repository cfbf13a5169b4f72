"""Collects what a page's content stream paints, without the library's layout analysis and records.

pdfplumber gives each character as a dictionary, at ten times the cost of what a layout needs, and does not tell
whether it is painted at all. This device takes the calls of the library's interpreter and keeps the same boxes (a test
compares them). `show` takes whole strings as they stand in the content and works out once a string what is the same
for all of its glyphs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, apply_matrix_pt, decode_text, mult_matrix

from communique.readers.pdf.fonts import FontStore
from communique.readers.pdf.operations import string_bytes
from communique.readers.pdf.page import Area, Glyph, Page, Rule
from communique.readers.pdf.signs import PrintedFont
from communique.readers.pdf.streams import MAX_FILE_CONTENT_BYTES, ContentLimitError

MAX_FORMS_PER_PAGE: Final = 20_000
"""Nested forms multiply: eight levels of eight are 16 million. Real pages have a few hundred."""

MAX_PATHS_PER_PAGE: Final = 200_000
"""Maps and plots draw this many strokes; what comes after them is not looked at for ruling lines."""

MAX_RULES_PER_PAGE: Final = 10_000

MAX_REPLACED_GLYPHS: Final = 12
"""An /ActualText that stands for more glyphs than a word has describes a picture or a paragraph, and is not used."""

_THIN_PT: Final = 2.5
_DOT_PT: Final = (1.5, 7.0)
_SHORTEST_RULE_PT: Final = 4.0
_UNPAINTED: Final = frozenset({3, 7})
_TOLERATED_TURN: Final = 0.02
_TOLERATED_SLANT: Final = 0.36  # tan 20°: a font slanted by its matrix is italic, not rotated


class PageDevice(PDFTextDevice):
    """Receives the painting calls for one page after the other and fills `page`.

    Args:
        fonts: the fonts of the file.
        glyphs_left: how many glyphs may still come, over all pages.
        content_left: how many bytes of content may still come, over all pages; the interpreter counts them.

    Attributes:
        page_number: of the page to come, set by the caller.
        cut_off: whether part of the page's content was damaged.
        turned: how many glyphs run upwards, upside down and downwards, by the clockwise turn that would right them.
    """

    page: Page
    page_ctm: Matrix
    frame: tuple[float, float]

    def __init__(self, fonts: FontStore, glyphs_left: int) -> None:
        super().__init__(fonts)
        self._store = fonts
        self.glyphs_left = glyphs_left
        self.content_left = MAX_FILE_CONTENT_BYTES
        self._fonts: dict[int, PrintedFont] = {}
        self._forms = 0
        self._paths = 0
        self._hidden = False
        self._tags: list[_Tag] = []
        self._pagination = 0
        self.page_number = 0
        self.cut_off = False
        self.turned: Counter[int] = Counter()

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.page, self._left, self._flip = page_frame(page, self.page_number)
        self.frame = (self._left, self._flip)
        self.page_ctm = ctm
        self._forms = self._paths = self._pagination = 0
        self._tags.clear()
        self._hidden = self.cut_off = False
        self.turned.clear()

    def begin_figure(self, name: str, bbox: Any, matrix: Matrix) -> None:  # noqa: ARG002 - the library's signature
        self._forms += 1
        if self._forms > MAX_FORMS_PER_PAGE:
            raise ContentLimitError(f"more than {MAX_FORMS_PER_PAGE:,} forms on one page")

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002 - never decoded, only placed
        if self.ctm is None:
            return
        corners = [apply_matrix_pt(self.ctm, corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))]
        xs = [x + self._left for x, _ in corners]
        ys = [self._flip - y for _, y in corners]
        if all(map(math.isfinite, (*xs, *ys))):
            self.page.images.append(Area(min(xs), min(ys), max(xs), max(ys)))

    def paint_path(
        self,
        graphicstate: PDFGraphicState,  # noqa: ARG002
        stroke: bool,
        fill: bool,
        evenodd: bool,  # noqa: ARG002
        path: Sequence[Any],
    ) -> None:
        """Keeps straight strokes, edges of stroked rectangles, filled rectangles thin as lines, and dots."""
        self._paths += 1
        if self._paths > MAX_PATHS_PER_PAGE or self.ctm is None or not (stroke or fill):
            return
        shapes: list[list[tuple[float, float]]] = []
        for step in path:
            if step[0] == "m" or not shapes:
                shapes.append([])
            if step[0] == "h":
                if shapes[-1]:
                    shapes[-1].append(shapes[-1][0])
            else:
                x, y = apply_matrix_pt(self.ctm, step[-2:])
                shapes[-1].append((x + self._left, self._flip - y))
        boxes = [box for shape in shapes if (box := self._add_shape(shape, stroke)) is not None]
        if fill and not stroke and len(boxes) == 2:
            self._add_borders(boxes[0], boxes[1])

    def _add_shape(self, points: list[tuple[float, float]], stroke: bool) -> Area | None:
        """Keeps the shape as a rule or a dot if it is one; gives its box if it is large."""
        if len(points) < 2:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Area(min(xs), min(ys), max(xs), max(ys))
        width, height = box.x1 - box.x0, box.bottom - box.top
        if not (math.isfinite(width) and math.isfinite(height)):
            return None
        if min(width, height) <= _THIN_PT and max(width, height) >= _SHORTEST_RULE_PT:
            self._add_rule(Rule(box.x0, box.top, box.x1, box.bottom))
            return None
        if _DOT_PT[0] <= height <= _DOT_PT[1] and 0.8 * height <= width <= 1.25 * height:
            self.page.dots.append(box)
            return None
        if stroke and len(points) <= 5:
            for (ax, ay), (bx, by) in pairwise(points):
                if abs(ax - bx) <= _THIN_PT or abs(ay - by) <= _THIN_PT:
                    self._add_rule(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        return box

    def _add_rule(self, rule: Rule) -> None:
        if len(self.page.rules) < MAX_RULES_PER_PAGE:
            self.page.rules.append(rule)

    def _add_borders(self, outer: Area, inner: Area) -> None:
        """A border drawn as the difference of two rectangles (CSS borders are): its sides are rules."""
        if outer.size < inner.size:
            outer, inner = inner, outer
        sides = (
            Rule(outer.x0, outer.top, outer.x1, inner.top),
            Rule(outer.x0, inner.bottom, outer.x1, outer.bottom),
            Rule(outer.x0, outer.top, inner.x0, outer.bottom),
            Rule(inner.x1, outer.top, outer.x1, outer.bottom),
        )
        for side in sides:
            if 0 < min(side.x1 - side.x0, side.bottom - side.top) <= _THIN_PT:
                self._add_rule(side)

    def render_string(
        self,
        textstate: PDFTextState,
        seq: Any,
        ncs: Any,
        graphicstate: PDFGraphicState,
    ) -> None:
        self._hidden = textstate.render in _UNPAINTED
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,  # noqa: ARG002 - the library's signature
        graphicstate: PDFGraphicState,  # noqa: ARG002
    ) -> float:
        cache = self._fonts.get(id(font)) or self._remember(font)
        text, width, undefined, _ = cache.known[cid]
        advance = width * fontsize * scaling
        self.glyphs_left -= 1
        if self.glyphs_left < 0:
            raise ContentLimitError("the file has more characters than the reader's limit")
        a, b, c, d, e, f = matrix
        if cache.drawn and d * fontsize < 0:
            c, d = -c, -d  # glyphs that are drawn upside down, to be turned over; nobody prints mirror writing
        size = fontsize * d
        upright = fontsize * scaling * a > 0 and size > 0
        if not upright or cache.vertical or abs(b) > _TOLERATED_TURN * abs(a) or abs(c) > _TOLERATED_SLANT * abs(d):
            if not text.isspace():
                self.turned[_turn(a * fontsize, b * fontsize)] += 1
            return advance
        descent = cache.descent * fontsize
        x0, y0 = e, d * (descent + rise) + f
        x1, y1 = a * advance + e, y0 + size
        if c:
            shift0, shift1 = c * (descent + rise), c * (descent + rise + fontsize)
            x0, x1 = x0 + min(shift0, shift1), x1 + max(shift0, shift1)
        if not (0 < size < 10_000 and math.isfinite(x0 + x1 + y0)):
            return advance
        style = cache.slanted if abs(c) > 0.05 * abs(d) else cache.style
        self.page.glyphs.append(
            Glyph(
                text,
                x0 + self._left,
                self._flip - y1,
                x1 + self._left,
                self._flip - y0,
                self._flip - (d * rise + f),
                size * cache.size_factor,
                style,
                hidden=self._hidden,
                pagination=self._pagination > 0,
                undefined=undefined,
            )
        )
        return advance

    def show(self, state: PDFTextState, elements: Iterable[tuple[bytes, bytes]]) -> None:
        """Takes strings as they stand in the content, each with the number after it: the fast way of `render_string`.

        Args:
            state: the text state, whose position moves on.
            elements: strings, brackets included, and numbers; either may be empty.
        """
        font = state.font
        if font is None or self.ctm is None:
            return
        cache = self._fonts.get(id(font)) or self._remember(font)
        a, b, c, d, e, f = mult_matrix(state.matrix, self.ctm)
        size, scaling = state.fontsize * d, state.scaling * 0.01
        x, y = state.linematrix
        upright = state.fontsize * scaling * a > 0 and 0 < size < 10_000
        if not upright or b or c or y or cache.vertical or cache.drawn:
            items = (item for string, number in elements for item in _items(string, number))
            self.render_string(state, list(items), None, PDFGraphicState())
            return
        self._hidden = state.render in _UNPAINTED
        hidden, pagination = self._hidden, self._pagination > 0
        fontsize, charspace = state.fontsize, state.charspace * scaling
        wordspace = 0 if cache.multibyte else state.wordspace * scaling
        kern_scale = 0.001 * fontsize * scaling
        y0 = d * (cache.descent * fontsize + state.rise) + f
        top, bottom, baseline = self._flip - (y0 + size), self._flip - y0, self._flip - (d * state.rise + f)
        shown_size, style = size * cache.size_factor, cache.style
        left, strings, glyphs = self._left, cache.strings, self.page.glyphs
        first = len(glyphs)
        marked = hidden or pagination
        spaced = False
        for string, kern in elements:
            signs = strings.get(string) or cache.signs(string) if string else ()
            self.glyphs_left -= len(signs)
            if self.glyphs_left < 0:
                raise ContentLimitError("the file has more characters than the reader's limit")
            for text, width, undefined, code in signs:
                if spaced:
                    x += charspace
                x0 = x * a + e
                advance = width * fontsize * scaling
                glyph = Glyph(text, x0 + left, top, a * advance + x0 + left, bottom, baseline, shown_size, style)
                if marked or undefined:
                    glyph.hidden, glyph.pagination, glyph.undefined = hidden, pagination, undefined
                glyphs.append(glyph)
                x += advance
                if wordspace and code == 32:
                    x += wordspace
                spaced = True
            if kern:
                x -= float(kern) * kern_scale
                spaced = True
        state.linematrix = (x, y)
        if not math.isfinite(x + y0):
            glyphs[first:] = [g for g in glyphs[first:] if math.isfinite(g.x0 + g.x1 + g.bottom)]

    def _remember(self, font: PDFFont) -> PrintedFont:
        cache = self._fonts[id(font)] = PrintedFont(font, self._store)
        return cache

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        properties = resolve1(props) if isinstance(props, PDFObjRef) else props
        actual: str | None = None
        pagination = False
        if isinstance(properties, dict):
            raw = resolve1(properties.get("ActualText"))
            actual = decode_text(raw) if isinstance(raw, bytes) else None
            kind = properties.get("Type")
            pagination = tag.name == "Artifact" and isinstance(kind, PSLiteral) and kind.name == "Pagination"
        self._pagination += pagination
        self._tags.append(_Tag(actual, pagination, len(self.page.glyphs)))

    def end_tag(self) -> None:
        if not self._tags:
            return
        tag = self._tags.pop()
        self._pagination -= tag.pagination
        if tag.actual_text is not None:
            _replace(self.page.glyphs[tag.first :], tag.actual_text)


def _turn(a: float, b: float) -> int:
    """The clockwise turn, in quarters of a circle, after which text that runs in the direction (a, b) is level."""
    if abs(a) >= abs(b):
        return 0 if a > 0 else 180
    return 90 if b > 0 else 270


class _Tag:
    __slots__ = ("actual_text", "first", "pagination")

    def __init__(self, actual_text: str | None, pagination: bool, first: int) -> None:
        self.actual_text = actual_text
        self.pagination = pagination
        self.first = first


def _items(string: bytes, number: bytes) -> Iterator[bytes | float]:
    """A string and a number of a content as the library has them."""
    if string:
        yield string_bytes(string)
    if number:
        yield float(number)


def _replace(glyphs: list[Glyph], text: str) -> None:
    """Lets the glyphs stand for `text`, as the file's /ActualText says."""
    if not glyphs or len(glyphs) > MAX_REPLACED_GLYPHS or "".join(g.text for g in glyphs) == text.strip():
        return
    text = text.strip()
    if len(text) == len(glyphs):
        for glyph, char in zip(glyphs, text, strict=True):
            glyph.text, glyph.undefined = char, False
        return
    glyphs[0].text, glyphs[0].undefined = text, False
    for glyph in glyphs[1:]:
        glyph.text, glyph.undefined = "", False


def page_frame(page: PDFPage, number: int) -> tuple[Page, float, float]:
    """The empty page, and what turns the interpreter's coordinates into ours: x + left, flip - y."""
    x0, y0, x1, y1 = _displayed(page.mediabox, page.rotate)
    height = y1 - y0
    left, flip = x0, height + (height - y1)
    cx0, cy0, cx1, cy1 = _displayed(page.cropbox, page.rotate)
    visible = Area(max(x0, cx0), max(height - y1, height - cy1), min(x1, cx1), min(height - y0, height - cy0))
    if visible.x1 - visible.x0 < 1 or visible.bottom - visible.top < 1:
        visible = Area(x0, height - y1, x1, height - y0)
    return Page(number, visible), left, flip


def _displayed(box: tuple[float, float, float, float], rotate: int) -> tuple[float, float, float, float]:
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    return (y0, x0, y1, x1) if rotate in (90, 270) else (x0, y0, x1, y1)
