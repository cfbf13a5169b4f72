"""The same unit in two registries: ROR's record and RNSR's, or the core's row without an id."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.registry.organisations import Organisation
from communique.registry.sought import folded
from communique.registry.telling import Telling, how_telling, telling_words


def are_one(one: Organisation, other: Organisation) -> bool:
    """Whether one stands in ROR and the other in RNSR (or the core, without an id), and they are the same unit.

    They share a code, a name that tells enough, or an acronym and the town or a parent.
    """
    if one.ror and other.ror:
        return False
    if {folded(c) for c in one.codes} & {folded(c) for c in other.codes}:
        return True
    if one.country != other.country and not (one.rnsr or other.rnsr):  # units abroad stand in RNSR as French
        return False
    shared = _own_names(one) & _own_names(other)
    if not (one.ror or one.rnsr) or not (other.ror or other.rnsr):
        return bool(shared)
    towns = bool({folded(c) for c in one.cities} & {folded(c) for c in other.cities})
    if one.rnsr and other.rnsr:
        return towns and any(" " in name for name in shared)
    if any(" " in name for name in shared):
        return True
    if shared:
        return towns or bool(set(one.parents) & set(other.parents))
    return towns and any(_nearly_same(a, b) for a in _long_names(one) for b in _long_names(other))


def united(one: Organisation, other: Organisation) -> Organisation:
    """One organisation of two: the first, with what only the second has of ids and parents."""
    two_numbers = one.rnsr and other.rnsr and one.rnsr != other.rnsr  # which of them is the one of today stays open
    return replace(
        one,
        ror=one.ror or other.ror,
        rnsr=None if two_numbers else one.rnsr or other.rnsr,
        parents=tuple(dict.fromkeys((*one.parents, *other.parents))),
    )


def _own_names(organisation: Organisation) -> frozenset[str]:
    return frozenset(
        folded(n.text) for n in organisation.names if n.kind != "weak" and how_telling(n.text) is not Telling.ONE_FIELD
    )


def _long_names(organisation: Organisation) -> frozenset[frozenset[str]]:
    """The telling words of the names that have several, in any order and form."""
    return frozenset(w for n in organisation.names if len(w := telling_words(n.text)) >= _SEVERAL)


def _nearly_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NEARLY * max(len(one), len(other))


_SEVERAL: Final = 3
_NEARLY: Final = 0.75
