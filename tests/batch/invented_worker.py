"""A worker process for tests: the uri of a task says what happens to it. No extractor is loaded."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from communique.batch import worker
from communique.batch.tasks import Extracted, Outcome, Task


def serve(timeout_s: float | None = None) -> None:
    """Serves tasks as a real worker does."""
    worker.serve(timeout_s, prepare=lambda registry: None, carry_out=carry_out)


def carry_out(task: Task) -> Outcome:
    """Does what the uri begins with; a record tells the process id, but for that of a nap."""
    what, _, rest = task.uri.partition(" ")
    do = _DEEDS.get(what.split("-")[0])
    if do is not None:
        do(rest)
    if what.startswith("nap"):
        return _record(task)
    digest = hashlib.sha256(task.uri.encode()).hexdigest()
    return Extracted(task.uri, digest, str(os.getpid()))


def _die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(mark: str) -> None:
    if not Path(mark).exists():
        Path(mark).touch()
        _die("")


def _print_rubbish(_: str) -> None:
    for pipe in range(3, 9):  # one of them is the way to the parent
        with contextlib.suppress(OSError):
            os.write(pipe, b"rubbish\n")


def _grow(_: str) -> None:
    kept = []
    while True:
        kept.append(bytearray(b"x" * (8 << 20)))


_DEEDS: Final[dict[str, Callable[[str], object]]] = {
    "die": _die,
    "once": _die_once,
    "exit": lambda _: sys.exit(7),
    "print": _print_rubbish,
    "slow": lambda _: time.sleep(0.3),
    "nap": lambda _: time.sleep(0.02),
    "hang": lambda _: time.sleep(1000),
    "spin": lambda _: sum(range(10**13)),
    "grow": _grow,
}


def _record(task: Task) -> Extracted:
    digest = hashlib.sha256(task.read()).hexdigest()
    record = {
        "entities": [], "facts": [], "id": digest[:16], "issuer": [], "issues": [],
        "source": {"bytes": 1, "media_type": "text/html", "pages": None, "sha256": digest, "uri": task.uri},
        "status": "ok", "text": "Ice. " * 1000,
    }  # fmt: skip
    return Extracted(task.uri, digest, json.dumps(record, sort_keys=True, separators=(",", ":")))
