"""Decisions on changes: a log of lines that are only ever added to, and what they come to.

A file of JSON Lines. What holds is derived from the set of lines, in the order of their times and ids, wherever they
stand: two copies of a file that grew apart are merged by keeping the lines of both (`merge=union` in git).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, Literal

import msgspec

from communique.diff.changes import Change, FactState, ReleaseRef
from communique.errors import ReviewError

Verdict = Literal["accept", "reject"]
_BEGIN: Final = b'{"id":"'


class FactRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact in the words of gold rows; `object` is the object's name, or the value where there is none."""

    subject: str
    predicate: str
    object: str
    subject_kind: str = ""
    object_kind: str = ""
    role: str | None = None
    status: str = "asserted"
    title: str | None = None
    via_footnote: str | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the log.

    Attributes:
        id: 16 hex digits, drawn at random: no two lines share one.
        time: when it was taken, UTC, ISO 8601 with microseconds.
        by: who took it.
        decision: `note` adds a remark and leaves the verdict; `undo` takes what `undoes` names back.
        change: the id of the change; empty for `undo`.
        kind: the change's kind.
        facts: the content ids of the facts that the change speaks of.
        note: a remark for people.
        release: the path of the release, and `sha256` of its source.
        before: the fact as it was, where a fact changed; and `after`, as it is.
        undoes: ids of lines, or of batches.
        batch: what the lines that were written by one act share.
    """

    id: str
    time: str
    by: str
    decision: Literal["accept", "reject", "note", "undo"]
    change: str = ""
    kind: str = ""
    which: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    note: str = ""
    release: str = ""
    sha256: str | None = None
    before: FactRow | None = None
    after: FactRow | None = None
    undoes: tuple[str, ...] = ()
    batch: str = ""


class Decisions:
    """What a set of lines comes to; lines can be added, and each counts once, however often it stands there."""

    def __init__(self, lines: Iterable[Decision] = ()) -> None:
        """Reads the lines; the order in which they are given does not matter."""
        self._lines: dict[str, Decision] = {}
        self._of_change: dict[str, list[Decision]] = {}
        self._of_act: dict[str, list[str]] = {}
        self._undone: set[str] = set()
        self.add(lines)

    def add(self, lines: Iterable[Decision]) -> set[str]:
        """Takes more lines in, and gives the ids of the changes on which something else may hold now."""
        touched: set[str] = set()
        for line in lines:
            if line.id in self._lines:
                continue
            self._lines[line.id] = line
            self._undone.update(line.undoes)
            for act in line.undoes:
                touched.update(self._of_act.get(act, ()))
            if line.decision != "undo":
                self._of_change.setdefault(line.change, []).append(line)
                for act in (line.id, line.batch):
                    self._of_act.setdefault(act, []).append(line.change)
                touched.add(line.change)
        return touched

    @property
    def lines(self) -> tuple[Decision, ...]:
        """All lines in the order of their times."""
        return tuple(sorted(self._lines.values(), key=_when))

    def line(self, change: str) -> Decision | None:
        """The line that decides on the change with this id; None while it is open."""
        return max((line for line in self._holding(change) if line.decision != "note"), key=_when, default=None)

    def last(self, change: str) -> Decision | None:
        """The latest line that holds on the change with this id, a verdict or a note."""
        return max(self._holding(change), key=_when, default=None)

    def verdict(self, change: str) -> Verdict | None:
        """What was decided last on the change with this id; None while it is open."""
        line = self.line(change)
        return None if line is None else "accept" if line.decision == "accept" else "reject"

    def notes(self, change: str) -> tuple[str, ...]:
        """The remarks on the change with this id, in the order in which they were made."""
        return tuple(line.note for line in sorted(self._holding(change), key=_when) if line.note)

    @property
    def rejected(self) -> tuple[Decision, ...]:
        """The lines of the rejections that hold, in the order of their times."""
        held = (self.line(change) for change in self._of_change)
        return tuple(sorted((line for line in held if line and line.decision == "reject"), key=_when))

    def _holding(self, change: str) -> list[Decision]:
        lines = self._of_change.get(change, ())
        return [line for line in lines if line.id not in self._undone and line.batch not in self._undone]


def _when(line: Decision) -> tuple[str, str]:
    return line.time, line.id


def split_decided(
    changes: Iterable[Change], decisions: Decisions
) -> tuple[tuple[Change, ...], tuple[Change, ...], frozenset[str]]:
    """Changes as the next diff shows them.

    Returns:
        What is left to be shown, what was accepted and is hidden, and the ids of those shown that were rejected.
    """
    shown: list[Change] = []
    hidden: list[Change] = []
    rejected: set[str] = set()
    for change in changes:
        verdict = decisions.verdict(change.id)
        (hidden if verdict == "accept" else shown).append(change)
        if verdict == "reject":
            rejected.add(change.id)
    return tuple(shown), tuple(hidden), frozenset(rejected)


def decide(
    changes: Iterable[Change], decision: Literal["accept", "reject", "note"], by: str, note: str = ""
) -> tuple[Decision, ...]:
    """The lines that say what `by` decides on `changes`, now, in one act."""
    time, batch = _now(), secrets.token_hex(8)
    return tuple(_decide(change, decision, by, note, time, batch) for change in changes)


def _decide(
    change: Change, decision: Literal["accept", "reject", "note"], by: str, note: str, time: str, batch: str
) -> Decision:
    release = change.new or change.base or ReleaseRef("", "", None, None, None, None)
    return Decision(
        id=secrets.token_hex(8),
        time=time,
        by=by,
        decision=decision,
        change=change.id,
        kind=change.kind,
        which=change.which,
        facts=change.fact_ids,
        note=note,
        release=release.uri,
        sha256=release.sha256,
        before=_row(change.before),
        after=_row(change.after),
        batch=batch,
    )


def take_back(ids: Sequence[str], by: str) -> Decision:
    """The line that takes lines or batches with these ids back."""
    return Decision(id=secrets.token_hex(8), time=_now(), by=by, decision="undo", undoes=tuple(ids))


def read_decisions(paths: Iterable[Path]) -> Decisions:
    """What the files together come to; a file that is not there yet holds nothing.

    Raises:
        ReviewError: a file can't be read, or a line of it is no decision.
    """
    return Decisions(line for path in paths for line in read_lines(path)[0])


def read_lines(path: Path, start: int = 0) -> tuple[list[Decision], int]:
    """The lines from the byte `start` on, and the byte up to which the file was read.

    A last line that is not whole is left for the next time: its writer is at work, or was stopped before the line
    was confirmed to anyone.

    Raises:
        ReviewError: the file can't be read, or a line of it is no decision.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            data = file.read()
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        raise ReviewError(f"{path}: decisions can't be read: {error.strerror or error}") from error
    lines: list[Decision] = []
    end = 0
    for line in data.splitlines(keepends=True):
        try:
            if not line.isspace():
                lines.append(msgspec.json.decode(line, type=Decision))
        except msgspec.DecodeError as error:
            if not line.endswith(b"\n"):
                break
            if not _was_cut(line):
                raise ReviewError(f"{path}: {line[:60]!r} is no decision: {error}") from error
        end += len(line)
    return lines, start + end


def append_decisions(path: Path, lines: Sequence[Decision]) -> None:
    """Adds lines to a file, all or none, and returns when they are on the disk.

    Other processes may add to the same file at the same time.

    Raises:
        ReviewError: the file can't be written.
    """
    text = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    try:
        with path.open("a+b") as file, _alone(file):
            file.write((b"" if _is_whole(file) else b"\n") + text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ReviewError(f"{path}: decisions can't be kept here: {error.strerror or error}") from error


def _was_cut(line: bytes) -> bool:
    """Whether a line is the beginning of one: `append_decisions` goes on below what a stopped process left."""
    begun = line.rstrip()
    if not begun.startswith(_BEGIN) and not _BEGIN.startswith(begun):
        return False
    try:
        msgspec.json.decode(begun)
    except msgspec.DecodeError:
        return True
    return False


def _is_whole(file: BinaryIO) -> bool:
    """Whether the file ends with a line feed, or is empty."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


@contextmanager
def _alone(file: BinaryIO) -> Iterator[None]:
    """Keeps other processes from adding meanwhile."""
    try:
        import fcntl
    except ImportError:  # Windows: there an append of a few lines is one write, and the file is not locked
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _row(state: object) -> FactRow | None:
    if not isinstance(state, FactState):
        return None
    return FactRow(
        subject=state.subject,
        predicate=state.predicate,
        object=state.says,
        subject_kind=state.subject_kind,
        object_kind=state.object_kind or "",
        role=state.role,
        status=state.status,
        title=state.title,
        via_footnote=state.note.label if state.note else None,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
