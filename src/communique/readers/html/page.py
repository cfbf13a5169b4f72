"""The page as a flat list of nodes in document order, light enough for every pass to be one loop.

BeautifulSoup (on lxml) parses and mends; its tree is turned into `Page.nodes` and forgotten. A node's descendants are
the stretch `nodes[node.index + 1 : node.end]`, so that "inside" is a comparison of numbers and no pass recurses.
"""

from __future__ import annotations

import re
import warnings
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from communique.document import NodeSpan, Place
from communique.errors import ReadError

NO_TEXT: Final = "the page holds no text; if a script fills it in the browser, open it there and save the page"

_OPAQUE: Final = frozenset({"script", "style"})
"""Elements whose content is code: it is kept apart from the text (`Page.code`)."""
_VISIBLE: Final = re.compile(r"\S")
_NAME_TEST: Final = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)


@dataclass(slots=True, eq=False)
class Element:
    """A tag.

    `index` is its place in `Page.nodes` and `end` the index after its last descendant; `start` and `stop` are the
    half-open interval of `Page.source` that holds its text. `number` is its number among the page's `places`.
    """

    index: int
    parent: Element | None = field(repr=False)
    tag: str
    attrs: dict[str, str]
    number: int
    start: int
    end: int = -1
    stop: int = -1

    def holds(self, node: Element | Text) -> bool:
        """Whether `node` is this element or stands inside it."""
        return self.index <= node.index < self.end

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    @property
    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, from the inside out."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


@dataclass(slots=True, eq=False)
class Text:
    """A text node; its characters are `Page.source[start:stop]`."""

    index: int
    parent: Element = field(repr=False)
    start: int
    stop: int

    @property
    def end(self) -> int:
        return self.index + 1


Node = Element | Text


class Page:
    """All elements and texts of a page in document order.

    `source` is the text of all text nodes one after the other, as the parser gave it: a source position of the
    document is an index into it. Notes that stand in attributes are appended to it. `code` holds what scripts and
    style sheets say.
    """

    def __init__(self, nodes: list[Node], source: str, places: NodePlaces, code: list[tuple[Element, str]]) -> None:
        self.nodes = nodes
        self.source = source
        self.places = places
        self.code = code
        self.by_id: dict[str, Element] = {}
        self._elements = [node for node in nodes if isinstance(node, Element)]
        for element in self.elements():
            if id_ := element.get("id"):
                self.by_id.setdefault(id_, element)
        for element in self.elements():
            if element.tag == "a" and (name := element.get("name")):
                self.by_id.setdefault(name, element)

    @property
    def root(self) -> Element:
        root = self.nodes[0]
        assert isinstance(root, Element)
        return root

    def elements(self, inside: Element | None = None) -> Iterator[Element]:
        """The elements inside `inside` (itself not included), or all, in document order."""
        if inside is None:
            return iter(self._elements)
        return (n for n in self.nodes[inside.index + 1 : inside.end] if isinstance(n, Element))

    def children(self, parent: Element) -> Iterator[Node]:
        i = parent.index + 1
        while i < parent.end:
            node = self.nodes[i]
            yield node
            i = node.end

    def add_attributes(
        self, attributes: Iterable[tuple[Element, str, Iterable[tuple[str, int]]]]
    ) -> list[tuple[int, int]]:
        """Appends attributes to `source`: of each the element, the name, and its text as pieces with their offsets.

        Returns:
            for each attribute the half-open interval of its new source positions.
        """
        spans: list[tuple[int, int]] = []
        added: list[str] = []
        for element, name, pieces in attributes:
            start = self.places.length
            for text, offset in filter(itemgetter(0), pieces):
                self.places.add_text(element.number, f"@{name}", len(text), offset)
                added.append(text)
            spans.append((start, self.places.length))
        self.source += "".join(added)
        return spans

    def is_blank(self, start: int, stop: int) -> bool:
        """Whether nothing but white space stands in `source[start:stop]`; nothing is copied."""
        return not _VISIBLE.search(self.source, start, stop)

    def text_of(self, node: Node) -> str:
        """The text of a node as it stands in the page, white space and all."""
        return self.source[node.start : node.stop]


class NodePlaces:
    """The source map of an HTML page: numbers characters of text nodes and attributes, and finds them again.

    XPaths are put together when asked for: in a page that nests thousands of elements they would fill the memory.
    """

    def __init__(self) -> None:
        self._origins: array[int] = array("q")
        self._offsets: array[int] = array("q")
        self._elements: array[int] = array("q")
        self._steps: list[str] = []
        self._parents: array[int] = array("q")
        self._element_steps: list[str] = []
        self.length = 0

    def add_element(self, parent: int, step: str) -> int:
        """A number for an element, given its parent's (-1 for the root)."""
        self._parents.append(parent)
        self._element_steps.append(step)
        return len(self._parents) - 1

    def add_text(self, element: int, step: str, length: int, offset: int = 0) -> int:
        """The origin of the first of `length` characters, which stand at `offset` in the node `step` of `element`."""
        origin = self.length
        self._origins.append(origin)
        self._offsets.append(offset)
        self._elements.append(element)
        self._steps.append(step)
        self.length += length
        return origin

    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        """The stretches of text nodes and attributes that hold `positions`, in their order."""
        found: list[tuple[int, int, int]] = []
        i, origin, end_of_node = -1, 0, 0
        for position in positions:
            if not origin <= position < end_of_node:  # else in the node of the one before
                i = bisect_right(self._origins, position) - 1
                origin = self._origins[i]
                end_of_node = self._origins[i + 1] if i + 1 < len(self._origins) else self.length
            offset = position - origin + self._offsets[i]
            if found and found[-1][0] == i:
                _, start, end = found[-1]
                found[-1] = (i, min(start, offset), max(end, offset + 1))
            else:
                found.append((i, offset, offset + 1))
        return tuple(NodeSpan(self._xpath(i), start, end) for i, start, end in found)

    def _xpath(self, node: int) -> str:
        steps = [self._steps[node]]
        element = self._elements[node]
        while element >= 0:
            steps.append(self._element_steps[element])
            element = self._parents[element]
        return "/" + "/".join(reversed(steps))


def parse_page(markup: str) -> Page:
    """The nodes of a page.

    Raises:
        ReadError: "no-text" when the parser finds no element at all.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice to programmers about their arguments, not about the page
        try:
            soup = _Soup(markup.encode("utf-8", "replace"), "lxml", from_encoding="utf-8", multi_valued_attributes=None)
        except ParserRejectedMarkup as error:
            raise ReadError("no-text", NO_TEXT) from error
    root = soup.find(True)
    if not isinstance(root, Tag):
        raise ReadError("no-text", NO_TEXT)
    return _PageWriter().write(root)


class _Soup(BeautifulSoup):
    """BeautifulSoup, parsing in time that does not grow with the depth of the tree.

    Where a page nests thousands of elements, BeautifulSoup climbs all of them for each further node to look for a link
    that needs mending. A page that is parsed from its beginning to its end has none.
    """

    def _linkage_fixer(self, el: Tag) -> None:
        """Mends nothing."""


class _PageWriter:
    """Turns BeautifulSoup's tree into a `Page` in one walk along the document."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._places = NodePlaces()
        self._source: list[str] = []
        self._code: list[tuple[Element, str]] = []
        self._open: list[_Open] = []

    def write(self, root: Tag) -> Page:
        node: PageElement | None = root
        while node is not None:
            while self._open and self._open[-1].tag is not node.parent:
                self._leave()
            if not self._open and node is not root:
                break
            if isinstance(node, Tag):
                self._enter(node)
            elif isinstance(node, NavigableString):
                self._add_string(node)
            node = node.next_element
        while self._open:
            self._leave()
        return Page(self._nodes, "".join(self._source), self._places, self._code)

    def _enter(self, tag: Tag) -> None:
        outer = self._open[-1] if self._open else None
        step = outer.step_to(tag.name) if outer else tag.name
        attrs = {name: str(value) for name, value in tag.attrs.items()}
        parent = outer.element if outer else None
        number = self._places.add_element(parent.number if parent else -1, step)
        element = Element(len(self._nodes), parent, tag.name, attrs, number, self._places.length)
        self._nodes.append(element)
        self._open.append(_Open(tag, element))

    def _leave(self) -> None:
        element = self._open.pop().element
        element.end = len(self._nodes)
        element.stop = self._places.length

    def _add_string(self, string: NavigableString) -> None:
        outer = self._open[-1]
        if isinstance(string, PreformattedString):  # comments, declarations, processing instructions
            outer.text_length = -1
            return
        text = str(string)
        if outer.element.tag in _OPAQUE:
            self._code.append((outer.element, text))
            return
        if outer.text_length < 0:
            outer.texts += 1
            outer.text_length = 0
        start = self._places.add_text(outer.element.number, f"text()[{outer.texts}]", len(text), outer.text_length)
        outer.text_length += len(text)
        self._source.append(text)
        self._nodes.append(Text(len(self._nodes), outer.element, start, start + len(text)))


class _Open:
    """An element that is still open while the page is written: what its children's XPath steps need."""

    __slots__ = ("counts", "element", "tag", "text_length", "texts")

    def __init__(self, tag: Tag, element: Element) -> None:
        self.tag = tag
        self.element = element
        self.counts: dict[str, int] = {}
        self.texts = 0
        self.text_length = -1  # of the text node that the next string would continue; -1: it starts a new one

    def step_to(self, name: str) -> str:
        """The XPath step to the next child called `name`."""
        self.text_length = -1
        self.counts["*"] = self.counts.get("*", 0) + 1
        self.counts[name] = self.counts.get(name, 0) + 1
        if _NAME_TEST.fullmatch(name):
            return f"{name}[{self.counts[name]}]"
        return f"*[{self.counts['*']}]"  # a name such as o:p, which XPath would take for a namespace
