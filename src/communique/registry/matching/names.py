"""Names and places in the words of a string, as the index has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import marisa_trie

from communique.registry.matching.sections import PLACE, VARIANTS, code_key, matching_sections
from communique.registry.matching.words import HOWS, code_families, same_word, word_groups

if TYPE_CHECKING:
    from communique.registry.index import Registry

_KEY_LIMIT: Final = 40_000
"""Keys whose names are remembered at a time."""
SECTIONS: Final = ("match-keys", "match-names", "match-name-starts", "match-organisations", "match-organisation-starts")

_same_word = lru_cache(maxsize=1 << 16)(same_word)


class Entry(NamedTuple):
    """One name of one organisation, in one of the ways in which addresses write it.

    `traits` are what is weighed of it whatever the string. For a place `organisation` is PLACE, `kind` is `country`,
    `code` or `town`, and `country` its country.
    """

    organisation: int
    kind: str
    words: tuple[str, ...]
    traits: tuple[str, ...]
    country: str
    variant: str = "0"


class OrganisationRow(NamedTuple):
    """What is weighed of an organisation. `kin` are the numbers of its parents."""

    name: str
    ror: str
    rnsr: str
    country: str
    status: str
    kind: str
    types: tuple[str, ...]
    towns: tuple[str, ...]
    kin: frozenset[int]


class NameIndex:
    """The matcher's sections of an index, decoded as they are needed."""

    def __init__(self, registry: Registry) -> None:
        """Reads the sections; those that an index lacks (that of the core) are made now."""
        sections: dict[str, bytes | memoryview]
        try:
            sections = {name: registry.file.section(name) for name in (*SECTIONS, "match-starts")}
        except KeyError:
            sections = dict(matching_sections(list(registry)))
        self._trie = marisa_trie.Trie().frombytes(bytes(sections["match-keys"]))
        self._names = sections["match-names"]
        self._name_starts = memoryview(sections["match-name-starts"]).cast("I")
        self._rows = sections["match-organisations"]
        self._row_starts = memoryview(sections["match-organisation-starts"]).cast("I")
        starts = bytes(sections["match-starts"]).decode().split("\n")
        self.pairs = frozenset(starts)
        self.prefixes = self._trie.prefixes
        self._entries: dict[str, dict[tuple[str, ...], tuple[Entry, ...]]] = {}
        self._written: dict[tuple[str, ...], tuple[int, tuple[Entry, ...]]] = {}
        self._organisations: dict[int, OrganisationRow] = {}

    def entries(self, key: str, written: tuple[str, ...]) -> tuple[int, tuple[Entry, ...]]:
        """The names of a key that words can be, the likeliest reading alone, and how (as `compare` says)."""
        named = self._entries.get(key)
        if named is None:
            if len(self._entries) >= _KEY_LIMIT:
                self._entries.clear()
            named = self._entries[key] = self._read_entries(key)
        same = named.get(written)
        if same is not None:
            return 0, same
        if len(written) == 1:
            return 0, ()
        known = self._written.get(written)
        if known is None:
            if len(self._written) >= _KEY_LIMIT:
                self._written.clear()
            known = self._written[written] = _likeliest(written, named)
        return known

    def coded(self, label: str, digits: str) -> tuple[Entry, ...]:
        """The organisations with a unit code: with its very label if any has it, else with one that goes with it."""
        key = code_key(digits)
        if key not in self._trie:
            return ()
        _, entries = self.entries(key, (label,))
        if entries:
            return entries
        family = code_families().get(label)
        named = self._entries[key]
        return tuple(e for words, es in named.items() if code_families().get(words[0]) == family for e in es)

    def organisation(self, number: int) -> OrganisationRow:
        """What is weighed of an organisation."""
        row = self._organisations.get(number)
        if row is None:
            if len(self._organisations) >= _KEY_LIMIT:
                self._organisations.clear()
            row = self._organisations[number] = self._read_row(number)
        return row

    def _read_entries(self, key: str) -> dict[tuple[str, ...], tuple[Entry, ...]]:
        number = self._trie[key]
        block = bytes(self._names[self._name_starts[number] : self._name_starts[number + 1]]).decode()
        named: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        for line in block.split("\n"):
            entry = self._read_entry(line)
            named[entry.words] = (*named.get(entry.words, ()), entry)
        return named

    def _read_entry(self, line: str) -> Entry:
        number, kind, variant, rarity, text = line.split("\t")
        words = tuple(text.split(" "))
        if int(number) == PLACE:
            return Entry(PLACE, kind, words, (), variant)
        row = self.organisation(int(number))
        return Entry(int(number), kind, words, _traits(row, kind, int(variant), rarity, words), row.country, variant)

    def _read_row(self, number: int) -> OrganisationRow:
        line = bytes(self._rows[self._row_starts[number] : self._row_starts[number + 1]]).decode()
        name, ror, rnsr, country, status, kind, types, towns, kin = line.split("\t")
        return OrganisationRow(
            name, ror, rnsr, country, status, kind, _split(types), _split(towns), frozenset(map(int, _split(kin)))
        )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _traits(row: OrganisationRow, kind: str, variant: int, rarity: str, words: Sequence[str]) -> tuple[str, ...]:
    """What speaks for or against a name by itself."""
    if kind == "code":
        return ("kind.code", "has.ror") if row.ror else ("kind.code",)
    groups = word_groups()
    kinds = [groups.get(word, ("", "", ""))[2] for word in words]
    distinct = sum(not k for k in kinds)
    short = len(words) == 1
    return tuple(
        trait
        for trait, holds in (
            (f"kind.{kind}", True),
            (f"variant.{VARIANTS[variant]}", True),
            (f"words.{min(len(words), 5)}", not short),
            (f"letters.{min(len(words[0]), 7)}", short),
            (f"rare.{rarity}", True),
            (f"distinct.{min(distinct, 3)}", True),
            ("head.univ", "univ" in {groups.get(w, ("", "", ""))[1] for w in words}),
            (f"status.{row.status}", row.status != "active"),
            (f"type.{row.types[0] if row.types else 'none'}", True),
            ("has.ror", bool(row.ror)),
        )
        if holds
    )


def _likeliest(
    written: tuple[str, ...], named: dict[tuple[str, ...], tuple[Entry, ...]]
) -> tuple[int, tuple[Entry, ...]]:
    best: tuple[int, tuple[Entry, ...]] = (len(HOWS), ())
    for words, entries in named.items():
        how = compare(written, words)
        if 0 <= how < best[0]:
            best = (how, entries)
        elif how == best[0]:
            best = (how, best[1] + entries)
    return best


def compare(written: Sequence[str], named: tuple[str, ...]) -> int:
    """How a run of words is a name, by its worst word, as an index into HOWS; -1 if it is not."""
    worst = 0
    for one, other in zip(written, named, strict=True):
        if one != other:
            how = _same_word(one, other)
            if how < 0:
                return -1
            worst = max(worst, how)
    return worst
