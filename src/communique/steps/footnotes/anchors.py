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
_INITIALS: Final = re.compile(
    r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*$|^(?:Dr|Pr|Prof|Mr|Mrs|Ms|Mme|St|Ste|Inc|Ltd|vs|etc)\.$"
)
_ELISION: Final = re.compile(r"^(?:[dlnmstcjDLNMSTCJ]|[Qq]u)['’](?=\w)")


def find_anchor(text: str, offset: int, block: Span) -> Span:
    """The anchor of a callout at `offset`: at least the word before it, and always ending there.

    The name before it with the connecting words in it, and its acronym in brackets; or, on a plain word, that word and
    up to two before it. Never past the end of a sentence, and never out of the block.
    """
    end = offset
    while end > block.start and text[end - 1] in _RIGHT_EDGE and text[end - 1] not in ")]":
        end -= 1
    start = end
    if end > block.start and text[end - 1] in ")]":
        opening = text.rfind("(" if text[end - 1] == ")" else "[", max(block.start, end - FURTHEST_BRACKET), end)
        if opening > block.start:
            start = opening
        elif opening == block.start:
            return Span(opening, offset)
    start = _name_start(text, start, block.start)
    return Span(start if start < offset else max(block.start, offset - 1), offset)


def _name_start(text: str, end: int, floor: int) -> int:
    """Where the name or the word group that ends before `end` begins."""
    words = _words_before(text, end, floor)
    if not words:
        return end
    first = 0
    if _is_name_word(words[0].of(text)):
        for i, word in enumerate(words[:MOST_WORDS]):
            written = word.of(text)
            if i and _ends_sentence(written):
                break
            if _is_name_word(written):
                first = i
            elif written.casefold() not in _connectors():
                break
    else:
        for i, word in enumerate(words[:MOST_PLAIN_WORDS]):
            written = word.of(text)
            if i and (_ends_sentence(written) or written.casefold() in function_words()):
                break
            first = i
    return _without_article(text, words[first])


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
def _connectors() -> frozenset[str]:
    return frozenset(load_table("footnote_anchors")["connector"].terms)


@cache
def function_words() -> frozenset[str]:
    """Words of French and English grammar that begin a word group or join two, in lower case."""
    return frozenset(load_table("footnote_anchors")["function-word"].terms) | _connectors()
