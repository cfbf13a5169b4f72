"""Writes the text of a page block by block: roles, lists, tables, styles, line breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from communique.document import BlockRole, CalloutHint, NoteHint, Style
from communique.readers.builder import CELL_END, DocumentBuilder
from communique.readers.html.marks import CalloutMark, Marks, NoteMark
from communique.readers.html.page import Element, Page, Text

_BLOCKS: Final = frozenset(
    "html body address article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}
_CELLS: Final = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class _Context:
    """What a block that starts here is."""

    role: BlockRole = "paragraph"
    level: int = 0
    group: int = -1


@dataclass(slots=True)
class _Piece:
    """Characters of one style in a block; `origin` is -1 for those that the reader supplies."""

    text: str
    origin: int
    style: Style
    callout: CalloutMark | None = None
    in_label: bool = False


@dataclass(slots=True)
class _Open:
    element: Element
    context: _Context
    style: Style
    is_block: bool
    row: bool = False


class BlockWriter:
    """Writes one page into a builder."""

    def __init__(self, page: Page, marks: Marks, furniture: bytearray) -> None:
        self._page = page
        self._marks = marks
        self._furniture = furniture
        self._builder = DocumentBuilder()
        self._open: list[_Open] = []
        self._pieces: list[_Piece] = []
        self._context = _Context()
        self._marker = ""
        self._note: NoteMark | None = None
        self._written: dict[int, tuple[int, int, int]] = {}
        self._groups = 0
        self._next_note = 0
        self._next_callout = 0
        self._next_dropped = 0

    def write(self) -> DocumentBuilder:
        """The builder with all blocks and marks."""
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
        for i, note in enumerate(self._marks.notes):
            if i in self._written:
                start, body, end = self._written[i]
                self._builder.mark_note(NoteHint(start, body, end, note.label, note.target, note.evidence))
        return self._builder

    def _enter(self, element: Element) -> None:
        outer = self._open[-1] if self._open else _Open(element, _Context(), Style(), True)
        opened = _Open(element, outer.context, _style(element, outer.style), element.tag in _BLOCKS, outer.row)
        if opened.row:
            opened.is_block = False
            if element.tag in _CELLS and self._pieces:
                self._pieces.append(_Piece(CELL_END, -1, opened.style))
            elif element.tag in _BLOCKS or element.tag == "br":
                self._pieces.append(_Piece(" ", -1, opened.style))
        elif element.tag == "br":
            self._pieces.append(_Piece("\n", -1, opened.style))
        elif opened.is_block:
            self._flush()
            opened.context = self._context_of(element, outer.context)
            opened.row = element.tag == "tr"
        self._open.append(opened)

    def _context_of(self, element: Element, outer: _Context) -> _Context:
        tag = element.tag
        if tag in _HEADINGS:
            return _Context("heading", _HEADINGS[tag])
        if tag in ("ul", "ol", "table"):
            self._groups += 1
            return _Context("paragraph", outer.level + (tag != "table") if outer.group >= 0 else 1, self._groups)
        if tag == "li":
            self._marker = "•"
            return _Context("list_item", max(1, outer.level), outer.group)
        if tag == "tr":
            return _Context("table_row", 0, outer.group)
        if tag in ("caption", "figcaption"):
            return _Context("caption")
        return outer

    def _leave(self) -> None:
        if self._open.pop().is_block:
            self._flush()

    def _add_text(self, node: Text) -> None:
        if self._furniture[node.index] and not self._touches_note(node):
            return
        hidden = bool(self._furniture[node.index])
        opened = self._open[-1]
        for start, end in self._visible(node):
            note = self._note_at(start)
            if note is None and hidden:
                continue
            if note is not self._note:
                self._flush()
                self._note = note
            if not self._pieces:
                self._context = opened.context
            self._pieces.append(
                _Piece(
                    self._page.source[start:end].replace("\x1f", " "),
                    start,
                    opened.style,
                    self._callout_at(start),
                    note is not None and start < note.body,
                )
            )

    def _touches_note(self, node: Text) -> bool:
        notes = self._marks.notes
        while self._next_note < len(notes) and notes[self._next_note].end <= node.start:
            self._next_note += 1
        return self._next_note < len(notes) and notes[self._next_note].start < node.stop

    def _visible(self, node: Text) -> Iterator[tuple[int, int]]:
        """The stretches of a text node that are kept, cut at the edges of marks."""
        cuts = {node.start, node.stop}
        dropped: list[tuple[int, int]] = []
        while (
            self._next_dropped < len(self._marks.dropped) and self._marks.dropped[self._next_dropped][1] <= node.start
        ):
            self._next_dropped += 1
        for start, end in self._marks.dropped[self._next_dropped :]:
            if start >= node.stop:
                break
            dropped.append((start, end))
            cuts.update((start, end))
        while self._next_note < len(self._marks.notes) and self._marks.notes[self._next_note].end <= node.start:
            self._next_note += 1
        for note in self._marks.notes[self._next_note :]:
            if note.start >= node.stop:
                break
            cuts.update((note.start, note.body, note.end))
        callouts = self._marks.callouts
        while self._next_callout < len(callouts) and callouts[self._next_callout].end <= node.start:
            self._next_callout += 1
        for callout in callouts[self._next_callout :]:
            if callout.start >= node.stop:
                break
            cuts.update((callout.start, callout.end))
        edges = sorted(c for c in cuts if node.start <= c <= node.stop)
        for start, end in zip(edges, edges[1:], strict=False):
            if not any(d[0] <= start < d[1] for d in dropped):
                yield start, end

    def _note_at(self, position: int) -> NoteMark | None:
        for note in self._marks.notes[self._next_note :]:
            if note.start > position:
                return None
            if position < note.end:
                return note
        return None

    def _callout_at(self, position: int) -> CalloutMark | None:
        for callout in self._marks.callouts[self._next_callout :]:
            if callout.start > position:
                return None
            if position < callout.end:
                return callout
        return None

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not any(p.text.strip(" \n\t\r\f\xa0") for p in pieces):
            return
        context = self._context
        role: BlockRole = "note" if self._note else context.role
        builder = self._builder
        builder.begin_block(role, level=context.level, group=context.group, marker=self._marker)
        self._marker = ""
        note = self._marks.notes.index(self._note) if self._note else -1
        for i, piece in enumerate(pieces):
            if note >= 0 and not piece.in_label and note not in self._written:
                self._written[note] = (builder.offset, builder.offset, builder.offset)
            elif note >= 0 and note not in self._written:
                self._written[note] = (builder.offset, builder.offset + len(piece.text), builder.offset)
            if piece.callout and (not i or pieces[i - 1].callout is not piece.callout):
                length = sum(len(p.text) for p in pieces[i:] if p.callout is piece.callout)
                c = piece.callout
                builder.mark_callout(
                    CalloutHint(builder.offset, builder.offset + length, c.label, c.target, c.evidence)
                )
            builder.append(piece.text, piece.origin, piece.style)
            if note >= 0:
                start, body, _ = self._written[note]
                self._written[note] = (start, builder.offset if piece.in_label else body, builder.offset)


def _style(element: Element, outer: Style) -> Style:
    tag = element.tag
    css = element.get("style").replace(" ", "").lower()
    if tag == "sup" or "vertical-align:super" in css:
        return replace(outer, superscript=True, subscript=False)
    if tag == "sub" or "vertical-align:sub" in css:
        return replace(outer, subscript=True, superscript=False)
    if tag in ("b", "strong"):
        return replace(outer, bold=True)
    if tag in ("i", "em", "cite"):
        return replace(outer, italic=True)
    if tag == "a" and (link := element.get("href")):
        return replace(outer, link=link)
    return outer
