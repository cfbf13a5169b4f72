"""Counts over the nodes of a page, kept as running totals: the answer for any element costs two look-ups."""

from __future__ import annotations

from array import array

from communique.readers.html.page import Element, Page

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTROLS = frozenset({"nav", "form", "button", "input", "select"})


class Measures:
    """How much text, how many links, headings and controls the elements of a page hold; hidden text does not count."""

    def __init__(self, page: Page, hidden: bytearray) -> None:
        self._characters = array("q", [0])
        self._linked = array("q", [0])
        self._counts = {name: array("q", [0]) for name in ("links", "headings", "titles", "controls", "tables")}
        links_end = -1
        for node in page.nodes:
            count = 0
            if not isinstance(node, Element):
                if not hidden[node.index]:
                    count = sum(map(len, page.text_of(node).split()))
            elif node.tag in ("a", "button"):
                links_end = max(links_end, node.end)
            self._add(node.tag if isinstance(node, Element) else "")
            self._characters.append(self._characters[-1] + count)
            self._linked.append(self._linked[-1] + (count if node.index < links_end else 0))

    def _add(self, tag: str) -> None:
        for name, counted in (
            ("links", tag == "a"),
            ("headings", tag in _HEADINGS),
            ("titles", tag == "h1"),
            ("controls", tag in _CONTROLS),
            ("tables", tag == "table"),
        ):
            self._counts[name].append(self._counts[name][-1] + counted)

    def count(self, element: Element, what: str) -> int:
        """How many links, headings, titles (h1), controls or tables stand in an element, itself included."""
        counts = self._counts[what]
        return counts[element.end] - counts[element.index]

    def length(self, element: Element) -> int:
        """The characters of an element, white space not counted."""
        return self.length_between(element.index, element.end)

    def length_between(self, first: int, end: int) -> int:
        return self._characters[end] - self._characters[first]

    def running(self, element: Element) -> int:
        """The characters of an element outside links, white space not counted."""
        return self.running_between(element.index, element.end)

    def running_between(self, first: int, end: int) -> int:
        return self.length_between(first, end) - (self._linked[end] - self._linked[first])

    def link_share(self, element: Element) -> float:
        """The share of an element's characters that stand in links; 0 where it has none."""
        length = self.length(element)
        return 1 - self.running(element) / length if length else 0.0
