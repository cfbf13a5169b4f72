"""Names, places and organisations as the index has them, read as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt

from communique.registry.matching.organisation_sections import FACTS, TOWNS
from communique.registry.matching.sections import ORDERED, PLACE, WALK, code_key, matching_sections
from communique.registry.matching.walks import Growing, Ints, Walk
from communique.registry.matching.words import HOWS, code_families, same_word

if TYPE_CHECKING:
    from communique.registry.index import Registry

NAME_KINDS: Final = ("code", "label", "alias", "acronym", "weak")
"""Kinds of names, the surest first."""
UNTOLD: Final = (4, 4, 0, 8, 5, 5, 2)
"""What NATURE has for a unit code behind kind and variant: one more than any name."""
PLACE_KINDS: Final = ("country", "code", "town")
NATURE: Final = ("kind", "variant", "rarity", "distinct", "univ", "letters", "names", "hub", "funder")
"""What is weighed of a name, as numbers."""
_SECTIONS: Final = (
    "countries", "entries", "facts", "form-starts", "forms", "keys", "kin", "kin-starts", "line-starts", "lines",
    "natures", "order-keys", "orders", "organisation-starts", "organisations", "town-edges", "town-ends",
    "town-starts", "town-words", "towns", "types", "walk-edges", "walk-ends", "walk-words",
)  # fmt: skip
_KNOWN_LIMIT: Final = 100_000
"""Runs of words whose names are remembered at a time."""

_same_word = lru_cache(maxsize=1 << 16)(same_word)


class Shown(NamedTuple):
    """What a link gives of an organisation."""

    name: str
    ror: str
    rnsr: str


class NameIndex:
    """The matcher's sections of an index.

    `entries` has the organisation (or PLACE) and the nature of each name; `natures` is what natures are in words, and
    `facts`, `kin`, `towns` tell of organisations; see `sections.py` and `organisation_sections.py`.
    """

    def __init__(self, registry: Registry) -> None:
        """Reads the sections; those that an index lacks (that of the core) are made now."""
        sections: dict[str, bytes | memoryview]
        try:
            sections = {f"matching-{name}": registry.file.section(f"matching-{name}") for name in _SECTIONS}
        except KeyError:
            sections = dict(matching_sections(list(registry)))

        def array(name: str, kind: str, columns: int = 1) -> npt.NDArray[Any]:
            numbers = np.frombuffer(sections[f"matching-{name}"], dtype=kind)
            return numbers if columns == 1 else numbers.reshape(-1, columns)

        self.walk = Walk(WALK, sections)
        self.town_walk = Walk(TOWNS, sections)
        self.orders = array("orders", "<u8")
        self.order_keys = array("order-keys", "<i4")
        self._trie = marisa_trie.Trie().frombytes(bytes(sections["matching-keys"]))
        self._forms = sections["matching-forms"]
        self._form_starts = memoryview(sections["matching-form-starts"]).cast("I")
        self._lines = memoryview(sections["matching-lines"]).cast("I")
        self._line_starts = memoryview(sections["matching-line-starts"]).cast("I")
        self.entries = array("entries", "<i4", 2)
        self._is_place = (self.entries[:, 0] == PLACE).tobytes()
        self._shown: dict[int, Shown] = {}
        self._numbers = memoryview(sections["matching-entries"]).cast("B").cast("i")
        self.natures = bytes(sections["matching-natures"]).decode().split("\n")
        self._told = np.full((len(self.natures), len(NATURE)), -1, dtype=np.int16)
        self.facts = array("facts", "<i2", len(FACTS))
        self.countries = bytes(sections["matching-countries"]).decode().split("\n")
        self.types = bytes(sections["matching-types"]).decode().split("\n")
        self._country_numbers = {country: i for i, country in enumerate(self.countries)}
        self.kin_starts = array("kin-starts", "<u4")
        self.kin = array("kin", "<i4", 2)
        self.town_starts = array("town-starts", "<u4")
        self.towns = array("towns", "<i4")
        self._rows = sections["matching-organisations"]
        self._row_starts = memoryview(sections["matching-organisation-starts"]).cast("I")
        self.known = Known(self)

    def told(self, natures: Ints) -> npt.NDArray[np.int16]:
        """The columns of NATURE of some natures."""
        rows = self._told[natures]
        if (rows[:, 0] < 0).any():
            for nature in np.unique(natures[rows[:, 0] < 0]).tolist():
                self._told[nature] = _told(self.natures[nature])
            rows = self._told[natures]
        return rows

    def line(self, key: int, line: int) -> tuple[int, int]:
        """The first entry of one of a key's names, and the one behind its last."""
        number = self._lines[key] + line
        return self._line_starts[number], self._line_starts[number + 1]

    def has_place(self, first: int, last: int) -> bool:
        """Whether a place is among entries."""
        return b"\1" in self._is_place[first:last]

    def split(self, entries: Sequence[int]) -> tuple[list[int], list[int], bool]:
        """Entries of names and of places; whether one of these is a country, or a state by its code."""
        numbers = self._numbers
        if all(numbers[2 * entry] != PLACE for entry in entries):
            return list(entries), [], False
        names = [entry for entry in entries if numbers[2 * entry] != PLACE]
        places = [entry for entry in entries if numbers[2 * entry] == PLACE]
        return names, places, any(self.place(numbers[2 * place + 1])[0] < 2 for place in places)

    def place(self, nature: int) -> tuple[int, int]:
        """Kind, as an index into PLACE_KINDS, and country of a place."""
        kind, country = self.natures[nature].split(",")
        return PLACE_KINDS.index(kind), self._country_numbers[country]

    def shown(self, organisation: int) -> Shown:
        """What a link gives of an organisation."""
        shown = self._shown.get(organisation)
        if shown is None:
            line = bytes(self._rows[self._row_starts[organisation] : self._row_starts[organisation + 1]])
            shown = self._shown[organisation] = Shown(*line.decode().split("\t"))
        return shown

    def key(self, text: str) -> int | None:
        """The number of a key."""
        return self._trie.get(text)  # type: ignore[no-any-return]

    def forms(self, key: int) -> list[str]:
        """The names of a key, by their words."""
        return bytes(self._forms[self._form_starts[key] : self._form_starts[key + 1]]).decode().split("\n")

    def entries_of(self, key: int, lines: Iterable[int]) -> list[int]:
        """The entries of some of a key's names."""
        first, starts = self._lines[key], self._line_starts
        return [entry for line in lines for entry in range(starts[first + line], starts[first + line + 1])]


def _told(nature: str) -> list[int]:
    parts = nature.split(",")
    if parts[0] == "code" and len(parts) > 2:
        return [0, 0, *UNTOLD]
    if len(parts) < 3:
        return [-2] * len(NATURE)  # a place
    kind, variant, _, _, rarity, distinct, univ, letters, _, _, names, hub, funder = parts
    return [
        NAME_KINDS.index(kind), int(variant), int(rarity), int(distinct), univ == "univ", int(letters), int(names),
        int(hub), funder == "funder",
    ]  # fmt: skip


class Known:
    """What runs of words can be, remembered: a row each.

    Columns of a row: how, as an index into HOWS; the first and the number of its names; the same of its places;
    whether these name a country, or a state by its code. `entries` gives the entries of names and places.
    """

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self.forget()

    def forget(self) -> None:
        """Forgets all: the numbers of words that tell runs apart have changed."""
        self._numbers: dict[Any, int] = {}
        self._rows = Growing(6)
        self._pool = Growing(1)

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget, between two batches."""
        return len(self._rows) >= _KNOWN_LIMIT

    @property
    def rows(self) -> Ints:
        """All rows."""
        return self._rows.array()

    def spans(self, sums: npt.NDArray[np.uint64], keys: Sequence[int], written: Callable[[int], str]) -> Ints:
        """The rows of runs of words.

        Args:
            sums: what tells the runs apart.
            keys: the number of the key of each.
            written: gives the words of the run with an index, with spaces between.
        """
        distinct, first, inverse = np.unique(sums, return_index=True, return_inverse=True)
        numbers = []
        for total, at in zip(distinct.tolist(), first.tolist(), strict=True):
            number = self._numbers.get(total)
            if number is None:
                number = self._numbers[total] = self._read(keys[at], written(at))
            numbers.append(number)
        return np.array(numbers, dtype=np.int64)[inverse.reshape(-1)]

    def ordered(self, pairs: Sequence[tuple[str, str]]) -> int | None:
        """The row of the names that have the very words in another order.

        Args:
            pairs: key and form of each word.
        """
        pairs = sorted(pairs)
        written = ORDERED + " ".join([form for _, form in pairs])
        number = self._numbers.get(written)
        if number is None:
            key = self._index.key(ORDERED + " ".join([key for key, _ in pairs]) + " ")
            if key is None:
                return None
            number = self._numbers[written] = self._read(key, written.removeprefix(ORDERED))
        return number

    def coded(self, label: str, digits: str) -> int:
        """The row of a unit code: with its very label if any has it, else with one that goes with it."""
        number = self._numbers.get((label, digits))
        if number is None:
            key = self._index.key(code_key(digits))
            lines: list[int] = []
            if key is not None:
                labels = self._index.forms(key)
                family = code_families().get(label)
                lines = [labels.index(label)] if label in labels else [
                    i for i, other in enumerate(labels) if code_families().get(other) == family
                ]  # fmt: skip
            entries = [] if key is None else self._index.entries_of(key, lines)
            number = self._numbers[label, digits] = self._add(0, entries)
        return number

    def _read(self, key: int, written: str) -> int:
        """The likeliest reading alone."""
        forms = self._index.forms(key)
        if written in forms:
            return self._add_line(key, forms.index(written))
        best: list[int] = []
        least = len(HOWS)
        words = written.split(" ")
        if len(words) > 1:
            for i, form in enumerate(forms):
                how = compare(words, form.split(" "))
                if 0 <= how < least:
                    least, best = how, [i]
                elif how == least:
                    best.append(i)
        return self._add(least, self._index.entries_of(key, best))

    def _add_line(self, key: int, line: int) -> int:
        """The row of one name as it is written; its entries are told by their numbers, below those of the pool."""
        first, last = self._index.line(key, line)
        if self._index.has_place(first, last):
            return self._add(0, range(first, last))
        self._rows.extend([(0, first, last - first, 0, 0, 0)])
        return len(self._rows) - 1

    def _add(self, how: int, entries: Sequence[int]) -> int:
        names, places, country = self._index.split(entries)
        if how:
            places, country = [], False
        start = len(self._index.entries) + len(self._pool)
        self._pool.extend([(entry,) for entry in names + places])
        self._rows.extend([(how, start, len(names), start + len(names), len(places), country)])
        return len(self._rows) - 1

    def entries(self, numbers: Ints) -> Ints:
        """The entries that rows tell of."""
        count = len(self._index.entries)
        pool = self._pool.array()[:, 0]
        if not len(pool):
            return numbers
        return np.where(numbers < count, numbers, pool[np.maximum(numbers - count, 0)])


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
