"""Everything in the document that could be a note: linked by the markup, at a page foot, under a heading, or bare."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from communique.document import Block, Document
from communique.rules import load_table
from communique.steps.footnotes.labels import clean_label, label_kind, rank
from communique.steps.footnotes.openings import Opening, Openings

Standing = Literal["linked", "titled", "references", "foot", "bare", "list", "item"]

LONGEST_HEADING: Final = 60
WIDEST_GAP: Final = 3
"""Labels of a form that also begins other texts must count on from each other; so many may be missing between two."""


BACKWARD: Final = 10
"""So many notes back it is looked from where the numbering of a new section goes on."""


@dataclass(frozen=True, slots=True)
class Body:
    """A candidate note: `[start, body)` is its printed label, `[body, end)` the note itself.

    `standing` says what it rests on, from the markup's word to a mere numbered paragraph: "linked", "titled" (under a
    heading for notes), "foot" (at the foot of a page) stand by themselves; "references" (under another heading),
    "bare", "list" and "item" (a list of one) are notes only when they are called. `run` numbers the stretch of notes
    that it belongs to.
    """

    start: int
    body: int
    end: int
    label: str
    standing: Standing
    run: int
    page: int = 0
    target: str = ""

    @property
    def stands_alone(self) -> bool:
        return self.standing in ("linked", "titled", "foot")


def find_bodies(document: Document, openings: Openings) -> tuple[Body, ...]:
    """All candidate notes in text order, none overlapping."""
    linked = list(_linked_bodies(document, openings))
    hinted = _blocks_of(document, linked)
    bodies = [*linked]
    for run, section in enumerate(_sections(document, hinted, openings), start=1):
        highest = max((rank(b.label) for b in bodies[-BACKWARD:] if label_kind(b.label) == "number"), default=0)
        bodies += _SectionReader(document, openings, section, run, highest).read()
    bodies.sort(key=lambda b: (b.start, b.end))
    return tuple(_trimmed(document, b) for b in bodies if b.body < b.end)


def _linked_bodies(document: Document, openings: Openings) -> Iterator[Body]:
    blocks = _BlockFinder(document)
    end = 0
    for hint in sorted(document.note_hints, key=lambda h: (h.start, h.end)):
        start, body = max(hint.start, end), max(hint.body, end)
        if body >= hint.end:
            continue
        end = hint.end
        index = blocks.index_at(body)
        label = clean_label(hint.label)
        printed = openings.at(index, body) if index >= 0 and start == body else None
        if printed and printed.strong and printed.label == (label or printed.label):
            label, body = printed.label, printed.body
        page = document.blocks[index].page if index >= 0 else 0
        yield Body(start, body, hint.end, label, "linked", 0, page, hint.target)


class _BlockFinder:
    """Finds the block at an offset, for ascending offsets."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._index = 0

    def index_at(self, offset: int) -> int:
        """The index of the block that holds `offset`, -1 when none does."""
        while self._index < len(self._blocks) and self._blocks[self._index].end <= offset:
            self._index += 1
        held = self._index < len(self._blocks) and self._blocks[self._index].start <= offset
        return self._index if held else -1


def _blocks_of(document: Document, bodies: Sequence[Body]) -> frozenset[int]:
    """The indexes of the blocks that `bodies` (sorted) touch."""
    touched: set[int] = set()
    i = 0
    for index, block in enumerate(document.blocks):
        while i < len(bodies) and bodies[i].end <= block.start:
            i += 1
        if i < len(bodies) and bodies[i].start < block.end:
            touched.add(index)
    return frozenset(touched)


@dataclass(frozen=True, slots=True)
class _Section:
    """A stretch of blocks that are read together; `offset` is where the first note begins after a run-in heading."""

    first: int
    end: int
    standing: Standing
    offset: int = -1


def _sections(document: Document, hinted: frozenset[int], openings: Openings) -> Iterator[_Section]:
    """The blocks without linked notes, as sections: titled ones, page feet, and what lies between."""
    blocks = document.blocks
    i = 0
    while i < len(blocks):
        if i in hinted:
            i += 1
            continue
        block = blocks[i]
        title, offset = _title_of(document, block)
        if title:
            runs_in = offset < block.end
            end = _section_end(document, i + 1, hinted, openings)
            yield _Section(i if runs_in else i + 1, end, title, offset if runs_in else -1)
        elif i - 1 in hinted and block.role != "heading" and (opening := openings.at(i)) and opening.strong:
            end = i + 1
            while end < len(blocks) and end not in hinted and openings.at(end):
                end += 1
            yield _Section(i, end, "titled")
        else:
            is_foot = block.role == "note"
            end = i + 1
            while end < len(blocks) and end not in hinted and (blocks[end].role == "note") == is_foot:
                if _title_of(document, blocks[end])[0]:
                    break
                end += 1
            yield _Section(i, end, "foot" if is_foot else "bare")
        i = max(end, i + 1)


def _title_of(document: Document, block: Block) -> tuple[Standing | None, int]:
    """What stands under the block when it is a heading over notes, and where the text under it begins."""
    text = document.text[block.start : min(block.end, block.start + LONGEST_HEADING)].replace("’", "'")
    if block.end - block.start <= LONGEST_HEADING:
        for rule in _rules("heading."):
            if rule[0].match(text):
                return ("references" if rule[1] else "titled"), block.end
    for pattern, needs_callout in _rules("runin."):
        if match := pattern.match(text):
            return ("references" if needs_callout else "titled"), block.start + match.end()
    return None, block.start


def _section_end(document: Document, first: int, hinted: frozenset[int], openings: Openings) -> int:
    """The block at which a titled section ends: the next heading, contact or closing line, or linked note."""
    for i in range(first, len(document.blocks)):
        block = document.blocks[i]
        if i in hinted or block.role == "heading" or _title_of(document, block)[0]:
            return i
        if openings.at(i) is None and _ends_notes(document, block):
            return i
    return len(document.blocks)


def _ends_notes(document: Document, block: Block) -> bool:
    head = document.text[block.start : min(block.end, block.start + LONGEST_HEADING)]
    return block.role != "note" and any(pattern.match(head) for pattern, _ in _rules("end."))


class _SectionReader:
    """Reads the notes of one section block by block."""

    def __init__(self, document: Document, openings: Openings, section: _Section, run: int, highest: int) -> None:
        self._document = document
        self._openings = openings
        self._section = section
        self._run = run
        self._highest = highest
        self._bodies: list[Body] = []
        self._shape = ""
        self._last: dict[str, int] = {}
        self._list_run = 0

    def read(self) -> list[Body]:
        pending = False  # an unlabelled block stands between the last note and here
        read_up_to = 0
        for i in range(self._section.first, self._section.end):
            block = self._document.blocks[i]
            if block.start < read_up_to:
                continue
            start = self._section.offset if i == self._section.first and self._section.offset >= 0 else block.start
            opening = self._openings.at(i, start)
            if opening and opening.shape == "lone":
                opening, block = self._with_next_block(opening)
            if opening and not self._fits(opening, pending):
                opening = self._with_shorter_label(opening)
            if opening:
                if pending and self._section.standing != "bare":
                    self._extend(self._document.blocks[i - 1].end)
                pending = False
                self._open(opening, block)
                read_up_to = block.end
            elif self._bodies and self._continues(block, i):
                self._extend(block.end)
            else:
                pending = True
        return _without_bullets(self._bodies)

    def _with_shorter_label(self, opening: Opening) -> Opening | None:
        """The label that comes next, where the note itself begins with a digit: "12 MV" as note 1, "2 MV"."""
        if self._section.standing not in ("titled", "foot") or self._shape not in ("", "glued"):
            return None
        wanted = self._last.get("number", 0) + 1
        following = self._openings.at(opening.block + 1) if opening.block + 1 < self._section.end else None
        goes_on = wanted > 1 or (following is not None and following.label == str(wanted + 1))
        if opening.shape not in ("glued", "bare") or not opening.label.startswith(str(wanted)) or not goes_on:
            return None
        return replace(opening, label=str(wanted), shape="glued", body=opening.start + len(str(wanted)))

    def _with_next_block(self, lone: Opening) -> tuple[Opening | None, Block]:
        """A label that stands in a block by itself, taken together with the block after it."""
        block = self._document.blocks[lone.block]
        after = lone.block + 1
        if self._section.standing in ("bare", "references") or after >= self._section.end or self._openings.at(after):
            return None, block
        following = self._document.blocks[after]
        return replace(lone, block=after, body=following.start), following

    def _fits(self, opening: Opening, pending: bool) -> bool:
        """Whether a label continues what the section has shown so far."""
        kind = label_kind(opening.label)
        number = rank(opening.label, roman=kind == "roman")
        last = self._last.get(kind, 0)
        if self._section.standing == "bare":
            return self._fits_bare(opening, number, last, pending)
        if kind == "symbol":
            return True
        if self._shape and opening.shape not in (self._shape, "lone"):
            return False
        if opening.strong:
            return number > last or number == 1
        if last < number <= last + WIDEST_GAP:
            return True
        return not last and (self._section.standing == "foot" or 0 < number - self._highest <= WIDEST_GAP)

    def _fits_bare(self, opening: Opening, number: int, last: int, pending: bool) -> bool:
        """Outside of any section for notes, only strong forms and plain lists count, and a block is a whole note."""
        role = self._document.blocks[opening.block].role
        if role in ("heading", "caption"):
            return False
        if opening.strong or self._is_distinct(opening):
            return True
        if role == "table_row":
            return False
        adjoins = self._shape == opening.shape and not pending and number == last + 1
        return adjoins or opening.shape == "marker" or (number == 1 and not self._is_single(opening))

    def _is_distinct(self, opening: Opening) -> bool:
        """Whether a number glued to a word is the label of a note: the next or the last block has the one beside it."""
        if opening.shape != "glued":
            return False
        number = rank(opening.label)
        for index, wanted in ((opening.block - 1, number - 1), (opening.block + 1, number + 1)):
            beside = self._openings.at(index) if 0 <= index < len(self._document.blocks) else None
            if beside and beside.shape == "glued" and rank(beside.label) == wanted:
                return True
        return False

    def _is_single(self, opening: Opening) -> bool:
        """Whether a plain number is in no list and does not stand where notes stand, at the end."""
        blocks = self._document.blocks
        after = opening.block + 1
        if after == len(blocks) or self._last_run_goes_on(opening):
            return False
        following = self._openings.at(after)
        if following and following.shape == opening.shape and rank(following.label) == rank(opening.label) + 1:
            return False
        return not (blocks[after].role == "heading" or _ends_notes(self._document, blocks[after]))

    def _last_run_goes_on(self, opening: Opening) -> bool:
        """Whether the block before holds the item before."""
        before = self._openings.at(opening.block - 1) if opening.block > self._section.first else None
        return before is not None and before.shape == opening.shape and rank(before.label) == rank(opening.label) - 1

    def _open(self, opening: Opening, block: Block) -> None:
        kind = label_kind(opening.label)
        number = rank(opening.label, roman=kind == "roman")
        if number == 1 or opening.shape != self._shape:
            self._list_run += 1
        if kind != "symbol" and opening.shape != "lone":
            self._shape = opening.shape
        self._last[kind] = number
        self._add(opening, block.end, block)
        for inner in self._openings.within(opening, block.end):
            following = self._openings.at(opening.block + 1) if opening.block + 1 < self._section.end else None
            if following and following.label == inner.label:
                break
            self._bodies[-1] = replace(self._bodies[-1], end=inner.start)
            self._last[label_kind(inner.label)] = rank(inner.label)
            self._add(inner, block.end, block)

    def _add(self, opening: Opening, end: int, block: Block) -> None:
        standing: Standing = self._section.standing
        if standing == "bare" and not (opening.strong or self._is_distinct(opening)):
            standing = "item" if opening.shape == "marker" and self._is_single(opening) else "list"
        run = self._run * 1_000 + min(self._list_run, 999) if standing in ("bare", "list") else self._run
        self._bodies.append(Body(opening.start, opening.body, end, opening.label, standing, run, block.page))

    def _continues(self, block: Block, index: int) -> bool:
        """Whether an unlabelled block surely belongs to the note before it."""
        before = self._document.blocks[index - 1]
        if self._bodies[-1].end != before.end:
            return False
        if block.role == "note":
            return before.role == "note"
        unfinished = self._document.text[before.end - 1] in ":,;"
        return (
            block.role == "list_item" and (unfinished or before.role == "list_item") and not block.marker[:1].isdigit()
        )

    def _extend(self, end: int) -> None:
        if self._bodies:
            self._bodies[-1] = replace(self._bodies[-1], end=end)


def _without_bullets(bodies: list[Body]) -> list[Body]:
    """The notes without neighbours that begin with the same symbol: those are bullets."""
    bullets: set[int] = set()
    for i, (body, following) in enumerate(pairwise(bodies)):
        same = body.label == following.label and body.page == following.page
        if same and label_kind(body.label) == "symbol" and following.start <= body.end + 1:
            bullets.update((i, i + 1))
    return [b for i, b in enumerate(bodies) if i not in bullets]


def _trimmed(document: Document, body: Body) -> Body:
    """The note without links back to its callouts and without spaces at its edges."""
    text = document.text
    start, end = body.body, body.end
    while start < end and text[start].isspace():
        start += 1
    if match := _rules("backlink.before")[0][0].match(text[start : min(end, start + 80)]):
        start += match.end()
    pattern = _rules("backlink.after")[0][0]
    while end > start and (match := pattern.search(text[max(start, end - 80) : end])):
        end = max(start, end - 80) + match.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(body, body=start, end=end)


@cache
def _rules(prefix: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    rows = (r for r in load_table("footnote_headings").rules if r.id.startswith(prefix))
    return tuple((r.regex, bool(r.fields.get("needs_callout", False))) for r in rows)
