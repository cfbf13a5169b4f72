"""One worker process: starting it, giving it a document, watching what it takes, and how it ended."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

from communique.batch.engines.base import Limits
from communique.batch.tasks import Outcome, Task
from communique.batch.worker import STARTED

if TYPE_CHECKING:
    import psutil

SERVE: Final = "from communique.batch.worker import serve; serve({timeout_s!r})"
"""What the process runs."""

_ONE_THREAD: Final = (
    "import os\n"
    "for name in ('OMP', 'OPENBLAS', 'MKL', 'BLIS', 'VECLIB_MAXIMUM'): os.environ[name + '_NUM_THREADS'] = '1'\n"
)
"""Workers share the processors among them: a library that starts a thread for each of those would only be in the way
of the others, and how it cuts its sums up would depend on the machine."""

_DEATH_TAKES_S: Final = 1.0
"""Seconds that the system may take to report the end of a process whose pipes are closed."""

_START_TAKES_S: Final = 300.0
"""Seconds within which a process loads the models: some three on an idle machine."""

_MB: Final = 1 << 20


class ProcessEnd(Exception):  # noqa: N818 - not an error of ours: it is how a process ended
    """The process is gone. `reason` is why, as of a failure; `message` says it to people; `how` in few words."""

    def __init__(self, reason: str, message: str, how: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.how = how


class Worker:
    """A process and the two pipes to it. One thread gives it work; another may hold it to its limits."""

    def __init__(self, timeout_s: float | None) -> None:
        """Starts the process. It also ends itself some time after `timeout_s`, should nobody be left to end it."""
        start = f"{_ONE_THREAD}import sys; sys.path[:] = {sys.path!r}; {SERVE.format(timeout_s=timeout_s)}"
        # A group of its own: Ctrl-C reaches the run alone, which decides what ends.
        group = {"process_group": 0} if os.name == "posix" else {}
        self._process = subprocess.Popen(
            [sys.executable, "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **group,  # type: ignore[call-overload]
        )
        self._memory = _watched(self._process.pid)
        self._verdict: tuple[str, str] | None = None
        self._lock = threading.Lock()
        self._since = monotonic()
        self._phase = "starting"
        self.done = 0
        self.start_mb = 0.0

    def begin(self, task: Task) -> None:
        """Gives the document to the process, and returns when it has begun to work on it: its models are loaded.

        Raises:
            ProcessEnd: the process is gone; the document has nothing to do with it.
        """
        self._enter("starting")
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()
            if pickle.load(self._process.stdout) != STARTED:
                raise pickle.UnpicklingError("no sign of a start")
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise self._end() from error
        if self.done == 0:
            self.start_mb = self._resident_mb()
        self._enter("working")

    def finish(self) -> Outcome:
        """The outcome of the document that was begun.

        Raises:
            ProcessEnd: the process is gone.
        """
        try:
            assert self._process.stdout is not None
            outcome: Outcome = pickle.load(self._process.stdout)  # our own process wrote it
        except Exception as error:  # rubbish in a pickle can raise anything
            raise self._end() from error
        self._enter("waiting")
        self.done += 1
        return outcome

    def is_worn(self, after: int, memory_mb: int | None) -> bool:
        """Whether the process should be replaced before its next document."""
        if self.done >= after or self._verdict is not None:
            return True
        grown = self._resident_mb() - self.start_mb
        return memory_mb is not None and self.done > 0 and grown > (memory_mb - self.start_mb) / 2

    def hold_to(self, limits: Limits, now: float) -> None:
        """Ends the process when the document in work takes more than it may."""
        with self._lock:
            phase, taken_s = self._phase, now - self._since
            if self._verdict is not None or phase == "waiting":
                return
            if phase == "starting":
                if taken_s > _START_TAKES_S and self.done == 0:
                    self._condemn("crashed", "the worker process did not start")
            elif limits.timeout_s is not None and taken_s > limits.timeout_s:
                self._condemn("timeout", f"it takes longer than the {limits.timeout_s:g} seconds that a document may")
            elif limits.memory_mb is not None and self._resident_mb() > limits.memory_mb:
                self._condemn("memory", f"it takes more than the {limits.memory_mb} MB of memory that a document may")

    def excuse(self, seconds: float) -> None:
        """Does not charge time during which the machine slept."""
        with self._lock:
            self._since += seconds

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # unwritten bytes of a task whose reader is gone
                    pipe.close()

    def _enter(self, phase: str) -> None:
        with self._lock:
            self._phase = phase
            self._since = monotonic()

    def _condemn(self, reason: str, message: str) -> None:
        self._verdict = (reason, message)
        self._process.kill()

    def _resident_mb(self) -> float:
        import psutil

        try:
            return float(self._memory.memory_info().rss) / _MB
        except psutil.Error:  # it is gone; whoever reads its pipe will notice
            return 0.0

    def _end(self) -> ProcessEnd:
        """How the process ended whose pipes broke."""
        how = self._wait_for_death()
        with self._lock:
            if self._verdict is not None:
                return ProcessEnd(*self._verdict, how)
            self._verdict = ("crashed", f"the worker process died on this file, twice ({how})")
            return ProcessEnd(*self._verdict, how)

    def _wait_for_death(self) -> str:
        try:
            status = self._process.wait(timeout=_DEATH_TAKES_S)
        except subprocess.TimeoutExpired:
            return "it closed its pipes"
        return f"signal {-status}" if status < 0 else f"exit status {status}"


def _watched(pid: int) -> psutil.Process:
    import psutil  # only when there are processes: it reads system files when it is imported

    return psutil.Process(pid)
