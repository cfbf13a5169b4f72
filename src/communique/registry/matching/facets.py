"""What is weighed of finds, as facets: a few small numbers each, packed into one code, which stands for several traits.

Weights are learned for traits (see `tools/weigh_matching.py`). What a facet's code weighs is added up when it first
comes, and looked up in a table from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    ("situation", (2, 2, 2)),
    ("alone", (6, 9)),
    ("parts", ()),
    ("rivals", (4, 2, 2)),
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


@dataclass
class _Table:
    """What the codes of a facet weigh, as far as they have come up."""

    weights: npt.NDArray[np.int32] = field(default_factory=lambda: np.full(1024, _UNKNOWN, dtype=np.int32))

    def grow(self, size: int) -> None:
        if size > len(self.weights):
            more = np.full(max(size, 2 * len(self.weights)) - len(self.weights), _UNKNOWN, dtype=np.int32)
            self.weights = np.concatenate([self.weights, more])


class Scale:
    """Weighs codes of facets for groups of finds, in hundredths of a logit."""

    def __init__(self, names: Names) -> None:
        """`names` says what the numbers stand for that only an index or a table of words knows."""
        self._names = names
        self._weights = weights()
        self.forget()

    def forget(self) -> None:
        """Forgets the tables: what the numbers of words stand for has changed."""
        self._tables: dict[str, _Table] = {}

    def weigh(self, facet: str, codes: Ints, groups: Ints) -> Ints:
        """What codes weigh for the groups of GROUPS, or for AMONG where `groups` is their number of groups."""
        table = self._tables.setdefault(facet, _Table())
        at = codes * (len(GROUPS) + 1) + groups
        if not len(at):
            return at
        table.grow(int(at.max()) + 1)
        found = table.weights[at]
        if int(found.min()) == _UNKNOWN:
            fresh = np.unique(at[found == _UNKNOWN])
            table.weights[fresh] = self._added(facet, fresh)
            found = table.weights[at]
        weighed: Ints = found.astype(np.int64)
        return weighed

    def _added(self, facet: str, places: Ints) -> Ints | list[int]:
        """What codes weigh that come for the first time."""
        codes, groups = np.divmod(places, len(GROUPS) + 1)
        if facet == "nature":  # thousands, made of some hundred
            natures = self._names.natures[codes].astype(np.int64)
            total: Ints = np.zeros(len(codes), dtype=np.int64)
            for part, columns in NATURE_PARTS.items():
                total += self.weigh(part, FACETS[part].code(*natures[:, columns].T), groups)
            return total
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
