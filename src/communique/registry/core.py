"""The curated core: the organisations that releases of French and international research name most.

The table `core.tsv` is our own selection with our own name forms; ROR ids and countries are facts noted down from
ROR (CC0). It makes a fresh install know the big institutions before a registry is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from communique.registry.organisations import Name, Organisation

CoreKind = Literal["institution", "laboratory"]
COLUMNS = ("ror", "country", "kind", "names", "acronyms", "weak", "years")


@dataclass(frozen=True, slots=True)
class CoreOrganisation:
    """One organisation. The first name is the usual one.

    `acronyms` are short forms that name it wherever they stand; `weak` ones are common to several organisations or
    to ordinary words, and count only where the release ties them to a name or lists them beside organisations.
    `opened` and `closed` are years, both inclusive, where organisations of one name or in succession need them.
    """

    ror: str | None
    country: str | None
    kind: CoreKind
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    weak: tuple[str, ...]
    opened: int | None = None
    closed: int | None = None

    def forms(self) -> Iterator[str]:
        """Every written form, the full names first."""
        yield from self.names
        yield from self.acronyms
        yield from self.weak

    def organisation(self) -> Organisation:
        """The row as an organisation of a registry."""
        kinds: tuple[tuple[Literal["label", "alias", "acronym", "weak"], tuple[str, ...]], ...] = (
            ("label", self.names[:1]),
            ("alias", self.names[1:]),
            ("acronym", self.acronyms),
            ("weak", self.weak),
        )
        names = tuple(Name(text, kind) for kind, texts in kinds for text in texts)
        return Organisation(
            self.ror, None, self.kind, names, country=self.country, opened=self.opened, closed=self.closed
        )


@cache
def core_organisations() -> tuple[CoreOrganisation, ...]:
    """All rows of the core table in file order.

    Raises:
        ValueError: the table is malformed; the message names the line.
    """
    text = files(__package__).joinpath("core.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise ValueError(f"core.tsv: line 1 has to read {' '.join(COLUMNS)}, separated by tabs")
    return tuple(_organisation(i, line) for i, line in enumerate(lines[1:], start=2) if line and line[0] != "#")


def _organisation(number: int, line: str) -> CoreOrganisation:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise ValueError(f"core.tsv: line {number} has {len(cells)} columns instead of {len(COLUMNS)}")
    ror, country, kind, names, acronyms, weak, years = cells
    if kind not in ("institution", "laboratory"):
        raise ValueError(f"core.tsv: line {number} has the kind {kind!r}; it is institution or laboratory")
    opened, _, closed = years.partition("-")
    if years and not (re.fullmatch(r"(?:\d{4})?-(?:\d{4})?", years) and opened + closed):
        raise ValueError(f"core.tsv: line {number} has the years {years!r}; they are 2019-, -2019 or 2019-2022")
    return CoreOrganisation(
        ror=f"https://ror.org/{ror}" if ror else None,
        country=country or None,
        kind=cast(CoreKind, kind),
        names=_forms(names),
        acronyms=_forms(acronyms),
        weak=_forms(weak),
        opened=int(opened) if opened else None,
        closed=int(closed) if closed else None,
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())
