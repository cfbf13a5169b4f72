"""Marks read as labels, with the labels of the whole document in view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from communique.steps.footnotes.hosts import host_of, is_plain_word
from communique.steps.footnotes.labels import is_label, label_kind, read_labels
from communique.steps.footnotes.marks import Mark

FURTHEST_ORPHAN: Final = 2
"""A callout without a note is credible up to so many labels after the last note."""
MOST_SPLIT: Final = 99
"""Beyond so many notes a raised number is not taken for two labels of which one has no note."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A mark with the labels that it calls if it is a callout."""

    mark: Mark
    labels: tuple[str, ...]


def kind_of(label: str) -> str:
    """The kind of sequence that a label belongs to: number, letter (Roman numbers too), symbol, or other."""
    kind = label_kind(label)
    return "letter" if kind == "roman" else kind


def read_marks(text: str, marks: Sequence[Mark], known: Mapping[str, int]) -> Iterator[Reading]:
    """The marks with their labels; where "12" may be one label or two, the order of the text decides."""
    singles = {m.printed for m in marks if not m.weak and m.shape not in ("glued", "spaced") and is_label(m.printed)}
    kinds = {kind_of(x) for x in known}
    splitting = known.keys() | {x for x in singles if len(x) == 1 and kind_of(x) not in kinds}
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
        yield Reading(mark, labels)


def _parts(mark: Mark, known: Set[str], highest: int) -> Set[str]:
    """The labels into which a mark may be split; of a raised number beyond all notes one may lack its note."""
    digits = mark.printed
    if mark.shape != "superscript" or not digits.isdecimal() or int(digits) <= highest + FURTHEST_ORPHAN:
        return known
    if highest > MOST_SPLIT:
        return known
    lacking = {str(n) for n in range(1, highest + FURTHEST_ORPHAN) if str(n) in digits}
    return known | lacking if any(x in digits for x in known) else known


def _may_be_joined(text: str, mark: Mark) -> bool:
    """Whether "12" may be two labels: raised, at a plain word, or at an acronym where one counts on from the other."""
    if mark.shape != "glued":
        return mark.shape in ("superscript", "hint")
    digits = mark.printed
    return is_plain_word(host_of(text, mark)) or (len(digits) == 2 and ord(digits[1]) - ord(digits[0]) == 1)
