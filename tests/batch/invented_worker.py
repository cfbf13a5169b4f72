"""A worker process for tests: the uri of a task says what happens to it. No extractor is loaded."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import sys
import time

from communique.batch.tasks import Extracted, Task


def serve() -> None:
    """Kills itself for "die", exits for "exit", prints rubbish for "print", and tells its process id in the record."""
    outcomes = os.fdopen(os.dup(1), "wb")
    while True:
        try:
            task: Task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        if task.uri.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if task.uri.startswith("exit"):
            sys.exit(7)
        if task.uri.startswith("print"):
            outcomes.write(b"rubbish\n")
        if task.uri.startswith("slow"):
            time.sleep(0.3)
        digest = hashlib.sha256(task.uri.encode()).hexdigest()
        pickle.dump(Extracted(task.uri, digest, str(os.getpid())), outcomes)
        outcomes.flush()
