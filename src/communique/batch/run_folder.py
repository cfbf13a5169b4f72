"""A run folder: records, facts, failures and what made them. The old content stays whole until the new one is.

RUN/records/part-00000.jsonl   RECORDS_A_PART inputs a part, in input order
RUN/facts.parquet              one flat row a fact
RUN/failures.jsonl             input, reason, message, sha256
RUN/run.json                   versions, settings, counts, digests of the inputs; written last
RUN/.work/                     only while a run is under way, or was stopped
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from communique.batch.facts_table import FactsTable
from communique.errors import RunError
from communique.records import SCHEMA_VERSION

RECORDS_A_PART: Final = 1000

_FAILURE_FIELDS: Final = ("reason", "message", "sha256")
_CONTENT: Final = ("records", "facts.parquet", "failures.jsonl", "run.json")


class RunFolder:
    """The folder of one run."""

    def __init__(self, path: Path) -> None:
        """Takes a folder that is new, empty, or a run's.

        Raises:
            RunError: the folder holds something else, or can't be written.
        """
        self.path = path
        self._work = path / ".work"
        try:
            path.mkdir(parents=True, exist_ok=True)
            foreign = sorted(p.name for p in path.iterdir() if p.name not in (*_CONTENT, ".work"))
            if foreign:
                raise RunError(f"{path}: this is no run folder, it holds {foreign[0]!r}; name a new folder")
            self._work.mkdir(exist_ok=True)
            self._lock = (self._work / "lock").open("wb")
        except OSError as error:
            raise RunError(f"{path}: no run can be written here: {error.strerror or error}") from error
        if not _take(self._lock):
            self.close()
            raise RunError(f"{path}: another run is writing to this folder; wait for it, or name another")

    @property
    def journal_path(self) -> Path:
        return self._work / "journal.jsonl"

    @property
    def parts(self) -> list[Path]:
        """The record files of the last run that was finished."""
        return sorted((self.path / "records").glob("part-*.jsonl"))

    def publish(
        self, entries: Iterable[tuple[str, dict[str, Any]]], about: dict[str, Any], min_confidence: float = 0.0
    ) -> dict[str, Any]:
        """Writes the run and puts it in the place of the one before.

        Args:
            entries: for each input, in order, its uri and its record or failure.
            about: what else `run.json` says.
            min_confidence: of the facts in the table.

        Returns:
            The content of run.json.
        """
        new = self._work / "new"
        shutil.rmtree(new, ignore_errors=True)
        (new / "records").mkdir(parents=True)
        tally = _Tally()
        with FactsTable(new / "facts.parquet", min_confidence) as facts, _text(new / "failures.jsonl") as failures:
            for number, part in enumerate(_chunks(entries, RECORDS_A_PART)):
                records = []
                for uri, entry in part:
                    tally.add(uri, entry)
                    if "reason" in entry:
                        failures.write(_line({"input": uri, **{key: entry[key] for key in _FAILURE_FIELDS}}))
                    else:
                        records.append({**entry, "source": {**entry["source"], "uri": uri}})
                with _text(new / "records" / f"part-{number:05d}.jsonl") as file:
                    file.writelines(_line(record) for record in records)
                facts.write(records)
        run = {"schema_version": SCHEMA_VERSION, **about, **tally.as_dict()}
        with _text(new / "run.json") as file:
            file.write(json.dumps(run, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
        self._replace(new)
        return run

    def _replace(self, new: Path) -> None:
        """Moves the new files into place: `run.json` goes first and comes last, so that it vouches for the others."""
        (self.path / "run.json").unlink(missing_ok=True)
        (self.path / "records").mkdir(exist_ok=True)
        written = {part.name for part in (new / "records").iterdir()}
        for part in self.parts:
            if part.name not in written:
                part.unlink()
        for name in sorted(written):
            os.replace(new / "records" / name, self.path / "records" / name)
        for name in ("facts.parquet", "failures.jsonl", "run.json"):
            os.replace(new / name, self.path / name)

    def clear_work(self) -> None:
        """Removes what only a run under way needs."""
        shutil.rmtree(self._work, ignore_errors=True)

    def close(self) -> None:
        """Lets other runs in."""
        self._lock.close()


def _take(lock: BinaryIO) -> bool:
    """Whether this process holds the lock now; it ends with the file or the process, whichever is first."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs into one folder are not told apart there
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class _Tally:
    """Counts what a run holds."""

    def __init__(self) -> None:
        self._inputs: dict[str, str | None] = {}
        self._statuses: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._issues: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._facts = 0

    def add(self, uri: str, entry: dict[str, Any]) -> None:
        if "reason" in entry:
            self._inputs[uri] = entry["sha256"]
            self._statuses["failed"] += 1
            self._reasons[entry["reason"]] += 1
            return
        self._inputs[uri] = entry["source"]["sha256"]
        self._statuses[entry["status"]] += 1
        self._issues.update(issue["code"] for issue in entry["issues"])
        self._rules.update(fact["rule"] for fact in entry["facts"])
        self._facts += len(entry["facts"])

    def as_dict(self) -> dict[str, Any]:
        return {
            "counts": {
                "inputs": len(self._inputs),
                "ok": self._statuses["ok"],
                "partial": self._statuses["partial"],
                "failed": self._statuses["failed"],
                "facts": self._facts,
            },
            "failures": dict(self._reasons),
            "issues": dict(self._issues),
            "rules": dict(self._rules),
            "inputs": self._inputs,
        }


def _line(entry: dict[str, Any]) -> str:
    """One line of JSON in the form in which records are written: sorted keys, no spaces."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _text(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n")


def _chunks(entries: Iterable[tuple[str, dict[str, Any]]], size: int) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    chunk: list[tuple[str, dict[str, Any]]] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
