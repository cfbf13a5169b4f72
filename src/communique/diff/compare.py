"""Two sides in, changes out: one release at a time, so that memory holds no more than the changes that are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from communique.diff.attribution import Attribution
from communique.diff.causes import cause_of, possible_causes, tool_causes
from communique.diff.changes import (
    KINDS,
    Cause,
    CauseKind,
    Change,
    ChangeKind,
    Diff,
    Problem,
    ReleaseRef,
    ReleaseState,
    Side,
    State,
    change_id,
    count_changes,
)
from communique.diff.comparison import Comparison
from communique.diff.differences import Difference, Item
from communique.diff.folding import fold
from communique.diff.opening import Source, open_side
from communique.diff.pairing import pair_releases
from communique.diff.sides import Entry, OpenSide
from communique.diff.stored import StoredEntity, StoredFact, StoredNote, StoredRecord

_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def diff(
    base: Source,
    new: Source,
    *,
    registry: str | os.PathLike[str] | None = None,
    attribute: bool = False,
    sources: Sequence[str | os.PathLike[str]] = (),
) -> Diff:
    """All that changed from `base` to `new`.

    Args:
        base: a run folder, a file of records, a release, or records at hand.
        new: as `base`; the two need not be of one kind.
        registry: the index of organisations for releases that are extracted now; by default the one in use.
        attribute: where the source and the tool both differ, extract the old source anew to tell which it was.
        sources: folders in which to look for it, beside the path in the record.

    Returns:
        The changes of each release in the base's order, then the new releases. It holds all of them: where there may
        be millions, go through `Comparing` one by one.

    Raises:
        DiffError: a side can't be opened or read.
        ReadError: a release gives no document.
    """
    with Comparing(base, new, registry=registry, attribute=attribute, sources=sources) as comparing:
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
        return [*self._base.problems, *self._new.problems, *attributed]

    def changes(self) -> Iterator[Change]:
        """The changes, one by one.

        Raises:
            DiffError: a record can't be read.
        """
        one_each = "run" not in (self._base.kind, self._new.kind)
        pairs, gone, come = pair_releases(self._base.entries, self._new.entries, one_each=one_each)
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
        return record.reference(), record.release_state()

    def _cause_of_whole(self, one: Entry | None, other: Entry | None) -> Cause:
        if one is None or other is None:
            return Cause(("source",))
        kinds: list[CauseKind] = []
        if one.sha256 is None or one.sha256 != other.sha256:
            kinds.append("source")
        if len(self._base.versions) == len(self._new.versions) == 1:
            kinds += tool_causes(self._base.versions[0], self._new.versions[0])
        return Cause(tuple(kinds) or ("unknown",), (), len(kinds) == 1)


def compare_records(base: StoredRecord, new: StoredRecord) -> list[Change]:
    """The changes from one record of a release to another, in the order of KINDS and then of the text.

    Raises:
        DiffError: a record names an entity that it does not hold.
    """
    comparison = Comparison(base, new)
    possible = possible_causes(base, new)
    differences = sorted(fold(comparison), key=_place)
    return [_publish(difference, comparison, possible) for difference in differences]


def _publish(difference: Difference, comparison: Comparison, possible: tuple[CauseKind, ...]) -> Change:
    base, new = comparison.sides
    before, after = _state(base, difference.before), _state(new, difference.after)
    return Change(
        id=change_id(difference.kind, difference.which, base.id, before, after),
        kind=difference.kind,
        which=difference.which,
        also=difference.also,
        base=base.reference(),
        new=new.reference(),
        before=before,
        after=after,
        cause=cause_of(difference, possible, comparison),
        follows=tuple(difference.follows),
    )


def _state(record: StoredRecord, item: Item | None) -> State | None:
    match item:
        case StoredFact():
            return record.fact_state(item)
        case StoredEntity():
            return record.entity_state(item)
        case StoredNote():
            return record.note_state(item)
        case StoredRecord():
            return record.release_state()
        case None:
            return None


def _place(difference: Difference) -> tuple[int, int, str]:
    """Kinds in their order; within a kind the order of the text, of the new one where there is something."""
    match difference.after or difference.before:
        case StoredFact(evidence=evidence, id=id_):
            return _ORDER[difference.kind], evidence[0].start if evidence else 0, id_
        case StoredEntity(mentions=mentions, id=id_):
            return _ORDER[difference.kind], mentions[0].start if mentions else 0, id_
        case StoredNote(note=note, id=id_):
            return _ORDER[difference.kind], note.start if note else 0, id_
        case _:
            return _ORDER[difference.kind], 0, ""
