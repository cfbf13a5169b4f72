"""What a worker process does: reads tasks from standard input, writes outcomes to standard output, until its end."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys

from communique.batch.quiet import silence_libraries
from communique.batch.tasks import carry_out


def serve() -> None:
    """Serves tasks until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides what ends
    silence_libraries()
    tasks = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as outcomes:
        os.dup2(2, 1)  # a library that prints must not break the protocol
        with contextlib.suppress(EOFError, pickle.UnpicklingError, BrokenPipeError):  # the parent is gone
            while True:
                task = pickle.load(tasks)
                pickle.dump(carry_out(task), outcomes)
                outcomes.flush()
