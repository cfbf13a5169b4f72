"""How much a name tells: "Department of Physics" fits thousands of organisations, "Institut Néel" one."""

from __future__ import annotations

from enum import IntEnum
from functools import cache, lru_cache

from communique.registry.normal import normal_words
from communique.rules import load_table

_CACHED = 4096


class Telling(IntEnum):
    """`ONE_FIELD`: no word beside heads but one field, or none; `FIELDS`: several; `PROPER`: a word of its own."""

    ONE_FIELD = 0
    FIELDS = 1
    PROPER = 2


@lru_cache(_CACHED)
def how_telling(name: str) -> Telling:
    """How much a name tells, by its words alone."""
    fields = 0
    for word in normal_words(name):
        if word in _void() or word.removesuffix("s") in _void() or word.isdigit():
            continue
        if word in _fields() or word.removesuffix("s") in _fields():
            fields += 1
        else:
            return Telling.PROPER
    return Telling.FIELDS if fields > 1 else Telling.ONE_FIELD


def content_words(name: str) -> frozenset[str]:
    """The words of a name that are no links or articles, cut so that English and French cognates agree."""
    return frozenset(word[:_STEM] for word in normal_words(name) if len(word) >= _SHORTEST or word.isdigit())


def telling_words(name: str) -> frozenset[str]:
    """The content words of a name without those that stand in names of every field."""
    return frozenset(
        word[:_STEM]
        for word in normal_words(name)
        if len(word) >= _SHORTEST and word not in _void() and word.removesuffix("s") not in _void()
    )


_SHORTEST = 3
_STEM = 4
"""Letters by which cognates are compared: "analysis" and "analyse", "laboratory" and "laboratoire"."""


@cache
def _void() -> frozenset[str]:
    return _words("link.void")


@cache
def _fields() -> frozenset[str]:
    return _words("link.field")


def _words(rule: str) -> frozenset[str]:
    return frozenset(word for term in load_table("linking")[rule].terms for word in normal_words(term))
