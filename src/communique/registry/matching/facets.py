"""What is weighed of finds, as facets: a few small numbers each, packed into one code, which stands for several traits.

Weights are learned for traits (see `tools/weigh_matching.py`). What a facet's code weighs is added up when it first
comes, and looked up in a table from then on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.spelling import NATURE_PARTS, SPELLING, Names
from communique.registry.matching.walks import Ints
from communique.rules import load_table

GROUPS: Final = ("name", "short", "unit", "parent")
"""Full names, names of one word, French research units, and organisations that only a part of them is named for."""
AMONG: Final = "among"
PARENT: Final = GROUPS.index("parent")
_UNKNOWN: Final = np.iinfo(np.int32).min
_AT_A_TIME: Final = 2048
"""Finds that are weighed at a time: their places in the table stay near."""
_COLUMNS: Final = len(GROUPS) + 1


@dataclass(frozen=True)
class Facet:
    """`sizes` are the numbers of values of all columns but the first, which may grow; see `spelling.py`."""

    name: str
    sizes: tuple[int, ...]

    def code(self, *columns: Any) -> Ints:
        """The code of each row of values."""
        code: Ints = np.asarray(columns[0], dtype=np.int64)
        for size, column in zip(self.sizes, columns[1:], strict=True):
            code = code * size + column
        return code

    def values(self, code: int) -> list[int]:
        """The values of a code."""
        values = []
        for size in reversed(self.sizes):
            code, value = divmod(code, size)
            values.append(value)
        return [code, *reversed(values)]


def _facets(*facets: tuple[str, tuple[int, ...]]) -> dict[str, Facet]:
    return {name: Facet(name, sizes) for name, sizes in facets}


FACETS: Final[Mapping[str, Facet]] = _facets(
    ("nature", ()),
    ("nature-kind", (6, 9)),
    ("nature-type", (5, 16, 9)),
    ("nature-known", (5, 6, 5)),
    ("nature-words", (5, 5, 9, 2, 3)),
    ("nature-status", (5, 2, 5)),
    ("left", (4, 2, 2, 2)),
    ("right", (4, 2, 2, 2)),
    ("tail", (2,)),
    ("written", (2, 2, 2, 5, 64)),
    ("capitals", ()),
    ("left-univ", (2,)),
    ("left-right", (16,)),
    ("left-names", (6,)),
    ("right-names", (6,)),
    ("whole", (5, 5, 6)),
    ("place", (4, 16)),
    ("distinct-town", (4,)),
    ("rare-town", (4,)),
    ("names-town", (4,)),
    ("letters-town", (4,)),
    ("funder-town", (4,)),
    ("hub-town", (4,)),
    ("left-town", (4,)),
    ("right-town", (4,)),
    ("situation", (2, 2, 2, 2)),
    ("alone", (6, 9)),
    ("parts", ()),
    ("rivals", (4, 2, 2, 4)),
    ("kin", (2,)),
    ("code", ()),
    ("shouted", ()),
    ("supervises", (5, 2)),
    ("parent", (64, 3, 2, 2, 5, 5)),
    ("own", (4, 2)),
    ("step", (6,)),
    ("lead", (6,)),
    ("beside-group", (4,)),
    ("parent-group", (4,)),
    ("beside-own", (9,)),
    ("flags", (2, 2, 2, 64, 3, 2)),
)
_PLACES: Final = {facet: place for place, facet in enumerate(FACETS)}


class Scale:
    """Weighs codes of facets for groups of finds, in hundredths of a logit.

    What the codes of all facets weigh stands in one table, as far as they have come up: each facet has a stretch of it.
    """

    def __init__(self, names: Names) -> None:
        """`names` says what the numbers stand for that only an index or a table of words knows."""
        self._names = names
        self._weights = weights()
        self._sizes = np.full(len(FACETS), 1024)
        self._sizes[_PLACES["nature"]] = len(names.natures) * _COLUMNS
        for part, (first, *_) in NATURE_PARTS.items():  # so that none grows while natures are weighed
            most = int(names.natures[:, first].max(initial=0)) + 1
            self._sizes[_PLACES[part]] = most * math.prod(FACETS[part].sizes) * _COLUMNS
        self._starts: Ints = np.zeros(0, dtype=np.int64)
        self._table: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._lay_out()

    def weigh(self, facets: Sequence[str], codes: npt.NDArray[Any], groups: Ints) -> Ints:
        """What the codes of facets weigh together.

        Args:
            facets: names of facets.
            codes: a row for each of them, a column for each find.
            groups: of GROUPS, or their number for AMONG, of each find.
        """
        total = np.zeros(len(groups), dtype=np.int64)
        for first in range(0, len(groups), _AT_A_TIME):
            some = slice(first, first + _AT_A_TIME)
            total[some] = self._weigh_some(facets, codes[:, some], groups[some])
        return total

    def _weigh_some(self, facets: Sequence[str], codes: npt.NDArray[Any], groups: Ints) -> Ints:
        which = _places_of(tuple(facets))
        at = codes * _COLUMNS + groups
        needed = at.max(axis=1) + 1
        if (needed > self._sizes[which]).any():
            np.maximum.at(self._sizes, which, np.where(needed > self._sizes[which], 2 * needed, 0))
            self._lay_out()
        at += self._starts[which][:, None]
        found = self._table[at]
        if int(found.min()) == _UNKNOWN:
            unknown = found == _UNKNOWN
            for row in np.flatnonzero(unknown.any(axis=1)).tolist():
                fresh = np.array(sorted(set(at[row, unknown[row]].tolist())))  # for a few numbers faster than np.unique
                start = int(self._starts[which[row]])
                self._table[fresh] = self._added(facets[row], *np.divmod(fresh - start, _COLUMNS))
            found = self._table[at]
        weighed: Ints = found.sum(axis=0, dtype=np.int64)
        return weighed

    def _lay_out(self) -> None:
        """Gives the facets stretches of their sizes, and what stood in those they had."""
        starts = np.concatenate([[0], np.cumsum(self._sizes)])
        table = np.full(starts[-1], _UNKNOWN, dtype=np.int32)
        for start, old, behind in zip(starts, self._starts, self._starts[1:], strict=False):
            table[start : start + behind - old] = self._table[old:behind]
        self._starts, self._table = starts, table

    def _added(self, facet: str, codes: Ints, groups: Ints) -> Ints | list[int]:
        """What codes weigh that come for the first time."""
        if facet == "nature":  # thousands, made of some hundred
            natures = self._names.natures[codes].astype(np.int64)
            parts = [FACETS[part].code(*natures[:, columns].T) for part, columns in NATURE_PARTS.items()]
            return self.weigh(list(NATURE_PARTS), np.stack(parts), groups)
        weighed = []
        for code, group in zip(codes.tolist(), groups.tolist(), strict=True):
            own = self._weights[group]
            weighed.append(sum([own.get(trait, 0) for trait in traits(facet, code, group, self._names)]))
        return weighed

    def bias(self, groups: Ints) -> Ints:
        """What every find of a group weighs."""
        return np.array([table.get("bias", 0) for table in self._weights], dtype=np.int64)[groups]

    @property
    def slope(self) -> int:
        """The share of a find's own weight that counts among others, in hundredths."""
        return self._weights[len(GROUPS)].get("own", 0)


@cache
def _places_of(facets: tuple[str, ...]) -> Ints:
    return np.array([_PLACES[facet] for facet in facets])


def traits(facet: str, code: int, group: int, names: Names) -> Iterator[str]:
    """The traits of a facet's code; of a parent, those of the part that is named carry `part.` in front."""
    spelled = SPELLING[facet](names, *FACETS[facet].values(code))
    if group == PARENT and facet != "parent":
        return (f"part.{trait}" for trait in spelled)
    return iter(spelled)


@cache
def weights() -> Sequence[Mapping[str, int]]:
    """What each trait weighs, by the groups of GROUPS and AMONG."""
    settings = load_table("address_weights").settings
    return [settings[group] for group in (*GROUPS, AMONG)]
