"""`communique extract`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import ConfidenceOption, RegistryOption, require_registry

if TYPE_CHECKING:
    from communique.batch.tasks import Task

EXAMPLES = """Examples:

communique extract release.pdf

communique extract *.html | jq -r '.facts[].predicate'

communique extract --min-confidence 0.9 release.pdf

curl -s https://example.org/release.html | communique extract --pretty -"""


def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="PDF or HTML files; - reads standard input.")],
    pretty: Annotated[bool, typer.Option("--pretty", help="A summary for people instead of JSON.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes; 1 works in this process.")] = 1,
    registry: RegistryOption = None,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Read releases and print one JSON record a line, in input order.

    A file that gives no record is named on standard error, with the reason; the others are still written.
    """
    from communique.batch.engines.local import carry_out_all
    from communique.batch.tasks import Extracted
    from communique.cli.output import write_out
    from communique.cli.progress import track
    from communique.cli.trouble import SOME_FAILED, complain

    failed = 0
    require_registry(registry)
    outcomes = carry_out_all((_task(name, registry) for name in files), 0 if workers == 1 else workers)
    for outcome in track(outcomes, total=len(files), what="extracting"):
        if isinstance(outcome, Extracted):
            write_out(_shown(outcome.json, pretty, min_confidence))
        else:
            failed += 1
            complain(outcome)
    if failed:
        raise typer.Exit(SOME_FAILED)


def _task(name: str, registry: str | None) -> Task:
    from communique.batch.inputs import Input
    from communique.batch.tasks import Task

    if name == "-":
        return Task("-", data=sys.stdin.buffer.read(), registry=registry)
    input_ = Input.of_file(name)
    return Task(input_.uri, input=input_, registry=registry)


def _shown(json: str, pretty: bool, min_confidence: float) -> str:
    if not pretty and not min_confidence:
        return json
    from communique.cli.pretty import summarise
    from communique.records import Release

    record = Release.from_json(json).with_facts_from(min_confidence)
    return summarise(record) + "\n" if pretty else record.to_json()
