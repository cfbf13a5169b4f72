"""Names united by what they name: a disjoint-set forest over the names of a release."""

from __future__ import annotations

from collections.abc import Sequence

from communique.language.names.spans import UNIT_CODE
from communique.steps.entities.names import Name


class Forms:
    """Sets of names that name one thing; unit codes belong to none.

    Names of the same words and class (organisation, person, place) are united from the start, and so are the forms of
    one organisation of the core table. Two organisations that the table tells apart are never united; a form that
    several organisations bear ("ICM") tells nothing apart.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self._parent = list(range(len(names)))
        self._rows: dict[int, int] = {i: n.row for i, n in enumerate(names) if n.row is not None}
        self._sure = {i for i, n in enumerate(names) if n.sure_row is not None}
        self._short = [name.is_short for name in names]
        self.members = [i for i, name in enumerate(names) if name.kind != UNIT_CODE]
        same_words: dict[tuple[str, str], int] = {}
        same_row: dict[int, int] = {}
        for i in self.members:
            name = names[i]
            self.unite(same_words.setdefault((_class(name), name.key), i), i)
            if name.row is not None:
                self.unite(same_row.setdefault(name.row, i), i)

    def find(self, i: int) -> int:
        """The representative of the set of name i: its first name."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def unite(self, i: int, j: int) -> bool:
        """Makes one set of two, unless the core table knows them as two organisations."""
        a, b = self.find(i), self.find(j)
        if a == b:
            return True
        rows = (self._rows.get(a), self._rows.get(b))
        if None not in rows and rows[0] != rows[1] and (a in self._sure) == (b in self._sure):
            return False
        row = self._common_row(a, b)
        first, second = min(a, b), max(a, b)
        self._parent[second] = first
        self._short[first] = self._short[first] or self._short[second]
        self._rows.pop(first, None)
        if row is not None:
            self._rows[first] = row
        if second in self._sure:
            self._sure.add(first)
        return True

    def _common_row(self, a: int, b: int) -> int | None:
        """The row of two sets: what a sure form says; a form that several bear says nothing of an unknown long name."""
        for x, y in ((a, b), (b, a)):
            row = self._rows.get(x)
            if row is not None and (x in self._sure or self._rows.get(y) == row or self._short[y]):
                return row
        return None

    def row(self, i: int) -> int | None:
        """The row of the core table that the set of name i names."""
        return self._rows.get(self.find(i))

    def has_short(self, i: int) -> bool:
        """Whether a one-word form is in the set of name i."""
        return self._short[self.find(i)]

    def groups(self) -> list[list[int]]:
        """The sets, each in text order, in the order of their first names."""
        sets: dict[int, list[int]] = {}
        for i in self.members:
            sets.setdefault(self.find(i), []).append(i)
        return list(sets.values())


def _class(name: Name) -> str:
    return "organisation" if name.is_organisation else name.kind
