"""What stands just before and just behind a name: a part's edge, or words that may belong to a longer name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from communique.registry.matching.words import Word

Facet = tuple[Any, ...]

_GENITIVES: Final = frozenset(
    {"of", "de", "d", "du", "des", "del", "della", "di", "do", "da", "dos", "for", "pour", "der"}
)


LONG_PART: Final = 12
"""Words from which a part is long: where nobody sets commas, a name stands between words that don't belong to it."""


def left(words: Sequence[Word], first: int, univ: bool) -> Facet:
    """What stands just before the word `first`, a name's first one."""
    i = first - 1
    typed = words[first].kind == "type"
    link = "next"
    while i >= 0 and not words[i].key:
        link = "of" if words[i].form in _GENITIVES else "and"
        i -= 1
    if i < 0:
        return ("left", "edge", univ)
    return ("left", link, words[i].kind, words[i].key if words[i].kind else "", typed, univ, len(words) >= LONG_PART)


def right(words: Sequence[Word], last: int, univ: bool) -> Facet:
    """What stands just behind the word `last`, and what the name goes on as: `Michigan Medical School`."""
    typed = words[last].kind == "type"
    i = last + 1
    link = "next"
    while i < len(words) and not words[i].key:
        if link == "next":
            link = "of" if words[i].form in _GENITIVES else "and"
        i += 1
    if i >= len(words):
        return ("right", "edge", univ)
    tail = ""
    if link == "next":
        for word in words[i : i + 4]:
            if not word.kind or not word.key:
                break
            if word.kind == "type":
                tail = word.key
                break
    return (
        "right",
        link,
        words[i].kind,
        words[i].key if words[i].kind else "",
        typed,
        tail,
        univ,
        len(words) >= LONG_PART,
    )
