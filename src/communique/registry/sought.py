"""What a text tells of an organisation, and by which of its forms a registry has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from communique.registry.normal import normal_form
from communique.registry.organisations import Organisation, OrganisationKind

_CACHED: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text tells of one organisation.

    Attributes:
        names: every written form, the fullest first.
        kind: laboratory or institution.
        codes: unit codes as `UMR 5217`.
        countries: where it certainly is, as the text says of it.
        near: countries named in the same sentences, and those of its parents.
        home: the countries of the release: its issuers' and its dateline's.
        companions: countries of organisations named in the same sentences.
        words: the folded words of the same sentences, among which towns are looked for.
        all_words: the same of the whole release.
        parents: ids of the organisations that the text states as its parents.
        predecessors: ids of those that it succeeds, as the text says.
        apart: ids that it can't have: those of its own parents and parts.
        year: of the release.
    """

    names: tuple[str, ...]
    kind: OrganisationKind
    codes: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    all_words: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    predecessors: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    year: int | None = None


@dataclass(slots=True)
class Forms:
    """By which forms an organisation was found, and whether each is the registry's own or a variant of it."""

    full: list[tuple[str, bool]] = field(default_factory=list)
    short: list[tuple[str, bool]] = field(default_factory=list)
    code: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An organisation that was found, and by what."""

    number: int
    organisation: Organisation
    forms: Forms


@lru_cache(_CACHED)
def folded(name: str) -> str:
    """The normal form of a name; names come up again and again."""
    return normal_form(name)


@lru_cache(_CACHED)
def is_short(name: str) -> bool:
    """Whether a form is an acronym or the like: one word of capitals, digits or mixed case, or of a few letters."""
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name.strip() and (len(letters) <= 4 or capitals > 1 or any(c.isdigit() for c in name))
