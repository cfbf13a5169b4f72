"""Affiliation strings to organisations: the string API behind `communique.link` and `registry match`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from communique.registry.matching.choose import MIN_SCORE, Choice, choose
from communique.registry.matching.found import Reader, Reading
from communique.registry.matching.names import NameIndex
from communique.registry.matching.segments import Segment
from communique.registry.matching.words import SEPARATOR

if TYPE_CHECKING:
    from communique.registry.index import Registry


class Link(NamedTuple):
    """One organisation that a string names.

    `ror` is a full ROR id, `rnsr` a French national structure number; an organisation has one of them or both, and
    rows of the curated core may lack both. `name` is the one that the registry shows. `score` runs from 0 to 1.
    `words` are those that matched: `string[start:end] == words`.
    """

    ror: str | None
    rnsr: str | None
    name: str
    score: float
    words: str
    start: int
    end: int

    def as_dict(self) -> dict[str, Any]:
        """As it stands in JSON."""
        return self._asdict()


class Matcher:
    """Finds the organisations of a registry in strings. Not safe for use by several threads at once."""

    def __init__(self, registry: Registry) -> None:
        self._index = NameIndex(registry)
        self._read = Reader(self._index)

    def __call__(self, string: str, min_score: float = MIN_SCORE) -> list[Link]:
        """All organisations in a string, in its order; those in doubt are left out."""
        reading = self._read(string)
        if not reading.names:
            return []
        choices = choose(reading, self._index, min_score)
        return _links(string, reading, choices) if choices else []


@lru_cache(maxsize=4)
def matcher_of(registry: Registry) -> Matcher:
    """The matcher of a registry, made once."""
    return Matcher(registry)


def _links(string: str, reading: Reading, choices: list[Choice]) -> list[Link]:
    where = _parts(reading)
    links = []
    for choice in choices:
        found, row = choice.candidate.found, choice.candidate.row
        start, end = _letters(where, found.start)[0], _letters(where, found.end - 1)[1]
        links.append(Link(row.ror or None, row.rnsr or None, row.name, choice.score, string[start:end], start, end))
    return links


def _parts(reading: Reading) -> list[tuple[int, int, Segment]]:
    """The parts of a string with the number of the first content word and of the first letter."""
    parts = []
    begin = words = 0
    separators = SEPARATOR.finditer(reading.text)
    for part in reading.parts:
        if part.size:
            begin = reading.text.index(part.text, begin)  # behind spaces
            parts.append((words, begin, part))
            words += part.size
        separator = next(separators, None)
        if separator is not None:
            begin = separator.end()
    return parts


def _letters(parts: list[tuple[int, int, Segment]], word: int) -> tuple[int, int]:
    """Where a content word stands in a string, half-open."""
    for first, begin, part in reversed(parts):
        if word >= first:
            start, end = part.word_spans()[word - first]
            return begin + start, begin + end
    raise IndexError(word)
