"""Pages to paragraphs in reading order: furniture out, tables and columns apart, notes at page feet last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.readers.pdf.columns import KnownGutters, Region, find_regions
from communique.readers.pdf.feet import take_foot_notes
from communique.readers.pdf.furniture import find_furniture, measure_body
from communique.readers.pdf.glyphs import link_glyphs, seat_drop_caps
from communique.readers.pdf.lines import Line, Word, find_lines, find_words
from communique.readers.pdf.page import Page
from communique.readers.pdf.paragraphs import Column, Paragraph, find_paragraphs, usual_distances
from communique.readers.pdf.roles import assign_roles, join_over_breaks
from communique.readers.pdf.tables import Table, find_ruled_tables, read_aligned_table

_FEWEST_LINES_FOR_FRAME = 8


@dataclass(slots=True)
class _Sheet:
    """A page being laid out; a table stands for its words."""

    page: Page
    words: list[Word]
    x0: float = 0.0
    x1: float = 0.0


def lay_out(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of all pages in reading order; those of role "note" come last."""
    sheets = [_Sheet(page, find_words(page.glyphs)) for page in pages]
    body = measure_body(sheet.words for sheet in sheets)
    furniture = find_furniture([(sheet.page, sheet.words) for sheet in sheets], body)
    for sheet in sheets:
        link_glyphs(sheet.page, sheet.words)
        sheet.words = [word for word in sheet.words if word not in furniture]
    _set_frames(sheets)
    flow: list[Column | Table] = []
    gutters = KnownGutters()
    for sheet in sheets:
        flow += _read_sheet(sheet, body.size, gutters)
    columns = [part for part in flow if isinstance(part, Column)]
    by_number = {sheet.page.number: sheet.page for sheet in sheets}
    notes = take_foot_notes(columns, by_number, body.size)
    paragraphs = join_over_breaks(_find_parts(flow))
    assign_roles(paragraphs, by_number, body.size)
    return paragraphs + notes


def _find_parts(flow: Sequence[Column | Table]) -> list[list[Paragraph]]:
    """The paragraphs of each column and the rows of each table; a table that goes on overleaf is one group."""
    distances = usual_distances([part.lines for part in flow if isinstance(part, Column)])
    parts: list[list[Paragraph]] = []
    table: Table | None = None
    group = -1
    for part in flow:
        if isinstance(part, Column):
            parts.append(find_paragraphs(part, distances))
            table = None if part.lines else table
            continue
        rows = part.rows
        if table is not None and table.page != part.page and _text(table.rows[0]) == _text(rows[0]):
            rows = rows[1:]
        else:
            group += 1
        parts.append(_table_paragraphs(part, rows, group))
        table = part
    return parts


def _set_frames(sheets: Sequence[_Sheet]) -> None:
    """The left and right edge of each page's text; a page with little text takes those of the document."""
    filled: list[_Sheet] = []
    sparse: list[_Sheet] = []
    for sheet in sheets:
        sheet.x0 = min((w.x0 for w in sheet.words), default=0.0)
        ends = _line_ends(sheet.words)
        sheet.x1 = _right_edge(sheet.words, ends)
        (filled if len(ends) >= _FEWEST_LINES_FOR_FRAME else sparse).append(sheet)
    if not filled:
        return
    x0, x1 = min(s.x0 for s in filled), max(s.x1 for s in filled)
    for sheet in sparse:
        sheet.x0, sheet.x1 = min(sheet.x0, x0) if sheet.words else x0, max(sheet.x1, x1)


def _line_ends(words: Sequence[Word]) -> list[float]:
    """Where the words of each baseline end."""
    ends: dict[int, float] = {}
    for word in words:
        row = round(word.baseline)
        if word.x1 > ends.get(row, float("-inf")):
            ends[row] = word.x1
    return list(ends.values())


def _right_edge(words: Sequence[Word], ends: Sequence[float]) -> float:
    """Where the lines end; a single word that juts out (an address that could not be broken) does not tell."""
    longest = sorted(ends, reverse=True)
    if len(longest) > 4 and longest[0] - longest[1] > 2 * max(w.size for w in words):
        return longest[1]
    return longest[0] if longest else 0.0


def _read_sheet(sheet: _Sheet, em: float, gutters: KnownGutters) -> list[Column | Table]:
    """The columns and tables of a page in reading order."""
    tables = find_ruled_tables(sheet.page, sheet.words)
    inside = {word for table in tables for word in table.words}
    stand_ins = {_stand_in(table): table for table in tables}
    words = [word for word in sheet.words if word not in inside]
    flow: list[Column | Table] = []
    for region in find_regions([*words, *stand_ins], sheet.x0, sheet.x1, em, gutters):
        flow += _read_region(region, stand_ins, sheet.page, em)
    return flow


def _stand_in(table: Table) -> Word:
    """A word without glyphs in the table's place, so that columns are found around it."""
    return Word([], table.x0, table.x1, table.top, table.bottom, table.top, 0.0)


def _read_region(region: Region, stand_ins: dict[Word, Table], page: Page, em: float) -> list[Column | Table]:
    """The lines of a region, or the rows of its aligned cells, in stretches between its ruled tables."""
    flow: list[Column | Table] = []
    words: list[Word] = []

    def close() -> None:
        if words and region.gutters:
            cells = Region(list(words), region.x0, region.x1, region.gutters)
            flow.append(read_aligned_table(cells, page.number))
        elif words:
            seat_drop_caps(words, em)
            flow.append(Column(page.number, region.x0, region.x1, find_lines(words, page.number), _dots(page, region)))
        words.clear()

    tables = sorted((w for w in region.words if w in stand_ins), key=lambda w: w.top)
    rest = sorted((w for w in region.words if w not in stand_ins), key=lambda w: w.baseline)
    at = 0
    for table in tables:
        while at < len(rest) and rest[at].baseline <= table.top + 0.5 * em:
            words.append(rest[at])
            at += 1
        close()
        flow.append(stand_ins[table])
    words.extend(rest[at:])
    close()
    return flow


def _dots(page: Page, region: Region) -> list[tuple[float, float]]:
    """The middles of the dots drawn in or left of a region."""
    middles = (((d.x0 + d.x1) / 2, (d.top + d.bottom) / 2) for d in page.dots)
    return sorted((y, x) for x, y in middles if region.x0 - 40 <= x <= region.x1)


def _text(row: list[list[Line]]) -> list[str]:
    return [line.text for cell in row for line in cell]


def _table_paragraphs(table: Table, rows: list[list[list[Line]]], group: int) -> list[Paragraph]:
    frame = Column(table.page, table.x0, table.x1, [])
    return [
        Paragraph(frame, [line for cell in row for line in cell], "table_row", group=group, cells=row) for row in rows
    ]
