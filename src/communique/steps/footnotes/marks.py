"""Everything in the text that could be a callout: found by its form, with the traps refused.

A mark is a candidate and nothing more. Which marks call a note is decided later, on the whole document
(see `series`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from communique.document import Document, Span
from communique.rules import load_table
from communique.steps.footnotes.labels import clean_label, is_label, rank, read_labels
from communique.steps.footnotes.traps import set_trap
from communique.steps.footnotes.typography import lowered_spans, raised_spans, spell_glyphs

Shape = Literal["hint", "superscript", "bracket", "formula", "parenthesis", "symbol", "glued", "spaced"]

PLAIN_SHAPES: Final[tuple[Shape, ...]] = ("bracket", "formula", "parenthesis", "symbol", "glued", "spaced")
_NEXT_WORD: Final = re.compile(r" (\w+)")
_BEFORE_ITEM: Final = re.compile(r"(?:[:;,–—]|\b(?:and|or|et|ou|puis|then))\s$")
_SHORT_NUMBER: Final = re.compile(r"(?:^|[^\W\d_A-ZÀ-Þ][^\W\d_]*\s|[^\w\s.,-]\s?|\d\s)(?:\d{1,3}|\d+[.,]\d+)$")
_BEFORE_WORD: Final = frozenset(" \n\t([{«“\"'‘/")


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate callout: `[start, end)` is what is printed, brackets included; `printed` is the label within.

    `target` names the note that the markup links it to ("" without a link). `weak` marks stand where a number or an
    exponent is as likely; they count only where a note would otherwise have no callout; `trapped` ones, that a soft
    trap holds, only where moreover the notes beside it in the sequence are called. `linked` marks are set as links
    within the page, without saying to which note.
    """

    start: int
    end: int
    printed: str
    shape: Shape
    target: str = ""
    weak: bool = False
    linked: bool = False
    trapped: bool = False


def find_marks(document: Document) -> tuple[Mark, ...]:
    """All candidates in text order, none overlapping; a link wins over a style, and a style over a plain form."""
    text = spell_glyphs(document.text)
    marks = _Claims(len(text))
    marks.add(
        Mark(hint.start, hint.end, clean_label(hint.label or document.text[hint.start : hint.end]), "hint", hint.target)
        for hint in document.callout_hints
    )
    marks.add(_spared("superscript", text, _raised_marks(document, text)))
    starts = frozenset(block.start for block in document.blocks)
    for shape in PLAIN_SHAPES:
        lowered = lowered_spans(document) if shape == "glued" else ()
        plain: Iterator[Mark] = _spared(shape, text, (m for m in _plain_marks(shape, text) if m.start not in starts))
        if shape == "parenthesis":
            plain = _without_enumerations(plain, text)
        marks.add(_outside(plain, lowered))
    return _with_links(document, marks.sorted())


def _with_links(document: Document, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    links = [r.start for r in document.runs if (r.style.link or "").startswith("#")]
    linked = (bisect_left(links, m.start) < bisect_left(links, m.end) for m in marks)
    return tuple(replace(m, linked=True) if link else m for m, link in zip(marks, linked, strict=True))


class _Claims:
    """Marks of which each keeps its characters for itself: what comes later and overlaps is refused."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)
        self._marks: list[Mark] = []

    def add(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if mark.start < mark.end and not any(self._taken[mark.start : mark.end]):
                self._taken[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
                self._marks.append(mark)

    def sorted(self) -> tuple[Mark, ...]:
        return tuple(sorted(self._marks, key=lambda m: m.start))


def _outside(marks: Iterable[Mark], spans: list[Span] | tuple[Span, ...]) -> Iterator[Mark]:
    """The marks, given in text order, that touch none of `spans`."""
    i = 0
    for mark in marks:
        while i < len(spans) and spans[i].end <= mark.start:
            i += 1
        if i == len(spans) or spans[i].start >= mark.end:
            yield mark


def _raised_marks(document: Document, text: str) -> Iterator[Mark]:
    starts = frozenset(block.start for block in document.blocks)
    for span in raised_spans(document):
        start, end = _trimmed(text, span)
        if end - start > 1 and _exponent().search(text[max(0, start - 4) : start + 1]):
            start += 1  # "m²" with a callout, set as one raised number
        printed = text[start:end]
        if not printed or not read_labels(printed, ()):
            continue
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        before_word = after.isalpha() and before in _BEFORE_WORD
        if start in starts or before in "\n\t" or before_word:
            continue  # the label of a note, or the mass number of an isotope
        exponent = printed[0].isdigit() and _SHORT_NUMBER.search(text[max(0, start - 24) : start]) is not None
        weak = exponent or (after.isalnum() and not before.isspace())
        yield Mark(start, end, clean_label(printed) or printed, "superscript", weak=weak)


def _spared(shape: Shape, text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks of one shape, given in text order, that no trap holds, or only a soft one."""
    candidates = tuple(marks)
    if not candidates:
        return  # no need to search the whole text for traps
    places = [(mark.start, mark.end) for mark in candidates]
    hard = set_trap(shape, text, places, soft=False)
    soft = set_trap(shape, text, places, soft=True)
    for mark in candidates:
        if not hard.holds(mark.start, mark.end):
            yield replace(mark, weak=True, trapped=True) if soft.holds(mark.start, mark.end) else mark


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    """The span without the spaces and the punctuation that were raised together with the label."""
    start, end = span.start, span.end
    while start < end and text[start] in " ,;.®™©":
        start += 1
    while end > start and text[end - 1] in " ,;.:'’":
        end -= 1
    return start, end


def _plain_marks(shape: Shape, text: str) -> Iterator[Mark]:
    pattern = load_table("footnote_labels")[f"callout.{shape}"].regex
    for match in pattern.finditer(text):
        start, end = match.start(), match.end()
        if shape in ("symbol", "spaced"):
            start = match.start("label")
        printed = clean_label(match["label"])
        if "," not in printed and "-" not in printed and ";" not in printed and not is_label(printed):
            continue
        yield Mark(start, end, printed, shape, weak=shape in ("glued", "spaced"))


def _without_enumerations(marks: Iterable[Mark], text: str) -> Iterator[Mark]:
    """The marks in round brackets without those that count the items of a sentence: "(1) heat, (2) rain"."""
    row: list[tuple[Mark, bool]] = []
    for mark in marks:
        counts_on = row and rank(mark.printed) == rank(row[-1][0].printed) + 1 and rank(mark.printed) > 1
        if not counts_on or "\n" in text[row[-1][0].end : mark.start]:
            yield from _callouts_of_row(row)
            row = []
        row.append((mark, _precedes_item(text, mark)))
    yield from _callouts_of_row(row)


def _callouts_of_row(row: Sequence[tuple[Mark, bool]]) -> Iterator[Mark]:
    """The marks of a row 1, 2, 3 … that are callouts: none when all after the first stand before an item."""
    if len(row) > 1 and all(before_item for _, before_item in row[1:]):
        return
    yield from (replace(mark, weak=mark.weak or before_item) for mark, before_item in row)


def _precedes_item(text: str, mark: Mark) -> bool:
    """Whether a bracketed number stands before the item that it counts, not after the words that it annotates."""
    word = _NEXT_WORD.match(text, mark.end)
    followed_by_item = word is not None and word[1].casefold() not in _words_after_callouts()
    return followed_by_item and _BEFORE_ITEM.search(text, max(0, mark.start - 8), mark.start) is not None


@cache
def _words_after_callouts() -> frozenset[str]:
    return frozenset(load_table("footnote_anchors")["goes-on"].terms)


def _exponent() -> re.Pattern[str]:
    return load_table("footnote_labels")["exponent"].regex
