"""All that differs between the records of one release, each thing once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from communique.diff.alignment import Alignment
from communique.diff.differences import Difference
from communique.diff.entities import EntityPairs, pair_entities
from communique.diff.facts import FactPairs, pair_facts
from communique.diff.footnotes import NotePairs, fields_that_differ, pair_notes
from communique.diff.stored import StoredEntity, StoredEvidence, StoredFact, StoredRecord

_RELEASE_FIELDS = ("title", "date", "dateline_place", "language")


class Comparison:
    """The records of one release on both sides, paired in all their parts."""

    def __init__(self, base: StoredRecord, new: StoredRecord, *, twins: bool = False) -> None:
        """Takes both records; `twins` are two forms of one release, which may be in two languages."""
        self.sides = base, new
        self.translated = twins and base.language != new.language
        self.alignment = Alignment(base.text, new.text, base.block_starts, new.block_starts)

    @cached_property
    def entities(self) -> EntityPairs:
        """Which entity is which."""
        return pair_entities(*self.sides, translated=self.translated)

    @cached_property
    def notes(self) -> NotePairs:
        """Which footnote is which."""
        return pair_notes(*self.sides, self.alignment)

    @cached_property
    def facts(self) -> FactPairs:
        """Which fact is which."""
        return pair_facts(*self.sides, self.entities, self.alignment, translated=self.translated)

    @cached_property
    def _note_keys(self) -> dict[str, str]:
        """The id of the base's note for the id of each paired note of the new record."""
        return {other.id: one.id for one, other in self.notes.pairs}

    def differences(self) -> Iterator[Difference]:
        """Everything that differs, before what follows from something else is folded into it."""
        yield from self._facts()
        yield from self._entities()
        yield from self._notes()
        if fields := self._release_fields():
            yield Difference("release-changed", fields, *self.sides)

    def _facts(self) -> Iterator[Difference]:
        for one, other in self.facts.pairs:
            if one != other:
                difference = self._between(one, other)
                if difference is not None:
                    yield difference
        for fact in self.facts.gone:
            yield Difference("removed", (), fact, None)
        for fact in self.facts.come:
            yield Difference("added", (), None, fact)

    def _between(self, one: StoredFact, other: StoredFact) -> Difference | None:
        said = self._what_is_said(one, other)
        grounds = self._grounds(one, other)
        rule = one.rule != other.rule
        sureness = one.confidence != other.confidence
        lesser = [name for name, is_so in (("moved", grounds), ("rule", rule), ("confidence", sureness)) if is_so]
        if said:
            # That other words say something else needs no saying.
            return Difference("changed", said, one, other, tuple(name for name in lesser if name != "moved"))
        if grounds:
            return Difference("moved", grounds, one, other, tuple(lesser[1:]))
        if rule:
            return Difference("rule", (), one, other, tuple(lesser[1:]))
        if sureness:
            return Difference("confidence", (), one, other)
        return None

    def _what_is_said(self, one: StoredFact, other: StoredFact) -> tuple[str, ...]:
        keys, keys_there = self.entities.keys
        differs = {
            "subject": keys[one.subject] != keys_there[other.subject],
            "predicate": one.predicate != other.predicate,
            "object": (None if one.object is None else keys[one.object])
            != (None if other.object is None else keys_there[other.object]),
            "value": one.value != other.value,
            "role": one.role != other.role,
            "status": one.status != other.status,
            "title": one.title != other.title and not self.translated,
        }
        return tuple(name for name, is_so in differs.items() if is_so)

    def _grounds(self, one: StoredFact, other: StoredFact) -> tuple[str, ...]:
        """In what the evidence differs: its words, its place among others, the note that it goes through."""
        found = []
        if [span.text for span in _by_words(one)] != [span.text for span in _by_words(other)]:
            found.append("words")
        elif not self._in_place(one, other):
            found.append("place")
        if not self._same_note(one, other):
            found.append("note")
        return tuple(found)

    def _in_place(self, one: StoredFact, other: StoredFact) -> bool:
        return all(
            self.alignment.same_place((span.start, span.end), (there.start, there.end))
            for span, there in zip(_by_words(one), _by_words(other), strict=True)
        )

    def _same_note(self, one: StoredFact, other: StoredFact) -> bool:
        if one.via_footnote is None and other.via_footnote is None:
            return True
        note, there = self.sides[0].note_of(one), self.sides[1].note_of(other)
        if note is None or there is None:
            return one.via_footnote == other.via_footnote
        return self._note_keys.get(there.id) == note.id

    def _entities(self) -> Iterator[Difference]:
        for one, other in self.entities.pairs:
            if one != other:
                if fields := _entity_fields(one, other):
                    yield Difference("entity-changed", fields, one, other)
                if fields := _link_fields(one, other):
                    yield Difference("link", fields, one, other)
        for entity in self.entities.gone:
            yield Difference("entity-removed", (), entity, None)
        for entity in self.entities.come:
            yield Difference("entity-added", (), None, entity)

    def _notes(self) -> Iterator[Difference]:
        for one, other in self.notes.pairs:
            if one != other and (fields := fields_that_differ(one, other)):
                yield Difference("footnote-changed", fields, one, other)
        for note in self.notes.gone:
            yield Difference("footnote-removed", (), note, None)
        for note in self.notes.come:
            yield Difference("footnote-added", (), None, note)

    def _release_fields(self) -> tuple[str, ...]:
        base, new = self.sides
        fields = [name for name in _RELEASE_FIELDS if getattr(base, name) != getattr(new, name)]
        keys, keys_there = self.entities.keys
        if [keys[id_] for id_ in base.issuer] != [keys_there[id_] for id_ in new.issuer]:
            fields.append("issuers")
        if base.status != new.status:
            fields.append("status")
        if _errors(base) != _errors(new):
            fields.append("issues")
        return tuple(fields)


def _by_words(fact: StoredFact) -> list[StoredEvidence]:
    """The evidence by its words: it stands in the order of the text, which is another where a paragraph moved."""
    return (
        sorted(fact.evidence, key=lambda span: (span.text, span.start)) if len(fact.evidence) > 1 else [*fact.evidence]
    )


def _entity_fields(one: StoredEntity, other: StoredEntity) -> tuple[str, ...]:
    fields = [name for name in ("kind", "name", "unit_type", "unit_code") if getattr(one, name) != getattr(other, name)]
    if set(one.aliases) != set(other.aliases) and not _only_swapped(one, other):
        fields.append("aliases")
    return tuple(fields)


def _only_swapped(one: StoredEntity, other: StoredEntity) -> bool:
    """Whether both have the same forms, another of which is the name: that the name differs says all."""
    return {one.name, *one.aliases} == {other.name, *other.aliases}


def _link_fields(one: StoredEntity, other: StoredEntity) -> tuple[str, ...]:
    fields = [name for name in ("ror", "rnsr", "country") if getattr(one, name) != getattr(other, name)]
    if [c.identifier for c in one.candidates] != [c.identifier for c in other.candidates]:
        fields.append("candidates")
    return tuple(fields)


def _errors(record: StoredRecord) -> set[str]:
    return {issue.code for issue in record.issues if issue.severity == "error"}
