"""Lists of laboratories in notes: who takes part in the structure that the words before the callout are about.

Where the calling sentence's own verb says what the listed ones are to it, the sentence has been read with the list in
the place of its noun (`notes.stand_in`). This is for the other sentences ("six laboratories³ form its core", "two units
have joined¹"): a joint structure that the text is about counts its members, unless the text tells of a study, a
comparison or a neighbour. How many the words count must agree with how many the note names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from communique.document import Span
from communique.findings import EntityFinding
from communique.rules import load_table
from communique.steps.relations.claims import Claim
from communique.steps.relations.clause import Clause, Slot, stands_for
from communique.steps.relations.layout import parts_of
from communique.steps.relations.notation import grammar
from communique.steps.relations.notes import BETWEEN, CALLING, Call, Told
from communique.steps.relations.predicates import read_predicates
from communique.steps.relations.release import Release
from communique.steps.relations.truth import Setting
from communique.steps.relations.wording import fold

_BEFORE: Final = 400
"""Characters of a paragraph before a callout that tell whether it speaks of a study."""


def counted_by(call: Call, text: str) -> int | None:
    """How many laboratories the calling words count: 0 for "several", None where they count none."""
    calling = fold(text[max(call.sentence.start, call.offset - CALLING) : call.offset]).rstrip(BETWEEN)
    match = grammar("note.counts").search(calling)
    return None if match is None else _number(match["number"] or match["alone"] or match["there"] or match["begin"])


def _number(word: str) -> int:
    counts: dict[str, int] = load_table("dates").settings["counts"]
    return int(word) if word.isdigit() else counts.get(word, 0)


def speaks_of_members(call: Call, text: str) -> bool:
    """Whether a sentence says that the listed ones take part, and nothing that they stand aside or did a study."""
    paragraph = max(text.rfind("\n", 0, call.offset) + 1, call.offset - _BEFORE)
    if grammar("note.study").search(fold(text[paragraph : call.sentence.end])):
        return False
    sentence = fold(call.sentence.of(text))
    return bool(grammar("note.takes-part").search(sentence)) and not grammar("note.beside").search(sentence)


def signs_of(call: Call, release: Release, sentences: Sequence[Span]) -> tuple[str, ...]:
    """What the words around a callout say of the laboratories that its note lists, for the trained model."""
    text = release.text
    sentence = fold(call.sentence.of(text))
    paragraph = max(text.rfind("\n", 0, call.offset) + 1, call.offset - _BEFORE)
    counted = counted_by(call, text)
    signs = ["uncounted" if counted is None else "counted"]
    if counted:
        members = members_in(release, sentences)
        signs.append(f"counts agree {members is not None and abs(len(members.keys) - counted) < 2}")
    flags = {
        "study": grammar("note.study").search(fold(text[paragraph : call.sentence.end])),
        "takes part": grammar("note.takes-part").search(sentence),
        "beside": grammar("note.beside").search(sentence),
    }
    return (*signs, *(flag for flag, found in flags.items() if found))


def members_in(release: Release, sentences: Sequence[Span]) -> Slot | None:
    """The laboratories that the sentences of a note list, each first in its part or joined to one that is."""
    members: list[Slot] = []
    for sentence in sentences:
        for part in parts_of(release.text, sentence):
            clause = release.reduced(part)
            members += _heads(clause)
    keys = tuple(dict.fromkeys(key for slot in members for key in slot.keys))
    if not keys:
        return None
    return replace(members[0], keys=keys, said=tuple(slot.span for slot in members[1:]))


def _heads(clause: Clause) -> list[Slot]:
    """The laboratory that a part of a list begins with, and those that a comma or conjunction joins to it."""
    heads: list[Slot] = []
    for i, char in enumerate(clause.text):
        if not stands_for(char, "LIMP"):
            continue
        lead = "note.list-next" if heads else "note.list-lead"
        if stands_for(char, "LM") and grammar(lead).search(clause.text[:i]):
            heads.append(clause.slots[char])
        elif not heads:
            break
    return heads


def structure_of(told: Told | None, members: Slot, release: Release, joint: Collection[int]) -> Slot | None:
    """The joint structure whose members the calling words count: the subject of their sentence, or what it is about.

    Args:
        told: what the calling sentence told.
        members: that the note lists.
        release: that is read.
        joint: the keys of structures that the text said to have parties.
    """
    subject = told.subject if told is not None and told.subject is not None else None
    own = subject is not None and not set(subject.keys) & set(members.keys)
    for slot in [subject] if own else [told.structure if told is not None else None, release.home]:
        if slot is None or slot.kind != "L" or len(slot.keys) != 1 or slot.keys[0] in members.keys:
            continue
        return slot if slot.keys[0] in joint or _says_joint(release.entities.get(slot.keys[0])) else None
    return None


def _says_joint(entity: EntityFinding | None) -> bool:
    """Whether names or unit type of a laboratory say that it is a joint one or a network."""
    if entity is None:
        return False
    names = fold(" ".join([entity.name, *entity.aliases, entity.unit_type or ""]))
    return bool(grammar("note.joint-name").search(names))


def members_claims(clause: Clause, structure: Slot, members: Slot, setting: Setting) -> list[Claim]:
    """The claims that a structure counts members, planned where the calling sentence looks ahead.

    Args:
        clause: the calling sentence.
        structure: that counts them.
        members: that the note lists.
        setting: of the release.
    """
    ahead = grammar("roster.to-come").search(clause.text) is not None
    clause.implied = structure
    listing = clause.standing_for(members)
    claims = read_predicates(listing, "list-note", setting)
    return [replace(claim, status="planned") if ahead else claim for claim in claims]
