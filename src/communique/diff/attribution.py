"""Which of two causes it was, the source or the tool: found out by extracting the half that neither side holds.

Where both differ, the old source read with the new tool lies between the two records: what differs from the base's
record to it is the tool's doing, and what differs from it to the new record is the source's. The new source read with
the old tool would tell the same; that half is taken where it is the base that was made by the tool at hand.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from communique.diff.causes import possible_causes
from communique.diff.changes import Cause, Change, EntityState, FactState, NoteState, Problem, State
from communique.diff.stored import StoredRecord, Versions, read_record
from communique.errors import CommuniqueError
from communique.extractor import default_extractor, versions

Compare = Callable[[StoredRecord, StoredRecord], list[Change]]
_Signature = tuple[str, tuple[str, ...], str, str]

_NO_SOURCE = "the source is no longer where the record was read from; name the folder that holds it"
_OTHER_TOOL = "neither record was made by this version with this registry; run one of the sides anew"


class Attribution:
    """Tells causes apart; keeps account of where it could not."""

    def __init__(self, registry: str | os.PathLike[str] | None, folders: Sequence[Path], compare: Compare) -> None:
        """Takes the registry to extract with, folders in which sources may lie, and the comparison of two records."""
        self._registry = registry
        self._folders = folders
        self._compare = compare
        self._failed: dict[str, list[str]] = {}

    @property
    def problems(self) -> list[Problem]:
        """Why causes were left open, with the first release of each reason."""
        return [
            Problem("not-attributed", f"{message} ({len(uris)} release{'s' if len(uris) > 1 else ''})", "both", uris[0])
            for message, uris in self._failed.items()
        ]

    def __call__(self, base: StoredRecord, new: StoredRecord, changes: list[Change]) -> list[Change]:
        """The changes with the causes that a rerun tells; as they are where it can't be done or tells nothing."""
        possible = possible_causes(base, new)
        if not changes or "source" not in possible or len(possible) == 1:
            return changes
        first, second = self._steps(base, new)
        if first is None or second is None:
            return changes
        by_tool = {_signature(change): change.cause for change in first}
        by_source = {_signature(change) for change in second}
        return [_told_apart(change, by_tool, by_source) for change in changes]

    def _steps(self, base: StoredRecord, new: StoredRecord) -> tuple[list[Change] | None, list[Change] | None]:
        """What the tool changed, and what the source changed."""
        at_hand = self._versions()
        if new.extractor == at_hand:
            half = self._extract(base)
            return (None, None) if half is None else (self._compare(base, half), self._compare(half, new))
        if base.extractor == at_hand:
            half = self._extract(new)
            return (None, None) if half is None else (self._compare(half, new), self._compare(base, half))
        self._failed.setdefault(_OTHER_TOOL, []).append(new.source.uri)
        return None, None

    def _versions(self) -> Versions:
        made_by = versions(default_extractor(self._registry).registry)
        return msgspec.convert(made_by.model_dump(), Versions)

    def _extract(self, record: StoredRecord) -> StoredRecord | None:
        """The record of the same source as the tool at hand makes it."""
        data = find_source(record.source.uri, record.source.sha256, self._folders)
        if data is None:
            self._failed.setdefault(_NO_SOURCE, []).append(record.source.uri)
            return None
        try:
            release = default_extractor(self._registry)(data, record.source.uri)
        except CommuniqueError as error:
            self._failed.setdefault(f"the source gives no record: {error}", []).append(record.source.uri)
            return None
        return read_record(release.to_json(), record.source.uri)


def find_source(uri: str, sha256: str, folders: Sequence[Path]) -> bytes | None:
    """The bytes with the digest `sha256`, at `uri` or in one of `folders`; None when they are not there.

    A record is data: a path in it is believed only as far as the digest.
    """
    for path in (Path(uri), *(folder / uri for folder in folders), *(folder / Path(uri).name for folder in folders)):
        try:
            data = path.read_bytes() if path.is_file() else b""
        except (OSError, ValueError):
            continue
        if hashlib.sha256(data).hexdigest() == sha256:
            return data
    return None


def _signature(change: Change) -> _Signature:
    return change.kind, change.which, _identity(change.before), _identity(change.after)


def _identity(state: State | None) -> str:
    match state:
        case FactState(id=identity) | EntityState(name=identity) | NoteState(label=identity):
            return identity
        case _:
            return ""


def _told_apart(change: Change, by_tool: dict[_Signature, Cause], by_source: set[_Signature]) -> Change:
    signature = _signature(change)
    of_the_tool = by_tool.get(signature)
    if (of_the_tool is None) == (signature not in by_source):
        return change  # both had a share in it, or neither alone gives it
    return msgspec.structs.replace(change, cause=of_the_tool or Cause(("source",)))
