"""Countries and towns that a text names, and where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from communique.document import Span
from communique.registry.normal import normal_form
from communique.rules import load_table

_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]\.)*")
_MOST_WORDS: Final = 6
_CACHED: Final = 2048
_CACHED_WORDS: Final = 16_384
_CAPITALS: Final = frozenset({"us", "uk", "usa"})
"""Names that are words as well, unless they stand in capitals."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A country, an adjective of origin or a town at `[start, end)`; `countries` is what it says, one code mostly."""

    start: int
    end: int
    country: str


class Places:
    """What a text says of places, by where it says it."""

    def __init__(self, text: str) -> None:
        self._words = [(m.start(), m.end(), _normal_word(m[0])) for m in _WORD.finditer(text)]
        self._starts = [start for start, _, _ in self._words]
        self.named = _find_named(text, self._words)
        self._named_starts = [p.start for p in self.named]
        self.all_words = frozenset(word for _, _, word in self._words)

    def countries_in(self, span: Span) -> frozenset[str]:
        """The countries that are named within a span."""
        first = bisect_left(self._named_starts, span.start)
        last = bisect_right(self._named_starts, span.end)
        return frozenset(p.country for p in self.named[first:last])

    def named_between(self, start: int, end: int) -> list[PlaceName]:
        """The places that stand wholly in `[start, end)`."""
        first, last = bisect_left(self._named_starts, start), bisect_left(self._named_starts, end)
        return [p for p in self.named[first:last] if p.end <= end]

    def words_in(self, span: Span) -> frozenset[str]:
        """The folded words within a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return frozenset(word for _, _, word in self._words[first:last])


@lru_cache(_CACHED_WORDS)
def _normal_word(word: str) -> str:
    """The normal form of a word of a text: most of a text's words come again, in it or in the next one."""
    return normal_form(word)


@lru_cache(_CACHED)
def countries_of(name: str) -> frozenset[str]:
    """The countries that a name or the name of a place speaks of."""
    words = [(m.start(), m.end(), normal_form(m[0])) for m in _WORD.finditer(name)]
    return frozenset(p.country for p in _find_named(name, words))


def _find_named(text: str, words: list[tuple[int, int, str]]) -> list[PlaceName]:
    """The longest names, left to right."""
    terms = _terms()
    found: list[PlaceName] = []
    i = 0
    while i < len(words):
        longest = 0
        for n in range(min(_MOST_WORDS, len(words) - i, _longest_term(words[i][2])), 0, -1):
            form = " ".join(w for _, _, w in words[i : i + n])
            known = terms.get(form)
            if (
                known
                and not _is_code(words, i + n)
                and _written_so(text[words[i][0] : words[i + n - 1][1]], form, known[1])
            ):
                found.append(PlaceName(words[i][0], words[i + n - 1][1], known[0]))
                longest = n
                break
        i += longest or 1
    return found


def _is_code(words: list[tuple[int, int, str]], after: int) -> bool:
    """Whether a number follows "US": US 41 is a unit."""
    return words[after - 1][2] == "us" and after < len(words) and words[after][2].isdigit()


def _written_so(surface: str, form: str, capital: bool) -> bool:
    if form.replace(" ", "") in _CAPITALS:
        return surface.replace(".", "").isupper()
    return surface[:1].isupper() or not capital


@cache
def _terms() -> dict[str, tuple[str, bool]]:
    """Normal forms to a country code and whether the term begins with a capital; ambiguous towns are left out."""
    terms: dict[str, tuple[str, bool]] = {}
    for term in load_table("places")["place.france"].terms:
        terms[normal_form(term)] = ("FR", True)
    for rule in load_table("countries").rules:
        code = str(rule.fields["country"])
        for term in (*rule.terms, *rule.fields["adjectives"], *rule.fields["towns"]):
            terms.setdefault(normal_form(term), (code, term[:1].isupper()))
    return terms


def _longest_term(first: str) -> int:
    return _lengths().get(first, 0)


@cache
def _lengths() -> dict[str, int]:
    """The most words of a term, by its first word."""
    lengths: dict[str, int] = {}
    for term in _terms():
        words = term.split()
        lengths[words[0]] = max(lengths.get(words[0], 0), len(words))
    return lengths
