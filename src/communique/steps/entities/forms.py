"""Names united by what they name: a disjoint-set forest over the names of a release."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from communique.language.names.spans import UNIT_CODE
from communique.records import normal_name
from communique.registry.core import core_organisations
from communique.steps.entities.names import Name


class Forms:
    """Names that are the same words and kind are united from the start; unit codes are left out."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._parent = list(range(len(names)))
        self._members = [i for i, name in enumerate(names) if name.kind != UNIT_CODE]
        first: dict[tuple[str, bool], int] = {}
        for i in self._members:
            key = (names[i].key, names[i].kind in ("laboratory", "institution"))
            if not key[1]:
                first_of_kind = (f"{names[i].kind}:{names[i].key}", False)
                self.unite(first.setdefault(first_of_kind, i), i)
            else:
                self.unite(first.setdefault(key, i), i)

    def find(self, i: int) -> int:
        """The representative of the set of name i: its first name."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def unite(self, i: int, j: int) -> None:
        a, b = self.find(i), self.find(j)
        if a != b:
            self._parent[max(a, b)] = min(a, b)

    def groups(self) -> list[list[int]]:
        """The sets, each in text order."""
        sets: dict[int, list[int]] = {}
        for i in self._members:
            sets.setdefault(self.find(i), []).append(i)
        return list(sets.values())


@cache
def _rows() -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, organisation in enumerate(core_organisations()):
        for form in organisation.forms():
            rows.setdefault(normal_name(form), row)
    return rows


def organisation_row(text: str) -> int | None:
    """The row of the core table that has the form `text`."""
    return _rows().get(normal_name(text))
