"""Names, places and organisations as the index has them, read as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import marisa_trie
import numpy as np
import numpy.typing as npt

from communique.registry.matching.natures import NATURE, TOWN
from communique.registry.matching.organisation_sections import FACTS, TOWNS
from communique.registry.matching.sections import ORDERED, PLACE, WALK, code_key, matching_sections
from communique.registry.matching.sums import Sums, places_of
from communique.registry.matching.typos import Typos
from communique.registry.matching.walks import Bools, Growing, Ints, Walk
from communique.registry.matching.words import HOWS, code_families, same_word

if TYPE_CHECKING:
    from communique.registry.index import Registry

_SECTIONS: Final = (
    "countries", "entries", "facts", "form-starts", "forms", "keys", "kin", "kin-starts", "line-order", "line-starts",
    "line-sums", "lines", "natures", "order-keys", "orders", "organisation-starts", "organisations", "town-edges",
    "town-ends", "town-starts", "town-words", "towns", "types",
    "typo-forms", "typo-known", "typo-starts", "typo-sums", "typo-words", "walk-edges", "walk-ends", "walk-words",
)  # fmt: skip
READING: Final = ("how", "first-name", "names", "first-place", "places", "outright")
"""What a run of words can be: how it is written, as an index into HOWS; the first and the number of its names; the
same of its places; whether these name a country, or a state by its code."""
_KNOWN_LIMIT: Final = 100_000
"""Runs of words whose names are remembered at a time."""

_NAMES, _PLACES = READING.index("names"), READING.index("places")
_same_word = lru_cache(maxsize=1 << 16)(same_word)


class Shown(NamedTuple):
    """What a link gives of an organisation."""

    ror: str | None
    rnsr: str | None
    name: str


class NameIndex:
    """The matcher's sections of an index.

    `entries` has the organisation (or PLACE) and the nature of each name; `natures` has the columns of NATURE, and
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
        self.typos = Typos(sections)
        self.orders = array("orders", "<u8")
        self.order_keys = array("order-keys", "<i4")
        self._trie = marisa_trie.Trie().frombytes(bytes(sections["matching-keys"]))
        self._forms = sections["matching-forms"]
        self._form_starts = memoryview(sections["matching-form-starts"]).cast("I")
        self._lines = memoryview(sections["matching-lines"]).cast("I")
        self._line_starts = memoryview(sections["matching-line-starts"]).cast("I")
        self._line_starts_of = array("line-starts", "<u4")
        self._lines_of = array("lines", "<u4")
        self._line_sums: Sums = array("line-sums", "<u8")
        self._line_order = array("line-order", "<u4")
        self.entries = array("entries", "<i4", 2)
        self.natures: npt.NDArray[np.int16] = array("natures", "<i2", len(NATURE))
        place = self.entries[:, 0] == PLACE
        outright = place & (self.natures[self.entries[:, 1], 0] != TOWN)
        self._is_place = place.tobytes()
        self._places_before = np.concatenate([[0], np.cumsum(place)])
        self._outright_before = np.concatenate([[0], np.cumsum(outright)])
        self._shown: dict[int, Shown] = {}
        self.facts = array("facts", "<i2", len(FACTS))
        self.countries = bytes(sections["matching-countries"]).decode().split("\n")
        self.types = bytes(sections["matching-types"]).decode().split("\n")
        self.kin_starts = array("kin-starts", "<u4")
        self.kin = array("kin", "<i4", 2)
        self.town_starts = array("town-starts", "<u4")
        self.towns = array("towns", "<i4")
        self._rows = sections["matching-organisations"]
        self._row_starts = memoryview(sections["matching-organisation-starts"]).cast("I")
        self.known = Known(self)

    def is_place(self, entry: int) -> bool:
        """Whether an entry is one of a place."""
        return bool(self._is_place[entry])

    def as_written(self, sums: Sums, keys: Ints) -> Ints:
        """The readings of runs of words that are a name or place letter by letter; rows of noughts for the others.

        Args:
            sums: of the words of each run.
            keys: the number of the key of each.
        """
        at = places_of(sums, self._line_sums, -1)
        line = self._line_order[at].astype(np.int64)
        readings = np.zeros((len(sums), len(READING)), dtype=np.int64)
        known = np.flatnonzero((at >= 0) & (self._lines_of[keys] <= line) & (line < self._lines_of[keys + 1]))
        line = line[known]
        first, behind = self._line_starts_of[line].astype(np.int64), self._line_starts_of[line + 1].astype(np.int64)
        places = self._places_before[behind] - self._places_before[first]
        outright = self._outright_before[behind] > self._outright_before[first]
        names = behind - first - places
        readings[known] = np.stack([np.zeros(len(line), np.int64), first + places, names, first, places, outright], 1)
        return readings

    def shown(self, organisation: int) -> Shown:
        """What a link gives of an organisation."""
        shown = self._shown.get(organisation)
        if shown is None:
            line = bytes(self._rows[self._row_starts[organisation] : self._row_starts[organisation + 1]])
            name, ror, rnsr = line.decode().split("\t")
            shown = self._shown[organisation] = Shown(ror or None, rnsr or None, name)
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


class Known:
    """What runs of words can be: their readings, columns as in READING. `entries` gives the entries of these.

    What it takes to compare words is remembered.
    """

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self.forget()

    def forget(self) -> None:
        """Forgets all."""
        self._numbers: dict[Any, int] = {}
        self._readings = Growing(len(READING))
        self._pool = Growing(1)

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget, between two batches."""
        return len(self._readings) >= _KNOWN_LIMIT

    def runs(self, sums: Sums, keys: Ints, several: Bools, written: Callable[[int], str]) -> Ints:
        """The readings of runs of words.

        Args:
            sums: of the words of each run.
            keys: the number of the key of each.
            several: whether it has several words; a single one is read as it is written alone.
            written: gives the words of the run with an index, with spaces between.
        """
        readings = self._index.as_written(sums, keys)
        rest = np.flatnonzero(several & (readings[:, _NAMES] + readings[:, _PLACES] == 0))
        numbers = []
        for at, total, key in zip(rest.tolist(), sums[rest].tolist(), keys[rest].tolist(), strict=True):
            number = self._numbers.get(total)
            if number is None:
                number = self._numbers[total] = self._compared(key, written(at))
            numbers.append(number)
        readings[rest] = self.readings(numbers)
        return readings

    def readings(self, numbers: Sequence[int] | Ints) -> Ints:
        """Some of the readings that are remembered."""
        readings: Ints = self._readings.array()[np.array(numbers, dtype=np.int64)]
        return readings

    def ordered(self, pairs: Sequence[tuple[str, str]]) -> int | None:
        """The number of the reading as the names that have the very words in another order.

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
            number = self._numbers[written] = self._compared(key, written.removeprefix(ORDERED))
        return number

    def coded(self, label: str, digits: str) -> int:
        """The number of a unit code's reading: with its very label if any has it, else with one that goes with it."""
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

    def _compared(self, key: int, written: str) -> int:
        """The likeliest reading alone."""
        best: list[int] = []
        least = len(HOWS)
        words = written.split(" ")
        for i, form in enumerate(self._index.forms(key)):
            how = compare(words, form.split(" "))
            if 0 <= how < least:
                least, best = how, [i]
            elif how == least:
                best.append(i)
        return self._add(least, self._index.entries_of(key, best))

    def _add(self, how: int, entries: Sequence[int]) -> int:
        """Adds a reading as names; their entries are told by their numbers, above those of the index."""
        start, before = len(self._index.entries) + len(self._pool), len(self._pool)
        for entry in entries:
            if not self._index.is_place(entry):
                self._pool.add(entry)
        self._readings.add(how, start, len(self._pool) - before, 0, 0, 0)
        return len(self._readings) - 1

    def entries(self, numbers: Ints) -> Ints:
        """The entries that readings tell of."""
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
