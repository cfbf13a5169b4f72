"""Facts of footnotes: what a note says belongs to what its callout stands on.

The anchor is the name that the callout follows; where it follows other words, the note speaks of the laboratory that
the calling sentence says something about. A note that is a list of laboratories stands for the noun that calls it
("several laboratories in France³"), so that the calling sentence's own verb says what they are to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.document import Span
from communique.findings import Note
from communique.steps.relations.clause import Clause, Slot, kind_of_char, slot_class
from communique.steps.relations.match import Claim, joined

_ANCHOR_GAP: Final = re.compile(r"[\s\"'’”»),.;:]{0,3}$|^ ?\([^()]{0,40}\)[\s\"”»,.;:]{0,2}$")
_CALLING_WORDS: Final = 160
"""Characters before a callout that are quoted as evidence at most."""


@dataclass(frozen=True, slots=True)
class Call:
    """One callout: its note, what it stands on and the sentence around it."""

    note: Note
    offset: int
    anchor: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence of the text gave: its clause after reading, and the claims."""

    span: Span
    clause: Clause
    subject: Slot | None
    claims: tuple[Claim, ...]


def calls_of(notes: Sequence[Note], sentences: Sequence[Span]) -> list[Call]:
    """All callouts of notes that have a body, in text order, each with its sentence."""
    calls: list[Call] = []
    for note in notes:
        if note.body is None:
            continue
        for callout in note.callouts:
            sentence = next(
                (s for s in sentences if s.start <= callout.anchor.start and callout.offset <= s.end), callout.anchor
            )
            calls.append(Call(note, callout.offset, callout.anchor, sentence))
    return sorted(calls, key=lambda c: c.offset)


def subject_of_note(call: Call, names: Sequence[tuple[int, int, Slot]], told: Mapping[Span, Told]) -> Slot | None:
    """What the note of `call` speaks of.

    Args:
        call: the callout.
        names: start, end and slot of every name in the calling sentence, sorted.
        told: what was read from each sentence.
    """
    before = [(s, e, slot) for s, e, slot in names if e <= call.offset]
    if before and before[-1][1] >= call.anchor.start and before[-1][1] >= call.offset - 40:
        start, end, slot = before[-1]
        between = told[call.sentence].clause.reading[end : call.offset] if call.sentence in told else ""
        if end == call.offset or _ANCHOR_GAP.search(between):
            return replace(slot, said=(Span(start, end),))
    return None


def calling_laboratory(call: Call, anchor: Slot | None, told: Told | None) -> Slot | None:
    """The laboratory that the calling sentence is about where the callout stands."""
    if anchor is not None and anchor.kind == "L":
        return anchor
    if told is None:
        return None
    about = [
        c.subject
        for c in told.claims
        if c.subject.kind == "L" and anchor is not None and set(anchor.keys) & set(c.object.keys)
    ]
    if about:
        return about[-1]
    if told.subject is not None and told.subject.kind == "L":
        return told.subject
    labs = {s.keys: s for s in told.clause.slots.values() if s.kind == "L"}
    return next(iter(labs.values())) if len(labs) == 1 else None


def through(claim: Claim, call: Call) -> Claim:
    """The claim as read through the callout: with the calling words and the note's label."""
    return replace(claim, evidence=joined([*claim.evidence, call.anchor]), via=call.note.label)


_ = (kind_of_char, slot_class)
