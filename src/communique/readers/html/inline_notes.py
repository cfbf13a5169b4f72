"""Finds notes that stand beside their callout, hidden or in the margin, or in an attribute of it.

Where the same note also stands at the end of the page, the copy beside the callout goes; where it stands there alone,
it is moved out of its paragraph.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from communique.readers.html import note_rules
from communique.readers.html.callouts import Candidate
from communique.readers.html.page import Element, Page
from communique.readers.html.regions import BLOCKS, Region, trimmed

LONGEST_INLINE_NOTE: Final = 4000
"""An element beside a callout with more characters is no note; notes in margins are short by nature."""

SHORTEST_HIDDEN_NOTE: Final = 12
"""What is hidden beside a callout and shorter is an instruction ("Note 1", "fermer")."""

_ASIDES: Final = frozenset({"span", "aside", "small", "div", "dialog"})
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_PARTING: Final = re.compile(r"</?(?:p|br|li|div)\b", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});", re.IGNORECASE)


Attribute = tuple[Element, str, str]
"""An element, the name of one of its attributes, and the value."""


@dataclass(frozen=True, slots=True)
class InlineNote:
    """A note beside its callout: `[start, body)` its label, `[body, stop)` the note, in source positions."""

    start: int
    body: int
    stop: int
    target: str


@dataclass(slots=True)
class InlineNotes:
    """The notes by callout, and the copies that are not needed."""

    notes: dict[Candidate, InlineNote] = field(default_factory=dict)
    dropped: list[tuple[int, int]] = field(default_factory=list)


def find_inline_notes(
    page: Page, hidden: bytearray, callouts: list[Candidate], regions: dict[int, Region]
) -> InlineNotes:
    """What stands beside the callouts.

    A callout whose target is such a note loses its target; one whose note is found elsewhere gets it.
    """
    found = InlineNotes()
    attributes: list[tuple[Candidate, Attribute]] = []
    printed: dict[str, Element] | None = None
    for callout in callouts:
        body = _element_beside(page, hidden, callout)
        attribute = _attribute_of(callout) if body is None and callout.target is None else None
        if body is None and attribute is None:
            continue
        if body is not None and callout.target is not None and not body.holds(callout.target):
            found.dropped.append((body.start, body.stop))
            continue
        text = page.text_of(body) if body else "".join(t for t, _ in _shown(attribute[2] if attribute else ""))
        if printed is None:
            printed = _printed_notes(page)
        elsewhere = printed.get(_key(text))
        if elsewhere is not None and not (body and body.holds(elsewhere)) and not elsewhere.holds(callout.element):
            callout.target, callout.target_name = elsewhere, elsewhere.get("id") or f"note-{elsewhere.index}"
            regions.setdefault(elsewhere.index, Region(elsewhere.index, elsewhere.end, elsewhere.start, elsewhere.stop))
            if body is not None:
                found.dropped.append((body.start, body.stop))
            continue
        callout.target = None
        if body is not None:
            found.notes[callout] = _from_element(page, body, callout, found.dropped)
        elif attribute is not None:
            attributes.append((callout, attribute))
    spans = page.add_attributes((element, name, _shown(value)) for _, (element, name, value) in attributes)
    for (callout, (element, _, _)), (start, stop) in zip(attributes, spans, strict=True):
        found.notes[callout] = InlineNote(start, start, stop, f"inline-{element.index}")
    return found


# Elements beside a callout


def _element_beside(page: Page, hidden: bytearray, callout: Candidate) -> Element | None:
    """The note element inside the callout, inside the wrapper around it, or right after it."""
    if callout.beside is not None:
        return callout.beside
    for element in _neighbours(page, callout):
        if element.stop - element.start > LONGEST_INLINE_NOTE or not page.text_of(element).strip():
            continue
        if note_rules.is_inline_note(element):
            return element
        if (
            element.tag in _ASIDES
            and hidden[element.index]
            and len(page.text_of(element).strip()) >= SHORTEST_HIDDEN_NOTE
        ):
            return element
    return None


def stands_beside(page: Page, hidden: bytearray, callout: Candidate, target: Element) -> bool:
    """Whether what a callout leads to is a note beside it: right after it, hidden, or called so by its class."""
    if target.tag not in _ASIDES or target.stop - target.start > LONGEST_INLINE_NOTE:
        return False
    is_near = 0 <= target.start - callout.stop <= 40 and page.is_blank(callout.stop, target.start)
    return note_rules.is_inline_note(target) or is_near or bool(hidden[target.index])


def _neighbours(page: Page, callout: Candidate) -> Iterator[Element]:
    """The elements inside a callout, and those after it up to the next character that is shown."""
    last = callout.elements[-1]
    yield from (e for e in page.elements(callout.element) if e.index > last.index or e.start >= callout.stop)
    node = callout.element
    for _ in range(3):  # the callout, its sup, its wrapper
        index = node.end
        parent = node.parent
        while parent is not None and index < parent.end:
            after = page.nodes[index]
            if isinstance(after, Element):
                yield after
                if after.tag not in ("input", "label") and after.start < after.stop:
                    return
            elif page.text_of(after).strip():
                return
            index = after.end
        if parent is None or parent.tag in BLOCKS:
            return
        node = parent


def _from_element(page: Page, body: Element, callout: Candidate, dropped: list[tuple[int, int]]) -> InlineNote:
    dropped += [(part.start, part.stop) for part in page.elements(body) if note_rules.is_inline_ending(part)]
    start, stop = trimmed(page.source, body.start, body.stop)
    label_end = start
    printed = note_rules.printed_label(page.source[start : min(stop, start + 40)])
    if printed and printed[0].lower() == callout.label.lower() and printed[2] != "bare":
        label_end = start + printed[1]
    first = next((e for e in page.elements(body) if e.start < e.stop), None)
    if first and first.start == start and note_rules.read_label(page.text_of(first)) == callout.label:
        label_end = first.stop
        while label_end < stop and page.source[label_end] in " \t\r\n\xa0])}.:":
            label_end += 1
    return InlineNote(start, label_end, stop, body.get("id") or f"inline-{body.index}")


# Notes in attributes


def _attribute_of(callout: Candidate) -> Attribute | None:
    """The element, the name and the value of the attribute that holds a callout's note."""
    around = callout.element.parent
    elements = [callout.link, *callout.elements]
    if around is not None and around.tag in ("span", "sup", "abbr"):
        elements.append(around)
    for name in note_rules.inline_attributes():
        for element in elements:
            if note_rules.says_something(value := element.get(name)):
                return element, name, value
    return None


def _shown(value: str) -> Iterator[tuple[str, int]]:
    """The pieces of an attribute's value that are text, each with its offset: tags are out, entities are spelled."""
    position = 0
    for tag in _TAG.finditer(value):
        yield from _unescaped(value, position, tag.start())
        if _PARTING.match(tag[0]):
            yield " ", tag.start()
        position = tag.end()
    yield from _unescaped(value, position, len(value))


def _unescaped(value: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    position = start
    for entity in _ENTITY.finditer(value, start, stop):
        yield value[position : entity.start()], position
        yield html.unescape(entity[0])[:1], entity.start()
        position = entity.end()
    yield value[position:stop], position


# The same note elsewhere


def _printed_notes(page: Page) -> dict[str, Element]:
    """The blocks that may be the note that an attribute or a margin repeats, by their normalised beginning."""
    found: dict[str, Element] = {}
    for element in page.elements():
        if element.tag in ("li", "p", "dd", "td") and 0 < element.stop - element.start <= LONGEST_INLINE_NOTE:
            text = page.text_of(element)
            found.setdefault(_key(text), element)
            if printed := note_rules.printed_label(text.strip()):
                found.setdefault(_key(text.strip()[printed[1] :]), element)
    found.pop("", None)
    return found


def _key(text: str) -> str:
    """A text's letters and digits, as many as tell notes apart."""
    return "".join(c for c in text.casefold() if c.isalnum())[:120]
