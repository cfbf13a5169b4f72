"""Finds what belongs to the site and not to the release: menus, banners, related links, footers.

Names (elements, roles, class words) propose; the content decides: what holds a large part of the page's running text
is never furniture, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from communique.readers.html.hidden import words_of
from communique.readers.html.marks import CalloutMark
from communique.readers.html.measures import Measures
from communique.readers.html.note_rules import holds_notes, note_evidence, roles_of
from communique.readers.html.page import Element, Page, Text
from communique.readers.html.regions import HEADINGS
from communique.rules.loader import Rule, load_table

NEVER_ABOVE: Final = 0.4
"""What holds more than this share of a page's running text (text outside links) is the release. Tried on the training
releases and our fixtures: sidebars stay below 0.2; a release in a box with a wrong name holds 0.9."""

MAIN_ABOVE: Final = 0.5
"""A `main` element with at least this share of the running text is the page's content, and what is outside is not."""

LINKED_ABOVE: Final = 0.6
"""A block with more than this share of its characters in links points elsewhere."""

MOST_NODES_IN_LINE: Final = 200
"""A line of share buttons or a breadcrumb has some dozen elements and texts."""

MOST_LISTS_UNDER_HEADING: Final = 20
"""How many blocks of links one "Read also" may head."""

_ALWAYS: Final = frozenset(
    {
        *(
            "head",
            "script",
            "style",
            "template",
            "noscript",
            "nav",
            "iframe",
            "object",
            "embed",
            "svg",
            "canvas",
            "math",
        ),
        *("select", "datalist", "textarea", "video", "audio", "map", "noframes", "applet", "rp", "rt"),
    }
)
_MOSTLY: Final = frozenset({"form", "button", "dialog", "menu"})
_CONTAINERS: Final = frozenset({"div", "section", "aside", "td", "ul", "ol", "table", "center", "dl"})
_TOP: Final = frozenset({"html", "body", "main"})
_CONTACT: Final = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+\d{1,3}[\d ().-]{7,}|\b0\d(?:[ .]\d\d){4}\b")


@cache
def _rule(id_: str) -> Rule:
    return load_table("html_furniture")[id_]


def find_furniture(page: Page, hidden: bytearray, measures: Measures, callouts: Iterable[CalloutMark]) -> bytearray:
    """One byte a node: 1 where it is furniture or hidden. Callouts are none, even where they are buttons."""
    return _FurnitureFinder(page, hidden, measures, frozenset(c.node for c in callouts)).find()


class _FurnitureFinder:
    def __init__(self, page: Page, hidden: bytearray, measures: Measures, callouts: frozenset[int]) -> None:
        self._page = page
        self._callouts = callouts
        self._marked = bytearray(hidden)
        self._measures = measures
        self._content = self._inside({"article", "main"})
        self._has_content = any(self._content)
        self._titles = self._measures.count(page.root, "titles")
        self._total = max(1, self._measures.running(page.root))

    def find(self) -> bytearray:
        self._mark_named()
        main = self._main()
        if main is not None:
            self._mark_outside(main)
        self._mark_lines()
        self._mark_headed_lists()
        self._mark_link_lists(main)
        return self._marked

    # Measures

    def _inside(self, tags: set[str]) -> bytearray:
        """One byte a node: 1 inside an element of these."""
        inside = bytearray(len(self._page.nodes))
        end = 0
        for element in self._page.elements():
            if element.index >= end and (element.tag in tags or (element.get("role") in tags)):
                end = element.end
                inside[element.index + 1 : end] = b"\x01" * (end - element.index - 1)
        return inside

    def _share(self, element: Element) -> float:
        return self._measures.running(element) / self._total

    def _mark(self, element: Element) -> None:
        self._marked[element.index : element.end] = b"\x01" * (element.end - element.index)

    def _text(self, element: Element) -> str:
        """An element's text on one line; only as much as rules look at."""
        return " ".join(self._page.source[element.start : min(element.stop, element.start + 600)].split())

    # Elements by their names

    def _mark_named(self) -> None:
        end = 0
        for element in self._page.elements():
            if element.index < end or self._marked[element.index] or element.index in self._callouts:
                continue
            if self._is_furniture(element):
                self._mark(element)
                end = element.end

    def _is_furniture(self, element: Element) -> bool:
        tag = element.tag
        if tag in _ALWAYS:
            return tag != "nav" or self._share(element) <= NEVER_ABOVE
        if tag in _TOP or tag == "article" or self._share(element) > NEVER_ABOVE:
            return False
        if note_evidence(element) or holds_notes(element):
            return False
        if tag in _MOSTLY:
            return True
        if not roles_of(element).isdisjoint(_rule("roles.furniture").terms):
            return (
                not self._content[element.index]
                or self._measures.link_share(element) > LINKED_ABOVE
                or tag not in ("header",)
            )
        if tag == "header":
            return self._is_site_header(element)
        if tag == "footer":
            return self._is_site_footer(element)
        if tag == "aside" or element.get("role") == "complementary":
            return (
                not self._content[element.index]
                or self._measures.link_share(element) > LINKED_ABOVE
                or self._is_named(element)
            )
        return self._is_named(element)

    def _is_named(self, element: Element) -> bool:
        """Whether class or id call it furniture; the content must not speak against it."""
        if not (element.get("class") or element.get("id")):
            return False
        words = words_of(element)
        if words.isdisjoint(_rule("words.furniture").terms):
            if words.isdisjoint(_rule("words.doubtful").terms) or not words.isdisjoint(_rule("words.release").terms):
                return False
            if "footer" in words or "foot" in words:
                return element.tag in _CONTAINERS and self._is_site_footer(element)
            if words & {"header", "banner"}:
                return element.tag in _CONTAINERS and self._is_site_header(element)
            return self._is_site_talk(element)
        if element.tag in HEADINGS or self._measures.count(element, "titles"):
            return self._measures.link_share(element) > LINKED_ABOVE
        return element.tag != "p" or self._share(element) < 0.1

    def _is_site_talk(self, element: Element) -> bool:
        """Whether a box with a doubtful name holds links or nothing to speak of."""
        length = self._measures.length(element)
        return (
            length > 0
            and (self._measures.link_share(element) > LINKED_ABOVE or length < 25)
            and element.tag not in HEADINGS
        )

    def _is_site_header(self, element: Element) -> bool:
        if self._content[element.index]:
            return self._measures.link_share(element) > 0.9 and not self._measures.count(element, "headings")
        if titles := self._measures.count(element, "titles"):
            title = next(e for e in self._page.elements(element) if e.tag == "h1")
            is_logo = self._measures.link_share(title) > LINKED_ABOVE or self._measures.length(title) < 12
            return is_logo or titles < self._titles
        if self._measures.link_share(element) > 0.3 or self._measures.count(element, "controls"):
            return True
        return self._measures.length(element) < 20 and not any(c.isdigit() for c in self._text(element))

    def _is_site_footer(self, element: Element) -> bool:
        text = self._text(element)
        if self._content[element.index]:
            return self._measures.link_share(element) > LINKED_ABOVE or bool(
                _rule("line.legal").regex.search(text) and not _CONTACT.search(text)
            )
        if self._has_content:
            return not words_of(element) & {"contact", "contacts", "notes", "footnotes"}
        if _rule("line.legal").regex.search(text) or self._measures.link_share(element) > LINKED_ABOVE:
            return True
        return not _CONTACT.search(text) and self._measures.length(element) < 400

    # The content

    def _main(self) -> Element | None:
        """The element that says that it is the page's content, where it holds most of the running text."""
        found = [e for e in self._page.elements() if e.tag == "main" or e.get("role") == "main"]
        found = [e for e in found if not self._marked[e.index]]
        if not found:
            return None
        best = max(found, key=lambda e: (self._measures.running(e), -e.index))
        return best if self._running_kept(best) >= MAIN_ABOVE * max(1, self._running_kept(self._page.root)) else None

    def _running_kept(self, element: Element) -> int:
        """Running text that is not furniture so far."""
        kept = (i for i in range(element.index, element.end) if not self._marked[i])
        return sum(self._measures.running_between(i, i + 1) for i in kept)

    def _mark_outside(self, main: Element) -> None:
        """Everything outside the content, save a title, contacts and notes that stand beside it."""
        has_title = self._measures.count(main, "headings") > 0
        keep_until = -1
        for node in self._page.nodes:
            if main.holds(node):
                continue
            if node.index < keep_until or (isinstance(node, Element) and node.holds(main)):
                continue
            if isinstance(node, Element):
                is_title = node.tag == "h1" or (node.tag == "header" and node.index < main.index)
                words = words_of(node) if node.attrs else frozenset()
                if (is_title and not has_title) or (
                    not words.isdisjoint(_rule("words.release").terms)
                    and self._measures.link_share(node) < LINKED_ABOVE
                ):
                    keep_until = node.end
                    continue
            self._marked[node.index] = 1

    # Lines and lists by what they say

    def _mark_lines(self) -> None:
        """Skip links, share buttons, "back to the list": blocks and loose links that say nothing else."""
        seen_heading = False
        for element in self._page.elements():
            if self._marked[element.index]:
                continue
            if element.tag in HEADINGS:
                seen_heading = True
                self._mark_permalinks(element)
                continue
            is_link = element.tag == "a" and (
                element.parent is None or element.parent.tag in ("body", "div", "section")
            )
            if element.tag not in ("p", "div", "ul", "ol", "span", "li", "td") and not is_link:
                continue
            length = self._measures.length(element)
            if not 0 < length <= 400 or element.end - element.index > MOST_NODES_IN_LINE:
                continue
            if self._is_line_of_site(element, before_headings=not seen_heading):
                self._mark(element)

    def _is_line_of_site(self, element: Element, *, before_headings: bool) -> bool:
        text = self._text(element)
        share = self._measures.link_share(element)
        if share == 0:
            return bool(_rule("line.rights").regex.fullmatch(text))
        return bool(
            (share > 0.9 and _rule("line.furniture").regex.fullmatch(text))
            or (share > 0.5 and _rule("paragraph.furniture").regex.match(text))
            or (share > 0.3 and _rule("line.legal").regex.search(text) and not _CONTACT.search(text))
            or (before_headings and len(text) < 200 and _rule("line.breadcrumb").regex.match(text))
            or (share > LINKED_ABOVE and self._all_lines(element))
        )

    def _mark_permalinks(self, heading: Element) -> None:
        """Links from a heading to itself, which show a sign and no word."""
        if not self._measures.count(heading, "links") or heading.end - heading.index > MOST_NODES_IN_LINE:
            return
        for link in self._page.elements(heading):
            is_local = link.tag == "a" and link.get("href").startswith("#") and link.index not in self._callouts
            if is_local and not any(c.isalnum() for c in self._text(link)):
                self._mark(link)

    def _all_lines(self, element: Element) -> bool:
        """Whether each link of a block is a line of the site."""
        links = [e for e in self._page.elements(element) if e.tag == "a" and self._measures.length(e)]
        if any(link.index in self._callouts for link in links):
            return False
        texts = [self._text(link) for link in links]
        return len(texts) > 1 and all(t.isdecimal() or _rule("line.furniture").regex.fullmatch(t) for t in texts)

    def _mark_headed_lists(self) -> None:
        """Headings such as "Read also" with the links under them."""
        for element in self._page.elements():
            if self._marked[element.index] or not self._is_heading_like(element):
                continue
            if not _rule("heading.furniture").regex.match(self._text(element)):
                continue
            linked = list(self._linked_siblings(element))
            if linked:
                self._mark(element)
                for sibling in linked:
                    self._mark(sibling)

    def _is_heading_like(self, element: Element) -> bool:
        return (element.tag in HEADINGS or element.tag in ("p", "strong", "dt", "span")) and 0 < self._measures.length(
            element
        ) <= 60

    def _linked_siblings(self, heading: Element) -> Iterator[Element]:
        """The blocks after a heading that hold hardly anything but links."""
        parent = heading.parent
        index = heading.end
        for _ in range(MOST_LISTS_UNDER_HEADING * 2):
            if parent is None or index >= parent.end:
                return
            node = self._page.nodes[index]
            index = node.end
            if isinstance(node, Text):
                if self._measures.length_between(node.index, node.end):
                    return
                continue
            if node.tag in HEADINGS or (
                self._measures.length(node) and self._measures.link_share(node) <= LINKED_ABOVE
            ):
                return
            yield node

    def _mark_link_lists(self, main: Element | None) -> None:
        """Menus without a name: lists of links before the first heading, and boxes of them outside the content."""
        first_heading = next(
            (e.index for e in self._page.elements() if e.tag in ("h1", "h2") and not self._marked[e.index]), -1
        )
        for element in self._page.elements():
            if (
                self._marked[element.index]
                or element.tag not in _CONTAINERS
                or self._measures.link_share(element) < 0.8
            ):
                continue
            links = self._measures.count(element, "links")
            if links < 3 or self._introduced(element):
                continue
            outside = main is None and not self._content[element.index] and element.tag in ("div", "td", "section")
            if element.end <= first_heading or (outside and links >= 4):
                self._mark(element)

    def _introduced(self, element: Element) -> bool:
        """Whether the words before a list announce it."""
        before = self._page.source[max(0, element.start - 200) : element.start].rstrip()
        return before.endswith(":")
