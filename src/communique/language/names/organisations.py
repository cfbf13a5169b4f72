"""Organisations by their head word: "Laboratoire de physique des solides", "Joint Quantum Institute"."""

from __future__ import annotations

from communique.language.names.extents import Extents, KnownOrganisations
from communique.language.names.lexicon import heads, words_of
from communique.language.names.spans import NameSpan
from communique.language.tokens import TokenTable


def find_headed(table: TokenTable, known: KnownOrganisations) -> list[NameSpan]:
    """Spans around every capitalised head word that has a name on one side, in text order."""
    extents = Extents(table, known)
    vocabulary = heads()
    stops = words_of("function_words")
    spans: list[NameSpan] = []
    for i, word in enumerate(table.words):
        head = vocabulary.get(word.key)
        if head is None or not word.capital or table.shouted[i]:
            continue
        if head.rule == "head.company" and word.text.islower():
            continue
        start = extents.left(i, cross_known=head.kind != "institution") if head.left else i
        end = extents.right(i) if head.right else i + 1
        if head.rule == "head.company" and start == i:
            continue
        if end - start < 2 or (table.titled[i] and start == i and end - start < 3):
            continue
        while start < i and table.words[start].key in stops and not table.words[start].upper:
            start += 1
        if end - start >= 2:
            spans.append(NameSpan(start, end, head.kind, head.rule))
    return spans
