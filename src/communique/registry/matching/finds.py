"""The names, places and unit codes that the index finds in a batch of strings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from communique.registry.matching.batches import Batch
from communique.registry.matching.name_forms import BARE, LIMIT, TOWNLESS, TURNED
from communique.registry.matching.names import READING, NameIndex
from communique.registry.matching.natures import NAME_KINDS, NATURE, STATE, TOWN
from communique.registry.matching.sums import mixed, run_sums
from communique.registry.matching.walks import Bools, Ints, ragged
from communique.registry.matching.word_table import (
    CAPITALS,
    CLASS,
    DIGITS,
    FLAGS,
    LABEL,
    LETTERS,
    OF,
    QUALIFIER,
    UNIVERSITY,
)
from communique.registry.matching.words import CODE_REACH, KEY_LETTERS, read_code

SHORTEST_ALONE: Final = 3
"""Letters of an acronym that says nothing when it is all of a string: many organisations share it."""
_KIND, _VARIANT = NATURE.index("kind"), NATURE.index("variant")
_HOW, _FIRST_NAME, _NAMES, _FIRST_PLACE, _PLACES, _OUTRIGHT = range(len(READING))
_FULL_KINDS: Final = (NAME_KINDS.index("label"), NAME_KINDS.index("alias"))


@dataclass(slots=True)
class Finds:
    """Names of organisations in the strings of a batch, each organisation once a place: columns of one length.

    `start` and `end` are numbers of words that count; `entry` is the name in the index's `entries`. `across`: over the
    end of a part. `inside`: within a longer name. `place`: the words are a place too.
    `codes` counts the unit codes of each string; `countries` and `hints` have a row a string, a column a country:
    those that are named outright, and those of towns.
    """

    string: Ints
    start: Ints
    end: Ints
    entry: Ints
    how: Ints
    across: Bools
    inside: Bools
    place: Bools
    codes: Ints
    countries: Bools
    hints: Bools

    def suits(self, country: Ints, named: tuple[int, int], hinted: tuple[int, int], otherwise: int) -> Ints:
        """A number for how the country of each find suits its string.

        Args:
            country: of each find.
            named: the numbers if countries are named: this one too, others.
            hinted: the same for countries of towns, where none is named.
            otherwise: the number where there is neither.
        """
        string = self.string
        any_named: Bools = np.asarray(self.countries.any(axis=1))
        any_hinted: Bools = np.asarray(self.hints.any(axis=1))
        by_name = np.where(self.countries[string, country], *named)
        by_hint = np.where(self.hints[string, country], *hinted)
        suits: Ints = np.where(any_named[string], by_name, np.where(any_hinted[string], by_hint, otherwise))
        return suits


@dataclass(slots=True)
class _Runs:
    """Runs of words and what they can be: a row of READING each."""

    start: Ints
    end: Ints
    reading: Ints

    @classmethod
    def of(cls, found: Sequence[tuple[int, int, int]], index: NameIndex) -> _Runs:
        """Those with these starts, ends, and numbers of readings."""
        start, end, number = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return cls(start, end, index.known.readings(number))

    def __getitem__(self, chosen: Any) -> _Runs:
        return _Runs(self.start[chosen], self.end[chosen], self.reading[chosen])

    def __add__(self, other: _Runs) -> _Runs:
        return _Runs(*(np.concatenate(pair) for pair in zip(self.columns, other.columns, strict=True)))

    @property
    def columns(self) -> tuple[Ints, Ints, Ints]:
        return self.start, self.end, self.reading


@dataclass(slots=True)
class _Names:
    """Names over runs of words, before they are sifted."""

    start: Ints
    end: Ints
    entry: Ints
    how: Ints

    def __getitem__(self, chosen: Any) -> _Names:
        return _Names(*(column[chosen] for column in self.columns))

    def __add__(self, other: _Names) -> _Names:
        return _Names(*(np.concatenate(pair) for pair in zip(self.columns, other.columns, strict=True)))

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.start, self.end, self.entry, self.how


def find(batch: Batch, index: NameIndex) -> Finds:
    """All names and places of a batch, nested ones too."""
    runs = _runs(batch, index)
    codes, found_codes, codes_across = _codes(batch, index)
    names = _names(batch, index, runs)
    over = _across(batch, names.start, names.end)
    within, beyond = names[~over], names[over]
    coded = _expand(index, found_codes)
    coded_over = _expand(index, codes_across)
    every, outer = within + coded, beyond + coded_over
    nested = _contained(every.start, every.end, every.start, every.end)
    covered = _contained(every.start, every.end, outer.start, outer.end)
    single = every.end - every.start == 1
    whole = (batch.left[every.start] == 0) & (batch.right[every.end - 1] == 0)
    kept = ~single | (~nested & (~covered | whole))
    inside = np.concatenate([(nested | covered)[kept], _contained(outer.start, outer.end, outer.start, outer.end)])
    flags = np.concatenate([np.zeros(int(kept.sum()), bool), np.ones(len(beyond.start), bool)])
    flags = np.concatenate([flags, np.zeros(len(coded_over.start), bool)])
    every = every[kept] + outer
    places, countries, hints = _places(batch, index, runs, within, outer)
    place = ~flags & np.isin(_span(every.start, every.end), places)
    best = _standing(index, every)
    return Finds(
        batch.string[every.start[best]],
        every.start[best],
        every.end[best],
        every.entry[best],
        every.how[best],
        flags[best],
        inside[best],
        place[best],
        codes,
        countries,
        hints,
    )


def _span(starts: Ints, ends: Ints) -> Ints:
    """One number for the run of words from a start to an end."""
    return starts << 32 | ends


def _across(batch: Batch, starts: Ints, ends: Ints) -> Bools:
    over: Bools = batch.part[starts] != batch.part[ends - 1]
    return over


def _contained(starts: Ints, ends: Ints, by_starts: Ints, by_ends: Ints) -> Bools:
    """Whether each run of words lies in a longer one of the others."""
    if not len(starts) or not len(by_starts):
        return np.zeros(len(starts), dtype=bool)
    farthest = np.zeros(max(int(starts.max()), int(by_starts.max())) + 2, dtype=np.int64)
    np.maximum.at(farthest, by_starts + 1, by_ends)
    before = np.maximum.accumulate(farthest)
    contained: Bools = (before[starts] >= ends) | (farthest[starts + 1] > ends)
    return contained


def _runs(batch: Batch, index: NameIndex) -> _Runs:
    """The runs of words that are names or places, and parts that are a name in another order."""
    starts, ends, keys = index.walk.find(batch.keys, batch.start[batch.string + 1], LIMIT)
    sums = run_sums(batch.sums, starts, ends)
    readings = index.known.runs(sums, keys, ends - starts > 1, lambda at: batch.words(int(starts[at]), int(ends[at])))
    anything = (readings[:, _NAMES] > 0) | (readings[:, _PLACES] > 0)
    runs = _Runs(starts, ends, readings)[anything]
    return runs + _ordered(batch, index, runs)


def _ordered(batch: Batch, index: NameIndex, runs: _Runs) -> _Runs:
    whole = (batch.begin[batch.part[runs.start]] == runs.start) & (batch.stop[batch.part[runs.start]] == runs.end)
    parts = np.flatnonzero(batch.size > 2)
    parts = parts[~np.isin(parts, batch.part[runs.start[whole]])]
    if not len(parts) or not len(index.orders):
        return runs[:0]
    sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed(batch.keys), dtype=np.uint64)])
    total = sums[batch.stop[parts]] - sums[batch.begin[parts]]
    at = np.minimum(np.searchsorted(index.orders, total), len(index.orders) - 1)
    found: list[tuple[int, int, int]] = []
    forms, classes = batch.table.forms, batch.table.classes
    for part in parts[index.orders[at] == total].tolist():
        begin, stop = int(batch.begin[part]), int(batch.stop[part])
        words = batch.columns[begin:stop]
        pairs = [
            (classes[class_][1] if class_ else forms[row][:KEY_LETTERS], forms[row])
            for class_, row in zip(words[:, CLASS].tolist(), batch.row[begin:stop].tolist(), strict=True)
        ]
        number = index.known.ordered(pairs)
        if number is not None:
            found.append((begin, stop, number))
    return _Runs.of(found, index)


def _expand(index: NameIndex, runs: _Runs) -> _Names:
    """The names of runs."""
    count = runs.reading[:, _NAMES]
    which = np.repeat(np.arange(len(count)), count)
    entries = index.known.entries(ragged(runs.reading[:, _FIRST_NAME], count))
    return _Names(runs.start[which], runs.end[which], entries, runs.reading[which, _HOW])


def _names(batch: Batch, index: NameIndex, runs: _Runs) -> _Names:
    """The names that runs of words may be."""
    names = _expand(index, runs)
    country = np.repeat(runs.reading[:, _OUTRIGHT] > 0, runs.reading[:, _NAMES])
    start, end, last = names.start, names.end, names.end - 1
    told = index.natures[index.entries[names.entry, 1]]
    kind, variant = told[:, _KIND], told[:, _VARIANT]
    over = _across(batch, start, end)
    string = batch.string[start]
    columns, capitals, letters = batch.columns, batch.columns[start, CAPITALS], batch.columns[start, LETTERS]
    alone = (batch.start[string + 1] - batch.start[string]) == 1
    can = ~country & (batch.shouted[string] | (capitals > 1) | ((capitals == 1) & (letters > 3)))
    may = np.where(alone, letters > SHORTEST_ALONE, can)
    single = ~over & (end - start == 1)
    kept = ~single | may | np.isin(kind, _FULL_KINDS)
    kept &= ~(over & ((names.how > 1) | (variant == TURNED) | (variant == TOWNLESS)))
    at_first, at_last = batch.at[start], batch.at[last]
    qualified = (batch.flags[np.maximum(at_first - 1, 0)] & QUALIFIER) != 0
    qualified &= ((columns[start, FLAGS] & UNIVERSITY) != 0) & (at_first > batch.first[batch.part[start]])
    goes_on = (batch.flags[np.minimum(at_last + 1, len(batch.flags) - 1)] & OF) != 0
    goes_on &= ((columns[last, FLAGS] & UNIVERSITY) != 0) & (batch.last[batch.part[last]] > at_last + 2)
    longer = qualified | (~single & goes_on)
    return names[kept & (~longer | (variant == BARE))]


def _codes(batch: Batch, index: NameIndex) -> tuple[Ints, _Runs, _Runs]:
    """How many unit codes each string has, those within parts, and those that go over the end of one."""
    counts = np.zeros(batch.count, dtype=np.int64)
    found: tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]] = ([], [])
    forms, rows = batch.table.forms, batch.row.tolist()
    labels = np.flatnonzero(batch.columns[:, FLAGS] & LABEL)
    string = batch.string[labels]
    stops = batch.stop[batch.part[labels]].tolist(), batch.start[string + 1].tolist()
    for place, string_, *either in zip(labels.tolist(), string.tolist(), *stops, strict=True):
        for over, stop in enumerate(either):
            window = [forms[row] for row in rows[place : min(place + CODE_REACH, stop)]]
            code = read_code(window)
            if code is not None:
                length, label, digits = code
                found[over].append((place, place + length, index.known.coded(label, digits)))
                counts[string_] += 1
                break
            if place + CODE_REACH <= stop:
                break
    within, across = (_Runs.of(runs, index) for runs in found)
    return counts, within, across


def _places(batch: Batch, index: NameIndex, runs: _Runs, within: _Names, outer: _Names) -> tuple[Ints, Bools, Bools]:
    """The runs of words that are places, and the countries of each string: named outright, and those of towns.

    A place within a longer name (University of Georgia) tells nothing.
    """
    count = np.where(_across(batch, runs.start, runs.end), 0, runs.reading[:, _PLACES])
    which = np.repeat(np.arange(len(count)), count)
    told = index.natures[index.entries[ragged(runs.reading[:, _FIRST_PLACE], count), 1]]
    start, end, kind, country = runs.start[which], runs.end[which], told[:, _KIND], told[:, _VARIANT]
    state = batch.columns[start, CAPITALS] == 2
    following = np.minimum(start + 1, len(batch.row) - 1)
    number = (batch.columns[following, FLAGS] & DIGITS) != 0
    number &= start + 1 < batch.stop[batch.part[start]]
    state &= (batch.at[start] == batch.first[batch.part[start]]) | number
    holds = (kind != STATE) | state
    start, end, kind, country = start[holds], end[holds], kind[holds], country[holds]
    free = ~_contained(start, end, within.start, within.end) & ~_contained(start, end, outer.start, outer.end)
    string = batch.string[start]
    countries, hints = (np.zeros((batch.count, len(index.countries)), dtype=bool) for _ in range(2))
    town = free & (kind == TOWN)
    hints[string[town], country[town]] = True
    named = free & (kind != TOWN)
    named &= (kind != STATE) | (start > batch.start[string])  # two letters before all: no state
    countries[string[named], country[named]] = True
    return np.unique(_span(start, end)), countries, hints


def _standing(index: NameIndex, names: _Names) -> Ints:
    """Which names are weighed: each organisation once a place, under the name that suits best."""
    told = index.natures[index.entries[names.entry, 1]]
    organisation = index.entries[names.entry, 0]
    order = np.lexsort((told[:, _KIND], told[:, _VARIANT], names.how, organisation, names.end, names.start))
    start, end, organisation = names.start[order], names.end[order], organisation[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1]) | (organisation[1:] != organisation[:-1])
    return order[first]
