"""Small registries of our own: invented organisations, in every form in which dumps come."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]

UNIVERSITY = "https://ror.org/0aaaaaa01"
COUNCIL = "https://ror.org/0bbbbbb02"
LABORATORY = "https://ror.org/0cccccc03"
INSTITUTE = "https://ror.org/0dddddd04"
NAMESAKE = "https://ror.org/0eeeeee05"
CLOSED = "https://ror.org/0ffffff06"


def ror_v2(
    id_: str,
    name: str,
    *more: tuple[str, str],
    city: str = "Brumeville",
    country: str = "FR",
    types: Sequence[str] = ("facility",),
    **fields: Any,
) -> Row:
    """A row of schema v2; `more` are names as (type, text)."""
    names = [{"value": name, "lang": "fr", "types": ["ror_display", "label"]}]
    names += [{"value": text, "lang": None, "types": [type_]} for type_, text in more]
    details = {"name": city, "country_code": country, "country_name": country, "lat": 1.25, "lng": 2.5}
    return {
        "id": id_,
        "names": names,
        "locations": [{"geonames_id": 1, "geonames_details": details}],
        "types": list(types),
        "status": "active",
        "established": None,
        "relationships": [],
        "external_ids": [],
        "links": [],
        "domains": [],
        "admin": {"last_modified": {"date": "2026-01-01", "schema_version": "2.1"}},
        **fields,
    }


def under(*parents: str) -> list[Row]:
    """Relationships to parents."""
    return [{"type": "parent", "id": parent, "label": "its parent"} for parent in parents]


V2: list[Row] = [
    ror_v2(UNIVERSITY, "Université de Brumeville", ("acronym", "UBV"), types=["education", "funder"], established=1921),
    ror_v2(COUNCIL, "Conseil national des brumes", ("acronym", "CNBR"), types=["government"], city="Paris"),
    ror_v2(
        LABORATORY,
        "Laboratoire de physique des brumes",
        ("label", "Mist Physics Laboratory"),
        ("alias", "UMR9901"),
        ("alias", "UMR 9901"),
        ("acronym", "LPBR"),
        relationships=under(UNIVERSITY),
        established=1990,
    ),
    ror_v2(INSTITUTE, "Institut des nuages lents", ("acronym", "INL"), relationships=under(COUNCIL), city="Paris"),
    ror_v2(NAMESAKE, "Conseil national des brumes", ("acronym", "CNBR"), country="LB", city="Beyrouth"),
    ror_v2(CLOSED, "Station des brouillards anciens", status="inactive", established=1950),
]

V1: list[Row] = [
    {
        "id": UNIVERSITY,
        "name": "Université de Brumeville",
        "types": ["Education"],
        "status": "active",
        "established": 1921,
        "labels": [{"label": "University of Brumeville", "iso639": "en"}],
        "aliases": ["Brumeville Université"],
        "acronyms": ["UBV"],
        "country": {"country_name": "France", "country_code": "FR"},
        "addresses": [{"city": "Brumeville", "lat": 1.25, "lng": 2.5}],
        "relationships": [{"type": "Child", "id": LABORATORY, "label": "Laboratoire de physique des brumes"}],
        "external_ids": {},
        "links": [],
    },
]

FLAT: list[Row] = [
    {
        "id": UNIVERSITY,
        "name": "Université de Brumeville",
        "names": [
            {"value": "UBV", "lang": None, "types": ["acronym"]},
            {"value": "Université de Brumeville", "lang": "fr", "types": ["label", "ror_display"]},
        ],
        "status": "active",
        "types": ["education"],
        "established": 1921,
        "country": "FR",
        "locations": [{"country": "FR", "city": "Brumeville", "geonames": 1}],
        "relationships": [{"type": "child", "id": LABORATORY, "label": "Laboratoire de physique des brumes"}],
        "src_schema": "v2",
        "src_release": "v2.10",
    },
]

PORTAL: list[Row] = [
    {
        "numero_national_de_structure": "200012345A",
        "libelle": "LABORATOIRE DE PHYSIQUE DES BRUMES",
        "sigle": "LPBR",
        "annee_de_creation": "2000",
        "commune": "BRUMEVILLE CEDEX 2",
        "label_numero": "UMR 9901;UMR_S 9901",
        "tutelles": "Université Brumeville;Conseil National des Brumes;Ecole des vents perdus",
        "sigles_des_tutelles": "BRUMEVILLE;CNBR;EVP",
        "code_de_type_de_tutelle": "TUTE;TUTE;PART",
        "numero_de_structure_historique": "199012345B",
        "numero_de_structure_enfant": "200112345C;200012345A",
        "type_de_succession": "fusion",
        "annee_d_effet_historique": "2000",
    },
    {
        "numero_national_de_structure": "200112345C",
        "libelle": "Équipe des givres (EA 9902)",
        "sigle": "EA9902",
        "annee_de_creation": "2001",
        "commune": "Villeneuve-des-Brumes",
        "tutelles": "Université de Brumeville",
        "numero_de_structure_parent": "200012345A",
    },
]

SERVICE: list[Row] = [
    {
        "num_nat_struct": "199012345B",
        "intitule": "Station d'étude des brumes",
        "sigle": "",
        "ville_postale": "BRUMEVILLE",
        "annee_creation": "1990",
        "an_fermeture": "1999",
        "etabAssoc": [
            {"etab": {"sigle": "CNBR", "libelle": "Conseil national des brumes"}, "label": "UPR", "numero": "0991"},
            {"etab": {"sigle": "UBV", "libelle": "Université de Brumeville"}, "label": "", "numero": "null"},
        ],
    },
    {
        "num_nat_struct": "200012345A",
        "intitule": "Laboratoire de physique de la brume",
        "sigle": "LPB",
        "ville_postale": "BRUMEVILLE",
        "annee_creation": "2000",
        "an_fermeture": "",
    },
    {
        "num_nat_struct": "199512345D",
        "intitule": "Atelier des brises",
        "ville_postale": "",
        "annee_creation": "1995",
        "an_fermeture": "",
    },
]


def write_array(path: Path, rows: Sequence[Row]) -> Path:
    """A JSON array, as ROR writes it."""
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=4), encoding="utf-8")
    return path


def write_lines(path: Path, rows: Sequence[Row]) -> Path:
    """One object a line; gzipped when the name says so."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    return path


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """An archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return path


def official_zip(path: Path, rows: Sequence[Row] = V2) -> Path:
    """An archive as ROR published it while two schemas lived side by side."""
    release = path.name.removesuffix(".zip")
    return write_zip(
        path,
        {
            f"{release}.csv": b"id,name\n",
            f"{release}.json": json.dumps(V1).encode(),
            f"{release}_schema_v2.csv": b"id,name\n",
            f"{release}_schema_v2.json": json.dumps(list(rows)).encode(),
        },
    )


def write_csv(path: Path, rows: Sequence[Row], separator: str = ";") -> Path:
    """A table as the open-data portal exports it: UTF-8 with byte order mark, every column in every row."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return path
