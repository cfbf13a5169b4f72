"""Two sides in, changes out: one release at a time, so that memory holds no more than the changes that are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from communique.diff.attribution import Attribution
from communique.diff.causes import tool_causes
from communique.diff.changes import (
    Cause,
    CauseKind,
    Change,
    ChangeKind,
    Diff,
    Problem,
    ReleaseRef,
    ReleaseState,
    Side,
    change_id,
    count_changes,
)
from communique.diff.opening import Source, open_side
from communique.diff.pairing import pair_releases
from communique.diff.publishing import compare_records
from communique.diff.sides import Entry, OpenSide
from communique.diff.stored import StoredRecord
from communique.diff.twins import compare_twins


def diff(
    base: Source,
    new: Source,
    *,
    registry: str | os.PathLike[str] | None = None,
    attribute: bool = False,
    sources: Sequence[str | os.PathLike[str]] = (),
    twins: bool = False,
) -> Diff:
    """All that changed from `base` to `new`.

    Args:
        base: a run folder, a file of records, a release, or records at hand.
        new: as `base`; the two need not be of one kind.
        registry: the index of organisations for releases that are extracted now; by default the one in use.
        attribute: where the source and the tool both differ, extract the old source anew to tell which it was.
        sources: folders in which to look for it, beside the path in the record.
        twins: the sides are two forms of the same releases, as HTML and PDF or in two languages: the same facts are
            expected of both, and each difference says why, in `because`.

    Returns:
        The changes of each release in the base's order, then the new releases. It holds all of them: where there may
        be millions, go through `Comparing` one by one.

    Raises:
        DiffError: a side can't be opened or read.
        ReadError: a release gives no document.
    """
    with Comparing(base, new, registry=registry, attribute=attribute, sources=sources, twins=twins) as comparing:
        changes = tuple(comparing.changes())
        return Diff(comparing.base, comparing.new, count_changes(changes), changes, tuple(comparing.problems))


class Comparing:
    """A diff under way; a context manager, since its sides are open files."""

    def __init__(
        self,
        base: Source,
        new: Source,
        *,
        registry: str | os.PathLike[str] | None = None,
        attribute: bool = False,
        sources: Sequence[str | os.PathLike[str]] = (),
        twins: bool = False,
    ) -> None:
        """Opens and indexes both sides; the arguments are those of `diff`.

        Raises:
            DiffError: a side can't be opened or read.
            ReadError: a release gives no document.
        """
        with ExitStack() as stack:
            self._base = open_side(base, "base", registry)
            stack.callback(self._base.close)
            self._new = open_side(new, "new", registry)
            stack.callback(self._new.close)
            self._open = stack.pop_all()
        folders = [Path(folder) for folder in sources]
        self._twins = twins
        self._taken_as_one: list[Problem] = []
        self._attribution = Attribution(registry, folders, compare_records) if attribute else None

    def __enter__(self) -> Comparing:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def base(self) -> Side:
        """What the base is."""
        return self._base.summary()

    @property
    def new(self) -> Side:
        """What the new side is."""
        return self._new.summary()

    @property
    def problems(self) -> list[Problem]:
        """What a reader must know; whole once the changes are read."""
        attributed = self._attribution.problems if self._attribution else []
        return [*self._base.problems, *self._new.problems, *self._taken_as_one, *attributed]

    def changes(self) -> Iterator[Change]:
        """The changes, one by one.

        Raises:
            DiffError: a record can't be read.
        """
        one_each = "run" not in (self._base.kind, self._new.kind)
        pairs, gone, come = pair_releases(self._base.entries, self._new.entries, one_each=one_each, twins=self._twins)
        for one, other in pairs:
            if one.failure is not None or other.failure is not None:
                yield from self._failure(one, other)
            elif one.digest != other.digest:
                yield from self._compare(self._base.read(one), self._new.read(other))
        for entry in gone:
            yield self._whole("release-removed", entry, None)
        for entry in come:
            yield self._whole("release-added", None, entry)

    def _compare(self, base: StoredRecord, new: StoredRecord) -> list[Change]:
        if self._twins:
            changes, taken_as_one = compare_twins(base, new)
            self._taken_as_one += taken_as_one
            return changes
        changes = compare_records(base, new)
        return self._attribution(base, new, changes) if self._attribution else changes

    def _failure(self, one: Entry, other: Entry) -> Iterator[Change]:
        if one.failure is not None and other.failure is not None:
            if one.failure != other.failure:
                yield self._whole("release-changed", one, other, ("failure",))
        else:
            yield self._whole("release-failed" if other.failure is not None else "release-recovered", one, other)

    def _whole(self, kind: ChangeKind, one: Entry | None, other: Entry | None, which: tuple[str, ...] = ()) -> Change:
        base, before = self._seen(self._base, one)
        new, after = self._seen(self._new, other)
        cause = self._cause_of_whole(one, other)
        identity = base.id if base else new.id if new else ""
        id_ = change_id(kind, which, identity, before, after)
        return Change(id_, kind, which, (), base, new, before, after, cause)

    @staticmethod
    def _seen(side: OpenSide, entry: Entry | None) -> tuple[ReleaseRef | None, ReleaseState | None]:
        if entry is None:
            return None, None
        if entry.failure is not None:
            return entry.reference(), entry.failure_state()
        record = side.read(entry)
        return record.reference, record.release_state()

    def _cause_of_whole(self, one: Entry | None, other: Entry | None) -> Cause:
        if one is None or other is None:
            return Cause(("source",))
        kinds: list[CauseKind] = []
        if one.sha256 is None or one.sha256 != other.sha256:
            kinds.append("source")
        if len(self._base.versions) == len(self._new.versions) == 1:
            kinds += tool_causes(self._base.versions[0], self._new.versions[0])
        return Cause(tuple(kinds) or ("unknown",), (), len(kinds) == 1)
