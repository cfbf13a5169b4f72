"""Facets of evidence spelled out as the traits that are weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from communique.registry.matching.beside import Facet
from communique.registry.matching.name_forms import VARIANTS
from communique.registry.matching.segments import Fixed
from communique.registry.matching.words import HOWS

RELATIONS: Final = ("beside", "longer", "shorter", "same", "parent")
"""How two finds of a string may stand to each other."""


def traits(group: str, facet: Facet | Fixed) -> tuple[str, ...]:
    """The traits of a facet; of a parent, those of the part that is named carry `part.` in front."""
    if isinstance(facet, Fixed):
        return tuple(trait for own in facet.facets for trait in traits(group, own))
    spelled = tuple(_SPELLING[str(facet[0])](facet))
    if group == "parent" and facet[0] not in ("parent", "among"):
        return tuple(f"part.{trait}" for trait in spelled)
    return spelled


def _nature(facet: Facet) -> Iterator[str]:
    parts = str(facet[1]).split(",")
    if parts[0] == "code":
        yield "kind.code"
        yield f"has.{parts[3]}"
        return
    kind, variant, status, ids, rarity, distinct, university, letters, words, type_, names, hub, funder = parts
    form = VARIANTS[int(variant)]
    yield from (f"kind.{kind}", f"variant.{form}", f"rare.{rarity}", f"distinct.{distinct}", f"type.{type_}")
    yield from (f"names.{names}", f"hub.{hub}", f"names.{names} distinct.{distinct}", f"hub.{hub} distinct.{distinct}")
    if funder:
        yield "funder"
        yield f"funder distinct.{distinct}"
        yield f"funder kind.{kind}"
    yield f"kind.{kind} names.{names}"
    yield f"has.{ids}"
    yield f"type.{type_} variant.{form}"
    yield f"words.{words} distinct.{distinct}"
    yield f"kind.{kind} letters.{letters}"
    if status != "active":
        yield f"status.{status}"
    if university:
        yield "head.univ"
        yield f"head.univ distinct.{distinct}"
    if letters != "0":
        yield f"letters.{letters}"
        yield f"type.{type_} letters.{letters}"
    else:
        yield f"words.{words}"


def _place(facet: Facet) -> Iterator[str]:
    _, country, town, variant, distinct, rarity, names, letters, funder, hub, left, right = facet
    yield from (str(country), str(town), f"{country} {town}", f"variant.{VARIANTS[int(variant)]} {town}")
    yield from (f"distinct.{distinct} {town}", f"rare.{rarity} {town}", f"names.{names} {town}")
    yield from (f"letters.{letters} {town}", f"{funder or 'unfunded'} {town}", f"hub.{hub} {town}")
    yield from (f"{left} {town}", f"{right} {town}")


def _shape(facet: Facet) -> Iterator[str]:
    _, left, right, univ, names, whole, rarity, distinct = facet
    yield from (f"{left} shape univ.{univ:d}", f"{left} {right}", f"{left} names.{names}", f"{right} names.{names}")
    yield from (
        f"whole.{whole:d} rare.{rarity}",
        f"whole.{whole:d} distinct.{distinct}",
        f"whole.{whole:d} names.{names}",
    )


def _left(facet: Facet) -> Iterator[str]:
    if facet[1] == "edge":
        yield "left.edge"
        yield f"left.edge univ.{facet[2]:d}"
        return
    _, link, kind, key, first, univ, long = facet
    if long:
        yield f"left.long.{link}.{kind or 'distinct'}"
        yield f"left.long univ.{univ:d}"
    yield f"left.{link}.{kind or 'distinct'}"
    yield f"left.{link}.{kind or 'distinct'} first.{first:d}"
    yield f"left.{link}.{kind or 'distinct'} univ.{univ:d}"
    if key:
        yield f"left.{link}.key.{key}"
        yield f"left.{link}.key.{key} first.{first:d}"


def _right(facet: Facet) -> Iterator[str]:
    if facet[1] == "edge":
        yield "right.edge"
        yield f"right.edge univ.{facet[2]:d}"
        return
    _, link, kind, key, last, tail, univ, long = facet
    if long:
        yield f"right.long.{link}.{kind or 'distinct'}"
        yield f"right.long univ.{univ:d}"
    yield f"right.{link}.{kind or 'distinct'}"
    yield f"right.{link}.{kind or 'distinct'} univ.{univ:d} last.{last:d}"
    if key:
        yield f"right.{link}.key.{key}"
    if tail:
        yield f"tail.{tail}"
        yield f"tail.{tail} univ.{univ:d}"


def _written(facet: Facet) -> Iterator[str]:
    _, how, across, place, whole, kind, type_ = facet
    yield f"how.{HOWS[int(how)]}"
    if across:
        yield "across"
    if place:
        yield "place"
    if whole:
        yield from ("whole", f"whole kind.{kind}", f"whole type.{type_} kind.{kind}")


def _situation(facet: Facet) -> Iterator[str]:
    names = ("inside", "holds.univ", "beside.univ", "alone", "named.again")
    yield from (name for name, holds in zip(names, facet[1:6], strict=True) if holds)
    if facet[4]:
        yield f"alone kind.{facet[6]}"
        yield f"alone letters.{facet[7]}"
    yield f"parts.{facet[8]}"


def _rivals(facet: Facet) -> Iterator[str]:
    _, count, standing, kin, heads = facet
    if heads:
        yield "heads.namesake"
        yield f"heads.namesake rival.{standing}"
    yield from (f"namesakes.{count}", f"rival.{standing}", f"rival.{standing} namesakes.{count}")
    if kin:
        yield "kin.namesake"


def _kin(facet: Facet) -> Iterator[str]:
    _, count, child = facet
    if count:
        yield f"kin.{count}"
    if child:
        yield "kin.child"


def _supervises(facet: Facet) -> Iterator[str]:
    _, whole, country, university = facet
    yield from ("supervises", f"supervises {country}", f"supervises whole.{whole:d}")
    if whole:
        yield f"supervises whole {country}"
        yield f"supervises whole univ.{university:d}"


def _among(facet: Facet) -> Iterator[str]:
    _, group, own, steps, ahead, beside, nowhere, whole, univ, type_, funder = facet
    sole = not any(steps)
    yield from (f"own.{own}", f"own.{own} {group}", str(group), f"sole.{sole:d}", f"sole.{sole:d} own.{own}")
    for relation, step, lead in zip(RELATIONS, steps, ahead, strict=True):
        yield from (f"{relation}.{step}", f"{relation}.ahead.{lead}")
    yield from (f"beside.{steps[0]} {group}", f"parent.{steps[4]} {group}")
    yield from (f"beside.ish.{beside} own.{own}", f"sole.{sole:d} {group}")
    flags = {"country.none": nowhere, "whole": whole, "head.univ": univ, "funder": funder, f"type.{type_}": True}
    for flag, holds in flags.items():
        if holds:
            yield from (flag, f"{flag} beside.ish.{beside}", f"{flag} sole.{sole:d}")


def _parent(facet: Facet) -> Iterator[str]:
    _, shared, type_, count, country, active, known = facet
    yield from (f"shares-word.{shared:d}", f"type.{type_}", f"parents.{count}", f"country-shared.{country:d}")
    names, hub, _ = str(known).split(",")
    yield from (
        f"hub.{hub}",
        f"hub.{hub} shares-word.{shared:d}",
        f"names.{names}",
        f"type.{type_} shares-word.{shared:d}",
    )
    if not active:
        yield "status.gone"


def _capitals(facet: Facet) -> Iterator[str]:
    yield f"case.{facet[1]}"


def _shouted(_: Facet) -> Iterator[str]:
    yield "case.shouted"


def _one(facet: Facet) -> Iterator[str]:
    yield f"{facet[0]}.{facet[1]}"


_SPELLING: Final[Mapping[str, Callable[[Facet], Iterator[str]]]] = {
    "nature": _nature,
    "place": _place,
    "shape": _shape,
    "among": _among,
    "left": _left,
    "right": _right,
    "written": _written,
    "situation": _situation,
    "rivals": _rivals,
    "kin": _kin,
    "supervises": _supervises,
    "parent": _parent,
    "code": _one,
    "capitals": _capitals,
    "shouted": _shouted,
}
