"""Joins what is coordinated: "the CNRS, McGill University, and Mila" becomes one slot for three institutions.

Names with commas alone are an address as often as a list, so a list needs its "and", a slash or a repeated preposition.
"""

from __future__ import annotations

import re
from typing import Final

from communique.steps.relations.clause import Clause
from communique.steps.relations.notation import grammar, rewrite

_REPEATED: Final = ("group.repeated", "group.repeated-laboratories", "group.repeated-places")
_COMPANY: Final = ("sentence.company-fronted", "sentence.company-inside")
_ASIDES: Final = 60
"""Relative clauses that are taken out of one list."""
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


def join_company(clause: Clause) -> None:
    """Joins the subject with those with whom it does something: "with X, Y opens Z" is "Y and X open Z"."""
    rewrite(clause, [(row, lambda m: _joined(clause, m["by"] + m["with"])) for row in _COMPANY])


def take_asides(clause: Clause) -> list[Clause]:
    """Takes what interrupts a list out of it and gives the relative clauses as clauses of their own.

    "A, which B founded, and C"; "A, a maker of cranes, C and D". What "A, with which B founded C" says of A and B is
    a clause too, though it stays where it is.
    """
    asides: list[Clause] = []
    heads: list[str] = []

    def take(match: re.Match[str]) -> str:
        asides.append(clause.part(*match.span("whole")))
        heads.append(match["head"])
        return match["head"]

    def drop(match: re.Match[str]) -> str:
        heads.append(match["head"])
        return match["head"] + ("" if match.string[match.end() :].startswith((" and ", " et ")) else ",")

    if clause.rewrite(grammar("sentence.listed-gloss"), drop):
        join_lists(clause)
    while clause.rewrite(grammar("sentence.listed-aside"), take) and len(asides) < _ASIDES:
        join_lists(clause)
    if heads:
        clause.rewrite(grammar("group.continued"), lambda m: _continued(clause, m, heads))
    join_company(clause)
    for match in grammar("sentence.company-relative").finditer(clause.text):
        aside = clause.part(*match.span("said"))
        aside.replace(0, 1, _joined(clause, match["by"] + match["with"]))
        asides.append(aside)
    return asides


def _continued(clause: Clause, match: re.Match[str], heads: list[str]) -> str | None:
    """One slot for a name behind which something was taken out and the rest of its list."""
    if match["head"] not in heads or len(clause.slots[match["rest"]].keys) < 2:
        return None
    return _joined(clause, match.group())


def _joined(clause: Clause, text: str) -> str:
    return clause.add(clause.merge(text)) or text
