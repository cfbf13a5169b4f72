"""The words that a callout stands on: the name or the word group that ends there."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from communique.document import Span
from communique.rules import load_table

MOST_WORDS: Final = 8
MOST_PLAIN_WORDS: Final = 3
FURTHEST_BRACKET: Final = 120
"""A bracket that opened further back than this, in characters, is no apposition to a name."""

_WORD: Final = re.compile(r"[^\s\t\n]+")
_LEFT_EDGE: Final = "([{«“‘\"'*"
_RIGHT_EDGE: Final = ")]}»”’\"'.,;:!?…"
_STOP: Final = re.compile(r"[.!?;:,…)\]»”][»”\"’)]*$")
_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.-?)+$|^(?:Dr|Pr|Prof|Mr|Mrs|Ms|Mme|St|Ste|Inc|Ltd|vs|etc)\.$")
_ELISION: Final = re.compile(r"^(?:[dlnmstcjDLNMSTCJ]|[Qq]u)['’](?=\w)")


def find_anchor(text: str, offset: int, block: Span) -> Span:
    """The anchor of a callout at `offset`: at least the word before it, and always ending there.

    The name before it with the connecting words in it, and its acronym in brackets; or, on a plain word, that word and
    up to two before it. Never past the end of a sentence, and never out of the block or the table cell.
    """
    floor = max(block.start, text.rfind("\t", block.start, offset) + 1)
    end = offset
    while end > floor and text[end - 1] in _RIGHT_EDGE and text[end - 1] not in ")]":
        end -= 1
    start = end
    if end > floor and text[end - 1] in ")]":
        opening = text.rfind("(" if text[end - 1] == ")" else "[", max(floor, end - FURTHEST_BRACKET), end)
        if opening == floor:
            return Span(opening, offset)
        start = opening if opening > floor else end
    start = _group_start(text, start, floor)
    return Span(start if start < offset else max(floor, offset - 1), offset)


def _group_start(text: str, end: int, floor: int) -> int:
    """Where the name or the word group that ends before `end` begins."""
    words = _words_before(text, end, floor)
    if not words:
        return end
    written = [w.of(text) for w in words]
    if _is_name_word(written[0]):
        first = _first_of_name(written)
    else:
        first = _head_of_plain_name(written) or _first_of_phrase(written)
    return _without_article(text, words[first])


def _first_of_name(written: list[str]) -> int:
    """How far back the name goes of which `written`, the nearest word first, ends with a capital."""
    first = 0
    for i, word in enumerate(written[:MOST_WORDS]):
        if i and (_ends_sentence(word) or _parts_items(word, written[i - 1])):
            break
        if _is_name_word(word):
            first = i
        elif word.casefold() not in _terms("connector"):
            break
    while first and written[first].casefold() in function_words():
        first -= 1
    return first


def _parts_items(word: str, following: str) -> bool:
    """Whether "and" begins another thing with an article of its own, not another part of one name."""
    bare = following.casefold()
    return word.casefold() in ("et", "and", "ou", "or") and (
        bare in _terms("connector") or _ELISION.match(following) is not None
    )


def _head_of_plain_name(written: list[str]) -> int:
    """How far back the head of a name stands that ends in plain words: "Institut de recherche en agronomie"."""
    for i, word in enumerate(written[:MOST_WORDS]):
        if i and (_ends_sentence(word) or _parts_items(word, written[i - 1])):
            return 0
        if _ELISION.sub("", word.lstrip(_LEFT_EDGE)).casefold() in _terms("head"):
            return i
    return 0


def _first_of_phrase(written: list[str]) -> int:
    first = 0
    for i, word in enumerate(written[:MOST_PLAIN_WORDS]):
        if i and (_ends_sentence(word) or word.casefold() in function_words()):
            break
        first = i
    return first


def _words_before(text: str, end: int, floor: int) -> list[Span]:
    """The words before `end`, the nearest first."""
    window = max(floor, end - 30 * MOST_WORDS)
    found = [Span(m.start(), m.end()) for m in _WORD.finditer(text, window, end)]
    if found and found[0].start == window > floor and not text[window - 1].isspace():
        found = found[1:]
    return found[::-1][: MOST_WORDS + 1]


def _is_name_word(word: str) -> bool:
    bare = _ELISION.sub("", word.lstrip(_LEFT_EDGE))
    return bare[:1].isdigit() or any(part[:1].isupper() for part in bare.split("-"))


def _ends_sentence(word: str) -> bool:
    return _STOP.search(word) is not None and _INITIALS.search(word) is None


def _without_article(text: str, word: Span) -> int:
    start = word.start
    while start < word.end - 1 and text[start] in _LEFT_EDGE:
        start += 1
    elision = _ELISION.match(text[start : word.end])
    return start + elision.end() if elision else start


@cache
def _terms(rule_id: str) -> frozenset[str]:
    return frozenset(load_table("footnote_anchors")[rule_id].terms)


@cache
def function_words() -> frozenset[str]:
    """Words of French and English grammar that begin a word group or join two, in lower case."""
    return _terms("function-word") | _terms("connector")
