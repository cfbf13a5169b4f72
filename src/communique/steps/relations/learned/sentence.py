"""A clause as the pair model sees it: words and slots, and the families of phrases that the words belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from communique.steps.relations.clause import Clause, Slot, kind_of_char
from communique.steps.relations.learned.families import TOKEN, families_of
from communique.steps.relations.learned.grams import Grams


@dataclass(frozen=True)
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
    slots: Mapping[str, Slot]

    @classmethod
    def of(cls, clause: Clause) -> Sentence:
        """The clause as it stands now; later changes of it don't matter."""
        found = [(m.start(), m[0]) for m in TOKEN.finditer(clause.text)]
        starts, tokens = zip(*found, strict=True) if found else ((), ())
        slots = {t: clause.slots[t] for t in tokens if t in clause.slots}
        symbols = tuple([_symbol(t) if t in slots else "#" if t.isdigit() else t for t in tokens])
        return cls(clause.text, starts, tokens, symbols, slots)

    @cached_property
    def families(self) -> tuple[tuple[str, ...], ...]:
        return families_of(self.text, self.starts, self.tokens)

    @cached_property
    def grams(self) -> Grams:
        """The symbols as grams."""
        return Grams(self.symbols)

    @cached_property
    def abstract(self) -> Grams:
        """The same with the first family of a word, in braces, in its place."""
        return Grams(
            [
                f"{{{families[0]}}}" if families and token not in self.slots else symbol
                for token, symbol, families in zip(self.tokens, self.symbols, self.families, strict=True)
            ]
        )

    @cached_property
    def shape(self) -> tuple[list[int], list[str]]:
        """The families, slots and marks among the abstract words: where they stand, and what they are."""
        kept = [(i, s) for i, s in enumerate(self.abstract.words) if s[0] in "<{" or not s.isalnum()]
        return [i for i, _ in kept], [s for _, s in kept]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {token: i for i, token in enumerate(self.tokens) if token in self.slots}

    def position(self, char: str) -> int | None:
        """Where a slot character stands, None where it is gone."""
        return self._places.get(char)


def _symbol(char: str) -> str:
    return f"<{kind_of_char(char)}>"
