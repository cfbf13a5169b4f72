"""Joins what is coordinated: "the CNRS, McGill University, and Mila" becomes one slot for three institutions.

Names with commas alone are an address as often as a list, so a list needs its "and", a slash or a repeated preposition.
"""

from __future__ import annotations

import re
from typing import Final

from communique.steps.relations.clause import Clause, slot_class

_AND: Final = (
    rf"(?: (?:and|et|&|as well as|ainsi que|plus|and also|et aussi|et enfin|and finally|along with|together with),? (?:also |both |aussi |, )?"
    rf"(?:(?:in|à) [{slot_class('C')}], )?)"
)
_CLASSES: Final = tuple(f"[{slot_class(k)}]" for k in ("LI", "P", "C", "D"))
_REPEATED: Final = tuple(
    re.compile(
        rf"(?<![\w'-])(?P<prep>of|de|by|par|with|avec|at|in|à|from|between|entre|for|pour|both) {c}"
        rf"(?:(?:, |,? (?:and|et|ou|or|&) )(?P=prep) {c})+"
    )
    for c in (f"[{slot_class('I')}]",)
)
_REPEATED_LABORATORIES: Final = re.compile(
    rf"(?<![{slot_class('LIM')}] )(?<![\w'-])(?P<prep>of|de|by|par|with|avec|at|in|à|from|between|entre|for|pour|both) [{slot_class('L')}]"
    rf"(?:(?:, |,? (?:and|et|ou|or|&) )(?P=prep) [{slot_class('L')}])+"
)
_SLASHED: Final = tuple(re.compile(rf"{c}(?: ?/ ?{c})+") for c in _CLASSES)
_LISTED: Final = tuple(
    re.compile(
        rf"(?:{c}(?:, {c}){{1,40}},?|{c}(?:,(?= (?:ainsi que|as well as|along with|and also|et aussi))|)){_AND}{c}(?!'s?\b| (?:with|avec) )"
    )
    for c in _CLASSES
)
_SERIES: Final = re.compile(rf"{_CLASSES[0]}(?: ?; ?{_CLASSES[0]})+(?= ?[.)]| ?$)")


def join_repeated(clause: Clause) -> bool:
    """Joins "of X and of Y" and "X/Y"; whether anything changed."""
    changed = False
    for pattern in (*_REPEATED, _REPEATED_LABORATORIES):
        changed |= clause.rewrite(pattern, lambda m: f"{m['prep']} {_joined(clause, m.group())}")
    for pattern in _SLASHED:
        changed |= clause.rewrite(pattern, lambda m: _joined(clause, m.group()))
    return changed


def join_lists(clause: Clause) -> bool:
    """Joins "X, Y and Z" and "X; Y; Z"; whether anything changed."""
    changed = False
    for pattern in (*_LISTED, _SERIES):
        changed |= clause.rewrite(pattern, lambda m: _joined(clause, m.group()))
    return changed


def _joined(clause: Clause, text: str) -> str:
    return clause.add(clause.merge(text)) or text
