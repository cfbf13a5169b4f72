"""Writes the text of a page block by block: roles, lists, tables, line breaks, and notes where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from communique.document import BlockRole, CalloutHint, NoteHint, Style
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.readers.html.breaks import Line, ends_block
from communique.readers.html.lists import BULLET, item_label, item_numbers
from communique.readers.html.marks import CalloutMark, Cursor, Marks, NoteMark, mark_at
from communique.readers.html.measures import Measures
from communique.readers.html.page import Element, Page, Text
from communique.readers.html.regions import BLOCKS, HEADINGS
from communique.readers.html.styles import StyleFinder
from communique.readers.html.tables import lays_out

_CELLS: Final = frozenset({"td", "th"})
_LISTS: Final = frozenset({"ul", "ol", "menu", "dir"})
_WINDOWS: Final = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_REPLACED: Final = str.maketrans({CELL_END: " ", **{chr(code): char for code, char in _WINDOWS.items() if char}})
"""The builder's own mark, and controls that pages write where Windows-1252 has quotes and dashes (`&#146;`)."""


@dataclass(slots=True)
class _Item:
    """A list item's bullet or number, printed before its first block only."""

    marker: str


@dataclass(frozen=True, slots=True)
class _Context:
    """What a block that starts here is."""

    role: BlockRole = "paragraph"
    level: int = 0
    group: int = -1
    item: _Item | None = None


@dataclass(slots=True)
class _Open:
    element: Element
    context: _Context
    style: Style
    is_block: bool = False
    in_row: bool = False
    data_table: bool = False


@dataclass(slots=True)
class _Piece:
    """Characters of one style in a block; `origin` is -1 for those that the reader supplies."""

    text: str
    origin: int
    style: Style
    callout: CalloutMark | None = None
    in_label: bool = False
    is_break: bool = False


class BlockWriter:
    """Writes one page into a builder."""

    def __init__(self, page: Page, marks: Marks, furniture: bytearray, measures: Measures) -> None:
        self._page = page
        self._furniture = furniture
        self._measures = measures
        self._styles = StyleFinder(page)
        self._output = _Output()
        self._notes = Cursor([(n.start, n.end, n) for n in marks.notes if not n.moved])
        self._moved = Cursor([(n.start, n.end, n) for n in marks.notes if n.moved])
        self._callouts = Cursor([(c.start, c.end, c) for c in marks.callouts])
        self._dropped = Cursor([(start, end, True) for start, end in marks.dropped])
        self._supplied = {c.node: c for c in marks.callouts if c.supplied}
        self._aside: dict[NoteMark, list[_Piece]] = {n: [] for n in marks.notes if n.moved}
        self._open: list[_Open] = []
        self._pieces: list[_Piece] = []
        self._context = _Context()
        self._note: NoteMark | None = None
        self._groups = 0
        self._in_pre = 0
        self._numbers: dict[int, dict[int, int]] = {}

    def write(self) -> DocumentBuilder:
        """The builder with all blocks and marks; notes that stood inside paragraphs come last."""
        for node in self._page.nodes:
            while self._open and not self._open[-1].element.holds(node):
                self._leave()
            if isinstance(node, Element):
                self._enter(node)
            else:
                self._add_text(node)
        while self._open:
            self._leave()
        self._flush()
        for note, pieces in self._aside.items():
            if note.start >= self._page.root.stop:  # in an attribute
                pieces = [_Piece(self._page.source[note.start : note.end].translate(_REPLACED), note.start, Style())]
            self._output.write_block(_Context("note"), pieces, note)
        return self._output.finish()

    # Elements

    def _enter(self, element: Element) -> None:
        outer = self._open[-1] if self._open else _Open(element, _Context(), Style())
        opened = _Open(element, outer.context, self._styles.style_of(element, outer.style), in_row=outer.in_row)
        opened.data_table = outer.data_table
        is_block = element.tag in BLOCKS or "display:block" in element.get("style").replace(" ", "")
        if not (is_block or element.tag == "br"):
            pass
        elif aside := mark_at(self._moved.within(element.start, element.start + 1), element.start):
            self._aside[aside].append(_Piece(" ", -1, opened.style))
        elif self._furniture[element.index] and not self._notes.within(element.start, element.stop):
            pass  # what is not shown parts nothing
        elif opened.in_row:
            self._enter_in_row(element, opened.style)
        elif element.tag == "br":
            self._pieces.append(_Piece(" ", -1, opened.style, is_break=True))
        else:
            self._flush()
            opened.is_block = True
            self._set_context(opened, outer)
        if element.tag == "q":
            self._supply("“", element, opened.style)
        if (callout := self._supplied.get(element.index)) and not self._furniture[element.index]:
            self._begin()
            self._pieces.append(_Piece(callout.supplied, -1, replace(opened.style, superscript=True), callout))
        self._in_pre += element.tag == "pre"
        self._open.append(opened)

    def _enter_in_row(self, element: Element, style: Style) -> None:
        if element.tag not in _CELLS:
            self._pieces.append(_Piece(" ", -1, style))
        elif self._pieces:
            self._pieces.append(_Piece(CELL_END, -1, style))

    def _set_context(self, opened: _Open, outer: _Open) -> None:
        element, context = opened.element, outer.context
        tag = element.tag
        if level := _heading_level(element):
            opened.context = _Context("heading", level)
        elif tag in _LISTS:
            self._groups += 1
            depth = context.level if context.role == "list_item" else 0
            opened.context = replace(context, level=depth + 1, group=self._groups)
        elif tag == "li":
            level = context.level if element.parent is not None and element.parent.tag in _LISTS else 1
            opened.context = _Context("list_item", max(1, level), context.group, _Item(self._marker_of(element)))
        elif tag == "table":
            self._groups += 1
            opened.data_table = not lays_out(self._page, self._measures, element)
            opened.context = replace(context, group=self._groups) if opened.data_table else _Context()
        elif tag == "tr" and opened.data_table:
            opened.context = _Context("table_row", 0, context.group)
            opened.in_row = True
        elif tag in ("caption", "figcaption"):
            opened.context = _Context("caption", 0, context.group if tag == "caption" else -1)

    def _marker_of(self, item: Element) -> str:
        parent = item.parent
        if parent is None or parent.tag != "ol":
            return BULLET
        if parent.index not in self._numbers:
            self._numbers[parent.index] = item_numbers(self._page, parent)
        return f"{item_label(parent, self._numbers[parent.index][item.index])}."

    def _leave(self) -> None:
        closed = self._open.pop()
        self._in_pre -= closed.element.tag == "pre"
        if closed.element.tag == "q":
            self._supply("”", closed.element, closed.style)
        if closed.is_block:
            self._flush()
        elif closed.in_row and closed.element.tag in BLOCKS and closed.element.tag not in _CELLS:
            self._pieces.append(_Piece(" ", -1, closed.style))

    def _supply(self, text: str, element: Element, style: Style) -> None:
        """Writes what a browser prints at the edge of an element."""
        if not self._furniture[element.index]:
            self._begin(self._note)
            self._pieces.append(_Piece(text, -1, style))

    # Text

    def _add_text(self, node: Text) -> None:
        notes = self._notes.within(node.start, node.stop)
        moved = self._moved.within(node.start, node.stop)
        gone = bool(self._furniture[node.index])
        if gone and not notes and not moved:
            return
        callouts = self._callouts.within(node.start, node.stop)
        dropped = self._dropped.within(node.start, node.stop)
        style = self._open[-1].style
        if not (notes or moved or callouts or dropped or self._in_pre):
            self._begin()
            self._pieces.append(
                _Piece(self._page.source[node.start : node.stop].translate(_REPLACED), node.start, style)
            )
            return
        edges = {node.start, node.stop}
        edges.update(edge for start, end, _ in (*notes, *moved, *callouts, *dropped) for edge in (start, end))
        edges.update(note.body for _, _, note in (*notes, *moved))
        for start, end in pairwise(sorted(e for e in edges if node.start <= e <= node.stop)):
            if mark_at(dropped, start):
                continue
            text = self._page.source[start:end].translate(_REPLACED)
            if self._in_pre:
                self._add_lines(text, start, style, gone=gone)
                continue
            aside, note = mark_at(moved, start), mark_at(notes, start)
            owner = aside or note
            piece = _Piece(text, start, style, mark_at(callouts, start), owner is not None and start < owner.body)
            if aside:
                self._aside[aside].append(piece)
            elif note or not gone:
                self._begin(note)
                self._pieces.append(piece)

    def _begin(self, note: NoteMark | None = None) -> None:
        """Prepares for a piece of text: another note is another block, and the first piece says what the block is."""
        if note is not self._note:
            self._flush()
            self._note = note
        if not any(not p.is_break for p in self._pieces):
            self._context = self._open[-1].context if self._open else _Context()

    def _add_lines(self, text: str, origin: int, style: Style, *, gone: bool) -> None:
        """Text of a `pre`: its line feeds are line breaks."""
        if gone:
            return
        self._begin()
        for i, line in enumerate(text.split("\n")):
            if i:
                self._pieces.append(_Piece(" ", -1, style, is_break=True))
            self._pieces.append(_Piece(line, origin, style))
            origin += len(line) + 1

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        note, self._note = self._note, None
        if any(not p.is_break and not p.text.isspace() for p in pieces):
            context = replace(self._context, role="note") if note else self._context
            self._output.write_block(context, pieces, note)


def _heading_level(element: Element) -> int:
    if element.tag in HEADINGS:
        return int(element.tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level")
        return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2
    return 0


class _Output:
    """Gives blocks to the builder and keeps where marks fall in its raw text."""

    def __init__(self) -> None:
        self._builder = DocumentBuilder()
        self._written: dict[NoteMark, tuple[int, int, int]] = {}

    def write_block(self, context: _Context, pieces: list[_Piece], note: NoteMark | None) -> None:
        """Writes pieces as one block, or as several where line breaks end blocks."""
        for group in _groups(pieces, in_heading=context.role == "heading"):
            marker = context.item.marker if context.item else ""
            self._builder.begin_block(context.role, level=context.level, group=context.group, marker=marker)
            if context.item:
                context.item.marker = ""
            self._write_pieces(group, note)

    def _write_pieces(self, pieces: list[_Piece], note: NoteMark | None) -> None:
        builder = self._builder
        last_label = max((i for i, p in enumerate(pieces) if p.in_label), default=-1)
        callout: CalloutMark | None = None
        callout_start = 0
        for i, piece in enumerate([*pieces, None]):
            if callout is not None and (piece is None or piece.callout is not callout):
                self._mark_callout(callout, callout_start)
                callout = None
            if piece is None:
                break
            if piece.callout is not None and callout is None:
                callout, callout_start = piece.callout, builder.offset
            start = builder.offset
            builder.append(piece.text, piece.origin, piece.style)
            if note is not None:
                begun, body, _ = self._written.get(note, (start, start, start))
                self._written[note] = (begun, builder.offset if i <= last_label else body, builder.offset)

    def _mark_callout(self, mark: CalloutMark, start: int) -> None:
        hint = CalloutHint(start, self._builder.offset, mark.label, mark.target, mark.evidence)
        self._builder.mark_callout(hint)

    def finish(self) -> DocumentBuilder:
        for note, (start, body, end) in self._written.items():
            self._builder.mark_note(NoteHint(start, body, end, note.label, note.target, note.evidence))
        return self._builder


def _groups(pieces: list[_Piece], *, in_heading: bool) -> Iterator[list[_Piece]]:
    """The pieces of each block: those between line breaks that end one."""
    if not any(p.is_break for p in pieces):
        yield pieces
        return
    lines: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.is_break:
            lines.append([])
        else:
            lines[-1].append(piece)
    ends = ends_block([_line(line) for line in lines], in_heading=in_heading)
    group: list[_Piece] = []
    for line, ends_here in zip(lines, [*ends, True], strict=True):
        group += line
        if not ends_here:
            group.append(_Piece(" ", -1, line[-1].style if line else Style()))
            continue
        if any(not p.text.isspace() for p in group):
            yield group
        group = []


def _line(pieces: list[_Piece]) -> Line:
    text = " ".join("".join(p.text for p in pieces).split())
    first = next((p for p in pieces if not p.text.isspace()), None)
    return Line(text, raised=first is not None and first.style.superscript and first.callout is None)
