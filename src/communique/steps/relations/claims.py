"""Claims: what a rule read from a clause, before slots become entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.document import Span
from communique.findings import Predicate, Role, Status
from communique.steps.relations.clause import Clause, Slot


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule read from a clause, still by slots: a fact for every pair of their entities."""

    rule: str
    predicate: Predicate
    role: Role | None
    status: Status
    confidence: float
    subject: Slot
    object: Slot
    evidence: tuple[Span, ...]
    title: str | None = None
    via: str = ""


def evidence_of(clause: Clause, start: int, end: int, slots: list[Slot]) -> tuple[Span, ...]:
    """The words of the match, and the places that a reader needs to understand them."""
    here = clause.source(start, end) if start < end else slots[0].span
    spans = [here, *(s.span for s in slots), *(p for s in slots for p in s.said)]
    return joined(spans)


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """`spans` in text order, those that touch or overlap joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def label_of(slots: Sequence[Slot]) -> str:
    """The label of the note through which one of `slots` is read, "" for none."""
    return next((s.via for s in slots if s.via), "")


def joint_structures(claims: Sequence[Claim]) -> list[Slot]:
    """The laboratories that claims give parties or members."""
    found: list[Slot] = []
    for claim in claims:
        if claim.predicate == "involves" or claim.role == "partner":
            found.append(claim.subject)
        elif claim.rule == "membership.member-of":
            found.append(claim.object)
    return found


def founded(claims: Sequence[Claim]) -> list[Slot]:
    """The laboratories that claims tell the founding of: what the next sentence's "it" speaks of."""
    births = [c.subject for c in claims if c.predicate == "founded_on" or c.rule.startswith("affiliation.created")]
    return list({s.keys: s for s in births}.values())
