"""Joins what is coordinated: "the CNRS, McGill University, and Mila" becomes one slot for three institutions.

Names with commas alone are an address as often as a list, so a list needs its "and", a slash or a repeated preposition.
"""

from __future__ import annotations

from communique.steps.relations.clause import Clause
from communique.steps.relations.notation import grammar


def join_repeated(clause: Clause) -> bool:
    """Joins "of X and of Y" and "X/Y"; whether anything changed."""
    changed = False
    for row in ("group.repeated", "group.repeated-laboratories", "group.repeated-places"):
        changed |= clause.rewrite(grammar(row), lambda m: f"{m['prep']} {_joined(clause, m.group())}")
    return changed | clause.rewrite(grammar("group.slashed"), lambda m: _joined(clause, m.group()))


def join_lists(clause: Clause) -> bool:
    """Joins "X, Y and Z" and "X; Y; Z"; whether anything changed."""
    changed = False
    for row in ("group.organisations", "group.persons", "group.places", "group.dates", "group.series"):
        changed |= clause.rewrite(grammar(row), lambda m: _joined(clause, m.group()))
    return changed


def _joined(clause: Clause, text: str) -> str:
    return clause.add(clause.merge(text)) or text
