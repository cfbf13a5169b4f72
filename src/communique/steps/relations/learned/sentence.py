"""A clause as the pair model sees it: words and slots, and the families of phrases that the words belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.rules import load_table
from communique.steps.relations.clause import Clause, Slot, kind_of_char
from communique.steps.relations.learned.grams import Grams
from communique.steps.relations.notation import phrase, phrase_needs
from communique.steps.relations.signs import bits_for, bits_of

_TOKEN: Final = re.compile(r"[\ue000-\uf8ff]|[\w'-]+|[^\w\s]")
_COMMON: Final = frozenset({"adv", "be", "det", "preposition"})
"""Families whose words stand in nearly every sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A clause in tokens.

    `starts[i]` is where token i begins in `text`. `symbols[i]` is the token as a feature: `<L>` for a slot of
    laboratories, `#` for a number, else the word. `families[i]` are the ids of the phrase rows of which an occurrence
    begins at token i.
    """

    text: str
    starts: tuple[int, ...]
    tokens: tuple[str, ...]
    symbols: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    slots: Mapping[str, Slot]
    grams: Grams
    abstract: Grams

    @classmethod
    def of(cls, clause: Clause) -> Sentence:
        """The clause as it stands now; later changes of it don't matter."""
        found = list(_TOKEN.finditer(clause.text))
        tokens = tuple(m[0] for m in found)
        slots = {t: clause.slots[t] for t in tokens if t in clause.slots}
        symbols = tuple(_symbol(t) if t in slots else "#" if t.isdigit() else t for t in tokens)
        starts = tuple(m.start() for m in found)
        families = _families(clause.text, starts)
        abstract = [
            "{" + of_token[0] + "}" if of_token and token not in slots else symbol
            for token, symbol, of_token in zip(tokens, symbols, families, strict=True)
        ]
        return cls(clause.text, starts, tokens, symbols, families, slots, Grams.of(symbols), Grams.of(abstract))

    def position(self, char: str) -> int | None:
        """Where a slot character stands, None where it is gone."""
        return self.tokens.index(char) if char in self.slots else None


def _symbol(char: str) -> str:
    return f"<{kind_of_char(char)}>"


def _families(text: str, starts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _ in starts]
    patterns = _patterns()
    missing = ~bits_of(text)
    for id_, needs, pattern in patterns:
        if needs & missing:
            continue
        for match in pattern.finditer(text):
            i = bisect_left(starts, match.start())
            if match.end() > match.start() and i < len(starts):
                found[i].append(id_)
    return tuple(map(tuple, found))


@cache
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    rows = (row for row in load_table("phrases").rules if row.terms and not row.fields.get("open"))
    wanted = [row.id for row in rows if row.id not in _COMMON]
    return tuple((id_, bits_for(phrase_needs(id_)), re.compile(phrase(id_))) for id_ in wanted)
