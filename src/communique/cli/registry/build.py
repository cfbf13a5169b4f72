"""`communique registry build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from communique.registry.building.build import BuildReport

EXAMPLES = """Examples:

communique registry build v2.9-2026-11-02-ror-data.zip

communique registry build ror-data.json --rnsr structures-2026.csv --rnsr structures-2019.jsonl.gz

communique registry build ror-data.zip --out organisations.registry

Exit codes: 0 built; 2 a file can't be used, and the message says what to do."""


RNSR = typer.Option(
    "--rnsr", metavar="FILE", help="A table of the French register RNSR (CSV or JSON lines); several are united."
)
OUT = typer.Option("--out", "-o", metavar="FILE", help="The index file; by default in the user's data folder.")


def build(
    dump: Annotated[
        Path, typer.Argument(metavar="DUMP", help="A ROR dump: the zip as published, JSON, JSON lines, gzipped or not.")
    ],
    rnsr: Annotated[list[Path] | None, RNSR] = None,
    out: Annotated[Path | None, OUT] = None,
) -> None:
    """Build the index of organisations from a ROR dump, and tables of RNSR."""
    from communique.cli.progress import phase_bar
    from communique.cli.trouble import usage_error
    from communique.errors import RegistryError
    from communique.registry.building.build import build_registry
    from communique.registry.location import user_index

    try:
        with phase_bar() as watch:
            report = build_registry(dump, rnsr or (), out=out or user_index(), watch=watch)
    except RegistryError as error:
        usage_error(str(error))
    print_report(report)


def print_report(report: BuildReport) -> None:
    """Says what was read, what joined, and what the index is called."""
    from communique.cli.output import write_out

    lines = []
    for source in report.sources:
        lines.append(f"{source.path.name}: {source.rows:,} read" + (f", {source.bad:,} unusable" if source.bad else ""))
        lines.extend(f"  {example}" for example in source.bad_examples)
        if source.bad > len(source.bad_examples):
            lines.append("  ...")
    if joins := report.joins:
        lines.append(
            f"joined: {joins.all:,} structures with ROR ({joins.by_code:,} by unit code, {joins.by_name:,} by name); "
            f"supervising institutions: {joins.tutelles_resolved:,} found in ROR, {joins.tutelles_open:,} by name only"
        )
    counts = report.header.counts
    lines.append(f"{report.path}: {counts['organisations']:,} organisations, {counts['names']:,} names")
    lines.append(report.header.label)
    write_out("\n".join(lines))
