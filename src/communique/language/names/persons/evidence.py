"""What makes a run of capitalised words a person: a title, a first name, a role, a verb of saying, a list."""

from __future__ import annotations

import re

from communique.language.names.persons.runs import RunReader
from communique.language.names.persons.vocabulary import vocabulary
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable, Word

_MAX_REPEATS = 20
"""Other places of a surname that are looked at; a hostile text may repeat one word for ever."""
_MAX_CREDIT = 14
"""Tokens looked back at from a name for the word of a credit or a post."""
_CREDITS = frozenset(
    {"credit", "credits", "photo", "photos", "image", "images", "photograph", "picture", "illustration"}
)
_MAX_SUBJECT = 4
"""Words of a subject between a post and a name: "professor of condensed matter physics"."""
_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ao|ou"
    r"|ia|ie|iu|ua|uo|ui|ue|a|e|i|o|u)){2,3}$"
)
"""Two or three syllables as Chinese given names are romanised."""
_ITEM_OPENERS = frozenset({"\n", "\t", "•", "·", "-", "–", "—", ":", "©", "*"})
_DETERMINERS = frozenset({"the", "le", "la", "l'", "du", "les", "des"})


class PersonEvidence:
    """Weighs the runs of one text."""

    def __init__(self, table: TokenTable, runs: RunReader) -> None:
        self._table = table
        self._runs = runs
        self._words = vocabulary()
        self._subjects = NameWords()
        self._positions: dict[str, list[int]] = {}
        for i, word in enumerate(table.words):
            if word.capital and len(word.text) > 3:
                self._positions.setdefault(word.key, []).append(i)

    def evidence(self, start: int, end: int) -> str | None:
        """The rule that makes the run a person, or None."""
        words = [w for w in self._table.words[start:end] if w.alphabetic and w.key not in self._words.particles]
        if not words or self._named_after(start, end):
            return None
        if self._title_before(start):
            return "person.title"
        if self._parts(start, end) < 2 or self._table.shouted[start]:
            return None
        return self._first_name(start, words) or self._order(start, end, words) or self._use(start, end, words)

    def _first_name(self, start: int, words: list[Word]) -> str | None:
        """A first name that is nothing else opens the run; in a headline it tells nothing."""
        known = self._words
        first = words[0]
        if first.key not in known.first_names or first.acronym or first.key in known.ambiguous:
            return None
        last = words[-1].key
        if last in known.things or last in known.named_after or self._table.titled[start]:
            return None
        subjects = any(self._subjects.is_surely_subject(w) for w in words[1:])
        return None if subjects else "person.first-name"

    def _order(self, start: int, end: int, words: list[Word]) -> str | None:
        """PENG Weishan: the family name in capitals, first."""
        if not _is_eastern_order(words) or (start and self._table.keys[start - 1] in _DETERMINERS):
            return None
        used = words[0].key in self._words.family_names or self._used_as_person(start, end)
        return "person.family-name-first" if used else None

    def _use(self, start: int, end: int, words: list[Word]) -> str | None:
        """What the words around say, for names that no list has."""
        known = self._words
        if any(w.acronym or self._subjects.is_surely_subject(w) or self._is_role(w) for w in words):
            return None
        if self._led_by(start):
            return "person.agent"
        if self._used_as_person(start, end):
            return "person.role"
        if len(words) > 2 and any(_is_initial(w) for w in words[1:-1]) and len(words[-1].text) > 2:
            return "person.initial"
        initials = _is_initial(words[0]) and len(words) > 1 and len(words[-1].text) > 2
        if initials or (_is_initial(words[-1]) and len(words[0].text) > 2 and self._closes(end)):
            return "person.initial"
        if any(w.key in known.things for w in words):
            return None
        if (placed := self._place(start, end)) is not None:
            return placed
        if self._table.titled[start]:
            return None
        parts = self._parts(start, end)
        if parts == 2 and self._stands_free(start) and self._is_chinese(words):
            return "person.family-name"
        if self._contact_follows(end):
            return "person.contact-line"
        return "person.surname" if parts <= 4 and self._stands_free(start) and self._has_surname(start, end) else None

    def _is_chinese(self, words: list[Word]) -> bool:
        """Wang Xiaoming, Wenbo Ma: a family name, before any word or after one of Chinese syllables."""
        known = self._words.family_names
        return words[0].key in known or (words[-1].key in known and _SYLLABLES.match(words[0].key) is not None)

    def _is_affiliated(self, start: int, end: int) -> bool:
        """A line or an item that opens with two or three words, a comma and an organisation."""
        words = self._table.words
        opens = start == 0 or words[start - 1].text in _ITEM_OPENERS or words[start - 1].key in ("credit", "image")
        if not opens or end + 1 >= len(words) or words[end].text != "," or self._parts(start, end) > 3:
            return False
        return self._runs.is_taken(end + 1) or (words[end + 1].key in ("the", "l'") and self._runs.is_taken(end + 2))

    def _place(self, start: int, end: int) -> str | None:
        """Where in its line, or its bracket, a name stands that nothing else speaks for."""
        checks = {
            "person.bracket": self._is_bracketed,
            "person.credit": self._is_credited,
            "person.contact": self._closes_contact,
            "person.affiliated": self._is_affiliated,
        }
        return next((rule for rule, holds in checks.items() if holds(start, end)), None)

    def _is_bracketed(self, start: int, end: int) -> bool:
        """Oslo University Hospital (Mattis Lindqvist Eide): all that a bracket behind an organisation holds."""
        words = self._table.words
        if start < 2 or end >= len(words) or words[start - 1].text != "(" or words[end].text != ")":
            return False
        return self._runs.is_taken(start - 2) and self._parts(start, end) in (2, 3, 4)

    def _is_credited(self, start: int, end: int) -> bool:
        """© MRC/Jonah Pilbeam, Crédit : Inserm / Anna Doe: behind the slash of a credit."""
        words = self._table.words
        if start < 2 or words[start - 1].text not in ("/", "-", "–", ":") or self._parts(start, end) not in (2, 3):
            return False
        for j in range(start - 1, max(-1, start - _MAX_CREDIT), -1):
            if words[j].text in ("\n", "."):
                return False
            if words[j].text == "©" or words[j].key in _CREDITS:
                return True
        return False

    def _closes_contact(self, start: int, end: int) -> bool:
        """CSIC | Head of Communication: Isidoro García: a line that ends with a name behind a post and a colon."""
        words = self._table.words
        if start < 2 or words[start - 1].text != ":" or self._parts(start, end) not in (2, 3):
            return False
        if end < len(words) and words[end].text not in ("\n", ",", ";", "."):
            return False
        for j in range(start - 2, max(-1, start - _MAX_CREDIT), -1):
            if words[j].text in ("\n", ".", ";"):
                return False
            if words[j].key in self._words.roles:
                return True
        return False

    def _contact_follows(self, end: int) -> bool:
        """A telephone number or an address further on in the line."""
        words = self._table.words
        if end >= len(words) or words[end].text not in (",", "(", "–", "-", "—", ":", "|", "\t", "\n", "·"):
            return False
        line = words[end] if words[end].text == "\n" else None
        for j in range(end + (line is not None), min(len(words), end + 18)):
            word = words[j]
            if word.text in ("\n", ".", ";"):
                return False
            if (
                "@" in word.text
                or word.key in self._words.telephone
                or (word.text == "+" and j + 1 < len(words) and words[j + 1].number)
            ):
                return True
        return False

    def _stands_free(self, start: int) -> bool:
        """Whether no determiner or preposition of place stands before: "the Red Sea", "at Jodrell Bank"."""
        return start == 0 or self._table.keys[start - 1] not in self._words.before_things

    def _has_surname(self, start: int, end: int) -> bool:
        """A hyphen between capitals in the last word, or the last word again by itself elsewhere."""
        table = self._table
        last = max((i for i in range(start + 1, end) if table.spaced[i - 1]), default=start)
        if last + 2 < end + 1 and last + 1 < end and table.words[last + 1].text in HYPHENS:
            return True
        key = table.keys[end - 1]
        if last != end - 1 or len(key) < 4:
            return False
        return any(
            not (i and self._runs.is_name_word(i - 1)) and table.words[i].capital and i != end - 1
            for i in self._positions.get(key, ())[:_MAX_REPEATS]
        )

    def _used_as_person(self, start: int, end: int) -> bool:
        return self._said(start, end) or self._role_after(end) or self._role_before(start)

    def list_evidence(self, start: int, end: int, ends: set[int]) -> str | None:
        """A, B and C: two or three words in a list of which the member before is a person."""
        table = self._table
        if not self._may_be_listed(start, end) or start < 2:
            return None
        if table.keys[start - 1] not in (",", "and", "et", "&", ";"):
            return None
        before = start - 1
        if table.words[before - 1].text == ",":
            before -= 1
        if table.words[before - 1].text in ")]":
            opening = next((k for k in range(before - 2, max(0, before - 14), -1) if table.words[k].text in "(["), 0)
            before = opening
        return "person.list" if before in ends else None

    def precedes_person(self, start: int, end: int, starts: set[int]) -> bool:
        """A and B: the member after the "and" or the comma is a person."""
        joined = end < len(self._table) and self._table.keys[end] in (",", "and", "et", "&")
        return joined and end + 1 in starts and self._may_be_listed(start, end) and self._stands_free(start)

    def _may_be_listed(self, start: int, end: int) -> bool:
        """Two to four words, none of which is an acronym, a subject or a role."""
        words = [w for w in self._table.words[start:end] if w.alphabetic]
        if any(w.acronym or self._subjects.is_surely_subject(w) or self._is_role(w) for w in words):
            return False
        if self._named_after(start, end) or words[-1].key in self._words.things:
            return False
        return self._parts(start, end) in (2, 3, 4) and not self._table.shouted[start]

    def _is_role(self, word: Word) -> bool:
        roles = self._words.roles
        return word.key in roles or (word.key.endswith("s") and word.key[:-1] in roles)

    def _led_by(self, start: int) -> bool:
        """dirigé par X Y, headed by X Y."""
        keys = self._table.keys
        return start > 1 and keys[start - 1] in ("par", "by") and keys[start - 2] in self._words.leading

    def _named_after(self, start: int, end: int) -> bool:
        """Whether the name belongs to a street, a prize or a building: "prix X Y", "X Y Street"."""
        table, things = self._table, self._words.named_after
        if start > 0 and table.keys[start - 1] in things:
            return True
        if self._names_chair(start, end):
            return True
        return end < len(table) and table.words[end].capital and table.spaced[end - 1] and table.keys[end] in things

    def _names_chair(self, start: int, end: int) -> bool:
        """The Francis Wright Davis Professor of Physics: a chair named after a person."""
        table = self._table
        if not start or end >= len(table) or not table.words[end].capital:
            return False
        opened = table.keys[start - 1] in ("the", "a") or table.words[start - 1].text in ("'s", "’s")
        return opened and table.keys[end] in self._words.chairs

    def _closes(self, end: int) -> bool:
        return end >= len(self._table) or self._table.words[end].text in (",", ".", ";", ")", "\n", ":")

    def _parts(self, start: int, end: int) -> int:
        """How many words separated by spaces the run has."""
        return 1 + sum(self._table.spaced[i] for i in range(start, end - 1))

    def _title_before(self, start: int) -> bool:
        if start == 0 or self._table.keys[start - 1] not in self._words.titles:
            return False
        return self._table.words[start - 1].capital or self._table.keys[start - 1] in self._words.short_titles

    def _said(self, start: int, end: int) -> bool:
        keys = self._table.keys
        after = end + 1 if end < len(keys) and keys[end] == "," else end
        return (start > 0 and keys[start - 1] in self._words.sayings) or (
            after < len(keys) and keys[after] in self._words.sayings
        )

    def _role_after(self, end: int) -> bool:
        """A comma, bracket, dash or colon and, within a few words, a word for a role."""
        table = self._table
        if end + 1 >= len(table) or table.words[end].text not in (",", "(", "–", "-", "—", ":", "\t"):
            return False
        for j in range(end + 1, min(len(table), end + 9)):
            if table.words[j].text in ".;\n)":
                return False
            if table.keys[j] in self._words.roles:
                return True
            if table.words[j].text == ",":
                return False
        return False

    def _role_before(self, start: int) -> bool:
        """A role right before, in lower case or opening the line ("directeur X Y", "Contact: X Y")."""
        table = self._table
        i = start - 1
        if i >= 0 and table.words[i].text in (",", ":", "\t", "|"):
            i -= 1
        if i > 1 and self._subjects.is_surely_subject(table.words[i]) and not table.words[i].capital:
            i = self._before_subject(i)
        if i < 0 or table.keys[i] not in self._words.roles:
            return False
        return not table.words[i].capital or i == start - 1 or i == 0 or table.words[i - 1].text in "\n.;:\t"

    def _before_subject(self, i: int) -> int:
        """Associate professor of physics: the token before "of" and the subject that ends at i."""
        lowest = max(0, i - _MAX_SUBJECT)
        while i > lowest and self._table.keys[i] not in ("of", "de", "d'", "en", "in"):
            if self._table.words[i].capital or not self._table.words[i].alphabetic:
                return i
            i -= 1
        return i - 1


def _is_eastern_order(words: list[Word]) -> bool:
    """PENG Weishan: the family name in capitals, first."""
    return len(words) == 2 and words[0].upper and len(words[0].text) > 1 and not words[1].upper and words[1].capital


def _is_initial(word: Word) -> bool:
    return word.text.endswith(".") and len(word.text) <= 3
