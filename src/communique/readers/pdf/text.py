"""Paragraphs to text: how lines join, and which style each glyph has. Writes into a DocumentBuilder."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from operator import attrgetter
from typing import Final

from communique.document import Style
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.readers.pdf.joins import LineJoiner
from communique.readers.pdf.lines import Line, shift_of
from communique.readers.pdf.page import Glyph, Page
from communique.readers.pdf.paragraphs import Paragraph
from communique.readers.pdf.places import GlyphMap

_TALL: Final = 1.6
_TEXT: Final = attrgetter("text")


class TextWriter:
    """Writes paragraphs as blocks, and each glyph's place into `places`."""

    def __init__(self, joiner: LineJoiner, pages: Iterable[Page]) -> None:
        self.builder = DocumentBuilder()
        self.places = GlyphMap()
        self._joiner = joiner
        self._pages = {page.number: page for page in pages}
        self._fragment = 0
        self._styles: dict[tuple[object, ...], Style] = {}

    def write(self, paragraphs: Iterable[Paragraph]) -> None:
        for paragraph in paragraphs:
            self.builder.begin_block(
                paragraph.role,
                level=paragraph.level,
                group=paragraph.group,
                marker=paragraph.marker if paragraph.role == "list_item" else "",
                page=paragraph.page,
            )
            if paragraph.cells:
                for number, cell in enumerate(paragraph.cells):
                    if number:
                        self.builder.append(CELL_END, -1, Style())
                    self._write_lines(cell, 0)
            else:
                skipped = paragraph.marker_glyphs if paragraph.role == "list_item" else 0
                self._write_lines(paragraph.lines, skipped)

    def _write_lines(self, lines: list[Line], skipped: int) -> None:
        """Writes lines as running text; the first `skipped` glyphs of the first line are left out."""
        for i, line in enumerate(lines):
            following = lines[i + 1] if i + 1 < len(lines) else None
            join = self._joiner.join(line, following) if following else None
            self._write_line(line, skipped if i == 0 else 0, join.dropped if join else 0)
            if following and join and join.space:
                styles = self._style(following, following.glyphs[0]), self._style(line, line.glyphs[-1])
                self.builder.append(" ", -1, _plainer(*styles))

    def _write_line(self, line: Line, start: int, dropped: int) -> None:
        """Writes the glyphs of a line, all that are set alike at once."""
        self._fragment += 1
        glyphs, spaces = line.glyphs, line.spaces
        end = len(glyphs) - dropped
        tall = False
        links = self._pages[line.page].links
        before: Style | None = None
        while start < end:
            first = glyphs[start]
            style = self._style(line, first)
            if before is not None and spaces[start]:
                self.builder.append(" ", -1, _plainer(style, before))
            if first.size > _TALL * line.size:
                self._fragment += 1  # a drop cap's box reaches over the lines beside it
                tall = True
                stop = start + 1
            else:
                self._fragment += tall
                tall = False
                stop = end if line.plain and not links else _alike_until(glyphs, start, end)
            self._write_alike(line, start, stop, style)
            before = style
            start = stop

    def _write_alike(self, line: Line, start: int, stop: int, style: Style) -> None:
        """Writes glyphs of one style, and the spaces between them."""
        glyphs = line.glyphs[start:stop]
        position = self.places.add(self._pages[line.page], self._fragment, glyphs)
        texts = list(map(_TEXT, glyphs))
        origins = list(range(position, position + len(texts)))
        breaks = [i for i, spaced in enumerate(line.spaces[start:stop]) if spaced and i]
        if set(map(len, texts)) != {1}:  # ligatures that the file spells out
            ends = list(accumulate(map(len, texts)))
            breaks = [ends[i - 1] for i in breaks]
            origins = [number for number, text in zip(origins, texts, strict=True) for _ in text]
        text = "".join(texts)
        pieces: list[str] = []
        placed: list[int] = []
        last = 0
        for at in breaks:
            pieces += text[last:at], " "
            placed += origins[last:at]
            placed.append(-1)
            last = at
        pieces.append(text[last:])
        self.builder.append("".join(pieces), placed + origins[last:], style)

    def _style(self, line: Line, glyph: Glyph) -> Style:
        rise = (line.baseline - glyph.baseline) / line.size
        shift = shift_of(glyph, line)
        key = (glyph.size, round(rise, 2), glyph.font, glyph.link, shift)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = Style(
                size_pt=round(glyph.size, 2),
                rise_em=round(rise, 2) + 0.0,
                bold=glyph.font.bold,
                italic=glyph.font.italic,
                superscript=shift > 0,
                subscript=shift < 0,
                link=glyph.link,
            )
        return style


def _alike_until(glyphs: list[Glyph], start: int, end: int) -> int:
    """Where the glyphs end that are set as the first one is: same size, baseline, font and link."""
    first = glyphs[start]
    size, baseline, font, link = first.size, first.baseline, first.font, first.link
    for i in range(start + 1, end):
        glyph = glyphs[i]
        if glyph.font is not font or glyph.size != size or glyph.baseline != baseline or glyph.link != link:
            return i
    return end


def _plainer(style: Style, before: Style) -> Style:
    """Of the styles around a space the one that sets nothing apart: a mark or a link does not reach over the space."""
    return before if style.superscript or style.subscript or style.link else style
