"""Prepositions inside names: "of" and "de" go on, unless they lead to an owner; others need the right word before."""

from __future__ import annotations

from communique.language.names.extents.reader import Phrase, Reader
from communique.language.tokens import HYPHENS

_COMPLETE_HEADS = frozenset(
    {"head.laboratory", "head.team", "head.department", "head.division", "head.unit", "head.observatory"}
)
"""Heads that, with a name before them, are complete: what follows "of" owns them."""


class PrepositionReader(Reader):
    """Reads a preposition with the word that it governs."""

    def _preposition(self, i: int, phrase: Phrase) -> int | None:
        table = self._table
        key = table.keys[i]
        j = i + 1
        while j < phrase.limit and (
            table.keys[j] in self._grammar.articles or (key in self._grammar.de and table.words[j].text == "2")
        ):
            j += 1
        stops = j >= phrase.limit or self.begins_organisation(j)
        if stops and not (key == "for" and j < phrase.limit and j not in self._known.end_of):
            return self._named_after_owner(i, j, phrase)
        word = table.words[j]
        if (fixed := self._fixed(i, j)) is not None:
            return fixed
        if not word.alphabetic or not self._governs(i, key, phrase):
            return None
        if word.capital:
            if phrase.labelled and table.words[i - 1].capital:
                return None
            if key in ("in", "en") and not self._is_embassy(phrase) and (j in self._known.places or word.acronym):
                return None
            if key == "in" and not self._is_done_in(i, phrase) and not self._words.is_subject(word):
                return None if not self._is_embassy(phrase) else j + 1
            if word.acronym and key not in ("for", "pour") and not table.shouted[j] and not self._qualifies(j, phrase):
                return None
            return j + 1
        if phrase.style == "english" or key in self._grammar.of:
            return None
        if phrase.labelled and i == phrase.head + 2 and table.words[i - 1].capital and self._head_at(j) is not None:
            return None  # l'équipe-projet Rapsodi du centre Inria
        return j + 1 if self._is_plain(j) else None

    def _fixed(self, i: int, j: int) -> int | None:
        """D'outre-mer, en région Centre: complements whose words would stop a name elsewhere."""
        keys = self._table.keys
        if keys[i] in self._grammar.de and keys[j] == "outre" and keys[j + 2 : j + 3] == ["mer"]:
            return j + 3
        capital = j + 1 < len(keys) and self._table.words[j + 1].capital
        return j + 2 if keys[i] == "en" and keys[j] == "region" and capital else None

    def _governs(self, i: int, key: str, phrase: Phrase) -> bool:
        """Whether the preposition at i belongs to the name: all but "of" and "de" need the right word before them."""
        before = self._table.keys[i - 1]
        if key in self._grammar.de or key in self._grammar.other:
            return phrase.style != "english" or key in self._grammar.other
        if key == "at":
            return before in self._grammar.campus_of and self._is_university(phrase.head)
        if key == "of":
            return phrase.style != "french" and not self._of_owner(i, phrase)
        if key in ("au", "aux"):
            return self._is_embassy(phrase)
        if key == "on" and self._is_site(i, phrase):
            return False
        if before in self._grammar.doing:
            return True
        if key in self._grammar.late:
            return "for" in self._table.keys[phrase.head : i] and self._opens_late(i, phrase)
        if key in ("in", "en"):
            after = self._table.words[i + 1]
            return self._is_embassy(phrase) or (self._words.is_subject(after) and after.capital == (key == "in"))
        if i - 1 == phrase.head or (key != "on" and self._head_phrase_ends(i - 1, phrase)):
            return True
        article = self._table.keys[i + 1] in self._grammar.articles
        return key == "pour" and article and self._words.is_subject(self._table.words[i + 2])

    def _is_site(self, on: int, phrase: Phrase) -> bool:
        """Tyndall National Institute on the Lee Maltings site, Cold Water Unit on Monday, Sea Institute on Texel."""
        keys, words = self._table.keys, self._table.words
        if phrase.start < phrase.head:
            after = words[on + 1]
            return keys[on + 1] in self._grammar.articles or (after.capital and not self._words.is_subject(after))
        governed = keys[on - 1] in self._grammar.doing and on - 1 > phrase.head + 2
        return governed and words[on + 1].capital and not self._words.is_subject(words[on + 1])

    def _is_done_in(self, i: int, phrase: Phrase) -> bool:
        """Institute for Research in Biomedicine; not: Joint Institute for Particle Research in Dubna."""
        keys = self._table.keys
        if keys[i - 1] not in self._grammar.doing:
            return False
        return i - 1 <= phrase.head + 2 or not self._table.words[i - 2].capital

    def _qualifies(self, acronym: int, phrase: Phrase) -> bool:
        """Division of ENT Surgery: an acronym before a subject."""
        after = acronym + 1
        if after >= phrase.limit or not self._table.spaced[acronym] or acronym in self._known.end_of:
            return False
        return self._table.words[after].capital and self._words.is_subject(self._table.words[after])

    def _opens_late(self, i: int, phrase: Phrase) -> bool:
        """Centre for Catalysis without Metals: an ordinary capital behind a preposition that only names' ends have."""
        j = i + 1 + (self._table.keys[i + 1] in self._grammar.articles)
        return j < phrase.limit and self._table.words[j].capital and self._is_common(j)

    def _of_owner(self, i: int, phrase: Phrase) -> bool:
        """Whether "of" leads to an owner rather than a subject: a name stands before the head, or a head follows.

        "Salt Rock Mechanics Group of X" is done at the head; "Research Laboratory of Electronics" is not.
        """
        table = self._table
        if phrase.start < phrase.head and self._heads[table.keys[phrase.head]].rule in _COMPLETE_HEADS:
            before = table.words[phrase.head - 1]
            if self._words.is_subject(before) and before.key not in self._generic:
                return True
            if table.keys[i + 1] == "the" and before.key not in self._generic:
                return True
        if i + 1 in self._known.places and i + 1 not in self._known.end_of:
            after = self._head_at(self._known.places[i + 1]) if self._known.places[i + 1] < len(table) else None
            part = self._heads[table.keys[phrase.head]].kind != "institution"
            return part and after is not None and after.kind == "institution" and after.rule != "head.company"
        for j in range(i + 1, min(phrase.limit, i + 9)):
            word = table.words[j]
            if word.key == "the" or word.text in HYPHENS:
                continue
            if not word.capital:
                return False
            if word.key in self._heads and j > i + 2:
                return True
        return False

    def _head_phrase_ends(self, i: int, phrase: Phrase) -> bool:
        """Whether only a proper name or adjectives stand between the head and i: "Institut Fraunhofer pour"."""
        return i - phrase.head <= 2 and all(
            self._table.words[k].capital or self._words.is_adjective(self._table.words[k])
            for k in range(phrase.head + 1, i + 1)
        )

    def _named_after_owner(self, i: int, j: int, phrase: Phrase) -> int | None:
        """Centre Inria de l'Université X, Centre de recherche du CHUM: the owner makes the name.

        So it is where a centre is named after its institution and the site follows, and where all that stands
        before the owner is the kind of work done.
        """
        table = self._table
        if j not in self._known.end_of or table.keys[i] not in self._grammar.de:
            return None
        if table.keys[phrase.head] not in ("centre", "institut"):
            return None
        named = self._known.end_of.get(phrase.head + 1) == i
        working = (
            i == phrase.head + 3 and table.keys[i - 1] in self._grammar.work and table.keys[i - 2] in self._grammar.de
        )
        return self._known.end_of[j] if named or working else None

    def _is_embassy(self, phrase: Phrase) -> bool:
        """Embassies and ministries take along where they stand: "French Embassy in Ghana"."""
        return self._table.keys[phrase.head] in ("ambassade", "embassy")

    def _is_university(self, head: int) -> bool:
        head_word = self._head_at(head)
        return head_word is not None and head_word.rule.startswith("head.universit")
