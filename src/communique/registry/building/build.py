"""From dumps to an index file, and the report of what went into it."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from communique.errors import RegistryError
from communique.registry.building.curated import with_core
from communique.registry.building.dumps import Row, file_digest, read_rows
from communique.registry.building.joining import Joins, join
from communique.registry.building.rnsr import Table, read_table, unite
from communique.registry.building.ror import RowError, organisation_of, release_of
from communique.registry.core import core_organisations
from communique.registry.index import build_index
from communique.registry.index_file import IndexHeader
from communique.registry.organisations import Organisation

Watch = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and all of it (0: unknown)."""

_SHOWN: Final = 5
_RELEASE: Final = re.compile(r"(?<![^\W_])v\d+(?:\.\d+)+(?![^\W_])")


@dataclass
class Source:
    """A file that was read."""

    path: Path
    rows: int = 0
    bad: int = 0
    bad_examples: list[str] = field(default_factory=list)

    def note_bad(self, number: int, reason: str) -> None:
        """Counts a row that can't be used."""
        self.bad += 1
        if len(self.bad_examples) < _SHOWN:
            self.bad_examples.append(f"row {number}: {reason}")


@dataclass(frozen=True)
class BuildReport:
    """What was built, of what."""

    path: Path
    header: IndexHeader
    sources: tuple[Source, ...]
    joins: Joins | None


def build_registry(dump: Path, rnsr: Sequence[Path] = (), *, out: Path, watch: Watch | None = None) -> BuildReport:
    """Builds an index from a ROR dump and tables of RNSR.

    Args:
        dump: a ROR dump (`read_rows` says in which forms).
        rnsr: tables of RNSR, in any order.
        out: the index file to write.
        watch: is told what is being done.

    Raises:
        RegistryError: a file can't be used, or the index can't be written; the message says what to do.
    """
    with _collector_at_rest():
        return _build(dump, rnsr, out, watch or _tell_nobody)


def _build(dump: Path, rnsr: Sequence[Path], out: Path, tell: Watch) -> BuildReport:
    sources = [Source(dump), *(Source(p) for p in rnsr)]
    digests = [file_digest(source.path) for source in sources]
    organisations, release = _read_ror(sources[0], tell)
    tables = [_read_rnsr(source, tell) for source in sources[1:]]
    name, version, joins = "ror", release or digests[0][:8], None
    if tables:
        tell("joining", 0, 0)
        organisations, joins = join(
            sorted(organisations, key=lambda o: o.id),
            unite(t for _, t in sorted(zip(digests[1:], tables, strict=True), key=lambda pair: pair[0])),
        )
        name, version = "ror+rnsr", f"{version}+{max(t.year for t in tables)}"
    organisations = with_core(organisations, (row.organisation() for row in core_organisations()))
    tell("making the index", 0, 0)
    header = build_index(out, organisations, name, version, _by_name(sources, digests))
    return BuildReport(out, header, tuple(sources), joins)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Millions of objects are made and kept, none in a cycle: looking for cycles would cost a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _tell_nobody(what: str, done: int, total: int) -> None:
    """Nobody watches."""


def _by_name(sources: Sequence[Source], digests: Sequence[str]) -> dict[str, str]:
    """The digests by file name; files of one name in several folders are told apart by their digests."""
    often = Counter(source.path.name for source in sources)
    return {
        source.path.name if often[source.path.name] == 1 else f"{source.path.name}#{digest[:8]}": digest
        for source, digest in zip(sources, digests, strict=True)
    }


def _read_ror(source: Source, tell: Watch) -> tuple[list[Organisation], str | None]:
    found: dict[str, Organisation] = {}
    releases: Counter[str] = Counter()
    what = f"reading {source.path.name}"
    rows = read_rows(source.path, source.note_bad, lambda done, total: tell(what, done, total))
    for number, row in enumerate(rows, start=1):
        try:
            organisation = organisation_of(row)
        except RowError as error:
            source.note_bad(number, str(error))
            continue
        if (twin := found.get(organisation.id)) is not None:
            source.note_bad(number, f"{organisation.id}: it stands there twice")
            organisation = max(twin, organisation, key=repr)  # whatever their order
        else:
            source.rows += 1
        found[organisation.id] = organisation
        releases[_release_stated(row)] += 1
    if not found:
        why = f" ({source.bad_examples[0]})" if source.bad_examples else ""
        raise RegistryError(f"{source.path}: no organisation is in it{why}: give a ROR dump (JSON, or its zip)")
    named = _RELEASE.search(source.path.name)
    return list(found.values()), named.group() if named else release_of(releases)


def _release_stated(row: Row) -> str:
    return str(row.get("src_release") or "")


def _read_rnsr(source: Source, tell: Watch) -> Table:
    what = f"reading {source.path.name}"
    table = read_table(source.path, source.note_bad, lambda done, total: tell(what, done, total))
    source.rows = len(table.structures)
    return table
