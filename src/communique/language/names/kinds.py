"""Laboratory or institution: decided for organisations of which the head word leaves it open."""

from __future__ import annotations

from communique.language.names.lexicon import words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, UNIT_CODE, NameSpan
from communique.language.tokens import SLASHES, TokenTable

_INSIDE = frozenset({"of", "at", "within", "de", "du", "d'", "a", "au"})


def decide_kinds(table: TokenTable, spans: list[NameSpan]) -> list[NameSpan]:
    """The spans with `organisation` replaced by laboratory or institution."""
    return [
        NameSpan(s.start, s.end, _decide(table, spans, i), s.rule) if s.label == ORGANISATION else s
        for i, s in enumerate(spans)
    ]


def _decide(table: TokenTable, spans: list[NameSpan], i: int) -> str:
    span = spans[i]
    keys = set(table.keys[span.start : span.end])
    if keys & words_of("kind_words", "kind.laboratory"):
        return LABORATORY
    if keys & words_of("kind_words", "kind.institution"):
        return INSTITUTION
    if _owned(table, span) or _inside(table, spans, i) or _supervised(table, spans, i):
        return LABORATORY
    return LABORATORY


def _owned(table: TokenTable, span: NameSpan) -> bool:
    return span.start > 0 and table.words[span.start - 1].text in ("'s", "’s")


def _inside(table: TokenTable, spans: list[NameSpan], i: int) -> bool:
    """Whether "of the", "at", "de l'" and an organisation follow."""
    if i + 1 >= len(spans):
        return False
    end, nxt = spans[i].end, spans[i + 1]
    between = table.keys[end : nxt.start]
    return 0 < len(between) <= 3 and between[0] in _INSIDE and nxt.label == INSTITUTION


def _supervised(table: TokenTable, spans: list[NameSpan], i: int) -> bool:
    """Whether a bracket with a unit code, or with several institutions, follows."""
    end = spans[i].end
    if end >= len(table) or table.words[end].text != "(":
        return False
    inside = [s for s in spans[i + 1 : i + 4] if s.start > end]
    if not inside or ")" in (w.text for w in table.words[end : inside[0].start]):
        return False
    if any(s.label == UNIT_CODE for s in inside):
        return True
    first = inside[0]
    return first.label == INSTITUTION and first.end < len(table) and table.words[first.end].text in SLASHES
