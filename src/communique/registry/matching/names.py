"""Names and places in the words of a string, as the index has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import marisa_trie

from communique.registry.matching.beside import Facet
from communique.registry.matching.name_forms import in_any_order
from communique.registry.matching.sections import ORDERED, PLACE, code_key, matching_sections
from communique.registry.matching.words import HOWS, Word, code_families, same_word

if TYPE_CHECKING:
    from communique.registry.index import Registry

_KEY_LIMIT: Final = 40_000
"""Keys whose names are remembered at a time."""
_SECTIONS: Final = (
    "matching-keys",
    "matching-lines",
    "matching-line-starts",
    "matching-organisations",
    "matching-organisation-starts",
    "matching-starts",
)

_same_word = lru_cache(maxsize=1 << 16)(same_word)


class OrganisationRow(NamedTuple):
    """What is weighed of an organisation. `kin` are the numbers of its parents; `towns` stand between spaces.

    `supervises`: many units, in many towns.
    """

    name: str
    ror: str
    rnsr: str
    country: str
    active: bool
    french_unit: bool
    type: str
    towns: tuple[str, ...]
    kin: frozenset[int]
    supervises: bool
    known: str


class Entry(NamedTuple):
    """One name of one organisation, in one of the ways in which addresses write it.

    `nature` is what is weighed of it whatever the string (see `traits.py`). For a place `organisation` is PLACE,
    `kind` is `country`, `code` or `town`, and `variant` its country. `univ`: the name says university.
    """

    organisation: int
    kind: str
    variant: str
    nature: Facet
    univ: bool
    row: OrganisationRow | None


class Known(NamedTuple):
    """What words can be: `how` is an index into HOWS; `country`: they name one, or a state by its code."""

    how: int
    names: tuple[Entry, ...]
    places: tuple[Entry, ...]
    country: bool


class NameIndex:
    """The matcher's sections of an index, decoded as they are needed."""

    def __init__(self, registry: Registry) -> None:
        """Reads the sections; those that an index lacks (that of the core) are made now."""
        sections: dict[str, bytes | memoryview]
        try:
            sections = {name: registry.file.section(name) for name in _SECTIONS}
        except KeyError:
            sections = dict(matching_sections(list(registry)))
        self._trie = marisa_trie.Trie().frombytes(bytes(sections["matching-keys"]))
        self._names = sections["matching-lines"]
        self._name_starts = memoryview(sections["matching-line-starts"]).cast("I")
        self._rows = sections["matching-organisations"]
        self._row_starts = memoryview(sections["matching-organisation-starts"]).cast("I")
        self.starts = frozenset(bytes(sections["matching-starts"]).decode().split("\n"))
        self.prefixes = self._trie.prefixes
        self.beginning = self._trie.iterkeys
        self._blocks: dict[str, str] = {}
        self.known: dict[str, Known] = {}
        self._organisations: dict[int, OrganisationRow] = {}

    def entries(self, key: str, written: str) -> Known:
        """The names and places of a key that words can be: those of the likeliest reading alone."""
        known = self.known.get(written)
        if known is None:
            if len(self.known) >= _KEY_LIMIT:
                self.known.clear()
            known = self.known[written] = self._likeliest(key, written)
        return known

    def ordered(self, words: Sequence[Word]) -> Known | None:
        """The names that have the very words in another order."""
        ordered = in_any_order(words)
        key = ORDERED + " ".join([word.key for word in ordered]) + " "
        if key not in self._trie:
            return None
        return self.entries(key, ORDERED + " ".join([word.form for word in ordered]))

    def coded(self, label: str, digits: str) -> tuple[Entry, ...]:
        """The organisations with a unit code: with its very label if any has it, else with one that goes with it."""
        key = code_key(digits)
        if key not in self._trie:
            return ()
        lines = dict(_lines(self._block(key)))
        if label in lines:
            return self._read_entries(lines[label])
        family = code_families().get(label)
        return tuple(
            e for other in lines if code_families().get(other) == family for e in self._read_entries(lines[other])
        )

    def organisation(self, number: int) -> OrganisationRow:
        """What is weighed of an organisation."""
        row = self._organisations.get(number)
        if row is None:
            if len(self._organisations) >= _KEY_LIMIT:
                self._organisations.clear()
            row = self._organisations[number] = self._read_row(number)
        return row

    def _likeliest(self, key: str, written: str) -> Known:
        block = self._block(key)
        written = written.removeprefix(ORDERED)
        at = block.find(f"\n{written}\t")
        if at >= 0:
            at += len(written) + 2
            return _known(0, self._read_entries(block[at : block.index("\n", at)]))
        best: list[str] = []
        least = len(HOWS)
        words = written.split(" ")
        if len(words) > 1:
            for form, line in _lines(block):
                how = compare(words, form.split(" "))
                if 0 <= how < least:
                    least, best = how, [line]
                elif how == least:
                    best.append(line)
        return _known(least, tuple(entry for line in best for entry in self._read_entries(line)))

    def _block(self, key: str) -> str:
        """The names of a key, each between line feeds."""
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) >= _KEY_LIMIT:
                self._blocks.clear()
            number = self._trie[key]
            found = bytes(self._names[self._name_starts[number] : self._name_starts[number + 1]])
            block = self._blocks[key] = f"\n{found.decode()}\n"
        return block

    def _read_entries(self, line: str) -> tuple[Entry, ...]:
        entries = []
        for item in line.split(";"):
            number, _, nature = item.partition(" ")
            kind, variant, *_ = nature.split(",", 2)
            if int(number) == PLACE:
                entries.append(Entry(PLACE, kind, variant, (), False, None))
            else:
                row = self.organisation(int(number))
                entries.append(Entry(int(number), kind, variant, ("nature", nature), ",univ," in nature, row))
        return tuple(entries)

    def _read_row(self, number: int) -> OrganisationRow:
        line = bytes(self._rows[self._row_starts[number] : self._row_starts[number + 1]]).decode()
        name, ror, rnsr, country, status, kind, types, towns, kin, units, known = line.split("\t")
        return OrganisationRow(
            name=name,
            ror=ror,
            rnsr=rnsr,
            country=country,
            active=status == "active",
            french_unit=kind == "laboratory" and country == "FR",
            type=types.split("|")[0] or "none",
            towns=tuple(f" {town} " for town in towns.split("|") if town),
            kin=frozenset(map(int, kin.split("|"))) if kin else frozenset(),
            supervises=bool(units),
            known=known,
        )


def _lines(block: str) -> Iterator[tuple[str, str]]:
    """The form and the entries of each name of a block."""
    for line in block[1:-1].split("\n"):
        form, _, entries = line.partition("\t")
        yield form, entries


def _known(how: int, entries: tuple[Entry, ...]) -> Known:
    places = tuple(e for e in entries if e.organisation == PLACE) if how == 0 else ()
    names = tuple(e for e in entries if e.organisation != PLACE)
    return Known(how, names, places, any(place.kind != "town" for place in places))


def compare(written: Sequence[str], named: Sequence[str]) -> int:
    """How a run of words is a name, by its worst word, as an index into HOWS; -1 if it is not."""
    worst = 0
    for one, other in zip(written, named, strict=True):
        if one != other:
            how = _same_word(one, other)
            if how < 0:
                return -1
            worst = max(worst, how)
    return worst
