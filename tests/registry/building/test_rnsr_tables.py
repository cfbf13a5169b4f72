"""Tables of RNSR, in every form; and what several of them say together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dumps import PORTAL, SERVICE, Row, write_array, write_csv, write_lines

from communique.errors import RegistryError
from communique.registry.building.rnsr import Structure, Table, read_table, unite
from communique.registry.building.supervisors import Supervisor


def _read(path: Path) -> Table:
    def refuse(number: int, reason: str) -> None:
        raise AssertionError(f"row {number}: {reason}")

    return read_table(path, refuse)


def _labelled(rows: list[Row]) -> list[Row]:
    """The columns as the portal labels them for people."""
    return [{column.replace("_", " ").capitalize(): value for column, value in row.items()} for row in rows]


def _with_arrays(rows: list[Row]) -> list[Row]:
    """Lists as the portal's JSON export writes them."""
    return [{c: v.split(";") if ";" in v else v for c, v in row.items()} for row in rows]


PORTAL_FORMS: dict[str, Callable[[Path], Path]] = {
    "csv-semicolon": lambda folder: write_csv(folder / "rnsr-2022.csv", PORTAL),
    "csv-comma": lambda folder: write_csv(folder / "rnsr-2022.csv", PORTAL, ","),
    "csv-tab": lambda folder: write_csv(folder / "rnsr-2022.csv", PORTAL, "\t"),
    "csv-labelled": lambda folder: write_csv(folder / "rnsr-2022.csv", _labelled(PORTAL)),
    "json-lines": lambda folder: write_lines(folder / "rnsr-2022.jsonl", PORTAL),
    "json-lines-gzip": lambda folder: write_lines(folder / "rnsr-2022.jsonl.gz", PORTAL),
    "json-array": lambda folder: write_array(folder / "rnsr-2022.json", _with_arrays(PORTAL)),
    "json-fields": lambda folder: write_array(folder / "rnsr-2022.json", [{"fields": row} for row in PORTAL]),
}


@pytest.mark.parametrize("form", PORTAL_FORMS)
def test_every_form_of_the_portal_gives_the_same_structures(form: str, tmp_path: Path) -> None:
    table = _read(PORTAL_FORMS[form](tmp_path))
    assert (table.year, table.lists_closed) == (2022, False)
    assert table.structures[0] == Structure(
        number="200012345A",
        name="Laboratoire de Physique des Brumes",
        acronym="LPBR",
        codes=("UMR 9901", "UMR_S 9901"),
        town="Brumeville",
        opened=2000,
        closed=None,
        tutelles=(
            Supervisor("Université Brumeville", "BRUMEVILLE"),
            Supervisor("Conseil National des Brumes", "CNBR"),
            Supervisor("Ecole des vents perdus", "EVP"),
        ),
        parents=(),
        children=("200012345A", "200112345C"),
        predecessors=("199012345B",),
    )


def test_a_structure_is_as_old_as_its_number_and_its_oldest_table_say(tmp_path: Path) -> None:
    renewed = {**PORTAL[0], "annee_de_creation": "2016"}
    assert _read(write_lines(tmp_path / "rnsr.jsonl", [renewed])).structures[0].opened == 2000
    earlier = {**SERVICE[1], "annee_creation": "1998"}
    tables = [
        _read(write_lines(tmp_path / "rnsr-2022.jsonl", [renewed])),
        _read(write_lines(tmp_path / "rnsr-2019.jsonl", [earlier])),
    ]
    assert unite(tables)[0].opened == 1998


def test_codes_in_names_and_acronyms_are_put_in_their_place(tmp_path: Path) -> None:
    structure = _read(write_csv(tmp_path / "rnsr.csv", PORTAL)).structures[1]
    assert (structure.name, structure.acronym, structure.codes) == ("Équipe des givres", None, ("EA 9902",))


def test_participating_institutions_come_last(tmp_path: Path) -> None:
    row = {**PORTAL[0], "code_de_type_de_tutelle": "PART;TUTE;TUTE"}
    structure = _read(write_lines(tmp_path / "rnsr.jsonl", [row])).structures[0]
    assert [t.sigle for t in structure.tutelles] == ["CNBR", "EVP", "BRUMEVILLE"]


def test_the_registers_own_service_gives_closing_years(tmp_path: Path) -> None:
    table = _read(write_lines(tmp_path / "rnsr-2019.jsonl", SERVICE))
    closed = table.structures[0]
    assert (table.year, table.lists_closed) == (2019, True)
    assert (closed.opened, closed.closed, closed.codes, closed.town) == (1990, 1999, ("UPR 991",), "Brumeville")
    assert closed.tutelles == (
        Supervisor("Conseil national des brumes", "CNBR"),
        Supervisor("Université de Brumeville", "UBV"),
    )


def test_a_table_without_a_year_in_its_name_is_of_its_newest_structure(tmp_path: Path) -> None:
    assert _read(write_lines(tmp_path / "structures.jsonl", PORTAL)).year == 2001


@pytest.mark.parametrize("newest_first", [True, False])
def test_tables_are_united_by_number_and_the_newer_wins(newest_first: bool, tmp_path: Path) -> None:
    tables = [
        _read(write_lines(tmp_path / "rnsr-2022.jsonl", PORTAL)),
        _read(write_lines(tmp_path / "rnsr-2019.jsonl", SERVICE)),
    ]
    united = {s.number: s for s in unite(tables if newest_first else tables[::-1])}
    both = united["200012345A"]
    assert (both.name, both.other_names) == (
        "Laboratoire de Physique des Brumes",
        ("Laboratoire de physique de la brume",),
    )
    assert (both.acronym, both.active) == ("LPBR", True)
    assert (united["199012345B"].closed, united["199012345B"].active) == (1999, False)


def test_what_a_newer_table_of_open_structures_leaves_out_is_no_longer_active(tmp_path: Path) -> None:
    tables = [
        _read(write_lines(tmp_path / "rnsr-2022.jsonl", PORTAL)),
        _read(write_lines(tmp_path / "rnsr-2019.jsonl", SERVICE)),
    ]
    gone = next(s for s in unite(tables) if s.number == "199512345D")
    assert (gone.active, gone.closed) == (False, None)


def test_the_portal_states_what_is_closed(tmp_path: Path) -> None:
    rows = [{**PORTAL[0], "etat": "Inactive", "annee_de_fermeture": "2020"}, {**PORTAL[1], "etat": "Active"}]
    table = _read(write_csv(tmp_path / "rnsr.csv", rows))
    assert [(s.closed, s.active) for s in unite([table])] == [(2020, False), (None, True)]


def test_bad_rows_are_told_and_passed_over(tmp_path: Path) -> None:
    rows = [PORTAL[0], {**PORTAL[1], "numero_national_de_structure": "12"}, {**PORTAL[1], "libelle": ""}]
    bad: list[int] = []
    table = read_table(write_csv(tmp_path / "rnsr.csv", rows), lambda number, _: bad.append(number))
    assert (len(table.structures), bad) == (1, [2, 3])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no research structure"),
        (b"a;b\n1;2\n", "no research structure"),
        (b"numero_national_de_structure;libelle\n200012345A;\xe9quipe\n", "UTF-8"),
        (b'{"numero_national_de_structure": 1}\n', "no research structure"),
    ],
    ids=["empty", "other-columns", "latin-1", "no-structures"],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "rnsr.csv"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=words) as refusal:
        read_table(path, lambda number, reason: None)
    assert str(path) in str(refusal.value)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="No such file"):
        read_table(tmp_path / "nowhere.csv", lambda number, reason: None)
