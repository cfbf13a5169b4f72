"""Tables of the French national register of research structures (RNSR), united by structure number.

Three forms are read: the open-data portal's columns (`numero_national_de_structure`, `libelle`, ...) as CSV, as JSON
lines or as a JSON array, and the register's own service (`num_nat_struct`, `intitule`, ...) as JSON lines.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from communique.errors import RegistryError
from communique.registry.building.dumps import BadRow, Row, Watch, open_dump, read_rows
from communique.registry.building.ror import RowError
from communique.registry.building.supervisors import Supervisor
from communique.registry.building.towns import display_name, town_of
from communique.registry.codes import is_unit_code, unit_codes, without_codes

_NUMBER: Final = re.compile(r"\d{9}[A-Z]")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOTHING: Final = frozenset({"", "null", "none", "-", "."})
_SUPERVISES: Final = "TUTE"
_CLOSED: Final = frozenset({"inactive", "fermée", "fermee"})


@dataclass(frozen=True, slots=True)
class Structure:
    """One research structure.

    `tutelles` are the supervising institutions, those that only take part last. `parents`, `children` and
    `predecessors` are structure numbers. `year` is the table's.
    """

    number: str
    name: str
    acronym: str | None
    codes: tuple[str, ...]
    town: str | None
    opened: int | None
    closed: int | None
    tutelles: tuple[Supervisor, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    predecessors: tuple[str, ...]
    year: int = 0
    active: bool = True
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. `lists_closed`: whether it also lists structures that are closed."""

    year: int
    file_name: str
    structures: tuple[Structure, ...]
    lists_closed: bool


def read_table(path: Path, bad_row: BadRow, watch: Watch | None = None) -> Table:
    """The structures of a table.

    Raises:
        RegistryError: the file is no table of structures; the message says what to do.
    """
    structures = []
    for number, row in enumerate(_table_rows(path, bad_row, watch), start=1):
        try:
            structures.append(_structure(row))
        except RowError as error:
            bad_row(number, str(error))
    if not structures:
        raise RegistryError(f"{path}: no research structure is in it: give a table of the RNSR (CSV or JSON lines)")
    years = [s.closed or s.opened or 0 for s in structures]
    named = _YEAR.findall(path.name)
    year = int(named[-1]) if named else max(years)
    return Table(year, path.name, tuple(structures), any(s.closed or not s.active for s in structures))


def unite(tables: Iterable[Table]) -> list[Structure]:
    """One structure a number: what the newest table says, with what only older ones know.

    A structure that the newest table no longer lists is closed when that table lists only what is open.
    """
    united: dict[str, Structure] = {}
    ordered = sorted(tables, key=lambda t: (t.year, t.file_name))
    for table in ordered:
        for structure in sorted(table.structures, key=lambda s: (s.number, repr(s))):
            newer = replace(structure, year=table.year)
            older = united.get(structure.number)
            united[structure.number] = _joined(older, newer) if older else newer
    last = ordered[-1] if ordered else None
    return [
        replace(s, active=False) if s.closed or (last and not last.lists_closed and s.year < last.year) else s
        for _, s in sorted(united.items())
    ]


def _joined(older: Structure, newer: Structure) -> Structure:
    names = dict.fromkeys((*newer.other_names, older.name, *older.other_names))
    names.pop(newer.name, None)
    return replace(
        newer,
        acronym=newer.acronym or older.acronym,
        codes=tuple(dict.fromkeys((*newer.codes, *older.codes))),
        town=newer.town or older.town,
        opened=_earliest(newer.opened, older.opened),
        closed=newer.closed or older.closed,
        tutelles=newer.tutelles or older.tutelles,
        parents=newer.parents or older.parents,
        children=newer.children or older.children,
        predecessors=newer.predecessors or older.predecessors,
        other_names=tuple(names),
    )


def _table_rows(path: Path, bad_row: BadRow, watch: Watch | None) -> Iterator[Row]:
    try:
        with open_dump(path) as file:
            start = file.read(64).lstrip()[:1]
    except OSError as error:
        raise RegistryError(f"{path}: can't be read: {error.strerror or error}") from error
    if start in (b"{", b"["):
        yield from (_fields(row) for row in read_rows(path, bad_row, watch))
    else:
        yield from _csv_rows(path, watch)


def _fields(row: Row) -> Row:
    """The portal's older service wraps the columns in `fields`."""
    fields = row.get("fields")
    return fields if isinstance(fields, dict) else row


def _csv_rows(path: Path, watch: Watch | None) -> Iterator[Row]:
    try:
        with open_dump(path, watch) as file:
            yield from _csv_file(file)
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: this is no text in UTF-8: export the table as CSV in UTF-8") from error
    except csv.Error as error:
        raise RegistryError(f"{path}: this is no CSV table ({error})") from error
    except OSError as error:
        raise RegistryError(f"{path}: can't be read: {error.strerror or error}") from error


def _csv_file(file: IO[bytes]) -> Iterator[Row]:
    with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        head = text.readline()
        separator = max(";,\t", key=head.count)
        columns = [_column(c) for c in next(csv.reader([head], delimiter=separator), [])]
        for cells in csv.reader(text, delimiter=separator):
            yield dict(zip(columns, cells, strict=False))


def _column(heading: str) -> str:
    """The portal exports its column names or their labels: `Numéro national de structure` is the same column."""
    from communique.registry.normal import normal_words

    return "_".join(normal_words(heading.replace("_", " ")))


def _structure(row: Row) -> Structure:
    if "num_nat_struct" in row:
        return _from_service(row)
    return _from_portal(row)


def _from_portal(row: Mapping[str, Any]) -> Structure:
    number = _number(row.get("numero_national_de_structure"))
    name, acronym, codes = _naming(number, row.get("libelle"), row.get("sigle"), _list(row, "label_numero"))
    tutelles = _list(row, "tutelles")
    sigles = dict(enumerate(s or None for s in _list(row, "sigles_des_tutelles")))
    roles = _list(row, "code_de_type_de_tutelle")
    ranked = sorted(range(len(tutelles)), key=lambda i: bool(i < len(roles) and roles[i] and roles[i] != _SUPERVISES))
    return Structure(
        number=number,
        name=name,
        acronym=acronym,
        codes=codes,
        town=town_of(_text(row.get("commune")) or ""),
        opened=_opened(number, row.get("annee_de_creation")),
        closed=_year(row.get("annee_de_fermeture")),
        tutelles=tuple(dict.fromkeys(Supervisor(tutelles[i], sigles.get(i)) for i in ranked if tutelles[i])),
        parents=_numbers(_list(row, "numero_de_structure_parent")),
        children=_numbers(_list(row, "numero_de_structure_enfant")),
        predecessors=_numbers(_list(row, "numero_de_structure_historique")),
        active=(_text(row.get("etat")) or "").casefold() not in _CLOSED,
    )


def _from_service(row: Mapping[str, Any]) -> Structure:
    number = _number(row.get("num_nat_struct"))
    supervisors = [e for e in row.get("etabAssoc") or () if isinstance(e, dict)]
    institutions = [e.get("etab") or {} for e in supervisors]
    tutelles = [Supervisor(n, _text(i.get("sigle"))) for i in institutions if (n := _text(i.get("libelle")))]
    labels = [f"{_text(e.get('label')) or ''} {_text(e.get('numero')) or ''}" for e in supervisors]
    name, acronym, codes = _naming(number, row.get("intitule"), row.get("sigle"), labels)
    return Structure(
        number=number,
        name=name,
        acronym=acronym,
        codes=codes,
        town=town_of(_text(row.get("ville_postale")) or ""),
        opened=_opened(number, row.get("annee_creation")),
        closed=_year(row.get("an_fermeture")),
        tutelles=tuple(dict.fromkeys(tutelles)),
        parents=(),
        children=(),
        predecessors=(),
    )


def _number(value: Any) -> str:
    number = (_text(value) or "").upper()
    if not _NUMBER.fullmatch(number):
        raise RowError(f"it has no structure number but {value!r}")
    return number


def _naming(number: str, title: Any, sigle: Any, labels: Iterable[str]) -> tuple[str, str | None, tuple[str, ...]]:
    """The name, the acronym and the unit codes, each in its place: tables also put codes into names and acronyms."""
    if not (text := _text(title)):
        raise RowError(f"{number}: it has no name")
    acronym = _text(sigle)
    codes = list(dict.fromkeys(code for label in labels for code in unit_codes(label)))
    written = unit_codes(text) + unit_codes(acronym or "")
    codes.extend(code for code in dict.fromkeys(written) if code not in codes)
    if acronym and is_unit_code(acronym):
        acronym = None
    return display_name(without_codes(text)), acronym, tuple(codes)


def _list(row: Mapping[str, Any], column: str) -> list[str]:
    """The parts of a cell: lists stand in one cell with semicolons, and in JSON arrays."""
    value = row.get(column)
    parts = value if isinstance(value, list) else str(value or "").split(";")
    return [_text(p) or "" for p in parts]


def _numbers(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({v.upper() for v in values if _NUMBER.fullmatch(v.upper())}))


def _text(value: Any) -> str | None:
    text = " ".join(str(value).split()) if value is not None else ""
    return None if text.casefold() in _NOTHING else text


def _opened(number: str, stated: Any) -> int | None:
    """The year of opening: a number begins with it, and a table may give that of the last renewal."""
    return _earliest(_year(stated), _year(number[:4]))


def _earliest(*years: int | None) -> int | None:
    return min((year for year in years if year), default=None)


def _year(value: Any) -> int | None:
    found = _YEAR.search(str(value)) if value is not None else None
    return int(found.group()) if found else None
