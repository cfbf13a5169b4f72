"""Finds what belongs to the site and not to the release: menus, banners, related links, footers."""

from __future__ import annotations

from typing import Final

from communique.readers.html.page import Element, Page

_ALWAYS: Final = frozenset("head script style template noscript nav form button iframe object svg select".split())
_WORDS: Final = frozenset("cookie breadcrumb share related skip newsletter pagination".split())


def find_furniture(page: Page) -> bytearray:
    """One byte a node: 1 where it is furniture."""
    marked = bytearray(len(page.nodes))
    done = 0
    for element in page.elements():
        if element.index < done or not _is_furniture(element):
            continue
        done = element.end
        marked[element.index : element.end] = b"\x01" * (element.end - element.index)
    return marked


def _is_furniture(element: Element) -> bool:
    if element.tag in _ALWAYS:
        return True
    if element.tag in ("header", "footer"):
        return not any(a.tag in ("article", "main") for a in element.ancestors)
    names = f"{element.get('class')} {element.get('id')}".lower().replace("-", " ").replace("_", " ").split()
    return not _WORDS.isdisjoint(names) or not _WORDS.isdisjoint(n.rstrip("s") for n in names)
