"""Finds callouts and notes by their markup, before anything of the page is thrown away.

The order of evidence: a link that leads to a note, then what the markup claims by role, then by class. Links that are
nothing but links count when something else agrees: the note leads back, prints the same label, or has a note's name.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice, pairwise
from typing import Final

from communique.document import Evidence
from communique.readers.html import note_rules
from communique.readers.html.back_links import find_back_links
from communique.readers.html.callouts import Candidate, find_candidates, joined_series, with_brackets
from communique.readers.html.inline_notes import InlineNote, find_inline_notes, stands_beside
from communique.readers.html.lists import item_label, item_numbers
from communique.readers.html.marks import CalloutMark, Marks, NoteMark
from communique.readers.html.page import Element, Page
from communique.readers.html.regions import BLOCKS, DEEPEST_NOTE, HEADINGS, Region, block_of, find_regions, trimmed

_NO_TARGETS: Final = frozenset({"html", "body", "main", "article", "nav", "form", "table", "figure", "img"})
_MOST_NODES: Final = 400
"""How many nodes of a target's block are looked through for links that lead back."""


_NEAR_NODES: Final = 12
"""The same where many notes stand in one block: the nodes right after the target."""


def find_notes(page: Page, hidden: bytearray) -> Marks:
    """The callouts, notes and back links of a page.

    Args:
        page: the page.
        hidden: one byte a node, 1 where it is not shown.
    """
    return _NoteFinder(page, hidden).find()


class _NoteFinder:
    def __init__(self, page: Page, hidden: bytearray) -> None:
        self._page = page
        self._hidden = hidden
        self._numbers: dict[int, dict[int, int]] = {}
        self._notes_of: dict[int, NoteMark] = {}
        self._links: dict[str, Element] = {}
        self._links_in: dict[int, list[Element]] = {}
        for element in page.elements():
            if element.tag == "a" and (fragment := note_rules.fragment_of(element)):
                self._links.setdefault(fragment, element)

    def find(self) -> Marks:
        callouts = self._callouts(find_candidates(self._page, self._hidden))
        targets = {c.target.index: c.target for c in callouts if c.target}
        regions = find_regions(self._page, list(targets.values()))
        callouts = [c for c in callouts if self._stands(c, regions)]
        inline = find_inline_notes(self._page, self._hidden, callouts, regions)
        callouts = [c for c in callouts if c.evidence or c.target or c in inline.notes]
        marks = Marks(dropped=list(inline.dropped))
        self._add_notes(marks, callouts, regions)
        self._add_inline(marks, callouts, inline.notes)
        self._add_uncalled(marks)
        self._add_callouts(marks, callouts, inline.notes)
        marks.dropped += find_back_links(self._page, callouts, marks.notes)
        return _sorted(marks)

    # Which candidates are callouts

    def _callouts(self, candidates: list[Candidate]) -> list[Candidate]:
        kept: list[Candidate] = []
        leads_back: set[int] = set()
        homes: set[int] = set()
        for candidate in candidates:
            if any(e.index in leads_back for e in candidate.elements) or self._leads_back(candidate):
                continue
            self._resolve(candidate)
            if candidate.target is None:
                if candidate.evidence or note_rules.says_something(candidate.link.get("title")):
                    kept.append(candidate)
                continue
            block = block_of(candidate.target)
            if candidate.target.index in homes:
                continue  # what it leads to is a callout: it leads back
            back = [link for link in self._local_links(block, candidate.target) if self._returns(link, candidate)]
            if candidate.evidence or self._is_pair(candidate, block, back):
                kept.append(candidate)
                homes.update(range(candidate.element.index, candidate.element.end))
                leads_back.update(link.index for link in back)
        return kept

    def _leads_back(self, candidate: Candidate) -> bool:
        claims = candidate.evidence == "role"
        return not claims and note_rules.leads_back(candidate.fragment)

    def _resolve(self, candidate: Candidate) -> None:
        """Finds the element that a candidate leads to: by id, or by the other link of its family."""
        page = self._page
        for element in (candidate.link, *candidate.elements):
            for name in note_rules.references_of(element):
                target = page.by_id.get(name)
                if target is None and (back := note_rules.counterpart_of(name)):
                    target = self._links.get(back)
                if target is not None and target.tag not in _NO_TARGETS and not target.holds(candidate.element):
                    candidate.target, candidate.target_name = target, name
                    return
        candidate.target_name = candidate.fragment

    def _local_links(self, block: Element, target: Element) -> list[Element]:
        """The links at the beginning of a target's block and right after the target."""
        if block.index not in self._links_in:
            self._links_in[block.index] = self._links_between(block.index, min(block.end, block.index + _MOST_NODES))
        beyond = block.index + _MOST_NODES
        if target.index < beyond:
            return self._links_in[block.index]
        return self._links_between(target.index, min(block.end, target.index + _NEAR_NODES))

    def _links_between(self, first: int, last: int) -> list[Element]:
        elements = (n for n in self._page.nodes[first:last] if isinstance(n, Element) and n.tag == "a")
        return [e for e in elements if note_rules.fragment_of(e)]

    def _returns(self, link: Element, candidate: Candidate) -> bool:
        """Whether a link of a note leads back to a candidate, or right before it."""
        home = self._page.by_id.get(note_rules.fragment_of(link))
        if home is None or candidate.element.holds(link):
            return False
        if home.holds(candidate.element):
            return home.tag not in _NO_TARGETS
        between = self._page.source[home.stop : candidate.start]
        return candidate.element.holds(home) or (
            0 <= candidate.start - home.stop <= 3
            and not between.strip(" [(\xa0")
            and home.index < candidate.element.index
        )

    def _is_pair(self, candidate: Candidate, block: Element, back: list[Element]) -> bool:
        """Whether a plain link and its target are a callout and a note."""
        page, target = self._page, candidate.target
        assert target is not None
        whole = block_of(candidate.element)
        alone = page.is_blank(whole.start, candidate.start) and page.is_blank(candidate.stop, whole.stop)
        if alone or target.tag in HEADINGS:
            return False
        if back or note_rules.leads_to_note(candidate.target_name):
            return True
        if len(candidate.label) == 1 and candidate.label.isalpha():
            return False  # an index of letters
        for start in (target.start, block.start):
            text = page.source[start : min(block.stop, start + 40)].strip()
            printed = note_rules.printed_label(text)
            if printed and printed[0] == candidate.label:
                return note_rules.read_label(text) is None
        around = (target, *islice(target.ancestors, DEEPEST_NOTE))
        return any(note_rules.holds_notes(a) or note_rules.note_evidence(a) for a in around)

    def _stands(self, candidate: Candidate, regions: dict[int, Region]) -> bool:
        """Whether a callout still is one, now that its note is known or known to be none."""
        if candidate.target is None:
            return True
        region = regions.get(candidate.target.index)
        if region and not region.start <= candidate.element.start < region.stop:
            return True
        target, candidate.target = candidate.target, None
        if stands_beside(self._page, self._hidden, candidate, target):
            candidate.beside = target
            return True
        return candidate.evidence is not None and not region

    # Writing the marks

    def _add_notes(self, marks: Marks, callouts: list[Candidate], regions: dict[int, Region]) -> None:
        for callout in callouts:
            if callout.target is None or callout.target.index in self._notes_of:
                continue
            region = regions[callout.target.index]
            note = self._note(region, callout.label, callout.target_name, "link", called=True)
            self._notes_of[callout.target.index] = note
            marks.notes.append(note)

    def _note(self, region: Region, label: str | None, target: str, evidence: Evidence, *, called: bool) -> NoteMark:
        start, stop = trimmed(self._page.source, region.start, region.stop)
        body, printed = self._label_end(region, start, stop, label)
        return NoteMark(start, body, stop, printed or label or "", target, evidence, called)

    def _label_end(self, region: Region, start: int, stop: int, label: str | None) -> tuple[int, str | None]:
        """Where the printed label of a note ends, and the label; `start` and None when none is printed."""
        source = self._page.source
        element = self._label_element(region, start)
        if element:
            printed = note_rules.read_label(source[element.start : element.stop])
            if printed and (label is None or printed.lower() == label.lower()):
                return _after_label(source, element.stop, stop), printed
        text = source[start : min(stop, start + 60)]
        found = note_rules.printed_label(text)
        if not found:
            return start, None
        printed, length, form = found
        if label is None and form == "bare":
            return start, None
        if label is not None and printed.lower() != label.lower():
            return start, None
        if form == "bare" and self._is_numbered_item(region):
            return start, None
        return start + length, printed

    def _label_element(self, region: Region, start: int) -> Element | None:
        """The outermost element that begins a note and holds nothing but its label."""
        brackets = start
        while brackets < region.stop and self._page.source[brackets] in "[({ \xa0^↑":
            brackets += 1
        for node in self._page.nodes[region.first : min(region.last, region.first + 40)]:
            if not isinstance(node, Element) or node.start == node.stop:
                continue
            if node.start > brackets:
                return None
            if node.stop - node.start <= 80 and note_rules.read_label(self._page.text_of(node)):
                return node
        return None

    def _is_numbered_item(self, region: Region) -> bool:
        node = self._page.nodes[region.first]
        return isinstance(node, Element) and node.tag == "li" and node.parent is not None and node.parent.tag == "ol"

    def _add_inline(self, marks: Marks, callouts: list[Candidate], notes: dict[Candidate, InlineNote]) -> None:
        for callout in callouts:
            if found := notes.get(callout):
                label = callout.label
                mark = NoteMark(found.start, found.body, found.stop, label, found.target, "link", True, moved=True)
                marks.notes.append(mark)

    def _add_uncalled(self, marks: Marks) -> None:
        """Notes that the markup claims and that nothing calls, where they print a label or stand in a numbered list."""
        taken = sorted((n.start, n.end) for n in marks.notes)
        starts = [start for start, _ in taken]
        end = -1
        for element in self._page.elements():
            evidence = self._claims_note(element)
            if evidence is None or element.start < end or element.start == element.stop:
                continue
            i = bisect_left(starts, element.stop)
            if i and taken[i - 1][1] > element.start:
                continue
            region = Region(element.index, element.end, element.start, element.stop)
            note = self._note(region, None, element.get("id"), evidence, called=False)
            if not note.label and self._is_numbered_item(region):
                note.label = self._item_label(element)
            if note.label and note.start < note.end:
                marks.notes.append(note)
                end = element.stop

    def _item_label(self, item: Element) -> str:
        """The number that the list gives to an item."""
        parent = item.parent
        assert parent is not None
        if parent.index not in self._numbers:
            self._numbers[parent.index] = item_numbers(self._page, parent)
        return item_label(parent, self._numbers[parent.index][item.index])

    def _claims_note(self, element: Element) -> Evidence | None:
        if element.tag not in BLOCKS or element.tag in HEADINGS or self._hidden[element.index]:
            return None
        if note_rules.holds_notes(element):
            return None
        if evidence := note_rules.note_evidence(element):
            return evidence
        outer = element.parent
        if element.tag == "li" and outer is not None and outer.tag == "ol":
            box = outer if note_rules.holds_notes(outer) else outer.parent
            if box is not None and note_rules.holds_notes(box):
                return "role" if "doc-endnotes" in note_rules.roles_of(box) else "class"
        return None

    def _add_callouts(self, marks: Marks, callouts: list[Candidate], inline: dict[Candidate, InlineNote]) -> None:
        spans = [with_brackets(self._page.source, c.start, c.stop) for c in callouts]
        blocks = [block_of(c.element).index for c in callouts]
        first = 0
        joined: list[tuple[int, int]] = []
        for i in range(1, len(callouts) + 1):
            if i == len(callouts) or blocks[i] != blocks[first]:
                joined += joined_series(self._page.source, spans[first:i])
                first = i
        for callout, (start, end) in zip(callouts, joined, strict=True):
            evidence: Evidence = "link" if callout.target or callout in inline else callout.evidence or "class"
            target = inline[callout].target if callout in inline else callout.target_name
            if callout.target:
                target = self._notes_of[callout.target.index].target
            marks.callouts.append(
                CalloutMark(start, end, callout.label, target, evidence, callout.supplied, callout.element.index)
            )
            if callout.supplied:
                marks.dropped.append((start, end))


def _after_label(source: str, position: int, stop: int) -> int:
    while position < stop and source[position] in " \t\r\n\xa0])}.:":
        position += 1
    return position


def _sorted(marks: Marks) -> Marks:
    """Everything in order; of marks that overlap, the later one starts where the earlier one ends."""
    marks.callouts.sort(key=lambda c: (c.start, c.end))
    marks.notes.sort(key=lambda n: (n.start, -n.end))
    for note, following in pairwise([n for n in marks.notes if not n.moved]):
        note.end = min(note.end, following.start)
        note.body = min(note.body, note.end)
    marks.notes = [n for n in marks.notes if n.start < n.end]
    marks.dropped = _merged(marks.dropped)
    return marks


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged
