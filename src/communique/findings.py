"""What the steps find: plain values over the reading document, half-open spans of `Document.text`.

Each step gives one of these; the extractor collects them in `Findings` and assembles the record from them.
No spaCy, BeautifulSoup or pdfplumber object is ever part of a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from communique.document import Document, Issue, Span

Language = Literal["en", "fr"]
BlockKind = Literal[
    "title",
    "dateline",
    "subtitle",
    "summary",
    "lead",
    "heading",
    "paragraph",
    "list_item",
    "table",
    "note",
    "contact",
    "boilerplate",
    "other",
]
EntityKind = Literal["laboratory", "institution", "person", "place"]
Predicate = Literal["affiliated_with", "involves", "located_in", "founded_on", "succeeds", "holds_position"]
Role = Literal["supervisor", "partner", "part_of"]
Status = Literal["asserted", "planned", "former"]
MentionSource = Literal["rule", "gazetteer", "model", "reference"]


@dataclass(frozen=True, slots=True)
class Callout:
    """A place in the reading text that calls a note: the mark itself is no longer in the text.

    `anchor` holds the words right before, that the callout stands on (the last word or name at least).
    """

    offset: int
    anchor: Span


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: `body` is None for callouts without a note, `callouts` is empty for a note that nothing calls."""

    label: str
    body: Span | None
    callouts: tuple[Callout, ...]


@dataclass(frozen=True, slots=True)
class FootnoteFindings:
    """The notes, and the reading document: the reader's document with callout marks and note labels taken out.

    All later findings speak of `reading`. Notes come in the order of their first callout, orphan notes by place.
    """

    reading: Document
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class StructuredBlock:
    """A block of the reading text with its meaning; sorted, not overlapping, none empty."""

    kind: BlockKind
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class StructureFindings:
    """What the release is. `date` is ISO with the stated precision (`2022-04`, `2022-04-25`).

    `issuer_spans` are stretches in which the issuers' names stand, most telling first (masthead, dateline,
    "About X", contact); `embargo` is the embargo line.
    """

    language: Language
    title: str | None = None
    date: str | None = None
    dateline_place: str | None = None
    blocks: tuple[StructuredBlock, ...] = ()
    issuer_spans: tuple[Span, ...] = ()
    embargo: Span | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of an entity.

    `source` says by what it was accepted: "reference" is "the laboratory", "ce dernier".
    """

    start: int
    end: int
    source: MentionSource = "rule"
    rule: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class EntityFinding:
    """One named thing of the release: the fullest name that the release uses, and all its mentions in text order."""

    key: int
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    unit_type: str | None = None
    unit_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EntityFindings:
    """The entities in the order of their first mention, and the sentences of the text (within blocks, sorted)."""

    entities: tuple[EntityFinding, ...] = ()
    sentences: tuple[Span, ...] = ()
    issuers: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class FactFinding:
    """One fact, by entity keys. `evidence` holds every span that it was read from, in text order, never empty.

    `value` is the ISO date of founded_on, or a place that is no entity; `object` is None then.
    `via_footnote` is the label of the note through which the fact is stated.
    """

    subject: int
    predicate: Predicate
    object: int | None
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    value: str | None = None
    role: Role | None = None
    title: str | None = None
    status: Status = "asserted"
    via_footnote: str | None = None


@dataclass(frozen=True, slots=True)
class RelationFindings:
    """The facts, and places: entities that only `located_in` needs and that the entity step did not give."""

    facts: tuple[FactFinding, ...] = ()
    places: tuple[EntityFinding, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks (the marks not included) and the person who says them, where the text tells."""

    start: int
    end: int
    speaker: int | None = None


@dataclass(frozen=True, slots=True)
class QuotationFindings:
    """The quotations in text order."""

    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """One press contact; phone in E.164 where the number is complete, else as written."""

    name: str | None = None
    organisation: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class ContactFindings:
    """The press contacts in text order."""

    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """An organisation that an entity may be, by its ROR id or RNSR number or both; `score` is from 0 to 1."""

    ror: str | None
    rnsr: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """The organisation of the registry that an entity is, or the candidates between which that stays open.

    `country` is the registry's, unless the release says otherwise. All fields empty: nothing is known of the entity.
    """

    key: int
    ror: str | None = None
    rnsr: str | None = None
    country: str | None = None
    score: float | None = None
    candidates: tuple[LinkCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkFindings:
    """One link for each institution and laboratory among the entities."""

    links: tuple[Link, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the steps found so far; a field is None until its step has run."""

    footnotes: FootnoteFindings | None = None
    structure: StructureFindings | None = None
    entities: EntityFindings | None = None
    relations: RelationFindings | None = None
    links: LinkFindings | None = None
    quotations: QuotationFindings | None = None
    contacts: ContactFindings | None = None

    def with_finding(self, name: str, finding: object) -> Findings:
        """These findings and one more, under the field `name`."""
        fields: dict[str, Any] = {name: finding}
        return replace(self, **fields)
