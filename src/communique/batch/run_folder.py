"""A run folder, and how it changes from one whole content to the next, whenever the power is cut.

RUN/records/part-00000.jsonl   the records, in input order: see `publication`
RUN/facts.parquet              one flat row a fact
RUN/failures.jsonl             input, reason, message, sha256
RUN/run.json                   versions, settings, counts, digests of the files and of the inputs; vouches for the rest
RUN/.work/                     only while a run is under way, or was stopped:
          lock                 held by the process that writes
          journal              outcomes as they come
          new/                 the next content, being written
          ready/               the next content, whole: whoever finds it moves it into place
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import BinaryIO, Final

from communique.batch.earlier import FinishedRun, failures_in
from communique.errors import RunError

_CONTENT: Final = ("records", "facts.parquet", "failures.jsonl", "run.json")
_WORK: Final = ".work"


class RunFolder:
    """The folder of one run, locked against other runs."""

    def __init__(self, path: Path) -> None:
        """Takes a folder that is new, empty, or a run's.

        Raises:
            RunError: the folder holds something else, is in use, or can't be written.
        """
        self.path = path
        self._work = path / _WORK
        self._lock: BinaryIO | None = None
        self._is_new = not path.exists()
        try:
            path.mkdir(parents=True, exist_ok=True)
            foreign = sorted(p.name for p in path.iterdir() if p.name not in (*_CONTENT, _WORK))
            if foreign:
                raise RunError(f"{path}: this is no run folder, it holds {foreign[0]!r}; name a new folder")
            self._work.mkdir(exist_ok=True)
            self._lock = _take(self._work / "lock")
            if self._lock is None:
                raise RunError(f"{path}: another run is writing to this folder; wait for it, or name another")
            self._roll_forward()
        except OSError as error:
            self.close()
            raise RunError(f"{path}: no run can be written here: {error.strerror or error}") from error

    @property
    def journal_path(self) -> Path:
        """Where outcomes are kept while the run is under way."""
        return self._work / "journal"

    def finished(self) -> FinishedRun | None:
        """The run that was finished here last, if its files are all there."""
        try:
            run = json.loads((self.path / "run.json").read_bytes())
            names = [name for name in run["files"] if name.startswith("records/")]
            failures = tuple(failures_in(self.path / "failures.jsonl"))
            parts = tuple(self.path / name for name in names)
            found = FinishedRun(run, failures, parts)
            _ = found.limits, run["inputs"].items()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # none was finished, or somebody wrote in it: all is done anew
        whole = all((self.path / name).is_file() for name in run["files"])
        return found if whole else None

    def begin_content(self) -> Path:
        """An empty folder to write the next content to."""
        new = self._work / "new"
        shutil.rmtree(new, ignore_errors=True)
        (new / "records").mkdir(parents=True)
        return new

    def install_content(self) -> None:
        """Puts the content that was written in the place of the one before.

        From the rename on it is the next content that counts: whoever opens the folder after a power cut goes on here.
        """
        new = self._work / "new"
        for path in sorted(new.rglob("*")):
            if path.is_file():
                _sync(path)
        os.replace(new, self._work / "ready")
        self._roll_forward()

    def _roll_forward(self) -> None:
        """Moves a whole next content into place: `run.json` goes first and comes last, as it vouches for the rest."""
        ready = self._work / "ready"
        next_run = ready / "run.json"
        if next_run.is_file():
            names = json.loads(next_run.read_bytes())["files"]
            (self.path / "run.json").unlink(missing_ok=True)
            (self.path / "records").mkdir(exist_ok=True)
            for part in (self.path / "records").iterdir():
                if f"records/{part.name}" not in names:
                    part.unlink()
            for name in names:
                if (ready / name).exists():
                    os.replace(ready / name, self.path / name)
            self.journal_path.unlink(missing_ok=True)  # all of it stands in the content now
            os.replace(next_run, self.path / "run.json")
        shutil.rmtree(ready, ignore_errors=True)

    def clear_work(self) -> None:
        """Removes what only a run under way needs, and lets other runs in."""
        if os.name != "posix":
            self.close()  # there, an open file can't be removed
        shutil.rmtree(self._work, ignore_errors=True)
        self.close()

    def close(self) -> None:
        """Lets other runs in; a run that was refused before it began leaves nothing behind."""
        if self._lock is None:
            return
        self._lock.close()
        self._lock = None
        with contextlib.suppress(OSError):
            if os.listdir(self._work) == ["lock"]:
                shutil.rmtree(self._work)
                if self._is_new:
                    self.path.rmdir()


def _take(path: Path) -> BinaryIO | None:
    """The lock, or None when another process has it; it ends with the file or the process, whichever is first."""
    while True:
        lock = path.open("wb")
        if not _hold(lock):
            lock.close()
            return None
        try:
            if os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                return lock
        except FileNotFoundError:
            path.parent.mkdir(exist_ok=True)
        lock.close()  # the run that had it removed it just now


def _hold(lock: BinaryIO) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(path: Path) -> None:
    """Has the bytes of a file on the disk, not only in the system's memory."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
