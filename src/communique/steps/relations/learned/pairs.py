"""The pairs of names, places and dates of a clause that could be the two ends of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from communique.findings import Predicate
from communique.steps.relations.clause import DATE, INSTITUTION, PERSON, PLACE, About, Slot
from communique.steps.relations.learned.sentence import Sentence

REACH: Final = 6
"""Slots over which a pair reaches; also what keeps long lists linear."""
_NEAR: Final = 1
"""The same for institutions, of which no more than what they succeed can be said."""

PairType = Literal["organisations", "place", "date", "post", "scene"]
_PREDICATES: Final[dict[PairType, tuple[Predicate, ...]]] = {
    "organisations": ("succeeds",),
    "place": ("located_in",),
    "date": ("founded_on",),
    "post": ("holds_position",),
    "scene": ("involves",),
}

_ORGANISATIONS: Final = "LIM"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two slots of a sentence, by the tokens at which they stand; -1 stands for what is not named in it.

    `about` tells of a scene's structure, which may count the object among its members. `choice`: there are such
    structures to choose from, so that what a note stands on is no other candidate for that.
    """

    type: PairType
    subject: Slot
    object: Slot
    subject_at: int
    object_at: int
    about: About | None = None
    choice: bool = False

    @property
    def forward(self) -> bool:
        """Whether the subject stands first."""
        return self.subject_at < self.object_at

    @property
    def predicates(self) -> tuple[Predicate, ...]:
        """What such a pair may say: an institution is no part of anything here, and no member of a laboratory."""
        if self.type != "organisations" or self.subject.kind == INSTITUTION:
            return _PREDICATES[self.type]
        if self.object.kind == INSTITUTION or self.choice:
            return ("affiliated_with", "succeeds")
        return ("affiliated_with", "involves", "succeeds")


def pairs_of(sentence: Sentence, implies: Iterable[Slot | None] = (), about: Sequence[About] = ()) -> Iterator[Pair]:
    """All candidate pairs, in the order of their subjects.

    Args:
        sentence: before it is read.
        implies: what a note speaks of by itself, through the words that call it.
        about: the laboratories that the text around may be about; those that the sentence names are none of them.
    """
    implied = {s.keys: s for s in implies if s is not None}
    places = [(-1, slot) for slot in implied.values()]
    places += [(i, sentence.slots[t]) for i, t in enumerate(sentence.tokens) if t in sentence.slots]
    for a, (i, subject) in enumerate(places):
        if not subject.keys:
            continue
        for b in range(max(0, a - REACH), min(len(places), a + REACH + 1)):
            j, object_ = places[b]
            type_ = _type(subject, object_)
            near = type_ != "organisations" or subject.kind != INSTITUTION or abs(a - b) <= _NEAR
            if i != j and type_ is not None and near:
                yield Pair(type_, subject, object_, i, j, choice=bool(about) and i < 0)
    named = {slot.keys for j, slot in places if j >= 0}
    for scene in about:
        if scene.slot.keys not in named:
            for j, slot in places:
                if slot.kind in "LM" and slot.keys and j >= 0:
                    yield Pair("scene", scene.slot, slot, -1, j, scene)


def _type(subject: Slot, object_: Slot) -> PairType | None:
    if subject.kind in _ORGANISATIONS:
        if object_.kind in _ORGANISATIONS and object_.keys:
            return "organisations"
        if object_.kind == PLACE:
            return "place"
        return "date" if object_.kind == DATE else None
    return "post" if subject.kind == PERSON and object_.kind in _ORGANISATIONS and object_.keys else None
