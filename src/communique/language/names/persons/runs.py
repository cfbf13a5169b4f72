"""Runs of capitalised words that may be persons' names."""

from __future__ import annotations

import re

from communique.language.names.extents import KnownOrganisations
from communique.language.names.lexicon import heads
from communique.language.names.persons.vocabulary import vocabulary
from communique.language.names.spans import NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

_MAX_WORDS = 7
_NAME_PREFIX = re.compile(r"(?:Mc|Mac|De|Du|Des|La|Le|Di|Da|Del|Van|Von|Fitz|Ben|Ter|Ten|[ODL]['’])[A-ZÀ-Ý]")
_SYLLABLE = re.compile(
    r"(?:kk|gg|tt|pp|ss|jj|ch|sh|[bcdghjklmnprstwy])?(?:yeo|yae|ya|ye|yo|yu|wae|wa|weo|wo|we|wi|eo|eu|ae|oe|oo|ou|ui|ee"
    r"|a|e|i|o|u|y)(?:ng|ck|[kgnlmpbtrhsw])?"
)
"""A syllable as Korean given names are romanised."""
_SUFFIXES = frozenset({"Jr.", "Sr.", "II", "III", "IV", "Jr"})


class RunReader:
    """Reads runs of name words; tokens of the spans in `taken` are none."""

    def __init__(self, table: TokenTable, known: KnownOrganisations, taken: list[NameSpan]) -> None:
        self._table = table
        self._taken = bytearray(len(table))
        for span in taken:
            self._taken[span.start : span.end] = b"\x01" * len(span)
        self._words = vocabulary()
        self._subjects = NameWords()
        self._heads = heads()
        self._places = {s for s in known.places if table.keys[s] not in self._words.first_names}

    def is_taken(self, i: int) -> bool:
        """Whether token i belongs to another name."""
        return i < len(self._taken) and bool(self._taken[i])

    def end(self, start: int) -> int | None:
        """The end of the run of name words that starts at `start`; None where none starts there."""
        table = self._table
        if not self._may_start(start):
            return None
        end = start + 1
        while end < len(table) and end - start < 2 * _MAX_WORDS:
            word = table.words[end]
            if word.text in _SUFFIXES and end - start >= 2 and table.spaced[end - 1]:
                return end + 1
            after = self._step(start, end)
            if after is None:
                break
            end = after
        return end

    def _may_start(self, start: int) -> bool:
        table, known = self._table, self._words
        titled = start > 0 and table.keys[start - 1] in known.titles and table.spaced[start - 1]
        if titled and table.keys[start] in known.particles and self._particles_lead_to_name(start):
            return True  # Dr de la Cruz
        if not self.is_name_word(start) or start in self._places or self._is_post(start):
            return False
        if table.keys[start] in known.sayings and table.keys[start] not in known.first_names:
            return False  # Précise Harold Astre
        glued = start > 0 and not table.spaced[start - 1]
        return not glued or (table.words[start - 1].text not in HYPHENS and table.words[start - 1].text not in "°’'")

    def _step(self, start: int, i: int) -> int | None:
        """The end of the next piece of the run, None where the run ends."""
        table = self._table
        word = table.words[i]
        if word.text in HYPHENS and not table.spaced[i] and not table.spaced[i - 1]:
            return self._joined(start, i)
        if not table.spaced[i - 1] and not table.words[i - 1].text.endswith(("'", "’")):
            return None
        if word.key in self._words.particles and self._particles_lead_to_name(i):
            return i + 1
        if self._is_inner_name(i) or self._is_given_name_first(i):
            return i + 1
        if self._opens_syllables(start, i):
            return i + 1
        shouted = word.acronym and len(word.text) > 2
        return i + 1 if self.is_name_word(i) and (not shouted or self._is_surname(start, i)) else None

    def _joined(self, start: int, hyphen: int) -> int | None:
        """What a hyphen joins to a name: García-Bravo, Nkosi-van Wyk, and the syllables of Kim Min-seo."""
        table = self._table
        i = hyphen + 1
        if i >= len(table) or self._taken[i]:
            return None
        if table.words[i].capital:
            return i + 1
        if table.keys[i] in self._words.particles and table.spaced[i] and self._particles_lead_to_name(i):
            return i + 1
        return i + 1 if self._are_syllables(start, hyphen) else None

    def _opens_syllables(self, start: int, i: int) -> bool:
        """Hwang In-kyung: a capital that a hyphen joins to a syllable is a given name, whatever it means elsewhere."""
        table = self._table
        if i + 2 >= len(table) or not table.words[i].capital or table.spaced[i]:
            return False
        hyphen = table.words[i + 1].text in HYPHENS and not table.spaced[i + 1]
        return hyphen and not table.words[i + 2].capital and self._are_syllables(start, i + 1)

    def _are_syllables(self, start: int, hyphen: int) -> bool:
        """Whether two syllables of a Korean given name stand around the hyphen, beside a family name."""
        words = self._table.words
        if not all(_SYLLABLE.fullmatch(w.key) for w in (words[hyphen - 1], words[hyphen + 1])):
            return False
        after = hyphen + 2
        family = {w.key for w in words[start : hyphen - 1]} | {w.key for w in words[after : after + 1] if w.capital}
        return bool(family & self._words.family_names)

    def _is_surname(self, start: int, i: int) -> bool:
        """Geneviève BERGER, Ana GARCÍA LÓPEZ: a word in capitals is a surname after a given name or its first half."""
        table, known = self._table, self._words
        if table.shouted[i] or table.keys[i] in known.acronyms or table.words[start].key == table.keys[i]:
            return table.words[start].key == table.keys[i]
        before = i - 1
        while before > start and (table.keys[before] in known.particles or table.words[before].text in HYPHENS):
            before -= 1
        word = table.words[before]
        if word.upper and len(word.text) > 1:
            return before > start and self._is_surname(start, before)
        return word.key in known.first_names and word.key not in known.ambiguous

    def _is_post(self, i: int) -> bool:
        """Secretary of Energy Ernest Moniz: a subject before a given name belongs to the post."""
        word = self._table.words[i]
        if i + 2 >= len(self._table) or not self._table.spaced[i] or word.key in self._words.first_names:
            return False
        given = self._table.keys[i + 1]
        if given not in self._words.first_names or given in self._words.ambiguous:
            return False
        if not self.is_name_word(i + 2) and self._table.keys[i + 2] not in self._words.particles:
            return False
        return self._subjects.is_surely_subject(word)

    def after_posts(self, start: int, end: int) -> int:
        """Mayor Rahm Emanuel, Research Director Jane Doe: where the name begins after a post in capitals."""
        known = self._words
        for i in range(end - 3, start - 1, -1):
            key = self._table.keys[i]
            if key in known.roles and key not in known.first_names and key not in known.inner and self._table.spaced[i]:
                return i + 1
        return start

    def _particles_lead_to_name(self, i: int) -> bool:
        table = self._table
        for j in range(i, min(i + 3, len(table) - 1)):
            if table.keys[j] not in self._words.particles:
                return False
            if self.is_name_word(j + 1):
                return table.spaced[j] or table.words[j].text.endswith(("'", "’"))
        return False

    def is_name_word(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not word.capital or self._taken[i] or word.text[0].isdigit():
            return False
        if word.text == "St." or (word.mixed and not word.acronym and not _NAME_PREFIX.match(word.text)):
            return False
        if word.key in self._words.titles or word.key in self._words.never:
            return self._is_given_name(i)
        if word.key in self._words.stops or word.key in self._heads:
            return self._is_family_name(i) or self._is_given_name(i)
        return True

    def _is_given_name(self, i: int) -> bool:
        """Grace Hopper, Per Larsen, Franco Rossi: a given name that is another word as well, before a capital."""
        if self._table.keys[i] not in self._words.first_names or i + 1 >= len(self._table):
            return False
        following = self._table.words[i + 1]
        capital = following.capital and following.alphabetic and not following.acronym and not self._taken[i + 1]
        return capital and self._table.spaced[i] and following.key not in self._words.stops

    def _is_inner_name(self, i: int) -> bool:
        """A word that elsewhere is a title or a nationality: Henry M. Morris, Jeffrey Dean Morgan, Tom French."""
        table = self._table
        word = table.words[i]
        if self._taken[i] or not word.capital or table.keys[i - 1] in self._words.titles:
            return False
        if word.key not in self._words.inner:
            return word.text == "M." and i + 1 < len(table) and self.is_name_word(i + 1)
        following = table.words[i + 1] if i + 1 < len(table) else word
        return not following.alphabetic or following.capital or following.key in self._words.particles

    def _is_given_name_first(self, i: int) -> bool:
        """Wenbo Ma: a family name that is another word as well closes the run."""
        word = self._table.words[i]
        family = word.capital and word.key in self._words.family_names and not self._taken[i]
        return family and (i + 1 >= len(self._table) or not self._table.words[i + 1].capital)

    def _is_family_name(self, i: int) -> bool:
        """MA Xiaoluo: a family name in capitals before a given name, where the word means something else as well."""
        table = self._table
        if table.shouted[i] or not table.words[i].upper or table.keys[i] not in self._words.family_names:
            return False
        return i + 1 < len(table) and table.words[i + 1].capital and not table.words[i + 1].upper
