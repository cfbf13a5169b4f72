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
from communique.steps.relations.notation import phrase

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

    @classmethod
    def of(cls, clause: Clause) -> Sentence:
        """The clause as it stands now; later changes of it don't matter."""
        found = list(_TOKEN.finditer(clause.text))
        tokens = tuple(m[0] for m in found)
        slots = {t: clause.slots[t] for t in tokens if t in clause.slots}
        symbols = tuple(_symbol(t) if t in slots else "#" if t.isdigit() else t for t in tokens)
        starts = tuple(m.start() for m in found)
        return cls(clause.text, starts, tokens, symbols, _families(clause.text, starts), slots)

    def position(self, char: str) -> int | None:
        """Where a slot character stands, None where it is gone."""
        return self.tokens.index(char) if char in self.slots else None

    def abstract(self, start: int, end: int) -> list[str]:
        """Tokens `[start, end)` with words of a family replaced by its id: `<L>`, `{created}`, `by`."""
        return [
            "{" + self.families[i][0] + "}"
            if self.families[i] and self.tokens[i] not in self.slots
            else self.symbols[i]
            for i in range(start, end)
        ]


def _symbol(char: str) -> str:
    return f"<{kind_of_char(char)}>"


def _families(text: str, starts: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _ in starts]
    for id_, pattern in _patterns():
        for match in pattern.finditer(text):
            i = bisect_left(starts, match.start())
            if match.end() > match.start() and i < len(starts):
                found[i].append(id_)
    return tuple(map(tuple, found))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = (row for row in load_table("phrases").rules if row.terms and not row.fields.get("open"))
    return tuple((row.id, re.compile(phrase(row.id))) for row in rows if row.id not in _COMMON)
