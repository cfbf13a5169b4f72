"""What is known of contents already, by digest: from the run that was finished here before, and from the journal of
one that was stopped. Only places are held in memory."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from communique.batch.engines.base import Limits
from communique.batch.journal import Journal, Stored, StoredFailure, StoredRecord
from communique.batch.made_by import changes

_MAY_NOT_COME_BACK: Final = frozenset({"internal-error", "crashed"})
"""Failures that are tried again: the process was killed from outside, or the system was short of something."""

_DUE_TO_LIMITS: Final = frozenset({"timeout", "memory"})
"""Failures that come back under the same limits, and perhaps not under others."""

_SOURCE: Final = b'"source":{"'
_SOURCE_DIGEST: Final = re.compile(rb'"source":\{(?:"\w+":(?:"[^"\\]*"|[\w.]+),)*?"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True)
class FinishedRun:
    """A whole run folder: run.json, its failures, and the files of its records."""

    run: dict[str, Any]
    failures: tuple[dict[str, Any], ...]
    parts: tuple[Path, ...]

    @property
    def limits(self) -> Limits:
        return Limits(**self.run["limits"])


class Known:
    """Outcomes by digest."""

    def __init__(self, limits: Limits, retry_failed: bool = False) -> None:
        """Takes what a document may take now, and whether every failure is to be tried again."""
        self._limits = limits
        self._retry_failed = retry_failed
        self._stored: dict[str, Stored] = {}
        self._open: dict[Path, BinaryIO] = {}
        self._other: set[str] = set()
        self._changed: dict[str, None] = {}

    def adopt_run(self, finished: FinishedRun, made_by: dict[str, Any]) -> bool:
        """Takes up a finished run, as far as the same `made_by` made it; whether its files are all as they were."""
        if changed := changes(finished.run, made_by):
            self._changed.update(dict.fromkeys(changed))
            self._other.update(digest for digest in finished.run["inputs"].values() if digest)
            return False
        whole = True
        for part in finished.parts:
            found, digest = _index(part)
            if digest == finished.run["files"].get(f"{part.parent.name}/{part.name}"):
                self._stored.update(found)
            else:
                whole = False  # somebody wrote in it: its documents are done again
        for failure in finished.failures:
            if failure["sha256"]:
                self._adopt(failure["sha256"], StoredFailure(failure["reason"], failure["message"], finished.limits))
        return whole

    def adopt_journal(self, journal: Journal, made_by: dict[str, Any]) -> None:
        """Takes up what the journal holds; what another `made_by` wrote is only remembered as such."""
        for digest, stored in journal.taken_up.items():
            self._adopt(digest, stored)
        if journal.other_head is not None:
            self._changed.update(dict.fromkeys(changes(journal.other_head, made_by)))
            self._other.update(journal.other_digests)

    def _adopt(self, digest: str, stored: Stored) -> None:
        if isinstance(stored, StoredFailure) and not self._comes_back(stored):
            self._stored.pop(digest, None)
        else:
            self._stored[digest] = stored

    def _comes_back(self, failure: StoredFailure) -> bool:
        if self._retry_failed or failure.reason in _MAY_NOT_COME_BACK:
            return False
        return failure.reason not in _DUE_TO_LIMITS or failure.limits == self._limits

    @property
    def changed(self) -> tuple[str, ...]:
        """What changed since an earlier run: see `made_by.changes`."""
        return tuple(self._changed)

    def was_done_otherwise(self, digest: str) -> bool:
        """Whether an earlier run has this content, made by what changed since."""
        return digest in self._other

    def add(self, digest: str, stored: Stored) -> None:
        """Takes up an outcome of this run."""
        self._stored[digest] = stored

    def __len__(self) -> int:
        return len(self._stored)

    def __contains__(self, digest: str) -> bool:
        return digest in self._stored

    def __getitem__(self, digest: str) -> Stored:
        return self._stored[digest]

    def line(self, record: StoredRecord) -> bytes:
        """The record as a line of JSON."""
        file = self._open.get(record.path)
        if file is None:
            file = self._open[record.path] = record.path.open("rb")
        file.seek(record.offset)
        return file.read(record.length)

    def close(self) -> None:
        """Closes all files."""
        for file in self._open.values():
            file.close()


def _index(part: Path) -> tuple[dict[str, Stored], str]:
    """Where in `part` the record of each content stands, and the SHA-256 of the file."""
    found: dict[str, Stored] = {}
    whole = hashlib.sha256()
    offset = 0
    with part.open("rb") as file:
        for line in file:
            whole.update(line)
            if digest := _digest_in(line):
                found[digest] = StoredRecord(part, offset, len(line))
            offset += len(line)
    return found, whole.hexdigest()


def _digest_in(line: bytes) -> str | None:
    """The digest of a record's source, without decoding the record: keys are unescaped quotes, so text is no key."""
    start = line.find(_SOURCE)
    match = _SOURCE_DIGEST.match(line, start) if start >= 0 else None
    if match is not None:
        return match[1].decode()
    try:
        return str(json.loads(line)["source"]["sha256"])
    except (ValueError, KeyError, TypeError):
        return None


def failures_in(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a failures.jsonl."""
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)
