"""Finds callouts and notes by their markup, before anything is thrown away."""

from __future__ import annotations

import re
from typing import Final

from communique.readers.html.marks import CalloutMark, Marks, NoteMark
from communique.readers.html.page import Element, Page

_LABEL: Final = re.compile(r"[\[(]?\s*(\d{1,3}|\*{1,6}|[†‡§¶]{1,3}|[a-z]|[ivxl]{1,6})\s*[\])]?", re.IGNORECASE)
_NOTE_BLOCKS: Final = frozenset({"li", "div", "p", "aside", "tr", "dd"})


def find_notes(page: Page) -> Marks:
    """The callouts, notes and back links of a page."""
    notes: dict[int, NoteMark] = {}
    marks = Marks()
    ids = {id_: element for id_, element in page.by_id.items()}
    for link in page.elements():
        if link.tag != "a" or not link.get("href").startswith("#"):
            continue
        target = ids.get(link.get("href")[1:])
        label = _LABEL.fullmatch(page.text_of(link).strip())
        if target is None or not label or any(n.start <= link.start < n.end for n in notes.values()):
            continue
        block = _note_block(target)
        if block is None or block.holds(link):
            continue
        if block.start not in notes:
            notes[block.start] = _note(page, block, label[1], link.get("href")[1:], marks)
        start, stop = link.start, link.stop
        if page.source[start - 1 : start] in ("[", "(") and page.source[stop : stop + 1] in ("]", ")"):
            start, stop = start - 1, stop + 1
        marks.callouts.append(CalloutMark(start, stop, label[1], notes[block.start].target, "link"))
    marks.notes = [notes[s] for s in sorted(notes)]
    marks.callouts.sort(key=lambda c: c.start)
    marks.dropped.sort()
    return marks


def _note_block(target: Element) -> Element | None:
    if target.tag in _NOTE_BLOCKS:
        return target
    return next((a for a in target.ancestors if a.tag in _NOTE_BLOCKS), None)


def _note(page: Page, block: Element, label: str, target: str, marks: Marks) -> NoteMark:
    text = page.text_of(block)
    printed = re.match(r"[\s\[(]*" + re.escape(label) + r"[\s\])\xa0.:]*", text)
    body = block.start + (printed.end() if printed else 0)
    for link in page.elements(block):
        if link.tag == "a" and "#" in link.get("href") and link.start >= body and len(page.text_of(link)) < 4:
            marks.dropped.append((link.start, link.stop))
    return NoteMark(block.start, body, block.stop, label, target, "link")
