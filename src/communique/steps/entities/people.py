"""Later mentions of a person: the surname alone, or the initials."""

from __future__ import annotations

from collections.abc import Sequence

from communique.language.names.spans import PERSON
from communique.steps.entities.forms import Forms
from communique.steps.entities.names import Name


def tie_persons(forms: Forms, names: Sequence[Name]) -> None:
    """Unites a surname with the only person of that surname; two candidates leave it alone."""
    persons = [i for i, name in enumerate(names) if name.kind == PERSON]
    full: dict[str, set[int]] = {}
    for i in persons:
        words = names[i].key.split()
        for start in range(1, len(words)):
            full.setdefault(" ".join(words[start:]), set()).add(forms.find(i))
    for i in persons:
        found = full.get(names[i].key, set()) - {forms.find(i)}
        if len(found) == 1:
            forms.unite(found.pop(), i)
