"""`communique show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import ConfidenceOption, RegistryOption, require_registry

if TYPE_CHECKING:
    from communique.records import Release

EXAMPLES = """Examples:

communique show release.pdf --html shown.html

communique extract release.pdf > record.json

communique show record.json --html shown.html --sources archive/"""


def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A release (PDF or HTML), or its record as JSON.")],
    html: Annotated[Path, typer.Option("--html", metavar="OUT", help="The page to write: one file, no network.")],
    sources: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Where the PDF of a record lies, for pictures of its pages; repeatable."),
    ] = None,
    registry: RegistryOption = None,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Show one release as a page: its words and what they name, each fact and its words, a graph, the PDF's pages."""
    from communique.batch.inputs import read_input
    from communique.cli.page_file import write_page
    from communique.cli.trouble import give_up
    from communique.errors import ReadError
    from communique.review.release_page import release_page
    from communique.review.sources import find_source

    require_registry(registry)
    try:
        data = read_input(file)
    except ReadError as error:
        give_up(f"{file}: {error.reason}: {error.message}")
    if data.lstrip().startswith(b"{"):
        release = _read_record(data, file)
        original = find_source(release.source.uri, release.source.sha256, sources or ())
    else:
        release, original = _extract(data, file, registry), data
    write_page(html, release_page(release.with_facts_from(min_confidence), original))


def _read_record(data: bytes, file: str) -> Release:
    from pydantic import ValidationError

    from communique.cli.trouble import usage_error
    from communique.records import Release

    try:
        return Release.from_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        usage_error(f"{file}: this is no record of one release: {'.'.join(map(str, first['loc']))} {first['msg']}")


def _extract(data: bytes, file: str, registry: str | None) -> Release:
    from communique.batch.inputs import uri_of
    from communique.batch.tasks import Extracted, Task, carry_out
    from communique.cli.trouble import SOME_FAILED, complain
    from communique.records import Release

    outcome = carry_out(Task(uri_of(file), data=data, registry=registry))
    if isinstance(outcome, Extracted):
        return Release.from_json(outcome.json)
    complain(outcome)
    raise typer.Exit(SOME_FAILED)
