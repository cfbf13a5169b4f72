"""Facets of evidence spelled out as the traits that are weighed. Each function takes the columns of one facet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.name_forms import VARIANTS
from communique.registry.matching.natures import IDS, NATURE, STATUSES
from communique.registry.matching.words import HOWS

COUNTRIES: Final = ("country.same", "country.other", "hint.same", "hint.other", "country.none")
TOWNS: Final = ("town.unknown", "town.absent", "town.within", "town.beside")
STANDINGS: Final = ("ahead", "equal", "behind", "far")
RELATIONS: Final = ("beside", "longer", "shorter", "same", "parent")
"""How two finds of a string may stand to each other."""
SIDES: Final = (
    "edge",
    *(f"{link}.{kind}" for link in ("next", "and", "of") for kind in ("distinct", "type", "field", "plain", "code")),
)
"""What stands beside a name, in short."""
_LINKS: Final = ("edge", "next", "and", "of")
_KINDS: Final = ("code", "label", "alias", "acronym", "weak", "")
_GROUPS: Final = ("name", "short", "unit", "parent")
_UNTOLD: Final = "-"
_LEADS: Final = ("-1", "0", "1", "2", "3", "4")
NATURE_PARTS: Final = {
    part: tuple(NATURE.index(column) for column in columns)
    for part, columns in {
        "nature-kind": ("kind", "names", "letters"),
        "nature-type": ("type", "kind", "variant", "letters"),
        "nature-known": ("names", "kind", "hub", "distinct"),
        "nature-words": ("words", "kind", "distinct", "letters", "univ", "funder"),
        "nature-status": ("status", "kind", "ids", "rarity"),
    }.items()
}
"""Facets of which that of natures is made, and the columns of a nature that are theirs."""


@dataclass(frozen=True)
class Names:
    """What numbers stand for: natures and types of an index, kinds and keys of words."""

    natures: npt.NDArray[np.int16]
    types: Sequence[str]
    classes: Sequence[tuple[str, str]]


def _told(value: int, most: int) -> str:
    return str(value) if value <= most else _UNTOLD


def _nature(names: Names, number: int) -> Iterator[str]:
    row = names.natures[number].tolist()
    for part, columns in NATURE_PARTS.items():
        yield from SPELLING[part](names, *(row[column] for column in columns))


def _nature_kind(_: Names, kind: int, known: int, letters: int) -> Iterator[str]:
    yield f"kind.{_KINDS[kind]}"
    if kind:
        yield from (f"kind.{_KINDS[kind]} names.{known}", f"kind.{_KINDS[kind]} letters.{letters}")


def _nature_type(names: Names, type_: int, kind: int, variant: int, letters: int) -> Iterator[str]:
    if not kind:
        return
    type_of, form = names.types[type_], VARIANTS[variant]
    yield from (f"type.{type_of}", f"variant.{form}", f"type.{type_of} variant.{form}")
    if letters:
        yield from (f"letters.{letters}", f"type.{type_of} letters.{letters}")


def _nature_known(_: Names, known: int, kind: int, hub: int, distinct: int) -> Iterator[str]:
    if kind:
        yield from (f"names.{known}", f"hub.{hub}", f"distinct.{distinct}")
        yield from (f"names.{known} distinct.{distinct}", f"hub.{hub} distinct.{distinct}")


def _nature_words(
    _: Names, words: int, kind: int, distinct: int, letters: int, univ: int, funder: int
) -> Iterator[str]:
    if not kind:
        return
    yield f"words.{words} distinct.{distinct}"
    if not letters:
        yield f"words.{words}"
    if univ:
        yield from ("head.univ", f"head.univ distinct.{distinct}")
    if funder:
        yield from ("funder", f"funder distinct.{distinct}", f"funder kind.{_KINDS[kind]}")


def _nature_status(_: Names, status: int, kind: int, ids: int, rarity: int) -> Iterator[str]:
    yield f"has.{IDS[ids]}"
    if kind:
        yield f"rare.{rarity}"
        if status:
            yield f"status.{STATUSES[status]}"


def _left(names: Names, class_: int, link: int, typed: int, univ: int, long: int) -> Iterator[str]:
    if not link:
        yield from ("left.edge", f"left.edge univ.{univ}")
        return
    kind, key = names.classes[class_]
    side = f"{_LINKS[link]}.{kind or 'distinct'}"
    if long:
        yield from (f"left.long.{side}", f"left.long univ.{univ}")
    yield from (f"left.{side}", f"left.{side} first.{typed}", f"left.{side} univ.{univ}")
    if kind:
        yield from (f"left.{_LINKS[link]}.key.{key}", f"left.{_LINKS[link]}.key.{key} first.{typed}")


def _right(names: Names, class_: int, link: int, typed: int, univ: int, long: int) -> Iterator[str]:
    if not link:
        yield from ("right.edge", f"right.edge univ.{univ}")
        return
    kind, key = names.classes[class_]
    side = f"{_LINKS[link]}.{kind or 'distinct'}"
    if long:
        yield from (f"right.long.{side}", f"right.long univ.{univ}")
    yield from (f"right.{side}", f"right.{side} univ.{univ} last.{typed}")
    if kind:
        yield f"right.{_LINKS[link]}.key.{key}"


def _tail(names: Names, class_: int, univ: int) -> Iterator[str]:
    if class_:
        key = names.classes[class_][1]
        yield from (f"tail.{key}", f"tail.{key} univ.{univ}")


def _written(names: Names, how: int, across: int, place: int, whole: int, kind: int, type_: int) -> Iterator[str]:
    yield f"how.{HOWS[how]}"
    if across:
        yield "across"
    if place:
        yield "place"
    if whole:
        yield from ("whole", f"whole kind.{_KINDS[kind]}", f"whole type.{names.types[type_]} kind.{_KINDS[kind]}")


def _capitals(_: Names, count: int) -> Iterator[str]:
    if count:  # one more than there are, of a single word
        yield f"case.{count - 1}"


def _left_univ(_: Names, side: int, univ: int) -> Iterator[str]:
    yield f"left.{SIDES[side]} shape univ.{univ}"


def _left_right(_: Names, side: int, other: int) -> Iterator[str]:
    yield f"left.{SIDES[side]} right.{SIDES[other]}"


def _left_names(_: Names, side: int, known: int) -> Iterator[str]:
    yield f"left.{SIDES[side]} names.{_told(known, 4)}"


def _right_names(_: Names, side: int, known: int) -> Iterator[str]:
    yield f"right.{SIDES[side]} names.{_told(known, 4)}"


def _whole(_: Names, whole: int, rarity: int, distinct: int, known: int) -> Iterator[str]:
    yield f"whole.{whole} rare.{_told(rarity, 3)}"
    yield f"whole.{whole} distinct.{_told(distinct, 3)}"
    yield f"whole.{whole} names.{_told(known, 4)}"


def _place(_: Names, country: int, town: int, variant: int) -> Iterator[str]:
    yield from (COUNTRIES[country], TOWNS[town], f"{COUNTRIES[country]} {TOWNS[town]}")
    yield f"variant.{VARIANTS[variant]} {TOWNS[town]}"


def _distinct_town(_: Names, distinct: int, town: int) -> Iterator[str]:
    yield f"distinct.{_told(distinct, 3)} {TOWNS[town]}"


def _rare_town(_: Names, rarity: int, town: int) -> Iterator[str]:
    yield f"rare.{_told(rarity, 3)} {TOWNS[town]}"


def _names_town(_: Names, known: int, town: int) -> Iterator[str]:
    yield f"names.{_told(known, 4)} {TOWNS[town]}"


def _letters_town(_: Names, letters: int, town: int) -> Iterator[str]:
    yield f"letters.{_told(letters, 7)} {TOWNS[town]}"


def _funder_town(_: Names, funder: int, town: int) -> Iterator[str]:
    yield f"{('unfunded', 'funder', _UNTOLD)[funder]} {TOWNS[town]}"


def _hub_town(_: Names, hub: int, town: int) -> Iterator[str]:
    yield f"hub.{_told(hub, 4)} {TOWNS[town]}"


def _left_town(_: Names, side: int, town: int) -> Iterator[str]:
    yield f"left.{SIDES[side]} {TOWNS[town]}"


def _right_town(_: Names, side: int, town: int) -> Iterator[str]:
    yield f"right.{SIDES[side]} {TOWNS[town]}"


def _situation(_: Names, inside: int, holds: int, beside: int, again: int, child: int) -> Iterator[str]:
    names = ("inside", "holds.univ", "beside.univ", "named.again")
    yield from (name for name, true in zip(names, (inside, holds, beside, again), strict=True) if true)
    if inside and child:
        yield "inside kin.child"


def _alone(_: Names, alone: int, kind: int, letters: int) -> Iterator[str]:
    if alone:
        yield from ("alone", f"alone kind.{_KINDS[kind]}", f"alone letters.{letters if letters <= 7 else ''}")


def _parts(_: Names, count: int) -> Iterator[str]:
    yield f"parts.{count}"


def _rivals(_: Names, count: int, standing: int, kin: int, heads: int, status: int) -> Iterator[str]:
    if count and status:
        yield f"status.{STATUSES[status]} {f'rival.{STANDINGS[standing]}' if count > 1 else 'unrivalled'}"
    if count < 2:
        return
    if heads:
        yield from ("heads.namesake", f"heads.namesake rival.{STANDINGS[standing]}")
    yield from (f"namesakes.{count}", f"rival.{STANDINGS[standing]}", f"rival.{STANDINGS[standing]} namesakes.{count}")
    if kin:
        yield "kin.namesake"


def _kin(_: Names, count: int, child: int) -> Iterator[str]:
    if count:
        yield f"kin.{count}"
    if child:
        yield "kin.child"


def _unit_code(_: Names, code: int) -> Iterator[str]:
    if code:
        yield ("code.same", "code.other", "code.unknown")[code - 1]


def _shouted(_: Names, shouted: int) -> Iterator[str]:
    if shouted:
        yield "case.shouted"


def _supervises(_: Names, whole: int, country: int, univ: int) -> Iterator[str]:
    if not whole:  # one more than it is, of organisations that supervise
        return
    whole -= 1
    yield from ("supervises", f"supervises {COUNTRIES[country]}", f"supervises whole.{whole}")
    if whole:
        yield from (f"supervises whole {COUNTRIES[country]}", f"supervises whole univ.{univ}")


def _parent(
    names: Names, shared: int, type_: int, count: int, country: int, active: int, known: int, hub: int
) -> Iterator[str]:
    if not count:
        return
    kind = names.types[type_]
    yield from (f"named-for.{shared}", f"type.{kind}", f"parents.{count}", f"country-shared.{country}")
    yield from (f"hub.{hub}", f"hub.{hub} named-for.{shared}", f"names.{known}", f"type.{kind} named-for.{shared}")
    if not active:
        yield "status.gone"


def _own(_: Names, own: int, group: int, sole: int) -> Iterator[str]:
    yield from (f"own.{own}", f"own.{own} {_GROUPS[group]}", _GROUPS[group])
    yield from (f"sole.{sole}", f"sole.{sole} own.{own}", f"sole.{sole} {_GROUPS[group]}")


def _step(_: Names, relation: int, step: int) -> Iterator[str]:
    yield f"{RELATIONS[relation]}.{step}"


def _lead(_: Names, relation: int, lead: int) -> Iterator[str]:
    yield f"{RELATIONS[relation]}.ahead.{_LEADS[lead]}"


def _beside_group(_: Names, step: int, group: int) -> Iterator[str]:
    yield f"beside.{step} {_GROUPS[group]}"


def _parent_group(_: Names, step: int, group: int) -> Iterator[str]:
    yield f"parent.{step} {_GROUPS[group]}"


def _beside_own(_: Names, beside: int, own: int) -> Iterator[str]:
    yield f"beside.ish.{beside} own.{own}"


def _flags(
    names: Names, nowhere: int, whole: int, univ: int, funder: int, type_: int, beside: int, sole: int
) -> Iterator[str]:
    true = {"country.none": nowhere, "whole": whole, "head.univ": univ, "funder": funder}
    for flag in (*(flag for flag, holds in true.items() if holds), f"type.{names.types[type_]}"):
        yield from (flag, f"{flag} beside.ish.{beside}", f"{flag} sole.{sole}")


SPELLING: Final[Mapping[str, Callable[..., Iterator[str]]]] = {
    "nature": _nature,
    "nature-kind": _nature_kind,
    "nature-type": _nature_type,
    "nature-known": _nature_known,
    "nature-words": _nature_words,
    "nature-status": _nature_status,
    "left": _left,
    "right": _right,
    "tail": _tail,
    "written": _written,
    "capitals": _capitals,
    "left-univ": _left_univ,
    "left-right": _left_right,
    "left-names": _left_names,
    "right-names": _right_names,
    "whole": _whole,
    "place": _place,
    "distinct-town": _distinct_town,
    "rare-town": _rare_town,
    "names-town": _names_town,
    "letters-town": _letters_town,
    "funder-town": _funder_town,
    "hub-town": _hub_town,
    "left-town": _left_town,
    "right-town": _right_town,
    "situation": _situation,
    "alone": _alone,
    "parts": _parts,
    "rivals": _rivals,
    "kin": _kin,
    "code": _unit_code,
    "shouted": _shouted,
    "supervises": _supervises,
    "parent": _parent,
    "own": _own,
    "step": _step,
    "lead": _lead,
    "beside-group": _beside_group,
    "parent-group": _parent_group,
    "beside-own": _beside_own,
    "flags": _flags,
}
"""The function of each facet."""
