"""ROR's rows as organisations: schema v1, schema v2, and the flat form of either."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final

from communique.registry.building.dumps import Row
from communique.registry.building.kinds import kind_of
from communique.registry.codes import is_unit_code, unit_codes
from communique.registry.organisations import ROR_URL, Name, NameKind, Organisation, OrganisationStatus

# France and what lies overseas has country codes of its own in ROR; only there `U 1016` or `EA 4245` is a unit code.
FRENCH: Final = frozenset({"FR", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"})

_ID: Final = re.compile(r"https://ror\.org/0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")
_STATUS: Final[dict[str, OrganisationStatus]] = {"active": "active", "inactive": "inactive", "withdrawn": "withdrawn"}
_ABROAD: Final = ("UMI ", "IRL ")


class RowError(ValueError):
    """A row gives no organisation; the message says why."""


def organisation_of(row: Row) -> Organisation:
    """The organisation of a row, whatever its schema.

    Raises:
        RowError: the row has no ROR id or no name.
    """
    id_ = row.get("id")
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise RowError(f"it has no ROR id but {id_!r}")
    try:
        return _organisation(id_, row)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise RowError(f"{id_}: it is malformed ({type(error).__name__}: {error})") from error


# A whole dump repeats ids, towns, languages and types a million times: they are kept once (`sys.intern`).
def _organisation(id_: str, row: Row) -> Organisation:
    country, cities = _places(row)
    written = sorted(_names(row), key=lambda n: n[0])
    codes: dict[str, None] = {}
    names: dict[tuple[str, str], Name] = {}
    for _, name in written:
        found = [c for c in unit_codes(name.text) if country in FRENCH or c.startswith(_ABROAD)]
        codes.update(dict.fromkeys(found))
        if not (found and is_unit_code(name.text)):
            names.setdefault((name.text, name.kind), name)
    shown = next(iter(names.values()), written[0][1] if written else None)
    if shown is None:
        raise ValueError("no name")
    types = tuple(sorted(sys.intern(str(t).casefold()) for t in row.get("types") or ()))
    relations = _relations(row)
    return Organisation(
        ror=sys.intern(id_),
        rnsr=None,
        kind=kind_of(shown.text, types, has_parent=bool(relations["parent"]), has_code=bool(codes)),
        names=tuple(names.values()) or (shown,),
        codes=tuple(codes),
        country=country,
        cities=cities,
        types=types,
        status=_STATUS[str(row.get("status") or "active").casefold()],
        opened=_year(row.get("established")),
        parents=relations["parent"],
        children=relations["child"],
        related=relations["related"],
        predecessors=relations["predecessor"],
        successors=relations["successor"],
    )


def _names(row: Row) -> Iterator[tuple[int, Name]]:
    """The names with a rank: the one to show first, then labels, aliases and acronyms."""
    if "names" in row:
        for entry in row["names"]:
            kinds = entry["types"]
            kind: NameKind = "label" if {"label", "ror_display"} & set(kinds) else "alias"
            if kind == "alias" and "acronym" in kinds:
                kind = "acronym"
            yield _ranked(entry["value"], kind, entry.get("lang"), shown="ror_display" in kinds)
        return
    yield _ranked(row["name"], "label", None, shown=True)
    for label in row.get("labels") or ():
        yield _ranked(label["label"], "label", label.get("iso639"))
    for alias in row.get("aliases") or ():
        yield _ranked(alias, "alias", None)
    for acronym in row.get("acronyms") or ():
        yield _ranked(acronym, "acronym", None)


def _ranked(text: str, kind: NameKind, language: str | None, *, shown: bool = False) -> tuple[int, Name]:
    rank = 0 if shown else {"label": 1, "alias": 2, "acronym": 3, "weak": 4}[kind]
    return rank, Name(" ".join(text.split()), kind, sys.intern(language) if language else None)


def _places(row: Row) -> tuple[str | None, tuple[str, ...]]:
    """The country code and the towns."""
    country: str | None = None
    cities: list[str] = []
    for location in row.get("locations") or ():
        details = location.get("geonames_details")
        where = details if details is not None else location
        country = country or where.get("country_code") or where.get("country")
        if city := where.get("name") or where.get("city"):
            cities.append(city)
    cities.extend(a["city"] for a in row.get("addresses") or () if a.get("city"))
    stated = row.get("country")
    if isinstance(stated, dict):
        country = stated.get("country_code")
    elif isinstance(stated, str):
        country = stated
    return sys.intern(country) if country else None, tuple(dict.fromkeys(map(sys.intern, cities)))


def _relations(row: Row) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {k: [] for k in ("parent", "child", "related", "predecessor", "successor")}
    for relation in row.get("relationships") or ():
        kind = str(relation["type"]).casefold()
        if kind in found and str(relation["id"]).startswith(ROR_URL):
            found[kind].append(sys.intern(relation["id"]))
    return {kind: tuple(sorted(set(ids))) for kind, ids in found.items()}


def _year(value: Any) -> int | None:
    if value is None:
        return None
    year = int(value)
    return year if 0 < year < 3000 else None


def release_of(rows_releases: Iterable[str]) -> str | None:
    """The newest of releases as `v2.9`, by number."""
    numbered = [(tuple(int(n) for n in r[1:].split(".")), r) for r in rows_releases if re.fullmatch(r"v\d+(\.\d+)*", r)]
    return max(numbered)[1] if numbered else None
