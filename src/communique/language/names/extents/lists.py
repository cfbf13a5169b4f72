"""Commas and conjunctions inside names: "Faculty of Arts, Science and Education", "des sciences et techniques"."""

from __future__ import annotations

from communique.language.names.extents.prepositions import PrepositionReader
from communique.language.names.extents.reader import Phrase
from communique.language.names.lexicon import labels
from communique.language.tokens import HYPHENS


class ListReader(PrepositionReader):
    """Reads what a comma or an "and" joins to a name, where it is a subject and no organisation or person."""

    def _comma(self, i: int, phrase: Phrase) -> int | None:
        table = self._table
        if i + 1 >= phrase.limit or not table.spaced[i]:
            return None
        if (
            table.keys[i - 1] in self._grammar.campus_of
            and table.words[i + 1].capital
            and not self.begins_organisation(i + 1)
        ):
            return i + 2
        if self._is_serial_comma(i, phrase):
            listed = "," in table.keys[phrase.head : i]
            return self._and(i + 1, phrase) if listed else None
        if self._is_romance_list(i, phrase):
            return i + 2 if table.words[i + 1].capital else None
        return self._list_item(i + 1, phrase) if self._is_list(i, phrase) else None

    def _is_serial_comma(self, comma: int, phrase: Phrase) -> bool:
        """Sciences, Engineering, and Medicine: a comma before the "and" that closes a list."""
        return comma + 1 < phrase.limit and self._table.keys[comma + 1] in self._grammar.conjunction

    def _is_romance_list(self, comma: int, phrase: Phrase) -> bool:
        """Energéticas, Medioambientales y Tecnológicas: capitals joined by a Spanish or Portuguese "and"."""
        window = self._table.keys[comma + 2 : comma + 5]
        return phrase.style == "french" and self._table.words[comma - 1].capital and ("y" in window or "e" in window)

    def _is_list(self, comma: int, phrase: Phrase) -> bool:
        """Whether subjects follow, comma after comma, up to an "and" with a subject, a bracket or the line's end."""
        i = comma
        while i < phrase.limit and self._table.words[i].text == ",":
            if i > comma and self._is_serial_comma(i, phrase):
                return self._and(i + 1, phrase) is not None and self._names_subjects(i + 1, phrase)
            after = self._list_item(i + 1, phrase)
            if after is None:
                return False
            i = after
        if i >= len(self._table):
            return True
        closing = self._table.words[i]
        if closing.key in self._grammar.conjunction:
            if phrase.labelled and i > comma + 3 and self._and(i, phrase) is None:
                return True  # l'UMR Systématique, évolution, biodiversité et l'Institut …
            return self._and(i, phrase) is not None and self._names_subjects(i, phrase)
        subjects = i > comma + 3 or phrase.labelled or closing.text in ("(", "\n", "\t", "»")
        return phrase.style != "english" and subjects

    def _names_subjects(self, closing: int, phrase: Phrase) -> bool:
        """Whether a listed English word is surely a subject: it keeps lists of organisations out."""
        english = phrase.style == "either" and self._table.keys[phrase.head + 1] in self._grammar.of
        if phrase.style != "english" and not english:
            return True
        words = self._table.words[phrase.head + 1 : min(phrase.limit, closing + 4)]
        return any(self._words.is_subject(w) for w in words)

    def _list_item(self, i: int, phrase: Phrase) -> int | None:
        """The end of a subject with its adjectives: "des techniques", "maladies métaboliques", "Informatics"."""
        table = self._table
        if i < phrase.limit and table.keys[i] in self._grammar.de and phrase.style != "english":
            i += 1
        if i < phrase.limit and table.keys[i] in self._grammar.articles:
            if table.keys[i] == "l'" and not self._is_ministry(phrase.head):
                return None
            i += 1
        if i >= phrase.limit or self.begins_organisation(i):
            return None
        word = table.words[i]
        english = phrase.style == "either" and table.keys[phrase.head + 1] in self._grammar.of
        if phrase.style == "english" or (english and word.capital):
            return self._capital_item(i, phrase.limit)
        if self._is_ministry(phrase.head) and word.capital:
            return i + 1 + (i + 1 < phrase.limit and self._is_plain(i + 1))  # "du Travail, du Plein emploi et de …"
        if not self._words.is_subject(word) or self._begins_description(i):
            return None
        end = i + 1
        while end < phrase.limit:
            word = table.words[end]
            if self._words.is_adjective(word):
                end += 1
            elif word.key in self._grammar.de and (after := self._preposition(end, phrase)) is not None:
                end = after
            else:
                break
        return end

    def _is_ministry(self, head: int) -> bool:
        return self._table.keys[head] in ("ministere", "secretariat")

    def _begins_description(self, i: int) -> bool:
        """PEAU-LINK, structure commune à: a label or a head after a comma says what the name is."""
        if self._table.keys[i] in self._heads:
            return True
        return next(iter(labels().matches_at(self._table.keys, i, len(self._table))), None) is not None

    def _capital_item(self, i: int, limit: int) -> int | None:
        """Up to three capitalised words of which one is a subject: "Natural Gas", "Informatics"."""
        end = i
        while end < limit and self._table.words[end].capital and not self._is_body(end):
            if not self._is_common(end) or end - i > 2:
                return None
            end += 1
        return end if end > i else None

    def _and(self, i: int, phrase: Phrase) -> int | None:
        table = self._table
        j = i + 1
        if j >= phrase.limit or table.keys[j] in self._grammar.of:
            return None
        preposition = table.keys[j] in self._grammar.de
        j += preposition
        if j < phrase.limit and table.keys[j] in self._grammar.articles:
            j += 1
        if j + 1 < phrase.limit and table.keys[j] in ("ses", "leurs") and self._words.is_subject(table.words[j + 1]):
            return j + 2  # "en informatique et ses applications"
        if j >= phrase.limit or self.begins_organisation(j):
            return None
        word = table.words[j]
        if not word.alphabetic or (word.key in self._titles and not word.capital):
            return None
        if word.capital and not preposition and self._has_article(i, j) and not self._closes_with_the(i, j, phrase):
            return None
        if not word.capital:
            if phrase.style == "english" or (j > i + 1 and word.key in self._heads):
                return None  # … et de l'équipe Biomécanique des racines
            article = table.keys[j - 1]
            parallel = article in self._grammar.articles and (
                table.keys[i - 2] in self._grammar.articles or article in table.keys[phrase.head + 1 : i]
            )
            fits = (self._words.is_subject(word) and (not self._has_article(i, j) or preposition or parallel)) or (
                preposition and self._is_plain(j)
            )
            adjectives = self._words.is_adjective(word) and not table.words[i - 1].capital and j == i + 1
            twins = word.text.endswith("s") and table.words[i - 1].text.endswith("s") and j == i + 1
            adjectives = adjectives or (twins and self._is_plain(j) and not table.words[i - 1].capital)
            coined = phrase.labelled and i == phrase.head + 2 and j == i + 1 and self._is_plain(j)
            return j + 1 if fits or adjectives or coined else None
        if preposition or table.keys[i] in ("y", "e"):
            return None if word.acronym else j + 1
        before = i - 2 if table.keys[i - 1] == "," else i - 1
        if not table.words[before].capital:
            return None
        if self._run_has_subject(j, phrase.limit):
            return j + 1
        return j + 1 if phrase.style != "french" and self._ends_phrase(j, phrase) else None

    def _closes_with_the(self, conjunction: int, i: int, phrase: Phrase) -> bool:
        """Institute of Architecture and the City: "the" before the last of several subjects."""
        keys = self._table.keys
        if keys[i - 1] != "the" or i in self._known.places or not self._is_common(i):
            return False
        joined = any(key in self._grammar.conjunction for key in keys[phrase.head : conjunction])
        if keys[phrase.head + 1] in ("of", "for") and not joined:
            after = self._table.words[i + 1] if i + 1 < len(keys) and self._table.spaced[i] else None
            return after is None or not (after.capital or after.key in self._grammar.conjunction)
        return "," in keys[phrase.head : conjunction] and self._words.is_subject(self._table.words[i])

    def _ends_phrase(self, i: int, phrase: Phrase) -> bool:
        """Nanostructures and Nanodevices: one or two ordinary capitals close an "of" or "for" phrase."""
        table = self._table
        if not any(table.keys[k] in ("of", "for", "on") for k in range(phrase.head + 1, i)):
            return False
        end = i
        while end < phrase.limit and table.words[end].capital and end - i < 3:
            if end > i and table.words[end].acronym:
                break
            twins = end in self._known.places and table.words[i - 2].capital and i - 2 in self._known.places
            if not twins and not self._is_common(end):
                return False
            if self._is_body(end) or self._words.is_first_name(table.words[end]):
                return False
            end += 1
        return end - i <= 2

    def _run_has_subject(self, i: int, limit: int) -> bool:
        """Whether the capitalised words from i on hold a subject and none is an organisation's head or acronym."""
        found = False
        for j in range(i, min(limit, i + 6)):
            word = self._table.words[j]
            if word.text in HYPHENS:
                continue
            if not word.capital:
                break
            if word.acronym and j > i + 1:
                break  # Snow and Avalanche Research SLF
            if word.acronym or self._is_body(j) or j in self._known.end_of:
                return False
            found = found or self._words.is_subject(word)
        return found

    def _has_article(self, conjunction: int, noun: int) -> bool:
        return noun > conjunction + 1 and self._table.keys[noun - 1] in self._grammar.articles
