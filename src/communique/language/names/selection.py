"""Which of the proposed spans stay: they may not overlap."""

from __future__ import annotations

from collections.abc import Iterable

from communique.language.names.spans import NameSpan

FAMILY_WEIGHT = {
    "code": 9,
    "plural": 9,
    "surname": 9,
    "gazetteer": 8,
    "definition": 7,
    "label": 6,
    "head": 5,
    "model": 4,
    "context": 3,
    "person": 2,
    "repeat": 1,
}
"""The stronger family wins where two spans overlap and neither is the longer; a code never gives way."""


def select_spans(candidates: Iterable[NameSpan]) -> list[NameSpan]:
    """The spans kept, in text order: longer ones first, then the stronger family, then the earlier span.

    A place never wins against an organisation that covers it, nor a person against an organisation of its length.
    """
    ranked = sorted(set(candidates), key=_rank)
    taken: set[int] = set()
    kept: list[NameSpan] = []
    for span in ranked:
        tokens = range(span.start, span.end)
        if not any(i in taken for i in tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept)


def _rank(span: NameSpan) -> tuple[int, int, int, int, str]:
    code = span.family == "code"
    return (0 if code else 1, -len(span), -FAMILY_WEIGHT[span.family], span.start, span.rule)
