"""One difference between two records, before it is published as a change with its cause."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.diff.changes import ChangeKind
from communique.diff.stored import StoredEntity, StoredFact, StoredNote, StoredRecord

Item = StoredFact | StoredEntity | StoredNote | StoredRecord


@dataclass(slots=True, eq=False)
class Difference:
    """What differs: see `changes.Change`. `follows` grows while differences that follow from this one are folded in."""

    kind: ChangeKind
    which: tuple[str, ...]
    before: Item | None
    after: Item | None
    also: tuple[str, ...] = ()
    follows: list[str] = field(default_factory=list)

    @property
    def facts(self) -> tuple[StoredFact | None, StoredFact | None]:
        """The fact before and after, where facts differ."""
        before = self.before if isinstance(self.before, StoredFact) else None
        after = self.after if isinstance(self.after, StoredFact) else None
        return before, after

    @property
    def notes(self) -> tuple[StoredNote | None, StoredNote | None]:
        """The footnote before and after, where footnotes differ."""
        before = self.before if isinstance(self.before, StoredNote) else None
        after = self.after if isinstance(self.after, StoredNote) else None
        return before, after

    @property
    def entities(self) -> tuple[StoredEntity | None, StoredEntity | None]:
        """The entity before and after, where entities differ."""
        before = self.before if isinstance(self.before, StoredEntity) else None
        after = self.after if isinstance(self.after, StoredEntity) else None
        return before, after
