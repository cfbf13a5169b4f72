"""Laboratory or institution: decided for organisations of which the head word leaves it open.

Words outside the name tell first (an owner, supervising institutions in brackets), then patterns of names, then a
country or nationality in front ("Kenya Medical Research Institute"). What nothing tells is a laboratory.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from communique.language.names.descriptions import Descriptions
from communique.language.names.gazetteer import country_keys
from communique.language.names.lexicon import heads, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, PLACE, UNIT_CODE, NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import SLASHES, TokenTable
from communique.rules import load_table

_MAX_OPENING = 2
"""Tokens between a name and its short form: the bracket and an article."""
_INSIDE = frozenset({"of", "at", "within", "de", "du", "d'", "a", "au"})
_NATIONAL_HEADS = frozenset({"head.institute", "head.institut", "head.department", "head.school-part"})
_OPEN_WORDS = frozenset({"interdisciplinary", "international", "joint", "biomedical", "national", "advanced"})
_AGENT = frozenset({"by", "par"})
_AND = frozenset({"and", "et", "&"})
_DEFINITE = frozenset({"the", "l'", "la", "le"})
_KINDS = (LABORATORY, INSTITUTION)
_GUESSED = (
    *("context.coined", "context.listed", "context.placed", "context.conduct", "context.taken-up", "context.said"),
    *("repeat.exact", "model.name"),
)
"""Rules that find a name without knowing what it is."""
_DESCRIBED = ("context.apposition", "context.described", "context.named")
"""Rules that a label near the name gave the kind."""


def decide_kinds(table: TokenTable, spans: list[NameSpan]) -> list[NameSpan]:
    """The spans with `organisation` replaced by laboratory or institution."""
    decided: list[NameSpan] = []
    for i, span in enumerate(spans):
        before = decided[-1] if decided else None
        after = spans[i + 1] if i + 1 < len(spans) else None
        if span.label == ORGANISATION:
            kind = before.label if _is_short_form_of(table, span, before) and before is not None else None
            span = replace(span, label=kind or _decide(table, span, before, after))
        elif span.family == "model" and span.label in _KINDS:
            span = replace(span, label=_kind_by_head(table, span) or span.label)
        decided.append(replace(span, label=PLACE) if _is_area(table, span) else span)
    return _agreed(table, decided)


def _is_area(table: TokenTable, span: NameSpan) -> bool:
    """In the European Union, European Union countries: a union of states that does not act."""
    if span.label != INSTITUTION or table.surface(span.start, span.end) not in _unions():
        return False
    before = span.start - 1
    if before > 0 and table.keys[before] in _DEFINITE:
        before -= 1
    if before >= 0 and table.keys[before] in words_of("name_context", "context.area-before"):
        return True
    return span.end < len(table) and table.keys[span.end] in words_of("name_context", "context.area-after")


@cache
def _unions() -> frozenset[str]:
    return frozenset(load_table("name_context")["context.union"].terms)


def _agreed(table: TokenTable, spans: list[NameSpan]) -> list[NameSpan]:
    """The spans with guesses of kind put right by what the text says, there or elsewhere, of the same words."""
    said = _said_kinds(table, spans)
    return [
        replace(s, label=said.get(table.surface(s.start, s.end), s.label))
        if s.rule in _GUESSED and s.label in _KINDS
        else s
        for s in spans
    ]


def _said_kinds(table: TokenTable, spans: list[NameSpan]) -> dict[str, str]:
    """Kinds by name: "X is a laboratory of …" is weaker than an apposition, and that weaker than a definition."""
    descriptions = Descriptions(table, {s.start: s.end for s in spans if s.label in _KINDS})
    owners, complements, appositions, definitions = _owners(table, spans), {}, {}, {}
    for span in spans:
        name = table.surface(span.start, span.end)
        if span.family == "definition":
            definitions[name] = span.label
        elif span.rule in _DESCRIBED:
            appositions[name] = span.label
        elif span.rule in _GUESSED and (label := descriptions.defined(span.end)) is not None and label.kind in _KINDS:
            complements[name] = label.kind
    return {**owners, **complements, **appositions, **definitions}


def _owners(table: TokenTable, spans: list[NameSpan]) -> dict[str, str]:
    """Short names that own a laboratory, have a president or employ: they are institutions wherever they stand."""
    found: dict[str, str] = {}
    for span in spans:
        if span.rule in _GUESSED and _owns(table, span):
            found[table.surface(span.start, span.end)] = INSTITUTION
    return found


def _owns(table: TokenTable, span: NameSpan) -> bool:
    """A laboratory of X, président de X, X's institute, X employs."""
    keys, i = table.keys, span.start - 1
    if i > 0 and keys[i] in _DEFINITE:
        i -= 1
    if i > 0 and keys[i] in _INSIDE and keys[i - 1] in words_of("name_context", "context.owned"):
        return not table.words[i - 1].capital or keys[i - 1] in ("president", "ceo", "pdg", "chairman", "chairwoman")
    end = span.end
    if end + 1 < len(keys) and table.words[end].text in ("'s", "’s"):
        return keys[end + 1] in words_of("name_context", "context.owned")
    return end < len(keys) and keys[end] in words_of("name_context", "context.employing")


def _decide(table: TokenTable, span: NameSpan, before: NameSpan | None, after: NameSpan | None) -> str:
    kind = _kind_by_words(table.surface(span.start, span.end))
    if _supervised(table, span, after) or kind == LABORATORY:
        return LABORATORY
    if span.rule == "head.department" and (_owned(table, span) or _within(table, span, after)):
        return LABORATORY
    if kind is not None:
        return str(kind)
    if span.rule.startswith("context."):
        return _decide_coined(table, span, before, after)
    if _owned(table, span) or _inside(table, span, after):
        return LABORATORY
    if span.rule == "label.right-groupe":
        return LABORATORY if NameWords().is_subject(table.words[span.start]) else INSTITUTION
    return INSTITUTION if _is_national(table, span) or _is_research_institute(table, span) else LABORATORY


def _kind_by_words(name: str) -> str | None:
    """The kind that the words of a name give away: "INSA Rennes", "Max Planck Institute for Astronomy"."""
    return next((rule.fields["kind"] for rule in load_table("kind_words").rules if rule.regex.search(name)), None)


def _kind_by_head(table: TokenTable, span: NameSpan) -> str | None:
    """The kind of a name that no rule has read, by a head at one of its ends: "Agence nationale de …"."""
    kind = _kind_by_words(table.surface(span.start, span.end))
    if kind is not None:
        return kind
    for i, sides in ((span.start, ("french", "either")), (span.end - 1, ("english", "either"))):
        head = heads().get(table.keys[i])
        if head is not None and head.kind in _KINDS and head.style in sides and table.words[i].capital:
            return head.kind
    return None


def _is_short_form_of(table: TokenTable, span: NameSpan, before: NameSpan | None) -> bool:
    """Whether the span is what the bracket after an organisation's name opens with: "Brookhaven … (BNL)"."""
    if before is None or before.label not in (LABORATORY, INSTITUTION) or not span.rule.startswith("definition."):
        return False
    between = table.keys[before.end : span.start]
    return between[:1] == ["("] and len(between) <= _MAX_OPENING


def _supervised(table: TokenTable, span: NameSpan, after: NameSpan | None) -> bool:
    """Whether a bracket with a unit code, or with several institutions, follows."""
    if after is None or span.end >= len(table) or table.words[span.end].text != "(" or after.start > span.end + 4:
        return False
    if after.label == UNIT_CODE:
        return True
    return after.label == INSTITUTION and after.end < len(table) and table.words[after.end].text in SLASHES


def _owned(table: TokenTable, span: NameSpan) -> bool:
    return span.start > 0 and table.words[span.start - 1].text in ("'s", "’s")


def _inside(table: TokenTable, span: NameSpan, after: NameSpan | None) -> bool:
    """Whether "of the", "at" or "de l'" and an institution follow."""
    if after is None or after.label != INSTITUTION:
        return False
    between = table.keys[span.end : after.start]
    return 0 < len(between) <= 3 and between[0] in _INSIDE


def _within(table: TokenTable, span: NameSpan, after: NameSpan | None) -> bool:
    """Department of Biotechnology, University of X; Department of Energy at the MIT: no ministry."""
    if after is None or after.label != INSTITUTION:
        return False
    return _inside(table, span, after) or (after.start == span.end + 1 and table.words[span.end].text == ",")


def _is_national(table: TokenTable, span: NameSpan) -> bool:
    """A country or a nationality among the words before "Institute", or right after "Institut"."""
    countries = country_keys() | words_of("demonyms")
    keys = table.keys[span.start : span.end]
    head = next((k for k, key in enumerate(keys) if key in heads()), None)
    if head is None or heads()[keys[head]].rule not in _NATIONAL_HEADS:
        return False
    if heads()[keys[head]].style == "french":
        return head + 1 < len(keys) and keys[head + 1] in words_of("demonyms", "demonym.french")
    if heads()[keys[head]].rule == "head.school-part" and keys[0] in words_of("places"):
        return True  # London School of Economics
    return any(key in countries for key in keys[:head])


def _is_research_institute(table: TokenTable, span: NameSpan) -> bool:
    """Southwest Research Institute: a proper name before the two words; "Earthquake Research Institute" has none."""
    words = table.words[span.start : span.end]
    named = len(words) > 2 and [w.key for w in words[-2:]] == ["research", "institute"]
    return named and not NameWords().is_subject(words[0]) and words[0].key not in _OPEN_WORDS


def _decide_coined(table: TokenTable, span: NameSpan, before: NameSpan | None, after: NameSpan | None) -> str:
    """A coined name is an institution where it acts ("operated by X") or stands in a list of institutions."""
    opener = table.keys[span.start - 1] if span.start else ""
    if opener in _AGENT:
        return INSTITUTION
    joined = (",", "/", *_AND)
    if before is not None and before.label == INSTITUTION and before.end == span.start - 1 and opener in joined:
        return INSTITUTION
    closer = table.keys[span.end] if span.end < len(table) else ""
    if after is not None and after.label == INSTITUTION and after.start == span.end + 1 and closer in joined:
        return INSTITUTION
    return LABORATORY
