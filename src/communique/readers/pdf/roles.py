"""What paragraphs are: headings and their levels, list items and their groups; and which go on over a break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from communique.readers.pdf.lines import Line
from communique.readers.pdf.paragraphs import (
    BULLETS,
    DASHES,
    Paragraph,
    ends_early,
    follows_marker,
    is_raised,
)

_LARGER: Final = 1.1
_SAME_SIZE: Final = 0.06
_MOST_HEADING_WORDS: Final = 40
_MOST_BOLD_WORDS: Final = 18
_MOST_LEVELS: Final = 6
_ENDED: Final = re.compile(r"[.!?:;]\W*$")
_INDENT_EM: Final = 0.8


def join_over_breaks(parts: Sequence[list[Paragraph]]) -> list[Paragraph]:
    """All paragraphs in order; one that is broken by the end of a column or page is whole again.

    Args:
        parts: the paragraphs of each column, and the rows of each table, in reading order.
    """
    joined: list[Paragraph] = []
    for part in parts:
        rest = part
        if part and part[0].role == "paragraph":
            open_ = _last_text(joined)
            if open_ is not None and _goes_on(open_, part[0]):
                open_.lines.extend(part[0].lines)
                open_.column = part[0].column
                rest = part[1:]
        joined += rest
    return joined


def _last_text(joined: Sequence[Paragraph]) -> Paragraph | None:
    """The last paragraph, tables passed over: a table may stand at the head of a page in mid-paragraph."""
    for paragraph in reversed(joined):
        if paragraph.role == "paragraph":
            return paragraph
    return None


def _goes_on(paragraph: Paragraph, following: Paragraph) -> bool:
    last, first = paragraph.last, following.first
    if last.page == first.page and first.top > last.bottom:
        return False  # one below the other: no break between them
    if abs(last.size - first.size) > 0.04 * last.size or following.marker or is_raised(first, 0):
        return False
    if last.bold != first.bold and last.glyphs[-1].font.bold != first.glyphs[0].font.bold:
        return False
    if first.text[:1].islower() or last.text.endswith("-"):
        return True
    indented = first.x0 - following.column.x0 > _INDENT_EM * first.size
    if indented and len(following.lines) > 1 and following.lines[1].x0 < first.x0 - 0.5 * first.size:
        return False
    if ends_early(last, first, paragraph.column.x0, paragraph.column.x1):
        return False
    return not _ENDED.search(last.text) or _is_stretched(last, paragraph)


def _is_stretched(line: Line, paragraph: Paragraph) -> bool:
    """Whether a line is justified to the column's edge: the last line of a paragraph is not."""
    column = paragraph.column
    edge = max((other.x1 for other in column.lines), default=0.0)
    return column.justified and abs(line.x1 - edge) < 0.1 * line.size


def assign_roles(paragraphs: Sequence[Paragraph], em: float) -> None:
    """Gives each paragraph its role, level and group; `em` is the size of the body type."""
    _find_headings(paragraphs, em)
    _find_lists(paragraphs)


def _find_headings(paragraphs: Sequence[Paragraph], em: float) -> None:
    """Headings are set larger than the body, or are short, bold and followed by what is not."""
    found: list[tuple[Paragraph, float]] = []
    for i, paragraph in enumerate(paragraphs):
        if paragraph.role != "paragraph" or (paragraph.marker in BULLETS and paragraph.marker):
            continue
        size = paragraph.first.size
        words = paragraph.text.split()
        if size >= _LARGER * em and len(words) <= _MOST_HEADING_WORDS and any(c.isalpha() for c in paragraph.text):
            found.append((paragraph, size))
        elif found and size > 0.95 * em and len(words) <= _MOST_BOLD_WORDS and _is_bold_heading(paragraphs, i):
            found.append((paragraph, em))
    levels: list[float] = []
    for _, size in sorted(found, key=lambda f: -f[1]):
        if not levels or size < levels[-1] * (1 - _SAME_SIZE):
            levels.append(size)
    for paragraph, size in found:
        level = next((n for n, s in enumerate(levels, start=1) if size >= s * (1 - _SAME_SIZE)), len(levels))
        paragraph.role, paragraph.level = "heading", min(level, _MOST_LEVELS)


def _is_bold_heading(paragraphs: Sequence[Paragraph], index: int) -> bool:
    paragraph = paragraphs[index]
    if len(paragraph.lines) > 2 or not all(line.bold for line in paragraph.lines):
        return False
    if re.search(r"[.,;]\W*$", paragraph.text) or not any(c.isalpha() for c in paragraph.text):
        return False
    following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    return following is not None and not all(line.bold for line in following.lines)


def _find_lists(paragraphs: Sequence[Paragraph]) -> None:
    """Items: paragraphs with bullets, and with numbers or dashes where these form a sequence."""
    group = max((p.group for p in paragraphs), default=-1) + 1
    indents: list[float] = []
    previous: Paragraph | None = None
    for i, paragraph in enumerate(paragraphs):
        if not _is_item(paragraphs, i):
            previous = None
            continue
        if previous is None:
            group, indents = group + 1, []
        while indents and paragraph.first.x0 < indents[-1] - 0.5 * paragraph.first.size:
            indents.pop()
        if not indents or paragraph.first.x0 > indents[-1] + 0.5 * paragraph.first.size:
            indents.append(paragraph.first.x0)
        paragraph.role, paragraph.group, paragraph.level = "list_item", group, len(indents)
        previous = paragraph


def _is_item(paragraphs: Sequence[Paragraph], index: int) -> bool:
    paragraph = paragraphs[index]
    marker = paragraph.marker
    if paragraph.role != "paragraph" or not marker:
        return False
    if marker in BULLETS or marker == "o":
        return True
    before = paragraphs[index - 1] if index else None
    after = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    neighbours = (
        before is not None and before.marker and follows_marker(before.marker, marker),
        after is not None and after.marker and after.role == "paragraph" and follows_marker(marker, after.marker),
    )
    hangs = len(paragraph.lines) > 1 and all(
        line.x0 > paragraph.first.x0 + 0.5 * line.size for line in paragraph.lines[1:]
    )
    return any(neighbours) or (marker in DASHES and hangs)
