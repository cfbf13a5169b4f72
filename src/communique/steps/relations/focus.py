"""What the sentences of a release so far were about, and what a later word may refer to: one candidate, or nothing.

A noun takes the last entity whose name or unit type has that noun in it; a general noun ("the unit") takes the
laboratory that the sentences before are about; a pronoun takes the subject of the sentence before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from communique.findings import EntityFinding, Note, Status, StructureFindings
from communique.rules import load_table
from communique.steps.relations.clause import INSTITUTION, LAB, PERSON, Clause, Slot, kind_of_char
from communique.steps.relations.notation import grammar
from communique.steps.relations.wording import fold

REACH: Final = 4
"""Sentences over which a noun reaches back; more is a new topic in most releases."""

_GENDERS: Final = {"il": "m", "elle": "f", "ce dernier": "m", "cette dernière": "f"}
_NEAREST: Final = ("celui-ci", "celle-ci")
_ORDINALS: Final = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Held:
    """A post that a sentence gave to a person: the key of the person, the organisation and the title as written.

    `taken`: the sentence, of that number, says that the person takes it up, and may leave another one for it.
    """

    person: int
    organisation: Slot
    title: str
    status: Status
    sentence: int
    taken: bool


@dataclass
class Focus:
    """What the sentences so far were about.

    `home` is the laboratory that the whole release is about, if there is one such.
    `subjects`, `named`, `joint` and `told` hold, newest last, the sentence number and the slot of every sentence's
    subject, of every name, of every structure that was said to have parties or members, and of every laboratory
    that was said to be founded. `counted`: the sentence before spoke of laboratories or partners in the plural.
    `issuer` is who issues the release, if it is one; `block` the number of the first sentence of the paragraph that is
    being read, or of the heading above it. `posts` holds who holds which post; `spoken` the
    number and subject of the last sentence, be it an item of a list; `alone` the person who stood alone on a line;
    `roster` what the lines that are being read list the members of; `laboratories`, by its keys, the number of the last
    sentence that named a laboratory, and its slot there.
    """

    entities: Mapping[int, EntityFinding]
    home: Slot | None = None
    sentence: int = 0
    subjects: list[tuple[int, Slot]] = field(default_factory=list)
    named: list[tuple[int, Slot]] = field(default_factory=list)
    joint: list[tuple[int, Slot]] = field(default_factory=list)
    told: list[tuple[int, Slot]] = field(default_factory=list)
    counted: bool = False
    issuer: Slot | None = None
    block: int = 0
    posts: list[Held] = field(default_factory=list)
    spoken: tuple[int, Slot | None] = (-1, None)
    alone: tuple[int, Slot | None] = (-1, None)
    roster: Slot | None = None
    laboratories: dict[tuple[int, ...], tuple[int, Slot]] = field(default_factory=dict)

    def note(self, clause: Clause, subject: Slot | None, joint: Sequence[Slot] = (), told: Sequence[Slot] = ()) -> None:
        """Remembers what a sentence was about, whom it named and which of them has parties."""
        self.counted = grammar("reference.counts").stands_in(clause.text)
        self.told += [(self.sentence, slot) for slot in told if slot.kind == "L"]
        self.joint += [(self.sentence, slot) for slot in joint if slot.kind == "L" and len(slot.keys) == 1]
        for char in clause.text:
            if kind_of_char(char) in ("L", "I", "P", "M") and clause.slots[char].keys:
                slot = clause.slots[char]
                self.named.append((self.sentence, slot))
                if slot.kind == LAB and len(slot.keys) == 1:
                    self.laboratories[slot.keys] = (self.sentence, slot)
        if subject is not None:
            self.subjects.append((self.sentence, subject))
        self.sentence += 1

    def pronoun(self, word: str) -> Slot | None:
        """What the sentence before was about, if a pronoun like `word` can stand for it.

        For "it" and "il" this is a laboratory that the sentence before told something of; else its subject; else
        the only laboratory that it named. A noun of known gender comes before an acronym of any.
        """
        named = self._single(self.named)
        subject = next((t for s, t in self.subjects[-1:] if s >= self.sentence - 1 and len(t.keys) == 1), None)
        if word in ("he", "she"):
            persons = [t for t in named if t.kind == "P"]
            return subject if subject and subject.kind == "P" else persons[0] if len(persons) == 1 else None
        if word in _NEAREST:
            return named[-1] if named else None
        told = self._single(self.told)
        laboratories = [t for t in named if t.kind == "L"]
        candidates = [
            *(told if len(told) == 1 and (subject is None or subject.kind != "L") else ()),
            *([subject] if subject else ()),
            *(laboratories if len(laboratories) == 1 else ()),
        ]
        gender = _GENDERS.get(word, "")
        unknown = not candidates or (candidates[0].kind != "P" and not self._gender(candidates[0]))
        if gender and unknown and self.home is not None and self._gender(self.home) == gender:
            return self.home
        fitting = (t for t in candidates if t.kind != "P" or (gender and t is subject))
        return next((t for t in fitting if not gender or self._gender(t) in ("", gender)), None)

    def latter(self, word: str, named: Sequence[Slot] = ()) -> Slot | None:
        """The organisation named last, of a list the last one, if a word like "ce dernier" may speak of it.

        Args:
            word: tells the gender in French.
            named: what stands before in the same sentence; where that is nothing, the sentence before counts.
        """
        before = list(named) or [t for s, t in self.named if s == self.sentence - 1]
        gender = _GENDERS.get(word, "")
        for one in (self._alone(slot, key) for slot in reversed(before) for key in reversed(slot.keys)):
            if one.kind == PERSON:
                return None
            if not gender or self._gender(one) in ("", gender):
                return one
        return None

    def one_of_several(self, ordinal: str) -> Slot | None:
        """The first, second or third of the laboratories that the sentence before named, if these are two or three."""
        before = [self._alone(t, key) for s, t in self.named if s == self.sentence - 1 for key in t.keys]
        laboratories = list({t.keys: t for t in before if t.kind == LAB}.values())
        at = _ORDINALS.index(ordinal)
        return laboratories[at] if len(laboratories) == max(at + 1, 2) else None

    def _alone(self, slot: Slot, key: int) -> Slot:
        """One of the organisations that a slot stands for, as a slot."""
        entity = self.entities.get(key)
        kind = LAB if entity is not None and entity.kind == "laboratory" else INSTITUTION
        return replace(slot, kind=slot.kind if slot.kind == PERSON else kind, keys=(key,))

    def _single(self, slots: Sequence[tuple[int, Slot]]) -> list[Slot]:
        """Those of the sentence before that stand for one entity, each once."""
        return list({t.keys: t for s, t in slots if s >= self.sentence - 1 and len(t.keys) == 1}.values())

    def _gender(self, slot: Slot) -> str:
        """The gender of an organisation's French name, "" when it is not known, as that of persons."""
        return _gender(self.entities[slot.keys[0]]) if slot.kind in "LI" else ""

    def noun(
        self, word: str, implied: Sequence[Slot] = (), here: Sequence[Slot] = (), *, near: bool = False
    ) -> Slot | None:
        """The organisation that "the `word`" refers to.

        In a note this is first of all one of what it stands on (`implied`); `here` are the names of the same sentence
        that stand before the noun. "The centre" is first of all the one that the release is about, "this centre"
        (`near`) the last one that was named.
        """
        noun = _nouns().get(word)
        if noun is None:
            return None
        noted = [slot for slot in implied if slot.kind in noun.kinds]
        if noted:
            return next((slot for slot in noted if self._fits(slot, noun)), noted[0])
        same = {
            slot.keys: slot
            for slot in here
            if slot.kind in noun.kinds and len(slot.keys) == 1 and self._fits(slot, noun)
        }
        if len(same) == 1:
            return next(iter(same.values()))
        home = self.home if self.home is not None and self.home.kind in noun.kinds else None
        if home is not None and not near and self._fits(home, noun):
            before = [
                t for s, t in self.subjects if s == self.sentence - 1 and len(t.keys) == 1 and t.kind in noun.kinds
            ]
            return before[-1] if before and self._fits(before[-1], noun) else home
        recent = [(s, slot) for s, slot in self.named if s >= self.sentence - REACH and slot.kind in noun.kinds]
        fitting = [(s, slot) for s, slot in recent if len(slot.keys) == 1 and self._fits(slot, noun)]
        if fitting:
            return self._only(fitting)
        if INSTITUTION in noun.kinds and not noun.general and (bearer := self._only_bearer(noun)) is not None:
            return bearer
        topics = [
            (s, t) for s, t in self.subjects if s >= self.sentence - REACH and t.kind in noun.kinds and len(t.keys) == 1
        ]
        if not noun.general:
            return next((t for t in (*(t for _, t in topics[-1:]), home) if t and self._says_no_kind(t)), None)
        if topics:
            return topics[-1][1]
        single = [(s, slot) for s, slot in recent if len(slot.keys) == 1]
        return (self._only(single) if single else None) or home

    def may_be_called(self, slot: Slot, word: str) -> bool:
        """Whether a noun of a note can speak of what the note stands on."""
        if slot.kind not in "LI" or len(slot.keys) != 1:
            return False
        noun = _nouns().get(word)
        if noun is None:
            return slot.kind == "I" or not grammar("reference.company").fullmatch(word)
        return slot.kind in noun.kinds and (noun.general or self._fits(slot, noun) or self._says_no_kind(slot))

    def last_organisation(self) -> Slot | None:
        """The organisation that the sentence before was about."""
        topics = [t for s, t in self.subjects if s >= self.sentence - 2 and t.kind in "LI" and len(t.keys) == 1]
        return topics[-1] if topics else self.home

    def topic(self) -> Slot | None:
        """The laboratory that the sentence right before is about, if it is one."""
        before = [t for s, t in self.subjects[-1:] if s == self.sentence - 1]
        return next((t for t in before if t.kind == LAB and len(t.keys) == 1), None)

    def structure(self) -> Slot | None:
        """What "its members" are members of: the last structure that was said to have parties, else the topic."""
        if (joint := self.last_joint()) is not None:
            return joint
        topics = [t for s, t in self.subjects if s >= self.sentence - REACH and t.kind == "L" and len(t.keys) == 1]
        return topics[-1] if topics else self.home

    def last_joint(self, reach: int = REACH) -> Slot | None:
        """The last structure that one of `reach` sentences before said to have parties."""
        return next((t for s, t in reversed(self.joint) if s >= self.sentence - reach), None)

    def only_joint(self, before: int) -> Slot | None:
        """The only structure that was said to have parties so far, else the only laboratory said to be founded.

        Args:
            before: the offset in the reading text up to which that counts.
        """
        for slots in (self.joint, self.told):
            single = {slot.keys: slot for _, slot in slots if len(slot.keys) == 1 and slot.span.start < before}
            if single:
                return next(iter(single.values())) if len(single) == 1 else None
        return None

    def _only(self, found: Sequence[tuple[int, Slot]]) -> Slot | None:
        """The one candidate of the newest sentence that has any; a subject wins over others."""
        newest = found[-1][0]
        slots = {slot.keys: slot for s, slot in found if s == newest}
        if len(slots) == 1:
            return next(iter(slots.values()))
        return next((t for s, t in reversed(self.subjects) if s == newest and t.keys in slots), None)

    def _only_bearer(self, noun: _Noun) -> Slot | None:
        """The institution that alone in the whole release bears a noun in its name, else the issuer, if it does."""
        entities = (e for e in self.entities.values() if e.kind == "institution" and e.mentions)
        slots = (Slot(INSTITUTION, (e.key,), e.mentions[0].span) for e in entities)
        bearers = [slot for slot in slots if self._fits(slot, noun)]
        if len(bearers) == 1:
            return bearers[0]
        issuer = self.issuer
        return issuer if issuer is not None and any(issuer.keys == b.keys for b in bearers) else None

    def _fits(self, slot: Slot, noun: _Noun) -> bool:
        words = self._words(slot)
        return any(stem in words for stem in noun.stems)

    def _says_no_kind(self, slot: Slot) -> bool:
        """Whether a name tells nothing of what it names, so that any noun may speak of it: "Kalon … the team"."""
        words = self._words(slot)
        return bool(words) and not any(stem in words for noun in _nouns().values() for stem in noun.stems)

    def _words(self, slot: Slot) -> str:
        """All names of an entity and its unit type, as compared; "" for one that no step has found."""
        entity = self.entities.get(slot.keys[0]) if slot.keys else None
        return fold(" ".join([entity.name, *entity.aliases, entity.unit_type or ""])) if entity else ""


def home_of(entities: Mapping[int, EntityFinding], structure: StructureFindings, notes: Sequence[Note]) -> Slot | None:
    """The laboratory that the release is about: the only one in its title, else the one that it names by far most."""
    bodies = [n.body for n in notes if n.body is not None]
    titles = [b.span for b in structure.blocks if b.kind in ("title", "subtitle")]
    named = {
        e.key: [m.span for m in e.mentions if m.source != "reference" and not any(b.contains(m.span) for b in bodies)]
        for e in entities.values()
        if e.kind == "laboratory"
    }
    titled = [key for key, spans in named.items() if any(t.contains(s) for t in titles for s in spans)]
    ranked = sorted(named, key=lambda key: (-len(named[key]), key))
    if len(titled) == 1:
        home = titled[0]
    elif ranked and len(named[ranked[0]]) > 2 and (len(ranked) == 1 or len(named[ranked[0]]) > len(named[ranked[1]])):
        home = ranked[0]
    else:
        return None
    return Slot(LAB, (home,), named[home][0])


@dataclass(frozen=True, slots=True)
class _Noun:
    kinds: str
    stems: tuple[str, ...]
    general: bool


@cache
def _nouns() -> Mapping[str, _Noun]:
    nouns: dict[str, _Noun] = {}
    for rule in load_table("reference").rules:
        if "stems" in rule.fields:
            noun = _Noun(rule.fields["kinds"], tuple(rule.fields["stems"]), bool(rule.fields.get("general", False)))
            nouns.update(dict.fromkeys(rule.terms, noun))
    return nouns


@cache
def _gendered() -> Mapping[str, str]:
    return {t: r.fields["gender"] for r in load_table("reference").rules if "gender" in r.fields for t in r.terms}


def kinds_of_noun(word: str) -> str:
    """The kinds of slot that a noun can stand for, "" for one that refers to nothing."""
    noun = _nouns().get(word)
    return noun.kinds if noun else ""


def _gender(entity: EntityFinding) -> str:
    """The gender of a French name by its first noun, "" when that is not known."""
    for name in (entity.name, *entity.aliases, entity.unit_type or ""):
        for word in fold(name).split()[:2]:
            if word in _gendered():
                return _gendered()[word]
    return ""
