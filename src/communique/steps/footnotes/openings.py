"""Labels at the beginning of blocks, and within blocks that hold several notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.document import Block, Document, Span
from communique.rules import load_table
from communique.steps.footnotes.labels import SYMBOLS, clean_label, is_label, rank
from communique.steps.footnotes.typography import raised_spans, spell_glyphs

_AFTER_RAISED: Final = re.compile(r"\s?[.:)\]]?\s*")
_MARKER: Final = re.compile(rf"[\[(]?(?P<label>[1-9]\d{{0,6}}|[a-z]|[ivx]{{1,5}}|[{SYMBOLS}]{{1,4}})[\])]?[.)]?")
LONGEST_LONE_LABEL: Final = 6
_SENTENCE_END: Final = frozenset('.!?;:»”")]')


@dataclass(frozen=True, slots=True)
class Opening:
    """A printed label at which a note may begin: `[start, body)` is the label with what belongs to it.

    `shape` is "superscript", "marker" (a list item's number, which is not part of the text), "lone" (a label that is
    all its block holds) or the id of the form after its dot. `strong` forms hardly begin anything but a note.
    """

    block: int
    start: int
    body: int
    label: str
    shape: str
    strong: bool


class Openings:
    """The labels at which notes may begin, of the blocks of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = spell_glyphs(document.text)
        self._raised = {span.start: span for span in raised_spans(document)}
        self._raised_starts = sorted(self._raised)
        self._cache: dict[tuple[int, int], Opening | None] = {}

    def at(self, index: int, start: int | None = None) -> Opening | None:
        """The label with which block `index` begins, or which stands at `start` inside it."""
        block = self._document.blocks[index]
        position = block.start if start is None else start
        key = (index, position)
        if key not in self._cache:
            self._cache[key] = self._read(index, block, position)
        return self._cache[key]

    def _read(self, index: int, block: Block, start: int) -> Opening | None:
        if raised := self._raised.get(start):
            return self._read_raised(index, block, raised)
        head = self._text[start : min(block.end, start + 80)]
        if lone := self._read_lone(index, block, head):
            return lone
        for rule_id, pattern, strong in _forms():
            if match := pattern.match(head):
                label = clean_label(match["label"])
                if is_label(label):
                    return Opening(index, start, start + match.end(), label, rule_id, strong)
        marker = _MARKER.fullmatch(block.marker.strip()) if start == block.start else None
        if marker and is_label(clean_label(marker["label"])):
            return Opening(index, start, start, clean_label(marker["label"]), "marker", strong=False)
        return None

    def _read_lone(self, index: int, block: Block, head: str) -> Opening | None:
        """The label when it is all that the block holds: the note is the next block then."""
        if block.end - block.start > LONGEST_LONE_LABEL or index + 1 >= len(self._document.blocks):
            return None
        label = clean_label(head)
        is_printed = _MARKER.fullmatch(head) is not None and is_label(label)
        return Opening(index, block.start, block.end, label, "lone", strong=False) if is_printed else None

    def _read_raised(self, index: int, block: Block, raised: Span) -> Opening | None:
        label = clean_label(self._text[raised.start : raised.end])
        match = _AFTER_RAISED.match(self._text, raised.end, block.end)
        body = match.end() if match else raised.end
        if not is_label(label):
            return None
        if body >= block.end:
            return self._read_lone(index, block, self._text[block.start : block.end])
        return Opening(index, raised.start, body, label, "superscript", strong=True)

    def within(self, first: Opening, end: int) -> Iterator[Opening]:
        """The further notes in the block of `first`, up to `end`: labels of its form that count on from it."""
        last = first
        for position in self._label_positions(first, end):
            following = self.at(first.block, position)
            if following and following.shape == first.shape and _counts_on(last.label, following.label):
                yield following
                last = following

    def _label_positions(self, first: Opening, end: int) -> Iterator[int]:
        """Places inside the block, after the end of a sentence, at which another label could stand."""
        for match in _label_start(first.shape).finditer(self._text, first.body, end):
            position = match.start()
            if position and self._text[position - 1] == " " and self._text[position - 2] in _SENTENCE_END:
                yield position


def _counts_on(label: str, following: str) -> bool:
    """Whether `following` is the label right after `label`; symbols have no fixed order, any other one will do."""
    if label[0] in SYMBOLS:
        return following[0] in SYMBOLS and following != label
    return rank(following) == rank(label) + 1 if rank(label) else False


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    rows = (r for r in load_table("footnote_labels").rules if r.id.startswith("opening."))
    return tuple((r.id.removeprefix("opening."), r.regex, r.fields["strength"] == "strong") for r in rows)


@cache
def _label_start(shape: str) -> re.Pattern[str]:
    first = {"bracket": r"\[", "parenthesis": r"\(", "symbol": f"[{SYMBOLS}]", "superscript": rf"[\d\[(a-z{SYMBOLS}]"}
    return re.compile(first.get(shape, r"(?<=\s)(?:\d|[a-z][.)])"))
