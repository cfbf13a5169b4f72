"""What becomes of rules and model together: how sure each fact is, and which facts are given.

A fact that rule and model agree on is surer than its rule says; one that the model finds unlikely is less sure, and may
be dropped. What the model alone is very sure of is a fact too. The curves are learnt on releases on which neither
the rules nor the weights were made (`models/pairs/train.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.findings import EntityFinding, FactFinding
from communique.steps.relations.collect import facts_of
from communique.steps.relations.learned.model import Calibration
from communique.steps.relations.learned.opinions import Opinion

FactKey = tuple[int, str, int | None, str | None]

_EDGE: Final = 0.001
"""Probabilities nearer to 0 or 1 than this are no surer."""


def weigh(
    calibration: Calibration,
    facts: Sequence[FactFinding],
    strongest: Mapping[FactKey, FactFinding],
    entities: Mapping[int, EntityFinding],
) -> list[FactFinding]:
    """The facts that are given, each with how likely it is to be right.

    Args:
        calibration: of the model.
        facts: of the rules.
        strongest: the model's likeliest opinion on each fact.
        entities: of the release, by key.
    """
    given = {key_of(f): f for f in facts}
    weighed = [replace(f, confidence=confidence(calibration, f, strongest.get(key_of(f)))) for f in facts]
    kept = [f for f in weighed if f.confidence >= calibration.least_ruled.get(f.predicate, calibration.least)]
    alone = [
        replace(fact, confidence=sure)
        for fact, values in alone_of(given, strongest, entities)
        if (sure := curve(calibration.model[fact.predicate], *values)) >= calibration.least_of(fact)
    ]
    return sorted(
        [*kept, *_of_one_structure(facts, alone)],
        key=lambda f: (f.evidence[0], f.subject, f.predicate, f.object or 0, f.value or ""),
    )


def _of_one_structure(facts: Sequence[FactFinding], alone: Sequence[FactFinding]) -> Iterator[FactFinding]:
    """The model's own facts, without members of another structure than the one to which a rule gives a note's list."""
    ruled: dict[str | None, set[int]] = {}
    for fact in facts:
        if fact.predicate == "involves" and fact.via_footnote is not None:
            ruled.setdefault(fact.via_footnote, set()).add(fact.subject)
    for fact in alone:
        if fact.predicate != "involves" or fact.subject in ruled.get(fact.via_footnote, {fact.subject}):
            yield fact


def alone_of(
    given: Mapping[FactKey, FactFinding],
    strongest: Mapping[FactKey, FactFinding],
    entities: Mapping[int, EntityFinding],
) -> Iterator[tuple[FactFinding, tuple[float, ...]]]:
    """What the model alone says, no rule gainsaying it, with the values on which its curve stands (`Calibration`)."""
    told = {(fact.subject, fact.predicate) for fact in given.values()}
    replaced = {fact.object for fact in given.values() if fact.predicate == "succeeds"}
    joint = {f.subject for f in given.values() if f.predicate == "involves" or f.role == "partner"}
    founded: dict[str | None, list[FactFinding]] = {}
    for fact in given.values():
        if fact.predicate == "founded_on":
            founded.setdefault(fact.value, []).append(fact)
    for key, opinion in strongest.items():
        if key in given or _said_otherwise(key, given):
            continue
        if opinion.predicate == "founded_on":  # a date is one organisation's
            doubted = any(_share_words(fact, opinion) for fact in founded.get(opinion.value, ()))
        else:  # where a rule names one object of a subject, another is seldom meant
            doubted = (opinion.subject, opinion.predicate) in told
            if opinion.predicate == "succeeds":  # nor are there often two that take one's place
                doubted = doubted or opinion.object in replaced
            if opinion.predicate == "involves":  # nor is what has parties of its own often another's member
                doubted = doubted or opinion.object in joint
        institution = entities[opinion.subject].kind == "institution"
        apart = len(opinion.evidence) > 1
        yield opinion, (odds(opinion.confidence), float(doubted), float(institution), float(apart))


def _share_words(one: FactFinding, other: FactFinding) -> bool:
    return any(a.overlaps(b) for a in one.evidence for b in other.evidence)


def strongest_opinions(
    opinions: Iterable[Opinion], entities: Mapping[int, EntityFinding]
) -> dict[FactKey, FactFinding]:
    """The likeliest opinion on each fact, as a fact with the model's probability for its confidence."""
    claims = sorted((o.claim for o in agreed(opinions)), key=lambda c: -c.confidence)
    strongest: dict[FactKey, FactFinding] = {}
    for claim in claims:
        for fact in facts_of([claim], entities):
            strongest.setdefault(key_of(fact), fact)
    return strongest


def agreed(opinions: Iterable[Opinion]) -> list[Opinion]:
    """The opinions, those on the members of one list drawn halfway to what is thought of the likelier half of them.

    A list is what a sentence or note names as members of a structure that is not named there.
    """
    kept: list[Opinion] = []
    lists: dict[tuple[int, str, tuple[int, ...]], list[Opinion]] = {}
    for opinion in opinions:
        if opinion.scene is None:
            kept.append(opinion)
        else:
            lists.setdefault((opinion.scene, opinion.claim.via, opinion.claim.subject.keys), []).append(opinion)
    for members in lists.values():
        logits = [odds(o.claim.confidence) for o in members]
        half = sorted(logits)[len(logits) // 2 :]
        common = sum(half) / len(half)
        for opinion, logit in zip(members, logits, strict=True):
            sure = curve((0.0, 0.5, 0.5), logit, common)
            kept.append(replace(opinion, claim=replace(opinion.claim, confidence=sure)))
    return kept


def key_of(fact: FactFinding) -> FactKey:
    """What two statements of one fact share."""
    return fact.subject, fact.predicate, fact.object, fact.value


def confidence(calibration: Calibration, fact: FactFinding, opinion: FactFinding | None) -> float:
    """How likely a rule's fact is to be right."""
    if opinion is None:
        return curve(calibration.rule, odds(fact.confidence))
    return curve(calibration.both, odds(fact.confidence), odds(opinion.confidence))


def odds(probability: float) -> float:
    """Log odds, kept off the ends."""
    kept = min(1 - _EDGE, max(_EDGE, probability))
    return math.log(kept / (1 - kept))


def curve(weights: Sequence[float], *values: float) -> float:
    """A logistic curve; the first weight is the constant. To two digits, so that machines agree."""
    score = weights[0] + sum(w * v for w, v in zip(weights[1:], values, strict=True))
    return round(1 / (1 + math.exp(-score)), 2)


def _said_otherwise(key: FactKey, given: Mapping[FactKey, FactFinding]) -> bool:
    """Whether a rule reads the same two names in another way, or gives another date of birth."""
    subject, predicate, object_, _ = key
    if predicate == "founded_on":
        return any(f.subject == subject and f.predicate == predicate for f in given.values())
    return any(f.object == object_ and {f.subject, f.object} == {subject, object_} for f in given.values())
