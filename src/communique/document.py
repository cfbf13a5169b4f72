"""What flows inside: one model for a release's text, whatever format it came in.

All offsets count Unicode code points of `Document.text`; all intervals are half-open. A reader builds a
document once; afterwards it only loses characters (`Document.without`), and every offset follows.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, Protocol

from communique.errors import ISSUE_CODES, Severity

MediaType = Literal["text/html", "application/pdf"]
BlockRole = Literal["heading", "paragraph", "list_item", "table_row", "caption", "note"]
Evidence = Literal["link", "role", "class"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a half-open interval: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page: PDF points, origin top left, pages counted from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class NodeSpan:
    """A piece of one text node or element: `start` and `end` count characters of the node's own text."""

    xpath: str
    start: int
    end: int


Place = PageBox | NodeSpan


class SourceMap(Protocol):
    """Turns source positions (a reader's own numbering of glyphs or characters) into places."""

    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        """The places of `positions` (ascending reading order, none negative): one a line or text node."""
        ...


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is set.

    `size_pt` is None where the source does not say (HTML). `rise_em` is the baseline shift in ems of the line's
    body size: positive is raised. `superscript` and `subscript` are what the markup or the geometry says; neither
    makes a callout by itself.
    """

    size_pt: float | None = None
    rise_em: float = 0.0
    bold: bool = False
    italic: bool = False
    superscript: bool = False
    subscript: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; the runs of a document are sorted and do not overlap."""

    start: int
    end: int
    style: Style


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of the text, as the layout or the markup shows it; its meaning is found later.

    `level` is 1–6 for headings, the depth (from 1) for list items, else 0. Items of one list and rows of one table
    share a `group` number. `marker` is a list item's bullet or number as printed; it is not part of the text.
    `page` is the page (from 1) on which the block starts, 0 for HTML. Blocks are sorted and do not overlap.
    """

    start: int
    end: int
    role: BlockRole = "paragraph"
    level: int = 0
    group: int = -1
    marker: str = ""
    page: int = 0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CalloutHint:
    """Characters that the markup says are a callout: the printed mark, its brackets included.

    `target` names the note that it points to (`NoteHint.target`), "" when the markup gives none.
    """

    start: int
    end: int
    label: str
    target: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NoteHint:
    """A stretch of text that the markup says is a note.

    `[start, body)` is the printed label with its punctuation (empty when the label is not printed),
    `[body, end)` the note itself. `label` is "" when the markup does not give it: the callout's is used then.
    """

    start: int
    body: int
    end: int
    label: str
    target: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that a reader of the record must know; `code` is one of ISSUE_CODES, which gives the severity."""

    code: str
    message: str
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.code not in ISSUE_CODES:
            raise ValueError(f"{self.code!r} is not among ISSUE_CODES; document it there first")

    @property
    def severity(self) -> Severity:
        return ISSUE_CODES[self.code][0]


class OffsetMap:
    """Old offsets to new ones after stretches of a text were cut out."""

    def __init__(self, cuts: Iterable[Span]) -> None:
        """Takes the cut spans in any order; overlapping ones are merged."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._removed_before: list[int] = []
        removed = 0
        for cut in sorted(cuts):
            if cut.start == cut.end:
                continue
            if self._ends and cut.start <= self._ends[-1]:
                grown = max(cut.end, self._ends[-1]) - self._ends[-1]
                self._ends[-1] += grown
                removed += grown
                continue
            self._starts.append(cut.start)
            self._ends.append(cut.end)
            self._removed_before.append(removed)
            removed += cut.end - cut.start

    @property
    def cuts(self) -> tuple[Span, ...]:
        return tuple(Span(s, e) for s, e in zip(self._starts, self._ends, strict=True))

    def __call__(self, offset: int) -> int:
        """The new offset; an offset inside a cut falls on the place where the cut was."""
        i = bisect_right(self._starts, offset) - 1
        if i < 0:
            return offset
        return offset - self._removed_before[i] - (min(offset, self._ends[i]) - self._starts[i])

    def span(self, span: Span) -> Span:
        return Span(self(span.start), self(span.end))


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a release in reading order, with the style and the place of every character.

    `text` holds the blocks separated by one line feed; cells of a table row are separated by a tab. There are no
    other control characters, no runs of spaces and no space at a block's edge; it is NFC; soft hyphens, ligatures
    and hyphens at line ends are resolved. `origins[i]` is the source position of character i, -1 for a character
    that the reader supplied (a line feed, a space between lines). `meta` holds what the file says of itself under
    the keys title, site_name, published, language, author and description, where present.
    """

    media_type: MediaType
    text: str
    origins: array[int]
    source: SourceMap
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()
    callout_hints: tuple[CalloutHint, ...] = ()
    note_hints: tuple[NoteHint, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    issues: tuple[Issue, ...] = ()

    def __post_init__(self) -> None:
        if len(self.origins) != len(self.text):
            raise ValueError(f"{len(self.text)} characters but {len(self.origins)} origins")

    def places(self, span: Span) -> tuple[Place, ...]:
        """Where the characters of `span` stand in the source; empty when the reader supplied them all."""
        positions = [p for p in self.origins[span.start : span.end] if p >= 0]
        return self.source.locate(positions) if positions else ()

    def _separators(self) -> list[int]:
        """The offsets of the line feeds between blocks."""
        return [b.start - 1 for a, b in pairwise(self.blocks) if a.end == b.start - 1]

    def _inside_blocks(self, cuts: Sequence[Span]) -> Iterator[Span]:
        """The cuts without the line feeds between blocks."""
        separators = self._separators()
        for cut in OffsetMap(cuts).cuts:
            start = cut.start
            for separator in separators[bisect_left(separators, cut.start) : bisect_left(separators, cut.end)]:
                yield Span(start, separator)
                start = separator + 1
            yield Span(start, cut.end)

    def _separators_of_emptied(self, offsets: OffsetMap) -> Iterator[Span]:
        """The line feeds that go with the blocks of which nothing is left: each takes the one before it, or after."""
        separators = set(self._separators())
        something_stays = False
        for block in self.blocks:
            if block.start < block.end and offsets(block.start) < offsets(block.end):
                something_stays = True
            elif something_stays and block.start - 1 in separators:
                yield Span(block.start - 1, block.start)
            elif not something_stays and block.end in separators:
                yield Span(block.end, block.end + 1)

    def runs_in(self, span: Span) -> tuple[Run, ...]:
        """The runs that touch `span`, clipped to it."""
        if span.start == span.end:
            return ()
        first = bisect_right(self.runs, span.start, key=lambda r: r.end)
        last = bisect_left(self.runs, span.end, lo=first, key=lambda r: r.start)
        return tuple(Run(max(r.start, span.start), min(r.end, span.end), r.style) for r in self.runs[first:last])

    def without(self, cuts: Iterable[Span]) -> tuple[Document, OffsetMap]:
        """The document with the characters of `cuts` taken out, and the map from old offsets to new ones.

        Blocks, runs and hints that lose all their characters are gone; a block that becomes empty takes a line feed
        with it, and the line feeds between blocks that stay stay too, even inside a cut. Spaces are not mended here:
        whoever cuts decides which spaces go along.
        """
        cuts = tuple(cuts)
        offsets = OffsetMap([*self._inside_blocks(cuts), *self._separators_of_emptied(OffsetMap(cuts))])
        kept: list[str] = []
        origins: array[int] = array("q")
        position = 0
        for cut in offsets.cuts:
            kept.append(self.text[position : cut.start])
            origins.extend(self.origins[position : cut.start])
            position = cut.end
        kept.append(self.text[position:])
        origins.extend(self.origins[position:])
        runs = (replace(r, start=offsets(r.start), end=offsets(r.end)) for r in self.runs)
        blocks = (replace(b, start=offsets(b.start), end=offsets(b.end)) for b in self.blocks)
        callouts = (replace(c, start=offsets(c.start), end=offsets(c.end)) for c in self.callout_hints)
        notes = (replace(n, start=offsets(n.start), body=offsets(n.body), end=offsets(n.end)) for n in self.note_hints)
        text = "".join(kept)
        document = replace(
            self,
            text=text,
            origins=origins,
            runs=tuple(r for r in runs if text[r.start : r.end].strip("\n")),
            blocks=tuple(b for b in blocks if b.start < b.end),
            callout_hints=tuple(c for c in callouts if text[c.start : c.end].strip("\n")),
            note_hints=tuple(n for n in notes if text[n.start : n.end].strip("\n")),
            issues=tuple(replace(i, span=offsets.span(i.span)) if i.span else i for i in self.issues),
        )
        return document, offsets
