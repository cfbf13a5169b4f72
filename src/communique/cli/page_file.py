"""Pages on disk."""

from __future__ import annotations

from pathlib import Path


def write_page(path: Path, page: str) -> None:
    """Writes a page as UTF-8, with line feeds alone: the hashes in its policy count bytes.

    Raises:
        typer.Exit: the file can't be written; with code 2.
    """
    from communique.cli.trouble import usage_error

    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        usage_error(f"{path}: the page can't be written: {error.strerror or error}")
