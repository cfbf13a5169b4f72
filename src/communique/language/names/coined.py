"""Coined names: acronyms and words with capitals inside, and what only looks like one.

In releases of research institutions most acronyms are organisations; the others are molecules, genes, methods,
missions, models and money. The word's own form tells some of them, the words around tell others, and the text tells
those that it introduces beside an ordinary phrase: "syndrome coronaire aigu (SCA)".
"""

from __future__ import annotations

import re
from functools import cache

from communique.language.names.acronyms import MAX_WINDOW, find_long_form, is_short_form
from communique.language.names.lexicon import heads, labels, words_of
from communique.language.tokens import HYPHENS, TokenTable, Word, describe_word
from communique.rules import load_table

_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*){2,}$")
_NUMERAL = re.compile(r"[IVXL]+[a-e]?$")
_INNER_CAPITAL = re.compile(r"[a-z]{3,}[A-Z](?:[a-z]|$)")
_PLURAL = re.compile(r"[A-Z]{2,}s$")
_SCOTTISH = re.compile(r"Ma?c[A-Z]")
_MIN_LETTERS = 3
_MAX_LINKS = 3
_LINKS = frozenset({"of", "the", "de", "d'", "du", "des", "la", "le", "les", "l'"})
_LABEL_REACH = 8
"""Words before a bracket among which a unit label makes a unit of it: "laboratoire commun de ... (LC3)"."""


def is_coined(word: Word) -> bool:
    """Whether a word form by itself looks like the short name of an organisation."""
    if not (word.acronym or word.mixed) or word.key in words_of("name_context", "context.no-organisation"):
        return False
    text = word.text
    letters = sum(c.isalpha() for c in text)
    digits = sum(c.isdigit() for c in text)
    if digits > 2 or _NUMERAL.match(text) or _SCOTTISH.match(text) or _is_formula(text) or is_plural(text):
        return False
    if _INNER_CAPITAL.match(text):
        return False
    if any(c in "²³" for c in text) or (text.endswith("+") and letters < _MIN_LETTERS + 1):
        return False
    return letters >= _MIN_LETTERS or (letters == 2 and digits == 1)


def is_plural(text: str) -> bool:
    """Whether a short form names several things: "HEIs", "CDTs"."""
    return _PLURAL.match(text) is not None


def is_field(table: TokenTable, start: int) -> bool:
    """In the field of …, dans le domaine des …: whether what begins at `start` is a field of work."""
    i = start - 1
    while i > 0 and start - i <= _MAX_LINKS and table.keys[i] in _LINKS:
        i -= 1
    return 0 <= i < start - 1 and table.keys[i] in words_of("name_context", "context.field")


def is_coined_chunk(table: TokenTable, start: int, end: int) -> bool:
    """Whether a word, with what hyphens join to it, looks like a short name: "E-TEST", "I-Stem", "RID-AGE"."""
    parts = [w for w in table.words[start:end] if w.alphabetic]
    if len(parts) == 1:
        return is_coined(parts[0])
    if any(w.text.islower() for w in parts):
        return False  # ATP-binding; a participle ("CNRS-led") is cut off before
    if is_coined(parts[0]):
        return True
    lettered = len(parts[0].text) == 1 and len(parts) == 2 and parts[1].capital and len(parts[1].text) > _MIN_LETTERS
    return lettered or (all(w.upper for w in parts) and is_coined(describe_word("".join(w.text for w in parts))))


def _is_formula(text: str) -> bool:
    """BaTiO3, C6H5O7: element symbols with a digit; LN2 and C2RMF are none, nor is anything without small letters."""
    if not _FORMULA.match(text) or not any(c.isdigit() for c in text):
        return False
    if not all(s in _elements() for s in re.findall(r"[A-Z][a-z]?", text)):
        return False
    return any(c.islower() for c in text) or len(re.findall(r"\d+", text)) >= _MIN_LETTERS


class CoinedNames:
    """Judges coined words by what stands around them in one text.

    `organisation_ends` holds the tokens before which a name that other rules found ends.
    """

    def __init__(self, table: TokenTable, organisation_ends: frozenset[int]) -> None:
        self._table = table
        self._things = words_of("name_context", "context.thing")
        self._matter = words_of("name_context", "context.matter", "context.thing")
        self._openers = words_of("name_grammar", "grammar.before-coined") | {"\n", "\t"}
        self._programmes = words_of("name_context", "context.programme")
        self._heads = heads()
        self._terms = self._introduced_terms(organisation_ends)

    def stands_as_name(self, start: int, end: int) -> bool:
        """Whether the words around, and the text as a whole, let a coined word at [start, end) be a name."""
        if self._table.keys[start] in self._terms and end == start + 1:
            return False
        checks = (self._is_designation, self._is_thing, self._is_matter, self._is_shouted)
        return not any(check(start, end) for check in checks) and self._admits_digits(start, end)

    def _introduced_terms(self, organisation_ends: frozenset[int]) -> frozenset[str]:
        """The acronyms that stand in brackets after an ordinary phrase: "densité minérale osseuse (DMO)"."""
        table = self._table
        terms: set[str] = set()
        for i in range(1, len(table) - 2):
            if table.words[i].text != "(" or not is_short_form(table.words[i + 1]):
                continue
            before = table.words[i - 1]
            ordinary = before.alphabetic and not before.capital and i not in organisation_ends
            ordinary = ordinary or self._is_programme(i)
            if ordinary and table.words[i + 2].text == ")" and not self._label_before(i):
                terms.add(table.keys[i + 1])
        return frozenset(terms)

    def _is_programme(self, bracket: int) -> bool:
        """Experimental Program to Stimulate Competitive Research (EPSCoR): the words say that it is a programme."""
        table = self._table
        if table.words[bracket - 1].capital and table.keys[bracket - 1] in self._programmes:
            return True
        start = find_long_form(table, table.words[bracket + 1].text, max(0, bracket - MAX_WINDOW), bracket)
        if start is None:
            return False
        keys = table.keys[start:bracket]
        return any(k in self._programmes for k in keys) and not any(k in self._heads for k in keys)

    def _label_before(self, bracket: int) -> bool:
        for i in range(bracket - 1, max(-1, bracket - _LABEL_REACH), -1):
            if self._table.words[i].text in ".;\n":
                return False
            if next(iter(labels().matches_at(self._table.keys, i, bracket)), None) is not None:
                return True
        return False

    def _is_designation(self, start: int, end: int) -> bool:
        """Part of a longer sign: COVID-19, ATR 42, PSR J0437, PETRA III, BAS/1, Cu(C6H5O7), Smart Cut™."""
        table = self._table
        if start > 1 and table.words[start - 1].text == "(" and not table.spaced[start - 2]:
            return table.words[start - 2].alphabetic
        if end >= len(table):
            return False
        after = table.words[end]
        if not table.spaced[end - 1] and (after.number or after.text in HYPHENS or after.text in "®™"):
            return True
        if after.text == "/" and end + 1 < len(table) and table.words[end + 1].number:
            return True
        if after.number:
            return after.text not in ("1", "2", "3")
        digits = sum(c.isdigit() for c in after.text)
        return digits > 2 or after.text in ("II", "III", "IV", "V", "VI", "Upgrade")

    def _is_thing(self, _: int, end: int) -> bool:
        """ASDEX Upgrade, le tokamak; SWOT, a satellite: an apposition that says the name is no organisation's."""
        table = self._table
        if end + 2 >= len(table) or table.words[end].text != ",":
            return False
        ahead = range(end + 1, min(len(table), end + 5))
        return any(table.keys[k] in self._things for k in ahead if not table.words[k].capital)

    def _is_matter(self, start: int, end: int) -> bool:
        """The KRT5 gene, l'enzyme HaeIII, TXNIP and LIX1L: the noun beside it, or its neighbours, are of matter."""
        table = self._table
        before = table.keys[start - 1] if start else ""
        after = table.keys[end] if end < len(table) and table.spaced[end - 1] else ""
        if self._names_matter(before) or after in self._matter or is_field(table, start):
            return True
        return self._is_gene(start - 2) or self._is_gene(end + 1) if self._is_gene(start) else False

    def _names_matter(self, key: str) -> bool:
        return key in self._matter or (key.endswith("s") and key[:-1] in self._matter)

    def _is_gene(self, i: int) -> bool:
        """KRT86, CCL5, STAT6: capitals with a number at the end."""
        if not 0 <= i < len(self._table):
            return False
        text = self._table.words[i].text
        return text[-1].isdigit() and text[0].isupper() and self._table.words[i].acronym

    def _is_shouted(self, start: int, end: int) -> bool:
        """A word of a phrase in capitals: "MODE ET VOIE D'ADMINISTRATION"."""
        table = self._table
        for i in (start - 1, end):
            if 0 <= i < len(table) and (word := table.words[i]).upper and len(word.text) > 1 and word.alphabetic:
                beside = table.spaced[i] if i < start else table.spaced[end - 1]
                if beside and word.key not in words_of("name_context", "context.no-organisation"):
                    return True
        return False

    def _admits_digits(self, start: int, end: int) -> bool:
        """With a digit inside, a word is a name after an article, a preposition or in a list: "au C3M"; no modifier."""
        table = self._table
        word = table.words[start]
        if not any(c.isdigit() for c in word.text):
            return True
        before = table.keys[start - 1] if start else "\n"
        if sum(c.isalpha() for c in word.text) < _MIN_LETTERS and before not in _ARTICLES:
            return False  # WP1, FP7
        modifies = end < len(table) and table.keys[end].endswith("s") and table.words[end].text.islower()
        return not modifies and before in self._openers


_ARTICLES = frozenset({"the", "le", "la", "l'", "du", "au", "et", "and"})


def find_tickers(table: TokenTable) -> frozenset[int]:
    """The tokens of brackets that give stock codes: "(Euronext Paris : TTE)", "(FWB: BAS; OTCQX: BASFY)"."""
    exchanges = words_of("name_context", "context.exchange")
    inside: set[int] = set()
    for i, word in enumerate(table.words):
        if word.text != "(":
            continue
        close = next((k for k in range(i + 1, min(len(table), i + 24)) if table.words[k].text in ")\n"), i)
        keys = table.keys[i + 1 : close]
        if any(key in exchanges for key in keys[:3]) and ":" in keys:
            inside.update(range(i, close))
    return frozenset(inside)


@cache
def _elements() -> frozenset[str]:
    return frozenset(load_table("name_grammar")["grammar.element"].terms)
