"""What noun phrases state: "the X of the Y", "X (CNRS/Inserm)", "Z, director of X".

They hold whatever the sentence says of them. Each phrase that a rule reads is reduced to the name it is about, so that
the next round sees "the X" where the text has "the X (CNRS) of the Y, in Grenoble".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from communique.steps.relations.claims import Claim, evidence_of, label_of
from communique.steps.relations.clause import PLACE, POST, TITLE, Clause, Slot
from communique.steps.relations.forms import ClauseRule, forms_of
from communique.steps.relations.groups import join_lists, join_repeated
from communique.steps.relations.notation import grammar
from communique.steps.relations.places import has_many_sites, is_region, is_town
from communique.steps.relations.signs import bits_of
from communique.steps.relations.wording import fold

_ROUNDS: Final = 8
"""Times that noun phrases are read from the inside out; no release nests them deeper."""
_HOUSING: Final = 70
"""Characters before a name in which words stand that house somebody with it."""
_RESPECTIVELY: Final = 20
"""Characters behind a phrase in which "respectively" may stand."""


def read_phrases(clause: Clause) -> list[Claim]:
    """The claims of noun phrases about organisations; each is reduced to its head, and names in lists are joined."""
    found: list[Claim] = []
    _reduce(clause, "outset", found)
    for _ in range(_ROUNDS):
        changed = _reduce(clause, "bracket", found)
        changed |= join_repeated(clause)
        changed |= _reduce(clause, "phrase", found)
        if not changed and not join_lists(clause) and not _reduce(clause, "place", found):
            break
    return found


def read_holders(clause: Clause) -> list[Claim]:
    """The claims of persons with their posts beside them; each is reduced to the person, and persons are joined."""
    found: list[Claim] = []
    _reduce(clause, "holder", found)
    join_lists(clause)
    return found


def _reduce(clause: Clause, stage: str, found: list[Claim]) -> bool:
    changed = False
    forms = forms_of(stage)
    missing = ~bits_of(clause.text)
    for needs, rule, form in forms:
        if not needs & missing and clause.rewrite(form.pattern, partial(_head, clause, rule, found)):
            changed = True
            missing = ~bits_of(clause.text)
    return changed


def _head(clause: Clause, rule: ClauseRule, found: list[Claim], match: re.Match[str]) -> str | None:
    """Notes what a phrase states, and gives its head and what stood behind it; None where it states nothing."""
    head = match["subject"] + (match["rest"] if "rest" in match.re.groupindex else "")
    objects = clause.in_text(match["object"])
    subject = clause.slots[match["subject"]]
    if rule.stage == "place" and grammar("place.of-guest").search(
        clause.text, max(0, match.start() - _HOUSING), match.start()
    ):
        return None  # "housed at X in Grenoble" says where the guest is
    if subject.via:
        return head  # what a note lists: the words around it do not speak of its last name
    if rule.predicate == "located_in" and subject.kind == "I" and (noted := _part_noted(clause, match)) is not None:
        subject = noted
    listed = subject.kind == "I" and len(subject.keys) > 1 and match.group().startswith(f"{match['subject']}, ")
    if rule.predicate == "located_in" and listed:
        return None  # "A/B, Grenoble" says where what A and B run is
    if rule.towns and subject.kind == "I" and all(o.kind == PLACE and is_region(o.value) for o in objects):
        return head  # an institution "in Canada" is often there for a day
    if rule.predicate == "located_in" and not has_its_place(clause, rule, subject, objects):
        return None
    if all(o.kind == TITLE for o in objects):
        return None
    found += _claims(clause, rule, match, _one(clause, subject, objects, match), objects)
    return head + _comma(clause, match)


def _part_noted(clause: Clause, match: re.Match[str]) -> Slot | None:
    """The laboratory that a note stands on, where it says whose part that is: "Institute of Y, Lyon"."""
    noted = clause.implied
    opening = grammar("note.owner").search(clause.text[: match.start()])
    return noted if noted is not None and noted.kind == "L" and opening else None


def has_its_place(clause: Clause, rule: ClauseRule, subject: Slot, objects: list[Slot]) -> bool:
    """Whether the place beside an organisation's name can be said to be its own."""
    if rule.known and not all(is_town(o.value or o.span.of(clause.reading)) for o in objects):
        return False
    if rule.towns and rule.stage == "clause" and all(is_region(o.value) for o in objects):
        return False
    return not ((rule.towns or rule.stage == "bracket") and has_many_sites(subject.span.of(clause.reading)))


def _comma(clause: Clause, match: re.Match[str]) -> str:
    """The comma of an apposition that is taken out, before a participle: "X, a unit of Y created" is "X, created"."""
    opened = match.group().startswith(f"{match['subject']},")
    ahead = match.end() + 1
    return "," if opened and clause.text[ahead - 1 : ahead] == " " and _participle(clause.text, ahead) else ""


def _participle(text: str, at: int) -> bool:
    return grammar("subject.participle").match(text, at) is not None


def _one(clause: Clause, subject: Slot, objects: list[Slot], match: re.Match[str]) -> Slot:
    """The one of several names that a phrase beside them is about: the nearest, for "A and B (CNRS)"."""
    if subject.kind in "LIM":
        return replace(subject, keys=subject.keys[-1:])
    title = next((o.title for o in objects if o.kind == POST), None)
    if title is None or title.of(clause.reading).endswith("s"):
        return subject  # "A and B, professors at C"
    if grammar("post.respectively").search(match.group()):
        return subject
    before = match.start("object") < match.start("subject")  # "CEO A and B"; "A and B, professor at C"
    return replace(subject, keys=subject.keys[:1] if before else subject.keys[-1:])


def _claims(
    clause: Clause, rule: ClauseRule, match: re.Match[str], subject: Slot, objects: list[Slot]
) -> Iterator[Claim]:
    posts = [o for o in objects if o.kind == POST]
    for object_ in posts or [clause.merge(match["object"])]:
        for holder, held in _each(clause, match, subject, object_):
            yield Claim(
                rule.id,
                rule.predicate,
                rule.role,
                object_.status or rule.status,
                rule.confidence,
                holder,
                held,
                evidence_of(clause, *match.span(), [subject, *objects]),
                title=object_.title.of(clause.reading) if object_.title else None,
                via=label_of([subject, *objects]),
            )


def _each(clause: Clause, match: re.Match[str], subject: Slot, object_: Slot) -> list[tuple[Slot, Slot]]:
    """A pair for each person where as many persons as organisations share a post that one person holds alone.

    "A and B, directors of X and Y" and "professors at X and Y, respectively"; "professors at X and Y" hold both.
    """
    if object_.kind != POST or object_.title is None or not 1 < len(subject.keys) == len(object_.keys):
        return [(subject, object_)]
    alone = grammar("post.held-alone").search(fold(object_.title.of(clause.reading)))
    behind = clause.text[match.start() : match.end() + _RESPECTIVELY]
    if not alone and not grammar("sentence.respectively").search(behind):
        return [(subject, object_)]
    pairs = zip(subject.keys, object_.keys, strict=True)
    return [(replace(subject, keys=(person,)), replace(object_, keys=(key,))) for person, key in pairs]
