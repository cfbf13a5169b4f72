"""Coined names by their form: acronyms and words with capitals inside, and what only looks like one."""

from __future__ import annotations

import re
from functools import cache

from communique.language.names.lexicon import words_of
from communique.language.tokens import HYPHENS, TokenTable, Word, describe_word
from communique.rules import load_table

_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*){2,}$")
_CENTURY = re.compile(r"[IVXL]+e$")
_MIN_LETTERS = 3


def is_coined(word: Word) -> bool:
    """Whether a word form by itself looks like the short name of an organisation."""
    if not (word.acronym or word.mixed) or word.key in words_of("name_context", "context.no-organisation"):
        return False
    letters = sum(c.isalpha() for c in word.text)
    digits = sum(c.isdigit() for c in word.text)
    if digits > 2 or _CENTURY.match(word.text) or _is_formula(word.text):
        return False
    if any(c in "²³" for c in word.text) or (word.text.endswith("+") and letters < 4):
        return False
    return letters >= _MIN_LETTERS or (letters == 2 and digits == 1)


def is_coined_chunk(table: TokenTable, start: int, end: int) -> bool:
    """Whether a word, with what hyphens join to it, looks like a short name: "E-TEST", "I-Stem", "RID-AGE"."""
    if end == start + 1 or is_coined(table.words[start]):
        return is_coined(table.words[start])
    parts = [w for w in table.words[start:end] if w.alphabetic]
    joined = "".join(w.text for w in parts)
    lettered = len(parts[0].text) == 1 and len(parts) == 2 and parts[1].capital and len(parts[1].text) > 3
    return lettered or (all(w.upper for w in parts) and is_coined(describe_word(joined)))


def _is_formula(text: str) -> bool:
    """BaTiO3, C6H5O7: element symbols with a digit; LN2 and C2RMF are none, nor is anything without small letters."""
    if not _FORMULA.match(text) or not any(c.isdigit() for c in text):
        return False
    symbols = re.findall(r"[A-Z][a-z]?", text)
    if not all(s in _elements() for s in symbols):
        return False
    return any(c.islower() for c in text) or len(re.findall(r"\d+", text)) >= 3


def stands_as_name(table: TokenTable, start: int, end: int) -> bool:
    """Whether the words around allow a coined word at [start, end) to be a name.

    No name: part of a designation ("COVID-19", "ATR 42", "GLP-1"), glued to a bracket ("Cu(C6H5O7)"), or, for a
    word with digits, a modifier ("the H2RG detectors") or a bare object ("mostly MC4R").
    """
    if end < len(table) and (table.words[end].number or table.words[end].text in HYPHENS) and not table.spaced[end - 1]:
        return False
    if end < len(table) and _is_designation(table.words[end]):
        return False
    if end + 1 < len(table) and table.words[end].text == "/" and table.words[end + 1].number:
        return False
    if _is_thing(table, end) or (end < len(table) and table.words[end].text in "®™"):
        return False
    if (
        start > 1
        and table.words[start - 1].text == "("
        and not table.spaced[start - 2]
        and table.words[start - 2].alphabetic
    ):
        return False
    if not any(c.isdigit() for c in table.words[start].text):
        return True
    before = table.keys[start - 1] if start else "\n"
    if sum(c.isalpha() for c in table.words[start].text) < _MIN_LETTERS and before not in _ARTICLES:
        return False  # WP1, FP7; but "au C3M"
    modifies = end < len(table) and table.keys[end].endswith("s") and table.words[end].text.islower()
    return not modifies and before in _openers()


def _is_designation(word: Word) -> bool:
    """A number or code that makes the word before a model, a grant or a star: "ATR 42", "PSR J0437", "PETRA III"."""
    if word.number:
        return word.text not in ("1", "2", "3")
    digits = sum(c.isdigit() for c in word.text)
    return digits > 2 or word.text in ("II", "III", "IV", "V", "VI", "Upgrade")


def _is_thing(table: TokenTable, end: int) -> bool:
    """ASDEX Upgrade, le tokamak; SWOT, a satellite: an apposition that says the name is no organisation's."""
    if end + 2 >= len(table) or table.words[end].text != ",":
        return False
    things = words_of("name_context", "context.thing")
    return any(table.keys[k] in things for k in range(end + 1, min(len(table), end + 5)) if not table.words[k].capital)


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
def _openers() -> frozenset[str]:
    return words_of("name_grammar", "grammar.before-coined") | {"\n", "\t"}


@cache
def _elements() -> frozenset[str]:
    return frozenset(load_table("name_grammar")["grammar.element"].terms)
