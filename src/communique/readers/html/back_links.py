"""Finds what leads from a note back to its callout: arrows, letters and words that are no part of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from communique.readers.html import note_rules
from communique.readers.html.callouts import Candidate
from communique.readers.html.marks import NoteMark
from communique.readers.html.page import Element, Page
from communique.readers.html.regions import BLOCKS

LONGEST_BACK_LINK: Final = 60
"""A link with more characters is text, wherever it leads."""

_ARROWS: Final = "^↑ \xa0\n\t"
_MOST_ARROWS: Final = 20


def find_back_links(page: Page, callouts: Iterable[Candidate], notes: Iterable[NoteMark]) -> list[tuple[int, int]]:
    """The stretches of back links, with the brackets and arrows around them; labels that are links stay."""
    homes = _homes(page, callouts)
    regions = sorted((n.start, n.body, n.end) for n in notes)
    starts = [r[0] for r in regions]
    found: list[tuple[int, int]] = []
    skipped = -1
    for element in page.elements():
        if element.index < skipped or element.start == element.stop or element.stop - element.start > LONGEST_BACK_LINK:
            continue
        i = bisect_right(starts, element.start) - 1
        start, body, end = regions[i] if i >= 0 and element.start < regions[i][2] else (-1, -1, -1)
        if start <= element.start and element.stop <= body:
            continue  # the printed label
        if not _is_back_link(page, element, homes, in_note=start >= 0):
            continue
        skipped = element.end
        found.append(_with_surroundings(page, element, max(start, 0), body, end))
    return found


def _homes(page: Page, callouts: Iterable[Candidate]) -> set[int]:
    """The indexes of the elements that a back link may name to lead to a callout."""
    homes: set[int] = set()
    for callout in callouts:
        element = callout.element
        homes.update(range(element.index, element.end))
        for outer in element.ancestors:
            homes.add(outer.index)
            if outer.tag in BLOCKS:
                break
        before = page.nodes[element.index - 1]
        if isinstance(before, Element) and before.start == before.stop:
            homes.add(before.index)  # <a name="back1"></a><a href="#note1">
        if before.parent is not element.parent and before.parent is not None and before.start == before.stop:
            homes.add(before.parent.index)
    return homes


def _is_back_link(page: Page, element: Element, homes: set[int], *, in_note: bool) -> bool:
    if note_rules.is_back_link(element):
        return in_note or not page.text_of(element).strip().isalnum()
    if element.tag != "a" or not (fragment := note_rules.fragment_of(element)):
        return False
    home = page.by_id.get(fragment)
    if home is not None and home.index in homes:
        return True
    text = page.text_of(element)
    if note_rules.is_back_text(text):
        return in_note or note_rules.leads_back(fragment)
    return in_note and note_rules.leads_back(fragment) and note_rules.read_label(text) is not None


def _with_surroundings(page: Page, element: Element, floor: int, body: int, end: int) -> tuple[int, int]:
    """The stretch of a back link with brackets around it, or the arrow that opens a series of them."""
    source, start, stop = page.source, element.start, element.stop
    if source[start - 1 : start] in ("[", "(") and source[stop : stop + 1] in ("]", ")"):
        return start - 1, stop + 1
    if floor <= body <= start <= body + _MOST_ARROWS and not source[body:start].strip(_ARROWS):
        start = body
    if end >= 0 and page.is_blank(stop, end):
        stop = end
    return start, stop
