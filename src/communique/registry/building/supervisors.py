"""Supervising institutions (tutelles), which RNSR gives by name, found among ROR's organisations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from communique.registry.building.ror import FRENCH
from communique.registry.normal import normal_form, normal_words
from communique.registry.organisations import Organisation

_FILLERS: Final = frozenset(("a", "and", "au", "aux", "d", "de", "des", "du", "en", "et", "for", "in", "l", "la", "le"))
_MORE_FILLERS: Final = frozenset(("les", "of", "on", "sur", "the"))
_ROMAN: Final = {
    numeral: str(number)
    for number, numeral in enumerate("I II III IV V VI VII VIII IX X XI XII XIII".casefold().split(), start=1)
}
# `Université Paris Sud Paris 11`: RNSR adds what the ministry calls the university.
_NUMBERED: Final = re.compile(r"\s+[\w-]+\s+\d{1,2}$")
_BRACKET: Final = re.compile(r"\s*\([^()]*\)")
_DASH: Final = re.compile(r"\s+[-–]\s+")


class Supervisor(NamedTuple):
    """A supervising institution as a table names it."""

    name: str
    sigle: str | None = None


class Supervisors:
    """Finds the ROR id of a supervising institution: exact names only, and only where one French institution has it.

    Names are compared as a whole, then without articles and prepositions, then in any order of words, because RNSR
    writes `Université Panthéon-Sorbonne Paris 1` and `Université Bourgogne Dijon`.
    """

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._organisations: dict[str, dict[str, Organisation]] = defaultdict(dict)
        self._towns: set[str] = set()
        self._found: dict[Supervisor, str | None] = {}
        for organisation in organisations:
            if organisation.ror and organisation.country in FRENCH and organisation.status != "withdrawn":
                self._towns.update(normal_form(city) for city in organisation.cities)
                for key in _keys_of(organisation):
                    self._organisations[key][organisation.ror] = organisation

    def find(self, supervisor: Supervisor) -> str | None:
        """The ROR id, or None where no organisation or several have the name."""
        if supervisor not in self._found:
            self._found[supervisor] = next(filter(None, map(self._only, self._keys_for(supervisor))), None)
        return self._found[supervisor]

    def _keys_for(self, supervisor: Supervisor) -> Iterator[str]:
        yield from _keys(supervisor.name)
        for shorter in _shorter(supervisor.name):
            yield from _keys(shorter)
        sigle = normal_form(supervisor.sigle or "")
        if len(sigle) > 3 and sigle not in self._towns:
            yield f"acronym {sigle}"
            yield f"form {sigle}"

    def _only(self, key: str) -> str | None:
        found = self._organisations.get(key, {})
        if key.startswith("acronym "):  # laboratories' acronyms are too many to be telling
            found = {id_: o for id_, o in found.items() if o.kind == "institution"}
        active = {id_: o for id_, o in found.items() if o.status == "active"} or found
        institutions = [id_ for id_, o in active.items() if o.kind == "institution"] or list(active)
        return institutions[0] if len(institutions) == 1 else None


def _keys_of(organisation: Organisation) -> Iterator[str]:
    for name in organisation.names:
        if name.kind == "acronym":
            yield f"acronym {normal_form(name.text)}"
            yield from (f"acronym {normal_form(f'{name.text} {city}')}" for city in organisation.cities)
        elif name.kind != "weak":
            yield from _keys(name.text)
            yield from (_bag(f"{name.text} {city}") for city in organisation.cities)


def _keys(name: str) -> tuple[str, str, str]:
    return f"form {normal_form(name)}", f"bare {bare_form(name)}", _bag(name)


def _bag(name: str) -> str:
    words = {_ROMAN.get(w, w) for w in normal_words(name)} - _FILLERS - _MORE_FILLERS
    return "bag " + " ".join(sorted(words))


def _shorter(name: str) -> Iterator[str]:
    """The name without what RNSR adds to it."""
    plain = _BRACKET.sub("", name)
    if plain != name:
        yield plain
    numbered = _NUMBERED.sub("", plain)
    if numbered != plain and " " in numbered:
        yield numbered
    before, *behind = _DASH.split(plain, maxsplit=1)
    if behind:
        yield before


def bare_form(name: str) -> str:
    """A name without articles and prepositions: `Université d'Angers` and `Université Angers` are the same."""
    return " ".join(w for w in normal_words(name) if w not in _FILLERS and w not in _MORE_FILLERS)
