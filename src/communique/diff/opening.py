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
from communique.errors import DiffError, ReadError
from communique.extractor import default_extractor
from communique.records import Release

Source = str | os.PathLike[str] | Release | Iterable[Release]
"""The path of a run folder, of a file with records (JSON, or JSON Lines, packed with Zstandard or not) or of a release;
or records at hand."""

_MAGIC_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_MARK: Final = b"\xef\xbb\xbf"
_BEFORE_JSON: Final = _MARK + b" \t\r\n"
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
        return _indexed(OpenSide(source.source.uri, "records", side), [_lines_of([source])])
    if isinstance(source, (str, os.PathLike)):
        return _open_path(Path(source), side, registry)
    return _indexed(OpenSide("records", "records", side), [_lines_of(source)])


def _lines_of(releases: Iterable[Release]) -> Lines:
    return LinesAtHand([release.to_json().encode() for release in releases])


def _indexed(side: OpenSide, files: Iterable[Lines], failures: Iterable[dict[str, Any]] = ()) -> OpenSide:
    """The side with all that it holds; nothing of it stays open when that fails."""
    try:
        for lines in files:
            side.add_lines(lines)
        side.add_failures(failures)
    except BaseException:
        side.close()
        raise
    side.tell_repeated_releases()
    return side


def _open_path(path: Path, side: SideName, registry: str | os.PathLike[str] | None) -> OpenSide:
    try:
        if path.is_dir():
            return _open_run(path, side)
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
        if start.startswith(_MAGIC_ZSTD):
            return _indexed(OpenSide(os.fspath(path), "records", side), [PackedLines(path)])
        if start.lstrip(_BEFORE_JSON).startswith((b"{", b"[")):
            return _indexed(OpenSide(os.fspath(path), "records", side), [_lines_in(path)])
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
    files = (PackedLines(part) if part.suffix == ".zst" else FileLines(part) for part in parts)
    failures = path / "failures.jsonl"
    return _indexed(opened, files, _rows(failures) if failures.is_file() else ())


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                row: dict[str, Any] = json.loads(line)
                yield {"input": row["input"], "reason": row["reason"], **row}
            except (ValueError, KeyError, TypeError) as error:
                raise DiffError(f"{path}, line {number}: this is no failure of a run") from error


def _lines_in(path: Path) -> Lines:
    """The records of a file of JSON Lines, or of one record in any layout."""
    with path.open("rb") as file:
        first = file.readline()
    if _is_object(first) and not first.startswith(_MARK):
        return FileLines(path)
    data = path.read_bytes().lstrip(_BEFORE_JSON)
    return LinesAtHand(data.splitlines() if _is_object(data.split(b"\n", 1)[0]) else [data])


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _extract(path: Path, side: SideName, registry: str | os.PathLike[str] | None) -> OpenSide:
    try:
        record = default_extractor(registry)(path.read_bytes(), os.fspath(path))
    except ReadError as error:
        raise ReadError(error.reason, f"{path}: {error.message}") from error
    return _indexed(OpenSide(os.fspath(path), "release", side), [_lines_of([record])])
