"""What a page holds but does not show, and the words that elements are named with."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from communique.readers.html.page import Element, Page
from communique.rules.loader import load_table

MOST_HIDDEN: Final = 0.5
"""A hidden element with more than this share of a page's text is shown by a script once the page is loaded."""

_NEVER_SHOWN: Final = frozenset({"head", "script", "style", "template", "noscript", "title", "datalist"})
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPLIT: Final = re.compile(r"[^a-zA-Z0-9]+")


def find_hidden(page: Page) -> bytearray:
    """One byte a node: 1 where it is not shown."""
    hidden = bytearray(len(page.nodes))
    everything = max(1, page.root.stop)
    end = 0
    for element in page.elements():
        if element.index < end or not is_hidden(element):
            continue
        if element.tag not in _NEVER_SHOWN and element.stop - element.start > MOST_HIDDEN * everything:
            continue
        end = element.end
        hidden[element.index : end] = b"\x01" * (end - element.index)
    return hidden


def is_hidden(element: Element) -> bool:
    """Whether the element itself, by tag, attribute, inline style or a usual class, is not shown."""
    attrs = element.attrs
    if element.tag in _NEVER_SHOWN:
        return True
    if not attrs:
        return False
    if "hidden" in attrs or "popover" in attrs or (element.tag == "dialog" and "open" not in attrs):
        return True
    if _HIDING.search(attrs.get("style", "")):
        return True
    return _hides(attrs.get("class", ""))


@lru_cache(maxsize=4096)
def _hides(classes: str) -> bool:
    names = set(classes.lower().split())
    if names.isdisjoint(_unseen()):
        return False
    return not any(":" in name for name in names)  # "hidden md:block" is shown on large screens


@cache
def _unseen() -> frozenset[str]:
    return frozenset(load_table("html_furniture")["words.unseen"].terms)


def words_of(element: Element) -> frozenset[str]:
    """The words of an element's class and id, and its pairs of neighbouring words, in lower case."""
    return class_words(element.get("class")) | class_words(element.get("id"))


@lru_cache(maxsize=4096)
def class_words(names: str) -> frozenset[str]:
    """The words of class names: of `siteFooter press-contact` they are site, footer, "site footer", press and so on."""
    words: set[str] = set()
    for name in names.split():
        parts = [p.lower() for p in _SPLIT.split(_CAMEL.sub("-", name)) if p]
        words.update(parts)
        words.add("".join(parts))
        words.update(" ".join(pair) for pair in pairwise(parts))
    return frozenset(words)
