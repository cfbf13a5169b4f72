"""Who a predicate speaks of: the part of a form that is written {subject:O~}.

Three cases. A participle or a relative clause speaks of the name right before it, over dates and a common noun in
apposition ("X, a centre in Kyoto that opened in 2007"). A finite verb speaks of the name right before it unless a
preposition governs that one, else of the subject of its clause. A note speaks of what its callout stands on.
One candidate or none: where the words do not tell, there is no subject.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final, Literal

from communique.steps.relations.clause import Clause, Slot, kind_of_char, slot_class, stands_for
from communique.steps.relations.forms import WORD, phrase

Place = tuple[Slot, int]
"""A slot and where it stands in the clause (-1: implied, not in the clause)."""

_SMALL: Final = slot_class("CDU")
_HEADS: Final = slot_class("LIP")
_PREPOSITION: Final = (
    r"(?:of|in|at|by|with|from|for|to|on|under|within|through|between|via|into|like|than|de|à|par|avec|dans|pour|sur|sous|chez|"
    r"entre|vers|selon|depuis|que|sans|against|about|towards?|including|dont|notamment|contre|près de|after|before|après|avant|as|which|that)"
)
_GOVERNED: Final = re.compile(rf"(?<![\w'-]){_PREPOSITION} $")
_AGENT: Final = re.compile(r"(?<![\w'-])(?:by|par|with|avec|between|entre) (?:[\w'-]+ ){0,2}$")
_TRAILING: Final = re.compile(
    r"(?:[\s,(–\"]|(?<![\w'-])(?:also|now|today|jointly|formerly|officially|itself|lui-même|elle-même|aujourd'hui|désormais|également|aussi|alors|then|both)(?![\w'-]))+$"
)
_CONJUNCTION: Final = re.compile(
    r"(?<![\w'-])(?:and|et|then|puis|but|mais|or|ou)(?: (?:also|now|then|is|was|later|aussi|est|ensuite))?$"
)
_VERB: Final = r"(?:is|was|has|had|will|are|were|have|est|sera|ont|sont|était|who|which|qui|que|dont)"
_COPULA: Final = r"(?:is|are|was|were|est|sont|était|sera|remains?|restent?|became|devient|becomes|will be)"
_NOUNS: Final = rf"(?: ?(?!{_VERB}\b|a (?:mis|fait|pris|[\w']+(?:é|i|u))\b){WORD}| [{slot_class('I')}](?= \w)){{1,9}}"
_APPOSITION: Final = re.compile(
    rf"([{_HEADS}])(?: ?\([^()]{{0,80}}\))?(?:,| \(| –| {_COPULA}) ?{_NOUNS}(?: (?:in|à|at|on|en|le|since|depuis) [{_SMALL}])?$"
)
_ADJACENT: Final = re.compile(rf"([{_HEADS}])(?:(?:,? (?:in|à|at|on|en|le|since|depuis))? ?[{_SMALL}])*$")
_INSIDE_APPOSITION: Final = re.compile(rf"([{_HEADS}])(?:,| \(| –) ?(?:(?:a|an|the|un|une|le|la) )?{_NOUNS} ?$")
_NAMED: Final = re.compile(
    rf"(?<![\w'-])(?:baptisée?|named|called|dubbed|nommée?|appelée?|dénommée?|christened|intitulée?),? ([{_HEADS}]),?"
)
_APPOSED_BEFORE: Final = re.compile(rf"[a-zà-ÿ0-9)], ([{_HEADS}]), ?$")
_STRONG: Final = re.compile(
    r"[;:!?]|\"[^\"]{40,1500}\"|^[^\"]{40,1500}\",?|\.(?= )|(?:^|,? )(?:while|whereas|tandis que|alors que|but|mais|where|où|when|lorsque|quand|because|parce que|although|though|bien que|if|si) (?=[\ue000-\uf8ff])"
    r"|(?:, )(?:and|et) (?=[\ue000-\uf8ff],? (?:in|as|le|la|the|which|who|qui) |[\ue000-\uf8ff] (?:is|was|has|had|will|are|were|est|a|sera|ont|sont|en|se|opened|joined|will|ne)\b)"
)
_REPORTED: Final = re.compile(
    r"(?<![\w'-])(?:announced|said|announces?|reported|confirmed|a annoncé|annonce(?:nt)?|ont annoncé|indique(?:nt)?|added)(?: (?:today|hier|aujourd'hui|yesterday))? (?:that|que) "
)
_LEADING: Final = re.compile(
    r"(?:^|(?<= ))(?:in|on|at|en|à|le|au|depuis|since|after|après|with|avec|from|by|for|pour|until|jusqu|jusque|last|as|dès|under|sous|like|comme|during|pendant|based|located|set up|created|"
    r"founded|launched|opened|créée?|fondée?|installée?|née?|ouverte?|lancée?|already|today|aujourd'hui|enfin|finally|now|this|ce|cette|together|outre|apart|besides)\b[^,;:]{0,120}, |(?:it is|it was|ce est|ce était) [^,;:]{0,80} (?:that|que) "
)
_FINITE: Final = re.compile(
    rf"(?:{phrase('be')}|(?:has|have|had|will|shall|should|can|does|did|a|ont|avait|aura|va|vont|doit|doivent|ne|se|en|y|qui)(?![\w'-]))"
)
_ACTIVE_BEFORE: Final = re.compile(
    r"(?<![\w'-])(?:a|ont|avait|avaient|aura|auront|has|have|had|ayant|having|to|will|would|de|pour)(?: (?:also|now|both|jointly|aussi|également|officiellement|conjointement|just))? $"
)
_GERUND: Final = re.compile(r"(?:(?:also|now|today|jointly|aussi|ainsi) )?[a-zà-ÿ-]{3,}(?:ing|ant)\b")
_NOUN: Final = re.compile(
    rf"(?:(?:an?|the|one|une?|le|la|part|in|jointly|conjointement|en)(?![\w'-])|{phrase('unit')}|{phrase('joint')})"
)
_HEADS_KINDS: Final = "LIPM"
_FRONTED: Final = re.compile(
    rf"[^,;:.]{{3,160}}(?:, [^,;:.{_HEADS}]{{3,80}})?, (?:(?:the|le|la) )?([{_HEADS}])(?=(?:,| \(|'s?)? ?[a-zà-ÿ(])"
)
_OBJECT_RELATIVE: Final = re.compile(r"(?<![\w'-])(?:which|that|que) (?:they|it|he|she|we|ils?|elles?|nous|on)$")
_FRENCH_PARTICIPLE: Final = re.compile(r"[\w'-]+(?:é|ée|és|ées|ert|erte|erts|ertes|mis|mise|sis|sise|issue?s?)\b")
_TUTELLES: Final = re.compile(rf"[{slot_class('IU')}][ –:,]*[/{slot_class('I')}]")
_EITHER: Final = re.compile(r"(?:opened|opening|started|launched|formed|founded|ouverte?|set up)\b")
_PLURAL: Final = re.compile(
    r"(?:[\w-]+(?:és|ées|its|ises)\b|both|all|toute?s|tous|(?:two|three|four|deux|trois|quatre) |are\b|were\b|sont\b)"
)


@cache
def _participle() -> re.Pattern[str]:
    words = "|".join(phrase(name) for name in ("created", "run", "led", "hosted"))
    return re.compile(rf"(?:{words})")


Shape = Literal["relative", "finite", "gerund", "apposition", "participle"]
"""What a predicate starts with: a relative pronoun, a finite verb, "bringing", a noun with its article, a participle."""


def shape_of(text: str, *, active: bool) -> Shape:
    """The shape of the predicate that starts `text`; `active`: its first word is a verb, not a participle."""
    if _GERUND.match(text):
        return "gerund"
    if active or (_FINITE.match(text) and not text.startswith("to be ")):
        return "finite"
    return "apposition" if _NOUN.match(text) else "participle"


def subject_of(clause: Clause, at: int, shape: Shape, kinds: str) -> Place | None:
    """The slot that the predicate at `text[at:]` speaks of.

    Args:
        clause: reduced.
        at: where the predicate starts, its relative pronoun included.
        shape: of the predicate.
        kinds: letters of the slots that may be subject.
    """
    if shape == "finite" and _EITHER.match(clause.text, at) and re.search(r"[\ue000-\uf8ff], $", clause.text[:at]):
        return _antecedent(clause, at, kinds)  # "the Atomic Egg, opened in 1957"
    if shape == "finite":
        return _finite_subject(clause, at, kinds)
    if shape == "gerund":
        return _gerund_subject(clause, at, kinds)
    if shape == "participle" and _ACTIVE_BEFORE.search(clause.text[:at]):
        return None
    if (
        shape in ("apposition", "relative")
        and (last := _stripped(clause.text[:at])[-1:])
        and stands_for(last, _HEADS_KINDS)
    ):
        found = (clause.slots[last], len(_stripped(clause.text[:at])) - 1) if stands_for(last, kinds) else None
    else:
        found = _antecedent(clause, at, kinds)
    if found is None or len(found[0].keys) == 1 or _PLURAL.match(clause.text[at : at + 40]):
        return found
    slot, place = found  # "A and B, run by C" speaks of B
    return replace(slot, keys=slot.keys[-1:]), place


def _gerund_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    """ "X was created, bringing together": the subject of the clause; "X bringing together": X."""
    stripped = _stripped(clause.text[:at])
    if stripped and stands_for(stripped[-1], kinds) and not _GOVERNED.search(stripped[:-1]):
        return clause.slots[stripped[-1]], len(stripped) - 1
    return _clause_subject(clause, at, kinds)


def _antecedent(clause: Clause, at: int, kinds: str, depth: int = 0) -> Place | None:
    left = clause.text[:at]
    stripped = _stripped(left)
    opening = not re.search("[\ue000-\uf8ff]", stripped[_clause_start(clause.text, len(stripped)) :])
    if opening and (fronted := _FRONTED.match(clause.text, at)) and stands_for(fronted[1], kinds):
        return clause.slots[fronted[1]], fronted.start(1)
    if not stripped:
        return _implied(clause, kinds)
    if _CONJUNCTION.search(stripped):
        return _of_the_one_before(clause, len(stripped), kinds, depth)
    if (match := _ADJACENT.search(stripped, max(0, len(stripped) - 40))) is not None:
        return _adjacent(clause, match, kinds, separated=left[match.end(1) :].lstrip()[:1] in (",", "(", "–"))
    match = _APPOSITION.search(stripped, max(0, len(stripped) - 200))
    if match and stands_for(match[1], kinds) and not _AGENT.search(stripped[: match.start(1)]):
        return clause.slots[match[1]], match.start(1)
    nothing_named = not re.search(f"[{slot_class(kinds)}]", stripped)
    return _implied(clause, kinds) if nothing_named and len(stripped) < 80 else None


def _adjacent(clause: Clause, match: re.Match[str], kinds: str, *, separated: bool) -> Place | None:
    """The name right before a participle, or the one that it is in apposition to: "X, a branch of Y founded in"."""
    place = match.start(1)
    before = clause.text[:place]
    if _GOVERNED.search(before):
        inside = _INSIDE_APPOSITION.search(before, max(0, place - 160))
        if inside and stands_for(inside[1], kinds):
            return clause.slots[inside[1]], inside.start(1)
        noted = _implied(clause, kinds)
        if noted is not None and not re.search(f"[{_HEADS}]", before):
            return noted  # a note that begins with a common noun: "A joint centre of X and Y, created in 1990"
        if not separated or (_AGENT.search(before) and re.search(f"[{slot_class(kinds)}]", before)):
            return None
    elif not separated and match.end() == match.end(1) and not _FRENCH_PARTICIPLE.match(clause.text, match.end() + 1):
        return None  # "X founded" with X right before is a verb in the past
    return (clause.slots[match[1]], place) if stands_for(match[1], kinds) else None


def _of_the_one_before(clause: Clause, before: int, kinds: str, depth: int) -> Place | None:
    """ "Created in 1990 and run by": what the participle before the conjunction speaks of."""
    start = _clause_start(clause.text, before)
    earlier = [m.start() for m in _participle().finditer(clause.text, start, before)]
    if not earlier or depth > 3:
        return None
    head = clause.text[: earlier[-1]]
    auxiliary = re.search(rf"{phrase('be')} (?:[\w'-]+ )?$", head)
    if auxiliary:
        return _finite_subject(clause, auxiliary.start(), kinds)
    return _antecedent(clause, earlier[-1], kinds, depth + 1)


def _stripped(left: str) -> str:
    match = _TRAILING.search(left)
    return left[: match.start()] if match else left


def _finite_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    left = clause.text[:at].rstrip()
    if _OBJECT_RELATIVE.search(left):
        return None  # "the centre which they opened": the centre is the object
    bare = re.sub(rf"(?:,? (?:in|en|le|on|since|depuis|today|also|now|aussi)? ?[{slot_class('D')}])+$", "", left)
    last = bare[-1:]
    if last in clause.slots:
        place = len(bare) - 1
        if not _GOVERNED.search(clause.text[max(0, place - 14) : place]):
            return (clause.slots[last], place) if stands_for(last, kinds) else None
        if kind_of_char(last) != "C":
            return None
    elif bare and not re.search(
        r"[,)–(|]$|(?<![\w'-])(?:and|et|but|mais|puis|then|or|also|now|aujourd'hui|désormais|aussi|même|itself|elle|il|it|who|which|qui|they|ils|elles|y|en)$",
        bare,
    ):
        return None
    return _clause_subject(clause, at, kinds)


def _clause_subject(clause: Clause, at: int, kinds: str) -> Place | None:
    start = _clause_start(clause.text, at)
    if (named := _NAMED.search(clause.text, start, at)) and stands_for(named[1], kinds):
        return clause.slots[named[1]], named.start(1)
    if (apposed := _APPOSED_BEFORE.search(clause.text, start, at)) and stands_for(apposed[1], kinds):
        return clause.slots[apposed[1]], apposed.start(1)
    while match := _LEADING.match(clause.text, start, at):
        start = match.end()
    for i in range(start, at):
        char = clause.text[i]
        if kind_of_char(char) in ("", "C", "D", "U", "T", "B") or clause.text.startswith("'s", i + 1):
            continue
        lead = clause.text[start:i]
        if stands_for(char, kinds) and len(lead.split()) <= 4 and not _GOVERNED.search(lead):
            return clause.slots[char], i
        return None
    return _implied(clause, kinds)


def subject_of_clause(clause: Clause, at: int, kinds: str) -> Place | None:
    """The subject of the clause in which `text[at:]` stands."""
    return _clause_subject(clause, at, kinds)


def main_subject(clause: Clause) -> Slot | None:
    """The slot that the sentence is about: the subject of its first clause, or of what it reports."""
    reported = _REPORTED.search(clause.text)
    if reported:
        match = re.match(rf"[\w' -]{{0,30}}([{_HEADS}])", clause.text[reported.end() :])
        return clause.slots[match[1]] if match else None
    found = _clause_subject(clause, len(clause.text), "LIMP")
    return found[0] if found else None


def _clause_start(text: str, before: int) -> int:
    start = 0
    for match in _STRONG.finditer(text, max(0, before - 1500), before):
        start = match.end()
    return start


def _implied(clause: Clause, kinds: str) -> Place | None:
    if clause.implied is not None and clause.implied.kind in kinds:
        return clause.implied, -1
    laboratory = clause.implied_laboratory
    if laboratory is not None and "L" in kinds and (clause.implied is None or _TUTELLES.match(clause.text)):
        return laboratory, -1
    return None
