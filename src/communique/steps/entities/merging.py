"""From names to entities: one entity a named thing, its fullest name first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import cast

from communique.findings import EntityFinding, EntityKind
from communique.language.names.acronyms import abbreviates
from communique.language.names.codes import normal_code
from communique.language.names.spans import PERSON, PLACE, UNIT_CODE
from communique.steps.entities.forms import Forms, organisation_row
from communique.steps.entities.names import Name
from communique.steps.entities.people import tie_persons

Tie = tuple[int, int]
"""Indices of two names that are said to name one thing."""

_OR = re.compile(
    r"^,? \(?(?:or|ou|also known as|known as|dit|dite|alias|formerly known as the|abrégé en) (?:the |l['’]|le |la )?$"
)


def merge_names(text: str, names: Sequence[Name], ties: Iterable[Tie]) -> tuple[EntityFinding, ...]:
    """The entities in the order of their first mention; keys count from 0.

    Args:
        text: the reading text.
        names: all names in text order, unit codes among them.
        ties: pairs of names that notes equate.
    """
    forms = Forms(names)
    for left, right in [*_bracket_ties(text, names), *ties]:
        forms.unite(left, right)
    _tie_known(forms, names)
    tie_persons(forms, names)
    groups = forms.groups()
    codes = _codes(text, names)
    ordered = sorted(groups, key=lambda group: (names[group[0]].start, names[group[0]].end))
    return tuple(_entity(key, [names[i] for i in group], codes) for key, group in enumerate(ordered))


def _bracket_ties(text: str, names: Sequence[Name]) -> list[Tie]:
    """Neighbouring names of which the second stands in brackets, or after "or", as a form of the first."""
    ties: list[Tie] = []
    for i in range(len(names) - 1):
        left, right = names[i], names[i + 1]
        if (
            UNIT_CODE in (left.kind, right.kind)
            or PERSON in (left.kind, right.kind)
            or PLACE in (left.kind, right.kind)
        ):
            continue
        gap = text[left.end : right.start]
        bracketed = gap in (" (", " (l'", " (l’", " (the ", "(") and text[right.end : right.end + 1] in (
            ")",
            ",",
            ":",
            ";",
            " ",
        )
        defined = right.rule in ("definition.short-form", "definition.bracket") or left.rule == "definition.short-form"
        fits = abbreviates(right.text, left.text) or abbreviates(left.text, right.text)
        if (bracketed and (defined or fits)) or (_OR.match(gap) and fits):
            ties.append((i, i + 1))
    return ties


def _tie_known(forms: Forms, names: Sequence[Name]) -> None:
    """Unites names that are forms of one organisation of the core table."""
    first: dict[int, int] = {}
    for i, name in enumerate(names):
        if name.rule.startswith("gazetteer.") and name.kind != PLACE:
            row = organisation_row(name.text)
            if row is not None:
                forms.unite(first.setdefault(row, i), i)


def _codes(text: str, names: Sequence[Name]) -> dict[int, tuple[str, str]]:
    """The unit code that stands in or right after the brackets of a name, by the name's start."""
    codes: dict[int, tuple[str, str]] = {}
    for i, name in enumerate(names):
        if name.kind != UNIT_CODE:
            continue
        code = normal_code(name.text)
        for j in range(i - 1, max(-1, i - 4), -1):
            gap = text[names[j].end : name.start]
            if names[j].kind == "laboratory" and len(gap) <= 4 and "\n" not in gap and code is not None:
                codes.setdefault(names[j].start, code)
            if "\n" in gap or len(text[names[j].end : name.start]) > 4:
                break
    return codes


def _entity(key: int, group: list[Name], codes: dict[int, tuple[str, str]]) -> EntityFinding:
    surfaces = list(dict.fromkeys(n.text for n in group))
    name = max(surfaces, key=lambda s: (len(s.split()) > 1, len(s)))
    seen = {name}
    aliases = tuple(s for s in surfaces if not (s in seen or seen.add(s)))  # type: ignore[func-returns-value]
    code = next((codes[n.start] for n in group if n.start in codes), None)
    return EntityFinding(
        key=key,
        kind=cast(EntityKind, _kind(group)),
        name=name,
        aliases=aliases,
        mentions=tuple(n.mention for n in group),
        unit_type=code[0] if code else None,
        unit_code=code[1] if code else None,
    )


def _kind(group: list[Name]) -> str:
    known = [n.kind for n in group if n.rule.startswith("gazetteer.")]
    kinds = known or [n.kind for n in group]
    return max(kinds, key=lambda k: (kinds.count(k), k))
