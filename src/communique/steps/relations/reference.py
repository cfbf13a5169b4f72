"""What "the laboratory", "it" and "ce centre" refer to: one candidate, or nothing.

The focus follows the sentences of a release. A noun takes the last entity whose name or unit type has that noun in
it; a general noun ("the unit") takes the laboratory that the sentences before are about; a pronoun takes the subject
of the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from communique.findings import EntityFinding
from communique.rules import load_table
from communique.steps.relations.clause import Clause, Slot, kind_of_char, slot_class, stands_for
from communique.steps.relations.wording import fold

REACH: Final = 4
"""Sentences over which a noun reaches back; more is a new topic in most releases."""

_PRONOUN: Final = re.compile(
    r"(?:^|(?<=, )|(?<=; )|(?<=: )|(?<=[.!?] )|(?<=\" )|(?<=\"))(?P<word>it|elle|il|he|she|celui-ci|celle-ci|ce dernier|cette dernière)(?= (?!se agit|faut|y a (?![\w'-]+é )|est (?:prévu|possible|probable|question)|is (?:likely|possible|hoped|planned that|expected that)|convient|reste|semble)[a-zé])"
)
_GOVERNED: Final = re.compile(
    r"(?<![\w'-])(?:of|in|at|by|with|from|for|to|on|within|de|à|par|avec|dans|pour|sur|chez|entre|between|as|the|a) (?:le |la |the |name |nom de )?$"
)
_CLITIC_EN: Final = re.compile(
    r"(?<![\w'-])en (?P<verb>seront|sont|est|sera|deviennent|devient|deviendra|deviendront|étaient|fait|font|feront|fera|fut|était|assure|assurera|prend|prendra|a)"
    r" (?P<noun>(?:(?:aussi|également|désormais|les|la|le|une?|premier|première|nouveau|nouvelle|actuelle?) )*"
    r"(?:membres?(?: fondateurs?)?|partenaires?|parties?|tutelles?|directeur|directrice|codirecteur|codirectrice|présidente?|responsable|coordinateur|coordinatrice|coordination|direction|présidence|pilote|chef|cheffe|administrateur|administratrice|cotutelles?)(?: (?:adjointe?|scientifique|principale?|fondatrice|fondateur))?)(?=[,.;:) ]|$)"
)
_CLITIC_LE: Final = re.compile(
    rf"(?<=[{slot_class('PLIM')}]) (?:le|la|les) (?P<verb>dirige(?:ra|ait)?|codirige(?:ra|ait)?|coordonne(?:ra|ait)?|préside(?:ra|ait)?|pilote(?:ra)?|anime(?:ra)?|gère|gérera|porte(?:ra)?|héberge(?:ra)?|accueille(?:ra)?|rejoint|rejoindra|rejoignent|rejoindront|composent|constituent|remplace(?:ra)?)(?=[ ,.;]|$)"
)
_ELLIPSIS: Final = re.compile(
    r"(?<![\w'-])(?:(?P<verb>are|is|were|will be|sont|est|seront|sera|étaient) (?:also |both |aussi |également |désormais |all |tous )?(?:full |founding |further |the other )?"
    r"(?P<noun>members|partners|involved|participants|membres|partenaires|impliqués|associés|engagés|on board)|(?P<part>(?:will |shall )?(?:also )?(?:take part|takes part|took part|participate|participates)|participent|participeront|participe|participera)|(?P<join>(?:will )?(?:also )?(?:join|joins|joined)(?= as )))(?=[:.,;]|$| through| par le| as )"
)
_PARTIES_ARE: Final = re.compile(
    rf"(?<![\w'-])(?:the |les |our |nos )?(?:(?:other|further|associated|academic|industrial|founding|full|four|three|two|five|six|autres|trois|quatre|deux|cinq) ){{0,2}}"
    rf"(?:(?:partner|participating|member|founding|associated|partnering|supporting) (?:laboratories|labs|institutes|teams|units|institutions|groups|universities|organisations|organizations)|(?:laboratoires|unités|équipes|instituts|établissements|universités) (?:partenaires|impliqués|impliquées|participants|participantes|membres|associés|associées|fondateurs|fondatrices|concernés|concernées)|partners|members|partenaires|membres|membres fondateurs|founding members|participants)"
    rf"(?:,[^,:;{slot_class('LI')}]{{1,40}},)? (?P<verb>are|were|will be|include|sont|seront|étaient|comprennent) (?=[{slot_class('LI')}])"
)
_THEY_ARE: Final = re.compile(
    rf"^(?:they|these|these partners|ce|elles|ils|il se agit de) ?(?P<verb>are|include|sont|seront|will be|)(?: de)? (?=[{slot_class('LI')}])"
)
_POSSESSIVE: Final = re.compile(
    rf"(?<!among )(?<!parmi )(?<!with )(?<!avec )(?<![\w'-])(?:its|their|ses|son|sa|leurs?) (?P<lead>(?:[\w'-]+ ){{0,2}})(?P<what>[{slot_class('L')}]|members?|partners?|membres|partenaires|founding members|tutelles)(?![\w'-])"
)
_AFTER_NOUN: Final = rf"(?= (?!of|de|for|that|which|where|who|qui|que|où|à|at|[{slot_class('LICPU')}])[a-zà-ÿ0-9]|'s?(?: |$)|[,.;:)?!]|$)"


_COUNTS: Final = re.compile(
    r"(?<![\w'-])(?:laboratories|labs|institutes|units|teams|groups|partners|members|laboratoires|unités|équipes|instituts|partenaires|membres|structures)(?![\w'-])"
)
_NEAREST: Final = ("celui-ci", "celle-ci", "ce dernier", "cette dernière")


@dataclass
class Focus:
    """What the sentences so far were about.

    `home` is the laboratory that the whole release is about, if there is one such.
    `subjects`, `named`, `joint` and `told` hold, newest last, the sentence number and the slot of every sentence's
    subject, of every name, of every structure that was said to have parties or members, and of every laboratory
    that was said to be founded. `counted`: the sentence before spoke of laboratories or partners in the plural.
    """

    entities: Mapping[int, EntityFinding]
    home: Slot | None = None
    sentence: int = 0
    subjects: list[tuple[int, Slot]] = field(default_factory=list)
    named: list[tuple[int, Slot]] = field(default_factory=list)
    joint: list[tuple[int, Slot]] = field(default_factory=list)
    told: list[tuple[int, Slot]] = field(default_factory=list)
    counted: bool = False

    def note(self, clause: Clause, subject: Slot | None, joint: Sequence[Slot] = (), told: Sequence[Slot] = ()) -> None:
        """Remembers what a sentence was about, whom it named and which of them has parties; the next sentence begins."""
        self.counted = bool(_COUNTS.search(clause.text))
        self.told += [(self.sentence, slot) for slot in told if slot.kind == "L"]
        self.joint += [(self.sentence, slot) for slot in joint if slot.kind == "L" and len(slot.keys) == 1]
        for char in clause.text:
            if kind_of_char(char) in ("L", "I", "P", "M"):
                self.named.append((self.sentence, clause.slots[char]))
        if subject is not None:
            self.subjects.append((self.sentence, subject))
        self.sentence += 1

    def pronoun(self, word: str) -> Slot | None:
        """What the sentence before was about, if a pronoun like `word` can stand for it.

        For "it" and "il" this is a laboratory that the sentence before told something of; else its subject; else
        the only organisation that it named.
        """
        before = self.sentence - 1
        subject = next((t for s, t in self.subjects[-1:] if s >= before and len(t.keys) == 1), None)
        named = list({t.keys: t for s, t in self.named if s >= before and len(t.keys) == 1}.values())
        if word in ("he", "she"):
            persons = [t for t in named if t.kind == "P"]
            return subject if subject and subject.kind == "P" else persons[0] if len(persons) == 1 else None
        if word in _NEAREST:
            return named[-1] if named else None
        if word == "they":
            return None
        told = list({t.keys: t for s, t in self.told if s >= before and len(t.keys) == 1}.values())
        laboratories = [t for t in named if t.kind == "L"]
        candidates = [
            *(told if len(told) == 1 and (subject is None or subject.kind != "L") else ()),
            *([subject] if subject else ()),
            *(laboratories if len(laboratories) == 1 else ()),
        ]
        gender = "" if word == "it" else "f" if word == "elle" else "m"
        if gender and self.home is not None and _gender(self.entities[self.home.keys[0]]) == gender:
            if not candidates or (candidates[0].kind in "LI" and not _gender(self.entities[candidates[0].keys[0]])):
                return self.home  # a noun of known gender before an acronym of any
        for slot in candidates:
            if slot.kind == "P" and (word == "it" or slot is not subject):
                continue
            known = _gender(self.entities[slot.keys[0]]) if slot.kind in "LI" and gender else ""
            if not known or known == gender:
                return slot
        return None

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
        if not noun.general:
            return None
        topics = [
            (s, t) for s, t in self.subjects if s >= self.sentence - REACH and t.kind in noun.kinds and len(t.keys) == 1
        ]
        if topics:
            return topics[-1][1]
        single = [(s, slot) for s, slot in recent if len(slot.keys) == 1]
        return (self._only(single) if single else None) or home

    def last_organisation(self) -> Slot | None:
        """The organisation that the sentence before was about."""
        topics = [t for s, t in self.subjects if s >= self.sentence - 2 and t.kind in "LI" and len(t.keys) == 1]
        return topics[-1] if topics else self.home

    def structure(self) -> Slot | None:
        """The joint laboratory or network that "its members" belong to: the last one said to have parties, else the topic."""
        joint = [t for s, t in self.joint if s >= self.sentence - REACH]
        if joint:
            return joint[-1]
        topics = [t for s, t in self.subjects if s >= self.sentence - REACH and t.kind == "L" and len(t.keys) == 1]
        return topics[-1] if topics else self.home

    def _only(self, found: Sequence[tuple[int, Slot]]) -> Slot | None:
        """The one candidate of the newest sentence that has any; a subject wins over others."""
        newest = found[-1][0]
        slots = {slot.keys: slot for s, slot in found if s == newest}
        if len(slots) == 1:
            return next(iter(slots.values()))
        subject = next((t for s, t in reversed(self.subjects) if s == newest and t.keys in slots), None)
        return subject

    def _fits(self, slot: Slot, noun: _Noun) -> bool:
        entity = self.entities.get(slot.keys[0])
        if entity is None:
            return False
        words = fold(" ".join([entity.name, *entity.aliases, entity.unit_type or ""]))
        return any(stem in words for stem in noun.stems)


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


def _gender(entity: EntityFinding) -> str:
    """The gender of a French name by its first noun, "" when that is not known."""
    for name in (entity.name, *entity.aliases, entity.unit_type or ""):
        for word in fold(name).split()[:2]:
            if word in _gendered():
                return _gendered()[word]
    return ""


@cache
def _definite() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_nouns(), key=lambda w: (-len(w), w)))
    return re.compile(
        r"(?<![\w'-])(?P<det>the|this|le|la|ce|cet|cette)(?: (?:new|joint|present|said|young|future|latter|research|international|dedicated|franco-\w+|nouvelle?|nouveau|future?|jeune|présente?))*"
        rf" (?P<noun>{words})(?: (?:commune?|mixte|de recherche))?{_AFTER_NOUN}"
    )


def resolve_references(clause: Clause, focus: Focus) -> None:
    """Puts slots in the place of nouns and pronouns that refer to one known organisation or person."""

    implied = [slot for slot in (clause.implied, clause.implied_laboratory) if slot is not None]

    def noun(match: re.Match[str]) -> str | None:
        here = [clause.slots[c] for c in clause.text[: match.start()] if stands_for(c, "LI")]
        return _referring(
            clause, focus.noun(match["noun"], implied, here, near=match["det"] not in ("the", "le", "la")), match
        )

    def pronoun(match: re.Match[str]) -> str | None:
        earlier = _subject_so_far(clause, match.start(), "P" if match["word"] in ("he", "she") else "LI")
        noted = clause.implied if match["word"] not in ("he", "she") else None
        return _referring(clause, earlier or noted or focus.pronoun(match["word"]), match)

    def structure() -> Slot | None:
        noted = (clause.implied_laboratory, clause.implied)
        return focus.structure() or next((n for n in noted if n is not None and n.kind == "L"), None)

    def clitic(match: re.Match[str]) -> str | None:
        char = _referring(clause, structure(), match)
        return f"{match['verb']} {match['noun']} de {char}" if char else None

    def object_clitic(match: re.Match[str]) -> str | None:
        char = _referring(clause, structure(), match)
        return f" {match['verb']} {char}" if char else None

    def ellipsis(match: re.Match[str]) -> str | None:
        if re.search(
            r"\b(?:not|pas|no longer|neither|nor|plus)\b", clause.text[max(0, match.start() - 30) : match.end()]
        ):
            return None
        char = _referring(clause, structure(), match)
        if match["join"]:
            return f"{match['join']} {char}" if char else None
        said = match["part"] or f"{match['verb']} {match['noun']}"
        return f"{said} in {char}" if char else None

    def parties_are(match: re.Match[str]) -> str | None:
        char = _referring(clause, structure(), match)
        return f"{char}'s members {match['verb']} " if char else None

    def possessive(match: re.Match[str]) -> str | None:
        if match["what"] in clause.slots:
            owner = _subject_so_far(clause, match.start(), "I") or clause.implied or focus.last_organisation()
        else:
            owner = _subject_so_far(clause, match.start(), "L") or structure()
        if owner is None or owner.kind not in "LI" or len(owner.keys) != 1:
            return None
        char = _referring(clause, owner, match)
        return f"{char}'s {match['lead'] or ''}{match['what']}" if char else None

    clause.rewrite(_definite(), noun)
    clause.rewrite(_PRONOUN, pronoun)
    clause.rewrite(_CLITIC_EN, clitic)
    clause.rewrite(_CLITIC_LE, object_clitic)
    clause.rewrite(_ELLIPSIS, ellipsis)
    clause.rewrite(_PARTIES_ARE, parties_are)
    if focus.counted:
        clause.rewrite(_THEY_ARE, parties_are)
    clause.rewrite(_POSSESSIVE, possessive)


def _subject_so_far(clause: Clause, at: int, kinds: str) -> Slot | None:
    """What the sentence before `at` speaks of: the first name that no preposition governs."""
    for i in range(clause.text.rfind(";", 0, at) + 1, at):
        char = clause.text[i]
        if stands_for(char, "LIP"):
            governed = _GOVERNED.search(clause.text[max(0, i - 16) : i])
            return clause.slots[char] if stands_for(char, kinds) and not governed else None
    return None


def _referring(clause: Clause, slot: Slot | None, match: re.Match[str]) -> str | None:
    if slot is None:
        return None
    here = clause.source(*match.span())
    return clause.add(replace(slot, span=here, said=(slot.span,) if not slot.said else slot.said)) or None
