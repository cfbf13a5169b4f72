"""Who a predicate speaks of: the part of a form that is written {subject:O~}.

Three cases. A participle or a relative clause speaks of the name right before it, over dates and a common noun in
apposition ("X, a centre in Kyoto that opened in 2007"). A finite verb speaks of the name right before it unless a
preposition governs that one, else of the subject of its clause. A note speaks of what its callout stands on.
One candidate or none: where the words do not tell, there is no subject.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from communique.steps.relations.clause import LAB, Clause, Slot, kind_of_char, stands_for
from communique.steps.relations.notation import grammar

Place = tuple[Slot, int]
"""A slot and where it stands in the clause (-1: implied, not in the clause)."""

_HEADS: Final = "LIMP"
"""What can be spoken of: organisations and persons."""
_LONGEST_PREPOSITION: Final = 14
"""Characters before a name that tell whether a preposition governs it."""

Shape = Literal["relative", "finite", "gerund", "apposition", "participle"]
"""What a predicate begins with: a relative pronoun, a finite verb, "bringing", a noun and its article, a participle."""


def shape_of(text: str, *, active: bool) -> Shape:
    """The shape of the predicate that starts `text`; `active`: its first word is a verb, not a participle."""
    if grammar("subject.gerund").search(text):
        return "gerund"
    if active or (grammar("subject.finite").search(text) and not text.startswith("to be ")):
        return "finite"
    return "apposition" if grammar("subject.noun").search(text) else "participle"


def subject_of(clause: Clause, at: int, shape: Shape, kinds: str) -> Place | None:
    """The slot that the predicate at `text[at:]` speaks of.

    Args:
        clause: reduced.
        at: where the predicate starts, its relative pronoun included.
        shape: of the predicate.
        kinds: letters of the slots that may be subject.
    """
    if shape == "finite" and grammar("subject.either-voice").search(clause.text[at:]) and _behind_comma(clause, at):
        if (noted := _noted(clause, at, "participle", kinds)) is not None:
            return noted
        return _antecedent(clause, at, kinds)  # "the Atomic Egg, opened in 1957"
    if shape == "finite":
        return _finite_subject(clause, at, kinds)
    if shape == "gerund":
        return _gerund_subject(clause, at, kinds)
    if shape == "participle" and grammar("subject.active").search(clause.text[:at]):
        return None
    if (noted := _noted(clause, at, shape, kinds)) is not None:
        return noted
    if shape in ("apposition", "relative") and (last := _stripped(clause.text[:at])[-1:]) and stands_for(last, _HEADS):
        found = (clause.slots[last], len(_stripped(clause.text[:at])) - 1) if stands_for(last, kinds) else None
    else:
        found = _antecedent(clause, at, kinds)
    return _last_of_list(clause, at, found)


def _last_of_list(clause: Clause, at: int, found: Place | None) -> Place | None:
    """The last one of a list, of which alone "A and B, run by C" and "A and B, a centre that is run by C" speak."""
    if found is None or len(found[0].keys) == 1 or grammar("subject.plural").search(clause.text[at : at + 40]):
        return found
    slot, place = found
    return replace(slot, keys=slot.keys[-1:]), place


def _noted(clause: Clause, at: int, shape: Shape, kinds: str) -> Place | None:
    """What a note stands on, where it begins with a common noun: "Joint unit of X and Y, created in 1990".

    What stands behind a comma, or what the noun itself stands before, speaks of the noun, whatever names it has.
    """
    left = clause.text[:at]
    stripped = _stripped(left)
    if clause.implied is None or not stripped or grammar("note.says").search(stripped):
        return None
    if grammar("note.opening").match(stripped) is None or grammar("subject.itself").search(left[len(stripped) :]):
        return None
    beside = stands_for(stripped[-1], _HEADS)
    if shape == "relative" and beside:
        its_own = stands_for(stripped[-1], "I") and grammar("note.relative").match(clause.text, at)
        return _implied(clause, kinds) if its_own else None
    separated = left[len(stripped) :].lstrip()[:1] in (",", "(", "–")
    return _implied(clause, kinds) if separated or not beside else None


def _governed(before: str) -> bool:
    """Whether the words before a name end in a preposition."""
    return grammar("subject.governed").search(before[-_LONGEST_PREPOSITION:]) is not None


def _reduced(clause: Clause, end: int) -> bool:
    """Whether what stands behind a name can only speak of it: a participle with its agent."""
    return grammar("subject.reduced").match(clause.text[end : end + 60]) is not None


def _behind_comma(clause: Clause, at: int) -> bool:
    return clause.text[:at].endswith(", ") and clause.text[at - 3 : at - 2] in clause.slots


def _gerund_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    """ "X was created, bringing together": the subject of the clause; "X bringing together": X."""
    stripped = _stripped(clause.text[:at])
    beside = clause.text[len(stripped) : at] == " "
    if stripped and stands_for(stripped[-1], kinds) and (beside or not _governed(stripped[:-1])):
        return clause.slots[stripped[-1]], len(stripped) - 1
    return _clause_subject(clause, at, kinds)


def _antecedent(clause: Clause, at: int, kinds: str, depth: int = 0) -> Place | None:
    left = clause.text[:at]
    stripped = _stripped(left)
    opening = not any(c in clause.slots for c in stripped[_clause_start(clause.text, len(stripped)) :])
    if opening and (fronted := grammar("subject.fronted").match(clause.text, at)) and stands_for(fronted[1], kinds):
        return clause.slots[fronted[1]], fronted.start(1)
    if not stripped:
        return _implied(clause, kinds)
    if grammar("subject.itself").search(left[len(stripped) :]) and stands_for(stripped[-1], kinds):
        return clause.slots[stripped[-1]], len(stripped) - 1
    if grammar("subject.conjunction").search(stripped):
        return _of_the_one_before(clause, len(stripped), kinds, depth)
    if (match := grammar("subject.adjacent").search(stripped, max(0, len(stripped) - 40))) is not None:
        return _adjacent(clause, match, kinds, separated=left[match.end(1) :].lstrip()[:1] in (",", "(", "–"))
    match = grammar("subject.apposition").search(stripped, max(0, len(stripped) - 200))
    if match and stands_for(match[1], kinds) and not grammar("subject.agent").search(stripped[: match.start(1)]):
        return clause.slots[match[1]], match.start(1)
    if grammar("subject.complement").search(stripped, max(0, len(stripped) - 160)):
        return _clause_subject(clause, len(stripped), kinds)
    nothing_named = not any(stands_for(c, kinds) for c in stripped)
    return _implied(clause, kinds) if nothing_named and len(stripped) < 80 else None


def _adjacent(clause: Clause, match: re.Match[str], kinds: str, *, separated: bool) -> Place | None:
    """The name right before a participle, or the one that it is in apposition to: "X, a branch of Y founded in"."""
    place = match.start(1)
    before = clause.text[:place]
    if clause.implied is not None and clause.implied.kind == LAB and stands_for(match[1], "IM"):
        several = len(clause.slots[match[1]].keys) > 1 and not any(map(str.isalpha, before))
        if several or grammar("subject.tutelle-list").search(before):
            return _implied(clause, kinds)  # "UMR 3461 CNRS/Inserm, founded in 2010"
    if match.end() == match.end(1) and stands_for(match[1], kinds) and _reduced(clause, match.end()):
        return clause.slots[match[1]], place  # "at X run by Y"
    if _governed(before):
        inside = grammar("subject.inside-apposition").search(before, max(0, place - 160))
        if inside and stands_for(inside[1], kinds):
            return clause.slots[inside[1]], inside.start(1)
        noted = _implied(clause, kinds)
        if noted is not None and not any(stands_for(c, _HEADS) for c in before):
            return noted  # a note that begins with a common noun: "A joint centre of X and Y, created in 1990"
        if grammar("subject.unnamed-part").search(before):
            return None  # "the genomics platform of X, directed by"
        if not separated or (grammar("subject.agent").search(before) and any(stands_for(c, kinds) for c in before)):
            return None
    elif (
        not separated
        and match.end() == match.end(1)
        and not grammar("subject.french-participle").match(clause.text, match.end() + 1)
    ):
        return None  # "X founded" with X right before is a verb in the past
    return (clause.slots[match[1]], place) if stands_for(match[1], kinds) else None


def _of_the_one_before(clause: Clause, before: int, kinds: str, depth: int) -> Place | None:
    """ "Created in 1990 and run by": what the participle before the conjunction speaks of."""
    start = _clause_start(clause.text, before)
    earlier = [m.start() for m in grammar("subject.participle").finditer(clause.text, start, before)]
    if depth > 3:
        return None
    if not earlier:
        if (beside := grammar("subject.name-and").search(clause.text, start, before)) and stands_for(beside[1], kinds):
            return clause.slots[beside[1]], beside.start(1)  # "X, a part of Y and run by", of which X is left
        # "dont A est la tutelle et qu'héberge B"
        pronouns = [m.start() for m in grammar("subject.relative-word").finditer(clause.text, start, before)]
        return _antecedent(clause, pronouns[-1], kinds, depth + 1) if pronouns else None
    if any(
        stands_for(clause.text[i], "LI") and not _governed(clause.text[start:i]) for i in range(earlier[-1], before)
    ):
        return None  # "X, founded in 2012, and Y, a part of Z and run by": no longer of X
    head = clause.text[: earlier[-1]]
    auxiliary = grammar("subject.passive").search(head)
    if auxiliary:
        return _finite_subject(clause, auxiliary.start(), kinds)
    return _antecedent(clause, earlier[-1], kinds, depth + 1)


def _stripped(left: str) -> str:
    match = grammar("subject.trailing").search(left)
    return left[: match.start()] if match else left


def _finite_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    left = clause.text[:at].rstrip()
    if grammar("subject.object-relative").search(left):
        return None  # "the centre which they opened": the centre is the object
    if (conjoined := grammar("subject.relative-conjoined").search(left, max(0, len(left) - 240))) is not None:
        found = (clause.slots[conjoined[1]], conjoined.start(1)) if stands_for(conjoined[1], kinds) else None
        return _last_of_list(clause, at, found)
    broken = grammar("subject.interrupted").search(left, max(0, len(left) - 320))
    if broken is not None and not _governed(clause.text[: broken.start(1)]) and stands_for(broken[1], kinds):
        return clause.slots[broken[1]], broken.start(1)
    bare = grammar("subject.adjuncts").sub("", left)
    last = bare[-1:]
    if last in clause.slots:
        place = len(bare) - 1
        before = clause.text[:place]
        if not _governed(before) or grammar("subject.conjoined").search(before[-_LONGEST_PREPOSITION:]):
            return (clause.slots[last], place) if stands_for(last, kinds) else None
        if kind_of_char(last) != "C":
            return None
    elif bare and not grammar("subject.leaves-open").search(bare):
        return None
    return _clause_subject(clause, at, kinds)


def _clause_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    start = _clause_start(clause.text, at)
    if (named := grammar("subject.named").search(clause.text, start, at)) and stands_for(named[1], kinds):
        return clause.slots[named[1]], named.start(1)
    if (apposed := grammar("subject.apposed-name").search(clause.text, start, at)) and stands_for(apposed[1], kinds):
        return clause.slots[apposed[1]], apposed.start(1)
    while match := grammar("subject.leading").match(clause.text, start, at):
        start = match.end()
    for i in range(start, at):
        char = clause.text[i]
        if kind_of_char(char) in ("", "C", "D", "U", "T", "B") or clause.text.startswith("'s", i + 1):
            continue
        lead = clause.text[start:i]
        reported = grammar("subject.conjoined").search(lead)
        if stands_for(char, kinds) and len(lead.split()) <= 5 and (reported or not _governed(lead)):
            return clause.slots[char], i
        return None
    return _implied(clause, kinds)


def subject_of_clause(clause: Clause, at: int, kinds: str) -> Place | None:
    """The subject of the clause in which `text[at:]` stands."""
    return _clause_subject(clause, at, kinds)


def main_subject(clause: Clause) -> Slot | None:
    """The slot that the sentence is about: the subject of its first clause, or of what it reports."""
    reported = grammar("subject.reported").search(clause.text)
    if reported:
        match = grammar("subject.first-name").search(clause.text[reported.end() :])
        return clause.slots[match[1]] if match else None
    ends = [m.start() for m in grammar("subject.boundary").finditer(clause.text) if m.start() > 0]
    for end in (*ends[:3], len(clause.text)):
        found = _clause_subject(clause, end, "LIMP")
        if found:
            return found[0]
    return None


def _clause_start(text: str, before: int) -> int:
    start = 0
    for match in grammar("subject.boundary").finditer(text, max(0, before - 1500), before):
        start = match.end()
    return start


def _implied(clause: Clause, kinds: str) -> Place | None:
    if clause.implied is not None and clause.implied.kind in kinds:
        return clause.implied, -1
    laboratory = clause.implied_laboratory
    if (
        laboratory is not None
        and "L" in kinds
        and (clause.implied is None or grammar("subject.tutelles").search(clause.text))
    ):
        return laboratory, -1
    return None
