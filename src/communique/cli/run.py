"""`communique run`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.cli.options import ConfidenceOption, RegistryOption

if TYPE_CHECKING:
    from communique.batch.run import RunResult

EXAMPLES = """Examples:

communique run releases/ --out runs/2026

communique run releases/ more/letter.pdf --out runs/2026 --workers 4

duckdb -c "select subject, object from 'runs/2026/facts.parquet' where predicate = 'affiliated_with'"

Exit codes: 0 all well; 1 some inputs failed (RUN/failures.jsonl says which and why); 2 wrong usage;
3 stopped because most inputs fail."""

_SHOWN = 10


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT...", help="Files, and folders (all *.html, *.htm, *.xhtml and *.pdf in them)."),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="RUN", help="The run folder: new, or an earlier run's.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Worker processes; by default one a processor.")] = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Do not stop when more than half of the inputs fail.")
    ] = False,
    registry: RegistryOption = None,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Extract whole folders into a run folder: records, facts.parquet, failures and run.json.

    A run that was stopped goes on where it was, and only new or changed inputs cost time in a later run.
    What `--min-confidence` leaves out of facts.parquet stays in the records.
    """
    import os

    from communique.batch.run import run_batch
    from communique.cli.progress import progress_bar
    from communique.cli.trouble import MOST_FAIL, SOME_FAILED, complain, usage_error
    from communique.errors import RegistryError, RunError

    try:
        with progress_bar("extracting") as watch:
            result = run_batch(
                inputs,
                out,
                workers=workers or os.cpu_count() or 1,
                keep_going=keep_going,
                watch=watch,
                registry=registry,
                min_confidence=min_confidence,
            )
    except (RunError, RegistryError) as error:
        usage_error(str(error))
    for failure in result.failures[:_SHOWN]:
        complain(failure)
    if result.run is None:
        typer.echo(
            f"communique: stopped: {len(result.failures)} of {result.tried} inputs failed; "
            "mend the cause and run again, or use --keep-going",
            err=True,
        )
        raise typer.Exit(MOST_FAIL)
    if len(result.failures) > _SHOWN:
        typer.echo(f"communique: {len(result.failures) - _SHOWN} more: see {out / 'failures.jsonl'}", err=True)
    typer.echo(_summary(result, result.run["counts"], out), err=True)
    if result.run["counts"]["failed"]:
        raise typer.Exit(SOME_FAILED)


def _summary(result: RunResult, counts: dict[str, Any], out: Path) -> str:
    kept = f" ({result.taken_up} taken up from before)" if result.taken_up else ""
    return (
        f"{counts['inputs']} inputs{kept}: {counts['ok']} ok, {counts['partial']} partial, {counts['failed']} failed; "
        f"{counts['facts']} facts in {out}"
    )
