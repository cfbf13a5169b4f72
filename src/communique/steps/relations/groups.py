"""Joins what is coordinated: "the CNRS, McGill University, and Mila" becomes one slot for three institutions.

Names with commas alone are an address as often as a list, so a list needs its "and", a slash or a repeated preposition.
"""

from __future__ import annotations

from typing import Final

from communique.steps.relations.clause import Clause
from communique.steps.relations.notation import rewrite

_REPEATED: Final = ("group.repeated", "group.repeated-laboratories", "group.repeated-places")
_LISTS: Final = ("group.organisations", "group.persons", "group.places", "group.dates", "group.series")


def join_repeated(clause: Clause) -> bool:
    """Joins "of X and of Y" and "X/Y"; whether anything changed."""
    repeated = [(row, lambda m: f"{m['prep']} {_joined(clause, m.group())}") for row in _REPEATED]
    return rewrite(clause, [*repeated, ("group.slashed", lambda m: _joined(clause, m.group()))])


def join_lists(clause: Clause) -> bool:
    """Joins "X, Y and Z" and "X; Y; Z"; whether anything changed."""
    lists = [(row, lambda m: _joined(clause, m.group())) for row in _LISTS]
    companion = ("group.companion", lambda m: f"{_joined(clause, m['first'] + m['other'])} {m['verb']} ")
    return rewrite(clause, [*lists, companion])


def _joined(clause: Clause, text: str) -> str:
    return clause.add(clause.merge(text)) or text
