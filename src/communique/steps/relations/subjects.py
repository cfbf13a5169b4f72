"""Who a predicate speaks of: the part of a form that is written {subject:O~}.

Three cases. A participle or a relative clause speaks of the name right before it, over commas, dates and a common noun
in apposition ("X, a centre in Kyoto that opened in 2007"). A finite verb speaks of the name right before it unless a
preposition governs that one, else of the subject of its clause. A note speaks of what its callout stands on.
One candidate or none: where the words do not tell, there is no subject.
"""

from __future__ import annotations

import re
from typing import Final

from communique.steps.relations.clause import ANY_SLOT, Clause, Slot, kind_of_char, slot_class, stands_for
from communique.steps.relations.forms import WORD, phrase

_SMALL: Final = slot_class("CDUT")
_HEADS: Final = slot_class("LIP")
_PREPOSITION: Final = (
    r"(?:of|in|at|by|with|from|for|to|on|under|within|through|between|via|into|like|than|de|à|par|avec|dans|pour|sur|sous|chez|"
    r"entre|vers|selon|depuis|que|sans|against|about|towards?|including|dont|notamment|contre|près de|between|after|before|après|avant|as)"
)
_GOVERNED: Final = re.compile(rf"(?<![\w'-]){_PREPOSITION} $")
_AGENT: Final = re.compile(r"(?<![\w'-])(?:by|par|with|avec|between|entre) $")
_TRAILING: Final = re.compile(
    r"(?:[\s,(–\"]|(?<![\w'-])(?:also|now|today|jointly|formerly|officially|itself|lui-même|elle-même|aujourd'hui|désormais|également|aussi|alors|and|et|then|puis|mais|but|or|,)(?![\w'-]))+$"
)
_CONJUNCTION: Final = re.compile(
    r"(?<![\w'-])(?:and|et|then|puis|but|mais|or|ou)(?: (?:also|now|then|is|was|aussi|est))? *$"
)
_APPOSITION: Final = re.compile(
    rf"([{_HEADS}])(?:(?:,? (?:in|à|at|on|en|le|since|depuis))? ?[{_SMALL}])*"
    rf"(?:,| \(| –)? ?(?:a|an|the|un|une|le|la|one of|un de|une de|premier|première|first)? ?(?:(?!(?:is|was|has|had|will|are|were|est|a|sera|ont|sont)\b){WORD} ){{0,8}}$"
)
_STRONG: Final = re.compile(
    r"[;:!?]|\.(?= )|(?:^|,? )(?:while|whereas|tandis que|alors que|but|mais|where|où|when|lorsque|quand|because|parce que|although|though|bien que|if|si) (?=[\ue000-\uf8ff])|(?:, )(?:and|et) (?=[\ue000-\uf8ff] (?:is|was|has|had|will|are|were|est|a|sera|ont|sont|en|se|opened|joined|will)\b)"
)
_LEADING: Final = re.compile(
    r"(?:^|(?<= ))(?:in|on|at|en|à|le|au|depuis|since|after|après|with|avec|from|by|for|pour|until|jusqu|last|as|dès|under|sous|like|comme|during|pendant|based|located|set up|created|founded|launched|opened|créée?|fondée?|installée?|née?|ouverte?|lancée?|already|today|aujourd'hui|enfin|finally|now|this|ce|cette)\b[^,;:]{0,120}, "
)
_FINITE: Final = re.compile(
    rf"{phrase('be')}|(?:has|have|had|will|shall|should|can|does|did|a|ont|avait|aura|va|vont|doit|doivent|ne|se|en|y|qui)(?![\w'-])"
)


def subject_of(clause: Clause, at: int, relative: bool, finite: bool, kinds: str) -> tuple[Slot, int] | None:
    """The slot that the predicate at `text[at:]` speaks of, and its place (-1: implied, not in the clause).

    Args:
        clause: reduced.
        at: where the predicate starts, its relative pronoun included.
        relative: it starts with a relative pronoun.
        finite: it starts with a finite verb; a participle otherwise.
        kinds: letters of the slots that may be subject.
    """
    if relative or not finite:
        return _antecedent(clause, at, kinds)
    return _finite_subject(clause, at, kinds)


def starts_finite(text: str) -> bool:
    """Whether a predicate starts with an auxiliary or a pronoun that only a finite verb has."""
    return bool(_FINITE.match(text))


def _antecedent(clause: Clause, at: int, kinds: str) -> tuple[Slot, int] | None:
    left = clause.text[:at]
    conjoined = bool(_CONJUNCTION.search(left))
    left = left[: len(left) - len(m.group())] if (m := _TRAILING.search(left)) else left
    if not left:
        return _implied(clause, kinds)
    if not conjoined:
        match = _APPOSITION.search(left, max(0, len(left) - 160))
        if match and stands_for(match[1], kinds) and not _AGENT.search(left[: match.start(1)]):
            return clause.slots[match[1]], match.start(1)
        if match and not stands_for(match[1], kinds) and match.end(1) == len(left):
            return None
    return _nearest_head(clause, len(left), kinds)


def _nearest_head(clause: Clause, before: int, kinds: str) -> tuple[Slot, int] | None:
    start = _clause_start(clause.text, before)
    for i in range(before - 1, start - 1, -1):
        if stands_for(clause.text[i], kinds) and not _GOVERNED.search(clause.text[max(0, i - 14) : i]):
            return clause.slots[clause.text[i]], i
    return _implied(clause, kinds) if not re.search(f"[{slot_class(kinds)}]", clause.text[:before]) else None


def _finite_subject(clause: Clause, at: int, kinds: str) -> tuple[Slot, int] | None:
    left = clause.text[:at].rstrip()
    bare = re.sub(rf"(?:,? (?:in|en|le|on|since|depuis|today|also|now|aussi)? ?[{slot_class('D')}])+$", "", left)
    last = bare[-1:]
    if last in clause.slots:
        place = len(bare) - 1
        if stands_for(last, kinds) and not _GOVERNED.search(clause.text[max(0, place - 14) : place]):
            return clause.slots[last], place
        if kind_of_char(last) != "C":
            return None
    elif bare and not re.search(
        r"[,)–(]$|(?<![\w'-])(?:and|et|but|mais|puis|then|or|also|now|aujourd'hui|désormais|aussi|même|itself|elle|il|it|qui|which)$",
        bare,
    ):
        return None
    return _clause_subject(clause, at, kinds)


def _clause_subject(clause: Clause, at: int, kinds: str) -> tuple[Slot, int] | None:
    start = _clause_start(clause.text, at)
    while match := _LEADING.match(clause.text, start, at):
        start = match.end()
    for i in range(start, at):
        char = clause.text[i]
        if kind_of_char(char) in ("", "C", "D", "U"):
            continue
        lead = clause.text[start:i]
        if stands_for(char, kinds) and len(lead.split()) <= 4 and not _GOVERNED.search(lead):
            return clause.slots[char], i
        return None
    return _implied(clause, kinds)


def main_subject(clause: Clause) -> Slot | None:
    """The slot that the sentence is about: the subject of its first clause."""
    found = _clause_subject(clause, len(clause.text), "LIMP")
    return found[0] if found else None


def _clause_start(text: str, before: int) -> int:
    start = 0
    for match in _STRONG.finditer(text, max(0, before - 1500), before):
        start = match.end()
    return start


def _implied(clause: Clause, kinds: str) -> tuple[Slot, int] | None:
    return (clause.implied, -1) if clause.implied and clause.implied.kind in kinds else None


_ = ANY_SLOT
