"""Which marks are callouts: decided for one kind of label at a time, on the whole document.

The order of decision: what the markup links; then, in the style in which most of the notes are called, every mark
whose label has a note; then, for notes still without a callout, weaker marks that keep the sequence; then marks of
the document's own style whose note is missing, where they fit into the sequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from communique.steps.footnotes.anchors import function_words
from communique.steps.footnotes.labels import SYMBOLS, is_label, label_kind, rank, read_labels
from communique.steps.footnotes.marks import Mark, Shape

STYLE_ORDER: Final[tuple[Shape, ...]] = (
    "hint",
    "superscript",
    "bracket",
    "formula",
    "parenthesis",
    "symbol",
    "glued",
    "spaced",
)
FURTHEST_ORPHAN: Final = 2
"""A callout without a note is credible up to so many labels after the last note."""
LEAST_WEIGHT_BESIDE_STYLE: Final = 3.0
"""In a text whose notes are called by marks of some style, a digit at an acronym or after a space is no callout."""
FIRM_WEIGHT: Final = 4.0
FEWEST_SPACED: Final = 3
LEAST_SHARE_SPACED: Final = 0.6
"""Digits that stand apart after names are callouts when so many of the notes are called by them, in order."""
MOST_UNANSWERED: Final = 40
"""In a text without any note, higher numbers than this are no callouts."""

LONGEST_HOST: Final = 40
_WORD_BEFORE: Final = re.compile(r"\w*[^\W\d_](?:['’-]\w*[^\W\d_])*$")
_WORD_AFTER: Final = re.compile(r"\s([^\W\d_]+['’]?)")
_ACRONYM_AFTER: Final = re.compile(r"\s?\(([^\W\d_]+)\)")
_PLAIN_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Call:
    """A mark taken for the callout of the note `label`."""

    mark: Mark
    label: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A mark with the labels that it calls if it is a callout."""

    mark: Mark
    labels: tuple[str, ...]


class Series:
    """The marks and note labels of one kind: numbers, letters (or Roman numbers), or symbols.

    Attributes:
        calls: the marks taken so far, with their labels.
    """

    def __init__(
        self, text: str, marks: Sequence[Mark], known: Mapping[str, int], *, linked: Set[str], roman: bool
    ) -> None:
        """Takes all marks of the document and what is known of its notes.

        Args:
            text: the text of the document.
            marks: its marks, in text order.
            known: the labels that have a note, each with the offset of its last note.
            linked: those of them that are the aim of a link.
            roman: whether letters count in Roman numbers.
        """
        self._text = text
        self._linked = linked
        self._known = known
        self._roman = roman
        self._hosts = _Hosts(text, marks)
        self._readings = tuple(_read(text, self._weighed(marks), known))
        self._taken: set[Mark] = set()
        self.calls: list[Call] = []

    def _weighed(self, marks: Sequence[Mark]) -> list[Mark]:
        """The marks, of which those glued to a word that ends in no digit by itself are not weak any more."""
        return [
            replace(m, weak=False) if m.shape == "glued" and self._hosts.weight(m) >= FIRM_WEIGHT else m for m in marks
        ]

    def decide(self) -> list[Call]:
        """The callouts of this series, in text order."""
        for kind in ("number", "letter", "symbol", "other"):
            self._decide_kind(kind)
        self.calls.sort(key=lambda c: c.mark.start)
        return self.calls

    def _decide_kind(self, kind: str) -> None:
        readings = [r for r in self._readings if _kind(r.labels[0]) == kind]
        known = {x for x in self._known if _kind(x) == kind}
        for reading in readings:
            if reading.mark.shape == "hint":
                self._take(reading)
        style = self._style(readings, known, kind)
        if known:
            if style != "hint":
                self._take_known(r for r in readings if _has_style(r.mark, style, kind))
            self._fill(readings, known, style)
            self._repeat(readings)
            if style is None and not self._taken.intersection(r.mark for r in readings):
                self._take_unanswered(readings, kind)
            glued = any(c.mark.shape == "glued" for c in self.calls)
            self._take_orphans(readings, known, style or ("glued" if glued else None))
        else:
            self._take_unanswered(readings, kind)

    def _take(self, reading: _Reading, labels: Iterable[str] | None = None) -> None:
        if reading.mark in self._taken:
            return
        self._taken.add(reading.mark)
        self.calls += [Call(reading.mark, x) for x in (reading.labels if labels is None else labels)]

    def _style(self, readings: Sequence[_Reading], known: set[str], kind: str) -> Shape | None:
        """The shape in which most of the notes are called; None when no strong mark calls any."""
        covered: dict[Shape, set[str]] = defaultdict(set)
        for reading in readings:
            if not reading.mark.weak:
                covered[_style_of(reading.mark, kind)].update(known.intersection(reading.labels))
        best = max(STYLE_ORDER, key=lambda shape: (len(covered[shape]), -STYLE_ORDER.index(shape)))
        return best if covered[best] else None

    def _take_known(self, readings: Iterable[_Reading]) -> None:
        for reading in readings:
            if not reading.mark.weak and any(x in self._known for x in reading.labels):
                self._take(reading)

    def _fill(self, readings: Sequence[_Reading], known: set[str], style: Shape | None) -> None:
        """Takes weaker marks for the notes that have no callout yet, where they keep the sequence."""
        called = {c.label for c in self.calls}
        missing = frozenset(known - called - (self._linked if style == "hint" else frozenset()))
        if not missing:
            return
        floor = 0.0 if style in (None, "glued") else LEAST_WEIGHT_BESIDE_STYLE
        chain = self._chain(readings, known, missing, floor, self._hosts.weight)
        if style is None and len(missing) >= FEWEST_SPACED:
            spaced = self._chain(readings, known, missing, floor, self._hosts.loose_weight)
            if len(spaced) >= max(FEWEST_SPACED, LEAST_SHARE_SPACED * len(missing), len(chain) + 1):
                chain = spaced
        for reading in chain:
            self._take(reading)

    def _chain(
        self,
        readings: Sequence[_Reading],
        known: set[str],
        missing: frozenset[str],
        floor: float,
        weigh: Callable[[Mark], float],
    ) -> list[_Reading]:
        """The marks for `missing` labels that together weigh most while their labels rise with the text."""
        ranks = {rank(x, roman=self._roman) for x in known}
        between = _Neighbours(self.calls, self._roman)
        candidates: list[tuple[int, int, float, _Reading]] = []
        for reading in readings:
            weight = weigh(reading.mark)
            if reading.mark in self._taken or weight <= 0 or weight < floor:
                continue
            for label in missing.intersection(reading.labels):
                number = rank(label, roman=self._roman)
                position = reading.mark.start
                if reading.mark.trapped and not between.enclose(number, ranks):
                    continue
                if position < self._known[label] and between.allow(number, position):
                    candidates.append((position, number, weight, reading))
        return _heaviest_chain(candidates)

    def _repeat(self, readings: Sequence[_Reading]) -> None:
        """Takes further marks with the same label on the same name as one that was taken for its sequence alone."""
        glued = [c for c in self.calls if c.mark.shape == "glued"]
        tokens = {(_name(self._text, c.mark), c.label) for c in glued}
        tokens |= {(a[1], c.label) for c in glued if (a := _ACRONYM_AFTER.match(self._text, c.mark.end))}
        for reading in readings:
            name = _name(self._text, reading.mark)
            if reading.mark.shape == "glued" and all((name, x) in tokens for x in reading.labels):
                self._take(reading)

    def _take_orphans(self, readings: Sequence[_Reading], known: set[str], style: Shape | None) -> None:
        """Takes marks of the document's style whose label has no note but fits into the sequence."""
        highest = self._highest(known)
        between = _Neighbours(self.calls, self._roman)
        for reading in readings:
            mark = reading.mark
            number = rank(reading.labels[0], roman=self._roman)
            if any(x in self._known for x in reading.labels) or not 0 < number <= highest + FURTHEST_ORPHAN:
                continue
            if mark.weak or (mark.shape == "glued" and not between.allow(number, mark.start)):
                continue
            if (
                mark.shape == style
                or _has_style(mark, style, _kind(reading.labels[0]))
                or (style == "hint" and mark.linked)
            ):
                self._take(reading)
                highest = max(highest, number)

    def _highest(self, known: set[str]) -> int:
        """The last place in the sequence that a note has; symbols have no fixed order, so any may follow."""
        if any(_kind(x) == "symbol" for x in known):
            return rank(SYMBOLS[-1] * 3)
        return max(rank(x, roman=self._roman) for x in known)

    def _take_unanswered(self, readings: Sequence[_Reading], kind: str) -> None:
        """Takes callouts of a text that has no note at all: digests and cut-off pages.

        Only numbers that count up from 1, in one style, and two at least where the style also serves for lists; and
        symbols that are raised or in brackets.
        """
        for shape in ("superscript", "bracket", "parenthesis"):
            stated = [r for r in readings if r.mark.shape == shape and not r.mark.weak]
            if kind == "number":
                numbers = {int(x) for r in stated for x in r.labels}
                highest = _counted_up_to(numbers | {int(x) for x in self._known if x.isdecimal()}) if numbers else 0
                stated = [r for r in stated if int(r.labels[-1]) <= highest]
            enough = 1 if shape == "superscript" or kind == "symbol" else 2
            if kind in ("number", "symbol") and len(stated) >= enough:
                for reading in stated:
                    self._take(reading)
                return


def _counted_up_to(numbers: set[int]) -> int:
    """How far `numbers` count up from 1 without a gap."""
    highest = 0
    while highest + 1 in numbers and highest < MOST_UNANSWERED:
        highest += 1
    return highest


def _kind(label: str) -> str:
    kind = label_kind(label)
    return "letter" if kind == "roman" else kind


def _read(text: str, marks: Sequence[Mark], known: Mapping[str, int]) -> Iterator[_Reading]:
    """The marks with their labels; where "12" may be one label or two, the order of the text decides."""
    singles = {m.printed for m in marks if not m.weak and m.shape not in ("glued", "spaced") and is_label(m.printed)}
    kinds = {_kind(x) for x in known}
    splitting = known.keys() | {x for x in singles if len(x) == 1 and _kind(x) not in kinds}
    highest = max((int(x) for x in splitting if x.isdecimal()), default=0)
    expected = 1
    for mark in marks:
        parts = _parts(mark, splitting, highest) if _may_be_joined(text, mark) else frozenset()
        labels = read_labels(mark.printed, parts, expected=expected)
        if mark.shape == "hint" and not labels:
            labels = (mark.printed,) if mark.printed else ()
        if not labels:
            continue
        if not mark.weak and labels[-1].isdigit() and labels[-1] in (known or singles):
            expected = int(labels[-1]) + 1
        yield _Reading(mark, labels)


def _parts(mark: Mark, known: Set[str], highest: int) -> Set[str]:
    """The labels into which a mark may be split; of a raised number beyond all notes one may lack its note."""
    digits = mark.printed
    if mark.shape != "superscript" or not digits.isdecimal() or int(digits) <= highest + FURTHEST_ORPHAN:
        return known
    lacking = {str(n) for n in range(1, min(highest + FURTHEST_ORPHAN, 99)) if str(n) in digits}
    return known | lacking if any(x in digits for x in known) else known


def _may_be_joined(text: str, mark: Mark) -> bool:
    """Whether "12" may be two labels: raised, at a plain word, or at an acronym where one counts on from the other."""
    if mark.shape != "glued":
        return mark.shape in ("superscript", "hint")
    digits = mark.printed
    return _is_plain_word(_host(text, mark)) or (len(digits) == 2 and ord(digits[1]) - ord(digits[0]) == 1)


def _style_of(mark: Mark, kind: str) -> Shape:
    """The mark's shape; symbols are the same whether they are set raised or not."""
    return "symbol" if kind == "symbol" and mark.shape == "superscript" else mark.shape


def _has_style(mark: Mark, style: Shape | None, kind: str) -> bool:
    return _style_of(mark, kind) == style


def _host(text: str, mark: Mark) -> str:
    """The word that the mark stands on, "" when it stands after a sign."""
    end = mark.start - (mark.shape == "spaced")
    match = _WORD_BEFORE.search(text[max(0, end - LONGEST_HOST) : end])
    return match[0] if match else ""


def _name(text: str, mark: Mark) -> str:
    """The word before a mark, without what elides before it; inside the bracket that closes before the mark."""
    end = mark.start
    while end and text[end - 1] in ")]»”.,":
        end -= 1
    match = _WORD_BEFORE.search(text[max(0, end - LONGEST_HOST) : end])
    return re.split("['’]", match[0])[-1] if match else ""


def _last_part(host: str) -> str:
    return re.split("['’-]", host)[-1]


def _is_plain_word(word: str) -> bool:
    return len(word) >= 4 and word[1:].islower()


class _Hosts:
    """How well a mark's surroundings speak for a callout: above 0 when they do at all."""

    _SHAPES: Final[dict[Shape, float]] = {
        "superscript": 6.0,
        "bracket": 6.0,
        "formula": 6.0,
        "parenthesis": 6.0,
        "symbol": 6.0,
    }

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self._text = text
        self._glued = Counter(_host(text, m) for m in marks if m.shape == "glued")
        self._plain = frozenset(_PLAIN_WORD.findall(text)) if self._glued else frozenset()

    def weight(self, mark: Mark) -> float:
        if mark.shape in self._SHAPES:
            return self._SHAPES[mark.shape] / (2 if mark.weak else 1)
        host = _host(self._text, mark)
        if mark.shape == "spaced":
            return self._weight_of_spaced(mark, host)
        if not host or _is_plain_word(host) or (len(host) > 1 and _last_part(host) in self._plain):
            return FIRM_WEIGHT  # after a bracket, a stop, or a word that is also printed without a digit
        if len(host) < 2:
            return 0.0
        return 1.0 if self._glued[host] > 1 else 2.0

    def _weight_of_spaced(self, mark: Mark, host: str) -> float:
        before = self._text[mark.start - 2] if mark.start > 1 else ""
        after = self._text[mark.end : mark.end + 1]
        if before in ")»”":
            return 2.0
        if host:
            return 1.0 if host.islower() and len(host) > 3 and self._goes_on(mark) else 0.0
        return 1.0 if before.isdigit() and after in ".,;:)" else 0.0

    def loose_weight(self, mark: Mark) -> float:
        """The weight where all callouts may stand apart from their words: a name before them says nothing then."""
        if mark.shape != "spaced":
            return 0.0
        return self._weight_of_spaced(mark, _host(self._text, mark)) or (0.5 if self._goes_on(mark) else 0.0)

    def _goes_on(self, mark: Mark) -> bool:
        """Whether a sign or a word follows that carries the sentence on: no noun that the number counts."""
        word = _WORD_AFTER.match(self._text, mark.end)
        return not word or word[1].casefold() in function_words()


class _Neighbours:
    """The stretch of text in which a label's callout must stand: between those of its neighbours in the sequence."""

    def __init__(self, calls: Sequence[Call], roman: bool) -> None:
        first: dict[int, int] = {}
        for call in calls:
            number = rank(call.label, roman=roman)
            first[number] = min(first.get(number, call.mark.start), call.mark.start)
        self._numbers = sorted(first)
        self._first = first

    def enclose(self, number: int, ranks: set[int]) -> bool:
        """Whether the notes right before and after `number` are called, as far as there are such."""
        beside = {number - 1, number + 1} & ranks
        return bool(beside) and beside <= self._first.keys()

    def allow(self, number: int, position: int) -> bool:
        """Whether `position` lies between the callouts of the next lower and the next higher label."""
        i = bisect_left(self._numbers, number)
        after = i + (i < len(self._numbers) and self._numbers[i] == number)
        low = self._first[self._numbers[i - 1]] if i else -1
        high = self._first[self._numbers[after]] if after < len(self._numbers) else position
        return low > high or low <= position <= high


def _heaviest_chain(candidates: Sequence[tuple[int, int, float, _Reading]]) -> list[_Reading]:
    """The candidates (position, number, weight, mark) of greatest total weight whose numbers rise with the text.

    A maximum over prefixes in a Fenwick tree: n log n.
    """
    ordered = sorted(candidates, key=lambda c: (c[0], c[1]))
    numbers = sorted({c[1] for c in ordered})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(numbers) + 1)
    previous: list[int] = []
    best = (0.0, -1)
    for index, (_, number, weight, _mark) in enumerate(ordered):
        slot = bisect_left(numbers, number)
        before = (0.0, -1)
        i = slot
        while i:
            before = max(before, tree[i], key=lambda t: t[0])
            i &= i - 1
        previous.append(before[1])
        total = (before[0] + weight, index)
        best = max(best, total, key=lambda t: t[0])
        i = slot + 1
        while i < len(tree):
            tree[i] = max(tree[i], total, key=lambda t: t[0])
            i += i & -i
    chain: list[_Reading] = []
    index = best[1]
    while index >= 0:
        chain.append(ordered[index][3])
        index = previous[index]
    return chain[::-1]
