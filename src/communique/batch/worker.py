"""What a worker process does: reads tasks from standard input, writes outcomes to standard output, until its end."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import Final

from communique.batch.quiet import silence_libraries
from communique.batch.tasks import Outcome, Task, carry_out

STARTED: Final = "started"
"""Written before each outcome: the models are loaded, and from now on the document's time counts."""

_GRACE_S: Final = 30.0
"""A process whose parent was killed has nobody to hold it to its limit: this much later it ends itself."""

_WARM_UP: Final = tuple(
    f'<html lang="{language}"><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>'
    for language, title, text in (
        ("en", "A laboratory opens", "The Ice Laboratory opened in March 2019. It is headed by Ada Brun of the CNRS."),
        (
            "fr",
            "Un laboratoire ouvre",
            "Le Laboratoire des glaces a ouvert en mars 2019. Ada Brun le dirige.",
        ),
    )
)


def prepare(registry: str | None) -> None:
    """Loads all that the first document of either language would load: no document is charged for it."""
    with contextlib.suppress(Exception):  # what is wrong is said of each document, not here
        for page in _WARM_UP:
            carry_out(Task("warm-up", data=page.encode(), registry=registry))


def serve(
    timeout_s: float | None = None,
    prepare: Callable[[str | None], None] = prepare,
    carry_out: Callable[[Task], Outcome] = carry_out,
) -> None:
    """Serves tasks until standard input ends.

    Args:
        timeout_s: what one document may take. The parent sees to it; this process only when nobody else does.
        prepare: called once for each registry, before the first document that asks for it.
        carry_out: what is done with a task.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence_libraries()
    tasks = sys.stdin.buffer
    prepared: set[str | None] = set()
    with (
        contextlib.suppress(EOFError, pickle.UnpicklingError, BrokenPipeError),  # the parent is gone
        os.fdopen(os.dup(1), "wb") as outcomes,
        open(os.devnull, "w") as nowhere,
    ):
        os.dup2(2, 1)  # a library that prints must not break the protocol
        while True:
            task: Task = pickle.load(tasks)
            if task.registry not in prepared:
                prepare(task.registry)
                prepared.add(task.registry)
            pickle.dump(STARTED, outcomes)
            outcomes.flush()
            if timeout_s is not None:  # a thread of C: it ends even an expression that never lets Python go
                faulthandler.dump_traceback_later(timeout_s + _GRACE_S, exit=True, file=nowhere)
            outcome = carry_out(task)
            faulthandler.cancel_dump_traceback_later()
            pickle.dump(outcome, outcomes)
            outcomes.flush()
