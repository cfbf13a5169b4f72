"""Facts of footnotes: what a note says belongs to what its callout stands on.

The anchor is the name that the callout follows; where it follows other words, the note speaks of the laboratory that
the calling sentence says something about. A note that is a list of laboratories stands for the noun that calls it
("several laboratories in France³"), so that the calling sentence's own verb says what they are to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.document import Span
from communique.findings import Note
from communique.steps.relations.claims import Claim, joined
from communique.steps.relations.clause import PLACE, About, Clause, Slot
from communique.steps.relations.notation import grammar
from communique.steps.relations.render import Marked
from communique.steps.relations.wording import fold

CALLING: Final = 120
"""Characters before a callout in which the noun stands that calls a list."""
_GAP: Final = 45
"""Characters between a name and the callout that stands on it."""
_BRACKET: Final = 110
"""Characters of the longest bracket between a name and its callout."""
_AGAIN, _AGAIN_IN_ALL = 2_000, 400_000
"""Characters of a note that are read again when it is called again, and of all such notes: else a page that calls one
long note a hundred times would take minutes."""
BETWEEN: Final = ' .,;:"”»)'
"""What may stand between that noun and the callout."""


@dataclass(frozen=True, slots=True)
class Call:
    """One callout: its note, what it stands on and the sentence around it."""

    note: Note
    body: Span
    offset: int
    anchor: Span
    sentence: Span


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence of the text gave: its clause after reading, its subject and claims, the structure in focus.

    `about` holds the laboratories that it may speak of, when it calls a note.
    """

    span: Span
    clause: Clause
    subject: Slot | None
    claims: tuple[Claim, ...]
    structure: Slot | None = None
    about: tuple[About, ...] = ()


def calls_of(notes: Sequence[Note], sentences: Sequence[Span]) -> list[Call]:
    """All callouts of notes that have a body, in text order, each with its sentence.

    One before which there is no word calls its note for nothing, and is left out. A note that is called again is read
    to a reasonable length (`_AGAIN`).
    """
    calls: list[Call] = []
    for note in notes:
        if note.body is None:
            continue
        for callout in note.callouts:
            if callout.anchor.start == callout.anchor.end:
                continue
            sentence = next(
                (s for s in sentences if s.start <= callout.anchor.start and callout.offset <= s.end), callout.anchor
            )
            calls.append(Call(note, note.body, callout.offset, callout.anchor, sentence))
    return list(_within_reason(sorted(calls, key=lambda c: c.offset)))


def _within_reason(calls: Iterable[Call]) -> Iterator[Call]:
    """The calls: the first of a note reads all of it, the others its beginning, as long as they are not many."""
    called: set[Span] = set()
    left = _AGAIN_IN_ALL
    for call in calls:
        if call.body in called:
            end = min(call.body.end, call.body.start + _AGAIN)
            left -= end - call.body.start
            if left < 0:
                continue
            call = replace(call, body=Span(call.body.start, end))
        called.add(call.body)
        yield call


def subject_of_note(call: Call, names: Sequence[Marked], text: str) -> Slot | None:
    """What the note of `call` stands on: the name right before its callout.

    Args:
        call: the callout.
        names: the names of the calling sentence, sorted.
        text: the reading text.
    """
    before = [m for m in names if m.end <= call.offset]
    last = _behind_which(before, call.offset, text) or _right_before(before, call.offset, text)
    if last is None:
        return None
    span = Span(last.start, last.end)
    return Slot(last.kind, last.keys, span, said=(span,))


def _right_before(before: Sequence[Marked], offset: int, text: str) -> Marked | None:
    """The last name where the callout stands on it, or the laboratory on whose town it stands ("X of Y, in Kyoto³")."""
    unplaced = [m for m in before if m.kind != PLACE]
    if unplaced and _between(unplaced[-1], offset, text, "note.town-gap"):
        owned = len(unplaced) > 1 and _owns(unplaced[-1], unplaced[-2], text)
        here = unplaced[-2] if owned else unplaced[-1]
        if here.kind == "L":
            return here
    last = before[-1] if before else None
    return last if last and (last.end == offset or _between(last, offset, text, "note.anchor-gap")) else None


def _between(name: Marked, offset: int, text: str, gap: str) -> bool:
    return offset - name.end <= _GAP and grammar(gap).search(text[name.end : offset]) is not None


def _owns(owner: Marked, part: Marked, text: str) -> bool:
    return (owner.kind, part.kind) == ("I", "L") and bool(grammar("note.of").fullmatch(text[part.end : owner.start]))


def _behind_which(before: Sequence[Marked], offset: int, text: str) -> Marked | None:
    """The name behind which the bracket stands that ends at `offset`: "X (X1, UMR 7252 CNRS)³" speaks of X.

    None where there is none, or where the bracket holds the laboratory of an institution: "University Y (X)³".
    """
    bracket = grammar("note.bracket").search(text, max(0, offset - _BRACKET), offset)
    outer = next((m for m in reversed(before) if m.end == bracket.start()), None) if bracket else None
    if outer is None or bracket is None:
        return None
    inside = [m for m in before if m.start > bracket.start()]
    held = outer.kind == "I" and any(m.kind == "L" for m in inside)
    return None if held or outer.kind not in "LI" else outer


def calling_laboratory(call: Call, anchor: Slot | None, told: Told | None) -> Slot | None:
    """The laboratory that the calling sentence is about where the callout stands."""
    if anchor is not None and anchor.kind == "L":
        return anchor
    if told is None:
        return None
    labs = [c for c in told.claims if c.subject.kind == "L"]
    if anchor is not None:
        about = [c for c in labs if set(anchor.keys) & set(c.object.keys)]
    else:
        about = [c for c in labs if any(s.start <= call.anchor.end <= s.end for s in c.evidence)]
    if about:
        return about[-1].subject
    if told.subject is not None and told.subject.kind == "L":
        return told.subject
    named = {s.keys: s for s in told.clause.slots.values() if s.kind == "L"}
    return next(iter(named.values())) if len(named) == 1 else told.structure if not named else None


def listed_in(clause: Clause) -> Slot | None:
    """What a note lists, when it is a list of organisations and no more; its phrases have been read."""
    match = grammar("note.list").fullmatch(clause.text)
    return clause.merge(match["list"]) if match else None


def stand_in(clause: Clause, call: Call, listed: Slot) -> bool:
    """Puts the list of a note in the place of the plural noun that calls it; whether there is such a noun."""
    end = next((i + 1 for i in range(len(clause.text) - 1, -1, -1) if clause.ends[i] <= call.offset), 0)
    end = len(clause.text[:end].rstrip(BETWEEN))
    match = grammar("note.counted").search(clause.text, max(0, end - CALLING), end)
    if match is None:
        return False
    here = clause.source(match.start(), match.end())
    slot = replace(listed, span=here, said=(listed.span, *listed.said), via=call.note.label)
    char = clause.add(slot)
    if not char:
        return False
    if grammar("note.member").search(match["noun"]) and (whose := _whose(clause, match)) is not None:
        clause.replace(whose - 1, whose, f"{clause.text[whose - 1]} : {char}")  # "members of X : A and B"
    else:
        clause.replace(match.start(), match.end(), char)
    return True


def _whose(clause: Clause, match: re.Match[str]) -> int | None:
    """Where the list of the members of a structure goes: behind the noun of "X's members", behind X in "members of X".

    None where the words do not tell whose members they are.
    """
    if clause.text[: match.start()].endswith("'s "):
        return match.end()
    behind = grammar("note.whose").match(clause.text, match.end())
    return behind.end() if behind else None


def counts_parties(call: Call, text: str) -> bool:
    """Whether the calling words are a plural noun for laboratories or partners."""
    calling = fold(text[max(0, call.offset - CALLING) : call.offset])
    return bool(grammar("note.counted").search(calling.rstrip(BETWEEN)))


def through(claim: Claim, call: Call) -> Claim:
    """The claim as read through the callout: with the calling words and the note's label."""
    return replace(claim, evidence=joined([*claim.evidence, call.anchor]), via=call.note.label)
