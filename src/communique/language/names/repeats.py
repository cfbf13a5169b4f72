"""Later occurrences of names that the text has introduced: the same words, or the same acronym, elsewhere."""

from __future__ import annotations

from communique.language.names.spans import PERSON, PLACE, UNIT_CODE, NameSpan
from communique.language.names.terms import TermTrie
from communique.language.tokens import TokenTable

_PLACING = frozenset({"in", "at", "near", "from", "to", "of", "a", "de", "d'", "vers"})


def find_repeats(table: TokenTable, kept: list[NameSpan]) -> list[NameSpan]:
    """Spans equal to a kept one, word for word, where no rule found them; and surnames of persons found in full."""
    trie: TermTrie[tuple[str, str, str]] = TermTrie()
    for span in kept:
        if span.label in (UNIT_CODE, PLACE) or span.full:
            continue
        surface = table.surface(span.start, span.end)
        trie.add(table.keys[span.start : span.end], (surface, span.label, "repeat.exact"))
        if span.label == PERSON:
            for start in _surnames(table, span):
                trie.add(table.keys[start : span.end], (table.surface(start, span.end), PERSON, "surname.repeat"))
    spans: list[NameSpan] = []
    for i, word in enumerate(table.words):
        if not word.alphabetic:
            continue
        for end, found in trie.matches_at(table.keys, i, len(table)):
            surface = table.surface(i, end)
            alike = next((f for f in found if f[0] == surface or f[0].upper() == surface), None)
            if alike is not None:
                _, label, rule = alike
                spans.append(NameSpan(i, end, label, "repeat.exact" if _is_placed(table, i) else rule))
    return spans


def _is_placed(table: TokenTable, i: int) -> bool:
    """Whether the word before lets a surname be the town of the same name: "in Irvine"."""
    return i > 0 and (table.keys[i - 1] in _PLACING or table.words[i - 1].text == ",")


def _surnames(table: TokenTable, span: NameSpan) -> list[int]:
    """Where the surname of a full name may begin: at each of its words but the first."""
    starts = [i for i in range(span.start + 1, span.end) if table.spaced[i - 1] and table.words[i].capital]
    return [s for s in starts if len(table.words[s].text) > 2]
