"""Notes at the foot of a page or of a column: found by type size, place and label, and taken out of the columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final

from communique.readers.pdf.lines import Line
from communique.readers.pdf.page import Page
from communique.readers.pdf.paragraphs import Column, Paragraph, is_raised

_SMALL_TYPE: Final = 0.93
_LOWER_PART: Final = 0.6
"""Notes at a page's foot end in the lowest two fifths of the page, however little text stands on it."""

_APART_EM: Final = 1.55
_RULE_ABOVE_EM: Final = 2.5
_SHORT_RULE: Final = 0.5
_LABEL: Final = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]?|[*†‡§¶]{1,4}\)?|[a-z][.)]|\([a-z]\))(?= ?\S)")
_STREET: Final = re.compile(
    r"\d+(?: ?(?:bis|ter))?,? (?:rue|av(?:enue|\.)|b(?:oulevar)?d\.?|place|quai|chemin|route|allée|cours|impasse"
    r"|[\w'’-]+ (?:street|road|avenue|square|lane|way))\b",
    re.IGNORECASE,
)
_MOST_SKIPPED: Final = 9
_ENDED: Final = re.compile(r"[.!?…)\]»”\"]\W*$")


def take_foot_notes(columns: Sequence[Column], pages: Mapping[int, Page], em: float) -> list[Paragraph]:
    """Takes the notes out of the columns in which they stand at the foot.

    Args:
        columns: the columns of all pages in reading order; those with notes at their foot lose these lines.
        pages: the pages by number, for their rules and heights.
        em: size of the body type in points.

    Returns:
        One paragraph of role "note" a note, in reading order; one that goes on at the next foot is whole.
    """
    notes: list[Paragraph] = []
    for column in columns:
        first = _first_foot_line(column, pages[column.page], em, may_continue=bool(notes))
        if first is None:
            continue
        lines, column.lines = column.lines[first:], column.lines[:first]
        frame = Column(column.page, min(x.x0 for x in lines), max(x.x1 for x in lines), lines)
        for line in lines:
            if notes and not _starts_note(line, notes):
                notes[-1].lines.append(line)
            else:
                notes.append(Paragraph(frame, [line], "note"))
    return notes


def _first_foot_line(column: Column, page: Page, em: float, *, may_continue: bool) -> int | None:
    """Where the notes at the column's foot begin; None when there are none."""
    lines = column.lines
    if not lines or lines[-1].bottom < page.visible.top + _LOWER_PART * page.height:
        return None
    start = len(lines)
    while start and lines[start - 1].size <= _SMALL_TYPE * em:
        start -= 1
    ruled = _first_line_below_rule(column, page, em)
    if ruled is not None and ruled < start and _may_be_large(lines[ruled], page):
        start = ruled
    start = next((i for i in range(start, len(lines)) if i == ruled or _stands_apart(lines, i, page, em)), len(lines))
    if start == len(lines):
        return None
    if is_label(lines[start]) or (may_continue and any(is_label(line) for line in lines[start:])):
        return start
    return start if may_continue and ruled == start else None


def _may_be_large(line: Line, page: Page) -> bool:
    """Whether a line below a rule may begin notes though they are almost as large as the body."""
    return is_label(line) and line.top > page.visible.top + 0.4 * page.height


def _stands_apart(lines: Sequence[Line], index: int, page: Page, em: float) -> bool:
    """Whether a line is set off from the one before it, which is no heading of a list of notes."""
    if index == 0:
        return lines[0].top > page.visible.top + _LOWER_PART * page.height
    before, line = lines[index - 1], lines[index]
    if before.size < 1.05 * line.size:
        return False
    distance = line.baseline - before.baseline
    heading = before.bold or before.size > 1.1 * em
    return distance > (_APART_EM if not heading else 4.0) * line.size or (not heading and distance > 1.3 * before.size)


def _first_line_below_rule(column: Column, page: Page, em: float) -> int | None:
    """The first line below a horizontal rule that starts where the column starts.

    The rule above notes is short where the notes are almost as large as the body: one over the whole width may part
    anything.
    """
    reached = list(accumulate((line.top for line in column.lines), max))
    for rule in page.rules:
        length = rule.x1 - rule.x0
        if not rule.horizontal or length < 2 * em or abs(rule.x0 - column.x0) > 2 * em:
            continue
        i = bisect_right(reached, rule.top - 0.2 * em)
        if i == len(reached):
            continue
        line = column.lines[i]
        short = length < _SHORT_RULE * (column.x1 - column.x0)
        near = line.top - rule.bottom < _RULE_ABOVE_EM * em
        if near and (line.size <= _SMALL_TYPE * em or (short and line.size <= em + 0.1)):
            return i
    return None


def is_label(line: Line) -> bool:
    """Whether a line starts as a note does: with a raised mark, a number or a sign."""
    if is_raised(line, 0):
        return True
    return _LABEL.match(line.text) is not None and _STREET.match(line.text) is None


def _starts_note(line: Line, notes: Sequence[Paragraph]) -> bool:
    """Whether a line begins the next note and does not go on with the last: wrapped lines may start with a number."""
    if not is_label(line):
        return False
    if is_raised(line, 0):
        return True
    if is_raised(notes[-1].first, 0):
        return False  # labels are raised in this release
    before, label = _number(notes[-1].first), _number(line)
    if before is not None and label is not None:
        ended = _ENDED.search(notes[-1].last.text[-40:]) is not None
        return label == before + 1 or (ended and (label == 1 or before < label <= before + _MOST_SKIPPED))
    return before is None and label is None


def _number(line: Line) -> int | None:
    match = re.match(r"[\[(]?(\d{1,3})", line.text)
    return int(match[1]) if match else None
