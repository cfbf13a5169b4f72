"""What else stands in a string beside each find: its towns, its kin, its namesakes, universities, unit codes."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.batches import Batch
from communique.registry.matching.facets import FACETS, PARENT
from communique.registry.matching.finds import Finds
from communique.registry.matching.name_forms import FULL
from communique.registry.matching.names import NameIndex
from communique.registry.matching.natures import NAME_KINDS, NATURE
from communique.registry.matching.organisation_sections import FACTS
from communique.registry.matching.walks import Bools, Ints, ragged
from communique.registry.matching.word_table import TOWN

_COUNTRY, _ACTIVE, _SUPERVISES = (FACTS.index(fact) for fact in ("country", "active", "supervises"))
_KIND, _VARIANT, _UNIV, _STATUS = (NATURE.index(column) for column in ("kind", "variant", "univ", "status"))
_FAR: Final = 8
"""How much nearer than its namesakes a find is that only they lie in another country."""
_TOWN_WORDS: Final = 8
_UNKNOWN, _ABSENT, _WITHIN, _BESIDE = range(4)


class Surroundings:
    """Columns over the finds of a batch, and `university`, whether a string names one, over its strings.

    `kin`: how many parents stand in the string; `child`: something whose parent it is does; `again`: it stands in
    several places; `alone`: it is all there is; `holds`: a shorter university stands in the name; `beside`: one stands
    in the string; `code`: whether a unit code is its own; `rivals`: its namesakes, as a facet's code.
    """

    def __init__(
        self, batch: Batch, finds: Finds, index: NameIndex, organisation: Ints, told: Ints, facts: Ints, group: Ints
    ) -> None:
        self._batch, self._finds, self._index, self._organisation = batch, finds, index, organisation
        self._bits = max(len(index.facts), 1).bit_length()
        string = finds.string
        own = group != PARENT  # what only stands for its parts is not named itself
        univ = told[:, _UNIV] > 0
        pair = self._pair(string, organisation)
        self._named = np.unique(pair[own])
        self.again = _among(pair, _several(pair[own], finds.start[own]))
        self._count_kin(pair, own)
        self.university = np.zeros(batch.count, dtype=bool)
        self.university[string[univ & own]] = True
        self.beside = self.university[string] & ~univ & (facts[:, _SUPERVISES] == 0)
        self.alone = finds.end - finds.start == batch.start[string + 1] - batch.start[string]
        inner = univ & own & finds.inside
        self.holds = _holds(finds.start, finds.end, finds.start[inner], finds.end[inner])
        coded = own & ~univ & (told[:, _KIND] == NAME_KINDS.index("code"))
        any_coded = np.zeros(batch.count, dtype=bool)
        any_coded[string[coded]] = True
        codes = np.where(_among(pair, np.unique(pair[coded])), 1, np.where(any_coded[string], 2, 3))
        self.code = np.where(finds.codes[string] > 0, codes, 0)
        self._find_towns()
        self.rivals = self._rivals(own, told, facts)

    def is_named(self, string: Ints, organisation: Ints) -> Bools:
        """Whether a string names an organisation."""
        return _among(self._pair(string, organisation), self._named)

    def town(self, supervises: Bools) -> Ints:
        """How a string's towns suit, as an index into `spelling.TOWNS`; units of what supervises are anywhere."""
        absent = np.where(supervises, _UNKNOWN, _ABSENT)
        there = np.where(self._holds_town & ~self._town_outside, _WITHIN, _BESIDE)
        return np.where(self._has_town, np.where(self._in_town, there, absent), _UNKNOWN)

    def _pair(self, string: Ints, organisation: Ints) -> Ints:
        return string << self._bits | organisation

    def _count_kin(self, pair: Ints, own: Bools) -> None:
        index, organisation = self._index, self._organisation
        starts = index.kin_starts[organisation].astype(np.int64)
        count = index.kin_starts[organisation + 1].astype(np.int64) - starts
        which = np.repeat(np.arange(len(count)), count)
        kin = self._pair(self._finds.string[which], index.kin[ragged(starts, count), 0].astype(np.int64))
        self.kin = np.bincount(which[_among(kin, self._named)], minlength=len(count))
        self.child = _among(pair, np.unique(kin[own[which]]))
        self._kin_of, self._kin_pairs = which, kin

    def _find_towns(self) -> None:
        """Where the towns of each find's organisation stand: anywhere, in its own words, outside them."""
        batch, finds, index = self._batch, self._finds, self._index
        words = batch.columns[:, TOWN]
        starts, ends, towns = index.town_walk.find(words, batch.start[batch.string + 1], _TOWN_WORDS)
        bits = max(len(index.towns), 1).bit_length()
        place = batch.string[starts] << bits | towns
        order = np.lexsort((starts, place))
        place, starts, ends = place[order], starts[order], ends[order]
        begin = index.town_starts[self._organisation].astype(np.int64)
        count = index.town_starts[self._organisation + 1].astype(np.int64) - begin
        which = np.repeat(np.arange(len(count)), count)
        wanted = finds.string[which] << bits | index.towns[ragged(begin, count)].astype(np.int64)
        first, last = np.searchsorted(place, wanted), np.searchsorted(place, wanted, side="right")
        shown = last > first
        self._has_town = count > 0
        self._in_town = _any(which[shown], len(count))
        which, first, last = which[shown], first[shown], last[shown]
        occurrences = last - first
        found, at = np.repeat(which, occurrences), ragged(first, occurrences)
        within = (starts[at] >= finds.start[found]) & (ends[at] <= finds.end[found])
        outside = (ends[at] <= finds.start[found]) | (starts[at] >= finds.end[found])
        self._holds_town, self._town_outside = _any(found[within], len(count)), _any(found[outside], len(count))

    def _rivals(self, own: Bools, told: Ints, facts: Ints) -> Ints:
        """Among namesakes the best is meant: how each stands to the others, by places and names of the string."""
        finds = self._finds
        country = finds.suits(facts[:, _COUNTRY], named=(2, -2), hinted=(1, -1), otherwise=0)
        label = (told[:, _KIND] == NAME_KINDS.index("label")) & (told[:, _VARIANT] == FULL)
        kin = (self.kin > 0).astype(np.int64) + self.child
        nearness = 2 * country + 4 * self._in_town + 4 * kin + 3 * facts[:, _ACTIVE]
        nearness += 2 * (facts[:, _SUPERVISES] > 0) + 2 * label
        some = np.flatnonzero(own)
        span = finds.start[some] << 32 | finds.end[some]
        spans, group, size = np.unique(span, return_inverse=True, return_counts=True)
        group = group.reshape(-1)
        near = nearness[some]
        best = np.full(len(spans), -100)
        np.maximum.at(best, group, near)
        leads = near == best[group]
        second = np.full(len(spans), -100)
        np.maximum.at(second, group[~leads], near[~leads])
        several = np.bincount(group[leads], minlength=len(spans)) > 1
        alone = np.where(best - second >= _FAR, 3, 2)
        standing = np.where(leads, np.where(several, 1, alone)[group], 0)
        heads = self._heads(some, group, size)
        rivals = np.zeros(len(own), dtype=np.int64)
        rivals[some] = FACETS["rivals"].code(
            np.minimum(size[group], 4), standing, self.kin[some] > 0, heads, told[some, _STATUS]
        )
        return rivals

    def _heads(self, some: Ints, group: npt.NDArray[np.int64], size: Ints) -> Bools:
        """Whether one of its namesakes is a part of an organisation."""
        number = np.full(len(self._organisation), -1)
        number[some] = group
        bits = self._bits
        of_group = number[self._kin_of]
        organisations = self._kin_pairs & ((1 << bits) - 1)
        known = (of_group >= 0) & (size[of_group] > 1)
        return _among(group << bits | self._organisation[some], np.unique((of_group << bits | organisations)[known]))


def _among(values: Ints, sorted_values: Ints) -> Bools:
    """Which values are among those that are sorted."""
    if not len(sorted_values):
        return np.zeros(len(values), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_values, values), len(sorted_values) - 1)
    return sorted_values[at] == values  # type: ignore[no-any-return]


def _several(pairs: Ints, starts: Ints) -> Ints:
    """The pairs that have several starts, in ascending order."""
    order = np.lexsort((starts, pairs))
    pairs, starts = pairs[order], starts[order]
    several: Ints = pairs[1:][(pairs[1:] == pairs[:-1]) & (starts[1:] != starts[:-1])]
    return several


def _any(which: Ints, count: int) -> Bools:
    result = np.zeros(count, dtype=bool)
    result[which] = True
    return result


def _holds(starts: Ints, ends: Ints, inner_starts: Ints, inner_ends: Ints) -> Bools:
    """Whether a shorter run of words of the others lies in each."""
    if not len(inner_starts):
        return np.zeros(len(starts), dtype=bool)
    order = np.lexsort((inner_ends, inner_starts))
    begins, nearest = inner_starts[order], inner_ends[order]
    least = np.concatenate([np.minimum.accumulate(nearest[::-1])[::-1], [np.iinfo(np.int64).max]])
    same = np.searchsorted(begins, starts)
    behind = np.searchsorted(begins, starts, side="right")
    shortest = np.where(behind > same, nearest[np.minimum(same, len(nearest) - 1)], np.iinfo(np.int64).max)
    return (least[behind] <= ends) | (shortest < ends)
