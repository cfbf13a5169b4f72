"""The `communique` command: collects the commands, and turns trouble into one line and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli import diff as diff_
from communique.cli import evaluate, extract, registry, review, schema, show
from communique.cli import run as run_

app = typer.Typer(
    name="communique",
    help="Press releases of research institutions, PDF and HTML, to validated, source-grounded records.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all well; 1 some file gave no record; 2 wrong usage.",
)
app.command("extract", epilog=extract.EXAMPLES)(extract.extract)
app.command("run", epilog=run_.EXAMPLES)(run_.run)
app.command("show", epilog=show.EXAMPLES)(show.show)
app.command("diff", epilog=diff_.EXAMPLES)(diff_.diff)
app.command("review", epilog=review.EXAMPLES)(review.review)
app.command("evaluate", epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.add_typer(registry.app)
app.command("schema", epilog=schema.EXAMPLES)(schema.schema)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"communique {version('communique')}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Press releases of research institutions, PDF and HTML, to validated, source-grounded records."""


def run() -> None:
    """The entry point."""
    from communique.batch.quiet import silence_libraries

    silence_libraries()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app()
