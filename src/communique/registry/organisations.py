"""One organisation as a registry knows it, whatever the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

OrganisationKind = Literal["institution", "laboratory"]
NameKind = Literal["label", "alias", "acronym", "weak"]
OrganisationStatus = Literal["active", "inactive", "withdrawn"]

NAME_KINDS: Final[tuple[NameKind, ...]] = ("label", "alias", "acronym", "weak")
ROR_URL: Final = "https://ror.org/"


@dataclass(frozen=True, slots=True)
class Name:
    """One written form.

    `label` is an official name in some language, `alias` another full name, `acronym` a short form, and `weak` a
    short form that several organisations or ordinary words share: it never decides alone.
    `language` is an ISO 639-1 code where the registry states it.
    """

    text: str
    kind: NameKind
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation. The first name is the one to show.

    `ror` is a full ROR id (`https://ror.org/02feahw73`), `rnsr` a French national structure number (`200412238P`);
    at least one of them is given, but for rows of the curated core that have no id yet.
    `codes` are unit codes as `UMR 5217`. `cities` are names as the registry writes them. `opened` and `closed` are
    years, both inclusive. `parents`, `children`, `related`, `predecessors` and `successors` are ids: full ROR ids or
    RNSR numbers. `parent_names` are supervising institutions that the registry gives by name only.
    """

    ror: str | None
    rnsr: str | None
    kind: OrganisationKind
    names: tuple[Name, ...]
    codes: tuple[str, ...] = ()
    country: str | None = None
    cities: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    status: OrganisationStatus = "active"
    opened: int | None = None
    closed: int | None = None
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    parent_names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0].text

    @property
    def id(self) -> str:
        """The ROR id where there is one, else the RNSR number, else the name."""
        return self.ror or self.rnsr or self.name

    def existed_in(self, year: int) -> bool:
        """Whether the organisation was open in a year, as far as its years are known."""
        return (self.opened is None or self.opened <= year) and (self.closed is None or year <= self.closed)
