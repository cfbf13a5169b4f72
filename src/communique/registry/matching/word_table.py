"""Words of strings as rows of numbers, worked out once a token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from communique.registry.matching.sums import word_sums
from communique.registry.matching.typos import Typos
from communique.registry.matching.walks import Growing, Ints, Walk
from communique.registry.matching.words import CODE, WORD_LIMIT, qualifiers, read_word, word_groups

KINDS: Final = ("", "type", "field", "plain", CODE)
KEY, TOWN, CLASS, FLAGS, CAPITALS, LETTERS, SUM = range(7)
"""Columns: the numbers of its key and of the word among those of towns, of kind and key together (0 if it has no kind),
what is true of it, its capitals up to three, its letters, the sum of its form."""
SILENT, TYPE, GENITIVE, UNIVERSITY, QUALIFIER, OF, DIGITS, LABEL, GLUED = (1 << i for i in range(9))
"""`SILENT`: it does not count; `LABEL`: of a unit code; `GLUED`: two words may have lost the space between them."""

_GENITIVES: Final = ("of", "de", "d", "du", "des", "del", "della", "di", "do", "da", "dos", "for", "pour", "der")
_OF_KIND: Final = {"type": TYPE, CODE: LABEL}


@cache
def _of_form() -> dict[str, int]:
    """What is true of words by their forms alone, but of numbers."""
    flags = dict.fromkeys(qualifiers(), QUALIFIER)
    flags |= dict.fromkeys(_GENITIVES, GENITIVE)
    flags["of"] |= OF
    universities = [form for form, (_, key, _) in word_groups().items() if key == "univ"]
    return flags | {form: flags.get(form, 0) | UNIVERSITY for form in universities}


class WordTable(dict[str, int]):
    """The row of each token; `rows` has them all."""

    def __init__(self, keys: Walk, towns: Walk, typos: Typos) -> None:
        self._keys, self._towns, self._typos = keys, towns, typos
        self.forget()

    def forget(self) -> None:
        """Forgets all; what was told by the numbers of words and their classes must be forgotten too."""
        self.clear()
        self.forms: list[str] = []
        self.classes: list[tuple[str, str]] = [("", "")]
        self._class_numbers: dict[tuple[str, str], int] = {("", ""): 0}
        self._kinds = Growing(1)
        self._kinds.add(0)
        self._rows = Growing(7)

    def _learn(self, tokens: Sequence[str]) -> None:
        words = [read_word(token) for token in tokens]
        forms = [word.form for word in words]
        sums = word_sums([*forms, *[word.key for word in words]])
        sums, keys = sums[: len(words)], sums[len(words) :]
        for place, form in self._typos.mended(forms, sums).items():
            forms[place] = form
            words[place] = read_word(form)._replace(capitals=words[place].capitals, glued=words[place].glued)
            sums[place], keys[place] = word_sums([form, words[place].key])
        of_form = _of_form()
        told = []
        for form, key, _, kind, capitals, glued in words:
            flags = of_form.get(form, 0) | (_OF_KIND.get(kind, 0) if key else SILENT)
            if glued:
                flags |= GLUED
            if form.isdigit():
                flags |= DIGITS
            class_ = self._class_numbers.get((kind, key)) if key and kind else 0
            if class_ is None:
                class_ = self._add_class(kind, key)
            told.append((class_, flags, capitals if capitals < 3 else 3, len(form)))
        rows = np.empty((len(words), 7), dtype=np.int64)
        rows[:, KEY], rows[:, TOWN] = self._keys.numbers(keys), self._towns.numbers(sums)
        rows[:, CLASS : LETTERS + 1] = told
        rows[:, SUM] = sums.view(np.int64)
        self.update(zip(tokens, range(len(self), len(self) + len(words)), strict=True))
        self.forms += forms
        self._rows.extend(rows)

    def _add_class(self, kind: str, key: str) -> int:
        number = self._class_numbers[kind, key] = len(self.classes)
        self.classes.append((kind, key))
        self._kinds.add(KINDS.index(kind))
        return number

    @property
    def kinds(self) -> Ints:
        """The kind of each class, as an index into KINDS."""
        return self._kinds.array()[:, 0]

    def rows_of(self, text: str, starts: Ints, ends: Ints) -> Ints:
        """The rows of words of a text, by where they begin and end."""
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        tokens = [text[start:end] for start, end in spans]
        if new := set(tokens).difference(self):
            self._learn(sorted(new))
        return np.fromiter(map(self.__getitem__, tokens), dtype=np.int64, count=len(tokens))

    @property
    def rows(self) -> Ints:
        """The columns of all rows."""
        return self._rows.array()

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget, between two batches."""
        return len(self) >= WORD_LIMIT
