"""One side of a diff, indexed: which releases it holds, and where their records lie.

A side is indexed in one pass. A record is known by a digest of its line without the parts that say where it lay and
what made it; only records whose digests differ are ever decoded, one at a time.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

import msgspec

from communique.diff.changes import Problem, ReleaseRef, ReleaseState, Side
from communique.diff.lines import Lines
from communique.diff.stored import StoredRecord, StoredSource, Versions, read_record
from communique.errors import DiffError

SideName = Literal["base", "new"]
_DIGEST_BYTES: Final = 16


class _FactHead(msgspec.Struct, frozen=True, gc=False):
    id: str


class _Head(msgspec.Struct, frozen=True):
    """What the index keeps of a record, and the parts that its digest leaves out."""

    id: str
    source: msgspec.Raw
    facts: tuple[_FactHead, ...] = ()
    extractor: msgspec.Raw = msgspec.Raw(b"{}")
    title: str | None = None
    date: str | None = None


_HEADS: Final = msgspec.json.Decoder(_Head)
_SOURCES: Final = msgspec.json.Decoder(StoredSource)
_VERSIONS: Final = msgspec.json.Decoder(Versions)


class Entry(msgspec.Struct, frozen=True):
    """A release of one side, as indexed.

    Attributes:
        id: of the record; the start of the source's SHA-256, or empty, where there is no record.
        uri: where the source lay.
        sha256: of the source, where it could be read.
        title: of the release.
        date: of the release.
        digest: of the record without its place and versions; empty where there is no record.
        versions: which of the side's versions made it.
        at: the file and the first and last byte of the record in it, or its place among the records at hand.
        failure: the reason code where there is no record.
        message: its line for people.
    """

    id: str
    uri: str
    sha256: str | None
    title: str | None = None
    date: str | None = None
    digest: bytes = b""
    versions: int = -1
    at: tuple[int, int, int] = (0, 0, 0)
    failure: str | None = None
    message: str | None = None

    def reference(self) -> ReleaseRef:
        """Which release this is, without opening its record."""
        return ReleaseRef(self.id, self.uri, self.title, self.date, None, self.sha256)

    def failure_state(self) -> ReleaseState:
        """The release where it gave no record."""
        return ReleaseState(id=self.id, uri=self.uri, sha256=self.sha256, failure=self.failure, message=self.message)


class OpenSide:
    """One side, indexed and ready to be read. Close it when done."""

    def __init__(self, name: str, kind: Literal["run", "records", "release"], side: SideName) -> None:
        self.name = name
        self.kind = kind
        self.side = side
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.versions: list[Versions] = []
        self._known: dict[bytes, int] = {}
        self._files: list[Lines] = []
        self._facts = 0

    # Reading

    def read(self, entry: Entry) -> StoredRecord:
        """The record of an entry.

        Raises:
            DiffError: the file changed since it was indexed, or the record is none.
        """
        file, start, end = entry.at
        return read_record(self._files[file].read(start, end), f"{self.name}: {entry.uri}")

    def summary(self) -> Side:
        """What the diff says of this side."""
        failed = sum(entry.failure is not None for entry in self.entries)
        made_by = sorted({tuple(sorted(msgspec.structs.asdict(v).items())) for v in self.versions})
        versions = tuple(dict(items) for items in made_by)
        return Side(self.name, self.kind, len(self.entries) - failed, failed, self._facts, versions)

    def close(self) -> None:
        for file in self._files:
            file.close()

    # Indexing

    def add_lines(self, lines: Lines) -> None:
        """Indexes the records of a file or of lines at hand."""
        self._files.append(lines)
        for start, line in lines:
            if line and not line.isspace():
                self._add(line, (len(self._files) - 1, start, start + len(line)))

    def _add(self, line: bytes, at: tuple[int, int, int]) -> None:
        try:
            head = _HEADS.decode(line)
            source = _SOURCES.decode(head.source)
            versions = self._versions(head.extractor)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            where = f"{self.name}: record {len(self.entries) + 1}"
            raise DiffError(f"{where}: this is no record of a release: {error}") from error
        ids = {fact.id for fact in head.facts}
        self._facts += len(ids)
        if len(ids) != len(head.facts):
            self._tell_repeats([fact.id for fact in head.facts], source.uri)
        digest = _digest(line, head)
        self.entries.append(Entry(head.id, source.uri, source.sha256, head.title, head.date, digest, versions, at))

    def _versions(self, raw: msgspec.Raw) -> int:
        known = self._known.get(bytes(raw))
        if known is None:
            known = self._known[bytes(raw)] = len(self.versions)
            self.versions.append(_VERSIONS.decode(raw))
        return known

    def _tell_repeats(self, ids: Sequence[str], uri: str) -> None:
        repeated = sorted(id_ for id_, times in Counter(ids).items() if times > 1)
        more = len(ids) - len(set(ids))
        self.problems.append(
            Problem(
                "duplicate-fact",
                f"{more} fact{'s' if more > 1 else ''} with an id that the record holds already ({repeated[0]}"
                f"{', …' if len(repeated) > 1 else ''}): only the first of each id is compared",
                self.side,
                uri,
            )
        )

    def add_failures(self, rows: Iterable[dict[str, Any]]) -> None:
        """Indexes inputs that gave no record."""
        for row in rows:
            sha256 = row.get("sha256")
            self.entries.append(
                Entry((sha256 or "")[:16], row["input"], sha256, failure=row["reason"], message=row.get("message", ""))
            )

    def tell_repeated_releases(self) -> None:
        """Adds a problem for every release that stands in the side more than once under one path."""
        seen: set[tuple[str, str]] = set()
        for entry in self.entries:
            key = (entry.id, entry.uri)
            if key in seen:
                message = "the same release stands in it more than once: each copy is compared with another one"
                self.problems.append(Problem("duplicate-release", message, self.side, entry.uri))
            seen.add(key)


def _digest(line: bytes, head: _Head) -> bytes:
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for raw in (head.extractor, head.source):
        # The bytes of an object can't stand in a string, where its quotes would be escaped.
        before, _, line = line.partition(bytes(raw)) if line.find(bytes(raw)) >= 0 else (b"", b"", line)
        digest.update(before)
    digest.update(line.rstrip())
    return digest.digest()
