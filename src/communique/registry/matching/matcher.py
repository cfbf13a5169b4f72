"""Affiliation strings to organisations: the string API behind `communique.link` and `registry match`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from communique.registry.matching.batches import Batch
from communique.registry.matching.choose import MIN_SCORE, Choices, choose
from communique.registry.matching.evidence import candidates
from communique.registry.matching.facets import Scale
from communique.registry.matching.finds import find
from communique.registry.matching.names import NameIndex
from communique.registry.matching.spelling import Names
from communique.registry.matching.word_table import WordTable

if TYPE_CHECKING:
    from communique.registry.index import Registry

BATCH: Final = 4096
"""Strings that are read at a time: a fewfold more is no faster, a fewfold less is."""
LETTERS: Final = 400_000
"""Letters that are read at a time, if strings are long."""


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
        self._table = WordTable(self._index.walk, self._index.town_walk, self._index.typos)
        self._scale = self._new_scale()

    def __call__(self, string: str, min_score: float = MIN_SCORE) -> list[Link]:
        """All organisations in a string, in its order; those in doubt are left out."""
        return self._links_of([string], min_score)[0]

    def many(self, strings: Iterable[str], min_score: float = MIN_SCORE) -> Iterator[list[Link]]:
        """The organisations of each string, as a call gives them; strings are read some thousand at a time."""
        for batch in _batches(strings):
            yield from self._links_of(batch, min_score)

    def _links_of(self, strings: Sequence[str], min_score: float) -> list[list[Link]]:
        if self._table.is_full or self._index.known.is_full:
            self._table.forget()
            self._index.known.forget()
            self._scale = self._new_scale()
        batch = Batch(strings, self._table)
        links: list[list[Link]] = [[] for _ in strings]
        if not len(batch.at):
            return links
        found = candidates(batch, find(batch, self._index), self._index, self._scale)
        self._spell(links, strings, batch, choose(found, self._index, self._scale, min_score))
        return links

    def _new_scale(self) -> Scale:
        return Scale(Names(self._index.natures, self._index.types, self._table.classes))

    def _spell(self, links: list[list[Link]], strings: Sequence[str], batch: Batch, choices: Choices) -> None:
        """Adds the links of each string."""
        start, behind = batch.letter[choices.start], batch.behind[choices.end - 1]
        rows = (choices.string, choices.organisation, start, behind)
        for number, organisation, begin, end, score in zip(
            *(column.tolist() for column in rows), choices.scores, strict=True
        ):
            ror, rnsr, name = self._index.shown(organisation)
            links[number].append(Link(ror, rnsr, name, score, strings[number][begin:end], begin, end))


@lru_cache(maxsize=4)
def matcher_of(registry: Registry) -> Matcher:
    """The matcher of a registry, made once."""
    return Matcher(registry)


def _batches(strings: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(strings)
    while batch := list(islice(waiting, BATCH)):
        if sum(map(len, batch)) <= LETTERS:
            yield batch
            continue
        part: list[str] = []
        letters = 0
        for string in batch:
            part.append(string)
            letters += len(string)
            if letters >= LETTERS:
                yield part
                part, letters = [], 0
        if part:
            yield part
