"""Finds what may be a callout: by its link, its role or its class, and always by looking like a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from communique.document import Evidence
from communique.readers.html import note_rules
from communique.readers.html.page import Element, Page, Text
from communique.readers.html.regions import LONGEST_LABEL

MOST_NODES: Final = 60
"""An element with more descendants is no callout; pop-up buttons of littlefoot have eleven."""

_CARRIERS: Final = frozenset({"a", "sup", "span", "button", "label", "small", "abbr", "cite", "summary", "u", "i", "b"})
_LABEL_ATTRIBUTES: Final = (
    "data-footnote-number",
    "data-mfn",
    "data-number",
    "data-footnote-id",
    "aria-label",
    "title",
)
_LAST_LABEL: Final = re.compile(r"(\d{1,3})\D*$")
_BRACKETS: Final = {"[": "]", "(": ")", "{": "}"}


@dataclass(slots=True, eq=False)
class Candidate:
    """An element that may be a callout: `[start, stop)` is the printed mark, `supplied` a label that is not printed.

    `link` is the element that names the note, `evidence` what the markup claims (None: it is only a link), `target`
    the note's element, `beside` the same where the note stands beside its callout.
    """

    element: Element
    link: Element
    label: str
    start: int
    stop: int
    evidence: Evidence | None
    supplied: str = ""
    target: Element | None = None
    target_name: str = ""
    beside: Element | None = None
    elements: list[Element] = field(default_factory=list)

    @property
    def fragment(self) -> str:
        return note_rules.fragment_of(self.link)


def find_candidates(page: Page, hidden: bytearray) -> list[Candidate]:
    """The candidates in document order; of nested ones the outermost that still looks like a label."""
    found: list[Candidate] = []
    side_notes = 0
    skipped = -1
    for element in page.elements():
        if element.index < skipped or hidden[element.index]:
            continue
        if element.tag in ("nav", "head", "select"):
            skipped = element.end
            continue
        if element.tag not in _CARRIERS or not element.attrs or element.end - element.index > MOST_NODES:
            continue
        if element.stop - element.start > LONGEST_LABEL:
            continue
        evidence = note_rules.callout_evidence(element)
        if evidence is None and not _names_note(page, element):
            continue
        if found and found[-1].element.holds(element):
            _join(found[-1], element, evidence)
            continue
        candidate = _candidate(page, hidden, element, evidence)
        if candidate is None and evidence and _is_side_toggle(page, element):
            side_notes += 1
            candidate = Candidate(element, element, str(side_notes), element.start, element.start, evidence)
            candidate.supplied = candidate.label
        if candidate:
            candidate.elements.append(element)
            found.append(candidate)
    return found


def _names_note(page: Page, element: Element) -> bool:
    """Whether an element without a callout's markup leads to an element of the page, or holds a text in its title."""
    if element.tag == "a" and "#" in element.get("href"):
        if note_rules.is_back_link(element):
            return False
        href = element.get("href")
        fragment = note_rules.fragment_of(element)
        if href.startswith("#"):
            return True
        return fragment in page.by_id and note_rules.leads_to_note(fragment)
    is_raised = element.tag == "sup" or any(a.tag == "sup" for a in (element.parent,) if a)
    return is_raised and note_rules.says_something(element.get("title"))


def _join(outer: Candidate, element: Element, evidence: Evidence | None) -> None:
    """Takes what an inner element says about the callout that it is a part of."""
    outer.elements.append(element)
    if "#" in element.get("href") or not note_rules.references_of(outer.link):
        outer.link = element
    if evidence and (outer.evidence is None or evidence == "role"):
        outer.evidence = evidence


def _candidate(page: Page, hidden: bytearray, element: Element, evidence: Evidence | None) -> Candidate | None:
    shown = [t for t in _texts(page, element) if not hidden[t.index]]
    printed = "".join(page.source[t.start : t.stop] for t in shown)
    label = note_rules.read_label(printed)
    if label:
        start, stop = _trimmed(page.source, shown[0].start, shown[-1].stop)
        return Candidate(element, element, label, start, stop, evidence)
    if printed.strip() not in ("", "…", "•••", "...") or evidence is None:
        return None
    if not (label := _unprinted_label(page, element)):
        return None
    start, stop = (shown[0].start, shown[-1].stop) if printed.strip() else (element.start, element.start)
    return Candidate(element, element, label, start, stop, evidence, supplied=label)


def _texts(page: Page, element: Element) -> Iterator[Text]:
    for node in page.nodes[element.index : element.end]:
        if isinstance(node, Text):
            yield node


def _trimmed(source: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and source[start].isspace():
        start += 1
    while stop > start and source[stop - 1].isspace():
        stop -= 1
    return start, stop


def _unprinted_label(page: Page, element: Element) -> str:
    """The label of a callout that shows none (Word's empty links, pop-up buttons), from what its attributes say."""
    for part in (element, *page.elements(element)):
        for name in _LABEL_ATTRIBUTES:
            if match := _LAST_LABEL.search(part.get(name)):
                return match[1]
        if note_rules.leads_to_note(fragment := note_rules.fragment_of(part)):
            match = _LAST_LABEL.search(fragment)
            return match[1] if match else ""
    return ""


def _is_side_toggle(page: Page, element: Element) -> bool:
    """Whether this is the empty label of a numbered side note, whose number the style sheet prints."""
    numbered = "sidenote-number" in note_rules.classes_of(element)
    return numbered and not page.source[element.start : element.stop].strip()


def with_brackets(source: str, start: int, stop: int) -> tuple[int, int]:
    """The mark with a pair of brackets that stands around it, outside its own element."""
    before, after = start - 1, stop
    while before >= 0 and source[before].isspace() and start - before < 4:
        before -= 1
    while after < len(source) and source[after].isspace() and after - stop < 4:
        after += 1
    if before >= 0 and after < len(source) and _BRACKETS.get(source[before]) == source[after]:
        return before, after + 1
    return start, stop


_SEPARATOR: Final = re.compile(r"[\s\xa0]{0,4}[,;–‑-][\s\xa0]{0,4}|[\s\xa0]{1,4}")


def joined_series(source: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks with the commas between them taken in: of `1, 2` the second mark becomes `, 2`.

    Brackets around the series, as in `(1, 2)`, go to its first and last mark. Spans are sorted.
    """
    joined = list(spans)
    first = 0
    for i in range(1, len(spans) + 1):
        if i < len(spans) and _SEPARATOR.fullmatch(source, spans[i - 1][1], spans[i][0]):
            joined[i] = (spans[i - 1][1], spans[i][1])
            continue
        if i - first > 1:
            start, stop = with_brackets(source, spans[first][0], spans[i - 1][1])
            if start < spans[first][0]:
                joined[first] = (start, joined[first][1])
                joined[i - 1] = (joined[i - 1][0], stop)
        first = i
    return joined
