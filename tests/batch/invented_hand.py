"""Stands for an actor's work in tests: the uri of a task says what happens. No extractor is loaded."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from typing import Any

from communique.batch.engines.base import Limits
from communique.batch.tasks import Extracted, Outcome, Task
from communique.errors import RegistryError, RunError


class InventedHand:
    """Kills its process for "die", sleeps for "hang", and tells its process id in the record."""

    def __init__(self, limits: Limits) -> None:
        pass

    def tell_version(self, registry: str | None) -> dict[str, Any]:
        if registry == "broken":
            os.kill(os.getpid(), signal.SIGKILL)
        if registry == "missing":
            raise RegistryError("there is no index at missing")
        return {"extractor": {"rules": "new" if registry == "new" else "old"}}

    def carry_out(self, task: Task) -> tuple[Outcome, float]:
        if task.uri.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if task.uri.startswith("hang"):
            time.sleep(3600)
        if task.uri.startswith("small"):
            raise RunError("a worker process needs more memory than it may have")
        return Extracted(task.uri, hashlib.sha256(task.data or b"").hexdigest(), str(os.getpid())), 0.0
