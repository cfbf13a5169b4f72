"""How far an organisation's name reaches from its head word.

To the left stand capitalised words ("Condensed Matter Physics Laboratory"); to the right a phrase with prepositions,
capitalised in English ("Institute for the Science of Light"), mostly in lower case in French ("Laboratoire de
physique des solides"). A name stops where another organisation's begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.language.names.lexicon import heads, words_of
from communique.language.tokens import HYPHENS, TokenTable

MAX_TOKENS = 24
"""The longest extension to one side; longer names than that are runaway matches."""

_AND = frozenset({"and", "&", "et", "y", "e", "und", "i"})
_ENGLISH = frozenset({"of", "for", "in", "on"})
_FRENCH = frozenset({"de", "d'", "du", "des", "pour", "sur", "en", "aux", "au"})
_OTHER = frozenset({"del", "do", "da", "dos", "das", "di", "della", "dei", "delle", "dello", "degli", "fur", "der", "van", "voor", "von", "per", "para", "der", "zur", "zum"})  # fmt: skip
_ARTICLES = frozenset({"the", "la", "le", "les", "l'", "los", "las", "el", "das", "die"})
_POSSESSED = frozenset({"women", "children", "men", "king", "queen", "people", "st", "james", "mary", "thomas"})
_ROMAN = frozenset({"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"})
_CAMPUS_OF = frozenset({"california", "texas", "illinois", "wisconsin", "maryland", "michigan", "massachusetts", "carolina", "minnesota", "colorado", "tennessee", "nevada"})  # fmt: skip
_ADJECTIVE_ENDINGS = (
    "ique", "iques", "al", "ale", "ales", "aux", "aire", "aires", "el", "els", "elle", "elles", "if", "ifs", "ive",
    "ives", "eux", "euse", "euses", "ien", "iens", "ienne", "iennes", "ois", "oise", "oises", "ain", "aine", "aines",
    "ée", "ées", "és", "ible", "ibles", "able", "ables", "ais", "aise", "aises", "estre", "estres", "in", "ine", "ines",
)  # fmt: skip
_NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "logie", "logies", "graphie", "isme", "ité", "ités", "ance", "ences", "ence", "metrie", "métrie", "nomie", "thérapie", "chimie", "ique", "iques", "ologie", "scopie", "stique")  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Where gazetteer organisations stand: `end_of[i]` for those starting at i, `start_of[i]` for those ending at i."""

    end_of: dict[int, int]
    start_of: dict[int, int]
    institutions: frozenset[int]


class Extents:
    """Extends a head word within its line; holds what both directions ask of a token."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._table = table
        self._known = known
        self._heads = heads()
        self._stops = words_of("function_words")
        self._nouns = words_of("subject_words", "subject.french")
        self._adjectives = words_of("subject_words", "subject.french-adjective")
        self._subjects = words_of("subject_words", "subject.english", "subject.french")

    # -- to the left -------------------------------------------------------------------------------------------

    def left(self, head: int, *, cross_known: bool) -> int:
        """The first token of the name that ends with the head; `head` itself when nothing belongs to it.

        `cross_known`: a known institution may be part of the name ("MIT Lincoln Laboratory").
        """
        table = self._table
        start = head
        i = head - 1
        limit = max(0, head - MAX_TOKENS)
        while i >= limit:
            word = table.words[i]
            if not table.spaced[i] and word.text not in HYPHENS and table.words[i + 1].text not in HYPHENS:
                if word.text not in "'’" and not word.text.endswith(("'", "’")):
                    break
            if word.text in HYPHENS:
                if table.spaced[i] or i == 0 or table.spaced[i - 1]:
                    break
                i -= 1
                continue
            if word.key in _AND or word.text == ",":
                if i - 1 >= limit and self._joins_left(i):
                    i -= 1
                    continue
                break
            if word.text in ("'s", "’s"):
                if i >= 1 and table.keys[i - 1] in _POSSESSED:
                    i -= 1
                    continue
                break
            if not self._may_stand_left(i, cross_known):
                break
            if i in self._known.start_of and not cross_known:
                break
            start = i
            i -= 1
        return start

    def _may_stand_left(self, i: int, cross_known: bool) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not word.capital:
            return (
                word.number
                and word.text.isdigit()
                and len(word.text) < 3
                and i > 0
                and self._table.words[i - 1].capital
            )
        if word.key in self._stops or word.text.endswith(("'", "’")):
            return word.upper and len(word.text) > 1 and not self._table.shouted[i]
        head = self._heads.get(word.key)
        return head is None or not (head.kind == "institution" and not cross_known)

    def _joins_left(self, i: int) -> bool:
        """Whether the "and" or comma at i joins words of one name: subjects on both sides, no organisation."""
        before = i - 1
        word = self._table.words[before]
        if before in self._known.start_of or not word.capital or word.acronym or word.key in self._stops:
            return False
        if self._heads.get(word.key) is not None:
            return False
        return word.key in self._subjects or self._table.keys[i + 1] in self._subjects

    # -- to the right ------------------------------------------------------------------------------------------

    def right(self, head: int) -> int:
        """The end (exclusive) of the name that begins with, or goes on after, the head."""
        table = self._table
        end = head + 1
        limit = min(len(table), head + MAX_TOKENS)
        i = end
        phrase = False  # inside "of ..." or "de ..."
        while i < limit:
            nxt = self._step(i, end, phrase, limit)
            if nxt is None:
                break
            phrase = phrase or table.words[i].alphabetic
            end = i = nxt
        return end

    def _step(self, i: int, end: int, phrase: bool, limit: int) -> int | None:
        """The end of the next piece of the name, None where the name stops."""
        table = self._table
        word = table.words[i]
        if word.text in HYPHENS:
            return self._hyphen(i, limit)
        if word.text in ("“", "«", '"', "‘") and table.spaced[i - 1]:
            return self._quoted(i, limit)
        if not table.spaced[i - 1] and not table.words[i - 1].text.endswith(("'", "’")):
            return self._glued(i)
        if word.text == ",":
            return self._comma(i, limit)
        if word.key in _AND:
            return self._and(i, limit)
        if word.key in _FRENCH or word.key in _ENGLISH or word.key in _OTHER:
            return self._preposition(i, limit)
        if word.text in _ROMAN or (word.number and len(word.text) <= 2):
            return i + 1 if self._numbers_a_university(i) else None
        if word.capital:
            return self._capital(i)
        return i + 1 if self._is_adjective(word.text, word.key) else None

    def _hyphen(self, i: int, limit: int) -> int | None:
        table = self._table
        if i + 1 >= limit:
            return None
        nxt = table.words[i + 1]
        if not table.spaced[i] and not table.spaced[i - 1] and nxt.alphabetic:
            return i + 2
        spaced_dash = table.spaced[i] and table.spaced[i - 1]
        numbered = table.words[i - 1].text in _ROMAN or table.words[i - 1].number
        if spaced_dash and numbered and nxt.capital and not nxt.acronym and not self._begins_organisation(i + 1):
            return i + 2
        return None

    def _quoted(self, i: int, limit: int) -> int | None:
        """A quoted name after the head phrase: Department of Chemistry “Giacomo Ciamician”."""
        table = self._table
        for j in range(i + 1, min(limit, i + 8)):
            if table.words[j].text in ("”", "»", '"', "’"):
                return j + 1 if table.words[i + 1].capital else None
            if not (table.words[j].capital or table.keys[j] in _FRENCH or table.words[j].text in HYPHENS):
                return None
        return None

    def _glued(self, i: int) -> int | None:
        table = self._table
        word = table.words[i]
        if word.text == "/" and i + 1 < len(table) and table.words[i + 1].capital:
            before = table.words[i - 1]
            if not (before.acronym or table.words[i + 1].acronym or self._begins_organisation(i + 1)):
                return i + 2
        return None

    def _comma(self, i: int, limit: int) -> int | None:
        table = self._table
        if i + 1 >= limit or not table.spaced[i]:
            return None
        nxt = table.words[i + 1]
        if table.keys[i - 1] in _CAMPUS_OF and nxt.capital and not self._begins_organisation(i + 1):
            return i + 2
        j = i + 1
        if table.keys[j] in _FRENCH:
            j += 1
        if j < limit and table.keys[j] in _ARTICLES:
            j += 1
        if j >= limit or table.keys[j] not in self._subjects:
            return None
        if table.words[j].capital != self._is_title_phrase(i - 1):
            return None
        return self._after_list(j, limit)

    def _after_list(self, j: int, limit: int) -> int | None:
        """The end of the item at j if its list is closed by "and" and a subject."""
        table = self._table
        end = j + 1
        while (
            end < limit
            and table.words[end].alphabetic
            and (self._is_adjective(table.words[end].text, table.keys[end]) or table.keys[end] in self._subjects)
        ):
            end += 1
        for k in range(end, min(limit, end + 12)):
            if table.keys[k] in _AND:
                return end if self._and(k, limit) is not None else None
            word = table.words[k]
            if word.text in ".;:()\n\t":
                return None
        return None

    def _and(self, i: int, limit: int) -> int | None:
        table = self._table
        if i + 1 >= limit:
            return None
        j = i + 1
        if table.keys[j] in _ENGLISH:
            return None
        preposition = table.keys[j] in _FRENCH
        if preposition:
            j += 1
        if j < limit and table.keys[j] in _ARTICLES and (preposition or table.keys[j] == "the"):
            j += 1
        if j >= limit or self._begins_organisation(j):
            return None
        word = table.words[j]
        title = self._is_title_phrase(i - 1)
        if word.capital:
            return j + 1 if title and (word.key in self._subjects or word.text.endswith(_ENGLISH_NOUNS)) else None
        if title and not preposition:
            return None
        if word.key in self._nouns or word.text.endswith(_NOUN_ENDINGS) or self._is_adjective(word.text, word.key):
            return j + 1
        return j + 1 if preposition and self._is_plain(j) else None

    def _preposition(self, i: int, limit: int) -> int | None:
        table = self._table
        english = table.keys[i] in _ENGLISH
        j = i + 1
        while j < limit and (table.keys[j] in _ARTICLES or (not english and table.words[j].text == "2")):
            j += 1
        if j >= limit or self._begins_organisation(j):
            return None
        word = table.words[j]
        if table.keys[i] in ("in", "en", "on", "au") and word.capital:
            studied = table.keys[i - 1] in ("research", "studies", "excellence", "innovation", "training", "recherche")
            return j + 1 if studied and not word.acronym else None
        if word.capital and word.alphabetic:
            if word.acronym and not table.shouted[j] and table.keys[i] in _FRENCH:
                return None
            return j + 1
        if english or not word.alphabetic:
            return None
        return j + 1 if self._is_plain(j) else None

    def _capital(self, i: int) -> int | None:
        if self._begins_organisation(i):
            return None
        word = self._table.words[i]
        if word.key in self._stops and not word.acronym:
            return None
        return i + 1

    def _begins_organisation(self, i: int) -> bool:
        if i in self._known.end_of:
            return True
        word = self._table.words[i]
        head = self._heads.get(word.key)
        return head is not None and word.capital and head.right

    def _numbers_a_university(self, i: int) -> bool:
        return self._table.words[i - 1].capital

    def _is_title_phrase(self, i: int) -> bool:
        """Whether the word before is a capitalised one: then so is what is joined to it."""
        return self._table.words[i].capital

    def _is_adjective(self, text: str, key: str) -> bool:
        if key in self._stops:
            return False
        return key in self._adjectives or (len(text) > 4 and text.endswith(_ADJECTIVE_ENDINGS))

    def _is_plain(self, i: int) -> bool:
        word = self._table.words[i]
        return word.alphabetic and not word.capital and word.key not in self._stops and len(word.text) > 2


_ENGLISH_NOUNS = ("ics", "logy", "tion", "ment", "ing", "ence", "ance", "try", "ities", "ity", "ure", "phy", "nomy", "ies", "isms", "ness")  # fmt: skip
