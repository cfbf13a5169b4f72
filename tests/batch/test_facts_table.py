"""The table of facts is opened by the tools that analysts use, as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pytest
from invented_engine import InventedEngine, run

from communique.batch.facts_table import SCHEMA, FactsTable, StoredRelease
from communique.records import Release

ROWS = [
    ("Northern Ice Laboratory", "affiliated_with", "CNRS", None, ["CNRS"], 0.9),
    ("Ada Brun", "holds_position", "Northern Ice Laboratory", None, ["CNRS"], 0.8),
    ("Northern Ice Laboratory", "founded_on", None, "2012-04", ["CNRS"], 0.8),
]
COLUMNS = ["subject", "predicate", "object", "value", "issuers", "confidence"]


@pytest.fixture
def facts(releases: Path, engine: InventedEngine) -> str:
    """The table of a run over one release."""
    run("releases/1.html", engine=engine)
    return "out/facts.parquet"


def test_duckdb_reads_the_table(facts: str) -> None:
    assert duckdb.sql(f"select {', '.join(COLUMNS)} from '{facts}'").fetchall() == ROWS


def test_duckdb_asks_several_runs_at_once(facts: str, engine: InventedEngine) -> None:
    found = duckdb.sql("select count(*), count(distinct fact_id) from '*/facts.parquet'").fetchall()
    assert found == [(3, 3)]


def test_pandas_reads_the_table(facts: str) -> None:
    table = pandas.read_parquet(facts)
    assert table.columns.tolist() == SCHEMA.names
    rows = table[COLUMNS].astype(object).where(table[COLUMNS].notna(), None).itertuples(index=False)
    assert [(*row[:4], list(row[4]), row[5]) for row in rows] == ROWS


def test_polars_reads_the_table(facts: str) -> None:
    assert polars.read_parquet(facts).select(COLUMNS).rows() == ROWS
    founded = polars.scan_parquet(facts).filter(polars.col("predicate") == "founded_on").collect()
    assert founded["subject"].to_list() == ["Northern Ice Laboratory"]


README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", README, re.DOTALL))
def test_the_queries_of_the_readme_run(facts: str, query: str) -> None:
    assert "'demo/facts.parquet'" in query
    duckdb.sql(query.replace("demo/facts.parquet", facts)).fetchall()


def test_rows_are_written_in_groups(tmp_path: Path, sample: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.batch.facts_table.ROWS_A_GROUP", 4)
    line = Release.model_validate(sample).to_json().encode()
    table = FactsTable(tmp_path / "facts.parquet")
    for _ in range(5):
        table.write(StoredRelease.of(line))
    table.close()
    about = duckdb.sql(f"select distinct row_group_id, row_group_num_rows from parquet_metadata('{table.path}')")
    assert sorted(about.fetchall()) == [(0, 6), (1, 6), (2, 3)]
