"""Whom pronouns mean: "where she led", "her deputy", "qu'elle dirige", "the latter".

A pronoun means the person that its sentence named before it, else the one that the sentences before were about, else
the person whom the whole release is about: biographies and obituaries name their subject once in a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from communique.findings import EntityFinding
from communique.steps.relations.clause import LAB, PERSON, Clause, Replacement, Slot, kind_of_char
from communique.steps.relations.focus import REACH, Focus
from communique.steps.relations.notation import grammar, rewrite
from communique.steps.relations.wording import fold

_OFTEN: Final = 3
"""Mentions that make the person whom a release names by far most the one that it is about."""


def resolve_persons(clause: Clause, focus: Focus) -> None:
    """Puts persons in the place of pronouns for them, also of those that stayed open as subjects."""
    passes: list[tuple[str, Replacement]] = [
        *((row, partial(_pronoun, clause, focus)) for row in ("person.open", "person.pronoun", "person.object")),
        ("person.latter", partial(_one_of_two, clause)),
        ("person.succeeded", partial(_succeeded, clause, focus)),
        ("person.runs-it", partial(_run, clause, focus)),
    ]
    rewrite(clause, passes)


def person_before(clause: Clause, at: int, focus: Focus, word: str = "") -> Slot | None:
    """The person of whom the clause speaks at `text[at:]`, by the pronoun `word`."""
    part = clause.text.rfind(";", 0, at) + 1
    found = _persons(clause, part, at)
    if len(found) != 1:
        found = _persons(clause, 0, at)
    if not found:
        return person_in_focus(focus, word)
    first = next(iter(found.values()))
    if len(found) == 1:
        return first if len(first.keys) == 1 else None
    subject = grammar("person.subject").search(clause.text)
    return clause.slots[subject[1]] if subject and clause.slots[subject[1]].kind == PERSON else None


def _persons(clause: Clause, start: int, end: int) -> dict[tuple[int, ...], Slot]:
    """The persons that `text[start:end]` names."""
    return {s.keys: s for c in clause.text[start:end] if (s := clause.slots.get(c)) and s.kind == PERSON and s.keys}


def person_in_focus(focus: Focus, word: str = "") -> Slot | None:
    """The person whom the sentences before were about, else the one whom the release is about.

    Args:
        focus: what the sentences before were about.
        word: the pronoun for the person; first names that it can't stand for are passed over.
    """
    for sentence in range(focus.sentence - 1, focus.sentence - 1 - REACH, -1):
        subjects = [
            t
            for s, t in focus.subjects
            if s == sentence and t.kind == PERSON and len(t.keys) == 1 and _fits(t, word, focus)
        ]
        if subjects:
            return subjects[-1]
        named = {t.keys: t for s, t in focus.named if s == sentence and t.kind == PERSON and _fits(t, word, focus)}
        if named:
            only = next(iter(named.values()))
            return only if len(named) == 1 and len(only.keys) == 1 else None
    found = protagonist(focus.entities)
    return found if found is not None and _fits(found, word, focus) else None


def _fits(slot: Slot, word: str, focus: Focus) -> bool:
    """Whether a pronoun can stand for a person, as far as the first name tells."""
    row = {"she": "person.not-she", "elle": "person.not-she", "he": "person.not-he", "il": "person.not-he"}.get(word)
    entity = focus.entities.get(slot.keys[0]) if slot.keys else None
    first = entity.name.split()[0].split("-")[0] if entity is not None and entity.name.split() else ""
    return row is None or not grammar(row).search(first)


def protagonist(entities: Mapping[int, EntityFinding]) -> Slot | None:
    """The person whom a release names by far most."""
    counted = {
        e.key: [m.span for m in e.mentions if m.source != "reference"] for e in entities.values() if e.kind == "person"
    }
    ranked = sorted(counted, key=lambda key: (-len(counted[key]), key))
    if not ranked or len(counted[ranked[0]]) < _OFTEN:
        return None
    if len(ranked) > 1 and len(counted[ranked[0]]) < 2 * len(counted[ranked[1]]):
        return None
    return Slot(PERSON, (ranked[0],), counted[ranked[0]][0])


def _pronoun(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    word = match["word"]
    slot = clause.slots.get(word)
    if slot is not None and (slot.keys or not grammar("person.word").search(slot.span.of(clause.reading).lower())):
        return None
    here = clause.source(*match.span("word"))
    found = person_before(clause, match.start(), focus, fold(here.of(clause.reading)))
    if found is None:
        return None
    char = clause.add(replace(found, span=here, said=found.said or (found.span,)))
    return match.group()[: -len(word)] + char if char else None


def _one_of_two(clause: Clause, match: re.Match[str]) -> str | None:
    """ "the former", "the latter" behind two persons."""
    keys: list[tuple[int, Slot]] = []
    for char in clause.text[: match.start()]:
        slot = clause.slots.get(char)
        if slot is not None and slot.kind == PERSON:
            keys += [(key, slot) for key in slot.keys]
    if len({key for key, _ in keys}) < 2:
        return None
    key, slot = keys[-2] if match["which"] in ("former", "première", "premier") else keys[-1]
    here = clause.source(*match.span())
    return clause.add(replace(slot, keys=(key,), span=here, said=slot.said or (slot.span,))) or None


def _succeeded(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "she succeeds him": the person named before the one who is subject, else the one in focus."""
    named = {s.keys: s for c in clause.text[: match.start()] if (s := clause.slots.get(c)) and s.kind == PERSON}
    others = list(named.values())[:-1]
    found = others[-1] if others else person_in_focus(focus)
    if found is None or len(found.keys) != 1 or found.keys in list(named)[-1:]:
        return None
    here = clause.source(*match.span())
    char = clause.add(replace(found, span=here, said=found.said or (found.span,)))
    if not char:
        return None
    return f"{match['verb']} à {char}" if match["verb"] else f"{match['english']} {char}"


def _run(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "she ran it": the laboratory that the sentence named last, else the one that the sentence before was about."""
    named = [clause.slots[c] for c in clause.text[: match.start()] if kind_of_char(c) == LAB and clause.slots[c].keys]
    owner = named[-1] if named else focus.pronoun("it")
    if owner is None or len(owner.keys) != 1 or owner.kind != LAB:
        return None
    here = clause.source(*match.span("it"))
    char = clause.add(replace(owner, span=here, said=owner.said or (owner.span,)))
    return f"{match['verb']} {char}" if char else None
