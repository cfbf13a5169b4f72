"""Organisations of the core table, and cities, where they stand in the text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.language.names.lexicon import term_keys, words_of
from communique.language.names.spans import PLACE, NameSpan
from communique.language.names.terms import TermTrie
from communique.language.tokens import HYPHENS, TokenTable, Word, describe_word
from communique.registry.core import CoreOrganisation, core_organisations
from communique.rules import load_table

_ROMAN = frozenset({"ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of an organisation or a place; `rule` says which sort of form it is."""

    text: str
    words: tuple[Word, ...]
    kind: str
    rule: str


@cache
def gazetteer() -> TermTrie[Form]:
    """All forms of the core table and all cities."""
    trie: TermTrie[Form] = TermTrie()
    for organisation in core_organisations():
        for text, rule in _forms(organisation):
            _add(trie, text, organisation.kind, rule)
    for places in load_table("places").rules:
        for term in places.terms:
            _add(trie, term, PLACE, "gazetteer.place")
    return trie


def _forms(organisation: CoreOrganisation) -> list[tuple[str, str]]:
    return [
        *((name, "gazetteer.name") for name in organisation.names),
        *((acronym, "gazetteer.acronym") for acronym in organisation.acronyms),
        *((weak, "gazetteer.weak") for weak in organisation.weak),
    ]


def _add(trie: TermTrie[Form], text: str, kind: str, rule: str) -> None:
    keys = term_keys(text)
    words = tuple(describe_word(w) for w in text.replace("-", " ").split())
    trie.add(keys, Form(text, words, kind, rule))


def find_known(table: TokenTable) -> list[NameSpan]:
    """The gazetteer's names in text order; of those that start together, the longest."""
    trie = gazetteer()
    spans: list[NameSpan] = []
    covered = 0
    for i, word in enumerate(table.words):
        if i < covered or not word.alphabetic:
            continue
        best: NameSpan | None = None
        for end, forms in trie.matches_at(table.keys, i, len(table)):
            for form in forms:
                if _written_alike(table, i, end, form):
                    best = NameSpan(i, end, form.kind, form.rule)
                    break
        if best is not None and not (best.label != PLACE and _is_surname(table, best)):
            spans.append(best)
            covered = best.end
    return spans


def _is_surname(table: TokenTable, span: NameSpan) -> bool:
    """Dr Anna Bosch, Bernard Merck-Aubin: one word that stands in a person's name, or in a double name."""
    start, end = span.start, span.end
    word = table.words[start]
    if end != start + 1 or word.acronym or word.mixed or not word.capital:
        return False
    return start > 0 and _opens_person(table, start - 1)


def _opens_person(table: TokenTable, i: int) -> bool:
    """Whether token i is a given name or a title, or a capital that a title opens."""
    word = table.words[i]
    if not table.spaced[i] or not word.capital or word.key in words_of("function_words"):
        return False
    if word.key in words_of("persons", "person.title"):
        return True
    if word.key in words_of("first_names") and word.key not in words_of("persons", "person.ambiguous-first-name"):
        return not word.upper
    return i > 0 and table.spaced[i - 1] and table.keys[i - 1] in words_of("persons", "person.title")


def _written_alike(table: TokenTable, start: int, end: int, form: Form) -> bool:
    """Whether the letters' case allows the match: "INT" is no "int", but "Inserm" is INSERM."""
    words = [w for w in table.words[start:end] if w.alphabetic]
    if form.rule == "gazetteer.weak":
        if end < len(table) and table.keys[end] in _ROMAN:
            return False  # FRM II is no FRM
        if any(w.text in HYPHENS for w in table.words[start:end]):
            return False  # PARIS – 7 FÉVRIER
    if form.kind == PLACE and all(w.upper for w in words):
        return True
    if len(words) == 1 and end == start + 1:
        return _single_alike(words[0], form, table.shouted[start])
    capitals = sum(w.capital for w in words)
    wanted = sum(c[:1].isupper() for w in form.words for c in [w.text.rpartition("'")[2].rpartition("’")[2]])
    return capitals >= min(wanted, max(1, wanted - 1)) and (capitals > 1 or wanted <= 2)


def _single_alike(word: Word, form: Form, shouted: bool) -> bool:
    wanted = form.text
    if word.text == wanted:
        return True
    if word.upper and (len(wanted) > 4 or shouted):
        return word.text == wanted.upper()
    return wanted.isupper() and len(wanted) >= 5 and word.text == wanted.capitalize()


@cache
def country_keys() -> frozenset[str]:
    """The folded one-word countries and regions."""
    regions = load_table("places")["place.region"].terms
    return frozenset(keys[0] for term in regions if len(keys := term_keys(term)) == 1)
