"""Builds a `Document` from raw characters, cleaning the text while every character keeps its source position.

A reader appends characters block by block, in reading order, each with its source position (-1 for one that the
reader supplies). `build` cleans: accents are composed (NFC), ligatures spelled out, soft hyphens, zero-width and
control characters dropped, all white space folded to single spaces, block edges trimmed, empty blocks left out.
Marks (callout and note hints) are given in raw offsets and follow the clean-up.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.document import (
    Block,
    BlockRole,
    CalloutHint,
    Document,
    Issue,
    MediaType,
    NoteHint,
    Run,
    SourceMap,
    Style,
)

CELL_END: Final = "\x1f"
"""Append this character between the cells of a table row; it becomes a tab."""

_DROPPED: Final = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff")
_LIGATURES: Final = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}


@dataclass(frozen=True, slots=True)
class _RawBlock:
    start: int
    block: Block


class DocumentBuilder:
    """Collects blocks, characters and marks; see the module's docstring."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._origins: array[int] = array("q")
        self._styles: list[tuple[int, Style]] = []
        self._blocks: list[_RawBlock] = []
        self._callouts: list[CalloutHint] = []
        self._notes: list[NoteHint] = []
        self._length = 0

    @property
    def offset(self) -> int:
        """The raw offset at which the next character will stand: for marks."""
        return self._length

    def begin_block(
        self, role: BlockRole = "paragraph", *, level: int = 0, group: int = -1, marker: str = "", page: int = 0
    ) -> None:
        """What is appended from here on belongs to a new block."""
        block = Block(0, 0, role=role, level=level, group=group, marker=marker, page=page)
        self._blocks.append(_RawBlock(self._length, block))

    def append(self, text: str, origins: int | Sequence[int], style: Style) -> None:
        """Appends characters to the current block.

        Args:
            text: raw characters.
            origins: one source position a character, or one number: the position of the first of a consecutive
                stretch (-1: all supplied by the reader).
            style: the style of all of them.
        """
        if not text:
            return
        if not self._blocks:
            self.begin_block()
        if isinstance(origins, int):
            self._origins.extend(range(origins, origins + len(text)) if origins >= 0 else [-1] * len(text))
        else:
            if len(origins) != len(text):
                raise ValueError(f"{len(text)} characters but {len(origins)} origins")
            self._origins.extend(origins)
        if not self._styles or self._styles[-1][1] != style:
            self._styles.append((self._length, style))
        self._text.append(text)
        self._length += len(text)

    def mark_callout(self, hint: CalloutHint) -> None:
        """Notes a callout, in raw offsets."""
        self._callouts.append(hint)

    def mark_note(self, hint: NoteHint) -> None:
        """Notes a note, in raw offsets."""
        self._notes.append(hint)

    def build(
        self,
        media_type: MediaType,
        source: SourceMap,
        *,
        meta: Mapping[str, str] | None = None,
        pages: int = 0,
        issues: Iterable[Issue] = (),
    ) -> Document:
        """The document; the builder is spent afterwards."""
        raw = "".join(self._text)
        clean = _Cleaner(raw, self._origins)
        blocks: list[Block] = []
        for i, raw_block in enumerate(self._blocks):
            end = self._blocks[i + 1].start if i + 1 < len(self._blocks) else len(raw)
            if (span := clean.add_block(raw_block.start, end)) is not None:
                blocks.append(replace(raw_block.block, start=span[0], end=span[1]))
        offset = clean.offset
        return Document(
            media_type=media_type,
            text="".join(clean.text),
            origins=clean.origins,
            source=source,
            runs=_clean_runs(self._styles, len(raw), offset),
            blocks=tuple(blocks),
            callout_hints=tuple(
                replace(c, start=offset(c.start), end=offset(c.end))
                for c in self._callouts
                if offset(c.start) < offset(c.end)
            ),
            note_hints=tuple(
                replace(n, start=offset(n.start), body=offset(n.body), end=offset(n.end))
                for n in self._notes
                if offset(n.start) < offset(n.end)
            ),
            meta=dict(meta or {}),
            pages=pages,
            issues=tuple(issues),
        )


class _Cleaner:
    """Writes clean text block by block and remembers for each clean character the raw one that it came from."""

    def __init__(self, raw: str, origins: array[int]) -> None:
        self._raw = raw
        self._raw_origins = origins
        self.text: list[str] = []
        self.origins: array[int] = array("q")
        self._raw_of: array[int] = array("q")

    def add_block(self, start: int, end: int) -> tuple[int, int] | None:
        """Cleans `raw[start:end]`; its clean interval, or None when nothing is left."""
        pending: str = ""
        pending_at = -1
        first = len(self.text)
        opened = False
        i = start
        while i < end:
            char = self._raw[i]
            stop = i + 1
            if char == CELL_END or char.isspace() or char in "\x85\xa0":
                if char == CELL_END:
                    pending, pending_at = "\t", i
                elif pending != "\t":
                    pending_at = i if not pending else pending_at
                    pending = " "
                i = stop
                continue
            if char in _DROPPED or unicodedata.category(char) in ("Cc", "Cs", "Co"):
                i = stop
                continue
            while stop < end and unicodedata.combining(self._raw[stop]):
                stop += 1
            if not opened:
                if first:
                    self._put("\n", -1, i)
                opened = True
                begin = len(self.text)
            elif pending:
                self._put(pending, self._raw_origins[pending_at] if pending == " " else -1, pending_at)
            pending = ""
            spelled = _LIGATURES.get(char) or unicodedata.normalize("NFC", self._raw[i:stop])
            for letter in spelled:
                self._put(letter, self._raw_origins[i], i)
            i = stop
        return (begin, len(self.text)) if opened else None

    def _put(self, char: str, origin: int, raw: int) -> None:
        self.text.append(char)
        self.origins.append(origin)
        self._raw_of.append(raw)

    def offset(self, raw: int) -> int:
        """The clean offset of a raw one: of the first clean character that came from it or from later on."""
        return bisect_left(self._raw_of, raw)


def _clean_runs(styles: list[tuple[int, Style]], length: int, offset: Callable[[int], int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for i, (start, style) in enumerate(styles):
        end = styles[i + 1][0] if i + 1 < len(styles) else length
        clean_start, clean_end = offset(start), offset(end)
        if clean_start < clean_end:
            if runs and runs[-1].style == style and runs[-1].end == clean_start:
                runs[-1] = replace(runs[-1], end=clean_end)
            else:
                runs.append(Run(clean_start, clean_end, style))
    return tuple(runs)
