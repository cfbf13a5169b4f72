"""Parts of known organisations that carry their name: "DTU Nanolab", "Fraunhofer ISE", "IBM Research – Zurich"."""

from __future__ import annotations

from functools import cache

from communique.language.names.extents import KnownOrganisations
from communique.language.names.lexicon import heads, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

_MAX_WORDS = 3
_RESEARCH = frozenset({"research", "recherche", "r&d", "labs", "lab", "innovation", "recherches"})


class BranchNames:
    """Extends known names by the capitalised words that follow directly.

    `defined` holds the short forms that the text defines: two organisations joined by a hyphen are no branch.
    """

    def __init__(self, table: TokenTable, known: KnownOrganisations, defined: frozenset[str]) -> None:
        self._table = table
        self._known = known
        self._defined = defined
        self._heads = heads()
        self._stops = words_of("function_words")
        self._barred = _barred()
        self._modified = words_of("name_context", "context.modified", "context.named-after")
        self._words = NameWords()

    def find(self) -> list[NameSpan]:
        """The spans in text order."""
        spans = []
        for start, end in sorted(self._known.end_of.items()):
            stop = self._end(end)
            if stop > end and not self._modifies(stop) and not self._is_cut(stop) and not self._table.titled[start]:
                spans.append(NameSpan(start, stop, self._kind(end, stop), "context.branch"))
        return spans

    def _end(self, end: int) -> int:
        table = self._table
        stop = end
        hyphen = stop + 1 < len(table) and table.words[stop].text in HYPHENS
        if hyphen and not table.spaced[stop] and not table.spaced[stop - 1] and self._may_follow(stop + 1):
            return stop + 2 if table.words[stop + 1].capital else end
        while stop < len(table) and stop - end < _MAX_WORDS + 1 and table.spaced[stop - 1]:
            if stop > end and self._joins(stop):
                stop += 2
            elif self._may_follow(stop):
                stop += 1
            else:
                break
        if stop > end and table.keys[stop - 1] in _RESEARCH:
            return self._site(stop)
        return stop

    def _joins(self, conjunction: int) -> bool:
        """Recherche & Innovation, Space and Astronomy: an "&" before a capital, an "and" before a subject."""
        table = self._table
        if conjunction + 1 >= len(table) or not self._may_follow(conjunction + 1):
            return False
        word = table.words[conjunction]
        return word.text == "&" or (word.key == "and" and self._words.is_subject(table.words[conjunction + 1]))

    def _site(self, stop: int) -> int:
        """IBM Research – Zurich: the town after a spaced dash."""
        table = self._table
        if stop + 1 < len(table) and table.words[stop].text in HYPHENS and table.spaced[stop]:
            return self._known.places.get(stop + 1, stop)
        return stop

    def _may_follow(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not word.capital or self._table.shouted[i] or i in self._known.end_of:
            return False
        if word.text.endswith(".") or word.text in self._defined:
            return False
        if i in self._known.places or (word.upper and len(word.text) > 4):
            return False
        return word.key not in self._stops and word.key not in self._heads and word.key not in self._barred

    def _is_cut(self, stop: int) -> bool:
        """BP Deepwater Horizon: another capital follows that is no part of a branch."""
        words = self._table.words
        return (
            stop < len(words)
            and self._table.spaced[stop - 1]
            and words[stop].capital
            and words[stop].key in self._barred
        )

    def _modifies(self, stop: int) -> bool:
        """Whether the words only qualify a noun that follows: "NASA Astrophysics Pioneers program"."""
        table = self._table
        if stop >= len(table) or not table.spaced[stop - 1]:
            return stop < len(table) and table.words[stop].text in HYPHENS
        return table.words[stop].number or table.keys[stop] in self._modified

    def _kind(self, end: int, stop: int) -> str:
        words = self._table.words[end:stop]
        researches = any(w.key in _RESEARCH or self._words.is_subject(w) for w in words)
        return LABORATORY if researches or all(w.acronym for w in words if w.alphabetic) else INSTITUTION


@cache
def _barred() -> frozenset[str]:
    """Words that don't go on the name of an organisation, or not as its branch."""
    return (
        words_of("persons", "person.title", "person.role", "person.never")
        | words_of("name_context", "context.press-desk", "context.journal", "context.named-after")
        | words_of("name_context", "context.no-organisation", "context.programme")
        | words_of("first_names")
    ) - _RESEARCH
