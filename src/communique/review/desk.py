"""What a review works on: a diff, its pages, and the file that keeps the decisions."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from communique.diff.changes import Diff
from communique.diff.decisions import Decisions, append_decisions, decide, read_lines, take_back
from communique.review.changes_page import MAX_CHANGES, describe_decided, describe_sheet, served_page
from communique.review.pictures import PictureMaker
from communique.review.sources import find_source

_MAX_NOTE: Final = 2_000
_KEPT_SHEETS: Final = 64


class RefusedError(Exception):
    """What was asked for makes no sense; the message says why."""


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """One act: a decision on `rows`, changes by their number; or an undo of a batch, or of what holds on a row.

    `version` is the state that the window knows: the answer tells what is new to it.
    """

    decision: Literal["accept", "reject", "note", "undo"]
    rows: tuple[int, ...] = ()
    note: str = ""
    batch: str = ""
    row: int | None = None
    version: str = ""


class Desk:
    """One review; several windows, and several processes on the same file, may work at once."""

    def __init__(self, diff: Diff, decisions: Path, *, by: str, sources: Sequence[Path] = ()) -> None:
        """Takes a diff.

        Args:
            diff: what is reviewed; of more than MAX_CHANGES changes the first.
            decisions: the file to which decisions are added; it need not be there yet.
            by: who decides.
            sources: folders in which the PDFs of the records lie.

        Raises:
            ReviewError: there are decisions, and they can't be read.
        """
        self._diff = diff
        self._changes = diff.changes[:MAX_CHANGES]
        self._path = decisions
        self._by = by
        self._sources = sources
        self._lock = threading.Lock()
        self._drawing = threading.Lock()
        self._rows = {change.id: row for row, change in enumerate(self._changes)}
        self._decisions = Decisions()
        self._file: tuple[int, int] | None = None  # inode, and how many bytes of it are read
        self._version = 0
        self._touched: dict[int, int] = {}  # rows, by the version in which they were last touched
        self._all_since = 0
        self._maker = PictureMaker()
        self._sheets: dict[tuple[str, int], dict[str, Any] | None] = {}
        self._refresh()

    def close(self) -> None:
        """Ends what draws pictures."""
        self._maker.close()

    @cached_property
    def page(self) -> bytes:
        """The page, as UTF-8."""
        return served_page(self._diff).encode()

    def state(self, version: str) -> dict[str, Any]:
        """What is decided on the rows that were touched since `version`, and the version that holds now.

        `all` says that it is told of all rows: those that are not named are open.

        Raises:
            ReviewError: the file can't be read any more.
        """
        with self._lock:
            self._refresh()
            return self._state(version)

    def take(self, body: bytes) -> dict[str, Any]:
        """Does what was asked, and gives the new state, with the batch to name in an undo, when it is on the disk.

        Raises:
            RefusedError: it makes no sense.
            ReviewError: it can't be kept.
        """
        try:
            asked = msgspec.json.decode(body, type=Asked)
        except msgspec.DecodeError as error:
            raise RefusedError(str(error)) from error
        with self._lock:
            self._refresh()
            if asked.decision == "undo":
                batch = ""
                append_decisions(self._path, [take_back([self._taken_back(asked)], self._by)])
            else:
                batch = self._decide(asked)
            self._refresh()
            return {**self._state(asked.version), "batch": batch}

    def _decide(self, asked: Asked) -> str:
        if not asked.rows or not all(0 <= row < len(self._changes) for row in asked.rows):
            raise RefusedError("rows are numbers of changes of this page")
        if asked.decision == "note" and not asked.note.strip():
            raise RefusedError("a note has words")
        assert asked.decision != "undo"
        chosen = [self._changes[row] for row in dict.fromkeys(asked.rows)]
        lines = decide(chosen, asked.decision, self._by, asked.note.strip()[:_MAX_NOTE])
        append_decisions(self._path, lines)
        return lines[0].batch

    def _taken_back(self, asked: Asked) -> str:
        if re.fullmatch("[0-9a-f]{16}", asked.batch):
            return asked.batch
        if asked.row is None or not 0 <= asked.row < len(self._changes):
            raise RefusedError("an undo names a batch, or a change of this page")
        if (line := self._decisions.last(self._changes[asked.row].id)) is None:
            raise RefusedError("there is nothing to undo on this change")
        return line.id

    def sheet(self, sha256: str, page: str) -> dict[str, Any] | None:
        """The picture of a page of a PDF that the diff speaks of, as the page's script takes it.

        Raises:
            RefusedError: the diff speaks of no such file.
        """
        if sha256 not in self._uris or not page.isdecimal() or not 0 < int(page) < 10_000:
            raise RefusedError("there is no such page in this diff")
        number = int(page)
        with self._drawing:
            if (sha256, number) not in self._sheets:
                pdf = find_source(self._uris[sha256], sha256, self._sources)
                drawn = self._maker(pdf, [number]) if pdf is not None else {}
                if len(self._sheets) >= _KEPT_SHEETS:
                    del self._sheets[next(iter(self._sheets))]
                self._sheets[sha256, number] = describe_sheet(drawn[number]) if number in drawn else None
            return self._sheets[sha256, number]

    @cached_property
    def _uris(self) -> dict[str, str]:
        releases = (release for change in self._changes for release in (change.base, change.new))
        return {r.sha256: r.uri for r in releases if r and r.sha256 and r.media_type == "application/pdf"}

    def _refresh(self) -> None:
        """Reads what was added to the file; all of it where it is another file, or a shorter one."""
        try:
            status = os.stat(self._path)
            there = (status.st_ino, status.st_size)
        except FileNotFoundError:
            there = (0, 0)
        if there == self._file:
            return
        inode, size = self._file or (0, 0)
        if inode != there[0] or there[1] < size:
            size = 0
            if inode:
                self._decisions = Decisions()
                self._all_since = self._version + 1
        lines, end = read_lines(self._path, size)
        self._file = (there[0], end)
        touched = self._decisions.add(lines)
        self._version += 1
        for change in touched & self._rows.keys():
            self._touched[self._rows[change]] = self._version

    def _state(self, version: str) -> dict[str, Any]:
        seen = int(version) if version.isdecimal() and len(version) < 16 else -1
        everything = seen < self._all_since
        if seen == self._version and not everything:
            return {"version": str(self._version)}
        rows = sorted(row for row, since in self._touched.items() if everything or since > seen)
        decided = describe_decided(rows, self._changes, self._decisions)
        return {"version": str(self._version), "all": everything, "decided": decided}
