"""What the user names, opened as a side: a run folder, a file of records, a release to extract, or records at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from communique.diff.changes import Problem
from communique.diff.lines import FileLines, Lines, LinesAtHand, PackedLines
from communique.diff.sides import OpenSide, SideName
from communique.errors import DiffError
from communique.extractor import default_extractor
from communique.records import Release

Source = str | os.PathLike[str] | Release | Iterable[Release]
"""The path of a run folder, of a file with records (JSON, or JSON Lines, packed with Zstandard or not) or of a release;
or records at hand."""

_MAGIC_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SNIFFED: Final = 4096


def open_side(source: Source, side: SideName, registry: str | os.PathLike[str] | None = None) -> OpenSide:
    """One side of a diff, indexed.

    Args:
        source: what to compare.
        side: which side it is, for problems.
        registry: for a release that is extracted now, the index of organisations to link it with.

    Raises:
        DiffError: there is no such thing, or it holds no records.
        ReadError: a release gives no document.
    """
    if isinstance(source, Release):
        opened = OpenSide(source.source.uri, "records", side)
        opened.add_lines(LinesAtHand([source.to_json().encode()]))
    elif isinstance(source, (str, os.PathLike)):
        opened = _open_path(Path(source), side, registry)
    else:
        opened = OpenSide("records", "records", side)
        opened.add_lines(LinesAtHand([release.to_json().encode() for release in source]))
    opened.tell_repeated_releases()
    return opened


def _open_path(path: Path, side: SideName, registry: str | os.PathLike[str] | None) -> OpenSide:
    try:
        if path.is_dir():
            return _open_run(path, side)
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
        if start.startswith(_MAGIC_ZSTD):
            opened = OpenSide(os.fspath(path), "records", side)
            opened.add_lines(PackedLines(path))
            return opened
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            return _open_records(path, side)
    except OSError as error:
        raise DiffError(f"{path}: {error.strerror or error}") from error
    return _extract(path, side, registry)


def _open_run(path: Path, side: SideName) -> OpenSide:
    parts = sorted([*(path / "records").glob("*.jsonl"), *(path / "records").glob("*.jsonl.zst")])
    if not (path / "run.json").is_file() and not parts:
        raise DiffError(f"{path}: this folder is no run: it holds neither run.json nor records")
    opened = OpenSide(os.fspath(path), "run", side)
    if not (path / "run.json").is_file():
        message = "run.json is missing: the run was stopped or is being written, and may not be whole"
        opened.problems.append(Problem("unfinished-run", message, side))
    for part in parts:
        opened.add_lines(PackedLines(part) if part.suffix == ".zst" else FileLines(part))
    failures = path / "failures.jsonl"
    if failures.is_file():
        opened.add_failures(_rows(failures))
    return opened


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                row: dict[str, Any] = json.loads(line)
                yield {"input": row["input"], "reason": row["reason"], **row}
            except (ValueError, KeyError, TypeError) as error:
                raise DiffError(f"{path}, line {number}: this is no failure of a run") from error


def _open_records(path: Path, side: SideName) -> OpenSide:
    """A file of JSON Lines, or of one record in any layout."""
    opened = OpenSide(os.fspath(path), "records", side)
    with path.open("rb") as file:
        whole = not _is_object(file.readline())
    lines: Lines = LinesAtHand([path.read_bytes()]) if whole else FileLines(path)
    opened.add_lines(lines)
    return opened


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _extract(path: Path, side: SideName, registry: str | os.PathLike[str] | None) -> OpenSide:
    opened = OpenSide(os.fspath(path), "release", side)
    record = default_extractor(registry)(path.read_bytes(), os.fspath(path))
    opened.add_lines(LinesAtHand([record.to_json().encode()]))
    return opened
