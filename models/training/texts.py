"""Annotated texts as plain values: the common form of all sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

Mark = tuple[int, int, str]
"""(start, end, label): half-open offsets in the text; labels as in `communique.language.model.tags`."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text and the names in it.

    `source` is the corpus; `group` the document it comes from (what cross-validation keeps together); `unannotated`
    the labels that this source does not mark; `weight` how much the text counts in training.
    """

    text: str
    marks: tuple[Mark, ...]
    language: str
    source: str
    group: str = ""
    unannotated: tuple[str, ...] = ()
    weight: float = 1.0


def in_capitals(annotated: AnnotatedText) -> AnnotatedText:
    """The text in capitals, unless that changes its length."""
    upper = annotated.text.upper()
    return replace(annotated, text=upper) if len(upper) == len(annotated.text) else annotated


def drop_overlaps(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in text order; of two that overlap the longer one stays."""
    taken: set[int] = set()
    kept = []
    for start, end, label in sorted(marks, key=lambda m: (m[0] - m[1], m)):
        if end > start and taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((start, end, label))
    return tuple(sorted(kept))
