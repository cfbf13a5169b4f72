"""Differences between two records, published as changes: with both sides as they were, and their cause."""

from __future__ import annotations

from collections.abc import Iterable

from communique.diff.causes import cause_of, possible_causes
from communique.diff.changes import KINDS, CauseKind, Change, State, change_id
from communique.diff.comparison import Comparison
from communique.diff.differences import Difference, Item
from communique.diff.folding import fold
from communique.diff.stored import StoredEntity, StoredFact, StoredNote, StoredRecord

_ORDER = {kind: place for place, kind in enumerate(KINDS)}


def compare_records(base: StoredRecord, new: StoredRecord) -> list[Change]:
    """The changes from one record of a release to another, in the order of KINDS and then of the text.

    Raises:
        DiffError: a record names an entity that it does not hold.
    """
    comparison = Comparison(base, new)
    return [change for _, change in publish(fold(comparison), comparison)]


def publish(differences: Iterable[Difference], comparison: Comparison) -> list[tuple[Difference, Change]]:
    """The changes that differences are, in the order of KINDS and then of the text."""
    possible = possible_causes(*comparison.sides)
    ordered = sorted(differences, key=_place)
    return [(difference, _publish(difference, comparison, possible)) for difference in ordered]


def _publish(difference: Difference, comparison: Comparison, possible: tuple[CauseKind, ...]) -> Change:
    base, new = comparison.sides
    before, after = _state(base, difference.before), _state(new, difference.after)
    return Change(
        id=change_id(difference.kind, difference.which, base.id, before, after),
        kind=difference.kind,
        which=difference.which,
        also=difference.also,
        base=base.reference,
        new=new.reference,
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
