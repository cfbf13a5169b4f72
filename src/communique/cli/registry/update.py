"""`communique registry update`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.registry.build import OUT, RNSR

if TYPE_CHECKING:
    from communique.registry.building.build import BuildReport
    from communique.registry.download import RemoteFile
    from communique.registry.index_file import IndexHeader

EXAMPLES = """Examples:

communique registry update

communique registry update --rnsr structures-2026.csv

communique registry update --dump-url https://mirror.example.org/v2.9-2026-11-02-ror-data.zip

Exit codes: 0 the index is the newest; 1 the download failed (run again: it goes on where it was); 2 wrong usage."""


def update(
    rnsr: Annotated[list[Path] | None, RNSR] = None,
    out: Annotated[Path | None, OUT] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="A Zenodo record's address in its API; by default ROR's own."),
    ] = None,
    dump_url: Annotated[
        str | None, typer.Option("--dump-url", metavar="URL", help="The address of a dump itself, as on a mirror.")
    ] = None,
    without_rnsr: Annotated[
        bool, typer.Option("--without-rnsr", help="Build from ROR alone, even if the index had RNSR tables.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Build even if the index is of the newest release.")] = False,
) -> None:
    """Download the newest ROR dump and build the index from it.

    A download that was cut goes on where it was; size and checksum are verified before anything is built.
    """
    from communique.cli.output import write_out
    from communique.cli.registry.build import print_report
    from communique.cli.trouble import give_up, usage_error
    from communique.errors import RegistryError
    from communique.registry.location import user_index

    if url and dump_url:
        usage_error("give --url or --dump-url, not both")
    for table in rnsr or ():
        if not table.is_file():
            usage_error(f"{table}: there is no such file")
    index = out or user_index()
    had = _header(index)
    if had and had.name != "ror" and not rnsr and not without_rnsr:
        usage_error(f"{index} was built with tables of RNSR too: give them again with --rnsr, or say --without-rnsr")
    try:
        file = _wanted(url, dump_url)
        if had and file.name in had.sources and file.md5 and not rnsr and not force:
            write_out(f"{index}: is built from {file.name}, the newest release")
            return
        report = _download_and_build(file, rnsr or [], index)
    except RegistryError as error:
        give_up(str(error))
    print_report(report)


def _header(index: Path) -> IndexHeader | None:
    """What the index that stands there says of itself; None where there is none, or none that can be read."""
    from communique.errors import RegistryError
    from communique.registry.index_file import IndexFile

    try:
        return IndexFile.open(index).header
    except RegistryError:
        return None


def _wanted(url: str | None, dump_url: str | None) -> RemoteFile:
    from communique.registry.download import RECORD_URL, file_at, newest_dump

    return file_at(dump_url) if dump_url else newest_dump(url or RECORD_URL)


def _download_and_build(file: RemoteFile, rnsr: list[Path], index: Path) -> BuildReport:
    """Keeps the dump when building fails, so that it need not be downloaded again."""
    import platformdirs

    from communique.cli.progress import phase_bar
    from communique.registry.building.build import build_registry
    from communique.registry.download import download

    folder = Path(platformdirs.user_cache_dir("communique", appauthor=False))
    with phase_bar() as watch:
        dump = download(file, folder, lambda done, total: watch(f"downloading {file.name}", done, total))
        report = build_registry(dump, rnsr, out=index, watch=watch)
    dump.unlink(missing_ok=True)
    return report
