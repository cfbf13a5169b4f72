"""French names that registries write in capitals, as people write them: `LYON CEDEX 07` is Lyon."""

from __future__ import annotations

import re
from typing import Final

_CEDEX: Final = re.compile(r"\s*\bcedex\b.*", re.IGNORECASE | re.DOTALL)
_DISTRICT: Final = re.compile(r"\s+\d{1,2}\s*(?:er|e|è|ème|eme)?(?:\s+arrondissement)?$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = frozenset(
    _WORD.findall("a à and au aux d de des du en et for in l la le les lez lès of ou par pour sous sur the un une")
)


def town_of(place: str) -> str | None:
    """The town of a postal place, without CEDEX and district: `VILLENEUVE D'ASCQ CEDEX` is Villeneuve d'Ascq."""
    town = _DISTRICT.sub("", _CEDEX.sub("", " ".join(place.split()))).strip(" -,")
    return (_lowered(town) if town.isupper() else town[:1].upper() + town[1:]) or None


def display_name(name: str) -> str:
    """A name with its capitals lowered where it stands wholly in capitals; a single word may be an acronym."""
    words = _WORD.findall(name)
    return _lowered(name) if name.isupper() and len(words) > 1 and max(map(len, words)) > 3 else name


def _lowered(name: str) -> str:
    def lowered(match: re.Match[str]) -> str:
        word = match.group().lower()
        return word if match.start() and word in _SMALL else word[0].upper() + word[1:]

    return _WORD.sub(lowered, name)
