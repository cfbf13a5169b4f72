"""A run folder at a URL: the run is written on this machine as ever, and then what is new in it is copied.

Until all is copied, `run.json` is missing at the URL, so that nobody takes half a run for a whole one. What a run that
was stopped had done is kept on this machine, and goes on from there. No lock holds off runs of other machines.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from platformdirs import user_cache_path

from communique.batch.inputs.remote import file_system, is_url
from communique.errors import RunError

_RUN: Final = "run.json"
_FILE: Final = re.compile(r"records/part-\d+\.jsonl|facts\.parquet|failures\.jsonl")
_CONTENT: Final = ("records", "facts.parquet", "failures.jsonl", _RUN)


@contextmanager
def run_folder_at(place: str) -> Iterator[Path]:
    """The folder in which to write a run that is to stand at `place`, a path or a URL; copied there at the end.

    Raises:
        RunError: the URL can't be reached, written, or holds other things than a run.
    """
    if not is_url(place):
        yield Path(place)
        return
    near = user_cache_path("communique") / "runs" / hashlib.sha256(place.rstrip("/").encode()).hexdigest()[:16]
    far = _FarFolder(place)
    with _explained(place):
        near.mkdir(parents=True, exist_ok=True)
        far.require_run()
        far.fetch(near)
    yield near
    if (near / _RUN).exists():
        with _explained(place):
            far.store(near)
        shutil.rmtree(near, ignore_errors=True)


class _FarFolder:
    """The run folder at the URL."""

    def __init__(self, url: str) -> None:
        self._files, self._path = file_system(url.rstrip("/"))
        self._url = url

    def require_run(self) -> None:
        """Nothing, if there is a run at the URL, or nothing.

        Raises:
            RunError: there is something else.
        """
        if not self._files.exists(self._path):
            return
        names = (found.rstrip("/").rpartition("/")[2] for found in self._files.ls(self._path, detail=False))
        if foreign := sorted(name for name in names if name not in _CONTENT):
            raise RunError(f"{self._url}: this is no run folder, it holds {foreign[0]!r}; name a new folder")

    def fetch(self, near: Path) -> None:
        """Copies to `near` what differs there from the run at the URL, if there is a whole one."""
        data = self._run()
        if data is None:
            return
        here = _digests(near / _RUN)
        for name, digest in _files(data).items():
            if here.get(name) != digest or not (near / name).exists():
                (near / name).parent.mkdir(exist_ok=True)
                self._files.get_file(f"{self._path}/{name}", str(near / name))
        (near / _RUN).write_bytes(data)

    def store(self, near: Path) -> None:
        """Copies to the URL what differs there from the run in `near`, `run.json` last."""
        data = self._run()
        new = (near / _RUN).read_bytes()
        if data == new:
            return
        there = _files(data) if data is not None else {}
        if data is not None:
            self._files.rm_file(f"{self._path}/{_RUN}")
        self._files.makedirs(f"{self._path}/records", exist_ok=True)
        wanted = _files(new)
        for name, digest in wanted.items():
            if there.get(name) != digest:
                self._files.put_file(str(near / name), f"{self._path}/{name}")
        for found in self._files.ls(f"{self._path}/records", detail=False):
            if f"records/{found.rpartition('/')[2]}" not in wanted:
                self._files.rm_file(found)
        self._files.pipe_file(f"{self._path}/{_RUN}", new)

    def _run(self) -> bytes | None:
        self._files.invalidate_cache()
        path = f"{self._path}/{_RUN}"
        return bytes(self._files.cat_file(path)) if self._files.exists(path) else None


def _digests(run: Path) -> dict[str, str]:
    return _files(run.read_bytes()) if run.exists() else {}


def _files(run: bytes) -> dict[str, str]:
    """The files of a run and their digests; none, if somebody else wrote it."""
    try:
        files: Any = json.loads(run)["files"]
        return {name: digest for name, digest in files.items() if _FILE.fullmatch(name)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


@contextmanager
def _explained(place: str) -> Iterator[None]:
    try:
        yield
    except RunError:
        raise
    except Exception as error:  # each protocol's library has errors of its own
        raise RunError(f"{place}: no run can be written here: {type(error).__name__}: {error}") from error
