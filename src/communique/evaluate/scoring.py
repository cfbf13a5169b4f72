"""One record against its gold: a list of judgements, from which every table is counted.

Measures: `entity.KIND`, `kind` (is a found entity of the right kind), `ror`, `fact.PREDICATE`, `strict` (role and
status right too), `via_footnote` (facts that are stated through a note), `forbidden` (facts that the gold denies),
`footnote`, `meta.FIELD` and `no record`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from communique.evaluate.gold import Gold, GoldFact, GoldFootnote
from communique.evaluate.matching import Alignment, FactKey, forms_of, key_of_gold
from communique.records import Entity, Fact, Release, normal_name

Verdict = Literal["hit", "miss", "false"]

_SCORED_KINDS: Final = ("laboratory", "institution", "person")
_META_FIELDS: Final = ("title", "date", "dateline_place", "language")
_WORDS_BEFORE: Final = 90
"""Characters before a callout that are compared with the gold's words."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that was found, missed or found falsely.

    `rule` is the rule that found it, where one did; `confidence` what the record says of a fact that was found.
    """

    measure: str
    verdict: Verdict
    what: str
    rule: str = ""
    confidence: float | None = None


@dataclass(frozen=True)
class DocumentScore:
    """The judgements on one release."""

    name: str
    format: str
    language: str
    judgements: tuple[Judgement, ...]


def score_document(gold: Gold, release: Release | None) -> tuple[Judgement, ...]:
    """The judgements on one record; None is a release that gave no record: everything in it was missed."""
    if release is None:
        return tuple(_judge_absence(gold))
    alignment = Alignment(gold, release)
    return (
        *_judge_entities(gold, release, alignment),
        *_judge_links(gold, release, alignment),
        *_judge_facts(gold, release, alignment),
        *_judge_footnotes(gold, release),
        *_judge_meta(gold, release),
    )


def _judge_absence(gold: Gold) -> Iterator[Judgement]:
    yield Judgement("no record", "miss", "")
    optional = {normal_name(name) for name in gold.optional_entities}
    for name, kind in {e.name: e.kind for e in gold.entities}.items():
        if kind != "place" and normal_name(name) not in optional:
            yield Judgement(f"entity.{kind}", "miss", name)
    for key, fact in {key_of_gold(f): f for f in gold.facts}.items():
        yield from _judge_missed_fact(key, fact)
    for note in gold.footnotes:
        yield Judgement("footnote", "miss", _describe_footnote(note))
    for field in _META_FIELDS:
        if getattr(gold, field):
            yield Judgement(f"meta.{field}", "miss", f"wanted {getattr(gold, field)!r}")


def _judge_entities(gold: Gold, release: Release, alignment: Alignment) -> Iterator[Judgement]:
    optional = {normal_name(name) for name in gold.optional_entities}
    found: set[str] = set()
    for entity in release.entities:
        if entity.kind not in _SCORED_KINDS:
            continue
        name = alignment.gold_name(entity.id)
        if name is not None:
            right = alignment.kinds[name] == entity.kind
            said = entity.name if right else f"{entity.name}: {entity.kind}, wanted {alignment.kinds[name]}"
            yield Judgement("kind", "hit" if right else "false", said, _rule_of(entity))
            found.add(name)
        elif not forms_of(entity) & optional:
            yield Judgement(f"entity.{entity.kind}", "false", entity.name, _rule_of(entity))
    rules = {alignment.gold_name(e.id): _rule_of(e) for e in reversed(release.entities)}
    for name, kind in alignment.kinds.items():
        if kind == "place":
            continue
        if name in found:
            yield Judgement(f"entity.{kind}", "hit", name, rules[name])
        elif normal_name(name) not in optional:
            yield Judgement(f"entity.{kind}", "miss", name)


def _rule_of(entity: Entity) -> str:
    """What made this an entity: the rule or the source of its first mention."""
    if not entity.mentions:
        return ""
    return entity.mentions[0].rule or entity.mentions[0].source


def _judge_links(gold: Gold, release: Release, alignment: Alignment) -> Iterator[Judgement]:
    """Only entities that were found and for which the gold states an id."""
    for wanted in gold.entities:
        same = [e for e in release.entities if alignment.gold_name(e.id) == wanted.name]
        if not wanted.ror or not same:
            continue
        id_ = wanted.ror.rsplit("/", 1)[-1]
        got = sorted({e.ror.rsplit("/", 1)[-1] for e in same if e.ror})
        if id_ in got:
            yield Judgement("ror", "hit", wanted.name)
        else:
            yield Judgement("ror", "miss", wanted.name)
            if got:
                yield Judgement("ror", "false", f"{wanted.name}: {', '.join(got)}, wanted {id_}")


def _judge_facts(gold: Gold, release: Release, alignment: Alignment) -> Iterator[Judgement]:
    wanted = {key_of_gold(f): f for f in gold.facts}
    forbidden = {alignment.loose_key_of_gold(f) for f in gold.not_facts}
    optional = {alignment.loose_key_of_gold(f) for f in gold.optional_facts}
    optional = (optional | alignment.inverses(wanted)) - forbidden
    found = {alignment.key_of(f): f for f in release.facts}
    for key, fact in found.items():
        if key in wanted:
            yield from _judge_found_fact(key, fact, wanted[key], alignment)
        elif key not in optional:
            yield Judgement(f"fact.{key[1]}", "false", _describe_key(key), fact.rule, fact.confidence)
            yield Judgement("strict", "false", _describe_key(key), fact.rule)
            if key in forbidden:
                yield Judgement("forbidden", "false", _describe_key(key), fact.rule)
    for key, missed in wanted.items():
        if key not in found:
            yield from _judge_missed_fact(key, missed)


def _judge_found_fact(key: FactKey, fact: Fact, wanted: GoldFact, alignment: Alignment) -> Iterator[Judgement]:
    yield Judgement(f"fact.{key[1]}", "hit", _describe_key(key), fact.rule, fact.confidence)
    # Between two laboratories any role is accepted: the annotation guide leaves it open.
    role_fits = wanted.role in (None, fact.role) or alignment.kinds.get(key[2]) == "laboratory"
    if role_fits and wanted.status == fact.status:
        yield Judgement("strict", "hit", _describe_key(key), fact.rule)
    else:
        said = f"{_describe_key(key)}: {fact.role or '-'}, {fact.status}, wanted {wanted.role or '-'}, {wanted.status}"
        yield Judgement("strict", "false", said, fact.rule)
        yield Judgement("strict", "miss", said, fact.rule)
    if wanted.via_footnote:
        yield Judgement("via_footnote", "hit", _describe_key(key), fact.rule)


def _judge_missed_fact(key: FactKey, wanted: GoldFact) -> Iterator[Judgement]:
    via = f" via note {wanted.via_footnote}" if wanted.via_footnote else ""
    yield Judgement(f"fact.{key[1]}", "miss", _describe_key(key) + via)
    yield Judgement("strict", "miss", _describe_key(key) + via)
    if wanted.via_footnote:
        yield Judgement("via_footnote", "miss", _describe_key(key) + via)


def _describe_key(key: FactKey) -> str:
    return f"{key[0]} | {key[1]} | {key[2]}"


@dataclass(frozen=True, slots=True)
class _FoundFootnote:
    label: str
    before: str | None
    note: str

    def fits(self, wanted: GoldFootnote) -> bool:
        if self.label.strip("[]() ") != wanted.label or (wanted.after is None) != (self.before is None):
            return False
        if wanted.after is not None and not (self.before or "").endswith(normal_name(wanted.after)):
            return False
        if wanted.note is None:
            return not self.note
        return bool(self.note) and self.note.startswith(normal_name(wanted.note))


def _judge_footnotes(gold: Gold, release: Release) -> Iterator[Judgement]:
    """One item a callout, or a note without one."""
    left = list(_found_footnotes(release))
    for wanted in gold.footnotes:
        match = next((found for found in left if found.fits(wanted)), None)
        if match is None:
            yield Judgement("footnote", "miss", _describe_footnote(wanted))
        else:
            left.remove(match)
            yield Judgement("footnote", "hit", _describe_footnote(wanted))
    for found in left:
        yield Judgement("footnote", "false", f"{found.label} after {(found.before or '')[-40:]!r}: {found.note[:40]!r}")


def _found_footnotes(release: Release) -> Iterator[_FoundFootnote]:
    for footnote in release.footnotes:
        note = normal_name(footnote.note.text) if footnote.note else ""
        if not footnote.callouts:
            yield _FoundFootnote(footnote.label, None, note)
        for callout in footnote.callouts:
            before = release.text[max(0, callout.offset - _WORDS_BEFORE) : callout.offset]
            yield _FoundFootnote(footnote.label, normal_name(re.sub(r"\s+", " ", before)), note)


def _describe_footnote(wanted: GoldFootnote) -> str:
    return f"{wanted.label} after {wanted.after!r}: {(wanted.note or '')[:40]!r}"


def _judge_meta(gold: Gold, release: Release) -> Iterator[Judgement]:
    for field in _META_FIELDS:
        wanted, got = getattr(gold, field), getattr(release, field)
        measure = f"meta.{field}"
        if normal_name(wanted or "") == normal_name(got or ""):
            if wanted is not None:
                yield Judgement(measure, "hit", str(got))
            continue
        if wanted is not None:
            yield Judgement(measure, "miss", f"wanted {wanted!r}, got {got!r}")
        if got is not None:
            yield Judgement(measure, "false", f"{got!r}, wanted {wanted!r}")
