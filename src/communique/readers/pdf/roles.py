"""What paragraphs are: headings and their levels, list items and their groups; and which go on over a break."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from communique.readers.pdf.lines import Line
from communique.readers.pdf.page import Page
from communique.readers.pdf.paragraphs import (
    BULLETS,
    DASHES,
    Paragraph,
    ends_early,
    follows_marker,
    is_raised,
)
from communique.rules.loader import load_table

_LARGER: Final = 1.1
_SAME_SIZE: Final = 0.06
_MOST_HEADING_WORDS: Final = 40
_MOST_BOLD_WORDS: Final = 18
_MOST_LEVELS: Final = 6
_END: Final = 40
_ENDED: Final = re.compile(r"[.!?:;]\W*$")
_INDENT_EM: Final = 0.8
_CAPTION_GAP_EM: Final = 2.5
_MOST_IMAGES: Final = 500


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
    return not _ENDED.search(last.text[-_END:]) or _is_stretched(last, paragraph)


def _is_stretched(line: Line, paragraph: Paragraph) -> bool:
    """Whether a line is justified to the column's edge: the last line of a paragraph is not."""
    column = paragraph.column
    edge = max((other.x1 for other in column.lines), default=0.0)
    return column.justified and abs(line.x1 - edge) < 0.1 * line.size


def assign_roles(paragraphs: Sequence[Paragraph], pages: Mapping[int, Page], em: float) -> None:
    """Gives each paragraph its role, level and group.

    Args:
        paragraphs: all paragraphs but the notes, in reading order.
        pages: the pages by number, for their images.
        em: size of the body type in points.
    """
    _find_captions(paragraphs, pages, em)
    _find_headings(paragraphs, em)
    _find_lists(paragraphs)


def _find_captions(paragraphs: Sequence[Paragraph], pages: Mapping[int, Page], em: float) -> None:
    """Captions begin as such, and stand next to a table or an image."""
    begins = load_table("captions")["caption.label"].regex
    for i, paragraph in enumerate(paragraphs):
        if paragraph.role != "paragraph" or not begins.match(paragraph.first.text):
            continue
        neighbours = paragraphs[max(0, i - 1) : i + 2]
        if any(p.role == "table_row" for p in neighbours) or _is_by_image(paragraph, pages[paragraph.page], em):
            paragraph.role = "caption"


def _is_by_image(paragraph: Paragraph, page: Page, em: float) -> bool:
    lines = [line for line in paragraph.lines if line.page == page.number]
    top, bottom = lines[0].top, lines[-1].bottom
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for image in page.images[:_MOST_IMAGES]:
        apart = max(image.top - bottom, top - image.bottom)
        beside = max(image.x0 - x1, x0 - image.x1)
        if apart < _CAPTION_GAP_EM * em and beside < _CAPTION_GAP_EM * em:
            return True
    return False


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
    if re.search(r"[.,;]\W*$", paragraph.last.text[-_END:]) or not any(c.isalpha() for c in paragraph.text):
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
        if previous is None or _is_another_list(previous, paragraph):
            group, indents = group + 1, []
        while indents and paragraph.first.x0 < indents[-1] - 0.5 * paragraph.first.size:
            indents.pop()
        if not indents or paragraph.first.x0 > indents[-1] + 0.5 * paragraph.first.size:
            indents.append(paragraph.first.x0)
        paragraph.role, paragraph.group, paragraph.level = "list_item", group, len(indents)
        previous = paragraph


def _is_another_list(previous: Paragraph, paragraph: Paragraph) -> bool:
    """Whether the marker changes its kind and the indentation does not: then one list follows another."""
    same_place = abs(previous.first.x0 - paragraph.first.x0) < 0.5 * paragraph.first.size
    return same_place and previous.marker != paragraph.marker and not follows_marker(previous.marker, paragraph.marker)


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
