"""`--json-log`: what happens in a run, one JSON object a line, for programs that watch it.

started    inputs
resumed    known (contents that earlier runs did), changed (what changed, so that others are done anew)
document   uri, outcome (record, failed, taken-up, duplicate); reason, message and seconds where there are any
publishing done, inputs
finished   run.json's counts, tried, taken_up, anew, written
stopped    inputs, seen, failed: most inputs fail
signalled  signal: its number

Every line also has `event` and `time` (UTC). It is a log: nothing in the run folder depends on it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

from communique.cli.trouble import usage_error

if TYPE_CHECKING:
    from communique.batch.events import Event
    from communique.batch.run import RunResult


@contextmanager
def json_log_to(target: str | None) -> Iterator[JsonLog]:
    """The log that is written to a file, to standard output (`-`), or not at all."""
    if target is None:
        yield JsonLog(None)
    elif target == "-":
        yield JsonLog(sys.stdout)
    else:
        try:
            file = open(target, "a", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
        except OSError as error:
            usage_error(f"{target}: the log can't be written: {error.strerror or error}")
        with file:
            yield JsonLog(file)


class JsonLog:
    """Writes events as they come."""

    def __init__(self, file: TextIO | None) -> None:
        """Takes the file; without one nothing is written."""
        self._file = file

    def note(self, event: Event) -> None:
        """Writes what happened."""
        from communique.batch.events import Begun, Passed, Publishing, Tried
        from communique.batch.tasks import Failure

        match event:
            case Begun(inputs, known, changed):
                self._write("started", inputs=inputs)
                if known or changed:
                    self._write("resumed", known=known, changed=list(changed))
            case Passed(uri, duplicate):
                self._write("document", uri=uri, outcome="duplicate" if duplicate else "taken-up")
            case Tried(Failure() as failure, seconds):
                self._write(
                    "document",
                    uri=failure.uri,
                    outcome="failed",
                    reason=failure.reason,
                    message=failure.message,
                    seconds=round(seconds, 3),
                )
            case Tried(outcome, seconds):
                self._write("document", uri=outcome.uri, outcome="record", seconds=round(seconds, 3))
            case Publishing(done, inputs):
                self._write("publishing", done=done, inputs=inputs)

    def note_signal(self, number: int) -> None:
        """Writes that the run is ended from outside."""
        self._write("signalled", signal=number)

    def finish(self, result: RunResult) -> None:
        """Writes how it ended."""
        if result.run is None:
            self._write("stopped", inputs=result.inputs, seen=result.seen, failed=result.failed)
            return
        self._write(
            "finished",
            **result.run["counts"],
            tried=result.tried,
            taken_up=result.taken_up,
            anew=result.anew,
            written=result.written,
        )

    def _write(self, event: str, **entries: Any) -> None:
        if self._file is not None:
            time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            try:
                self._file.write(json.dumps({"event": event, "time": time, **entries}, ensure_ascii=False) + "\n")
                self._file.flush()
            except BrokenPipeError:  # nobody reads on: the run goes on without
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._file.fileno())
                self._file = None
