"""Builds a `Document` from raw characters, cleaning the text while every character keeps its source position.

A reader appends characters block by block, in reading order, each with its source position (-1 for one that the
reader supplies). `build` cleans: accents are composed (NFC), ligatures spelled out, soft hyphens, zero-width and
control characters dropped, all white space folded to single spaces, block edges trimmed, empty blocks left out.
Marks (callout and note hints) are given in raw offsets and follow the clean-up.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
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

_DROPPED: Final = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Soft hyphens, zero-width characters and direction marks: they print nothing."""

_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cs", "Co"})
_LIGATURES: Final = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
_PLAIN: Final = re.compile(r"(?:[!-~\u00a1-\u00ac\u00ae-\u024f‘’“”–—…•€]++(?: (?=\S)|(?=\s|\Z)))+")
"""Words with single spaces between them that hold only characters which stay as they are: most text is nothing else.
A match may end with a space that the next word follows."""

_TOKEN: Final = re.compile(r"\s+|\S+")
_UNCLEAN: Final = re.compile(
    f"[{''.join(sorted(_DROPPED))}{''.join(_LIGATURES)}"
    "\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
"""Matches in every word that `_Cleaner` may not take as it is (words that are not NFC apart)."""

MAX_CHARACTERS: Final = 400_000
"""A document is kept up to this many characters, some 150 full pages: what follows the readers takes about 70 µs and
3.5 kB of memory for each, so that the longest takes half a minute and 1.5 GB. Releases have some thousand, a press kit
of 60 pages 150,000; what is longer is an archive in one file."""

_BLANKS: Final = re.compile(rf"[\s{''.join(sorted(_DROPPED))}\x00-\x1f\x7f-\x9f]+")
"""What becomes one space or nothing."""

_LONGEST_COMPOSED: Final = 8
"""More characters than any that Unicode composes into one: a longer stretch of accents ends as several."""


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
        raw, cut = _cut("".join(self._text), [b.start for b in self._blocks])
        clean = _Cleaner(raw, self._origins)
        blocks: list[Block] = []
        for i, raw_block in enumerate(self._blocks):
            raw_end = self._blocks[i + 1].start if i + 1 < len(self._blocks) else len(raw)
            if (span := clean.add_block(raw_block.start, min(raw_end, len(raw)))) is not None:
                blocks.append(replace(raw_block.block, start=span[0], end=span[1]))
        start, end = clean.start, clean.end
        return Document(
            media_type=media_type,
            text="".join(clean.text),
            origins=clean.origins,
            source=source,
            runs=_clean_runs(self._styles, len(raw), clean),
            blocks=tuple(blocks),
            callout_hints=tuple(
                replace(c, start=start(c.start), end=end(c.end)) for c in self._callouts if start(c.start) < end(c.end)
            ),
            note_hints=tuple(
                replace(n, start=start(n.start), body=min(start(n.body), end(n.end)), end=end(n.end))
                for n in self._notes
                if start(n.start) < end(n.end)
            ),
            meta=dict(meta or {}),
            pages=pages,
            issues=(*issues, *cut),
        )


def _cut(raw: str, block_starts: Sequence[int]) -> tuple[str, tuple[Issue, ...]]:
    """What is kept of the raw text, and an issue where that is not all: it ends with a block, or with a word."""
    if len(raw) <= MAX_CHARACTERS or len(_BLANKS.sub(" ", raw)) <= MAX_CHARACTERS:
        return raw, ()
    end = block_starts[bisect_right(block_starts, MAX_CHARACTERS) - 1]
    if end < MAX_CHARACTERS // 2:  # a paragraph as long as a book
        end = raw.rfind(" ", MAX_CHARACTERS // 2, MAX_CHARACTERS) + 1 or MAX_CHARACTERS
    message = f"the document has more than {MAX_CHARACTERS:,} characters; the last {len(raw) - end:,} are missing"
    return raw[:end], (Issue("reader.limit-reached", message),)


class _Cleaner:
    """Writes clean text block by block and remembers for each clean character the raw one that it came from.

    A line feed between blocks counts as coming from the last character before it, so that the raw numbers ascend.
    """

    def __init__(self, raw: str, origins: array[int]) -> None:
        self._raw = raw
        self._raw_origins = origins
        self.text: list[str] = []
        self.origins: array[int] = array("q")
        self._raw_of: array[int] = array("q")
        self._separators: set[int] = set()

    def add_block(self, start: int, end: int) -> tuple[int, int] | None:
        """Cleans `raw[start:end]`; its clean interval, or None when nothing is left."""
        first = -1
        pending = ""
        pending_at = -1
        at = start
        while at < end:
            plain = _PLAIN.match(self._raw, at, end)
            if plain:
                stop = plain.end() - (self._raw[plain.end() - 1] == " ")
                word = None
            else:
                token = _TOKEN.match(self._raw, at, end)
                assert token is not None
                stop = token.end()
                if token[0].isspace():
                    if pending != "\t" and (cell := token[0].find(CELL_END)) >= 0:
                        pending, pending_at = "\t", at + cell
                    elif not pending:
                        pending, pending_at = " ", at
                    at = stop
                    continue
                word = None if _is_clean(token[0]) else _cleaned(token[0], at)
            if word != []:
                if first < 0:
                    self._separate()
                    first = len(self._raw_of)
                elif pending:
                    self._put(pending, self._raw_origins[pending_at] if pending == " " else -1, pending_at)
                pending = ""
                self._put_word(word, at, stop)
            at = stop
        return (first, len(self._raw_of)) if first >= 0 else None

    def _put_word(self, cleaned: list[tuple[str, int]] | None, at: int, stop: int) -> None:
        """Writes `raw[at:stop]`: as it is, or as what cleaning made of it."""
        if cleaned is None:
            self.text.append(self._raw[at:stop])
            self.origins.extend(self._raw_origins[at:stop])
            self._raw_of.extend(range(at, stop))
            return
        for letter, raw in cleaned:
            self._put(letter, self._raw_origins[raw], raw)

    def _separate(self) -> None:
        if self._raw_of:
            self._separators.add(len(self._raw_of))
            self._put("\n", -1, self._raw_of[-1])

    def _put(self, char: str, origin: int, raw: int) -> None:
        self.text.append(char)
        self.origins.append(origin)
        self._raw_of.append(raw)

    def start(self, raw: int) -> int:
        """Where a stretch that starts at a raw offset starts: at its first clean character, never a line feed."""
        offset = bisect_left(self._raw_of, raw)
        return offset + 1 if offset in self._separators else offset

    def end(self, raw: int) -> int:
        """Where a stretch that ends at a raw offset ends: after its last clean character, never a line feed."""
        offset = bisect_left(self._raw_of, raw)
        return offset - 1 if offset - 1 in self._separators else offset


def _is_clean(word: str) -> bool:
    if word.isascii():
        return word.isprintable()
    return not _UNCLEAN.search(word) and unicodedata.is_normalized("NFC", word)


def _cleaned(word: str, at: int) -> list[tuple[str, int]]:
    """The characters that a raw word at the offset `at` becomes, each with the raw offset that it came from."""
    kept: list[tuple[str, int]] = []
    for raw, char in enumerate(word, start=at):
        if char not in _DROPPED and unicodedata.category(char) not in _DROPPED_CATEGORIES:
            kept += ((letter, raw) for letter in _LIGATURES.get(char, char))
    composed: list[tuple[str, int]] = []
    group: list[tuple[str, int]] = []
    for char, raw in kept:
        if group and not _belongs_to(group, char):
            composed += _composed(group)
            group = []
        group.append((char, raw))
    return composed + _composed(group)


def _belongs_to(group: list[tuple[str, int]], char: str) -> bool:
    """Whether Unicode may compose `char` with what stands before it: accents, and vowels and finals of some scripts."""
    if unicodedata.combining(char):
        return True
    if char < "\u0900" or len(group) > _LONGEST_COMPOSED:
        return False  # no starter below U+0900 composes backwards
    before = unicodedata.normalize("NFC", "".join(c for c, _ in group))
    return unicodedata.normalize("NFC", before + char) != before + unicodedata.normalize("NFC", char)


def _composed(group: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The group in NFC: the first character comes from the first raw one, the others from the last ones."""
    letters = unicodedata.normalize("NFC", "".join(c for c, _ in group))
    raws = [raw for _, raw in group]
    return [(c, raws[0] if not i else raws[max(0, len(raws) - len(letters) + i)]) for i, c in enumerate(letters)]


def _clean_runs(styles: list[tuple[int, Style]], length: int, clean: _Cleaner) -> tuple[Run, ...]:
    runs: list[Run] = []
    for i, (raw_start, style) in enumerate(styles):
        raw_end = styles[i + 1][0] if i + 1 < len(styles) else length
        start, end = clean.start(raw_start), clean.end(raw_end)
        if start < end:
            if runs and runs[-1].style == style and runs[-1].end == start:
                runs[-1] = replace(runs[-1], end=end)
            else:
                runs.append(Run(start, end, style))
    return tuple(runs)
