"""Tables: grids of ruling lines, and aligned cells without lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from communique.readers.pdf.columns import Region
from communique.readers.pdf.lines import Line, Word, find_lines
from communique.readers.pdf.page import Page

_TOUCH_PT: Final = 3.0
_MOST_RULES: Final = 3_000
_MOST_WORDS: Final = 20_000
_SMALLEST_CELL_PT: Final = 5.0
_MOST_WORDS_IN_CELL: Final = 90
"""A cell with more words than this is a box that the page is laid out in, not a cell of a table."""

_ROW_GAP_EM: Final = 1.45
_SAME_CELL: Final = 1.12


@dataclass(slots=True, eq=False)
class Table:
    """A table: `rows` of cells, each cell a list of lines; empty cells are left out."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    rows: list[list[list[Line]]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A ruling line: at `at` on the one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


def find_ruled_tables(page: Page, words: Sequence[Word]) -> list[Table]:
    """The tables of a page whose cells are drawn, with the words in them."""
    if len(page.rules) < 4 or len(page.rules) > _MOST_RULES or len(words) > _MOST_WORDS:
        return []
    across = _merged(_Stroke((r.top + r.bottom) / 2, r.x0, r.x1) for r in page.rules if r.horizontal)
    upright = _merged(_Stroke((r.x0 + r.x1) / 2, r.top, r.bottom) for r in page.rules if not r.horizontal)
    tables = (_read_grid(page, a, u, words) for a, u in _components(across, upright))
    return [table for table in tables if table is not None]


def _merged(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes on one line that touch become one."""
    merged: list[_Stroke] = []
    for level in _levels(sorted(strokes, key=lambda s: s.at)):
        at = sum(s.at for s in level) / len(level)
        level.sort(key=lambda s: s.start)
        start, end = level[0].start, level[0].end
        for stroke in level[1:]:
            if stroke.start > end + _TOUCH_PT:
                merged.append(_Stroke(at, start, end))
                start, end = stroke.start, stroke.end
            end = max(end, stroke.end)
        merged.append(_Stroke(at, start, end))
    return merged


def _levels(strokes: Sequence[_Stroke]) -> Iterable[list[_Stroke]]:
    level: list[_Stroke] = []
    for stroke in strokes:
        if level and stroke.at - level[0].at > _TOUCH_PT / 2:
            yield level
            level = []
        level.append(stroke)
    if level:
        yield level


def _components(across: list[_Stroke], upright: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Strokes that hang together."""
    parent = list(range(len(across) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    levels = [s.at for s in across]
    for u, stroke in enumerate(upright):
        first = bisect_left(levels, stroke.start - _TOUCH_PT)
        last = bisect_right(levels, stroke.end + _TOUCH_PT)
        for a in range(first, last):
            if across[a].start - _TOUCH_PT <= stroke.at <= across[a].end + _TOUCH_PT:
                parent[root(len(across) + u)] = root(a)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = {}
    for i in range(len(parent)):
        group = groups.setdefault(root(i), ([], []))
        if i < len(across):
            group[0].append(across[i])
        else:
            group[1].append(upright[i - len(across)])
    return [g for _, g in sorted(groups.items()) if len(g[0]) > 1 and g[1]]


def _read_grid(page: Page, across: list[_Stroke], upright: list[_Stroke], words: Sequence[Word]) -> Table | None:
    xs = _distinct([s.at for s in upright] + [min(s.start for s in across), max(s.end for s in across)])
    ys = _distinct([s.at for s in across] + [min(s.start for s in upright), max(s.end for s in upright)])
    if len(xs) < 3 or len(ys) < 3:
        return None
    table = Table(page.number, xs[0], ys[0], xs[-1], ys[-1])
    walls, floors = _by_level(upright, xs), _by_level(across, ys)
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        if not (xs[0] < x < xs[-1] and ys[0] < y < ys[-1]):
            continue
        column, row = bisect_right(xs, x) - 1, bisect_right(ys, y) - 1
        while column > 0 and not _is_drawn(walls[column], y):
            column -= 1
        while row > 0 and not _is_drawn(floors[row], x):
            row -= 1
        cells.setdefault((row, column), []).append(word)
        table.words.append(word)
    if len(cells) < 3 or len({row for row, _ in cells}) < 2 or len({column for _, column in cells}) < 2:
        return None
    if max(len(cell) for cell in cells.values()) > _MOST_WORDS_IN_CELL:
        return None
    for row in range(len(ys)):
        filled = [find_lines(cells[key], page.number) for key in sorted(k for k in cells if k[0] == row)]
        if filled:
            table.rows.append(filled)
    return table


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SMALLEST_CELL_PT:
            kept.append(value)
    return kept


def _by_level(strokes: Sequence[_Stroke], levels: Sequence[float]) -> list[list[_Stroke]]:
    """The strokes at each of the grid's levels."""
    found: list[list[_Stroke]] = [[] for _ in levels]
    for stroke in strokes:
        near = bisect_left(levels, stroke.at - _SMALLEST_CELL_PT)
        if near < len(levels) and levels[near] <= stroke.at + _SMALLEST_CELL_PT:
            found[near].append(stroke)
    return found


def _is_drawn(strokes: Sequence[_Stroke], through: float) -> bool:
    return any(s.start - 1 <= through <= s.end + 1 for s in strokes)


def read_aligned_table(region: Region, page: int) -> Table:
    """The cells of a region whose words stand in aligned columns without lines around them."""
    edges = [gutter.middle for gutter in region.gutters]
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for word in region.words:
        columns[bisect_right(edges, (word.x0 + word.x1) / 2)].append(word)
    lined = [find_lines(words, page) for words in columns]
    top, bottom = min(w.top for w in region.words), max(w.bottom for w in region.words)
    rows = _rows_by_distance(lined) or _rows_by_baseline(lined)
    return Table(page, region.x0, top, region.x1, bottom, rows, region.words)


def _rows_by_distance(columns: Sequence[Sequence[Line]]) -> list[list[list[Line]]]:
    """Rows of cells with several lines: within a cell the lines stand closer than anywhere else. [] when none do."""
    distances = [b.baseline - a.baseline for lines in columns for a, b in pairwise(lines)]
    closest = min((d for d in distances if d > 0), default=0.0)
    cells: list[tuple[float, float, int, list[Line]]] = []
    for number, lines in enumerate(columns):
        cell: list[Line] = []
        for line in lines:
            if cell and line.baseline - cell[-1].baseline > _SAME_CELL * closest + line.overhang:
                cells.append(_extent(cell, number))
                cell = []
            cell.append(line)
        if cell:
            cells.append(_extent(cell, number))
    cells.sort(key=lambda c: (c[0], c[2]))
    rows: list[list[tuple[float, float, int, list[Line]]]] = []
    reached = float("-inf")
    for item in cells:
        if item[0] < reached:
            rows[-1].append(item)
        else:
            rows.append([item])
        reached = max(reached, item[1])
    if 2 * len(rows) < max(len(lines) for lines in columns):
        return []
    return [[lines for _, _, _, lines in sorted(row, key=lambda c: c[2])] for row in rows]


def _extent(cell: list[Line], column: int) -> tuple[float, float, int, list[Line]]:
    """Top and bottom of a cell, a little less than they are: neighbouring rows may touch."""
    slack = 0.2 * cell[0].size
    return cell[0].top + slack, cell[-1].bottom - slack, column, cell


def _rows_by_baseline(columns: Sequence[Sequence[Line]]) -> list[list[list[Line]]]:
    """Rows of single lines; a line whose first cell is empty and that follows closely continues the row above it."""
    placed = sorted(((line, n) for n, lines in enumerate(columns) for line in lines), key=lambda p: p[0].baseline)
    level: list[list[tuple[Line, int]]] = []
    for line, column in placed:
        if not level or line.baseline - level[-1][0][0].baseline > 0.4 * line.size:
            level.append([])
        level[-1].append((line, column))
    rows: list[dict[int, list[Line]]] = []
    previous = float("-inf")
    for lines in level:
        first = lines[0][0]
        close = first.baseline - previous <= _ROW_GAP_EM * first.size
        if not rows or not close or any(column == 0 for _, column in lines):
            rows.append({})
        for line, column in lines:
            rows[-1].setdefault(column, []).append(line)
        previous = first.baseline
    return [[row[n] for n in sorted(row)] for row in rows]
