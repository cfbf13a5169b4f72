"""What a run has done so far, by the SHA-256 of the input: so that a run that was stopped goes on where it was.

A journal is a file of JSON lines: the extractor's versions, then records and failures as they come. What another
version wrote is not taken up; a last line that was cut off is.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from communique.batch.tasks import Extracted, Failure, Outcome

_TRIED_AGAIN: Final = frozenset({"internal-error", "crashed"})
"""Failures that may not come back: memory was short, or the library that crashed is another one now."""


class Journal:
    """Outcomes on disk, found by digest; only their places are held in memory."""

    def __init__(self, path: Path, versions: dict[str, Any]) -> None:
        """Opens the journal at `path`, taking up what stands in it when the same `versions` wrote it."""
        self._versions = versions
        self._places: dict[str, tuple[Path, int, int]] = {}
        self._path = path
        self._open: dict[Path, BinaryIO] = {}
        if not self._take_up():
            self._places.clear()
            path.write_bytes(_line({"versions": versions}))
        self._journal = path.open("ab")

    def _take_up(self) -> bool:
        """Reads the journal of a run that was stopped; False when there is none, or another version's."""
        if not self._path.exists():
            return False
        whole = 0
        with self._path.open("rb") as file:
            head = file.readline()
            if head != _line({"versions": self._versions}):
                return False
            whole = len(head)
            for line in file:
                entry = _parse(line)
                if entry is None:
                    break
                digest = entry.get("sha256") or entry["source"]["sha256"]
                if entry.get("reason") not in _TRIED_AGAIN:
                    self._places[digest] = (self._path, whole, len(line))
                whole += len(line)
        with self._path.open("r+b") as file:
            file.truncate(whole)
        return True

    def adopt_records(self, part: Path) -> None:
        """Takes up the records of a finished run's `part`, those that the same versions wrote."""
        offset = 0
        with part.open("rb") as file:
            for line in file:
                record = _parse(line)
                if record is not None and record.get("extractor") == self._versions:
                    self._places.setdefault(record["source"]["sha256"], (part, offset, len(line)))
                offset += len(line)

    def __contains__(self, digest: str) -> bool:
        """Whether the input needs no work: it has a record, or a failure that would come back."""
        return digest in self._places

    def __getitem__(self, digest: str) -> dict[str, Any]:
        """The record, or the failure (which has a `reason`), as parsed JSON."""
        path, offset, length = self._places[digest]
        file = self._open.get(path)
        if file is None:
            file = self._open[path] = path.open("rb")
        file.seek(offset)
        entry: dict[str, Any] = json.loads(file.read(length))
        return entry

    def add(self, outcome: Outcome) -> None:
        """Appends an outcome; it is on its way to the disk when this returns."""
        if outcome.sha256 is None:
            raise ValueError(f"{outcome.uri} was not read: there is nothing to know it by")
        if outcome.sha256 in self._places:
            return  # two inputs with the same content, under way together
        match outcome:
            case Extracted():
                line = outcome.json.encode() + b"\n"
            case Failure():
                line = _line(asdict(outcome))
        place = (self._path, self._journal.tell(), len(line))
        self._journal.write(line)
        self._journal.flush()
        self._places[outcome.sha256] = place

    def close(self) -> None:
        """Closes all files."""
        self._journal.close()
        for file in self._open.values():
            file.close()


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _parse(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None
