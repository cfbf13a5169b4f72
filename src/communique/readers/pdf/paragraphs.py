"""Lines of one column to paragraphs: by distance, type, indentation, list markers and lines that end early."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from communique.document import BlockRole
from communique.readers.pdf.lines import Line, shift_of

_EXTRA_LEADING: Final = 0.2
"""How much farther than usual, in usual distances, the next line of a paragraph may stand: rounding, mixed fonts.
Paragraph spacing starts at about a third of a line."""

_SIZE_STEP: Final = 1.07
_INDENT_EM: Final = (0.8, 6.0)
_ALIGNED_EM: Final = 0.45
_EARLY_SHARE: Final = 0.25
_DROP_CAP: Final = 1.6
_FEWEST_NARROW: Final = 5
_RAGGED_EM: Final = 5.0
_MOST_ITEMS_BACK: Final = 40
_END: Final = 40
BULLETS: Final = "•◦▪▫■□●○‣⁃∙◆◇❖✓✔➢➤►▶➔⇒\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06c\uf0e8\uf0f0"
DASHES: Final = "-–—*·→»›"
_NUMBER: Final = re.compile(r"(?:\(?(\d{1,2})[.)]|(\d{1,2})°|\(?([a-z]|[ivx]{1,4})\))(?= )")
_TERMINAL: Final = re.compile(r"[.!?:;…»”\")\]]\W*$")
_CLOSED: Final = re.compile(r"(?:[.!?:;…,»”\")\]]| (?:and|et|or|ou))\W*$")


@dataclass(slots=True, eq=False)
class Column:
    """A stretch of a page that is read top to bottom, and the frame that its text is set in.

    `dots` are the middles (y, x) of bullets that are drawn and not set in type.
    """

    page: int
    x0: float
    x1: float
    lines: list[Line]
    dots: list[tuple[float, float]] = field(default_factory=list)

    @property
    def justified(self) -> bool:
        """Whether half of the lines and more end at the same right edge."""
        ends = Counter(round(line.x1) for line in self.lines)
        return len(self.lines) > 3 and sum(n for x, n in ends.items() if x >= max(ends) - 1) >= 0.5 * len(self.lines)


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that belong together. The first `marker_glyphs` glyphs are a list marker, printed as `marker`."""

    column: Column
    lines: list[Line]
    role: BlockRole = "paragraph"
    marker: str = ""
    marker_glyphs: int = 0
    level: int = 0
    group: int = -1
    cells: list[list[Line]] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def usual_distances(lines: Sequence[Sequence[Line]]) -> dict[float, float]:
    """For each font size (in half points) the most frequent baseline distance between two lines of that size."""
    counts: dict[float, Counter[float]] = {}
    for column in lines:
        for a, b in pairwise(column):
            distance = b.baseline - a.baseline
            if abs(a.size - b.size) < 0.3 and 0.8 * a.size < distance < 2.2 * a.size:
                counts.setdefault(_size_key(a.size), Counter())[round(distance * 2) / 2] += 1
    return {size: min(c, key=lambda d, c=c: (-c[d], d)) for size, c in counts.items()}  # type: ignore[misc]


def find_paragraphs(column: Column, distances: dict[float, float]) -> list[Paragraph]:
    """The paragraphs of a column, top to bottom."""
    paragraphs: list[Paragraph] = []
    lines = column.lines
    edges = _right_edges(column, distances)
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else None
        marker, glyphs = ("•", 0) if _has_dot(column, line) else read_marker(line)
        if (
            paragraphs
            and not _breaks(paragraphs, line, following, marker, column, distances)
            and not ends_early(lines[i - 1], line, column.x0, edges[i - 1])
        ):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph(column, [line], marker=marker, marker_glyphs=glyphs))
    return paragraphs


def _right_edges(column: Column, distances: dict[float, float]) -> list[float]:
    """How far to the right each line could have gone: in a narrower block less far than the column goes."""
    edges = [column.x1] * len(column.lines)
    start = 0
    for i in range(1, len(column.lines) + 1):
        if i < len(column.lines) and not _is_far(column.lines[i - 1], column.lines[i], distances):
            continue
        edge = _block_edge(column.lines[start:i], column)
        edges[start:i] = [edge] * (i - start)
        start = i
    return edges


def _block_edge(lines: Sequence[Line], column: Column) -> float:
    """The right edge of lines without a gap between them: that of a quotation, or of text beside a picture."""
    reached = max(line.x1 for line in lines)
    em = lines[0].size
    indent = min(line.x0 for line in lines) - column.x0
    quotation = indent > em and not any(read_marker(line)[0] or _has_dot(column, line) for line in lines)
    if len(lines) >= 3 and quotation and reached <= column.x1 - indent + 0.3 * em:
        return column.x1 - indent
    near = sum(reached - line.x1 < _RAGGED_EM * em for line in lines)
    if len(lines) >= _FEWEST_NARROW and near >= 0.7 * len(lines):
        return reached
    return column.x1


def _has_dot(column: Column, line: Line) -> bool:
    """Whether a bullet is drawn before the line."""
    first = bisect_left(column.dots, (line.baseline - 0.8 * line.size, 0.0))
    last = bisect_right(column.dots, (line.baseline, 0.0))
    return any(0.2 * line.size < line.x0 - x < 3 * line.size for _, x in column.dots[first:last])


def read_marker(line: Line) -> tuple[str, int]:
    """The bullet or number that a line starts with, and how many glyphs print it; ("", 0) when there is none."""
    if len(line.glyphs) < 2:
        return "", 0
    first = line.glyphs[0].text
    if first in BULLETS or (first == "o" and line.spaces[1] and _is_lone_bullet_o(line)):
        return first, 1
    if first in DASHES and line.spaces[1]:
        return first, 1
    match = _NUMBER.match(line.text)
    if match is None:
        return "", 0
    if shift_of(line.glyphs[0], line):
        return "", 0  # a raised label, not a list number
    printed = match[0]
    count = length = 0
    while length < len(printed):
        length += len(line.glyphs[count].text) + (1 if line.spaces[count] else 0)
        count += 1
    return printed, count


def _is_lone_bullet_o(line: Line) -> bool:
    """Word prints second-level bullets as the letter o of Courier New."""
    return line.glyphs[0].font.family != line.glyphs[1].font.family and "courier" in line.glyphs[0].font.family


def _breaks(
    paragraphs: list[Paragraph],
    line: Line,
    following: Line | None,
    marker: str,
    column: Column,
    distances: dict[float, float],
) -> bool:
    paragraph = paragraphs[-1]
    last = paragraph.last
    if max(last.size, line.size) > _SIZE_STEP * min(last.size, line.size) and len(line.glyphs) > 1:
        return True
    if _is_far(last, line, distances) or _changes_type(last, line):
        return True
    if marker and _starts_item(paragraphs, line, marker, column):
        return True
    if _starts_label(paragraph, line):
        return True
    return _changes_indent(paragraph, line, following, column)


def _is_far(last: Line, line: Line, distances: dict[float, float]) -> bool:
    usual = distances.get(_size_key(line.size), 1.25 * line.size)
    distance = line.baseline - last.baseline
    return distance > usual * (1 + _EXTRA_LEADING) + line.overhang or distance < 0.5 * min(last.size, line.size)


def _changes_type(last: Line, line: Line) -> bool:
    """Whether bold (or the typeface) changes exactly between two lines: inside a paragraph that is rare."""
    if line.text[:1].islower():
        return False
    a, b = last.glyphs[-1].font, line.glyphs[0].font
    if last.bold != line.bold and a.bold != b.bold:
        return True
    return last.family != line.family and a.family != b.family and not (a.symbolic or b.symbolic)


def _starts_item(paragraphs: list[Paragraph], line: Line, marker: str, column: Column) -> bool:
    """A bullet starts an item. A number or dash does when it stands in a list or where a line would not break."""
    if marker in BULLETS or marker == "o":
        return True
    last = paragraphs[-1]
    recent = paragraphs[-_MOST_ITEMS_BACK:]
    items = [p for p in recent if p.marker and abs(p.first.x0 - line.x0) < _ALIGNED_EM * line.size]
    indented = line.x0 - column.x0 > _INDENT_EM[0] * line.size
    if items and follows_marker(items[-1].marker, marker):
        return indented or _hangs(items[-1]) or _CLOSED.search(last.last.text[-_END:]) is not None
    if indented and line.x0 - last.last.x0 > _ALIGNED_EM * line.size:
        return True
    return last.last.text.endswith((":", ";", ".")) and column.x1 - last.last.x1 > 2 * line.size


def _hangs(paragraph: Paragraph) -> bool:
    """Whether all lines but the first are indented."""
    rest = paragraph.lines[1:]
    return bool(rest) and all(line.x0 > paragraph.first.x0 + _ALIGNED_EM * line.size for line in rest)


def follows_marker(before: str, after: str) -> bool:
    """Whether two markers follow one another in a list."""
    if before == after and after in DASHES:
        return True
    a, b = re.sub(r"\W", "", before), re.sub(r"\W", "", after)
    if a.isdigit() and b.isdigit():
        return int(b) == int(a) + 1
    return len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def _starts_label(paragraph: Paragraph, line: Line) -> bool:
    """In a list of notes without distance between them each starts with a raised label."""
    return is_raised(line, 0) and is_raised(paragraph.first, 0)


def is_raised(line: Line, index: int) -> bool:
    """Whether a glyph of the line is a raised small mark."""
    glyph = line.glyphs[index]
    return glyph.text in "¹²³⁴⁵⁶⁷⁸⁹⁰" or shift_of(glyph, line) > 0


def _changes_indent(paragraph: Paragraph, line: Line, following: Line | None, column: Column) -> bool:
    last = paragraph.last
    em = line.size
    cap = paragraph.first.glyphs[0]
    if cap.size > _DROP_CAP * paragraph.first.size and line.top < cap.bottom + 1.5 * em:
        return False  # lines stand beside a drop cap, and go back below it
    if _is_centred(last, column.x0, column.x1) and _is_centred(line, column.x0, column.x1):
        return False
    aligned = abs(line.x0 - last.x0) <= _ALIGNED_EM * em
    if aligned:
        return False
    shift = line.x0 - last.x0
    if len(paragraph.lines) == 1:
        if shift > 0 and (paragraph.marker_glyphs or is_raised(paragraph.first, 0)):
            return False  # items and notes hang
        if shift < 0:
            return -shift > _INDENT_EM[1] * em  # the first line was indented
    if shift > 0 and _INDENT_EM[0] * em <= line.x0 - column.x0 <= _INDENT_EM[1] * em:
        back = following is None or following.x0 < line.x0 - _ALIGNED_EM * em
        return back or shift > _INDENT_EM[0] * em
    return abs(shift) > _INDENT_EM[0] * em


def _is_centred(line: Line, x0: float, x1: float) -> bool:
    left, right = line.x0 - x0, x1 - line.x1
    return left > line.size and abs(left - right) < line.size


def _is_flush_right(line: Line, x0: float, x1: float) -> bool:
    return line.x0 - x0 > 4 * line.size and x1 - line.x1 < 0.5 * line.size


def ends_early(last: Line, line: Line, x0: float, x1: float) -> bool:
    """Whether the first word of `line` would have had room in `last`: then the line break was wanted.

    Args:
        last: a line.
        line: the line after it.
        x0: left edge of the text.
        x1: right edge of the text.
    """
    if line.text[:1].islower():
        return False
    room = x1 - last.x1
    if _is_centred(last, x0, x1) or (_is_flush_right(last, x0, x1) and _is_flush_right(line, x0, x1)):
        room += last.x0 - x0
    if room < first_word_width(line) + 0.75 * line.size or last.text.count("(") > last.text.count(")"):
        return False
    return bool(_TERMINAL.search(last.text[-_END:])) or room > _EARLY_SHARE * (x1 - x0)


def first_word_width(line: Line) -> float:
    """How much room the line's first word takes, as far as it can't be broken: producers differ over "CNRS/Inserm"."""
    end = next((i for i in range(1, len(line.glyphs)) if line.spaces[i]), len(line.glyphs))
    return max(g.x1 for g in line.glyphs[:end]) - line.x0


def _size_key(size: float) -> float:
    return round(size * 2) / 2
