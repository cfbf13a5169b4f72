"""What is published: one `Release` record a release, with its invariants enforced here and nowhere else.

The JSON Schema in `schema/` is generated from these models. Same release, same version: the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from communique.errors import ISSUE_CODES, Severity
from communique.findings import BlockKind, EntityKind, Language, MentionSource, Predicate, Role, Status

SCHEMA_VERSION: Final = "1.0"

ISO_DATE: Final = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
IsoDate = Annotated[str, StringConstraints(pattern=ISO_DATE)]
RorId = Annotated[str, StringConstraints(pattern=r"^https://ror\.org/0[a-z0-9]{6}\d{2}$")]
RnsrNumber = Annotated[str, StringConstraints(pattern=r"^\d{9}[A-Z]$")]
Offset = Annotated[int, Field(ge=0)]
Coordinate = float

_ORGANISATIONS: Final = frozenset({"laboratory", "institution"})
PREDICATE_KINDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "affiliated_with": (frozenset({"laboratory"}), _ORGANISATIONS),
    "involves": (frozenset({"laboratory"}), frozenset({"laboratory"})),
    "located_in": (_ORGANISATIONS, frozenset({"place"})),
    "founded_on": (_ORGANISATIONS, frozenset()),
    "succeeds": (_ORGANISATIONS, _ORGANISATIONS),
    "holds_position": (frozenset({"person"}), _ORGANISATIONS),
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PagePlace(_Record):
    """A box on a page: `[x0, top, x1, bottom]` in PDF points, origin top left; pages counted from 1."""

    page: Annotated[int, Field(ge=1)]
    bbox: tuple[Coordinate, Coordinate, Coordinate, Coordinate]

    @model_validator(mode="after")
    def _has_an_area(self) -> Self:
        x0, top, x1, bottom = self.bbox
        if x0 > x1 or top > bottom:
            raise ValueError(f"bbox {self.bbox} is not [x0, top, x1, bottom]")
        return self


class NodePlace(_Record):
    """A piece of an HTML node: `[start, end)` counts characters of the text that `xpath` selects."""

    xpath: str
    start: Offset
    end: Offset


Place = PagePlace | NodePlace


class TextSpan(_Record):
    """Words of the release: `Release.text[start:end] == text`."""

    start: Offset
    end: Offset
    text: str

    @model_validator(mode="after")
    def _is_half_open(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"[{self.start}, {self.end}) cannot hold {len(self.text)} characters")
        return self


class EvidenceSpan(TextSpan):
    """Words that a fact was read from, and where they stand in the source: one place a line or text node."""

    text: Annotated[str, StringConstraints(min_length=1)]
    places: tuple[Place, ...] = ()


class Source(_Record):
    """Where the release came from. `uri` is the path as given; `pages` is None for HTML."""

    uri: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Literal["text/html", "application/pdf"]
    bytes: Annotated[int, Field(ge=1)]
    pages: Annotated[int, Field(ge=1)] | None = None


class Extractor(_Record):
    """What made the record: with another of these, the facts may differ."""

    version: str
    model: str
    rules: str
    registry: str


class Block(_Record):
    """A block of the text, `[start, end)`, and where it stands in the source: one place a line or text node."""

    kind: BlockKind
    start: Offset
    end: Offset
    places: tuple[Place, ...] = ()


class Callout(_Record):
    """A callout stood at `offset`; `anchor` are the words that it stands on, which end there."""

    offset: Offset
    anchor: TextSpan

    @model_validator(mode="after")
    def _anchor_ends_at_offset(self) -> Self:
        if self.anchor.end != self.offset:
            raise ValueError(f"the anchor ends at {self.anchor.end}, the callout stands at {self.offset}")
        return self


class Footnote(_Record):
    """A note and the places that call it; at least one of the two is there."""

    id: str
    label: Annotated[str, StringConstraints(min_length=1)]
    note: TextSpan | None = None
    callouts: tuple[Callout, ...] = ()

    @model_validator(mode="after")
    def _has_note_or_callout(self) -> Self:
        if self.note is None and not self.callouts:
            raise ValueError("neither a note nor a callout")
        return self


class Mention(TextSpan):
    """One occurrence of an entity; `source` says what it was accepted by, `rule` by which rule."""

    source: MentionSource = "rule"
    rule: str = ""


class Candidate(_Record):
    """An organisation that an entity may be, when its link is open; at least one of its ids is given."""

    ror: RorId | None = None
    rnsr: RnsrNumber | None = None
    score: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _has_an_id(self) -> Self:
        if self.ror is None and self.rnsr is None:
            raise ValueError("a candidate has a ROR id or an RNSR number")
        return self


class Entity(_Record):
    """One named thing: the fullest name that the release itself uses, its other forms, and where they stand."""

    id: str
    kind: EntityKind
    name: Annotated[str, StringConstraints(min_length=1)]
    aliases: tuple[str, ...] = ()
    unit_type: str | None = None
    unit_code: str | None = None
    ror: RorId | None = None
    rnsr: RnsrNumber | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    candidates: tuple[Candidate, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @model_validator(mode="after")
    def _linked_or_ambiguous(self) -> Self:
        if (self.ror is not None or self.rnsr is not None) and self.candidates:
            raise ValueError("candidates are given only when the link is open")
        return self


class Fact(_Record):
    """One fact; GOLD's predicates. `value` is founded_on's date, or the place where it is no entity."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    subject: str
    predicate: Predicate
    object: str | None = None
    value: str | None = None
    role: Role | None = None
    title: str | None = None
    status: Status = "asserted"
    evidence: Annotated[tuple[EvidenceSpan, ...], Field(min_length=1)]
    via_footnote: str | None = None
    rule: Annotated[str, StringConstraints(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]

    @model_validator(mode="after")
    def _fields_fit_the_predicate(self) -> Self:
        if (self.role is not None) != (self.predicate == "affiliated_with"):
            raise ValueError("a role belongs to affiliated_with, and only to it")
        if self.title is not None and self.predicate != "holds_position":
            raise ValueError("a title belongs to holds_position")
        if self.predicate == "founded_on":
            if self.object is not None or self.value is None or not re.match(ISO_DATE, self.value):
                raise ValueError("founded_on has an ISO date as value and no object")
        elif self.predicate == "located_in":
            if self.object is None and not self.value:
                raise ValueError("located_in has an object or a value")
        elif self.object is None or self.value is not None:
            raise ValueError(f"{self.predicate} has an object and no value")
        return self


class QuotationRecord(TextSpan):
    """Words in quotation marks, without the marks, and the entity id of who says them, where the text tells."""

    speaker: str | None = None


class ContactRecord(_Record):
    """One press contact; the phone in E.164 where the number is complete, else as written."""

    name: str | None = None
    organisation: str | None = None
    phone: str | None = None
    email: str | None = None


class IssueRecord(_Record):
    """Something that a reader of the record must know; the codes are documented in `communique.errors`."""

    code: str
    severity: Severity
    message: str
    start: Offset | None = None
    end: Offset | None = None

    @model_validator(mode="after")
    def _is_documented(self) -> Self:
        if self.code not in ISSUE_CODES:
            raise ValueError(f"{self.code!r} is no documented issue code")
        if self.severity != ISSUE_CODES[self.code][0]:
            raise ValueError(f"{self.code} has severity {ISSUE_CODES[self.code][0]}")
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end stand together")
        return self


class Release(_Record):
    """One release, validated: CONTRACT's record."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    source: Source
    extractor: Extractor
    status: Literal["ok", "partial"]
    language: Language
    title: str | None = None
    date: IsoDate | None = None
    dateline_place: str | None = None
    issuer: tuple[str, ...] = ()
    text: str
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotations: tuple[QuotationRecord, ...] = ()
    contacts: tuple[ContactRecord, ...] = ()
    issues: tuple[IssueRecord, ...] = ()

    def spans(self) -> Iterator[tuple[str, TextSpan]]:
        """Every quoting span of the record with the path of its field."""
        for i, note in enumerate(self.footnotes):
            if note.note is not None:
                yield f"footnotes[{i}].note", note.note
            for j, callout in enumerate(note.callouts):
                yield f"footnotes[{i}].callouts[{j}].anchor", callout.anchor
        for i, entity in enumerate(self.entities):
            for j, mention in enumerate(entity.mentions):
                yield f"entities[{i}].mentions[{j}]", mention
        for i, fact in enumerate(self.facts):
            for j, span in enumerate(fact.evidence):
                yield f"facts[{i}].evidence[{j}]", span
        for i, quotation in enumerate(self.quotations):
            yield f"quotations[{i}]", quotation

    def with_facts_from(self, confidence: float) -> Self:
        """The record without the facts that are less sure, and without the places that only those speak of.

        Args:
            confidence: the least, from 0 to 1.
        """
        kept = tuple(f for f in self.facts if f.confidence >= confidence)
        if len(kept) == len(self.facts):
            return self
        needed = {f.object for f in kept}
        entities = tuple(e for e in self.entities if e.kind != "place" or e.id in needed)
        return self.model_copy(update={"facts": kept, "entities": entities})

    @model_validator(mode="after")
    def _spans_quote(self) -> Self:
        for path, span in self.spans():
            if self.text[span.start : span.end] != span.text:
                raise ValueError(f"{path} quotes {span.text!r} but the text reads {self.text[span.start : span.end]!r}")
        end = 0
        for i, block in enumerate(self.blocks):
            if not end <= block.start < block.end <= len(self.text):
                raise ValueError(f"blocks[{i}] is empty, overlaps the one before or ends past the text")
            end = block.end
        return self

    @model_validator(mode="after")
    def _ids_exist_and_kinds_fit(self) -> Self:
        kinds: dict[str, str] = {e.id: e.kind for e in self.entities}
        if len(kinds) != len(self.entities):
            raise ValueError("two entities share an id")
        used = [*self.issuer, *(q.speaker for q in self.quotations if q.speaker)]
        if unknown := [i for i in used if i not in kinds]:
            raise ValueError(f"no entity has the id {unknown[0]!r}")
        labels = {n.label for n in self.footnotes}
        seen: set[str] = set()
        for fact in self.facts:
            subjects, objects = PREDICATE_KINDS[fact.predicate]
            if kinds.get(fact.subject) not in subjects:
                raise ValueError(f"{fact.predicate} has no {kinds.get(fact.subject, 'unknown id')} as subject")
            if fact.object is not None and kinds.get(fact.object) not in objects:
                raise ValueError(f"{fact.predicate} has no {kinds.get(fact.object, 'unknown id')} as object")
            if fact.object == fact.subject:
                raise ValueError(f"{fact.predicate} of {fact.subject} to itself")
            if fact.via_footnote is not None and fact.via_footnote not in labels:
                raise ValueError(f"no footnote has the label {fact.via_footnote!r}")
            if fact.id in seen:
                raise ValueError(f"two facts share the id {fact.id}")
            seen.add(fact.id)
        return self

    @model_validator(mode="after")
    def _status_is_derived(self) -> Self:
        derived = "partial" if any(i.severity == "error" for i in self.issues) else "ok"
        if self.status != derived:
            raise ValueError(f"status is {self.status!r} but the issues make it {derived!r}")
        return self

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON with sorted keys; one line unless `indent` is given."""
        separators = (",", ":") if indent is None else (",", ": ")
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=indent, separators=separators
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Release:
        """Reads what `to_json` wrote, checking every invariant.

        Raises:
            pydantic.ValidationError: the text is no valid record.
        """
        return cls.model_validate_json(text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    schema = Release.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_BLANKS: Final = re.compile(r"\s+")
_ARTICLE: Final = re.compile(r"^(the |l'|d'|le |la |les |des |du |de l'|de la |de |a |an )")


def normal_name(name: str) -> str:
    """A name as compared: NFKD without diacritics, case-folded, quotes and dashes unified, no leading article.

    Source: the matching rule of the gold annotation.
    """
    name = name.replace("’", "'").replace("œ", "oe").replace("–", "-").replace("—", "-")
    if name.isascii():
        folded = name.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    trimmed = _BLANKS.sub(" ", folded).strip(" .,;:'\"“”«»()[]")
    return _ARTICLE.sub("", trimmed)


def fact_id(subject: Entity, predicate: str, object_: Entity | None, value: str | None, title: str | None) -> str:
    """An id made of what the fact says, not of where it stands: the same in every format, run and machine."""
    parts = [
        subject.kind,
        normal_name(subject.name),
        predicate,
        object_.kind if object_ else "",
        normal_name(object_.name) if object_ else normal_name(value or ""),
        normal_name(title or ""),
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
