"""Which marks are callouts: decided for one kind of label at a time, on the whole document.

The order of decision: what the markup links; then, in the style in which most of the notes are called, every mark
whose label has a note; then, for notes still without a callout, weaker marks that keep the sequence; then marks of
the document's own style whose note is missing, where they fit into the sequence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from communique.steps.footnotes.hosts import FIRM_WEIGHT, Hosts, acronym_after, name_of
from communique.steps.footnotes.labels import SYMBOLS, rank
from communique.steps.footnotes.marks import Mark, Shape
from communique.steps.footnotes.readings import FURTHEST_ORPHAN, Reading, kind_of, read_marks
from communique.steps.footnotes.sequence import Neighbours, count_up, heaviest_chain

STYLE_ORDER: Final[tuple[Shape, ...]] = (
    "hint", "superscript", "bracket", "formula", "parenthesis", "symbol", "glued", "spaced",
)  # fmt: skip
LEAST_WEIGHT_BESIDE_STYLE: Final = 3.0
"""In a text whose notes are called by marks of some style, a digit at an acronym or after a space is no callout."""
FEWEST_SPACED: Final = 3
LEAST_SHARE_SPACED: Final = 0.6
"""Digits that stand apart after names are callouts when so many of the notes are called by them, in order."""
MOST_UNANSWERED: Final = 40
"""In a text without any note, higher numbers than this are no callouts."""


@dataclass(frozen=True, slots=True)
class Call:
    """A mark taken for the callout of the note `label`."""

    mark: Mark
    label: str


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
        self._hosts = Hosts(text, marks)
        self._readings = tuple(read_marks(text, self._weighed(marks), known))
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
        readings = [r for r in self._readings if kind_of(r.labels[0]) == kind]
        known = {x for x in self._known if kind_of(x) == kind}
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

    def _take(self, reading: Reading) -> None:
        if reading.mark not in self._taken:
            self._taken.add(reading.mark)
            self.calls += [Call(reading.mark, label) for label in reading.labels]

    def _style(self, readings: Sequence[Reading], known: set[str], kind: str) -> Shape | None:
        """The shape in which most of the notes are called; None when no strong mark calls any."""
        covered: dict[Shape, set[str]] = defaultdict(set)
        for reading in readings:
            if not reading.mark.weak:
                covered[_style_of(reading.mark, kind)].update(known.intersection(reading.labels))
        best = max(STYLE_ORDER, key=lambda shape: (len(covered[shape]), -STYLE_ORDER.index(shape)))
        return best if covered[best] else None

    def _take_known(self, readings: Iterable[Reading]) -> None:
        for reading in readings:
            if not reading.mark.weak and any(x in self._known for x in reading.labels):
                self._take(reading)

    def _fill(self, readings: Sequence[Reading], known: set[str], style: Shape | None) -> None:
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
        readings: Sequence[Reading],
        known: set[str],
        missing: frozenset[str],
        floor: float,
        weigh: Callable[[Mark], float],
    ) -> list[Reading]:
        """The marks for `missing` labels that together weigh most while their labels rise with the text."""
        ranks = {rank(x, roman=self._roman) for x in known}
        between = self._neighbours(known)
        candidates: list[tuple[int, int, float, Reading]] = []
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
        return heaviest_chain(candidates)

    def _repeat(self, readings: Sequence[Reading]) -> None:
        """Takes further marks with the same label on the same name as one that was taken for its sequence alone."""
        glued = [c for c in self.calls if c.mark.shape == "glued"]
        tokens = {(name_of(self._text, c.mark), c.label) for c in glued}
        tokens |= {(acronym_after(self._text, c.mark), c.label) for c in glued}
        for reading in readings:
            name = name_of(self._text, reading.mark)
            if name and reading.mark.shape == "glued" and all((name, x) in tokens for x in reading.labels):
                self._take(reading)

    def _take_orphans(self, readings: Sequence[Reading], known: set[str], style: Shape | None) -> None:
        """Takes marks of the document's style whose label has no note but fits into the sequence."""
        highest = self._highest(known)
        between = self._neighbours(known)
        for reading in readings:
            mark = reading.mark
            number = rank(reading.labels[0], roman=self._roman)
            if any(x in self._known for x in reading.labels) or not 0 < number <= highest + FURTHEST_ORPHAN:
                continue
            if mark.weak or (mark.shape == "glued" and not between.allow(number, mark.start)):
                continue
            if (
                mark.shape == style
                or _has_style(mark, style, kind_of(reading.labels[0]))
                or (style == "hint" and mark.linked)
            ):
                self._take(reading)
                highest = max(highest, number)

    def _neighbours(self, known: Set[str]) -> Neighbours:
        kinds = {kind_of(x) for x in known}
        calls = (c for c in self.calls if kind_of(c.label) in kinds)
        return Neighbours((rank(c.label, roman=self._roman), c.mark.start) for c in calls)

    def _highest(self, known: set[str]) -> int:
        """The last place in the sequence that a note has; symbols have no fixed order, so any may follow."""
        if any(kind_of(x) == "symbol" for x in known):
            return rank(SYMBOLS[-1] * 3)
        return max(rank(x, roman=self._roman) for x in known)

    def _take_unanswered(self, readings: Sequence[Reading], kind: str) -> None:
        """Takes callouts of a text that has no note at all: digests and cut-off pages.

        Only numbers that count up from 1, in one style, and two at least where the style also serves for lists; and
        symbols that are raised or in brackets.
        """
        for shape in ("superscript", "bracket", "parenthesis"):
            stated = [r for r in readings if r.mark.shape == shape and not r.mark.weak]
            if kind == "number":
                numbers = {int(x) for r in stated for x in r.labels}
                highest = (
                    count_up(numbers | {int(x) for x in self._known if x.isdecimal()}, MOST_UNANSWERED)
                    if numbers
                    else 0
                )
                stated = [r for r in stated if int(r.labels[-1]) <= highest]
            enough = 1 if shape == "superscript" or kind == "symbol" else 2
            if kind in ("number", "symbol") and len(stated) >= enough:
                for reading in stated:
                    self._take(reading)
                return


def _style_of(mark: Mark, kind: str) -> Shape:
    """The mark's shape; symbols are the same whether they are set raised or not."""
    return "symbol" if kind == "symbol" and mark.shape == "superscript" else mark.shape


def _has_style(mark: Mark, style: Shape | None, kind: str) -> bool:
    return _style_of(mark, kind) == style
