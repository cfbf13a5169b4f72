"""Two ways to call the command line: as a process of its own, for how it ends, and in this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

Call = Callable[..., Result]
"""A call of the command line in this process: arguments, and `stdin` bytes (the fixture `call`)."""


def start(*arguments: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    """Starts the command as a user does: heeding Ctrl-C, even when the tests run where it is not heeded."""
    command = [sys.executable, "-m", "communique", *map(str, arguments)]
    if os.name == "posix":
        options = {"preexec_fn": _heed_signals, **options}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def _heed_signals() -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
