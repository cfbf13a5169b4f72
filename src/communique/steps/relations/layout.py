"""What layout says: lists under an introducing sentence, and tables with named columns.

The items of a list stand for the object of the sentence that introduces them ("it brings together:"), so that the
sentence's own verb says what they are. A table's rows state facts by the words of their header cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Final

from communique.document import Block, Document, Span
from communique.findings import Predicate, Role
from communique.records import normal_name
from communique.rules import load_table
from communique.steps.relations.claims import Claim, joined
from communique.steps.relations.clause import DATE, PLACE, Clause, Slot, stands_for
from communique.steps.relations.notation import grammar
from communique.steps.relations.places import PlaceBook
from communique.steps.relations.wording import fold

_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_TABLE: Final = 0.9
"""The confidence of what a table says."""


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive list items, or rows of one table, and the block that stands before them."""

    introduction: Block | None
    blocks: tuple[Block, ...]

    @property
    def is_table(self) -> bool:
        return self.blocks[0].role == "table_row"

    @property
    def items(self) -> tuple[Span, ...]:
        """The stretches of the items; a table's first row names its columns."""
        return tuple(block.span for block in self.blocks[1 if self.is_table else 0 :])


def groups_of(document: Document) -> list[Group]:
    """The lists and tables of a document in order."""
    blocks = [_as_item(document.text, block) for block in document.blocks]
    groups = [*_marked_groups(blocks), *_run_in_groups(document.text, blocks)]
    return sorted(groups, key=lambda group: group.blocks[0].start)


def _marked_groups(blocks: Sequence[Block]) -> Iterator[Group]:
    """The lists and tables whose items or rows are blocks of their own."""
    current: list[Block] = []
    before: Block | None = None
    for block in blocks:
        if block.role in ("list_item", "table_row"):
            if current and (block.role, block.group) != (current[-1].role, current[-1].group):
                yield Group(before, tuple(current))
                before, current = None, []
            current.append(block)
            continue
        if current:
            yield Group(before, tuple(current))
            current = []
        before = block
    if current:
        yield Group(before, tuple(current))


def _run_in_groups(text: str, blocks: Sequence[Block]) -> Iterator[Group]:
    """The lists whose items are no blocks: paragraphs under a line that ends in a colon, semicolons between items."""
    for i, introduction in enumerate(blocks):
        if introduction.role in ("list_item", "table_row") or not _ends(text, introduction, ":"):
            continue
        items: list[Block] = []
        for block in islice(blocks, i + 1, None):
            parts = _run_in(text, block)
            items += parts
            if not parts or not _ends(text, block, ";"):
                break
        if len(items) > 1:
            yield Group(introduction, tuple(items))


def _run_in(text: str, block: Block) -> list[Block]:
    """The items of a paragraph that is a list, by the semicolons in it or at its end."""
    parts = parts_of(text, block.span) if block.role == "paragraph" else ()
    if len(parts) < 2 and not _ends(text, block, ";"):
        return []
    return [replace(block, role="list_item", start=part.start, end=part.end) for part in parts]


def _ends(text: str, block: Block, sign: str) -> bool:
    return block.span.of(text).rstrip().endswith(sign)


def _as_item(text: str, block: Block) -> Block:
    """A paragraph that begins with a bullet as a list item without it; any other block as it is."""
    bullet = grammar("list.bullet").match(block.span.of(text)) if block.role == "paragraph" else None
    if bullet is None:
        return block
    return replace(block, role="list_item", start=block.start + bullet.end())


def introduces(text: str, group: Group) -> bool:
    """Whether the last sentence before a list or table makes its items the object of what it says."""
    if text.rstrip().endswith(":") or grammar("list.title").search(fold(text)):
        return True
    return group.is_table and bool(grammar("list.parties").search(text))


def lists_parties(document: Document, group: Group) -> bool:
    """Whether the line above a table, or the heading above that, says no more than that parties follow."""
    lines = [block for block in document.blocks if block.end <= group.blocks[0].start][-2:]
    return any(grammar("list.title").search(fold(block.span.of(document.text).strip())) for block in lines)


def series_of(text: str, sentence: Span) -> tuple[Span, tuple[Span, ...]] | None:
    """The introduction and the members of "four teams: A, of X; B, of Y; and C": what stands between semicolons."""
    colon = text.find(":", sentence.start, sentence.end)
    if colon < 0:
        return None
    parts = parts_of(text, Span(colon + 1, sentence.end))
    return (Span(sentence.start, colon + 1), parts) if len(parts) > 1 else None


def members_of(text: str, item: Span) -> tuple[Span, ...]:
    """The members that an item of a list names: of one with a label ("Finland: A; B") each, else the item itself."""
    label = grammar("roster.label").match(item.of(text))
    return parts_of(text, Span(item.start + label.end(), item.end)) if label else (item,)


def parts_of(text: str, span: Span) -> tuple[Span, ...]:
    """The parts of a stretch between semicolons, without the conjunction before the last one."""
    parts: list[Span] = []
    start = span.start
    for part in span.of(text).split(";"):
        stripped = grammar("list.lead").sub("", part, count=1).lstrip()
        if stripped:
            parts.append(Span(start + len(part) - len(stripped), start + len(part)))
        start += len(part) + 1
    return tuple(parts)


def head_of(clause: Clause) -> Slot | None:
    """The organisation that a list item names first, its phrases having been read."""
    for i, char in enumerate(clause.text):
        if stands_for(char, "LIM"):
            return clause.slots[char] if grammar("list.head").search(clause.text[:i]) else None
        if char in clause.slots:
            return None
    return None


def append_items(clause: Clause, heads: Sequence[Slot]) -> None:
    """Puts the items of a list behind the sentence that introduces them, as one slot."""
    kinds = {h.kind for h in heads}
    slot = Slot(
        kind=kinds.pop() if len(kinds) == 1 else "M",
        keys=tuple(dict.fromkeys(k for h in heads for k in h.keys)),
        span=heads[0].span,
        said=tuple(h.span for h in heads[1:]),
    )
    if char := clause.add(slot):
        clause.text = f"{clause.text.rstrip(' :.')}: {char}"
        missing = len(clause.text) - len(clause.starts)
        last = clause.ends[-1] if clause.ends else slot.span.start
        clause.starts = [*clause.starts, *[last] * missing][: len(clause.text)]
        clause.ends = [*clause.ends, *[last] * missing][: len(clause.text)]
        clause.starts[-1], clause.ends[-1] = slot.span.start, slot.span.end


@dataclass(frozen=True, slots=True)
class _Cell:
    span: Span
    text: str
    slots: tuple[Slot, ...]


def read_table(
    document: Document,
    group: Group,
    names_in: Callable[[Span], tuple[Slot, ...]],
    places: PlaceBook,
    structure: Slot | None,
    *,
    parties: bool = False,
) -> Iterator[Claim]:
    """The claims of a table whose first row names its columns.

    Args:
        document: the reading document.
        group: the rows, cells separated by tabs.
        names_in: gives the name slots of a stretch of the text, phrases read.
        places: keeps the keys of the towns.
        structure: what the rows of a table of partners are partners in.
        parties: the text above the table says that its rows are partners, be there a column of partners or not.
    """
    rows = [_cells(document.text, block.span, names_in) for block in group.blocks]
    header = rows[0]
    columns = [_column(cell.text) for cell in header]
    if not any(columns):
        return
    held = {column[0] for column in columns if column}
    for row in rows[1:]:
        if len(held) > 1:
            yield from _row(header, columns, row, places)
        if ("party" in held or (parties and "unit" in held)) and structure is not None:
            yield from _party(header, columns, row, structure, "unit" if "unit" in held else "party")


def _party(
    header: Sequence[_Cell], columns: Sequence[tuple[str, str] | None], row: Sequence[_Cell], structure: Slot, key: str
) -> Iterator[Claim]:
    """A row of a table of partners: its party, or that one's unit, takes part in what the text is about."""
    for head, column, cell in zip(header, columns, row, strict=False):
        if column is None or column[0] != key:
            continue
        for slot in cell.slots:
            if slot.kind in "LIM":
                spans = joined([structure.span, head.span, cell.span])
                yield Claim(column[1], "affiliated_with", "partner", "asserted", _TABLE, structure, slot, spans)


def _cells(text: str, span: Span, cells_of: Callable[[Span], tuple[Slot, ...]]) -> list[_Cell]:
    cells: list[_Cell] = []
    start = span.start
    for part in span.of(text).split("\t"):
        here = Span(start, start + len(part))
        cells.append(_Cell(here, part, cells_of(here) if part else ()))
        start += len(part) + 1
    return cells


@cache
def _columns() -> dict[str, tuple[str, str]]:
    return {normal_name(t): (r.fields["holds"], r.id) for r in load_table("columns").rules for t in r.terms}


def _column(text: str) -> tuple[str, str] | None:
    name = normal_name(text)
    known = _columns()
    plain = re.sub(r"\s*\([^()]*\)$", "", name)
    words = plain.split(" ")
    ends = (words[-1], words[0]) if len(words) <= 3 else ()
    head = grammar("list.column-head").match(plain)  # "tutelles depuis le 1er janvier"
    heads = (head[1], head[1].removesuffix("s")) if head else ()
    return next((known[n] for n in (name, name.removesuffix("s"), plain, *ends, *heads) if n in known), None)


@dataclass(frozen=True, slots=True)
class _Named:
    """A cell whose column is named: what the header says, the cell, and the row of the table `columns`."""

    head: _Cell
    cell: _Cell
    rule: str


def _row(
    header: Sequence[_Cell], columns: Sequence[tuple[str, str] | None], row: Sequence[_Cell], places: PlaceBook
) -> Iterator[Claim]:
    named = {
        column[0]: _Named(head, cell, column[1])
        for head, column, cell in zip(header, columns, row, strict=False)
        if column
    }
    about, subject = next(
        (
            (named[key], slot)
            for key in ("unit", "parent", "party")
            if key in named and (slot := _organisation(named[key].cell))
        ),
        (None, None),
    )
    if about is None or subject is None:
        return
    for key, column in named.items():
        spans = joined([column.head.span, about.cell.span, column.cell.span])
        if column is about:
            continue
        if key == "post":
            for person in column.cell.slots:
                if person.kind == "P":
                    title = column.head.text
                    yield Claim(
                        column.rule, "holds_position", None, "asserted", _TABLE, person, subject, spans, title=title
                    )
            continue
        for predicate, role, slot in _stated(key, column.cell, places):
            yield Claim(column.rule, predicate, role, "asserted", _TABLE, subject, slot, spans)


def _stated(key: str, cell: _Cell, places: PlaceBook) -> Iterator[tuple[Predicate, Role | None, Slot]]:
    """What a cell of the column `key` says of the laboratory of its row."""
    organisations = [slot for slot in cell.slots if slot.kind in "LIM"]
    if key in ("parent", "party"):
        for slot in organisations:
            yield "affiliated_with", "part_of" if len(organisations) == 1 else "supervisor", slot
    elif key == "tutelle":
        for slot in organisations:
            yield "affiliated_with", "supervisor", slot
    elif key == "place" and (town := _town(cell, places)) is not None:
        yield "located_in", None, town
    elif key == "founded" and (year := _YEAR.fullmatch(cell.text.strip())) is not None:
        yield "founded_on", None, Slot(DATE, (), cell.span, value=year[0])


def _organisation(cell: _Cell) -> Slot | None:
    """The organisation that a cell holds."""
    return next((s for s in cell.slots if s.kind in "LI" and len(s.keys) == 1), None)


def _town(cell: _Cell, places: PlaceBook) -> Slot | None:
    name = cell.text.strip()
    if not grammar("list.town").search(name) or any(s.kind in "LIP" for s in cell.slots):
        return None
    return Slot(PLACE, (places.key(name),), cell.span, value=name)
