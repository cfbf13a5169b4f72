"""What the readers of names' extents share: the text, what is known in it, and what a word can be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.language.names.lexicon import Head, heads, words_of
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

MAX_TOKENS = 24
"""The longest extension to one side; longer names than that are runaway matches."""

ROMAN = frozenset({"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"})
OPEN_QUOTES = frozenset('“«"‘')
CLOSE_QUOTES = frozenset('”»"’')


@dataclass(frozen=True, slots=True)
class KnownOrganisations:
    """Where gazetteer organisations stand: `end_of[i]` for those starting at i, `start_of[i]` for those ending at i.

    `institutions` holds the starts of institutions; `places` gives the ends of places by their starts.
    """

    end_of: dict[int, int]
    start_of: dict[int, int]
    institutions: frozenset[int]
    places: dict[int, int]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The name being read to the right: its first token, its head, how it is written, and where to stop at last.

    `labelled`: the head is a label before the name ("l'équipe Talus"), not a part of it.
    """

    start: int
    head: int
    style: str
    labelled: bool
    limit: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """Function words of names, by what they do; folded."""

    conjunction: frozenset[str]
    of: frozenset[str]
    de: frozenset[str]
    french: frozenset[str]
    other: frozenset[str]
    articles: frozenset[str]
    possessed: frozenset[str]
    campus_of: frozenset[str]
    doing: frozenset[str]
    prenominal: frozenset[str]
    work: frozenset[str]
    late: frozenset[str]


@cache
def grammar() -> Grammar:
    """The table `name_grammar`."""
    return Grammar(
        conjunction=words_of("name_grammar", "grammar.and"),
        of=words_of("name_grammar", "grammar.english-preposition", "grammar.late-preposition"),
        de=words_of("name_grammar", "grammar.french-of"),
        french=words_of("name_grammar", "grammar.french-of", "grammar.french-preposition"),
        other=words_of("name_grammar", "grammar.other-preposition"),
        articles=words_of("name_grammar", "grammar.article"),
        possessed=words_of("name_grammar", "grammar.possessor"),
        campus_of=words_of("name_grammar", "grammar.campus-state"),
        doing=words_of("name_grammar", "grammar.activity"),
        prenominal=words_of("name_grammar", "grammar.prenominal"),
        work=words_of("name_grammar", "grammar.work"),
        late=words_of("name_grammar", "grammar.late-preposition"),
    )


class Reader:
    """The base of the readers to the left and to the right."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._table = table
        self._known = known
        self._grammar = grammar()
        self._heads = heads()
        self._stops = words_of("function_words")
        self._generic = words_of("name_context", "context.generic") | words_of("name_grammar", "grammar.generic")
        self._titles = words_of("persons", "person.title", "person.role")
        self._first_names = words_of("first_names")
        self._words = NameWords()

    def begins_organisation(self, i: int) -> bool:
        """Whether another organisation's name starts at token i."""
        if i in self._known.end_of:
            return True
        word = self._table.words[i]
        head = self._heads.get(word.key)
        if head is None or not word.capital or not head.right or head.rule == "head.state":
            return False
        # Centre for Science and Society, Center for Multilingualism in Society
        return word.key != "society" or (i + 1 < len(self._table) and self._table.keys[i + 1] in ("of", "for"))

    def goes_on(self, i: int) -> bool:
        """Whether a hyphen joins a capital to the word: I-Ten."""
        table = self._table
        joined = i + 2 < len(table) and table.words[i + 1].text in HYPHENS and not table.spaced[i]
        return joined and not table.spaced[i + 1] and table.words[i + 2].capital

    def _is_common(self, i: int) -> bool:
        """Whether a capitalised word can be an ordinary one: no acronym, place, organisation or first name."""
        word = self._table.words[i]
        if word.acronym or word.mixed or i in self._known.places or i in self._known.end_of:
            return False
        if word.key in self._titles:
            return False
        return word.key not in self._first_names or self._words.is_subject(word)

    def _is_plain(self, i: int) -> bool:
        word = self._table.words[i]
        head = self._heads.get(word.key)
        if head is not None and head.kind == "institution" and head.rule != "head.company":
            return False
        return word.alphabetic and not word.capital and word.key not in self._stops and len(word.text) > 2

    def _is_body(self, i: int) -> bool:
        """Whether the word is a head other than those of companies: "Technologies" may be a subject."""
        head = self._head_at(i)
        if head is None or head.rule == "head.company":
            return False
        return self._table.keys[i] != "society" or self.begins_organisation(i)

    def _head_at(self, i: int) -> Head | None:
        return self._heads.get(self._table.keys[i])
