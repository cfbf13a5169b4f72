"""What a run has done so far, outcome by outcome as they come, so that a run that was stopped goes on where it was.

A journal is a file of lines: first what makes the records (`made_by`), then one line an outcome:

    DIGEST record {…}      the record, as it will stand in the run folder
    DIGEST failure {…}     reason, message and the limits under which it failed

DIGEST is the SHA-256 of the content. The line that was being written when the run was killed is cut off again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.batch.engines.base import Limits
from communique.batch.tasks import Extracted, Outcome

_LINE: Final = re.compile(rb"([0-9a-f]{64}) (record|failure) (?=\{)")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """Where the line of a record stands: `length` bytes from `offset`, its line feed included."""

    path: Path
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class StoredFailure:
    """Why a content gave no record, and what it was allowed to take."""

    reason: str
    message: str
    limits: Limits


Stored = StoredRecord | StoredFailure


class Journal:
    """Outcomes on disk, appended one by one."""

    def __init__(self, path: Path, head: dict[str, Any]) -> None:
        """Opens the journal of a run that was stopped, or begins one.

        Args:
            path: the file.
            head: what makes the records now. A journal that begins with another head is begun anew; its head and
                the digests in it are kept in `other_head` and `other_digests`.
        """
        self._path = path
        self.other_head: dict[str, Any] | None = None
        self.other_digests: frozenset[str] = frozenset()
        self.taken_up: dict[str, Stored] = {}
        self._end = self._take_up(head)
        self._file = path.open("r+b" if self._end else "wb")
        self._file.truncate(self._end)
        self._file.seek(self._end)
        if not self._end:
            self._write(_json(head) + b"\n")

    def _take_up(self, head: dict[str, Any]) -> int:
        """Reads what stands in the journal; the length of its whole lines, 0 when it has to be begun."""
        if not self._path.exists():
            return 0
        with self._path.open("rb") as file:
            first = file.readline()
            try:
                found_head = json.loads(first) if first.endswith(b"\n") else None
            except ValueError:
                found_head = None
            if not isinstance(found_head, dict):
                return 0
            end = len(first)
            for digest, stored, length in _entries(file, self._path, end):
                self.taken_up[digest] = stored
                end += length
        if found_head != head:
            self.other_head, self.other_digests = found_head, frozenset(self.taken_up)
            self.taken_up.clear()
            return 0
        return end

    def add(self, digest: str, outcome: Outcome, limits: Limits) -> Stored:
        """Appends an outcome; a process that is killed after this returns does not lose it."""
        if isinstance(outcome, Extracted):
            start = f"{digest} record ".encode()
            line = outcome.json.encode() + b"\n"
            stored = StoredRecord(self._path, self._end + len(start), len(line))
            self._write(start + line)
            return stored
        entry = {"reason": outcome.reason, "message": outcome.message, "limits": limits.as_dict()}
        self._write(f"{digest} failure ".encode() + _json(entry) + b"\n")
        return StoredFailure(outcome.reason, outcome.message, limits)

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        self._end += len(line)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _entries(lines: Iterator[bytes], path: Path, offset: int) -> Iterator[tuple[str, Stored, int]]:
    """The digest, the outcome and the length of each whole line, up to the first that is not."""
    for line in lines:
        start = _LINE.match(line)
        if start is None or not line.endswith(b"}\n"):
            return
        digest, kind = start[1].decode(), start[2]
        if kind == b"record":
            yield digest, StoredRecord(path, offset + start.end(), len(line) - start.end()), len(line)
        else:
            try:
                entry = json.loads(line[start.end() :])
                failure = StoredFailure(entry["reason"], entry["message"], Limits(**entry["limits"]))
            except (ValueError, KeyError, TypeError):
                return
            yield digest, failure, len(line)
        offset += len(line)


def _json(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
