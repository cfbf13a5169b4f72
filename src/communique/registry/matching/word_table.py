"""Words of strings as rows of numbers, worked out once a token."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from communique.registry.matching.walks import Growing, Ints, Walk
from communique.registry.matching.words import CODE, WORD_LIMIT, qualifiers, read_word, word_groups

KINDS: Final = ("", "type", "field", "plain", CODE)
KEY, TOWN, FORM, CLASS, FLAGS, CAPITALS, LETTERS = range(7)
"""Columns: the numbers of its key and of the word among those of towns, of its form, of kind and key together (0 if it
has no kind), what is true of it, its capitals up to three, its letters."""
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

    def __init__(self, keys: Walk, towns: Walk) -> None:
        self._keys, self._towns = keys, towns
        self.forget()

    def forget(self) -> None:
        """Forgets all; what was told by the numbers of words and their classes must be forgotten too."""
        self.clear()
        self.forms: list[str] = []
        self.classes: list[tuple[str, str]] = [("", "")]
        self._form_numbers: dict[str, int] = {}
        self._class_numbers: dict[tuple[str, str], int] = {("", ""): 0}
        self._rows = Growing(7)

    def __missing__(self, token: str) -> int:
        form, key, _, kind, capitals, glued = read_word(token)
        forms = self._form_numbers
        number = forms.get(form)
        if number is None:
            number = forms[form] = len(self.forms)
            self.forms.append(form)
        flags = _of_form().get(form, 0) | (DIGITS if form.isdigit() else 0) | (GLUED if glued else 0)
        class_ = 0
        if not key:
            flags |= SILENT
        elif kind:
            flags |= _OF_KIND.get(kind, 0)
            class_ = self._class_numbers.get((kind, key), 0) or self._add_class(kind, key)
        row = self[token] = len(self)
        named = self._keys.number(key) if key else 0
        self._rows.extend([(named, self._towns.number(form), number, class_, flags, min(capitals, 3), len(form))])
        return row

    def _add_class(self, kind: str, key: str) -> int:
        number = self._class_numbers[kind, key] = len(self.classes)
        self.classes.append((kind, key))
        return number

    def rows_of(self, text: str, starts: Ints, ends: Ints) -> Ints:
        """The rows of words of a text, by where they begin and end."""
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        rows = map(self.__getitem__, [text[start:end] for start, end in spans])
        return np.fromiter(rows, dtype=np.int64, count=len(starts))

    @property
    def rows(self) -> Ints:
        """The columns of all rows."""
        return self._rows.array()

    @property
    def is_full(self) -> bool:
        """Whether it is time to forget, between two batches."""
        return len(self) >= WORD_LIMIT
