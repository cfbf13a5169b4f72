"""One part of a string, between commas and the like: its words, and the names, places and unit codes in it.

The same parts stand in string after string (`France`, `Université de Montpellier`): what a part holds is worked out
once and remembered. Names that go on over a comma are found by `found.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple

from communique.registry.matching.beside import Facet, left, right
from communique.registry.matching.name_forms import VARIANTS
from communique.registry.matching.names import Entry, Known, NameIndex, OrganisationRow
from communique.registry.matching.words import CODE, Vocabulary, Word, code_parts, qualifiers, read_words

Group = Literal["name", "short", "unit", "parent"]
Span = tuple[int, int]

REACH: Final = 120
"""Letters of keys that a name is looked for in: 24 words of five."""
WORDS_LIMIT: Final = 800
"""Words of a string that are read: an affiliation is shorter, and a whole page handed in by mistake stays cheap."""
CODE_REACH: Final = 5
"""Words that a unit code may take: `UMR Univ. Lyon CNRS 5510`."""
SHORTEST_ALONE: Final = 3
"""Letters of an acronym that says nothing when it is all of a string: many organisations share it."""
_BARE: Final = str(VARIANTS.index("bare"))
_FAMILY: Final = str(VARIANTS.index("family"))
_TIGHT: Final = frozenset(str(VARIANTS.index(variant)) for variant in ("turned", "townless"))
"""Ways of writing a name in which no comma stands."""
_SHORT_LABELS: Final = frozenset({"u", "us", "ue", "fr", "ea", "ur", "je"})
_KINDS: Final = {"code": 0, "label": 1, "alias": 2, "acronym": 3, "weak": 4}


class Fixed:
    """What speaks for and against a name in a part, whatever the rest of the string: equal only to itself.

    `holds_town`: one of the organisation's towns stands in the very name. `whole`: nothing else stands in the part.
    """

    __slots__ = ("facets", "group", "holds_town", "summary", "whole")

    def __init__(self, group: Group, facets: tuple[Facet, ...], holds_town: bool, whole: bool, summary: Facet) -> None:
        self.group: Group = group
        self.facets = facets
        self.holds_town = holds_town
        self.whole = whole
        self.summary = summary


class Found(NamedTuple):
    """A name of an organisation over content words `start` to `end`; `shared` with other organisations or not."""

    start: int
    end: int
    entry: Entry
    row: OrganisationRow
    fixed: Fixed
    shared: bool


class Segment:
    """A part of a string.

    `words` are all its words, `content` the numbers of those that count, `forms` and `keys` theirs. `names` are those
    that are weighed, `inside` the places of names within longer ones. `located` are countries and towns as (start,
    end, kind, country), `places` where they and those within longer names stand. `open` are the words from which a
    name may go on into the next part, and `labels` those of unit codes whose number may stand there; `codes` counts
    the unit codes.
    """

    __slots__ = (
        "codes",
        "content",
        "forms",
        "inside",
        "keys",
        "labels",
        "line",
        "located",
        "names",
        "open",
        "pattern",
        "places",
        "size",
        "spans",
        "text",
        "words",
    )

    def __init__(self, text: str, vocabulary: Vocabulary, index: NameIndex, shouted: bool, alone: bool = False) -> None:
        self.text = text
        words, self.pattern = read_words(text, vocabulary)
        self.words = words
        del words[WORDS_LIMIT:]
        content = self.content = [i for i, word in enumerate(words) if word.key]
        self.forms = [words[i].form for i in content]
        self.keys = [words[i].key for i in content]
        self.size = len(content)
        self.line = " ".join(self.forms)
        self.spans: list[Span] | None = None
        self.located: list[tuple[int, int, str, str]] = []
        self.places: set[Span] = set()
        self.names: list[Found] = []
        self.inside: set[Span] = set()
        self.open: list[int] = []
        self.labels: list[int] = []
        self.codes = 0
        if content:
            self._read(index, shouted, alone)

    def word_spans(self) -> list[Span]:
        """Where each content word stands in the text, half-open."""
        if self.spans is None:
            spans = [match.span() for match in islice(self.pattern.finditer(self.text), WORDS_LIMIT)]
            self.spans = [spans[i] for i in self.content]
        return self.spans

    def _read(self, index: NameIndex, shouted: bool, alone: bool) -> None:
        runs = list(self._runs(index))
        if self.size > 2 and not any(start == 0 and end == self.size for start, end, _ in runs):
            ordered = index.ordered([self.words[i] for i in self.content])
            if ordered is not None:
                runs.append((0, self.size, ordered))
        names = [
            (start, end, known.how, entry)
            for start, end, known in runs
            for entry in named(self, start, self, end, known, shouted, alone)
        ]
        self._find_places(runs, {(start, end) for start, end, *_ in names})
        names.extend((start, end, 0, entry) for start, end, entries in self._coded(index) for entry in entries)
        spans = {(start, end) for start, end, *_ in names}
        if len(spans) > 1:
            self.inside = {(a, b) for a, b in spans if any(c <= a and b <= d and d - c > b - a for c, d in spans)}
        self.names = standing(
            (start, end, how, False, entry, self, start, self, end)
            for start, end, how, entry in names
            if end - start > 1 or (start, end) not in self.inside
        )

    def _runs(self, index: NameIndex) -> Iterator[tuple[int, int, Known]]:
        """The runs of words that are names or places; notes from which words one may go on."""
        keys, forms, starts, size = self.keys, self.forms, index.starts, self.size
        joined = " ".join(keys) + " "
        offset = 0
        for start, key in enumerate(keys):
            after = start + 1
            if after == size:
                self.open.append(start)
            if (after < size and f"{key} {keys[after]}" in starts) or key in starts:
                for found in index.prefixes(joined[offset : offset + REACH]):
                    end = start + found.count(" ")
                    known = index.entries(found, " ".join(forms[start:end]))
                    if known.names or known.places:
                        yield start, end, known
                rest = joined[offset:]
                if after < size and len(rest) < REACH and any(k != rest for k in islice(index.beginning(rest), 2)):
                    self.open.append(start)
            offset += len(key) + 1

    def _find_places(self, runs: Sequence[tuple[int, int, Known]], names: set[Span]) -> None:
        """The places of a part; one within a longer name (University of Georgia) tells nothing."""
        for start, end, known in runs:
            for place in known.places:
                if place.kind == "code" and not self._is_state_code(start):
                    continue
                self.places.add((start, end))
                if not any(a <= start and end <= b and b - a > max(end - start, 1) for a, b in names):
                    self.located.append((start, end, place.kind, place.variant))

    def _is_state_code(self, start: int) -> bool:
        """Whether two letters are a state: capitals that begin a part, or before a postal code."""
        i = self.content[start]
        if self.words[i].capitals != 2:
            return False
        return i == 0 or (start + 1 < self.size and self.forms[start + 1].isdigit())

    def _coded(self, index: NameIndex) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
        for start, i in enumerate(self.content):
            if self.words[i].kind == CODE:
                code = read_code(self.forms, start)
                if code is not None:
                    self.codes += 1
                    yield start, code[0], index.coded(*code[1:])
                elif start + CODE_REACH > self.size:
                    self.labels.append(start)


def read_code(forms: Sequence[str], start: int) -> tuple[int, str, str] | None:
    """The end, label and number of a unit code whose label a word is; None without number.

    The number may stand up to three words on: `UMR CNRS 5510`, `UMR A 386`.
    """
    label, digits = code_parts(forms[start])
    if digits:
        return start + 1, label, digits
    ahead = forms[start + 1 : start + (2 if label in _SHORT_LABELS else CODE_REACH)]
    number = next((i for i, form in enumerate(ahead) if form.isdigit() and 2 <= len(form) <= 4), None)
    if number is None:
        return None
    if number == 1 and len(ahead[0]) == 1:
        label += ahead[0]
    return start + 2 + number, label, ahead[number]


def named(
    head: Segment, start: int, tail: Segment, end: int, known: Known, shouted: bool, alone: bool
) -> Iterator[Entry]:
    """The names that words may be: from `start` in a part to `end` in it, or in another one."""
    across = head is not tail
    first, last = head.content[start], tail.content[end - 1]
    names = known.names
    if not names:
        return
    if not across and end - start == 1:
        word = head.words[first]
        may = len(word.form) > SHORTEST_ALONE if alone else _can_name(word, known.country, shouted)
        names = names if may else tuple(entry for entry in names if entry.kind in ("label", "alias"))
    longer = _goes_on(head.words, first, tail.words, last, across or end - start > 1)
    for entry in names:
        if across and (known.how > 1 or entry.variant in _TIGHT):
            continue
        if not longer or entry.variant == _BARE:
            yield entry


def _can_name(word: Word, country: bool, shouted: bool) -> bool:
    """Whether a word may be a short form: not a country, and not in small letters, where letters tell."""
    if country:
        return False
    return shouted or word.capitals > 1 or (word.capitals == 1 and len(word.form) > 3)


def _goes_on(head: Sequence[Word], first: int, tail: Sequence[Word], last: int, several: bool) -> bool:
    """Whether a name is cut out of a longer one: the Technical `University of X`, `X University` of Commerce."""
    if head[first].key == "univ" and first and head[first - 1].form in qualifiers():
        return True
    return several and tail[last].key == "univ" and len(tail) > last + 2 and tail[last + 1].form == "of"


Naming = tuple[int, int, int, bool, Entry, Segment, int, Segment, int]
"""Start, end, how, whether over a comma, entry; the part in which it begins, the place there; the same of its end."""


def standing(names: Iterable[Naming]) -> list[Found]:
    """The names that are weighed: each organisation once a place, under the name that suits best."""
    best: dict[tuple[int, int, int], Naming] = {}
    counts: dict[Span, int] = {}
    for naming in names:
        start, end, how, _, entry = naming[:5]
        key = (start, end, entry.organisation)
        other = best.get(key)
        if other is None:
            counts[start, end] = counts.get((start, end), 0) + 1
            best[key] = naming
        elif _rank(how, entry) < _rank(other[2], other[4]):
            best[key] = naming
    return [_found(*naming, counts[naming[:2]] > 1) for naming in best.values()]


def _rank(how: int, entry: Entry) -> tuple[int, int, int]:
    return how, int(entry.variant), _KINDS[entry.kind]


def _found(
    start: int, end: int, how: int, across: bool, entry: Entry, head: Segment, first: int, tail: Segment, last: int,
    shared: bool,
) -> Found:  # fmt: skip
    row = entry.row
    assert row is not None  # only places have none, and they are no names
    group: Group = "unit" if row.french_unit else "name" if end - start > 1 else "short"
    if entry.variant == _FAMILY:
        group = "parent"
    before = left(head.words, head.content[first], entry.univ)
    behind = right(tail.words, tail.content[last - 1], entry.univ)
    whole = before[1] == "edge" == behind[1]
    facets: tuple[Facet, ...] = (
        entry.nature,
        before,
        behind,
        (
            "written",
            how,
            across,
            not across and (first, last) in head.places,
            whole,
            entry.kind if whole else "",
            row.type if whole else "",
        ),
    )
    if end - start == 1:
        facets = (*facets, ("capitals", min(head.words[head.content[first]].capitals, 3)))
    holds_town = False
    if row.towns:
        forms = head.forms[first:last] if head is tail else [*head.forms[first:], *tail.forms[:last]]
        line = f" {' '.join(forms)} "
        holds_town = any(town in line for town in row.towns)
    rarity, distinct, letters, names, hub, funder = _told(str(entry.nature[1]))
    beside = _summary(before), _summary(behind)
    facets = (*facets, ("shape", *beside, entry.univ, names, whole, rarity, distinct))
    summary = (distinct, rarity, names, letters, funder, hub, *beside)
    return Found(start, end, entry, row, Fixed(group, facets, holds_town, whole, summary), shared)


def _summary(side: Facet) -> str:
    return f"{side[0]}.edge" if side[1] == "edge" else f"{side[0]}.{side[1]}.{side[2] or 'distinct'}"


def _told(nature: str) -> tuple[str, ...]:
    """Rarity, distinct words, letters, names, parts, funder of a name; nothing of a code."""
    parts = nature.split(",")
    if parts[0] == "code":
        return ("-",) * 6
    return (parts[4], parts[5], parts[7], parts[10], parts[11], parts[12])
