"""Words of a page to columns in reading order.

A gutter is an upright empty strip with text on both sides, at whose right edge lines begin. The page is split at its
longest gutter; what stands above and below it (a title, notes over the whole width) and the two sides are split again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import Final

from communique.readers.pdf.lines import Word

_NARROWEST_EM: Final = 0.8
_FEWEST_ROWS: Final = 3
_ALIGNED_SHARE: Final = 0.6
_LONGEST_RIVER: Final = 10
_ALIGNED_SHARE_OF_MANY: Final = 0.25
"""Wide gaps between words stand below one another by chance on some lines, not on ten. There a column is certain, and
its lines may start where they will: indented, in lists."""

_ALIGNED_EM: Final = 0.4
_GAP_EM: Final = 1.9
"""A baseline distance, in ems, that separates two blocks: single-spaced lines stand 1.1 to 1.5 em apart."""

_LEVEL_SHARE: Final = 0.5
_DEEPEST: Final = 8
_MOST_STRIPS: Final = 48
_MOST_CHECKED: Final = 200
_MOST_WORDS: Final = 20_000
"""A page of small print has 1,500 words. What has more than this is a map or a plot, and is read line by line."""

_X0: Final = attrgetter("x0")
_BASELINE: Final = attrgetter("baseline")
_FULL_LINE: Final = 0.72
"""Lines of prose fill their column; cells of a table and lines of an address do not. Measured as the median share of
the column's width: prose 0.9 and more on the two-column train PDFs, tables 0.3 to 0.6."""


@dataclass(frozen=True, slots=True)
class Gutter:
    """An empty strip `[x0, x1)` between two columns, from `top` to `bottom` (baselines of its first and last row)."""

    x0: float
    x1: float
    top: float
    bottom: float
    rows: int

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True, eq=False)
class Region:
    """Words that are read top to bottom, and the frame in which they stand.

    `gutters` is not empty where the words are aligned cells and not prose: then they are read row by row.
    """

    words: list[Word]
    x0: float
    x1: float
    gutters: tuple[Gutter, ...] = ()


class KnownGutters:
    """Intervals of x, of which none holds another: what is asked is only whether one stands within a place.

    `changes` counts how often one was added.
    """

    def __init__(self) -> None:
        self.changes = 0
        self._x0: list[float] = []
        self._x1: list[float] = []  # in ascending order, too, since none holds another

    def has_within(self, x0: float, x1: float) -> bool:
        at = bisect_left(self._x0, x0)
        return at < len(self._x1) and self._x1[at] <= x1

    def add(self, x0: float, x1: float) -> None:
        if self.has_within(x0, x1):
            return
        self.changes += 1
        until = bisect_right(self._x0, x0)
        first = bisect_left(self._x1, x1, 0, until)  # those from here on hold the new one
        self._x0[first:until] = [x0]
        self._x1[first:until] = [x1]


@dataclass(slots=True)
class _Row:
    baseline: float
    words: list[Word]


def find_regions(words: Sequence[Word], x0: float, x1: float, em: float, known: KnownGutters) -> list[Region]:
    """The regions of a page in reading order.

    Args:
        words: the words of the page, furniture left out.
        x0: left edge of the page's text.
        x1: right edge of the page's text.
        em: the size of the page's body type in points.
        known: the gutters between columns of prose on earlier pages; those of this page are added.
    """
    depth = _DEEPEST if len(words) <= _MOST_WORDS else 0
    return list(_split(list(words), x0, x1, _Setting(em, known), depth))


@dataclass(frozen=True, slots=True)
class _Setting:
    em: float
    known: KnownGutters

    def is_known(self, x0: float, x1: float) -> bool:
        """Whether prose was parted here before: then a few short lines on both sides are columns, too."""
        return self.known.has_within(x0 - 1, x1 + 1)


def _split(words: list[Word], x0: float, x1: float, setting: _Setting, depth: int) -> Iterator[Region]:
    gutter = _best_gutter(words, x0, x1, setting) if depth else None
    yield from _split_at(gutter, words, x0, x1, setting, depth)


def _split_at(
    gutter: Gutter | None, words: list[Word], x0: float, x1: float, setting: _Setting, depth: int
) -> Iterator[Region]:
    """The regions above, beside and below the widest gutter of some words."""
    em = setting.em
    if gutter is None:
        if words:
            yield Region(words, x0, x1)
        return
    above = [w for w in words if w.baseline < gutter.top - _reach(w, em)]
    below = [w for w in words if w.baseline > gutter.bottom + _reach(w, em)]
    apart = {*above, *below}
    middle = [w for w in words if w not in apart]
    left = [w for w in middle if (w.x0 + w.x1) / 2 < gutter.middle]
    right = [w for w in middle if (w.x0 + w.x1) / 2 >= gutter.middle]
    yield from _split(above, x0, x1, setting, depth - 1)
    learnt = setting.known.changes
    further = _best_gutter(left, x0, gutter.x0, setting), _best_gutter(right, gutter.x1, x1, setting)
    parts = (
        _parts_at(further[0], left, x0, gutter.x0, setting),
        _parts_at(further[1], right, gutter.x1, x1, setting),
    )
    prose = tuple(all(_is_prose(*part) for part in side) for side in parts)
    known = setting.is_known(gutter.x0, gutter.x1)
    if all(prose) or known or _are_cards(left, right) or _is_text_by_list(left, right) or not _are_rows(left, right):
        if all(prose) and not known:
            setting.known.add(gutter.x0, gutter.x1)
        sides = [(further[0], left, x0, gutter.x0), (further[1], right, gutter.x1, x1)]
        if prose == (False, True) and _is_smaller(left, right):
            sides.reverse()  # an aside in the left margin
        for side_gutter, side, side_x0, side_x1 in sides:
            if setting.known.changes != learnt:  # what is known now may part the side elsewhere
                yield from _split(side, side_x0, side_x1, setting, depth - 1)
            else:
                yield from _split_at(side_gutter if depth > 1 else None, side, side_x0, side_x1, setting, depth - 1)
    else:
        edges = [(part_x0, part_x1) for side in parts for _, part_x0, part_x1 in side]
        gutters = (Gutter(a[1], b[0], gutter.top, gutter.bottom, gutter.rows) for a, b in pairwise(edges))
        yield Region(middle, x0, x1, tuple(gutters))
    yield from _split(below, x0, x1, setting, depth - 1)


def _reach(word: Word, em: float) -> float:
    """How far above or below a line's baseline a word may stand and still belong to it."""
    return (0.7 if word.size < 0.88 * em else 0.3) * em


def _parts(words: list[Word], x0: float, x1: float, setting: _Setting) -> list[tuple[list[Word], float, float]]:
    """The columns or cells into which a side of a gutter is parted further, as (words, x0, x1)."""
    return _parts_at(_best_gutter(words, x0, x1, setting), words, x0, x1, setting)


def _parts_at(
    gutter: Gutter | None, words: list[Word], x0: float, x1: float, setting: _Setting
) -> list[tuple[list[Word], float, float]]:
    if gutter is None:
        return [(words, x0, x1)]
    left = [w for w in words if (w.x0 + w.x1) / 2 < gutter.middle]
    right = [w for w in words if (w.x0 + w.x1) / 2 >= gutter.middle]
    return [*_parts(left, x0, gutter.x0, setting), *_parts(right, gutter.x1, x1, setting)]


def _is_prose(words: list[Word], x0: float, x1: float) -> bool:
    """Whether the lines fill their column, or go on in mid-sentence from one to the next."""
    rows = [row for row in _rows(words) if _counts(row.words)]
    widths = [row.words[-1].x1 - row.words[0].x0 for row in rows]
    return bool(widths) and (median(widths) >= _FULL_LINE * (x1 - x0) or _flows(rows))


def _flows(rows: Sequence[_Row]) -> bool:
    starts = [row.words[0].glyphs[0].text[:1] for row in rows[1:] if row.words[0].glyphs]
    return len(starts) > 2 and sum(c.islower() for c in starts) >= 0.5 * len(starts)


def _is_text_by_list(left: list[Word], right: list[Word]) -> bool:
    """Whether running text stands beside lines that are set as close as text is: not beside labels of its parts."""
    sides = [[row for row in _rows(side) if _counts(row.words)] for side in (left, right)]
    for text, other in (sides, sides[::-1]):
        distances = [b.baseline - a.baseline for a, b in pairwise(other)]
        if _flows(text) and len(distances) > 1 and median(distances) < 1.6 * max(w.size for w in other[0].words):
            return True
    return False


def _are_rows(left: list[Word], right: list[Word]) -> bool:
    """Whether most lines of the side with fewer lines stand on a line of the other side, as cells do."""
    few, many = sorted(([row.baseline for row in _rows(side) if _counts(row.words)] for side in (left, right)), key=len)
    em = left[0].size if left else 0.0
    near = ((b, bisect_left(many, b - em)) for b in few)
    level = sum(any(abs(b - other) < 0.15 * em for other in many[at : at + 3]) for b, at in near)
    return level >= _LEVEL_SHARE * len(few)


def _is_smaller(side: list[Word], other: list[Word]) -> bool:
    return max(w.size for w in side) < 0.93 * median(w.size for w in other)


def _are_cards(left: list[Word], right: list[Word]) -> bool:
    """Whether both sides are addresses with a mail address or a telephone number: contacts side by side."""
    return all(any(_is_contact(word) for word in side) for side in (left, right))


def _is_contact(word: Word) -> bool:
    text = "".join(g.text for g in word.glyphs)
    return "@" in text or (text.startswith("+") and text[1:3].isdigit())


def _rows(words: Sequence[Word]) -> list[_Row]:
    rows: list[_Row] = []
    for word in sorted(words, key=_BASELINE):
        if rows and word.baseline - rows[-1].baseline <= 0.12 * word.size:
            rows[-1].words.append(word)
        else:
            rows.append(_Row(word.baseline, [word]))
    for row in rows:
        row.words.sort(key=_X0)
    return rows


def _best_gutter(words: Sequence[Word], x0: float, x1: float, setting: _Setting) -> Gutter | None:
    rows = _rows(words)
    best: Gutter | None = None
    for left, right, first, last in _empty_strips(rows, x0, x1, _NARROWEST_EM * setting.em):
        fewest = 1 if setting.is_known(left, right) else _FEWEST_ROWS
        if last - first + 1 < (best.rows + 1 if best is not None else fewest):
            continue
        gutter = _checked(rows[first : last + 1], left, right, fewest, blocked=last + 1 < len(rows), em=setting.em)
        if gutter is not None and (best is None or gutter.rows > best.rows):
            best = gutter
    return best


def _empty_strips(rows: Sequence[_Row], x0: float, x1: float, narrowest: float) -> list[tuple[float, float, int, int]]:
    """All empty strips (left, right, first row, last row) that can be made neither wider nor longer."""
    strips: list[tuple[float, float, int, int]] = []
    active: dict[tuple[float, float], int] = {}
    for i, row in enumerate(rows):
        free = _free(row, x0, x1, narrowest)
        grown: dict[tuple[float, float], int] = {}
        for (a, b), start in active.items():
            for fa, fb in free:
                left, right = max(a, fa), min(b, fb)
                if right - left >= narrowest:
                    key = (left, right)
                    grown[key] = min(start, grown.get(key, start))
        for key in free:
            grown.setdefault(key, i)
        strips += ((a, b, start, i - 1) for (a, b), start in active.items() if (a, b) not in grown)
        active = dict(sorted(grown.items(), key=lambda item: (item[1], item[0]))[:_MOST_STRIPS])
    strips += ((a, b, start, len(rows) - 1) for (a, b), start in active.items())
    return sorted(strips, key=lambda s: (s[2] - s[3], s[0] - s[1], s))[:_MOST_CHECKED]


def _free(row: _Row, x0: float, x1: float, narrowest: float) -> list[tuple[float, float]]:
    """The gaps of a row, edges of the region included."""
    gaps: list[tuple[float, float]] = []
    reached = x0
    for word in row.words:
        if word.x0 - reached >= narrowest:
            gaps.append((reached, word.x0))
        if word.x1 > reached:
            reached = word.x1
    if x1 - reached >= narrowest:
        gaps.append((reached, x1))
    return gaps


def _checked(rows: Sequence[_Row], x0: float, x1: float, fewest: int, *, blocked: bool, em: float) -> Gutter | None:
    """The strip as a gutter, cut to where text stands on both sides; None when it is only a river or a margin.

    `fewest` rows must stand on either side. `blocked` says that a row over the whole width ends the strip, not the end
    of the page.
    """
    middle = (x0 + x1) / 2
    left = [(r.baseline, side) for r in rows if (side := [w for w in r.words if w.x0 < middle])]
    right = [(r.baseline, side) for r in rows if (side := [w for w in r.words if w.x0 >= middle])]
    left, right = [r for r in left if _counts(r[1])], [r for r in right if _counts(r[1])]
    if len(left) < fewest or len(right) < fewest:
        return None
    starts = Counter(round(side[0].x0 / (_ALIGNED_EM * em)) for _, side in right)
    common = max(starts, key=lambda s: (starts[s], -s))
    aligned = sum(n for s, n in starts.items() if abs(s - common) <= 1)
    if aligned < (_ALIGNED_SHARE if len(rows) < _LONGEST_RIVER else _ALIGNED_SHARE_OF_MANY) * len(right):
        return None
    top = min(_cut_above(left, right[0][0], em), _cut_above(right, left[0][0], em))
    bottom = max(_cut_below(left, right, em, blocked=blocked), _cut_below(right, left, em, blocked=blocked))
    left, right = [r for r in left if top <= r[0] <= bottom], [r for r in right if top <= r[0] <= bottom]
    if len(left) < fewest or len(right) < fewest:
        return None
    overlap = min(left[-1][0], right[-1][0]) - max(left[0][0], right[0][0])
    if overlap < 0.4 * min(left[-1][0] - left[0][0], right[-1][0] - right[0][0]):
        return None
    return Gutter(x0, x1, top, bottom, len(left) + len(right))


def _counts(side: list[Word]) -> bool:
    """Whether the words on one side have more than two glyphs."""
    count = 0
    for word in side:
        count += len(word.glyphs)
        if count > 2:
            return True
    return False


def _cut_above(side: list[tuple[float, list[Word]]], other_first: float, em: float) -> float:
    """Where the side begins: rows above the other side that stand apart belong to what precedes the columns."""
    baselines = [b for b, _ in side]
    until = bisect_right(baselines, other_first + 0.5 * em)
    for i in range(min(until, len(baselines) - 1), 0, -1):
        if baselines[i] - baselines[i - 1] > _GAP_EM * em and baselines[i - 1] < other_first - 0.5 * em:
            return baselines[i]
    return baselines[0]


def _cut_below(
    side: list[tuple[float, list[Word]]], other: list[tuple[float, list[Word]]], em: float, *, blocked: bool
) -> float:
    """Where the side ends: short rows below the other side that stand apart belong to what follows the columns.

    A heading that stands over a full-width paragraph leaves the gutter free; so does a short last line of the page
    when both columns were brought to the same height before it.
    """
    ended = other[-1][0]
    width = max(words[-1].x1 for _, words in side) - min(words[0].x0 for _, words in side)
    groups = _groups(side, em)
    kept = len(groups)
    while kept > 1 and groups[kept - 1][0][0] > ended + 0.5 * em and not _fills(groups[kept - 1], width):
        kept -= 1
    last = groups[kept - 1][-1][0]
    if blocked or abs(last - ended) <= _GAP_EM * em:
        return last
    return side[-1][0]


def _groups(side: Sequence[tuple[float, list[Word]]], em: float) -> list[list[tuple[float, list[Word]]]]:
    """The rows of one side, parted where they stand apart."""
    groups = [[side[0]]]
    for before, row in pairwise(side):
        if row[0] - before[0] > _GAP_EM * em:
            groups.append([])
        groups[-1].append(row)
    return groups


def _fills(group: Sequence[tuple[float, list[Word]]], width: float) -> bool:
    """Whether rows are prose of the column: text over the whole width would have closed the gutter."""
    return len(group) > 1 and median(words[-1].x1 - words[0].x0 for _, words in group) > _FULL_LINE * width
