"""Words of a page to columns in reading order.

A gutter is an upright empty strip with text on both sides, at whose right edge lines begin. The page is split at its
longest gutter; what stands above and below it (a title, notes over the whole width) and the two sides are split again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from communique.readers.pdf.lines import Word

_NARROWEST_EM: Final = 0.8
_FEWEST_ROWS: Final = 3
_ALIGNED_SHARE: Final = 0.6
_ALIGNED_EM: Final = 0.4
_GAP_EM: Final = 1.9
"""A baseline distance, in ems, that separates two blocks: single-spaced lines stand 1.1 to 1.5 em apart."""

_DEEPEST: Final = 8
_MOST_STRIPS: Final = 48
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


@dataclass(slots=True)
class _Row:
    baseline: float
    words: list[Word]


def find_regions(
    words: Sequence[Word], x0: float, x1: float, em: float, known: list[tuple[float, float]]
) -> list[Region]:
    """The regions of a page in reading order.

    Args:
        words: the words of the page, furniture left out.
        x0: left edge of the page's text.
        x1: right edge of the page's text.
        em: the size of the page's body type in points.
        known: the gutters between columns of prose on earlier pages, as (x0, x1); those of this page are added.
    """
    return list(_split(list(words), x0, x1, _Setting(em, known), _DEEPEST))


@dataclass(frozen=True, slots=True)
class _Setting:
    em: float
    known: list[tuple[float, float]]

    def is_known(self, gutter: Gutter) -> bool:
        """Whether prose was parted here before: then short lines on both sides are still columns."""
        return any(x0 < gutter.middle < x1 for x0, x1 in self.known)


def _split(words: list[Word], x0: float, x1: float, setting: _Setting, depth: int) -> Iterator[Region]:
    em = setting.em
    gutter = _best_gutter(words, x0, x1, em) if depth and len(words) >= 2 * _FEWEST_ROWS else None
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
    prose = _is_prose(left, x0, gutter.x0) and _is_prose(right, gutter.x1, x1)
    if prose or setting.is_known(gutter) or _are_cards(left, right):
        if prose:
            setting.known.append((gutter.x0, gutter.x1))
        yield from _split(left, x0, gutter.x0, setting, depth - 1)
        yield from _split(right, gutter.x1, x1, setting, depth - 1)
    else:
        more = _gutters_within(left, x0, gutter.x0, em), _gutters_within(right, gutter.x1, x1, em)
        yield Region(middle, x0, x1, (*more[0], gutter, *more[1]))
    yield from _split(below, x0, x1, setting, depth - 1)


def _reach(word: Word, em: float) -> float:
    """How far above or below a line's baseline a word may stand and still belong to it."""
    return (0.7 if word.size < 0.88 * em else 0.3) * em


def _gutters_within(words: list[Word], x0: float, x1: float, em: float) -> tuple[Gutter, ...]:
    """All gutters of a region of aligned cells, left to right."""
    gutter = _best_gutter(words, x0, x1, em)
    if gutter is None:
        return ()
    left = [w for w in words if (w.x0 + w.x1) / 2 < gutter.middle]
    right = [w for w in words if (w.x0 + w.x1) / 2 >= gutter.middle]
    return (*_gutters_within(left, x0, gutter.x0, em), gutter, *_gutters_within(right, gutter.x1, x1, em))


def _is_prose(words: list[Word], x0: float, x1: float) -> bool:
    rows = _rows(words)
    widths = [row.words[-1].x1 - row.words[0].x0 for row in rows if sum(len(w.glyphs) for w in row.words) > 2]
    return bool(widths) and median(widths) >= _FULL_LINE * (x1 - x0)


def _are_cards(left: list[Word], right: list[Word]) -> bool:
    """Whether both sides are addresses with a mail address or a telephone number: contacts side by side."""
    return all(any(_is_contact(word) for word in side) for side in (left, right))


def _is_contact(word: Word) -> bool:
    text = "".join(g.text for g in word.glyphs)
    return "@" in text or (text.startswith("+") and text[1:3].isdigit())


def _rows(words: Sequence[Word]) -> list[_Row]:
    rows: list[_Row] = []
    for word in sorted(words, key=lambda w: w.baseline):
        if rows and word.baseline - rows[-1].baseline <= 0.12 * word.size:
            rows[-1].words.append(word)
        else:
            rows.append(_Row(word.baseline, [word]))
    for row in rows:
        row.words.sort(key=lambda w: w.x0)
    return rows


def _best_gutter(words: Sequence[Word], x0: float, x1: float, em: float) -> Gutter | None:
    rows = _rows(words)
    best: Gutter | None = None
    for left, right, first, last in _empty_strips(rows, x0, x1, _NARROWEST_EM * em):
        if best is not None and last - first + 1 <= best.rows:
            continue
        gutter = _checked(rows[first : last + 1], left, right, blocked=last + 1 < len(rows), em=em)
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
    strips = [s for s in strips if s[3] - s[2] + 1 >= _FEWEST_ROWS]
    return sorted(strips, key=lambda s: (s[2] - s[3], s[0] - s[1], s))


def _free(row: _Row, x0: float, x1: float, narrowest: float) -> list[tuple[float, float]]:
    """The gaps of a row, edges of the region included."""
    gaps: list[tuple[float, float]] = []
    reached = x0
    for word in row.words:
        if word.x0 - reached >= narrowest:
            gaps.append((reached, word.x0))
        reached = max(reached, word.x1)
    if x1 - reached >= narrowest:
        gaps.append((reached, x1))
    return gaps


def _checked(rows: Sequence[_Row], x0: float, x1: float, *, blocked: bool, em: float) -> Gutter | None:
    """The strip as a gutter, cut to where text stands on both sides; None when it is only a river or a margin.

    `blocked` says that a row over the whole width ends the strip, not the end of the page.
    """
    middle = (x0 + x1) / 2
    left = [(r.baseline, side) for r in rows if (side := [w for w in r.words if w.x0 < middle])]
    right = [(r.baseline, side) for r in rows if (side := [w for w in r.words if w.x0 >= middle])]
    left, right = [r for r in left if _counts(r[1])], [r for r in right if _counts(r[1])]
    if len(left) < _FEWEST_ROWS or len(right) < _FEWEST_ROWS:
        return None
    starts = Counter(round(side[0].x0 / (_ALIGNED_EM * em)) for _, side in right)
    common = max(starts, key=lambda s: (starts[s], -s))
    aligned = sum(n for s, n in starts.items() if abs(s - common) <= 1)
    if aligned < _ALIGNED_SHARE * len(right):
        return None
    top = min(_cut_above(left, right[0][0], em), _cut_above(right, left[0][0], em))
    bottom = max(_cut_below(left, right, em, blocked=blocked), _cut_below(right, left, em, blocked=blocked))
    left, right = [r for r in left if top <= r[0] <= bottom], [r for r in right if top <= r[0] <= bottom]
    if len(left) < _FEWEST_ROWS or len(right) < _FEWEST_ROWS:
        return None
    overlap = min(left[-1][0], right[-1][0]) - max(left[0][0], right[0][0])
    if overlap < 0.4 * min(left[-1][0] - left[0][0], right[-1][0] - right[0][0]):
        return None
    return Gutter(x0, x1, top, bottom, len(left) + len(right))


def _counts(side: list[Word]) -> bool:
    return sum(len(w.glyphs) for w in side) > 2


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
    end = len(side)
    while end > 1:
        start = end - 1
        while start > 0 and side[start][0] - side[start - 1][0] <= _GAP_EM * em:
            start -= 1
        group = side[start:end]
        if start == 0 or group[0][0] <= ended + 0.5 * em:
            break
        fills = median(words[-1].x1 - words[0].x0 for _, words in group) > _FULL_LINE * width and len(group) > 1
        balanced = abs(side[start - 1][0] - ended) <= _GAP_EM * em
        if fills or not (blocked or balanced):
            break
        end = start
    return side[end - 1][0]
