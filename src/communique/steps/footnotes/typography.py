"""What the type says: raised and lowered stretches, and raised glyphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from communique.document import Document, Span
from communique.steps.footnotes.labels import RAISED_GLYPHS

_SPELLED: Final = str.maketrans(RAISED_GLYPHS, "0123456789")
_RAISED_GLYPH_RUN: Final = re.compile(rf"[{RAISED_GLYPHS}]+(?:[,⁻]?[{RAISED_GLYPHS}]+)*")
_WITHIN_CELL: Final = re.compile(r"[^\n\t]+")


def spell_glyphs(text: str) -> str:
    """The text with raised glyphs as plain digits; of the same length."""
    return text.translate(_SPELLED)


def raised_spans(document: Document) -> list[Span]:
    """Stretches set raised, runs that touch as one within a block or cell, and stretches printed with raised glyphs.

    A glyph before a raised run is a stretch of its own: "m²" with a callout.
    """
    raised = (r for r in document.runs if r.style.superscript)
    styled = [Span(m.start(), m.end()) for r in raised for m in _WITHIN_CELL.finditer(document.text, r.start, r.end)]
    spans = join_spans(styled)
    starts = [s.start for s in spans]
    for match in _RAISED_GLYPH_RUN.finditer(document.text):
        i = bisect_left(starts, match.end()) - 1
        if i < 0 or spans[i].end <= match.start():
            spans.append(Span(match.start(), match.end()))
    return sorted(spans)


def lowered_spans(document: Document) -> list[Span]:
    """Stretches set lowered: indices and formulae."""
    return [Span(r.start, r.end) for r in document.runs if r.style.subscript]


def join_spans(spans: list[Span]) -> list[Span]:
    """Sorted spans, those that touch or overlap made one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
