"""`communique registry match`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from communique.registry.matching.matcher import Link

EXAMPLES = """Examples:

communique registry match affiliations.txt > links.jsonl

cut -f3 authors.tsv | communique registry match - --format csv --min-score 0.8

communique registry match affiliations.txt --registry organisations.registry --format tsv

Output: one line a string as JSON, `{"string": ..., "links": [...]}`, also where nothing was found; as csv or tsv one
row a link, and one without link where there is none. `start` and `end` count characters from 0, half-open.

Exit codes: 0 done; 2 the file or the registry can't be read."""

COLUMNS = ("line", "string", "ror", "rnsr", "name", "score", "words", "start", "end")
BLOCK = 200
"""Lines that are written at a time."""


class Format(StrEnum):
    """How links are written."""

    json = "json"
    csv = "csv"
    tsv = "tsv"


def match(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Strings, one a line; - for standard input.")],
    format_: Annotated[
        Format, typer.Option("--format", help="JSON lines, or a table with a header.", case_sensitive=False)
    ] = Format.json,
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="FILE", help="The index, or `core`; by default the one in use.")
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option("--min-score", min=0.0, max=1.0, help="Leave out links below this score; 0.77 if not given."),
    ] = None,
) -> None:
    """Find the organisations in affiliation strings, one string a line."""
    import gc
    from itertools import tee

    from communique.cli.trouble import usage_error
    from communique.errors import RegistryError
    from communique.registry.location import open_registry
    from communique.registry.matching.choose import MIN_SCORE
    from communique.registry.matching.strings import link_many

    try:
        index = open_registry(registry)
        strings = _lines(file)
        first = next(strings, None)
    except RegistryError as error:
        usage_error(str(error))
    except (OSError, UnicodeDecodeError) as error:
        usage_error(f"{file}: the strings can't be read: {error}")
    shown, read = tee(_from(first, strings))
    floor = MIN_SCORE if min_score is None else min_score
    gc.freeze()  # what is loaded stays: looking through it for garbage takes a fifth of the first second
    both = zip(shown, link_many(read, index, floor), strict=True)
    linked = ((number, string, links) for number, (string, links) in enumerate(both, start=1))
    try:
        _write(linked, format_)
    except UnicodeDecodeError as error:
        usage_error(f"{file}: the strings can't be read: {error}")


def _from(first: str | None, rest: Iterator[str]) -> Iterator[str]:
    if first is not None:
        yield first
        yield from rest


def _lines(file: Path) -> Iterator[str]:
    import sys

    if str(file) == "-":
        stream = sys.stdin
        stream.reconfigure(encoding="utf-8-sig")  # type: ignore[union-attr]
        yield from (line.rstrip("\r\n") for line in stream)
        return
    with file.open(encoding="utf-8-sig", newline="\n") as stream:
        yield from (line.rstrip("\r\n") for line in stream)


def _write(linked: Iterator[tuple[int, str, list[Link]]], format_: Format) -> None:
    from itertools import islice

    from communique.cli.output import write_out

    lines = _as_json(linked) if format_ is Format.json else _as_table(linked, format_)
    while block := list(islice(lines, BLOCK)):
        write_out("\n".join(block))


def _as_json(linked: Iterator[tuple[int, str, list[Link]]]) -> Iterator[str]:
    import json

    for _, string, links in linked:
        yield json.dumps({"string": string, "links": [found.as_dict() for found in links]}, ensure_ascii=False)


def _as_table(linked: Iterator[tuple[int, str, list[Link]]], format_: Format) -> Iterator[str]:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, dialect="excel-tab" if format_ is Format.tsv else "excel", lineterminator="")

    def row(cells: Sequence[object]) -> str:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue()

    yield row(COLUMNS)
    for number, string, links in linked:
        for found in links:
            cells = found.as_dict()
            yield row([number, string, *(cells[column] for column in COLUMNS[2:])])
        if not links:
            yield row([number, string, *[""] * len(COLUMNS[2:])])
