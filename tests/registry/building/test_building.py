"""From dumps to an index file: the same bytes from the same dumps, with the core's names, and nothing bad unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest
from dumps import LABORATORY, PORTAL, SERVICE, UNIVERSITY, V2, official_zip, ror_v2, write_array, write_csv, write_lines

from communique.errors import RegistryError
from communique.registry.building.build import BuildReport, build_registry
from communique.registry.core import core_organisations
from communique.registry.index import Registry

CNRS = "https://ror.org/02feahw73"


def _build(folder: Path, *, reverse: bool = False, out: str = "all.registry") -> BuildReport:
    order = -1 if reverse else 1
    (folder / "dumps").mkdir(exist_ok=True)
    dump = official_zip(folder / "dumps" / "v1.74-2025-11-24-ror-data.zip", V2[::order])
    tables = [
        write_csv(folder / "dumps" / "rnsr-2022.csv", PORTAL[::order]),
        write_lines(folder / "dumps" / "rnsr-2019.jsonl", SERVICE[::order]),
    ]
    return build_registry(dump, tables[::order], out=folder / out)


def test_an_index_is_built_and_says_of_what(tmp_path: Path) -> None:
    report = _build(tmp_path)
    header = report.header
    assert (header.name, header.version) == ("ror+rnsr", "v1.74+2022")
    assert sorted(header.sources) == ["rnsr-2019.jsonl", "rnsr-2022.csv", "v1.74-2025-11-24-ror-data.zip"]
    assert [(s.rows, s.bad) for s in report.sources] == [(6, 0), (2, 0), (3, 0)]
    assert report.joins is not None
    assert (report.joins.by_code, report.joins.by_name) == (1, 0)
    assert header.counts["organisations"] == len(Registry.open(report.path))


def test_an_index_is_of_organisations_from_both_registers_and_the_core(tmp_path: Path) -> None:
    registry = Registry.open(_build(tmp_path).path)
    number = registry.with_id("200012345A")
    assert number is not None
    laboratory = registry.organisation(number)
    assert laboratory.ror == LABORATORY
    assert registry.with_code("UMR9901") == (number,)
    assert registry.with_name("laboratoire de physique des BRUMES") == (number,)
    assert registry.with_id(CNRS) is not None


def test_the_order_of_rows_and_tables_does_not_change_a_byte(tmp_path: Path) -> None:
    first = _build(tmp_path).path.read_bytes()
    report = _build(tmp_path, reverse=True, out="again.registry")
    again = report.path.read_bytes()
    # The sources' digests differ, because the files do; everything else is the same.
    assert Registry.open(report.path).header.digest == Registry.open(tmp_path / "all.registry").header.digest
    assert len(first) == len(again)


def test_the_same_dumps_give_the_same_bytes(tmp_path: Path) -> None:
    assert _build(tmp_path).path.read_bytes() == _build(tmp_path, out="again.registry").path.read_bytes()


def test_tables_of_one_name_are_all_told_and_their_order_does_not_matter(tmp_path: Path) -> None:
    dump = write_array(tmp_path / "d.json", V2)
    tables = []
    for folder, rows in (("a", PORTAL), ("b", [{**PORTAL[0], "sigle": "LPBX"}])):
        (tmp_path / folder).mkdir()
        tables.append(write_csv(tmp_path / folder / "rnsr-2022.csv", rows))
    one = build_registry(dump, tables, out=tmp_path / "one.registry")
    other = build_registry(dump, tables[::-1], out=tmp_path / "other.registry")
    assert len(one.header.sources) == 3
    assert one.path.read_bytes() == other.path.read_bytes()


def test_ror_alone_is_enough(tmp_path: Path) -> None:
    report = build_registry(write_array(tmp_path / "dump.json", V2), out=tmp_path / "ror.registry")
    assert (report.header.name, report.joins) == ("ror", None)
    assert len(report.header.version) == 8


def test_the_cores_forms_are_added_to_the_records_of_a_dump(tmp_path: Path) -> None:
    row = ror_v2(CNRS, "Centre National de la Recherche Scientifique", ("acronym", "CNRS"), types=["facility"])
    registry = Registry.open(build_registry(write_array(tmp_path / "d.json", [row]), out=tmp_path / "i.registry").path)
    numbers = registry.with_name("French National Centre for Scientific Research")
    assert [registry.organisation(n).ror for n in numbers] == [CNRS]
    organisation = registry.organisation(numbers[0])
    assert (organisation.name, organisation.cities) == ("Centre National de la Recherche Scientifique", ("Brumeville",))
    assert organisation.kind == "institution"


def test_what_the_core_calls_weak_is_weak_whatever_the_dump_calls_it(tmp_path: Path) -> None:
    core = next(row for row in core_organisations() if row.ror and row.weak)
    row = ror_v2(str(core.ror), core.names[0], ("acronym", core.weak[0]))
    registry = Registry.open(build_registry(write_array(tmp_path / "d.json", [row]), out=tmp_path / "i.registry").path)
    number = registry.with_id(str(core.ror))
    assert number is not None
    assert {n.text: n.kind for n in registry.organisation(number).names}[core.weak[0]] == "weak"


def test_bad_rows_are_counted_and_shown(tmp_path: Path) -> None:
    rows = [*V2, {"id": "nobody"}, {**V2[0], "status": "asleep"}, V2[0]]
    source = build_registry(write_lines(tmp_path / "d.jsonl", rows), out=tmp_path / "i.registry").sources[0]
    assert (source.rows, source.bad) == (6, 3)
    assert [example.split(":")[0] for example in source.bad_examples] == ["row 7", "row 8", "row 9"]


def test_a_dump_of_bad_rows_alone_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no organisation is in it"):
        build_registry(write_lines(tmp_path / "d.jsonl", [{"id": 1}]), out=tmp_path / "i.registry")
    assert not (tmp_path / "i.registry").exists()


def test_an_earlier_index_stays_when_building_fails(tmp_path: Path) -> None:
    path = _build(tmp_path).path
    before = path.read_bytes()
    with pytest.raises(RegistryError):
        build_registry(tmp_path / "nowhere.zip", out=path)
    assert path.read_bytes() == before


def test_an_index_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RegistryError, match="can't be written"):
        build_registry(write_array(tmp_path / "d.json", V2), out=tmp_path / "file" / "i.registry")


def test_building_tells_what_it_does(tmp_path: Path) -> None:
    told: list[str] = []
    dump = write_array(tmp_path / "d.json", V2)
    build_registry(dump, out=tmp_path / "i.registry", watch=lambda what, done, total: told.append(what))
    assert list(dict.fromkeys(told)) == ["reading d.json", "making the index"]


def test_the_university_keeps_its_place(tmp_path: Path) -> None:
    registry = Registry.open(_build(tmp_path).path)
    number = registry.with_name("UBV")
    assert [registry.organisation(n).ror for n in number] == [UNIVERSITY]
