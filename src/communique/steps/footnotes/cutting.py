"""Takes marks and labels out of the text and mends the spaces around them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from communique.document import Document, OffsetMap, Span

_CLOSES: Final = frozenset(".,;:!?)]}»”…")
_SPACES: Final = frozenset(" \t\n")
_JOINER: Final = re.compile(r"\s?[,;/–-]\s?|\s")


def cut_marks(document: Document, marks: Sequence[Span], others: Iterable[Span]) -> tuple[Document, OffsetMap]:
    """The document without callout marks and without other stretches (labels of notes), and the map of offsets.

    Around a mark: what joins it to the next mark goes with it ("¹,²"), a space before it goes when what follows is a
    space, a closing sign or the end, one after it when it then stands before a closing bracket. Where a mark was all
    that parted two words, a space takes its place.
    """
    text = document.text
    cuts = list(others)
    spaced: list[int] = []
    for group in _groups(text, sorted(set(marks))):
        cut, keeps_space = _mended(text, group)
        if keeps_space:
            spaced.append(cut.start)
            cut = Span(cut.start + 1, cut.end)
        cuts.append(cut)
    return _with_spaces(document, spaced).without(cuts)


def _groups(text: str, marks: Sequence[Span]) -> list[Span]:
    """Marks that stand at one place, together with what joins them."""
    groups: list[Span] = []
    for mark in marks:
        if groups and (groups[-1].end == mark.start or _JOINER.fullmatch(text, groups[-1].end, mark.start)):
            groups[-1] = Span(groups[-1].start, mark.end)
        else:
            groups.append(mark)
    return groups


def _mended(text: str, mark: Span) -> tuple[Span, bool]:
    """What to cut for a mark, and whether a space must stay in its place."""
    start, end = mark.start, mark.end
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if after == " " and text[end + 1 : end + 2] in (")", "]", "»") and before != " ":
        return Span(start, end + (text[end + 1] != "»")), False
    if before == " " and (after in _SPACES or after in _CLOSES or after in "'’"):
        return Span(start - 1, end), False
    if after == " " and before in _SPACES:
        return Span(start, end + 1), False
    return mark, before not in _SPACES and _would_join(before, after)


def _would_join(before: str, after: str) -> bool:
    return after.isalnum() and (before.isalnum() or before in ".,;:!?)]»”")


def _with_spaces(document: Document, positions: Sequence[int]) -> Document:
    """The document with the character at each position replaced by a space that the source does not have."""
    if not positions:
        return document
    text: list[str] = []
    origins: array[int] = array("q", document.origins)
    last = 0
    for position in positions:
        text += [document.text[last:position], " "]
        origins[position] = -1
        last = position + 1
    text.append(document.text[last:])
    return replace(document, text="".join(text), origins=origins)
