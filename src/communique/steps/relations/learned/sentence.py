"""A clause as the pair model sees it: words and slots, and the families of phrases that the words belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.steps.relations.clause import Clause, Slot, kind_of_char
from communique.steps.relations.learned.families import TOKEN, families_of
from communique.steps.relations.learned.grams import Grams


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
        found = list(TOKEN.finditer(clause.text))
        tokens = tuple(m[0] for m in found)
        slots = {t: clause.slots[t] for t in tokens if t in clause.slots}
        symbols = tuple(_symbol(t) if t in slots else "#" if t.isdigit() else t for t in tokens)
        starts = tuple(m.start() for m in found)
        families = families_of(clause.text, starts, tokens)
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
