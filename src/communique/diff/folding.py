"""One edit, one change: what follows from a change is told with it and is none of its own.

An edited sentence may change a fact, and with it the words that other facts are read from, the note that it stands in,
and which names the release uses. The fact's change is what happened; the rest follows. Only what lies in the edited
sentences themselves is folded in: a difference elsewhere, or in a text that nobody edited, stays a change.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from communique.diff.comparison import Comparison
from communique.diff.differences import Difference
from communique.diff.footnotes import shifted_labels
from communique.diff.stored import StoredEntity, StoredFact, StoredNote, StoredRecord, StoredSpan

_STRONG = frozenset({"added", "removed", "changed"})
_Span = tuple[int, int]


def fold(comparison: Comparison) -> list[Difference]:
    """The differences of two records, each with what follows from it, in their order."""
    return _Folding(comparison, list(comparison.differences())).result()


class _Folding:
    def __init__(self, comparison: Comparison, differences: list[Difference]) -> None:
        self._comparison = comparison
        self._alignment = comparison.alignment
        self._all = differences
        self._folded: set[int] = set()
        self._strong = [difference for difference in differences if difference.kind in _STRONG]

    def result(self) -> list[Difference]:
        if len(self._all) > len(self._strong):
            self._fold_entities_into_facts()
            self._fold_renames()
            self._fold_edits_into_facts()
            self._fold_labels()
            self._fold_words_into_notes_and_title()
        return [difference for difference in self._all if id(difference) not in self._folded]

    def _fold(self, difference: Difference, into: Difference, line: str) -> None:
        self._folded.add(id(difference))
        into.follows += [line, *difference.follows]

    def _open(self, *kinds: str) -> Iterable[Difference]:
        return [d for d in self._all if d.kind in kinds and id(d) not in self._folded]

    # Entities that come or go with the facts about them.

    def _fold_entities_into_facts(self) -> None:
        by_entity: tuple[dict[str, Difference], dict[str, Difference]] = ({}, {})
        for difference in self._strong:
            for side, fact in enumerate(difference.facts):
                if fact is not None:
                    by_entity[side].setdefault(fact.subject, difference)
                    by_entity[side].setdefault(fact.object or "", difference)
        for kind, side in (("entity-removed", 0), ("entity-added", 1)):
            for difference in self._open(kind):
                entity = difference.entities[side]
                if entity is not None and entity.id in by_entity[side]:
                    word = "no longer named" if side == 0 else "named for the first time"
                    self._fold(difference, by_entity[side][entity.id], f"{entity.name} is {word}")

    # What an edited sentence that changed a fact changed besides.

    @cached_property
    def _touched(self) -> tuple[dict[int, Difference], dict[int, Difference]]:
        """The edited sentences of each side from which a changed fact is read."""
        touched: tuple[dict[int, Difference], dict[int, Difference]] = ({}, {})
        for difference in self._strong:
            for side, fact in enumerate(difference.facts):
                for span in fact.evidence if fact else ():
                    for unit in self._alignment.edited((span.start, span.end), side):
                        touched[side].setdefault(unit, difference)
        return touched

    def _cause_of(self, spans: Iterable[_Span], side: int) -> Difference | None:
        """The change of a fact in whose edited sentences one of the spans stands."""
        touched = self._touched[side]
        units = (unit for span in spans for unit in self._alignment.edited(span, side))
        return next((touched[unit] for unit in units if unit in touched), None)

    def _fold_edits_into_facts(self) -> None:
        if not self._strong or not any(self._touched):
            return
        for difference in self._open("moved", "rule", "confidence"):
            before, after = difference.facts
            if before is not None and after is not None and "place" not in difference.which:
                cause = self._cause_of(_spans(before), 0) or self._cause_of(_spans(after), 1)
                if cause is not None:
                    self._fold(difference, cause, _reads_otherwise(difference, self._sides[1]))
        for difference in self._open("footnote-added", "footnote-removed", "footnote-changed"):
            cause = self._cause_in_notes(difference)
            if cause is not None and "label" not in difference.which:
                note = difference.notes[1] or difference.notes[0]
                self._fold(difference, cause, _note_line(difference, note))
        for difference in self._open("entity-added", "entity-removed", "entity-changed"):
            cause = self._cause_in_mentions(difference)
            if cause is not None:
                self._fold(difference, cause, _entity_line(difference))
        self._fold_title_into_facts()

    def _cause_in_notes(self, difference: Difference) -> Difference | None:
        one, other = difference.notes
        spans, spans_there = _note_spans(one), _note_spans(other)
        return self._cause_of(spans, 0) or self._cause_of(spans_there, 1)

    def _cause_in_mentions(self, difference: Difference) -> Difference | None:
        one, other = difference.entities
        mine = [(mention.start, mention.end) for mention in one.mentions] if one else []
        theirs = [(mention.start, mention.end) for mention in other.mentions] if other else []
        return self._cause_of(mine, 0) or self._cause_of(theirs, 1)

    def _fold_title_into_facts(self) -> None:
        for difference in self._open("release-changed"):
            if "title" in difference.which:
                cause = self._cause_of(_title_spans(self._comparison.sides[0]), 0)
                cause = cause or self._cause_of(_title_spans(self._comparison.sides[1]), 1)
                if cause is not None:
                    self._fold_title(difference, cause)

    def _fold_title(self, difference: Difference, into: Difference) -> None:
        line = "the title reads otherwise"
        rest = tuple(name for name in difference.which if name != "title")
        if rest:
            difference.which = rest
            into.follows.append(line)
        else:
            self._fold(difference, into, line)

    # A name that changed wherever it stands.

    def _fold_renames(self) -> None:
        renamed = {
            difference.entities[0].id: difference
            for difference in self._open("entity-changed")
            if difference.entities[0] is not None and {"name", "aliases"} & set(difference.which)
        }
        if not renamed:
            return
        masks = tuple(_Mask(record, self._comparison.entities.keys[side]) for side, record in enumerate(self._sides))
        for difference in self._open("moved"):
            before, after = difference.facts
            if before is not None and after is not None and difference.which == ("words",):
                spans, spans_there = _spans(before), _spans(after)
                self._fold_if_renamed(difference, masks, spans, spans_there, renamed)
        for difference in self._open("footnote-changed"):
            one, other = difference.notes
            if "label" not in difference.which:
                self._fold_if_renamed(difference, masks, _note_spans(one), _note_spans(other), renamed)
        for difference in self._open("release-changed"):
            titles = _title_spans(self._sides[0]), _title_spans(self._sides[1])
            entity = self._renamed_in(masks, *titles, renamed) if "title" in difference.which else None
            if entity is not None:
                self._fold_title(difference, renamed[entity])
        for difference in self._open("link"):
            entity = difference.entities[0].id if difference.entities[0] else ""
            if entity in renamed and self._sides[0].extractor.registry == self._sides[1].extractor.registry:
                self._fold(difference, renamed[entity], _link_line(difference))

    @property
    def _sides(self) -> tuple[StoredRecord, StoredRecord]:
        return self._comparison.sides

    def _fold_if_renamed(
        self,
        difference: Difference,
        masks: Sequence[_Mask],
        spans: Sequence[_Span],
        spans_there: Sequence[_Span],
        renamed: dict[str, Difference],
    ) -> None:
        entity = self._renamed_in(masks, spans, spans_there, renamed)
        if entity is not None:
            self._fold(difference, renamed[entity], _reads_otherwise(difference, self._sides[1]))

    def _renamed_in(
        self,
        masks: Sequence[_Mask],
        spans: Sequence[_Span],
        spans_there: Sequence[_Span],
        renamed: dict[str, Difference],
    ) -> str | None:
        """The base's id of the renamed entity without whose names the words read the same on both sides."""
        if len(spans) != len(spans_there) or not spans:
            return None
        if [masks[0].read(span) for span in spans] != [masks[1].read(span) for span in spans_there]:
            return None
        named = {id_ for span in spans for id_ in masks[0].entities_in(span)}
        return min((id_ for id_ in named if id_ in renamed), default=None)

    # Notes that count on, and facts read from a note or title that was reworded.

    def _fold_labels(self) -> None:
        shifted = shifted_labels(self._comparison.notes)
        if not shifted:
            return
        reported = {
            id(note): difference
            for difference in self._all
            if difference.kind in ("footnote-added", "footnote-removed") and id(difference) not in self._folded
            for note in difference.notes
            if note is not None
        }
        for difference in self._open("footnote-changed"):
            one, other = difference.notes
            if one is None or other is None or difference.which != ("label",) or one.id not in shifted:
                continue
            into = reported.get(id(shifted[one.id]))
            if into is not None:
                self._fold(difference, into, f"note {one.label} counts on and is note {other.label} now")

    def _fold_words_into_notes_and_title(self) -> None:
        changed = sorted((d for d in self._open("footnote-changed") if "note" in d.which), key=_body_start)
        starts = [_body_start(difference) for difference in changed]
        titled = [d for d in self._open("release-changed") if "title" in d.which]
        if not changed and not titled:
            return
        for difference in self._open("moved", "confidence"):
            before, after = difference.facts
            if before is None or after is None or "place" in difference.which or "note" in difference.which:
                continue
            changed_here, changed_there = _new_words(before, after), _new_words(after, before)
            near = bisect_right(starts, changed_here[0][0]) - 1 if changed_here else -1
            into = changed[near] if near >= 0 else None
            if into is not None and _both_inside(changed_here, changed_there, *map(_body, into.notes)):
                self._fold(difference, into, _reads_otherwise(difference, self._sides[1]))
            elif titled and _both_inside(changed_here, changed_there, *map(_title_spans, self._sides)):
                self._fold(difference, titled[0], _reads_otherwise(difference, self._sides[1]))


def _both_inside(
    here: Sequence[_Span], there: Sequence[_Span], around: Sequence[_Span], around_there: Sequence[_Span]
) -> bool:
    return _inside(here, around) and _inside(there, around_there)


def _body_start(difference: Difference) -> int:
    return next((start for start, _ in _body(difference.notes[0])), -1)


class _Mask:
    """Reads words with the names of entities put out of sight: two texts that differ in names only read the same."""

    def __init__(self, record: StoredRecord, keys: dict[str, int]) -> None:
        self._text = record.text
        self._named = sorted(
            (mention.start, mention.end, entity.id) for entity in record.entities for mention in entity.mentions
        )
        self._keys = keys

    def _inside(self, span: _Span) -> list[tuple[int, int, str]]:
        """The mentions in a span, cut to it: evidence may begin or end within a name."""
        found: list[tuple[int, int, str]] = []
        first = max(bisect_left(self._named, (span[0], 0, "")) - 1, 0)
        for start, end, id_ in islice(self._named, first, None):
            if start >= span[1]:
                break
            if end > span[0] and (not found or start >= found[-1][1]):
                found.append((max(start, span[0]), min(end, span[1]), id_))
        return found

    def entities_in(self, span: _Span) -> list[str]:
        return [id_ for _, _, id_ in self._inside(span)]

    def read(self, span: _Span) -> str:
        parts, at = [], span[0]
        for start, end, id_ in self._inside(span):
            parts += [self._text[at:start], f"\0{self._keys[id_]}\0"]
            at = end
        return "".join([*parts, self._text[at : span[1]]])


def _spans(fact: StoredFact) -> list[_Span]:
    return [(span.start, span.end) for span in fact.evidence]


def _note_spans(note: StoredNote | None) -> list[_Span]:
    if note is None:
        return []
    anchors: list[StoredSpan] = [callout.anchor for callout in note.callouts]
    return [(span.start, span.end) for span in [*([note.note] if note.note else []), *anchors]]


def _body(note: StoredNote | None) -> list[_Span]:
    return [(note.note.start, note.note.end)] if note and note.note else []


def _title_spans(record: StoredRecord) -> list[_Span]:
    return [(block.start, block.end) for block in record.blocks if block.kind == "title"]


def _new_words(fact: StoredFact, other: StoredFact) -> list[_Span]:
    known = {span.text for span in other.evidence}
    return [(span.start, span.end) for span in fact.evidence if span.text not in known]


def _inside(spans: Sequence[_Span], around: Sequence[_Span]) -> bool:
    return bool(spans) and all(any(s <= start and end <= e for s, e in around) for start, end in spans)


def _reads_otherwise(difference: Difference, new: StoredRecord) -> str:
    before, after = difference.facts
    if before is None or after is None:
        note = difference.notes[0]
        return f"note {note.label} reads otherwise" if note else "the title reads otherwise"
    object_ = new.named[after.object].name if after.object is not None else after.value
    said = f"{new.named[after.subject].name} {after.predicate} {object_}"
    sureness = f", confidence {before.confidence:.2f} → {after.confidence:.2f}"
    return f"{said}: read from other words{sureness if before.confidence != after.confidence else ''}"


def _note_line(difference: Difference, note: StoredNote | None) -> str:
    word = {"footnote-added": "is new", "footnote-removed": "is gone"}.get(difference.kind, "reads otherwise")
    return f"note {note.label if note else ''} {word}"


def _entity_line(difference: Difference) -> str:
    one, other = difference.entities
    if one is None or other is None:
        word = "no longer named" if other is None else "named for the first time"
        return f"{_name(one or other)} is {word}"
    if "name" in difference.which:
        return f"{one.name} is now called {other.name}"
    lost, won = set(one.aliases) - set(other.aliases), set(other.aliases) - set(one.aliases)
    forms = [f"no longer called {form}" for form in sorted(lost)] + [f"also called {form}" for form in sorted(won)]
    return f"{other.name}: {', '.join(forms) or ', '.join(difference.which)}"


def _name(entity: StoredEntity | None) -> str:
    return entity.name if entity else ""


def _link_line(difference: Difference) -> str:
    one, other = difference.entities
    return f"{_name(other)}: link {(one.ror if one else None) or '–'} → {(other.ror if other else None) or '–'}"
