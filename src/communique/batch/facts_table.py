"""`facts.parquet`: one flat row a fact, so that DuckDB, pandas and Polars need no joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

_COLUMNS: Final[dict[str, pa.DataType]] = {
    "release_id": pa.string(),
    "uri": pa.string(),
    "release_title": pa.string(),
    "release_date": pa.string(),
    "language": pa.string(),
    "issuers": pa.list_(pa.string()),
    "fact_id": pa.string(),
    "subject": pa.string(),
    "subject_kind": pa.string(),
    "subject_unit_code": pa.string(),
    "subject_ror": pa.string(),
    "predicate": pa.string(),
    "object": pa.string(),
    "object_kind": pa.string(),
    "object_ror": pa.string(),
    "value": pa.string(),
    "role": pa.string(),
    "title": pa.string(),
    "status": pa.string(),
    "evidence": pa.list_(pa.string()),
    "start": pa.int64(),
    "end": pa.int64(),
    "page": pa.int32(),
    "via_footnote": pa.string(),
    "rule": pa.string(),
    "confidence": pa.float64(),
}

SCHEMA: Final = pa.schema(list(_COLUMNS.items()))


class FactsTable:
    """Writes the facts of records to a Parquet file, one row group a call: same records, same bytes."""

    def __init__(self, path: Path, min_confidence: float = 0.0) -> None:
        """Takes the file, and how sure a fact must be to stand in it."""
        self._least = min_confidence
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def write(self, records: Iterable[dict[str, Any]]) -> None:
        """Adds the facts of `records` (as parsed JSON), in their order."""
        rows = [row for record in records for row in _rows(record) if row["confidence"] >= self._least]
        if rows:
            self._writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()


def _rows(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    entities = {entity["id"]: entity for entity in record["entities"]}
    release = {
        "release_id": record["id"],
        "uri": record["source"]["uri"],
        "release_title": record["title"],
        "release_date": record["date"],
        "language": record["language"],
        "issuers": [entities[id_]["name"] for id_ in record["issuer"]],
    }
    for fact in record["facts"]:
        subject = entities[fact["subject"]]
        object_ = entities.get(fact["object"], {})
        first = fact["evidence"][0]
        yield {
            **release,
            "fact_id": fact["id"],
            "subject": subject["name"],
            "subject_kind": subject["kind"],
            "subject_unit_code": subject["unit_code"],
            "subject_ror": subject["ror"],
            "predicate": fact["predicate"],
            "object": object_.get("name"),
            "object_kind": object_.get("kind"),
            "object_ror": object_.get("ror"),
            "value": fact["value"],
            "role": fact["role"],
            "title": fact["title"],
            "status": fact["status"],
            "evidence": [span["text"] for span in fact["evidence"]],
            "start": first["start"],
            "end": first["end"],
            "page": next((place["page"] for place in first["places"] if "page" in place), None),
            "via_footnote": fact["via_footnote"],
            "rule": fact["rule"],
            "confidence": fact["confidence"],
        }
