"""`communique registry`: the index of organisations, built, brought up to date, described and searched."""

from __future__ import annotations

import typer

from communique.cli.registry import build, info, match, search, update

app = typer.Typer(
    name="registry",
    help="The index of organisations: build it from ROR and RNSR, look into it, match names with it.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all well; 1 nothing found, or it failed; 2 wrong usage, or a file that can't be used.",
)
app.command("build", epilog=build.EXAMPLES)(build.build)
app.command("update", epilog=update.EXAMPLES)(update.update)
app.command("info", epilog=info.EXAMPLES)(info.info)
app.command("match", epilog=match.EXAMPLES)(match.match)
app.command("search", epilog=search.EXAMPLES)(search.search)
