"""Puts names in the place of nouns and pronouns: "the laboratory", "it", "ce centre", "its members".

What stays open becomes a slot of no entity: it keeps another name from being taken for the one that is spoken of, and
a fact that speaks of it is an issue, not a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from communique.steps.relations.clause import INSTITUTION, LAB, PERSON, Clause, Replacement, Slot, stands_for
from communique.steps.relations.focus import Focus, kinds_of_noun
from communique.steps.relations.notation import grammar, rewrite

_LEAD: Final = 30
"""Characters before an ellipsis in which a denial of it stands."""


def resolve_references(clause: Clause, focus: Focus) -> None:
    """Puts slots in the place of nouns and pronouns that refer to a known organisation or person."""
    reader = _References(clause, focus)
    passes: list[tuple[str, Replacement]] = [
        *([("reference.noted", reader.noted), ("reference.noted-as", reader.noted_as)] if clause.implied else []),
        ("reference.latter", reader.latter),
        ("reference.ordinal", reader.ordinal),
        ("reference.definite", reader.noun),
        ("reference.demonstrative", reader.noun),
        ("reference.pronoun", reader.pronoun),
        ("reference.there", reader.there),
        ("reference.of-it", reader.of_it),
        ("reference.object-clitic", reader.object_clitic),
        ("reference.ellipsis", reader.ellipsis),
        ("reference.in-it", reader.in_it),
        ("reference.in-charge", reader.in_charge),
        ("reference.object-it", reader.in_it),
        ("reference.join-them", reader.join_them),
        ("reference.attached-there", reader.attached_there),
        ("reference.represented", reader.represented),
        ("reference.board", reader.board),
        ("reference.parties-are", reader.parties_are),
        ("reference.counted-parties", reader.counted_parties),
        ("reference.party-apposed", reader.party_apposed),
        ("reference.party-title", reader.party_title),
        *([("reference.they-are", reader.parties_are)] if focus.counted else []),
        ("reference.possessive", reader.possessive),
    ]
    rewrite(clause, passes)


@dataclass(frozen=True)
class _References:
    """What the references of one clause are replaced with: one method for each row of the grammar."""

    clause: Clause
    focus: Focus

    def noted(self, match: re.Match[str]) -> str | None:
        """ "this company", "cette compagnie maritime", "this facility of X": what a note stands on."""
        implied = self.clause.implied
        if implied is None or not self.focus.may_be_called(implied, match["noun"] or match["alone"]):
            return None
        char = self._slot(implied, match)
        owner = match["owner"] or match["behind"]
        return f"{char} de {owner}" if char and owner else char or None

    def noted_as(self, match: re.Match[str]) -> str | None:
        """ "c'est l'un des", in a note."""
        implied = self.clause.implied
        char = self._slot(implied, match) if implied is not None and implied.kind in "LI" else ""
        return f"{char} {match['be']}" if char else None

    def noun(self, match: re.Match[str]) -> str | None:
        """ "the laboratory", "ce centre"."""
        clause = self.clause
        implied = [slot for slot in (clause.implied, clause.implied_laboratory) if slot is not None]
        here = [clause.slots[c] for c in clause.text[: match.start()] if stands_for(c, "LI")]
        near = match["det"] not in ("the", "le", "la")
        found = self.focus.noun(match["noun"], implied, here, near=near)
        return self._slot(found, match) or self._open(
            LAB if "L" in kinds_of_noun(match["noun"]) else INSTITUTION, match
        )

    def pronoun(self, match: re.Match[str]) -> str | None:
        """ "it", "elle", "celui-ci"."""
        person = match["word"] in ("he", "she")
        earlier = self._subject_so_far(match.start(), "P" if person else "LI")
        implied = self.clause.implied
        noted = implied if implied is not None and (implied.kind == PERSON or not person) else None
        found = earlier or noted or self.focus.pronoun(match["word"])
        return self._slot(found, match) or self._open(PERSON if person else LAB, match)

    def latter(self, match: re.Match[str]) -> str | None:
        """ "the latter", "ce dernier": the name that stands last before the part in which it is said."""
        start = max(self.clause.text.rfind(sign, 0, match.start()) for sign in ";:")
        text = grammar("reference.brackets").sub("", self.clause.text[: max(start, 0)])
        named = [self.clause.slots[c] for c in text if stands_for(c, "LIMP")]
        beside = [self.clause.slots[c] for c in self.clause.text[start + 1 : match.start()] if stands_for(c, "LIMP")]
        if len(beside) > 1:
            named = beside
        elif beside and start < 0 and self.clause.implied is not None:
            return None  # in a note, of what it stands on
        found = self.focus.latter(match["word"], named)
        return self._slot(found, match) or self._open(LAB, match)

    def ordinal(self, match: re.Match[str]) -> str | None:
        """ "la première", "the second": of as many laboratories as the sentence before has named."""
        found = self.focus.one_of_several("first" if match["first"] else "second" if match["second"] else "third")
        if found is not None:
            found = replace(found, said=found.said or (found.span,))
            words = match["first"] or match["second"] or match["third"]
            here = self.clause.source(match.end() - len(words), match.end())
            return f"{'; ' if match['comma'] else ''}{self.clause.add(replace(found, span=here))}"
        return None

    def of_it(self, match: re.Match[str]) -> str | None:
        """ "en sont membres" """
        char = self._slot(self._structure_before(match.start()), match)
        noun = match["noun"] + " prenante" * match["noun"].endswith(
            "partie"
        )  # of what the text is about: a member of it
        return f"{match['verb']} {noun} de {char}" if char else None

    def object_clitic(self, match: re.Match[str]) -> str | None:
        """ "X le dirige" """
        char = self._slot(self._structure_before(match.start()), match)
        return f" {match['verb']} {char}" if char else None

    def ellipsis(self, match: re.Match[str]) -> str | None:
        """ "are also partners" """
        if self.clause.scene is not None or self.clause.outside:
            return None  # the rules of taking part read it as it stands, or nobody takes part
        if grammar("reference.denied").search(self.clause.text, max(0, match.start() - _LEAD), match.end()):
            return None
        char = self._slot(self._structure(), match)
        if not char:
            return None
        if match["join"]:
            return f"{match['join']} {char}"
        return f"{match['part'] or match['verb'] + ' ' + match['noun']} in {char}{':' if match['list'] else ''}"

    def in_it(self, match: re.Match[str]) -> str | None:
        """ "four laboratories contribute to it", "two take part in it, A and B" """
        part = self.clause.text.rfind(";", 0, match.start())
        earlier = self._subject_so_far(part, "LI") if part > 0 else None
        char = self._slot(earlier or self.clause.implied or self.focus.pronoun("it"), match)
        return f"{match['prep']} {char}{':' if match['list'] else ''}" if char else None

    def in_charge(self, match: re.Match[str]) -> str | None:
        """ "are jointly in charge", "share the supervision": of what was spoken of."""
        if any(stands_for(c, "L") for c in self.clause.text[: match.start()]):
            return None
        implied = self.clause.implied
        char = self._slot(implied if implied is not None and implied.kind == LAB else self.focus.topic(), match)
        return f"{match[0]} {'for' if match[0].endswith('responsible') else 'of'} {char}" if char else None

    def join_them(self, match: re.Match[str]) -> str | None:
        """ "X will join them" """
        char = self._slot(self._structure_before(match.start()), match)
        return f" {match['verb']} {char}" if char else None

    def attached_there(self, match: re.Match[str]) -> str | None:
        """ "X et Y y sont rattachés" """
        char = self._slot(self.clause.implied or self.focus.topic() or self._structure(), match)
        return f"{match['verb']} à {char}" if char else None

    def represented(self, match: re.Match[str]) -> str | None:
        """ "Tunisia is represented by X" """
        char = self._slot(self._structure(), match)
        return f"{match['verb']} in {char} {match['by']}" if char else None

    def board(self, match: re.Match[str]) -> str | None:
        """ "the supervisory board will be chaired by" """
        owner = self._subject_so_far(match.start(), "LI") or self.focus.topic() or self._structure()
        char = self._slot(owner, match)
        return f"{match['det']} {match['board']} de {char}" if char else None

    def party_apposed(self, match: re.Match[str]) -> str | None:
        """ "two further members, A and B, joined" """
        char = self._slot(self._subject_so_far(match.start(), "L") or self._structure(), match)
        return f"{char}'s members are " if char else None

    def parties_are(self, match: re.Match[str]) -> str | None:
        """ "the other partners are", "they are" """
        char = self._slot(self._structure(), match)
        return f"{char}'s members {match['verb']} " if char else None

    def counted_parties(self, match: re.Match[str]) -> str | None:
        """ "three laboratories will work together:", "its three laboratories are" """
        char = self._slot(self._structure(), match)
        return (
            f"{char}'s members {'will be' if grammar('roster.to-come').search(match.group()) else 'are'} "
            if char
            else None
        )

    def there(self, match: re.Match[str]) -> str | None:
        """ "y participent A et B" """
        char = self._slot(self._structure(), match)
        return f"{char}'s members are " if char else None

    def party_title(self, match: re.Match[str]) -> str | None:
        """ "Partners: A and B", "Host institution: A"."""
        char = self._slot(self.focus.topic() or self._structure(), match)
        runs = grammar("reference.running-title").search(match.group()) is not None
        return f"{char}'s {'tutelles' if runs else 'members'} are " if char else None

    def possessive(self, match: re.Match[str]) -> str | None:
        """ "its members", "son laboratoire X" """
        owner: Slot | None
        if match["what"] in self.clause.slots or grammar("reference.parts").fullmatch(match["what"]):
            owner = (
                self._owner_beside(match.start())
                or self._subject_so_far(match.start(), "I")
                or self._last_named(match.start())
                or self.clause.implied
                or self.focus.last_organisation()
            )
        elif grammar("reference.seat").fullmatch(match["what"]):
            owner = self._subject_so_far(match.start(), "LI") or self.clause.implied or self.focus.pronoun("it")
        else:
            copula = grammar("reference.copula").search(self.clause.text, 0, match.start())
            subject = None if copula else self._subject_so_far(match.start(), "L")  # "X and Y are its members"
            owner = subject or self._run_by(match["what"]) or self._structure_before(match.start())
        if owner is None or owner.kind not in "LI" or len(owner.keys) != 1:
            return None
        char = self._slot(owner, match)
        return f"{char}'s {match['lead'] or ''}{match['what']}" if char else None

    def _run_by(self, what: str) -> Slot | None:
        """What "its supervisory authorities" run: what the note stands on, or what the sentence before speaks of."""
        if not grammar("reference.owners").fullmatch(what):
            return None
        found = self.clause.implied or self.focus.pronoun("it")
        return found if found is not None and found.kind == LAB else None

    def _owner_beside(self, at: int) -> Slot | None:
        """The owner in "X and its Y", "X through its Y", "X through its Y and its Z"."""
        match = grammar("reference.owner").search(self.clause.text, max(0, at - 30), at)
        if match and (first := grammar("reference.owned").search(self.clause.text, 0, match.start(1))):
            return self._owner_beside(first.start()) or self._subject_so_far(first.start(), "I")
        return self.clause.slots[match[1] or match[2]] if match else None

    def _last_named(self, at: int) -> Slot | None:
        """The organisation that the clause names last before `at`, where the clause speaks of a person."""
        clause = self.clause
        named = [clause.slots[c] for c in clause.text[:at] if stands_for(c, "LIP")]
        if not named or named[0].kind != PERSON or len(named[-1].keys) != 1:
            return None
        return named[-1] if named[-1].kind in (INSTITUTION, LAB) else None

    def _structure(self) -> Slot | None:
        if self.clause.scene is not None and self.clause.near:
            return self.clause.scene
        noted = (self.clause.implied_laboratory, self.clause.implied)
        return self.focus.structure() or next((n for n in noted if n is not None and n.kind == "L"), None)

    def _structure_before(self, at: int) -> Slot | None:
        """What "its members" are members of: what was said to have some, the only one before a semicolon, the topic."""
        if (joint := self.focus.last_joint(reach=1)) is not None:
            return joint
        part = self.clause.text.rfind(";", 0, at)
        before = [self.clause.slots[c] for c in self.clause.text[: max(part, 0)] if stands_for(c, "L")]
        single = {slot.keys: slot for slot in before if len(slot.keys) == 1}
        here = {self.clause.slots[c].keys for c in self.clause.text[part + 1 : at] if stands_for(c, "L")}
        return next(iter(single.values())) if len(single) == 1 and not single.keys() & here else self._structure()

    def _subject_so_far(self, at: int, kinds: str) -> Slot | None:
        """What the sentence before `at` speaks of: the first name that no preposition governs.

        Behind a semicolon this is a name of that part; where it has none, one of the part before.
        """
        end = at
        while end > 0:
            start = self.clause.text.rfind(";", 0, end) + 1
            first = self._first_name(start, end)
            if first >= 0:
                char = self.clause.text[first]
                return self.clause.slots[char] if stands_for(char, kinds) and not self._is_governed(first) else None
            end = start - 1
        return None

    def _first_name(self, start: int, end: int) -> int:
        text = self.clause.text
        return next((i for i in range(start, end) if stands_for(text[i], "LIP") and text[i + 1 : i + 3] != "'s"), -1)

    def _is_governed(self, at: int) -> bool:
        before = self.clause.text[max(0, at - 16) : at]
        return grammar("reference.governed").search(before) is not None

    def _slot(self, found: Slot | None, match: re.Match[str]) -> str:
        """The character for what the words of `match` refer to."""
        if found is None:
            return ""
        here = self.clause.source(*match.span())
        return self.clause.add(replace(found, span=here, said=found.said or (found.span,)))

    def _open(self, kind: str, match: re.Match[str]) -> str | None:
        """A slot of no entity, for words whose reference stays open."""
        return self.clause.add(Slot(kind, (), self.clause.source(*match.span()))) or None
