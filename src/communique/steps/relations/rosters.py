"""Who takes part in something, where the text lists it: "Three units take part:", "From Brazil: A and B".

The line above a list seldom names what its items are members of, and says it in many ways. It is read as if it said
"the members of X are", so that the rules for members read the items; a line for each country or side is read likewise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from communique.steps.relations.clause import INSTITUTION, LAB, Clause, Slot, stands_for
from communique.steps.relations.focus import REACH, Focus
from communique.steps.relations.notation import grammar


def entitle(clause: Clause, focus: Focus, listed: Sequence[Slot]) -> Slot | None:
    """Makes the line above a list say whose members its items are, where it says that they are somebody's; gives whose.

    Args:
        clause: prepared, without the items.
        focus: what the sentences before were about.
        listed: the items.
    """
    text = clause.text
    keys = frozenset(key for slot in listed for key in slot.keys)
    if focus.roster is not None and grammar("roster.side-alone").search(text):
        structure: Slot | None = focus.roster if focus.roster.keys[0] not in keys else None
    elif _introduces(clause, listed) and not grammar("roster.denied").search(text):
        structure = _structure(clause, focus, keys)
    else:
        return None
    if structure is not None:
        _write(clause, 0, len(text), structure)
    return structure


def _introduces(clause: Clause, listed: Sequence[Slot]) -> bool:
    """Whether the line above a list says that its items take part in something, in what it need not say."""
    if grammar("roster.introduction").search(clause.text):
        return True
    laboratories = [slot for slot in listed if slot.kind != INSTITUTION]
    known = clause.scene is not None and 2 * len(laboratories) >= len(listed) > 1
    if any(stands_for(c, "DPI") for c in clause.text):
        return False  # the line says more than that, which would be lost
    return known and grammar("roster.taking").search(clause.text) is not None


def open_roster(clause: Clause, focus: Focus) -> Slot | None:
    """What the lines behind a sentence list the members of, if it makes one expect that: "Who is in X?"."""
    text = clause.text
    if focus.roster is None and grammar("roster.side-listing").stands_in(text):
        return _structure(clause, focus, frozenset(key for slot in clause.slots.values() for key in slot.keys))
    if grammar("roster.opening").stands_in(text) and not grammar("roster.denied").stands_in(text):
        return _structure(clause, focus, frozenset())
    return focus.roster if focus.roster is not None and grammar("roster.side").stands_in(text) else None


def read_side(clause: Clause, structure: Slot) -> bool:
    """Makes a line for one country or side say whose members it lists; whether it is such a line."""
    side = grammar("roster.side").match(clause.text)
    if side is None or side.end() == len(clause.text):
        return side is not None
    _write(clause, 0, side.end(), structure)
    return True


def _write(clause: Clause, start: int, end: int, structure: Slot) -> None:
    words = clause.text[start:end]
    here = clause.source(start, end)
    if char := clause.add(replace(structure, span=here, said=structure.said or (structure.span,))):
        verb = "will be" if grammar("roster.to-come").search(words) else "are"
        clause.replace(start, end, f"{char}'s members {verb}: ")


def _structure(clause: Clause, focus: Focus, listed: frozenset[int]) -> Slot | None:
    """Whose members a line speaks of: what it names itself, else the nearest that the sentences before are about.

    It is none of those that are listed.
    """
    named = [clause.slots[c] for c in clause.text if c in clause.slots and clause.slots[c].kind == LAB]
    unknown = any(not slot.keys for slot in named)  # "the network", of which no name says that it is one
    scene = _known([clause.scene] if clause.scene is not None else [], listed)
    before = [_home(focus, listed)] if unknown else _before(focus, listed)
    candidates = (_known(named, listed), scene if clause.near else [], *before, scene)
    return next((found[0] for found in candidates if len(found) == 1), None)


def _before(focus: Focus, listed: frozenset[int]) -> Iterator[list[Slot]]:
    topic = focus.topic()
    if topic is not None:  # "Its host coordinates X. The members are: its host, …"
        before = [slot for sentence, slot in focus.named if sentence == focus.sentence - 1]
        yield _known([topic], listed) or _known(before, listed)
    recent = {slot.keys for sentence, slot in focus.named if sentence >= focus.sentence - REACH}
    if focus.home is not None and focus.home.keys in recent:
        yield _home(focus, listed)
    structure = focus.structure()
    yield _known([structure] if structure is not None else [], listed)


def _home(focus: Focus, listed: frozenset[int]) -> list[Slot]:
    return _known([focus.home] if focus.home is not None else [], listed)


def _known(slots: Iterable[Slot], listed: frozenset[int]) -> list[Slot]:
    """The laboratories among `slots` that are not listed, each once."""
    return list({s.keys: s for s in slots if s.kind == LAB and len(s.keys) == 1 and s.keys[0] not in listed}.values())
