"""Later mentions of a person: the surname alone, initials, or the family name first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from communique.language.names.lexicon import words_of
from communique.language.names.spans import PERSON
from communique.steps.entities.forms import Forms

_INITIALS = re.compile(r"^(?:[^\W\d_]\.?-?){1,4}$")


def tie_persons(forms: Forms) -> None:
    """Unites each shortened name with the only person whom it can shorten; two candidates leave it alone."""
    names = forms.names
    persons = [i for i in forms.members if names[i].kind == PERSON]
    full: dict[str, set[int]] = {}
    for i in persons:
        words = names[i].key.split()
        if len(words) < 2 or any(_is_initials(w) for w in words):
            continue
        for form in _short_forms(words):
            full.setdefault(form, set()).add(forms.find(i))
    for i in persons:
        found = {forms.find(j) for key in _keys(names[i].key) for j in full.get(key, ())} - {forms.find(i)}
        if len(found) == 1:
            forms.unite(found.pop(), i)


def _is_initials(word: str) -> bool:
    return word.endswith(".") and _INITIALS.match(word) is not None


def _short_forms(words: list[str]) -> Iterable[str]:
    """Surnames (any tail), an initial with the surname, and the family name in front where it is known as one."""
    for start in range(1, len(words)):
        tail = " ".join(words[start:])
        yield tail
        yield f"{words[0][0]}. {tail}"
    if words[0] in words_of("persons", "person.family-name"):
        yield words[0]


def _keys(key: str) -> Iterable[str]:
    """The ways to read a short name: as it is, with its initials cut to the first, and turned round."""
    words = key.split()
    yield key
    initials = [w for w in words if _is_initials(w)]
    rest = [w for w in words if not _is_initials(w)]
    if not initials and len(words) > 1 and len(words[-1]) == 1:
        initials, rest = [words[-1]], words[:-1]  # "Castellvell N", the stop lost at the end of a sentence
    if initials and rest:
        yield f"{initials[0][0]}. {' '.join(rest)}"
