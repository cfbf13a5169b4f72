"""The reading text as lines: the document's blocks, cut where a note begins or ends, with their dominant style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from communique.document import Block, BlockRole, Document, Run, Span


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the document, or a part of one; `start` and `end` are offsets of the reading text.

    `bold` and `italic` are shares of the line's letters (0.0–1.0), `size_pt` is the size of most of them.
    `[0, label_end)` of `text` is set off in bold or italics from the rest: a label, or a heading that lost its line.
    """

    start: int
    end: int
    text: str
    role: BlockRole = "paragraph"
    level: int = 0
    group: int = -1
    page: int = 0
    bold: float = 0.0
    italic: float = 0.0
    size_pt: float | None = None
    is_note: bool = False
    label_end: int = 0

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def part(self, start: int, end: int) -> Line:
        """The line's characters `[start, end)`, counted from the line's start, without white space at the edges."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        label_end = min(len(text), max(0, self.label_end - start))
        return replace(
            self, start=self.start + start, end=self.start + start + len(text), text=text, label_end=label_end
        )


def read_lines(document: Document, notes: Iterable[Span]) -> tuple[Line, ...]:
    """All text of `document` as lines, in order; `notes` are the bodies of the footnotes."""
    pieces = list(_cut(document.blocks, sorted(notes)))
    return tuple(line for line in _styled(document, pieces) if line.text)


def _cut(blocks: Sequence[Block], notes: Sequence[Span]) -> Iterator[tuple[Block, int, int, bool]]:
    """Pieces of blocks as (block, start, end, is a note), in order."""
    first = 0
    for block in blocks:
        while first < len(notes) and notes[first].end <= block.start:
            first += 1
        position = block.start
        i = first
        while i < len(notes) and notes[i].start < block.end:
            start, end = max(notes[i].start, position), min(notes[i].end, block.end)
            if position < start:
                yield block, position, start, False
            if start < end:
                yield block, start, end, True
                position = end
            i += 1
        if position < block.end:
            yield block, position, block.end, False


def _styled(document: Document, pieces: Sequence[tuple[Block, int, int, bool]]) -> Iterator[Line]:
    """The pieces as lines; one pass over the runs, which are sorted as the pieces are."""
    runs = document.runs
    first = 0
    for block, start, end, is_note in pieces:
        while first < len(runs) and runs[first].end <= start:
            first += 1
        touching: list[Run] = []
        i = first
        while i < len(runs) and runs[i].start < end:
            touching.append(runs[i])
            i += 1
        yield _line(document.text, block, start, end, is_note, touching)


def _line(text: str, block: Block, start: int, end: int, is_note: bool, runs: Sequence[Run]) -> Line:
    letters = bold = italic = 0
    sizes: dict[float, int] = {}
    for run in runs:
        piece = text[max(run.start, start) : min(run.end, end)]
        count = sum(map(str.isalnum, piece))
        letters += count
        bold += count if run.style.bold else 0
        italic += count if run.style.italic else 0
        if run.style.size_pt is not None:
            sizes[run.style.size_pt] = sizes.get(run.style.size_pt, 0) + count
    whole = text[start:end]
    start += len(whole) - len(whole.lstrip())
    content = whole.strip()
    return Line(
        start=start,
        end=start + len(content),
        text=content,
        role=block.role,
        level=block.level,
        group=block.group,
        page=block.page,
        bold=bold / letters if letters else 0.0,
        italic=italic / letters if letters else 0.0,
        size_pt=max(sizes, key=lambda s: (sizes[s], s)) if sizes else None,
        is_note=is_note,
        label_end=_label_end(content, start, runs),
    )


def _label_end(text: str, start: int, runs: Sequence[Run]) -> int:
    """How far the bold or the italics reach with which the line begins; 0 when all of it is set alike."""
    end = start
    kind: tuple[bool, bool] | None = None
    for run in runs:
        style = (run.style.bold, run.style.italic)
        if kind is None:
            if not any(style):
                return 0
            kind = style
        elif style != kind and any(c.isalnum() for c in text[max(0, run.start - start) : run.end - start]):
            break
        end = run.end
    label = text[: max(0, end - start)].rstrip()
    return len(label) if any(c.isalnum() for c in text[len(label) :]) else 0
