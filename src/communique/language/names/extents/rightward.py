"""Names read to the right of their head: "Laboratoire de physique des solides", "Institute for Physics"."""

from __future__ import annotations

from communique.language.names.extents.lists import ListReader
from communique.language.names.extents.reader import CLOSE_QUOTES, MAX_TOKENS, OPEN_QUOTES, ROMAN, Phrase
from communique.language.tokens import HYPHENS


class RightReader(ListReader):
    """Reads piece after piece from the head to the right, until one does not belong to the name."""

    def read(self, head: int, style: str, *, start: int | None = None, labelled: bool = False) -> int:
        """The end (exclusive) of the name that begins with, or goes on after, the token `head`.

        `style` is a head's: "english" names go on in capitals, "french" ones in lower case as well. `start` is where
        the name begins when it begins before the head. `labelled`: the token is a label before the name, so that
        "de" and a capital ("l'équipe Talus de l'Inria") lead out of it.
        """
        begin = head if start is None else start
        phrase = Phrase(begin, head, style, labelled, min(len(self._table), head + MAX_TOKENS))
        end = head + 1
        while end < phrase.limit:
            after = self._step(end, phrase)
            if after is None:
                break
            end = after
        return end

    def _step(self, i: int, phrase: Phrase) -> int | None:
        """The end of the next piece of the name, None where the name stops."""
        table = self._table
        word = table.words[i]
        if word.text == ",":
            return self._comma(i, phrase)
        if word.text in HYPHENS:
            return self._hyphen(i, phrase)
        glued = not table.spaced[i - 1] and not table.words[i - 1].text.endswith(("'", "’"))
        if glued:
            return self._slash(i, phrase) if word.text == "/" else None
        if word.text in OPEN_QUOTES:
            return self._quoted(i, phrase)
        if word.key in self._grammar.conjunction:
            return self._and(i, phrase)
        if word.key in self._grammar.of or word.key in self._grammar.french or word.key in self._grammar.other:
            return self._preposition(i, phrase)
        if (word.text in ROMAN and not self.goes_on(i)) or (word.number and len(word.text) <= 2):
            return i + 1 if self._takes_number(i, phrase) else None
        if word.capital:
            return self._capital(i, phrase)
        return self._lower(i, phrase)

    def _takes_number(self, i: int, phrase: Phrase) -> bool:
        """Université Lyon 1, Fondation Albert II, SYNPLAS-Lab 3: what has a number in its name."""
        table = self._table
        if not table.words[i - 1].capital:
            return False
        head = self._heads[table.keys[phrase.head]].rule if table.keys[phrase.head] in self._heads else ""
        if head == "head.fondation" and table.words[i].text in ROMAN:
            return True
        joined = phrase.start < phrase.head and table.words[phrase.head - 1].text in HYPHENS
        if head == "head.laboratory" and i == phrase.head + 1 and joined and not table.spaced[phrase.head - 1]:
            return i + 1 >= len(table) or not table.words[i + 1].alphabetic
        return self._is_university(phrase.head)

    def _hyphen(self, i: int, phrase: Phrase) -> int | None:
        table = self._table
        if i + 1 >= phrase.limit:
            return None
        after = table.words[i + 1]
        if not table.spaced[i] and not table.spaced[i - 1] and (after.alphabetic or after.number):
            return i + 2
        dash = table.spaced[i] and table.spaced[i - 1]
        numbered = table.words[i - 1].text in ROMAN or table.words[i - 1].number
        if dash and numbered and after.capital and not after.acronym and not self.begins_organisation(i + 1):
            return i + 2
        return None

    def _slash(self, i: int, phrase: Phrase) -> int | None:
        """Meuse/Haute-Marne: a slash inside a complement, never between organisations."""
        table = self._table
        if i + 1 >= phrase.limit or self._is_institution(phrase.head):
            return None
        before, after = table.words[i - 1], table.words[i + 1]
        complement = table.keys[i - 2] in self._grammar.de and i - 2 > phrase.head
        if complement and after.capital and not before.acronym and not after.acronym:
            return None if self.begins_organisation(i + 1) else i + 2
        return None

    def _quoted(self, i: int, phrase: Phrase) -> int | None:
        """A quoted name after the head phrase: Department of Chemistry “Giacomo Ciamician”."""
        table = self._table
        for j in range(i + 1, min(phrase.limit, i + 12)):
            word = table.words[j]
            if word.text in CLOSE_QUOTES:
                return j + 1 if j > i + 1 and table.words[i + 1].capital else None
            if word.text in ".!?;:\n":
                return None
        return None

    def _capital(self, i: int, phrase: Phrase) -> int | None:
        table = self._table
        word = table.words[i]
        if i == phrase.head + 1 and i in self._known.end_of and phrase.style != "english":
            return self._known.end_of[i] if table.keys[phrase.head] in ("centre", "institut", "fondation") else None
        the = word.text == "The" and i == phrase.head + 1  # MRC Unit The Gambia
        place = self._known.places.get(i)
        if place is not None and place > i + 1 and phrase.style != "english":
            return place  # Région Grand Est
        if self.begins_organisation(i) or (
            word.key in self._stops and not word.acronym and not the and not self.goes_on(i)
        ):
            return None
        if word.key in self._titles and not word.acronym:
            return None
        if word.upper and len(word.text) > 3 and not table.shouted[i] and self._shouts_on(i):
            return None
        if phrase.style == "english" and i == phrase.head + 1 and i not in self._known.places:
            return self._known.places.get(i + 1) if word.text == "The" else None
        return i + 1

    def _shouts_on(self, i: int) -> bool:
        table = self._table
        return i + 1 < len(table) and table.words[i + 1].upper and len(table.words[i + 1].text) > 2

    def _lower(self, i: int, phrase: Phrase) -> int | None:
        """A lower-case word without a preposition: an adjective, or a noun that stands beside another."""
        table = self._table
        word = table.words[i]
        if phrase.style == "english" or not word.alphabetic:
            return None
        if phrase.style == "either" and phrase.head + 1 != i and table.keys[phrase.head + 1] in self._grammar.of:
            return None
        last = i
        while last + 2 < phrase.limit and table.words[last + 1].text in HYPHENS and not table.spaced[last]:
            last += 2
        participle = self._words.is_participle(table.words[last]) and table.words[i - 1].capital
        if participle and i > phrase.head + 1:
            return None  # "le laboratoire commun Boucle prolongé de 5 ans"
        if i == phrase.head + 1 and self._words.is_subject(word) and word.key not in self._grammar.doing:
            return i + 1  # Laboratoire ondes et milieux complexes
        if self._words.is_adjective(table.words[last]) or (last > i and i == phrase.head + 1):
            return last + 1
        before = table.words[i - 1]
        beside = i - 1 > phrase.head and not before.capital
        beside = beside and (self._words.is_subject(before) or before.key in self._grammar.prenominal)
        return i + 1 if beside and self._words.is_subject(word) else None

    def _is_institution(self, head: int) -> bool:
        head_word = self._head_at(head)
        return head_word is not None and head_word.kind == "institution"
