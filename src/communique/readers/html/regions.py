"""Finds the stretch of a page that is one note, from the element that its callout leads to."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from communique.readers.html import note_rules
from communique.readers.html.page import Element, Page, Text

LONGEST_NOTE: Final = 6000
"""A stretch with more characters than this is a chapter and no note. The longest note seen, a list of signatories, has
2,100 with its white space."""

MOST_NODES: Final = 2000
"""A note has fewer elements and texts; the longest seen, a list of signatories with links, has 210."""

DEEPEST_NOTE: Final = 12
"""How many elements around a target's block may belong to its note: generators nest three or four."""

LONGEST_LABEL: Final = 120
"""A label with the white space around it, in source characters."""

BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_NOTES: Final = frozenset(
    {"html", "body", "main", "article", "nav", "table", "tbody", "thead", "figure", "form", "ul"}
)
_SINGLE: Final = frozenset({"li", "dd", "aside", "details", "dialog"})
_LISTS: Final = frozenset({"ul", "ol", "blockquote", "dl", "table"})


@dataclass(frozen=True, slots=True)
class Region:
    """The nodes `[first, last)` of a page, and their characters `[start, stop)`."""

    first: int
    last: int
    start: int
    stop: int


def block_of(element: Element) -> Element:
    """The innermost block around an element, or itself."""
    if element.tag in BLOCKS:
        return element
    return next((a for a in element.ancestors if a.tag in BLOCKS), element)


def find_regions(page: Page, targets: list[Element]) -> dict[int, Region]:
    """The note of each target, by the target's index; targets that no note belongs to are missing."""
    return _RegionFinder(page, targets).find()


class _RegionFinder:
    def __init__(self, page: Page, targets: list[Element]) -> None:
        self._page = page
        self._targets = sorted(targets, key=lambda t: t.index)
        self._indexes = [t.index for t in self._targets]
        self._blocks: dict[int, list[Element]] = {}
        for target in self._targets:
            self._blocks.setdefault(self._block_of(target).index, []).append(target)

    def find(self) -> dict[int, Region]:
        found: dict[int, Region] = {}
        for index, targets in self._blocks.items():
            block = self._page.nodes[index]
            assert isinstance(block, Element)
            if len(targets) > 1:
                found |= self._split(block, targets)
            elif region := self._single(block, targets[0]):
                found[targets[0].index] = region
        return {index: r for index, r in found.items() if r.start < r.stop <= r.start + LONGEST_NOTE}

    def _block_of(self, target: Element) -> Element:
        block = block_of(target)
        if block.tag in ("td", "th"):
            row = next((a for a in block.ancestors if a.tag == "tr"), None)
            return row if row and len(list(self._page.children(row))) <= 8 else block
        return block

    # One target in its block

    def _single(self, block: Element, target: Element) -> Region | None:
        if block.tag in HEADINGS and self._label_of(block) is None:
            return None
        if block.tag in _NO_NOTES and note_rules.note_evidence(block) is None:
            return self._beside(block, target)
        if not self._opens(block, target):
            return self._in_running_text(block, target)
        if target is not block and (beside := self._next_block(target, block)):
            return beside
        block = self._grown(block)
        last = self._continued(block)
        if last.end - block.index > MOST_NODES or self._holds_heading(block.index + 1, last.end):
            return None  # a section
        return Region(block.index, last.end, block.start, last.stop)

    def _holds_heading(self, first: int, last: int) -> bool:
        return any(isinstance(node, Element) and node.tag in HEADINGS for node in self._page.nodes[first:last])

    def _opens(self, block: Element, target: Element) -> bool:
        """Whether nothing but a label stands in the block before the target."""
        if target.start - block.start > LONGEST_LABEL and not self._page.is_blank(block.start, target.start):
            return False
        before = self._page.source[block.start : target.start].strip(" \n\r\t\xa0[({")
        return not before or note_rules.read_label(before) is not None or note_rules.is_back_text(before)

    def _label_of(self, block: Element) -> str | None:
        """The label that a block consists of, None where it holds more or something else."""
        if block.stop - block.start > LONGEST_LABEL:
            return None
        return note_rules.read_label(self._page.text_of(block))

    def _beside(self, container: Element, target: Element) -> Region | None:
        """The note after an anchor that stands between blocks."""
        return None if target is container else self._next_block(target, container)

    def _next_block(self, target: Element, container: Element) -> Region | None:
        """The block after an empty anchor that is a child of what holds the blocks."""
        if target.parent is not container or not self._page.is_blank(target.start, target.stop):
            return None
        index = target.end
        while index < container.end:
            node = self._page.nodes[index]
            if isinstance(node, Element) and node.tag in BLOCKS:
                if node.tag in HEADINGS or node.tag in _NO_NOTES:
                    return None
                last = self._continued(node)
                return Region(node.index, last.end, node.start, last.stop)
            if not self._page.is_blank(node.start, node.stop):
                return None
            index = node.end
        return None

    def _in_running_text(self, block: Element, target: Element) -> Region | None:
        """The lines from a target up to the next line break, where one stands right before it."""
        breaks = [e for e in self._page.elements(block) if e.tag == "br"]
        before = [b for b in breaks if b.index < target.index]
        if not before or target.start - before[-1].start > LONGEST_LABEL:
            return None
        if self._page.source[before[-1].start : target.start].strip(" \n\r\t\xa0[("):
            return None
        first = before[-1].index + 1
        after = next((b for b in breaks if b.index > target.index and b.start > target.stop), None)
        last, stop = (after.index, after.start) if after else (block.end, block.stop)
        return Region(first, last, before[-1].start, stop)

    # Growing a single note

    def _holds_other(self, element: Element, inside: Element) -> bool:
        """Whether another target than those of `inside` stands in `element`."""
        return any(not inside.holds(t) for t in self._targets_in(element.index, element.end))

    def _targets_in(self, first: int, last: int) -> list[Element]:
        """The targets with an index in `[first, last)`, or some of them where there are many."""
        low, high = bisect_left(self._indexes, first), bisect_left(self._indexes, last)
        return self._targets[low : min(high, low + 3)]

    def _grown(self, block: Element) -> Element:
        """The item, aside or single-note box that begins with this block."""
        for outer in islice(block.ancestors, DEEPEST_NOTE):
            if (
                outer.tag in _NO_NOTES | {"ol", "dl"}
                or note_rules.holds_notes(outer)
                or self._holds_other(outer, block)
            ):
                return block
            if outer.stop - outer.start > LONGEST_NOTE or not self._page.is_blank(outer.start, block.start):
                return block
            if (
                outer.tag == "tr"
                or outer.tag in _SINGLE
                or note_rules.note_evidence(outer)
                or self._is_box(outer, block)
            ):
                block = outer
            elif outer.tag not in ("td", "div", "section"):
                return block
        return block

    def _is_box(self, outer: Element, block: Element) -> bool:
        """Whether a div holds this note alone: nothing else, or siblings of its kind hold one target each."""
        if outer.tag not in ("div", "section", "td"):
            return False
        if self._page.is_blank(block.stop, outer.stop):
            return True
        return any(
            isinstance(other, Element) and other.tag == outer.tag and len(self._targets_in(other.index, other.end)) == 1
            for other in self._neighbours(outer)
        )

    def _neighbours(self, element: Element) -> list[Element]:
        """The elements right before and after, among their parent's children."""
        found: list[Element] = []
        if element.parent is None:
            return found
        index = element.end
        while index < element.parent.end:
            node = self._page.nodes[index]
            if isinstance(node, Element):
                found.append(node)
                break
            index = node.end
        index = element.index - 1
        while index > element.parent.index:
            node = self._page.nodes[index]
            outer = node if isinstance(node, Element) else None
            while node.parent is not None and node.parent is not element.parent:
                node = outer = node.parent
            if outer is not None:
                found.append(outer)
                break
            index -= 1
        return found

    def _continued(self, block: Element) -> Element:
        """The last block of a note: lists after its first one belong to it, in a box of notes all up to the next."""
        parent = block.parent
        last = block
        if parent is None or block.tag in ("li", "tr"):
            return last
        is_label = self._label_of(block) is not None
        in_box = note_rules.holds_notes(parent)
        pending: list[Element] = []
        index = block.end
        while index < parent.end:
            node = self._page.nodes[index]
            index = node.end
            if isinstance(node, Text):
                if not self._page.is_blank(node.start, node.stop):
                    break
                continue
            if node.tag == "hr" or node.tag in HEADINGS or note_rules.holds_notes(node):
                break
            if self._targets_in(node.index, node.end):
                last = pending[-1] if pending and in_box else last
                break
            if note_rules.opens_with_label(self._page.source[node.start : min(node.stop, node.start + LONGEST_LABEL)]):
                break
            if is_label or (block.tag == "dt" and node.tag == "dd"):
                last, is_label = node, False
            elif node.tag in _LISTS and not pending and (in_box or self._announces(last)):
                last = node
            elif in_box:
                pending.append(node)
            else:
                break
        return last

    def _announces(self, block: Element) -> bool:
        """Whether a block ends with a colon."""
        return self._page.source[max(block.start, block.stop - 40) : block.stop].rstrip().endswith(":")

    # Several targets in one block

    def _split(self, block: Element, targets: list[Element]) -> dict[int, Region]:
        beside = {t.index: region for t in targets if (region := self._next_block(t, block))}
        if beside:
            return beside  # anchors between blocks: each belongs to the block after it
        if block.tag in ("html", "body", "main", "article") and not self._holds_text_alone(block):
            return {}
        found: dict[int, Region] = {}
        starts = [self._label_start(t, block) for t in targets]
        for (target, start), (following, stop) in pairwise([*zip(targets, starts, strict=True), (None, block.stop)]):
            assert target is not None
            last = following.index if following else block.end
            if following is None and (blank := self._blank_line(target, block)):
                last, stop = blank.index, blank.start
            found[target.index] = Region(target.index, last, start, stop)
        return found

    def _holds_text_alone(self, block: Element) -> bool:
        return not any(e.tag in BLOCKS for e in self._page.elements(block))

    def _label_start(self, target: Element, block: Element) -> int:
        """Where the note of a target starts: brackets before it belong to its label."""
        start = target.start
        while max(block.start, target.start - 4) < start and self._page.source[start - 1] in "[( \xa0":
            start -= 1
        return start

    def _blank_line(self, target: Element, block: Element) -> Element | None:
        """The first of two line breaks in a row after a target."""
        previous: Element | None = None
        for element in self._page.elements(block):
            if element.tag != "br" or element.index < target.index or element.start <= target.stop:
                continue
            if previous and self._page.is_blank(previous.start, element.start):
                return previous
            previous = element
        return None


def trimmed(source: str, start: int, stop: int) -> tuple[int, int]:
    """The stretch without the white space at its edges."""
    text = source[start:stop]
    return start + len(text) - len(text.lstrip()), stop - (len(text) - len(text.rstrip()))
