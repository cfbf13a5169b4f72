"""A worker process for tests: the uri of a task says what happens to it. No extractor is loaded."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import sys
import time
from pathlib import Path

from communique.batch import worker
from communique.batch.tasks import Extracted, Outcome, Task


def serve(timeout_s: float | None = None) -> None:
    """Serves tasks as a real worker does."""
    worker.serve(timeout_s, prepare=lambda registry: None, carry_out=carry_out)


def carry_out(task: Task) -> Outcome:
    """Does what the uri says, and tells the process id in the record.

    "die" kills this process, "once FILE" only when FILE is not there yet, "exit" ends it, "print" prints rubbish,
    "hang" never ends, "spin" never ends and keeps Python to itself, "grow" takes memory without end.
    """
    what, _, rest = task.uri.partition(" ")
    if what.startswith("once"):
        mark = Path(rest)
        if not mark.exists():
            mark.touch()
            what = "die"
    if what.startswith("die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if what.startswith("exit"):
        sys.exit(7)
    if what.startswith("print"):
        for pipe in range(3, 9):  # one of them is the way to the parent
            with contextlib.suppress(OSError):
                os.write(pipe, b"rubbish\n")
    if what.startswith("slow"):
        time.sleep(0.3)
    if what.startswith("hang"):
        time.sleep(1000)
    if what.startswith("spin"):
        sum(range(10**13))
    if what.startswith("grow"):
        kept = []
        while True:
            kept.append(bytearray(b"x" * (8 << 20)))
    digest = hashlib.sha256(task.uri.encode()).hexdigest()
    return Extracted(task.uri, digest, str(os.getpid()))
