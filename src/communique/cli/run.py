"""`communique run`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import ConfidenceOption, RegistryOption

if TYPE_CHECKING:
    from communique.batch.engines.base import Engine, Limits
    from communique.batch.events import Event, Watch
    from communique.batch.run import RunResult

EXAMPLES = """Examples:

communique run releases/ --out runs/2026

communique run releases/ letters/2024.zip "more/**/*.pdf" --out runs/2026 --workers 4

find / -name "*.pdf" -print0 | communique run - --null --out runs/2026

duckdb -c "select subject, object from 'runs/2026/facts.parquet' where predicate = 'affiliated_with'"

Exit codes: 0 all well; 1 some inputs failed (RUN/failures.jsonl says which and why); 2 wrong usage;
3 stopped because most inputs fail; 130 stopped by Ctrl-C, 143 by SIGTERM."""

_SHOWN = 10


class EngineName(StrEnum):
    """Who can do the work."""

    LOCAL = "local"
    RAY = "ray"


def run(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders, patterns, archives (zip, tar), URLs, lists of paths (`*.txt`; `-`: standard input).",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="RUN", help="The run folder, or its URL: new, or an earlier run's.")
    ],
    files_from: Annotated[
        list[str] | None,
        typer.Option("--files-from", metavar="LIST", help="A file of paths, one a line.", show_default=False),
    ] = None,
    null: Annotated[bool, typer.Option("--null", "-0", help="In lists, a NUL ends each path.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; by default one a processor.", show_default=False)
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="Who does the work: processes on this machine, or a Ray cluster.")
    ] = EngineName.LOCAL,
    ray_address: Annotated[
        str | None,
        typer.Option(
            envvar="RAY_ADDRESS",
            metavar="HOST:PORT",
            help="Of the Ray cluster; by default one is started on this machine.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="What one document may take before it fails.")
    ] = 60,
    memory: Annotated[
        int, typer.Option(metavar="MB", min=1, help="What a worker may hold before its document fails.")
    ] = 2048,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Do not stop when more than half of at least 50 inputs fail.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed before, even what would fail again.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    json_log: Annotated[
        str | None,
        typer.Option(
            "--json-log",
            metavar="FILE",
            help="Also write what happens to this file, one JSON object a line; `-` is standard output.",
            show_default=False,
        ),
    ] = None,
    registry: RegistryOption = None,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Extract whole archives into a run folder: records, facts.parquet, failures and run.json.

    A run that was stopped, or killed, goes on where it was; only new or changed inputs cost time in a later run, and
    those whose code, model, rules or registry changed. The folder's bytes do not depend on the number of workers.
    What `--min-confidence` leaves out of facts.parquet stays in the records.
    """
    from communique.batch.engines.base import Limits
    from communique.batch.remote_folder import run_folder_at
    from communique.batch.run import run_batch
    from communique.cli.json_log import json_log_to
    from communique.cli.progress import show_run
    from communique.cli.trouble import SIGNALLED, usage_error
    from communique.errors import RegistryError, RunError

    if not inputs and not files_from:
        usage_error("no INPUT is named; communique run --help says what can be one")
    try:
        with ExitStack() as stack:
            log = stack.enter_context(json_log_to(json_log))
            stack.enter_context(_signals_raise())
            watches = [log.note, stack.enter_context(show_run(quiet))]
            try:
                result = run_batch(
                    inputs or [],
                    stack.enter_context(run_folder_at(out)),
                    engine=_engine(engine, workers, ray_address, Limits(timeout, memory)),
                    keep_going=keep_going,
                    retry_failed=retry_failed,
                    watch=_all_of(watches),
                    registry=registry,
                    min_confidence=min_confidence,
                    lists=files_from or (),
                    null=null,
                )
            except _Signalled as signalled:
                log.note_signal(signalled.number)
                raise
            log.finish(result)
    except (RunError, RegistryError) as error:
        usage_error(str(error))
    except _Signalled as signalled:
        how = {2: "Ctrl-C", 15: "SIGTERM"}.get(signalled.number, f"signal {signalled.number}")
        typer.echo(f"communique: stopped by {how}; the same command goes on where it was ({out})", err=True)
        raise typer.Exit(SIGNALLED + signalled.number) from None
    _report(result, out, quiet)


def _engine(name: EngineName, workers: int | None, ray_address: str | None, limits: Limits) -> Engine:
    if name is EngineName.RAY:
        from communique.batch.engines.ray_cluster import RayEngine

        return RayEngine(ray_address, workers, limits)
    from communique.batch.engines.local import LocalEngine

    return LocalEngine(workers or _processors(), limits)


def _report(result: RunResult, out: str, quiet: bool) -> None:
    from communique.cli.trouble import MOST_FAIL, SOME_FAILED, complain

    for failure in result.failures[:_SHOWN]:
        complain(failure)
    if result.run is None:
        typer.echo(
            f"communique: stopped: {result.failed:,} of the first {result.seen:,} inputs failed; "
            "mend the cause and run again, or use --keep-going",
            err=True,
        )
        raise typer.Exit(MOST_FAIL)
    if len(result.failures) > _SHOWN:
        typer.echo(f"communique: {len(result.failures) - _SHOWN:,} more: see {out}/failures.jsonl", err=True)
    if result.changed:
        typer.echo(
            f"communique: {' and '.join(result.changed)} changed since the last run: "
            f"{result.anew:,} {'record' if result.anew == 1 else 'records'} extracted anew",
            err=True,
        )
    if not quiet:
        typer.echo(_summary(result, out), err=True)
    if result.run["counts"]["failed"]:
        raise typer.Exit(SOME_FAILED)


def _summary(result: RunResult, out: str) -> str:
    assert result.run is not None
    counts = result.run["counts"]
    kept = f" ({result.taken_up:,} taken up from before)" if result.taken_up else ""
    same = f", {counts['duplicates']:,} duplicates" if counts["duplicates"] else ""
    end = "" if result.written else "; nothing changed"
    return (
        f"{counts['inputs']:,} inputs{kept}: {counts['ok']:,} ok, {counts['partial']:,} partial, "
        f"{counts['failed']:,} failed{same}; {counts['facts']:,} facts in {out}{end}"
    )


def _processors() -> int:
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))  # those that this process may use
    return os.cpu_count() or 1


def _all_of(watches: list[Watch]) -> Callable[[Event], None]:
    def tell(event: Event) -> None:
        for watch in watches:
            watch(event)

    return tell


class _Signalled(BaseException):
    """The user, or the system, wants the run to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Turns signals that ask for an end into an exception, so that workers are ended and files closed."""
    import signal

    def end(number: int, frame: object) -> None:  # noqa: ARG001
        raise _Signalled(number)

    found = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    heeded = [number for number in found if signal.getsignal(number) != signal.SIG_IGN]  # nohup, and jobs of `&`
    try:
        before = {number: signal.signal(number, end) for number in heeded}
    except ValueError:  # not the main thread: somebody else's signals
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
