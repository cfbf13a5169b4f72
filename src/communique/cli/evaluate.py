"""`communique evaluate`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.options import ConfidenceOption, RegistryOption, require_registry

if TYPE_CHECKING:
    from communique.evaluate import Case, DocumentScore

EXAMPLES = """Examples:

communique evaluate gold/

communique evaluate gold/ --only '*.pdf' --by-rule --workers 4

communique evaluate gold/some-release --verbose"""


class Format(StrEnum):
    """How the scores are printed."""

    text = "text"
    json = "json"


def evaluate(
    folders: Annotated[
        list[Path], typer.Argument(metavar="GOLD...", help="Folders with gold.json and releases, at any depth.")
    ],
    format_: Annotated[Format, typer.Option("--format", help="Tables, or JSON for programs.")] = Format.text,
    by_rule: Annotated[bool, typer.Option("--by-rule", help="Also count hits and false finds of every rule.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also name every miss (-) and every false find (+).")
    ] = False,
    only: Annotated[str, typer.Option(metavar="GLOB", help="Which release files count, as '*.pdf'.")] = "*",
    total: Annotated[bool, typer.Option("--total", help="Leave out the line for each release.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Worker processes; 1 works in this process.")] = 1,
    registry: RegistryOption = None,
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    """Score what is extracted against gold folders: per release and in total, per language and per format."""
    import json

    from communique.cli.output import write_out
    from communique.cli.trouble import usage_error
    from communique.errors import GoldError
    from communique.evaluate import Report, find_cases

    try:
        cases = find_cases(folders, only)
    except GoldError as error:
        usage_error(str(error))
    require_registry(registry)
    report = Report(tuple(_score(cases, workers, registry, min_confidence)))
    if format_ is Format.json:
        write_out(json.dumps(report.as_dict(by_rule=by_rule, verbose=verbose), ensure_ascii=False, indent=2))
    else:
        write_out(report.as_text(by_rule=by_rule, by_document=not total, verbose=verbose))


def _score(cases: tuple[Case, ...], workers: int, registry: str | None, min_confidence: float) -> list[DocumentScore]:
    from communique.batch.engines.local import carry_out_all
    from communique.batch.inputs import Input, uri_of
    from communique.batch.tasks import Extracted, Task
    from communique.cli.progress import track
    from communique.cli.trouble import complain
    from communique.evaluate import DocumentScore, score_document
    from communique.records import Release

    tasks = (Task(uri_of(case.path), input=Input.of_file(case.path), registry=registry) for case in cases)
    outcomes = carry_out_all(tasks, 0 if workers == 1 else workers)
    scores = []
    for case, outcome in zip(cases, track(outcomes, total=len(cases), what="extracting"), strict=True):
        release = None
        if isinstance(outcome, Extracted):
            release = Release.from_json(outcome.json).with_facts_from(min_confidence)
        else:
            complain(outcome)
        judgements = score_document(case.gold, release)
        scores.append(DocumentScore(case.name, case.format, case.gold.language, judgements))
    return scores
