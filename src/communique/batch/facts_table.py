"""`facts.parquet`: one flat row a fact, so that DuckDB, pandas and Polars need no joins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
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

ROWS_A_GROUP: Final = 20_000
"""Rows held in memory until they are written: some 40 MB, and few enough groups that a query reads them fast."""


class _Source(msgspec.Struct, gc=False):
    sha256: str
    uri: str


class _Issue(msgspec.Struct, gc=False):
    code: str


class _Entity(msgspec.Struct, gc=False):
    id: str
    kind: str
    name: str
    unit_code: str | None = None
    ror: str | None = None


class _Place(msgspec.Struct, gc=False):
    page: int | None = None


class _Evidence(msgspec.Struct):
    start: int
    end: int
    text: str
    places: list[_Place] = []


class _Fact(msgspec.Struct):
    id: str
    subject: str
    predicate: str
    status: str
    evidence: list[_Evidence]
    rule: str
    confidence: float
    object: str | None = None
    value: str | None = None
    role: str | None = None
    title: str | None = None
    via_footnote: str | None = None


class StoredRelease(msgspec.Struct):
    """What tables and counts need of a record. Its own model checked it when it was written; the rest stays undecoded,
    which takes a tenth of the time."""

    id: str
    source: _Source
    status: str
    entities: list[_Entity]
    facts: list[_Fact]
    issues: list[_Issue]
    issuer: list[str]
    language: str | None = None
    title: str | None = None
    date: str | None = None

    @classmethod
    def of(cls, line: bytes) -> StoredRelease:
        """The record in a line of JSON."""
        return _DECODER.decode(line)


_DECODER: Final = msgspec.json.Decoder(StoredRelease)


class FactsTable:
    """Writes the facts of records to a Parquet file: same records, same bytes."""

    def __init__(self, path: Path, min_confidence: float = 0.0) -> None:
        """Takes the file, and how sure a fact must be to stand in it."""
        self.path = path
        self._least = min_confidence
        self._rows: list[dict[str, Any]] = []
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def write(self, release: StoredRelease) -> None:
        """Adds the facts of a record, in their order."""
        self._rows += [row for row in _rows(release) if row["confidence"] >= self._least]
        if len(self._rows) >= ROWS_A_GROUP:
            self._flush()

    def close(self) -> None:
        """Writes what is left, and closes the file."""
        if self._writer.is_open:
            self._flush()
            self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=SCHEMA))
            self._rows.clear()


def _rows(release: StoredRelease) -> Iterator[dict[str, Any]]:
    entities = {entity.id: entity for entity in release.entities}
    common = {
        "release_id": release.id,
        "uri": release.source.uri,
        "release_title": release.title,
        "release_date": release.date,
        "language": release.language,
        "issuers": [entities[id_].name for id_ in release.issuer],
    }
    for fact in release.facts:
        subject = entities[fact.subject]
        object_ = entities[fact.object] if fact.object is not None else None
        first = fact.evidence[0]
        yield {
            **common,
            "fact_id": fact.id,
            "subject": subject.name,
            "subject_kind": subject.kind,
            "subject_unit_code": subject.unit_code,
            "subject_ror": subject.ror,
            "predicate": fact.predicate,
            "object": object_ and object_.name,
            "object_kind": object_ and object_.kind,
            "object_ror": object_ and object_.ror,
            "value": fact.value,
            "role": fact.role,
            "title": fact.title,
            "status": fact.status,
            "evidence": [span.text for span in fact.evidence],
            "start": first.start,
            "end": first.end,
            "page": next((place.page for place in first.places if place.page is not None), None),
            "via_footnote": fact.via_footnote,
            "rule": fact.rule,
            "confidence": fact.confidence,
        }
