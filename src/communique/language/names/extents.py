"""How far an organisation's name reaches from its head word.

To the left stand capitalised words ("Condensed Matter Physics Laboratory"); to the right a phrase with prepositions,
capitalised in English ("Institute for the Science of Light"), mostly in lower case in French ("Laboratoire de
physique des solides"). A name stops where another organisation's begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.language.names.lexicon import Head, heads, words_of
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

MAX_TOKENS = 24
"""The longest extension to one side; longer names than that are runaway matches."""

_AND = frozenset({"and", "&", "et", "y", "e", "und"})
_OF = frozenset({"of", "for", "in", "on", "at"})
_DE = frozenset({"de", "d'", "du", "des"})
_FRENCH = _DE | {"pour", "sur", "en", "aux", "au", "contre"}
_OTHER = frozenset({"del", "do", "da", "dos", "das", "di", "della", "dei", "delle", "dello", "fur", "der", "van", "voor", "von", "para", "zu", "zur", "zum"})  # fmt: skip
_ARTICLES = frozenset({"the", "la", "le", "les", "l'", "los", "las", "el", "die"})
_POSSESSED = frozenset({"women", "children", "men", "king", "queen", "people", "james", "mary", "thomas", "john"})
_ROMAN = frozenset({"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"})
_CAMPUS_OF = frozenset({"california", "texas", "illinois", "wisconsin", "maryland", "michigan", "massachusetts", "carolina", "minnesota", "colorado", "tennessee", "nevada", "hawaii", "alaska", "alabama", "arkansas", "missouri", "nebraska"})  # fmt: skip
_DOING = frozenset({"research", "studies", "excellence", "innovation", "training", "education", "recherche", "recherches", "etudes", "formation", "investigation", "expertise", "lutte"})  # fmt: skip
_PRENOMINAL = frozenset({"hautes", "haute", "hauts", "haut", "grands", "grandes", "grand", "nouvelles", "nouveaux", "petits"})  # fmt: skip
_WORK = frozenset({"recherche", "recherches", "calcul", "donnees", "documentation", "formation", "investigation", "ressources"})  # fmt: skip
_COMPLETE_HEADS = frozenset({"head.laboratory", "head.team", "head.department", "head.division", "head.unit", "head.observatory"})  # fmt: skip
_OPEN_QUOTES = frozenset('“«"‘')
_CLOSE_QUOTES = frozenset('”»"’')


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Where gazetteer organisations stand: `end_of[i]` for those starting at i, `start_of[i]` for those ending at i.

    `institutions` holds the starts of institutions, `places` the starts of places.
    """

    end_of: dict[int, int]
    start_of: dict[int, int]
    institutions: frozenset[int]
    places: dict[int, int]


class Extents:
    """Extends a head word within its line; holds what both directions ask of a token."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._table = table
        self._known = known
        self._heads = heads()
        self._stops = words_of("function_words")
        self._generic = words_of("name_context", "context.generic") | {"state", "key"}
        self._titles = words_of("persons", "person.title", "person.role")
        self._first_names = words_of("first_names")
        self._words = NameWords()

    # -- to the left -------------------------------------------------------------------------------------------

    def left(self, head: int, *, cross_known: bool) -> int:
        """The first token of the name that ends with the head; `head` itself when nothing belongs to it.

        `cross_known`: an organisation of the gazetteer may be part of the name ("MIT Lincoln Laboratory").
        """
        start = head
        limit = max(0, head - MAX_TOKENS)
        while start > limit:
            before = self._step_left(start, limit, cross_known)
            if before is None:
                break
            start = before
        return start

    def _step_left(self, start: int, limit: int, cross_known: bool) -> int | None:
        """The new start of the name when the piece before `start` belongs to it, else None."""
        table = self._table
        i = start - 1
        word = table.words[i]
        if word.text in HYPHENS:
            if i == limit or not table.words[i - 1].alphabetic:
                return None
            if not table.spaced[i] and not table.spaced[i - 1]:
                return i - 1
            return self._dash_left(i, limit) if cross_known and table.spaced[i] and table.spaced[i - 1] else None
        if not table.spaced[i]:
            return i if word.text.endswith(("'", "’")) and self._elides_inside(i, limit) else None
        if word.key in _AND:
            return self._join_left(i, limit)
        if word.text == ",":
            return self._list_left(i, limit)
        if word.text in ("'s", "’s"):
            return i - 1 if i > limit and self._possesses_inside(i - 1) else None
        if i in self._known.start_of and not cross_known:
            return None
        if word.key == "of":
            return self._of_left(i, limit)
        compound = not word.capital and i - 1 > limit and table.words[i - 1].text in HYPHENS
        if compound and word.alphabetic and not table.spaced[i - 1] and table.words[i - 2].capital:
            return i - 2  # Radio-astronomy Observatory
        return i if self._may_stand_left(i) else None

    def _of_left(self, of: int, limit: int) -> int | None:
        """its Future of Computing Institute: "of" inside the name, after one capital that a determiner opens.

        "University of X" before the head is part of the name as well ("University of Massachusetts Medical School").
        """
        table = self._table
        i = of - 1
        if i >= limit and table.keys[i] == "university":
            return i
        if i - 1 < limit or not self._may_stand_left(i) or i in self._known.start_of or table.keys[i] in self._heads:
            return None
        return i if table.keys[i - 1] in ("its", "their") or table.words[i - 1].text in ("'s", "’s") else None

    def _possesses_inside(self, i: int) -> bool:
        """Women's Hospital, King's College, Addenbrooke's Hospital: the possessive is part of the name."""
        keys = self._table.keys
        if keys[i] in _POSSESSED:
            return True
        near = keys[i + 2] in ("hospital", "college", "university")
        return near and self._table.words[i].capital and i not in self._known.places and i not in self._known.start_of

    def _dash_left(self, dash: int, limit: int) -> int | None:
        """The Max Planck – Weizmann Center: partners joined by a spaced dash, after a determiner."""
        i = dash - 1
        while i > limit and self._may_stand_left(i) and self._table.spaced[i] and dash - i <= 3:
            i -= 1
        return i + 1 if i + 1 < dash and self._table.keys[i] in ("the", "le", "la", "l'", "du", "au") else None

    def _elides_inside(self, i: int, limit: int) -> bool:
        """Dumont d'Urville Station: an elision between two capitals."""
        table = self._table
        return table.keys[i] == "d'" and i > limit and table.words[i - 1].capital and table.spaced[i - 1]

    def _may_stand_left(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not word.capital:
            return False
        if word.text.endswith(("'", "’")):
            return False
        if word.key in self._stops:
            return word.upper and len(word.text) > 1 and not self._table.shouted[i]
        return word.key not in self._titles

    def _join_left(self, conjunction: int, limit: int) -> int | None:
        """Across an "and": the words before it must be one or two, of one kind with what follows, after a "the"."""
        table = self._table
        i = conjunction - 1
        while i > limit and self._may_stand_left(i) and table.spaced[i] and conjunction - i <= 3:
            if i in self._known.start_of or table.words[i].acronym or table.keys[i] in self._heads:
                return None
            i -= 1
        first = i + 1
        if first == conjunction or conjunction - first > 3:
            return None
        opener = table.words[i] if i >= 0 else None
        if opener is None:
            return first if self._joins_subjects(conjunction) else None
        if opener.key in _AND and self._joins_subjects(conjunction):
            return self._join_left(i, limit)
        if opener.key in _OF or opener.key in _DE or opener.key in _AND:
            return None
        if opener.text in ("'s", "’s") or opener.key in ("the", "its", "a", "an", "new", "their", "of"):
            return first
        if opener.text == ",":
            return self._list_left(i, limit)
        return first if self._joins_subjects(conjunction) else None

    def _joins_subjects(self, conjunction: int) -> bool:
        """Whether fields of study stand on a side of the "and": "Quantum Circuits and Materials Laboratory"."""
        before, after = self._table.words[conjunction - 1], self._table.words[conjunction + 1]
        return self._words.is_subject(before) or (self._words.is_subject(after) and after.key not in self._heads)

    def _list_left(self, comma: int, limit: int) -> int | None:
        """Across a comma: "Research, Development and Innovation Center" lists subjects."""
        table = self._table
        i = comma - 1
        if i <= limit or not self._words.is_subject(table.words[i]) or not table.words[i].capital:
            return None
        if i in self._known.start_of or i + 1 in self._known.end_of:
            return None
        if not any(table.keys[k] in _AND for k in range(comma + 1, min(len(table), comma + 6))):
            return None
        return i

    # -- to the right ------------------------------------------------------------------------------------------

    def right(self, head: int, style: str, *, start: int | None = None, labelled: bool = False) -> int:
        """The end (exclusive) of the name that begins with, or goes on after, the token `head`.

        `style` is a head's: "english" names go on in capitals, "french" ones in lower case as well. `start` is where
        the name begins when it begins before the head. `labelled`: the token is a label before the name, so that
        "de" and a capital ("l'équipe Talus de l'Inria") lead out of it.
        """
        begin = head if start is None else start
        phrase = _Phrase(begin, head, style, labelled, min(len(self._table), head + MAX_TOKENS))
        end = head + 1
        while end < phrase.limit:
            after = self._step(end, phrase)
            if after is None:
                break
            end = after
        return end

    def _step(self, i: int, phrase: _Phrase) -> int | None:
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
        if word.text in _OPEN_QUOTES:
            return self._quoted(i, phrase)
        if word.key in _AND:
            return self._and(i, phrase)
        if word.key in _OF or word.key in _FRENCH or word.key in _OTHER:
            return self._preposition(i, phrase)
        if word.text in _ROMAN or (word.number and len(word.text) <= 2):
            return i + 1 if table.words[i - 1].capital and self._is_university(phrase.head) else None
        if word.capital:
            return self._capital(i, phrase)
        return self._lower(i, phrase)

    def _is_university(self, head: int) -> bool:
        head_word = self._heads.get(self._table.keys[head])
        return head_word is not None and head_word.rule.startswith("head.universit")

    def _hyphen(self, i: int, phrase: _Phrase) -> int | None:
        table = self._table
        if i + 1 >= phrase.limit:
            return None
        after = table.words[i + 1]
        if not table.spaced[i] and not table.spaced[i - 1] and (after.alphabetic or after.number):
            return i + 2
        dash = table.spaced[i] and table.spaced[i - 1]
        numbered = table.words[i - 1].text in _ROMAN or table.words[i - 1].number
        if dash and numbered and after.capital and not after.acronym and not self.begins_organisation(i + 1):
            return i + 2
        return None

    def _slash(self, i: int, phrase: _Phrase) -> int | None:
        """Meuse/Haute-Marne: a slash inside a complement, never between organisations."""
        table = self._table
        if i + 1 >= phrase.limit or self._head_of(phrase).kind == "institution":
            return None
        before, after = table.words[i - 1], table.words[i + 1]
        complement = table.keys[i - 2] in _DE and i - 2 > phrase.head
        if complement and after.capital and not before.acronym and not after.acronym:
            return None if self.begins_organisation(i + 1) else i + 2
        return None

    def _head_of(self, phrase: _Phrase) -> Head:
        return self._heads.get(self._table.keys[phrase.head]) or self._heads["laboratory"]

    def _quoted(self, i: int, phrase: _Phrase) -> int | None:
        """A quoted name after the head phrase: Department of Chemistry “Giacomo Ciamician”."""
        table = self._table
        for j in range(i + 1, min(phrase.limit, i + 12)):
            word = table.words[j]
            if word.text in _CLOSE_QUOTES:
                return j + 1 if j > i + 1 and table.words[i + 1].capital else None
            if word.text in ".!?;:\n":
                return None
        return None

    def _comma(self, i: int, phrase: _Phrase) -> int | None:
        table = self._table
        if i + 1 >= phrase.limit or not table.spaced[i]:
            return None
        if table.keys[i - 1] in _CAMPUS_OF and table.words[i + 1].capital and not self.begins_organisation(i + 1):
            return i + 2
        if self._is_romance_list(i, phrase):
            return i + 2 if table.words[i + 1].capital else None
        return self._list_item(i + 1, phrase) if self._is_list(i, phrase) else None

    def _is_romance_list(self, comma: int, phrase: _Phrase) -> bool:
        """Energéticas, Medioambientales y Tecnológicas: capitals joined by a Spanish or Portuguese "and"."""
        window = self._table.keys[comma + 2 : comma + 5]
        return phrase.style == "french" and self._table.words[comma - 1].capital and ("y" in window or "e" in window)

    def _is_list(self, comma: int, phrase: _Phrase) -> bool:
        """Whether subjects follow, comma after comma, up to an "and" with a subject, a bracket or the line's end."""
        i = comma
        while i < phrase.limit and self._table.words[i].text == ",":
            after = self._list_item(i + 1, phrase)
            if after is None:
                return False
            i = after
        if i >= len(self._table):
            return True
        closing = self._table.words[i]
        if closing.key in _AND:
            return self._and(i, phrase) is not None and self._names_subjects(comma, i, phrase)
        subjects = i > comma + 3 or phrase.labelled or closing.text in ("(", "\n", "\t", "»")
        return phrase.style != "english" and subjects

    def _names_subjects(self, comma: int, closing: int, phrase: _Phrase) -> bool:
        """Whether a listed English word is surely a subject: it keeps lists of organisations out."""
        if phrase.style != "english":
            return True
        words = self._table.words[phrase.head + 1 : min(phrase.limit, closing + 4)]
        return any(self._words.is_subject(w) for w in words)

    def _list_item(self, i: int, phrase: _Phrase) -> int | None:
        """The end of a subject with its adjectives: "des techniques", "maladies métaboliques", "Informatics"."""
        table = self._table
        if i < phrase.limit and table.keys[i] in _DE and phrase.style != "english":
            i += 1
        if i < phrase.limit and table.keys[i] in _ARTICLES and table.keys[i] != "l'":
            i += 1
        if i >= phrase.limit or self.begins_organisation(i):
            return None
        if phrase.style == "english":
            return self._capital_item(i, phrase.limit)
        word = table.words[i]
        if not self._words.is_subject(word):
            return None
        end = i + 1
        while end < phrase.limit:
            word = table.words[end]
            if self._words.is_adjective(word):
                end += 1
            elif word.key in _DE and (after := self._preposition(end, phrase)) is not None:
                end = after
            else:
                break
        return end

    def _capital_item(self, i: int, limit: int) -> int | None:
        """Up to three capitalised words of which one is a subject: "Natural Gas", "Informatics"."""
        end = i
        while end < limit and self._table.words[end].capital and self._table.words[end].key not in self._heads:
            word = self._table.words[end]
            if not self._is_common(end) or end - i > 2:
                return None
            end += 1
        return end if end > i else None

    def _is_common(self, i: int) -> bool:
        """Whether a capitalised word can be an ordinary one: no acronym, place, organisation or first name."""
        word = self._table.words[i]
        if word.acronym or word.mixed or i in self._known.places or i in self._known.end_of:
            return False
        return word.key not in self._first_names or self._words.is_subject(word)

    def _and(self, i: int, phrase: _Phrase) -> int | None:
        table = self._table
        j = i + 1
        if j >= phrase.limit or table.keys[j] in _OF:
            return None
        preposition = table.keys[j] in _DE
        j += preposition
        if j < phrase.limit and table.keys[j] in _ARTICLES:
            j += 1
        if j + 1 < phrase.limit and table.keys[j] in ("ses", "leurs") and self._words.is_subject(table.words[j + 1]):
            return j + 2  # "en informatique et ses applications"
        if j >= phrase.limit or self.begins_organisation(j):
            return None
        word = table.words[j]
        if not word.alphabetic:
            return None
        if word.capital and not preposition and _has_article(table, i, j) and table.keys[j - 1] != "the":
            return None
        if not word.capital:
            if phrase.style == "english":
                return None
            parallel = table.keys[i - 2] in _ARTICLES and table.keys[j - 1] in _ARTICLES
            fits = (self._words.is_subject(word) and (not _has_article(table, i, j) or preposition or parallel)) or (
                preposition and self._is_plain(j)
            )
            adjectives = self._words.is_adjective(word) and not table.words[i - 1].capital
            coined = phrase.labelled and i == phrase.head + 2 and self._is_plain(j)
            return j + 1 if fits or adjectives or coined else None
        if preposition or table.keys[i] in ("y", "e"):
            return None if word.acronym else j + 1
        if not table.words[i - 1].capital:
            return None
        if self._run_has_subject(j, phrase.limit):
            return j + 1
        return j + 1 if phrase.style != "french" and self._ends_phrase(j, phrase) else None

    def _ends_phrase(self, i: int, phrase: _Phrase) -> bool:
        """Nanostructures and Nanodevices: one or two ordinary capitals close an "of" or "for" phrase."""
        table = self._table
        if not any(table.keys[k] in ("of", "for", "on") for k in range(phrase.head + 1, i)):
            return False
        end = i
        while end < phrase.limit and table.words[end].capital and end - i < 3:
            if not self._is_common(end) or table.keys[end] in self._heads or self._words.is_personal(table.words[end]):
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
            if word.acronym or word.key in self._heads or j in self._known.end_of:
                return False
            found = found or self._words.is_subject(word)
        return found

    def _preposition(self, i: int, phrase: _Phrase) -> int | None:
        table = self._table
        key = table.keys[i]
        j = i + 1
        while j < phrase.limit and (table.keys[j] in _ARTICLES or (key in _DE and table.words[j].text == "2")):
            j += 1
        stops = j >= phrase.limit or self.begins_organisation(j)
        if stops and not (key == "for" and j < phrase.limit and j not in self._known.end_of):
            return self._named_after_owner(i, j, phrase)
        word = table.words[j]
        if not word.alphabetic or not self._governs(i, key, phrase):
            return None
        if word.capital:
            if phrase.labelled and table.words[i - 1].capital:
                return None
            if key in ("in", "en") and not phrase.in_embassy(table) and (j in self._known.places or word.acronym):
                return None
            if word.acronym and key not in ("for", "pour") and not table.shouted[j]:
                return None
            return j + 1
        if phrase.style == "english" or key in _OF:
            return None
        return j + 1 if self._is_plain(j) else None

    def _governs(self, i: int, key: str, phrase: _Phrase) -> bool:
        """Whether the preposition at i belongs to the name: all but "of" and "de" need the right word before them."""
        before = self._table.keys[i - 1]
        if key in _DE or key in _OTHER:
            return phrase.style != "english" or key in _OTHER
        if key == "at":
            return before in _CAMPUS_OF and self._is_university(phrase.head)
        if key == "of":
            return phrase.style != "french" and not self._of_owner(i, phrase)
        if key in ("au", "aux"):
            return phrase.in_embassy(self._table)
        if before in _DOING:
            return True
        if key in ("in", "en"):
            after = self._table.words[i + 1]
            return phrase.in_embassy(self._table) or (
                key == "en" and not after.capital and self._words.is_subject(after)
            )
        if i - 1 == phrase.head or (key != "on" and self._head_phrase_ends(i - 1, phrase)):
            return True
        article = self._table.keys[i + 1] in _ARTICLES
        return key == "pour" and article and self._words.is_subject(self._table.words[i + 2])

    def _of_owner(self, i: int, phrase: _Phrase) -> bool:
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
            return False
        for j in range(i + 1, min(phrase.limit, i + 9)):
            word = table.words[j]
            if word.key == "the" or word.text in HYPHENS:
                continue
            if not word.capital:
                return False
            if word.key in self._heads and j > i + 2:
                return True
        return False

    def _head_phrase_ends(self, i: int, phrase: _Phrase) -> bool:
        """Whether only a proper name or adjectives stand between the head and i: "Institut Fraunhofer pour"."""
        return i - phrase.head <= 2 and all(
            self._table.words[k].capital or self._words.is_adjective(self._table.words[k])
            for k in range(phrase.head + 1, i + 1)
        )

    def _named_after_owner(self, i: int, j: int, phrase: _Phrase) -> int | None:
        """Centre Inria de l'Université X, Centre de recherche du CHUM: the owner makes the name.

        So it is where a centre is named after its institution and the site follows, and where all that stands
        before the owner is the kind of work done.
        """
        table = self._table
        if j not in self._known.end_of or table.keys[phrase.head] != "centre" or table.keys[i] not in _DE:
            return None
        named = self._known.end_of.get(phrase.head + 1) == i
        working = i == phrase.head + 3 and table.keys[i - 1] in _WORK and table.keys[i - 2] in _DE
        return self._known.end_of[j] if named or working else None

    def _capital(self, i: int, phrase: _Phrase) -> int | None:
        table = self._table
        word = table.words[i]
        if i == phrase.head + 1 and i in self._known.end_of and phrase.style != "english":
            return self._known.end_of[i] if table.keys[phrase.head] in ("centre", "institut", "fondation") else None
        the = word.text == "The" and i == phrase.head + 1  # MRC Unit The Gambia
        if self.begins_organisation(i) or (word.key in self._stops and not word.acronym and not the):
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

    def _lower(self, i: int, phrase: _Phrase) -> int | None:
        """A lower-case word without a preposition: an adjective, or a noun that stands beside another."""
        table = self._table
        word = table.words[i]
        if phrase.style == "english" or not word.alphabetic:
            return None
        if phrase.style == "either" and phrase.head + 1 != i and table.keys[phrase.head + 1] in _OF:
            return None
        last = i
        while last + 2 < phrase.limit and table.words[last + 1].text in HYPHENS and not table.spaced[last]:
            last += 2
        participle = table.words[last].text.endswith(("é", "ée", "és", "ées")) and table.words[i - 1].capital
        if participle and i > phrase.head + 1:
            return None  # "le laboratoire commun Boucle prolongé de 5 ans"
        if self._words.is_adjective(table.words[last]) or (last > i and i == phrase.head + 1):
            return last + 1
        before = table.words[i - 1]
        beside = i - 1 > phrase.head and not before.capital
        beside = beside and (self._words.is_subject(before) or before.key in _PRENOMINAL)
        return i + 1 if beside and self._words.is_subject(word) else None

    def begins_organisation(self, i: int) -> bool:
        """Whether another organisation's name starts at token i."""
        if i in self._known.end_of:
            return True
        word = self._table.words[i]
        head = self._heads.get(word.key)
        return head is not None and word.capital and head.right and head.rule != "head.state"

    def _is_plain(self, i: int) -> bool:
        word = self._table.words[i]
        head = self._heads.get(word.key)
        if head is not None and head.kind == "institution" and head.rule != "head.company":
            return False
        return word.alphabetic and not word.capital and word.key not in self._stops and len(word.text) > 2


def _has_article(table: TokenTable, conjunction: int, noun: int) -> bool:
    return noun > conjunction + 1 and table.keys[noun - 1] in _ARTICLES


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    head: int
    style: str
    labelled: bool
    limit: int

    def in_embassy(self, table: TokenTable) -> bool:
        return table.keys[self.head] in ("ambassade", "embassy")
