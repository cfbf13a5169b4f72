"""Writes the content of a run folder, input by input: nothing but counts and digests is held in memory.

records/part-00000.jsonl and so on hold one record a line, PART_RECORDS records or PART_BYTES a part, whichever comes
first. Contents that several inputs share have one record, under the name of the first; `duplicates` in run.json has
the others. A failure has one line for each input.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

from communique.batch.facts_table import FactsTable, StoredRelease
from communique.records import SCHEMA_VERSION

PART_RECORDS: Final = 1000
PART_BYTES: Final = 64 << 20

_FACTS: Final = "facts.parquet"
_FAILURES: Final = "failures.jsonl"


class Publication:
    """The content of a run folder while it is written, in input order."""

    def __init__(self, folder: Path, about: dict[str, Any], min_confidence: float) -> None:
        """Begins the content.

        Args:
            folder: an empty one, but for an empty `records`.
            about: what run.json says first: what made the records, and the settings.
            min_confidence: facts less sure stay out of the table.
        """
        self._folder = folder
        self._about = about
        self._facts = FactsTable(folder / _FACTS, min_confidence)
        self._failures = _Writing(folder / _FAILURES)
        self._part: _Writing | None = None
        self._in_part = 0
        self._files: dict[str, str] = {}
        self._inputs: dict[str, str | None] = {}
        self._duplicates: dict[str, str] = {}
        self._statuses: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._issues: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._fact_count = 0

    def add_record(self, uri: str, line: bytes) -> None:
        """Adds the record of an input, under the name that the input has now."""
        release = StoredRelease.of(line)
        if release.source.uri != uri:
            record = json.loads(line)
            record["source"]["uri"] = uri
            line = to_line(record)
            release = StoredRelease.of(line)
        self._part_with_room().write(line)
        self._in_part += 1
        self._facts.write(release)
        self._inputs[uri] = release.source.sha256
        self._statuses[release.status] += 1
        self._issues.update(issue.code for issue in release.issues)
        self._rules.update(fact.rule for fact in release.facts)
        self._fact_count += len(release.facts)

    def add_duplicate(self, uri: str, digest: str, first: str) -> None:
        """Adds an input that has the same content as `first`, which has the record."""
        self._inputs[uri] = digest
        self._duplicates[uri] = first

    def add_failure(self, uri: str, digest: str | None, reason: str, message: str) -> None:
        """Adds an input that gave no record; `digest` is None when it could not be read."""
        self._failures.write(to_line({"input": uri, "reason": reason, "message": message, "sha256": digest}))
        self._inputs[uri] = digest
        self._statuses["failed"] += 1
        self._reasons[reason] += 1

    def finish(self) -> dict[str, Any]:
        """Writes what comes last, and gives the content of run.json."""
        self.__exit__(None, None, None)
        self._end_part()
        run = {
            "schema_version": SCHEMA_VERSION,
            **self._about,
            "counts": {
                "inputs": len(self._inputs),
                "ok": self._statuses["ok"],
                "partial": self._statuses["partial"],
                "failed": self._statuses["failed"],
                "duplicates": len(self._duplicates),
                "facts": self._fact_count,
            },
            "failures": _sorted(self._reasons),
            "issues": _sorted(self._issues),
            "rules": _sorted(self._rules),
            "files": {
                **self._files,
                _FACTS: _digest_of(self._folder / _FACTS),
                _FAILURES: self._failures.digest(),
            },
            "duplicates": self._duplicates,
            "inputs": self._inputs,
        }
        text = json.dumps(run, ensure_ascii=False, indent=2) + "\n"
        (self._folder / "run.json").write_text(text, encoding="utf-8", newline="\n")
        return run

    def _part_with_room(self) -> _Writing:
        if self._part is not None and (self._in_part >= PART_RECORDS or self._part.bytes >= PART_BYTES):
            self._end_part()
        if self._part is None:
            self._part = _Writing(self._folder / "records" / f"part-{len(self._files):05d}.jsonl")
            self._in_part = 0
        return self._part

    def _end_part(self) -> None:
        if self._part is not None:
            self._part.close()
            self._files[f"records/{self._part.path.name}"] = self._part.digest()
            self._part = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the files; a content that was not finished is no content."""
        self._facts.close()
        self._failures.close()
        if kind is not None and self._part is not None:
            self._part.close()


class _Writing:
    """A file that is written once, with its digest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._file: BinaryIO = path.open("wb")
        self._digest = hashlib.sha256()

    def write(self, line: bytes) -> None:
        self._file.write(line)
        self._digest.update(line)
        self.bytes += len(line)

    def digest(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        self._file.close()


def to_line(entry: dict[str, Any]) -> bytes:
    """One line of JSON in the form in which records are written: sorted keys, no spaces."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
