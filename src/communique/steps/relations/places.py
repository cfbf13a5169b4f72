"""Places: what stands where a place stands, since no list holds every town.

A place is a capitalised name after a preposition of place, after a comma behind an organisation, or alone in brackets.
The tables `places` and `location_words` list states and regions, which rank below towns, and capitalised words that are
no places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from communique.findings import EntityFinding, Mention
from communique.records import normal_name
from communique.rules import Rule, load_table

_LONGEST: Final = 120
"""Characters behind a place in which a further one is looked for: names are shorter."""

_STATE: Final = re.compile(r" ?, ([A-ZÀ-Þ][\w'’. -]{1,30}?)(?= ?(?:[,;)|]|\.(?:\s|$)|$))")
"""A state or region behind a town: ", Maryland"."""


class PlaceBook:
    """Finds places and keeps one key for each name; the names that the entity step knows keep its keys."""

    def __init__(self, known: Sequence[EntityFinding], first_key: int) -> None:
        self._keys: dict[str, int] = {normal_name(e.name): e.key for e in known if e.kind == "place"}
        self._given = frozenset(self._keys.values())
        self._names: dict[int, str] = {}
        self._next = first_key
        self._schools = _schools(known)

    def key(self, name: str) -> int:
        """The entity key for a place name."""
        folded = normal_name(name)
        if folded not in self._keys:
            self._keys[folded] = self._next
            self._names[self._next] = name
            self._next += 1
        return self._keys[folded]

    def name(self, key: int) -> str:
        """The name of a place that the entity step did not give, as first written."""
        return self._names.get(key, "")

    def find(self, text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where places stand in `text[start:end]`, outside the stretches `taken` (sorted)."""
        masked = _mask(text, start, end, taken)
        found: dict[int, int] = {}
        for rule in _patterns("place"):
            for match in rule.regex.finditer(masked):
                if not self._is_thing(match["place"], masked, match.start("place")):
                    _note(found, *match.span("place"), masked)
        for rule in _patterns("place-known"):
            for match in rule.regex.finditer(masked):
                if is_town(match["place"]):
                    _note(found, *match.span("place"), masked)
        for rule in _patterns("place-apposed"):
            for match in rule.regex.finditer(masked):
                if self._is_town(match["place"], masked[match.end() :]):
                    _note(found, *match.span("place"), masked)
        for begin in sorted(found):
            while (behind := _behind(masked, found[begin])) and _note(found, *behind, masked):
                begin = behind[0]
        return [(start + b, start + e) for b, e in sorted(found.items())]

    def _is_known(self, name: str) -> bool:
        folded = normal_name(name)
        return folded in _listed("known") or folded in self._keys or is_region(name)

    def _is_thing(self, name: str, masked: str, start: int) -> bool:
        """Whether a name that no list knows has an English article, or is a university's: "at Cornell"."""
        before = masked[max(0, start - 5) : start]
        if before.endswith((" at ", "At ")) and normal_name(name) in self._schools:
            return True
        return before.endswith(" the ") and not self._is_known(name)

    def _is_town(self, name: str, behind: str) -> bool:
        """Whether a name without preposition is a place: known, seen behind a preposition, shaped like one, or so said.

        What stands behind a comma or in brackets is as often a team, a street or a person.
        """
        if self._is_known(name):
            return True
        if any(rule.regex.search(name) for rule in _patterns("town-shape")):
            return True
        return (match := _STATE.match(behind)) is not None and is_region(match[1].strip())

    def used(self, occurrences: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[EntityFinding, ...]:
        """Places as entities, for those keys that the entity step did not give."""
        return tuple(
            EntityFinding(
                key=key,
                kind="place",
                name=self._names[key],
                mentions=tuple(Mention(s, e, "rule", "location.place") for s, e in sorted(set(spans))),
            )
            for key, spans in sorted(occurrences.items())
            if key not in self._given
        )


def is_region(name: str) -> bool:
    """Whether a name is a country, a continent or a large region: less than a town."""
    return normal_name(name) in _listed("region")


def is_town(name: str) -> bool:
    """Whether a name is a town for certain: one of the list, or of a shape that only towns have."""
    if is_region(name):
        return False
    return normal_name(name) in _listed("known") or any(r.regex.search(name) for r in _patterns("town-shape"))


def has_many_sites(name: str) -> bool:
    """Whether an organisation is in so many towns that one named beside it is that of somebody else."""
    return normal_name(name) in _listed("many-sites")


def _schools(known: Sequence[EntityFinding]) -> frozenset[str]:
    """What universities of the text are called for short: "Makerere" for "Makerere University"."""
    return frozenset(
        normal_name(match["short"])
        for entity in known
        if entity.kind == "institution"
        for name in (entity.name, *entity.aliases)
        for rule in _patterns("university")
        if (match := rule.regex.search(name))
    )


def _behind(masked: str, end: int) -> tuple[int, int] | None:
    """Where the place stands that follows a place: "Lyon and Montréal", "Kyoto, Japan"."""
    ahead = masked[end : end + _LONGEST]
    match = next((m for rule in _patterns("place-behind") if (m := rule.regex.search(ahead))), None)
    return (end + match.start("place"), end + match.end("place")) if match else None


def _note(found: dict[int, int], start: int, end: int, masked: str) -> bool:
    name = masked[start:end]
    first = normal_name(name.split(" ")[0].split("-")[0])
    shaped = any(rule.regex.search(name) for rule in _patterns("town-shape"))  # "La Seyne-sur-Mer"
    if (first in _listed("no-place") and not shaped) or normal_name(name) in _listed("no-place"):
        return False
    if any(rule.regex.search(name) for rule in _patterns("no-place-ending")):
        return False
    if any(s < end and start < e for s, e in found.items()):
        return False
    found[start] = end
    return True


def _mask(text: str, start: int, end: int, taken: Sequence[tuple[int, int]]) -> str:
    """The stretch with every taken name as one kind of letter that no place contains."""
    pieces: list[str] = []
    position = start
    for s, e in taken:
        pieces.append(text[position:s])
        pieces.append("\ue000" * (e - s))
        position = e
    pieces.append(text[position:end])
    return "".join(pieces)


@cache
def _patterns(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_table("location_words").rules if rule.fields["kind"] == kind)


@cache
def _listed(kind: str) -> frozenset[str]:
    words = (t for r in load_table("location_words").rules if r.fields["kind"] == kind for t in r.terms)
    if kind == "known":
        return frozenset(normal_name(t) for r in load_table("places").rules for t in r.terms)
    regions = (t for r in load_table("places").rules if r.id == "place.region" for t in r.terms)
    return frozenset(map(normal_name, words)) | (
        frozenset(map(normal_name, regions)) if kind == "region" else frozenset()
    )
