"""Which joint structure sentences of taking part speak of when they do not name it: "The A brings the lasers".

A paragraph about a network, a joint laboratory or another structure that has members goes on to say who takes part,
who brings what and who coordinates, and leaves open in what. The structure is the only one of its kind that the
paragraph has named, else the one that the release is about. One candidate or none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from communique.document import Span
from communique.findings import EntityFinding
from communique.steps.relations.clause import LAB, Clause, Slot
from communique.steps.relations.focus import REACH, Focus
from communique.steps.relations.notation import grammar
from communique.steps.relations.wording import fold

_BEFORE: Final = 40
"""Characters before a name in which the noun for what it names stands: "the thematic network X"."""
_BEHIND: Final = 70
"""Characters behind a name in which its apposition or complement stands: "X, a joint laboratory of"."""
_MENTIONS: Final = 12
"""Mentions of a name that are looked at."""
_LONGEST_NOUN: Final = 40
"""Characters of a noun that refers to a structure: "this research federation"."""


@dataclass
class Scenes:
    """Finds what a clause of taking part speaks of.

    `joint` holds the keys of laboratories that are joint structures by their own names or by the words around them;
    `studied` is the last sentence that spoke of a study, in which laboratories take part that are members of nothing.
    """

    joint: frozenset[int]
    studied: int = -1

    def set(self, clause: Clause, focus: Focus) -> None:
        """Tells a clause what it speaks of when it says that somebody takes part, if that is known."""
        text = clause.text
        for match in grammar("scene.gathers").finditer(text):
            self.joint |= set(clause.slots[match[1]].keys)
        if grammar("scene.study").stands_in(text):
            self.studied = focus.sentence
        if self.studied >= focus.block or grammar("scene.outside").stands_in(text):
            clause.outside = True
            return
        here = {slot.keys[0] for slot in _single(clause.slots[c] for c in text if c in clause.slots)} & self.joint
        found = self._near(focus)
        near = found is not None
        if found is None:
            found = self._far(focus)
        if found is None or here - {found.keys[0]}:
            return
        clause.scene = replace(found, said=found.said or (found.span,))
        clause.near = near

    def learn(self, clause: Clause) -> None:
        """Remembers what a sentence calls a network or a joint laboratory: "This federation has been at work since"."""
        for slot in clause.slots.values():
            if slot.kind == LAB and len(slot.keys) == 1 and slot.keys[0] not in self.joint and slot.said:
                words = slot.span.of(clause.reading)
                if len(words) <= _LONGEST_NOUN and grammar("scene.joint-noun").match(fold(words)):
                    self.joint |= set(slot.keys)

    def _near(self, focus: Focus) -> Slot | None:
        """The only joint structure of the paragraph so far, the newest one that was said to have parties."""
        said = _single(slot for s, slot in focus.joint if s >= focus.block)
        if said:
            return said[0] if len(said) == 1 else None
        named = [slot for slot in _named_in_block(focus) if slot.keys[0] in self.joint]
        first = next((t for s, t in focus.subjects if s >= focus.block), None)
        if len(named) > 1 and first is not None:  # "The network A grows. The joint laboratory B takes part."
            named = [slot for slot in named if slot.keys == first.keys]
        return named[0] if len(named) == 1 else None

    def _far(self, focus: Focus) -> Slot | None:
        """What the paragraph says that it was founded, else what it or the release is about."""
        if any(slot.keys[0] in self.joint for slot in _named_in_block(focus)):
            return None
        told = _single(slot for s, slot in focus.told if s >= focus.block and slot.kind == LAB)
        if told:
            return told[0] if len(told) == 1 else None
        ever = self.joint | {slot.keys[0] for _, slot in focus.joint}
        topics = _single(t for s, t in focus.subjects if s >= focus.block and t.kind == LAB)
        if focus.home is not None and (focus.home.keys[0] in ever or focus.home.keys in {t.keys for t in topics}):
            return focus.home
        if topics:
            return None
        recent = _single(slot for s, slot in focus.named if s >= focus.sentence - REACH and slot.kind == LAB)
        fitting = [slot for slot in recent if slot.keys[0] in self.joint]
        return fitting[0] if len(fitting) == 1 else None


def _named_in_block(focus: Focus) -> list[Slot]:
    return _single(slot for s, slot in focus.named if s >= focus.block and slot.kind == LAB)


def _single(slots: Iterable[Slot]) -> list[Slot]:
    """The slots of one entity each, each entity once, the last mention of it."""
    return list({slot.keys: slot for slot in slots if len(slot.keys) == 1}.values())


def joint_by_name(entities: Mapping[int, EntityFinding], text: str, home: Slot | None) -> frozenset[int]:
    """The laboratories that are joint structures by their names, their unit types or the nouns beside their names.

    The one that the release is about is one too if the text speaks of "the network" or "the joint laboratory".
    """
    joint = {e.key for e in entities.values() if e.kind == "laboratory" and _is_joint(e, text)}
    if home is not None and not joint and grammar("scene.joint-noun").search(fold(text)):
        joint.add(home.keys[0])
    return frozenset(joint)


def _is_joint(entity: EntityFinding, text: str) -> bool:
    words = fold(" ; ".join([entity.name, *entity.aliases, entity.unit_type or ""]))
    if grammar("scene.joint-name").search(words):
        return True
    spans = [m.span for m in entity.mentions if m.source != "reference"][:_MENTIONS]
    return any(_is_called_joint(span, text) for span in spans)


def _is_called_joint(span: Span, text: str) -> bool:
    before = fold(text[max(0, span.start - _BEFORE) : span.start])
    behind = fold(text[span.end : span.end + _BEHIND])
    return bool(grammar("scene.joint-before").search(before) or grammar("scene.joint-behind").match(behind))
