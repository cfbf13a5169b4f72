"""What is weighed of a name whatever the string: its nature, as a row of small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

NAME_KINDS: Final = ("code", "label", "alias", "acronym", "weak")
"""Kinds of names, the surest first."""
PLACE_KINDS: Final = ("country", "code", "town")
"""Kinds of places; where a name's nature has its kind, that of a place has one of COUNTRY, STATE and TOWN."""
COUNTRY, STATE, TOWN = (-1 - i for i in range(len(PLACE_KINDS)))
STATUSES: Final = ("active", "inactive", "withdrawn", "new")
IDS: Final = ("ror", "rnsr")
NATURE: Final = (
    "kind", "variant", "rarity", "distinct", "univ", "letters", "names", "hub", "funder", "status", "ids", "words",
    "type",
)  # fmt: skip
"""Columns of a nature. Of a place the first two are its kind and the number of its country, and the others nothing."""
_UNTOLD: Final = (4, 4, 0, 8, 5, 5, 2)
"""What a unit code has behind kind and variant: one more than any name."""


def nature_row(nature: str, countries: Sequence[str], types: Sequence[str]) -> tuple[int, ...]:
    """The columns of a nature as `sections.py` spells it."""
    parts = nature.split(",")
    if len(parts) == 2:
        kind, country = parts
        return -1 - PLACE_KINDS.index(kind), countries.index(country), *(0 for _ in NATURE[2:])
    if parts[0] == "code":
        _, _, status, ids = parts
        return 0, 0, *_UNTOLD, STATUSES.index(status), IDS.index(ids), 0, 0
    kind, variant, status, ids, rarity, distinct, univ, letters, words, type_, names, hub, funder = parts
    return (
        NAME_KINDS.index(kind), int(variant), int(rarity), int(distinct), int(bool(univ)), int(letters), int(names),
        int(hub), int(bool(funder)), STATUSES.index(status), IDS.index(ids), int(words), types.index(type_),
    )  # fmt: skip
