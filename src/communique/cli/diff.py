"""`communique diff`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from communique.cli.options import RegistryOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.diff.changes import Change, Problem, Side
    from communique.diff.compare import Comparing
    from communique.diff.decisions import Decisions
    from communique.diff.report import Only

EXAMPLES = """Examples:

communique diff runs/2025 runs/2026

communique diff old.html new.html

communique diff runs/2025 runs/2026 --only added --only removed --format markdown --rows 50

communique diff release-en.html release-fr.pdf --twins

communique diff runs/2025 runs/2026 --html changes.html --decisions decisions.jsonl

Exit codes: 0 the same facts, entities, footnotes and releases; 1 something differs; 2 trouble: a side can't be read."""


class Format(StrEnum):
    """How the changes are printed."""

    text = "text"
    json = "json"
    markdown = "markdown"


def diff(
    base: Annotated[str, typer.Argument(metavar="BASE", help="A run folder, a file of records, or a release.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to compare with it.")],
    format_: Annotated[
        Format, typer.Option("--format", help="For people, for programs, or for a pull request.")
    ] = Format.text,
    rows: Annotated[int, typer.Option(min=0, help="How many changes are shown; all are counted.")] = 100,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="WHICH", help="A kind of change, a predicate, or a rule id; may be given several times."),
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a page with all changes.")] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Decisions of a review: accepted changes are hidden, rejected ones marked."),
    ] = None,
    attribute: Annotated[
        bool,
        typer.Option("--attribute", help="Where source and tool differ: read the old source anew to tell which."),
    ] = False,
    sources: Annotated[
        list[Path] | None,
        typer.Option(metavar="FOLDER", help="Where sources lie, for --attribute and for pictures of pages in --html."),
    ] = None,
    twins: Annotated[
        bool, typer.Option("--twins", help="Two forms of the same releases: HTML and PDF, or English and French.")
    ] = False,
    registry: RegistryOption = None,
) -> None:
    """Say what changed between two runs, two files of records, or two releases: fact by fact, and why.

    Releases are paired by their bytes, else by path, else by title and date; facts by what they say.
    """
    from communique.diff.compare import Comparing
    from communique.errors import CommuniqueError

    try:
        decided = _read_decisions(decisions or [])
        with Comparing(
            base, new, registry=registry, attribute=attribute, sources=sources or [], twins=twins
        ) as comparing:
            chosen = _choose(only or [])
            changes: Iterable[Change] = comparing.changes()
            if html is not None:
                changes = list(changes)
                _write_page(comparing, changes, chosen, decided, html, sources or [])
            differs = _print(comparing, changes, format_, rows, chosen, decided)
    except CommuniqueError as error:
        _trouble(str(error))
    if differs:
        raise typer.Exit(1)


def _trouble(message: str) -> NoReturn:
    from communique.cli.trouble import usage_error

    usage_error(message)


def _read_decisions(files: list[Path]) -> Decisions:
    from communique.diff.decisions import read_decisions

    if missing := [str(path) for path in files if not path.is_file()]:
        _trouble(f"{missing[0]}: there is no such file of decisions")
    return read_decisions(files)


def _choose(words: list[str]) -> Only:
    """Sorts what the user named into kinds, predicates and rules."""
    from communique.diff.changes import KINDS
    from communique.diff.report import Only
    from communique.records import PREDICATE_KINDS

    families = {kind.split("-")[0] for kind in KINDS}
    kinds = frozenset(word for word in words if word in KINDS or word in families)
    predicates = frozenset(word for word in words if word in PREDICATE_KINDS)
    rules = frozenset(words) - kinds - predicates
    if unknown := sorted(rule for rule in rules if "." not in rule):
        known = ", ".join([*KINDS, *PREDICATE_KINDS])
        _trouble(f"--only {unknown[0]}: neither a rule id nor one of {known}")
    return Only(kinds, predicates, rules)


def _print(
    comparing: Comparing,
    changes: Iterable[Change],
    format_: Format,
    rows: int,
    only: Only,
    decided: Decisions,
) -> bool:
    from communique.cli.output import write_out
    from communique.diff.report import as_markdown, as_text, gather, write_json

    def sides() -> tuple[Side, Side, Iterable[Problem]]:
        return comparing.base, comparing.new, comparing.problems

    if format_ is Format.json:
        differs = write_json(changes, sides, lambda text: write_out(text, end=""), only=only, decisions=decided)
        write_out("")
        return differs
    report = gather(changes, sides, rows=rows, only=only, decisions=decided)
    write_out(as_markdown(report) if format_ is Format.markdown else as_text(report))
    return bool(report)


def _write_page(
    comparing: Comparing,
    changes: Iterable[Change],
    only: Only,
    decided: Decisions,
    path: Path,
    sources: list[Path],
) -> None:
    from communique.diff.changes import Diff, count_changes
    from communique.diff.decisions import split_decided
    from communique.review.changes_page import changes_page

    shown, hidden, _ = split_decided((change for change in changes if only(change)), decided)
    counts = count_changes(shown)
    diff = Diff(comparing.base, comparing.new, counts, shown, tuple(comparing.problems), len(hidden))
    try:
        path.write_text(changes_page(diff, sources=sources, decisions=decided), encoding="utf-8")
    except OSError as error:
        _trouble(f"{path}: the page can't be written: {error.strerror or error}")
