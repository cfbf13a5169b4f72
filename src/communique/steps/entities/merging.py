"""From names to entities: one entity a named thing, its fullest name first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from communique.findings import EntityFinding, EntityKind, Note
from communique.language.names.lexicon import heads, settled_heads
from communique.language.names.spans import INSTITUTION, PERSON, PLACE
from communique.steps.entities.forms import Forms
from communique.steps.entities.kinds import Surroundings
from communique.steps.entities.names import Name, core_row, without_label
from communique.steps.entities.note_lists import with_listed
from communique.steps.entities.notes import names_in_notes, tie_notes
from communique.steps.entities.people import tie_persons
from communique.steps.entities.ties import tie_acronyms, tie_neighbours, tie_owned, tie_shortened
from communique.steps.entities.units import find_codes, unit_type_of


def merge_names(text: str, names: Sequence[Name], notes: Sequence[Note]) -> tuple[EntityFinding, ...]:
    """The entities in the order of their first mention; keys count from 0.

    Args:
        text: the reading text.
        names: all names in text order, unit codes among them.
        notes: the footnotes: they give long forms.
    """
    names = with_listed(text, names, notes)
    names = sorted([*names, *names_in_notes(text, names, notes)], key=lambda n: (n.start, n.end))
    forms = Forms(names)
    tie_neighbours(forms, text)
    tie_notes(forms, text, notes)
    tie_acronyms(forms)
    tie_shortened(forms)
    tie_owned(forms)
    tie_persons(forms)
    codes = find_codes(text, names)
    around = Surroundings(text, names)
    groups = [[names[i] for i in group] for group in forms.groups()]
    rows = [forms.row(group[0]) for group in forms.groups()]
    return tuple(
        _entity(key, text, group, row, codes, around) for key, (group, row) in enumerate(zip(groups, rows, strict=True))
    )


def _entity(
    key: int,
    text: str,
    group: list[Name],
    row: int | None,
    codes: dict[int, tuple[str, str]],
    around: Surroundings,
) -> EntityFinding:
    printed_first = sorted(group, key=lambda n: n.text != n.bare and n.text not in n.forms)
    surfaces = list(dict.fromkeys(form for n in printed_first for form in n.forms))
    name = _fullest(surfaces, group[0].kind)
    kind = _kind(group, row, around)
    code = next((codes[n.start] for n in group if n.start in codes), None)
    unit_type = None
    if kind == "laboratory":
        unit_type = next((t for n in group if (t := unit_type_of(text, n)) is not None), None)
    return EntityFinding(
        key=key,
        kind=cast(EntityKind, kind),
        name=name,
        aliases=tuple(s for s in surfaces if s != name),
        mentions=tuple(n.mention for n in group),
        unit_type=unit_type or (code[0] if code else None),
        unit_code=code[1] if code else None,
        country=core_row(row).country if row is not None else None,
    )


def _fullest(surfaces: Sequence[str], kind: str) -> str:
    """The longest form of several words; capitals throughout only where there is nothing else.

    A unit label before a name of several words ("IRL French-Israeli Laboratory on …") is no part of it.
    """
    if kind == PLACE:
        return surfaces[0]
    labelled = [s for s in surfaces if s != without_label(s) and " " in without_label(s)]
    surfaces = [s for s in surfaces if s not in labelled] or list(surfaces)

    def rank(form: str) -> tuple[bool, bool, bool, int]:
        words = form.split()
        shouted = len(words) > 1 and form.isupper()
        initials = kind == PERSON and any(w.endswith(".") for w in words)
        return not shouted, not initials, len(words) > 1, len(form)

    return max(surfaces, key=rank)


_GUESSES = {
    "context.coined": 0.01,
    "repeat.exact": 0.01,
    "model.name": 0.01,
    "context.listed": 0.02,
    "context.placed": 0.01,
}
"""Rules that find a name without knowing what it is, and how much they count."""


def _is_settled(name: Name) -> bool:
    """Whether the name has a head word that is of one kind in all names."""
    if name.rule.startswith(("model.", "definition.")) and name.kind == INSTITUTION:
        words = name.key.split()
        return any((h := heads().get(w)) is not None and h.rule in settled_heads() for w in (words[0], words[-1]))
    return name.rule in settled_heads()


def _kind(group: list[Name], row: int | None, around: Surroundings) -> str:
    """What the core table says, else the words around the name, else what most mentions are taken for.

    Guesses count only where nothing else does, and a head word that is always of one kind ("Agence", "Université")
    outweighs them all.
    """
    if row is not None:
        return core_row(row).kind
    if group[0].kind in (PERSON, PLACE):
        return group[0].kind
    votes: dict[str, float] = {}
    for name in group:
        weight = 0.5 if name.rule.startswith(("context.", "repeat.")) else 1.0
        weight = 100.0 if _is_settled(name) else _GUESSES.get(name.rule, weight)
        votes[name.kind] = votes.get(name.kind, 0.0) + weight
    if not any(_is_settled(name) for name in group) and (said := around.kind_of(group)) is not None:
        return said
    return max(votes, key=lambda k: (votes[k], k))
