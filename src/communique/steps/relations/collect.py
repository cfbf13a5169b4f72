"""From claims to facts: a fact for each pair of entities, kinds that fit, one fact of a kind, statuses that agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from communique.document import Issue, Span
from communique.findings import EntityFinding, FactFinding
from communique.records import PREDICATE_KINDS
from communique.steps.relations.claims import Claim
from communique.steps.relations.clause import DATE

LED_BY = "affiliation.led-by"
"""The rule by which a laboratory that leads another stays what the other is affiliated with, not a member of it."""

UNNAMED_TABLE = "taking-part."
"""How the ids of the rules begin that read who takes part in what a sentence does not name."""


def facts_of(claims: Iterable[Claim], entities: Mapping[int, EntityFinding]) -> list[FactFinding]:
    """The facts of all claims, each once, in the order in which the text states them.

    Args:
        claims: in text order.
        entities: by key; a key that is absent is a place of the relations step.
    """
    best: dict[tuple[object, ...], FactFinding] = {}
    for claim in claims:
        for fact in _expanded(claim):
            fitting = _fitted(fact, entities)
            if fitting is None:
                continue
            key = (fitting.subject, fitting.predicate, fitting.object, fitting.value)
            if key not in best or _rank(fitting) > _rank(best[key]):
                best[key] = fitting
    facts = _not_yet(_one_birth(_strangers(list(best.values()))))
    return sorted(facts, key=lambda f: (f.evidence[0], f.subject, f.predicate, f.object or 0, f.value or ""))


def open_references(claims: Iterable[Claim]) -> tuple[Issue, ...]:
    """The issues for claims of which one part stays open: "the laboratory" where several were named."""
    issues: dict[tuple[object, ...], Issue] = {}
    for claim in claims:
        for slot in (claim.subject, claim.object):
            if not slot.keys and slot.kind != DATE and (claim.subject.keys or claim.object.keys or claim.object.value):
                message = f"which entity this speaks of stays open, so that {claim.rule} gives no fact"
                issues.setdefault((slot.span, claim.rule), Issue("relations.ambiguous", message, slot.span))
    return tuple(sorted(issues.values(), key=lambda i: (i.span, i.message)))


def contradictions(claims: Iterable[Claim], entities: Mapping[int, EntityFinding]) -> tuple[Issue, ...]:
    """The issues for dates of founding that do not agree, as lead and body may differ: one for each statement."""
    stated: dict[int, list[FactFinding]] = {}
    for claim in claims:
        if claim.predicate == "founded_on":
            for fact in _expanded(claim):
                if fact.status != "planned" and _fitted(fact, entities) is not None:
                    stated.setdefault(fact.subject, []).append(fact)
    issues: dict[tuple[object, ...], Issue] = {}
    for facts in stated.values():
        for fact in facts:
            other = next((f for f in facts if not _agree(fact, f)), None)
            if other is not None:
                name = entities[fact.subject].name
                message = f"{name} is said to date from {fact.value} here, from {other.value} elsewhere"
                issues[fact.evidence[0], message] = Issue("relations.contradicted", message, fact.evidence[0])
    return tuple(sorted(issues.values(), key=lambda i: (i.span or Span(0, 0), i.message)))


def _agree(fact: FactFinding, other: FactFinding) -> bool:
    """Whether one date says no more than that it is within the other."""
    mine, theirs = fact.value or "", other.value or ""
    return mine.startswith(theirs) or theirs.startswith(mine)


def _rank(fact: FactFinding) -> tuple[bool, float, bool]:
    return fact.status == "asserted", fact.confidence, fact.via_footnote is None


def _expanded(claim: Claim) -> Iterator[FactFinding]:
    """A fact for each pair of a subject and an object."""
    for subject in claim.subject.keys:
        objects: list[tuple[int | None, str | None]] = (
            [(None, value) for value in claim.object.value.split("; ")]
            if claim.object.kind == DATE
            else [(key, None) for key in claim.object.keys]
        )
        for object_, value in objects:
            if subject != object_:
                yield FactFinding(
                    subject=subject,
                    predicate=claim.predicate,
                    object=object_,
                    evidence=claim.evidence,
                    rule=claim.rule,
                    confidence=claim.confidence,
                    value=value,
                    role=claim.role,
                    title=claim.title,
                    status=claim.status,
                    via_footnote=claim.via or None,
                )


def _fitted(fact: FactFinding, entities: Mapping[int, EntityFinding]) -> FactFinding | None:
    """The fact with the predicate that its kinds ask for; None when the kinds fit no predicate.

    A laboratory that is party to a joint laboratory is involved, an institution that is a member is a partner.
    """
    subject = _kind(fact.subject, entities)
    object_ = None if fact.object is None else _kind(fact.object, entities)
    if (
        fact.predicate == "affiliated_with"
        and fact.role == "partner"
        and object_ == "laboratory"
        and fact.rule != LED_BY
    ):
        fact = replace(fact, predicate="involves", role=None)
    elif fact.predicate == "involves" and object_ == "institution":
        fact = replace(fact, predicate="affiliated_with", role="partner")
    subjects, objects = PREDICATE_KINDS[fact.predicate]
    fits = subject in subjects and (object_ in objects if object_ else not objects)
    return fact if fits else None


def _kind(key: int, entities: Mapping[int, EntityFinding]) -> str:
    return entities[key].kind if key in entities else "place"


def _one_birth(facts: list[FactFinding]) -> list[FactFinding]:
    """At most one founding date for each organisation: the surest, of dates that agree the most precise."""
    births: dict[int, FactFinding] = {}
    for fact in facts:
        if fact.predicate != "founded_on":
            continue
        other = births.get(fact.subject)
        if other is None or _better_birth(fact, other):
            births[fact.subject] = fact
    return [f for f in facts if f.predicate != "founded_on" or births[f.subject] is f]


def _better_birth(fact: FactFinding, other: FactFinding) -> bool:
    if _agree(fact, other):
        return len(fact.value or "") > len(other.value or "")
    return _rank(fact) > _rank(other)


def _strangers(facts: list[FactFinding]) -> list[FactFinding]:
    """`facts` without members, read where the structure is not named, that are known to be its parents or parts."""
    tied = {(f.subject, f.object) for f in facts if f.predicate in ("affiliated_with", "succeeds")}
    return [
        f
        for f in facts
        if not f.rule.startswith(UNNAMED_TABLE)
        or f.predicate != "involves"
        or not tied & {(f.subject, f.object), (f.object, f.subject)}
    ]


def _not_yet(facts: list[FactFinding]) -> list[FactFinding]:
    """What is said of a laboratory that does not exist yet is planned, whatever the tense."""
    unborn = {f.subject for f in facts if f.predicate == "founded_on" and f.status == "planned"}
    return [
        replace(f, status="planned")
        if f.status == "asserted"
        and (
            (f.subject in unborn and f.predicate in ("affiliated_with", "involves", "located_in", "succeeds"))
            or (f.object in unborn and f.predicate in ("holds_position", "affiliated_with"))
        )
        else f
        for f in facts
    ]
