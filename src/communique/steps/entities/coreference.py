"""Nouns that refer to an entity: "the laboratory", "ce centre", "l'unité", where only one can be meant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from communique.document import Span
from communique.findings import EntityFinding, Mention
from communique.language.tokens import fold
from communique.rules import load_table

_RULE = "reference.noun"


def find_references(
    text: str, sentences: Sequence[Span], entities: Sequence[EntityFinding]
) -> tuple[EntityFinding, ...]:
    """The entities with the definite nouns added that can only mean them.

    A noun refers to the one organisation named before it in its sentence, or else in the sentence before, that is of
    the noun's kind; where two are, it stays open. An organisation that bears the noun in its name goes first.
    """
    starts = [s.start for s in sentences]
    named = sorted((m.start, m.end, e.key) for e in entities if e.kind in _KINDS for m in e.mentions)
    covered = sorted((m.start, m.end) for e in entities for m in e.mentions)
    by_key = {e.key: e for e in entities}
    found: dict[int, list[Mention]] = {}
    for match in _pattern().finditer(text):
        start, end = match.span()
        if _is_covered(covered, start, end):
            continue
        here = bisect_right(starts, start) - 1
        if here < 0:
            continue
        key = _antecedent(match["noun"] or match["elided"], start, sentences, here, named, by_key, text)
        if key is not None:
            found.setdefault(key, []).append(Mention(start, end, "reference", _RULE))
    return tuple(
        replace(e, mentions=tuple(sorted((*e.mentions, *found[e.key]), key=lambda m: m.start))) if e.key in found else e
        for e in entities
    )


_KINDS = ("laboratory", "institution")
_MAX_NAMES = 40
"""Names looked back at in one sentence; in longer lists nothing is clear any more."""


def _antecedent(
    noun: str,
    start: int,
    sentences: Sequence[Span],
    here: int,
    named: Sequence[tuple[int, int, int]],
    entities: dict[int, EntityFinding],
    text: str,
) -> int | None:
    kinds, stems = _nouns()[fold(noun)]
    for number in (here, here - 1):
        if number < 0 or "\n" in text[sentences[number].end : sentences[here].start]:
            return None
        window = sentences[number]
        last = bisect_left(named, (min(window.end, start), 0, 0)) - 1
        keys: dict[int, None] = {}
        for k in range(last, max(-1, last - _MAX_NAMES), -1):
            if named[k][0] < window.start:
                break
            if entities[named[k][2]].kind in kinds:
                keys[named[k][2]] = None
        bearing = [key for key in keys if _bears(entities[key], stems)]
        if len(bearing) == 1:
            return bearing[0]
        if bearing or len(keys) > 1:
            return None
        if len(keys) == 1 and _is_open(noun):
            return next(iter(keys))
    return None


def _bears(entity: EntityFinding, stems: tuple[str, ...]) -> bool:
    words = fold(" ".join((entity.name, *entity.aliases, entity.unit_type or "")))
    return any(re.search(rf"\b{stem}", words) for stem in stems)


def _is_open(noun: str) -> bool:
    """Whether the noun may mean an organisation that does not bear it ("the laboratory", of "LN2")."""
    return fold(noun) in _open_nouns()


@cache
def _nouns() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    nouns: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}
    for rule in load_table("referring_nouns").rules:
        for term in rule.terms:
            nouns[fold(term)] = (frozenset(rule.fields["kinds"]), tuple(rule.fields["stems"]))
    return nouns


@cache
def _open_nouns() -> frozenset[str]:
    return frozenset(fold(t) for r in load_table("referring_nouns").rules if r.fields["open"] for t in r.terms)


@cache
def _pattern() -> re.Pattern[str]:
    terms = sorted({t for r in load_table("referring_nouns").rules for t in r.terms}, key=lambda t: (-len(t), t))
    nouns = "|".join(re.escape(t) for t in terms)
    after = r"(?![\w-])(?! (?:of|for|de|du|d['’]|des|[A-ZÀ-Ý«“]))"
    article = r"[Tt]he|[Tt]his|[Ll]e|[Ll]a|[Cc]e|[Cc]et|[Cc]ette"
    new = r"(?: (?:new|joint|nouveau|nouvelle|jeune))?"
    return re.compile(
        rf"(?<![\w'’-])(?:(?:{article}){new} (?P<noun>{nouns}){after}|[Ll]['’](?P<elided>{nouns}){after})"
    )


def _is_covered(covered: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_right(covered, (end, 0)) - 1
    return any(covered[k][0] < end and start < covered[k][1] for k in range(max(0, i - 1), min(len(covered), i + 2)))
