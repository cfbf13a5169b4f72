"""A stored record as a diff needs it: read by the million, so only these fields are decoded, and nothing is checked
that the record's own model has checked when it was written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

import msgspec

from communique.diff.changes import EntityState, FactState, NoteState, Quote, ReleaseRef, ReleaseState, Spot
from communique.errors import DiffError

CONTEXT: Final = 1200
"""Characters of a block that a quote keeps around its words; longer blocks are cut, as a change is read on a screen."""

MANY_SPANS: Final = 20
"""How many spans of an evidence count where each is compared with others; facts have one to four."""

_NO_PLACES: Final = msgspec.Raw(b"[]")
_NO_BYTES: Final = len(b"[]")


class StoredSpan(msgspec.Struct, frozen=True, gc=False):
    """Words of the text, `[start, end)`."""

    start: int
    end: int
    text: str


class StoredEvidence(msgspec.Struct, frozen=True):
    """Words of the text, with their places still undecoded: few are ever looked at."""

    start: int
    end: int
    text: str
    places: msgspec.Raw = _NO_PLACES


class StoredBlock(msgspec.Struct, frozen=True):
    """A block, `[start, end)`, with its places still undecoded."""

    kind: str
    start: int
    end: int
    places: msgspec.Raw = _NO_PLACES


class StoredMention(msgspec.Struct, frozen=True, gc=False):
    """Where an entity is named, `[start, end)`."""

    start: int
    end: int


class StoredCandidate(msgspec.Struct, frozen=True, gc=False):
    """One of several organisations that an entity may be."""

    ror: str | None = None
    rnsr: str | None = None

    @property
    def identifier(self) -> str:
        return self.ror or self.rnsr or ""


class StoredCallout(msgspec.Struct, frozen=True):
    """Where a note is called."""

    anchor: StoredSpan


class StoredNote(msgspec.Struct, frozen=True):
    """A footnote."""

    id: str
    label: str
    note: StoredSpan | None = None
    callouts: tuple[StoredCallout, ...] = ()


class StoredEntity(msgspec.Struct, frozen=True):
    """An entity."""

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    unit_type: str | None = None
    unit_code: str | None = None
    ror: str | None = None
    rnsr: str | None = None
    country: str | None = None
    candidates: tuple[StoredCandidate, ...] = ()
    mentions: tuple[StoredMention, ...] = ()


class StoredFact(msgspec.Struct, frozen=True):
    """A fact."""

    id: str
    subject: str
    predicate: str
    evidence: tuple[StoredEvidence, ...]
    rule: str
    confidence: float
    object: str | None = None
    value: str | None = None
    role: str | None = None
    title: str | None = None
    status: str = "asserted"
    via_footnote: str | None = None


class StoredSource(msgspec.Struct, frozen=True, gc=False):
    """Where a record came from."""

    uri: str
    sha256: str
    media_type: str | None = None
    pages: int | None = None


class Versions(msgspec.Struct, frozen=True, gc=False):
    """What made a record."""

    version: str = "unknown"
    model: str = "unknown"
    rules: str = "unknown"
    registry: str = "unknown"


class StoredIssue(msgspec.Struct, frozen=True, gc=False):
    """An issue's code and its severity."""

    code: str
    severity: str = "info"


class StoredRecord(msgspec.Struct, frozen=True, dict=True):
    """One release's record."""

    id: str
    source: StoredSource
    text: str
    language: str | None = None
    extractor: Versions = Versions()
    status: str | None = None
    title: str | None = None
    date: str | None = None
    dateline_place: str | None = None
    issuer: tuple[str, ...] = ()
    blocks: tuple[StoredBlock, ...] = ()
    footnotes: tuple[StoredNote, ...] = ()
    entities: tuple[StoredEntity, ...] = ()
    facts: tuple[StoredFact, ...] = ()
    issues: tuple[StoredIssue, ...] = ()

    @cached_property
    def named(self) -> dict[str, StoredEntity]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def block_starts(self) -> list[int]:
        """Where the blocks begin, in order."""
        return [block.start for block in self.blocks]

    def block_at(self, offset: int) -> StoredBlock:
        """The block that holds `offset`; the whole text where none does."""
        index = bisect_right(self.block_starts, offset) - 1
        if index >= 0 and offset < self.blocks[index].end:
            return self.blocks[index]
        return StoredBlock("other", 0, len(self.text))

    def pages_without_words(self) -> list[int]:
        """The pages of a PDF on which no block stands, from 1."""
        pages = {spot.page for block in self.blocks for spot in _SPOTS.decode(block.places)}
        return [page for page in range(1, (self.source.pages or 0) + 1) if page not in pages]

    def note_of(self, fact: StoredFact) -> StoredNote | None:
        """The footnote through which a fact is stated: of several with the label the one that its evidence is in."""
        if fact.via_footnote is None:
            return None
        labelled = self._labelled.get(fact.via_footnote)
        if labelled is None:
            return None
        starts, notes = labelled
        spans = fact.evidence[:MANY_SPANS]
        near = (notes[max(bisect_right(starts, span.start) - 1, 0)] for span in spans)
        return max(near, key=lambda note: _overlap(note, spans), default=None)

    @cached_property
    def _labelled(self) -> dict[str, tuple[list[int], list[StoredNote]]]:
        """The footnotes of each label and where they begin, in order; one without a note counts from the start."""
        grouped: dict[str, list[StoredNote]] = {}
        for note in sorted(self.footnotes, key=_note_start):
            grouped.setdefault(note.label, []).append(note)
        return {label: ([_note_start(note) for note in notes], notes) for label, notes in grouped.items()}

    @cached_property
    def reference(self) -> ReleaseRef:
        """Which release this is."""
        source = self.source
        return ReleaseRef(self.id, source.uri, self.title, self.date, source.media_type, source.sha256)

    def quote(self, start: int, end: int, places: msgspec.Raw = _NO_PLACES) -> Quote:
        """Words of the record in their block."""
        block = self.block_at(start)
        spare = max(CONTEXT - (end - start), 0) // 2
        first, last = max(block.start, start - spare), min(max(block.end, end), end + spare)
        return Quote(
            text=self.text[start:end],
            start=start,
            end=end,
            context=self.text[first:last],
            context_start=first,
            block=block.kind,
            places=_SPOTS.decode(places) if len(places) > _NO_BYTES else (),
        )

    def fact_state(self, fact: StoredFact) -> FactState:
        """A fact with all that is needed to show it."""
        subject = self.named[fact.subject]
        object_ = self.named[fact.object] if fact.object is not None else None
        note = self.note_of(fact)
        return FactState(
            id=fact.id,
            subject=subject.name,
            subject_kind=subject.kind,
            subject_ror=subject.ror,
            predicate=fact.predicate,
            object=object_.name if object_ else None,
            object_kind=object_.kind if object_ else None,
            object_ror=object_.ror if object_ else None,
            value=fact.value,
            role=fact.role,
            title=fact.title,
            status=fact.status,
            rule=fact.rule,
            confidence=fact.confidence,
            evidence=tuple(self.quote(span.start, span.end, span.places) for span in fact.evidence),
            note=self.note_state(note) if note else None,
        )

    def note_state(self, note: StoredNote) -> NoteState:
        """A footnote with all that is needed to show it."""
        return NoteState(
            id=note.id,
            label=note.label,
            note=self.quote(note.note.start, note.note.end) if note.note else None,
            anchors=tuple(self.quote(c.anchor.start, c.anchor.end) for c in note.callouts),
        )

    def entity_state(self, entity: StoredEntity) -> EntityState:
        """An entity with all that is needed to show it."""
        first = entity.mentions[0] if entity.mentions else None
        return EntityState(
            id=entity.id,
            kind=entity.kind,
            name=entity.name,
            aliases=entity.aliases,
            unit_type=entity.unit_type,
            unit_code=entity.unit_code,
            ror=entity.ror,
            rnsr=entity.rnsr,
            country=entity.country,
            candidates=tuple(candidate.identifier for candidate in entity.candidates),
            mentions=len(entity.mentions),
            first=self.quote(first.start, first.end) if first else None,
        )

    def release_state(self) -> ReleaseState:
        """The release with what it says of itself."""
        return ReleaseState(
            id=self.id,
            uri=self.source.uri,
            sha256=self.source.sha256,
            media_type=self.source.media_type,
            title=self.title,
            date=self.date,
            dateline_place=self.dateline_place,
            language=self.language,
            issuers=tuple(self.named[id_].name for id_ in self.issuer),
            status=self.status,
            issues=tuple(sorted({issue.code for issue in self.issues if issue.severity == "error"})),
            facts=len(self.facts),
        )


def _note_start(note: StoredNote) -> int:
    return note.note.start if note.note else 0


def _overlap(note: StoredNote, spans: Sequence[StoredEvidence]) -> int:
    if note.note is None:
        return 0
    start, end = note.note.start, note.note.end
    return sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans)


_RECORDS: Final = msgspec.json.Decoder(StoredRecord)
_SPOTS: Final = msgspec.json.Decoder(tuple[Spot, ...])


def read_record(line: bytes | str, where: str) -> StoredRecord:
    """The record of a line of JSON.

    Args:
        line: one record.
        where: what to name in an error.

    Raises:
        DiffError: it is no record.
    """
    try:
        return _RECORDS.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DiffError(f"{where}: this is no record of a release: {error}") from error
