"""`communique review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import RegistryOption, require_registry

if TYPE_CHECKING:
    from communique.records import Release
    from communique.review.server import ReviewServer

EXAMPLES = """Examples:

communique review runs/2025 runs/2026

communique review old.pdf new.pdf --decisions letters.jsonl --by ada --no-open

communique diff runs/2025 runs/2026 --decisions decisions.jsonl

communique review --export-gold gold/ decisions.jsonl

Exit codes: 0 the review ended; 1 some rejected change could not be exported; 2 wrong usage, or a side can't be read."""


def review(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="BASE NEW",
            help="Two runs, files of records, or releases; with --export-gold files of decisions.",
        ),
    ],
    decisions: Annotated[
        Path, typer.Option(metavar="FILE", help="Where decisions are kept: lines are only ever added.")
    ] = Path("decisions.jsonl"),
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; by default git's user.name, else the login.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    sources: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Where the files of the records lie, for pictures of pages; repeatable."),
    ] = None,
    export_gold: Annotated[
        Path | None,
        typer.Option(metavar="GOLD", help="Instead: write what was rejected as gold rows into this folder."),
    ] = None,
    attribute: Annotated[
        bool,
        typer.Option("--attribute", help="Where source and tool differ: read the old source anew to tell which."),
    ] = False,
    twins: Annotated[
        bool, typer.Option("--twins", help="Two forms of the same releases: HTML and PDF, or English and French.")
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Look through what changed, on a page of this machine alone: accept, reject, note, undo.

    Decisions go to a file at once. `communique diff --decisions FILE` hides what was accepted and marks what was
    rejected. Copies of the file are merged by keeping the lines of both: `decisions.jsonl merge=union` in
    .gitattributes makes git do so.
    """
    from communique.cli.trouble import usage_error
    from communique.diff.compare import diff
    from communique.errors import CommuniqueError
    from communique.review.desk import Desk
    from communique.review.server import ReviewServer

    require_registry(registry)
    try:
        if export_gold is not None:
            _export([Path(name) for name in inputs], export_gold, sources or [], registry)
        elif len(inputs) != 2:
            usage_error(f"two things are compared, BASE and NEW, and {len(inputs)} are named")
        else:
            base, new = inputs
            changes = diff(base, new, registry=registry, attribute=attribute, sources=sources or [], twins=twins)
            desk = Desk(changes, decisions, by=by or _who(), sources=sources or [])
            _serve(ReviewServer(desk, port), decisions, open_=open_)
    except CommuniqueError as error:
        usage_error(str(error))


def _serve(server: ReviewServer, decisions: Path, *, open_: bool) -> None:
    import webbrowser
    from contextlib import suppress

    typer.echo(f"{server.url}\ndecisions are kept in {decisions}; Ctrl-C ends the review", err=True)
    if open_:
        webbrowser.open(server.url)
    with suppress(KeyboardInterrupt), server:
        server.serve_forever()


def _who() -> str:
    import getpass
    import subprocess

    try:
        asked = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False)
        if name := asked.stdout.strip():
            return name
    except OSError:  # no git here
        pass
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return "unknown"


def _export(files: list[Path], folder: Path, sources: list[Path], registry: str | None) -> None:
    from communique.cli.trouble import SOME_FAILED, usage_error
    from communique.diff.decisions import read_decisions
    from communique.extractor import default_extractor
    from communique.review.gold_rows import export_gold

    if missing := [str(path) for path in files if not path.is_file()]:
        usage_error(f"{missing[0]}: there is no such file of decisions")

    def extract(data: bytes, uri: str) -> Release:
        return default_extractor(registry)(data, uri)

    export = export_gold(read_decisions(files), folder, extract, sources)
    typer.echo(f"{export.rows} rows added in {len(export.folders)} folders of {folder}", err=True)
    if export.no_fact:
        typer.echo(
            f"{export.no_fact} rejected changes are of no fact, or of its evidence: gold has no rows for them", err=True
        )
    for uri in export.not_found:
        typer.echo(f"communique: {uri}: not at hand as it was; name its folder with --sources", err=True)
    if export.not_found:
        raise typer.Exit(SOME_FAILED)
