"""What stands in a string: its parts, and the names, places and unit codes that the index finds in them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from communique.registry.matching.names import NameIndex
from communique.registry.matching.segments import (
    CODE_REACH,
    REACH,
    WORDS_LIMIT,
    Found,
    Naming,
    Segment,
    Span,
    named,
    read_code,
    standing,
)
from communique.registry.matching.words import SEPARATOR, Vocabulary

_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FILLER: Final = "\u0332"  # a mark that combines: it keeps the word whole and the offsets true, and folding drops it
_SEGMENTS_LIMIT: Final = 16_000
"""Parts remembered at a time: some 30 MB."""
_SEGMENT_LETTERS: Final = 160
"""Letters of a part that is remembered: longer ones hardly come twice."""
_REACH_WORDS: Final = 24
_PARTS_LIMIT: Final = 2 * WORDS_LIMIT


@dataclass(slots=True)
class Reading:
    """A string as the matcher reads it.

    `text` is the string without entities and, if it is all capitals, in small letters, of the same length. `parts` are
    all its parts in order; content words are counted through all of them. `names` are those that are weighed, and
    `inside` the places of those within longer ones.
    `countries` are named outright, `hinted` come from towns; `codes` counts the unit codes; `size` the content words.
    """

    text: str
    parts: list[Segment]
    names: list[Found]
    inside: set[Span]
    countries: set[str]
    hinted: set[str]
    codes: int
    size: int
    shouted: bool

    @property
    def line(self) -> str:
        """The content words, each between spaces."""
        return f" {' '.join([part.line for part in self.parts if part.size])} "

    def around(self, start: int, end: int) -> str:
        """The content words before and behind a place."""
        forms = [form for part in self.parts for form in part.forms]
        return f" {' '.join(forms[:start])} | {' '.join(forms[end:])} "


class Reader:
    """Reads strings by an index; remembers words and parts of strings. Not for several threads at once."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._vocabulary = Vocabulary()
        self._segments: tuple[dict[str, Segment], dict[str, Segment]] = ({}, {})

    def __call__(self, text: str) -> Reading:
        """The words of a string, and all names and places in them that the index has, nested ones too."""
        shouted = text.isupper()
        text = plain(text, shouted)
        parts = self._parts(text, shouted)
        full = [part for part in parts if part.size]
        size = sum([part.size for part in full])
        if size == 1:
            alone = Segment(full[0].text, self._vocabulary, self._index, shouted, alone=True)
            parts[parts.index(full[0])] = alone
            full = [alone]
        reading = Reading(text, parts, [], set(), set(), set(), 0, size, shouted)
        across = self._across(full, reading) if len(full) > 1 else []
        base = 0
        for part in full:
            _gather(reading, part, base, across)
            base += part.size
        return reading

    def _across(self, parts: list[Segment], reading: Reading) -> list[Found]:
        """The names that stand over several parts: `University of California, Berkeley`."""
        starts = self._index.starts
        namings: list[Naming] = []
        base = 0
        for i, part in enumerate(parts[:-1]):
            last = part.size - 1
            for start in part.open:
                if start < last or f"{part.keys[last]} {parts[i + 1].keys[0]}" in starts:
                    namings += self._going_on(parts[i:], start, base, reading.shouted)
            for start in part.labels:
                forms = [form for other in parts[i : i + CODE_REACH] for form in other.forms[:WORDS_LIMIT]]
                code = read_code(forms[: start + CODE_REACH], start)
                if code is not None:
                    end, label, digits = code
                    reading.codes += 1
                    tail, rest = _place(parts[i:], end)
                    namings += [
                        (base + start, base + end, 0, False, entry, part, start, tail, rest)
                        for entry in self._index.coded(label, digits)
                    ]
            base += part.size
        if not namings:
            return []
        spans = {naming[:2] for naming in namings}
        reading.inside |= {(a, b) for a, b in spans if any(c <= a and b <= d and d - c > b - a for c, d in spans)}
        reading.names = standing(namings)
        return list(reading.names)

    def _going_on(self, parts: list[Segment], start: int, base: int, shouted: bool) -> list[Naming]:
        head = parts[0]
        keys = head.keys[start:]
        forms = head.forms[start:]
        for part in parts[1:]:
            if len(keys) >= _REACH_WORDS:
                break
            keys += part.keys
            forms += part.forms
        namings: list[Naming] = []
        joined = " ".join(keys[:_REACH_WORDS]) + " "
        for found in self._index.prefixes(joined[:REACH]):
            end = start + found.count(" ")
            if end <= head.size:
                continue
            known = self._index.entries(found, " ".join(forms[: end - start]))
            tail, rest = _place(parts, end)
            namings += [
                (base + start, base + end, known.how, True, entry, head, start, tail, rest)
                for entry in named(head, start, tail, rest, known, shouted, False)
            ]
        return namings

    def _parts(self, text: str, shouted: bool) -> list[Segment]:
        known = self._segments[shouted]
        parts = []
        words = 0
        for text_ in SEPARATOR.split(text, _PARTS_LIMIT):
            bare = text_.strip()
            part = known.get(bare)
            if part is None:
                part = Segment(bare, self._vocabulary, self._index, shouted)
                if len(bare) <= _SEGMENT_LETTERS:
                    if len(known) >= _SEGMENTS_LIMIT:
                        known.clear()
                    known[bare] = part
            parts.append(part)
            words += len(part.words)
            if words > WORDS_LIMIT:
                break
        return parts


def _gather(reading: Reading, part: Segment, base: int, across: list[Found]) -> None:
    """Adds what a part holds; what stands within a name over several parts is inside, and a single word that is only
    a piece of its part is nothing.
    """
    reading.codes += part.codes
    if across:
        for start, end, entry, row, fixed, shared in part.names:
            within = _within(base + start, base + end, across)
            if within:
                reading.inside.add((base + start, base + end))
            if end - start > 1 or not within or fixed.whole:
                reading.names.append(Found(base + start, base + end, entry, row, fixed, shared))
    elif base:
        reading.names += [
            Found(base + start, base + end, entry, row, fixed, shared)
            for start, end, entry, row, fixed, shared in part.names
        ]
    else:
        reading.names += part.names
    if part.inside:
        reading.inside.update([(base + start, base + end) for start, end in part.inside])
    for start, end, kind, country in part.located:
        if across and _within(base + start, base + end, across):
            continue
        if kind == "town":
            reading.hinted.add(country)
        elif kind != "code" or base + start:  # two letters in front of everything are no state
            reading.countries.add(country)


def _within(start: int, end: int, across: list[Found]) -> bool:
    return any(other.start <= start and end <= other.end for other in across)


def _place(parts: list[Segment], end: int) -> tuple[Segment, int]:
    """The part in which a name of the first part ends, and where in it."""
    for part in parts:
        if end <= part.size:
            return part, end
        end -= part.size
    raise IndexError(end)


def plain(text: str, shouted: bool) -> str:
    """A text of the same length without entities ("&amp;", "&#233;") and, if it is all capitals, without them."""
    if "&" in text:
        text = _ENTITY.sub(_unescaped, text)
    if shouted and len(text.lower()) == len(text):
        text = text.lower()
    return text


def _unescaped(match: re.Match[str]) -> str:
    """The character, and fillers up to the length of its entity."""
    character = html.unescape(match[0])
    if len(character) != 1:
        return match[0]
    return character.ljust(len(match[0]), _FILLER if character.isalpha() else " ")
