"""Whose director "the director" is: the organisation that a title means when it names none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from communique.steps.relations.clause import INSTITUTION, LAB, Clause, Slot, kind_of_char
from communique.steps.relations.focus import REACH, Focus, Held
from communique.steps.relations.notation import grammar
from communique.steps.relations.persons import person_before
from communique.steps.relations.subjects import main_subject
from communique.steps.relations.wording import fold

_JUST_SAID: Final = 2
"""Posts before "her deputy" among which one to come is the one that is meant."""
_GAPPED: Final = 60
"""Characters before "its" in which a second subject without a verb of its own stands."""


def owner_of_own(clause: Clause, at: int, focus: Focus) -> Slot | None:
    """Whose director "its director" is: the subject of the clause, else of the sentence before."""
    gapped = grammar("post.gapped").search(clause.text, max(0, at - _GAPPED), at)
    if gapped is not None:
        owner = clause.slots[gapped["org"]]
        return owner if len(owner.keys) == 1 else None
    subject = main_subject(clause)
    said = clause.text[:at]
    if subject is not None and subject.kind == "P":  # "X, who led Y, will be its director": Y is not meant
        said = grammar("post.person-aside").sub(",", said)
    before = [clause.slots[c] for c in said if c in clause.slots and clause.slots[c].kind in "LI"]
    if subject is not None and subject.kind in "LI" and subject in before:
        owner = subject
    elif len({s.keys for s in before}) == 1:
        owner = before[0]
    elif not before:
        owner_or_none = clause.implied if clause.implied and clause.implied.kind in "LI" else _it(focus)
        if owner_or_none is None:
            return None
        owner = _elsewhere(owner_or_none)
    else:
        return None
    return owner if len(owner.keys) == 1 else None


def _it(focus: Focus) -> Slot | None:
    """What "its" means at the beginning of a sentence."""
    near = focus.pronoun("it")
    if near is not None and near.kind == LAB:
        return near
    start = focus.sentence - REACH if focus.sentence == focus.block else focus.block
    about = _distinct(t for s, t in (*focus.subjects, *focus.told) if s >= start and t.kind == LAB)
    if near is not None:  # "the X opened. Company Y lends it a desk. Its director …": of the X
        return about[0] if len(about) == 1 and len(about[0].keys) == 1 else near
    sentence, spoken = focus.spoken
    if spoken is not None and sentence == focus.sentence - 1 and spoken.kind in "LI" and len(spoken.keys) == 1:
        return spoken
    topics = [t for s, t in focus.subjects if s >= focus.block and t.kind in "LI" and len(t.keys) == 1]
    return topics[-1] if topics else None if focus.sentence > focus.block else focus.home


def owner_of_companion(clause: Clause, at: int, focus: Focus) -> Slot | None:
    """Whose deputy "her deputy" is: the organisation that the person whom this speaks of heads."""
    person = person_before(clause, at, focus)
    if person is None or len(person.keys) != 1:
        heads = {
            h.organisation.keys: h.organisation
            for h in focus.posts
            if h.sentence == focus.sentence and grammar("post.heads-something").search(fold(h.title))
        }
        return _elsewhere(next(iter(heads.values()))) if len(heads) == 1 else None
    coming = [h for h in focus.posts[-_JUST_SAID:] if h.person == person.keys[0] and h.status == "planned"]
    post = coming[-1] if coming else headed_by(person.keys[0], focus)
    return _elsewhere(post.organisation) if post is not None else None


def headed_by(person: int, focus: Focus, *, leaving: bool = False) -> Held | None:
    """The organisation that a person heads, or else headed: the last one of which the release says so.

    Args:
        person: the key of the entity.
        focus: what the sentences before were about.
        leaving: the person is followed by somebody in the post: not in the one that the person leaves it for.
    """
    heads = [h for h in focus.posts if h.person == person and grammar("post.heads-something").search(fold(h.title))]
    if leaving:
        left = {h.sentence for h in heads if not h.taken}
        heads = [h for h in heads if not h.taken or h.sentence not in left]
    return next((h for h in reversed(heads) if h.status == "asserted"), heads[-1] if heads else None)


def owner_of_title(title: str, clause: Clause, at: int, focus: Focus) -> Slot | None:
    """Whose director "the director" is: the organisation that the clause is about, else its paragraph or the release.

    Heads of institutions and press officers belong to the issuer where their paragraph names no organisation.

    Args:
        title: as written.
        clause: its posts are marked.
        at: where the title stands in the clause.
        focus: what the sentences before were about.
    """
    line = focus.posts[-1] if focus.posts and grammar("post.line").match(clause.text) else None
    if (
        line is not None
        and line.sentence == focus.sentence - 1
        and grammar("post.heads-something").search(fold(line.title))
    ):
        return _elsewhere(line.organisation)  # "Director of X: P", and on the next line "Deputy: Q"
    wanted = INSTITUTION if grammar("post.of-institution").search(fold(title)) else LAB
    if _names_another(clause, at):
        subject = main_subject(clause)
        return subject if subject is not None and subject.kind == wanted and len(subject.keys) == 1 else None
    if clause.implied is not None and clause.implied.kind in "LI" and len(clause.implied.keys) == 1:
        return _elsewhere(clause.implied)
    return _spoken_of(wanted, focus)


def owner_of_body(clause: Clause, at: int, focus: Focus) -> Slot | None:
    """Whose board "the board" is, and whose "leadership": of what the clause names before, else as above.

    Args:
        clause: its posts need not be marked.
        at: where the words stand in the clause.
        focus: what the sentences before were about.
    """
    before = _distinct(s for c in clause.text[:at] if (s := clause.slots.get(c)) and s.kind in "LIM" and s.keys)
    if before:
        return before[0] if len(before) == 1 and before[0].kind == LAB and len(before[0].keys) == 1 else None
    if clause.implied is not None and clause.implied.kind in "LI" and len(clause.implied.keys) == 1:
        return _elsewhere(clause.implied)
    return _spoken_of(LAB, focus)


def _spoken_of(wanted: str, focus: Focus) -> Slot | None:
    """The one organisation of a kind that the paragraph is about; for an institution else the issuer."""
    topics = [
        (s, t) for s, t in (*focus.subjects, *focus.told) if s >= focus.block and t.kind == wanted and len(t.keys) == 1
    ]
    if topics:
        about = _distinct(t for _, t in topics)
        return _elsewhere(about[0]) if len(about) == 1 else None
    named = _distinct(t for s, t in focus.named if s >= focus.block and t.kind in "LIM")
    if named:
        return _elsewhere(named[0]) if len(named) == 1 and named[0].kind == wanted and len(named[0].keys) == 1 else None
    owner = None if wanted == LAB else focus.issuer
    return _elsewhere(owner) if owner is not None else None


def _names_another(clause: Clause, at: int) -> bool:
    """Whether the part of the clause with a title names an organisation, other than where a person is from."""
    start, end = clause.text.rfind(";", 0, at) + 1, clause.text.find(";", at)
    for i in range(start, len(clause.text) if end < 0 else end):
        if kind_of_char(clause.text[i]) in ("L", "I", "M") and not grammar("post.person-from").search(
            clause.text, max(start, i - 24), i
        ):
            return True
    return False


def _distinct(slots: Iterable[Slot]) -> list[Slot]:
    return list({s.keys: s for s in slots}.values())


def _elsewhere(slot: Slot) -> Slot:
    """The slot of another sentence, with the span that shows it."""
    return replace(slot, said=slot.said or (slot.span,))
