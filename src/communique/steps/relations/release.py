"""One release as its clauses are read: the text, its names, dates and places, and clauses of any stretch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from communique.document import Document, Span
from communique.findings import EntityFinding, EntityFindings, Findings
from communique.steps.relations.clause import INSTITUTION, MIXED, Clause, Slot, kind_of_entity, stands_for
from communique.steps.relations.days import mark_dates
from communique.steps.relations.focus import Focus, home_of
from communique.steps.relations.layout import head_of, parts_of
from communique.steps.relations.learned.model import PairModel
from communique.steps.relations.learned.opinions import Onlooker
from communique.steps.relations.notes import listed_in
from communique.steps.relations.phrases import read_phrases
from communique.steps.relations.places import PlaceBook
from communique.steps.relations.reader import prepare
from communique.steps.relations.render import Marked, Renderer
from communique.steps.relations.scenes import Scenes
from communique.steps.relations.truth import Setting


@dataclass(frozen=True)
class Release:
    """What all readers of one release share.

    `names` are the mentions of entities, sorted; references such as "the laboratory" are none of them, since what they
    mean depends on the clause (`reference.py`). `home` is the laboratory that the release is about, if it is about one.
    """

    document: Document
    setting: Setting
    entities: Mapping[int, EntityFinding]
    names: Sequence[Marked]
    places: PlaceBook
    renderer: Renderer
    home: Slot | None
    issuer: Slot | None = None
    model: PairModel | None = None

    @classmethod
    def of(cls, document: Document, findings: Findings, model: PairModel | None = None) -> Release:
        """Takes what the steps before have found, and the trained model of pairs where one stands beside the rules."""
        assert findings.footnotes is not None
        assert findings.structure is not None
        assert findings.entities is not None
        structure, found = findings.structure, findings.entities.entities
        entities = {e.key: e for e in found}
        marks = (
            Marked(m.start, m.end, kind_of_entity(e.kind), (e.key,), e.name if e.kind == "place" else "")
            for e in found
            for m in e.mentions
            if m.source != "reference"
        )
        names = sorted(marks, key=lambda m: (m.start, -m.end))
        places = PlaceBook(found, max(entities, default=0) + 1)
        dates = mark_dates(document.text, structure.date, structure.language)
        return cls(
            document=document,
            setting=Setting(structure.language, structure.date or ""),
            entities=entities,
            names=names,
            places=places,
            renderer=Renderer(document.text, names, dates, places),
            home=home_of(entities, structure, findings.footnotes.notes),
            issuer=_issuer(findings.entities),
            model=model,
        )

    @property
    def text(self) -> str:
        """The reading text."""
        return self.document.text

    def clause(
        self,
        span: Span,
        focus: Focus,
        implied: Slot | None = None,
        laboratory: Slot | None = None,
        scenes: Scenes | None = None,
    ) -> Clause:
        """The clause for a stretch, prepared; a note's speaks of what is implied when it names no subject."""
        clause = self.renderer.render(span, implied)
        clause.implied_laboratory = laboratory
        prepare(clause, focus, scenes)
        return clause

    def watch(self, clause: Clause) -> Onlooker | None:
        """What the trained model sees of a clause that is going to be read."""
        return None if self.model is None else Onlooker.before(clause, self.model, self.entities, self.setting)

    def names_in(self, span: Span) -> tuple[Slot, ...]:
        """The names of a stretch by itself, its phrases reduced to their heads."""
        clause = self.reduced(span)
        return tuple(clause.slots[c] for c in clause.text if c in clause.slots)

    def head(self, item: Span) -> Slot | None:
        """What an item of a list names first; of a table's row all organisations, since each has a cell of its own."""
        clause = self.reduced(item)
        if "|" not in clause.text:
            return head_of(clause)
        names = [clause.slots[c] for c in clause.text if stands_for(c, "LIM")]
        return _together(names) if names else None

    def listed(self, body: Span) -> Slot | None:
        """The organisations that a note lists, when it does no more than that."""
        whole = listed_in(self.reduced(body))
        if whole is not None:
            return whole
        parts = parts_of(self.text, body)
        heads = [head for part in parts if (head := self.head(part)) is not None]
        return _together(heads) if len(parts) > 1 and len(heads) == len(parts) else None

    def reduced(self, span: Span) -> Clause:
        """A stretch by itself, its noun phrases reduced to their heads."""
        clause = self.clause(span, Focus(self.entities))
        read_phrases(clause)
        return clause


def _issuer(found: EntityFindings) -> Slot | None:
    """The issuer, if it is one institution."""
    issuers = [e for e in found.entities if e.key in found.issuers]
    if len(issuers) != 1 or issuers[0].kind != "institution" or not issuers[0].mentions:
        return None
    return Slot(INSTITUTION, (issuers[0].key,), issuers[0].mentions[0].span)


def _together(slots: Sequence[Slot]) -> Slot:
    """One slot for all of them; it may hold organisations of either kind."""
    keys = tuple(dict.fromkeys(k for slot in slots for k in slot.keys))
    return replace(slots[0], kind=MIXED, keys=keys, said=tuple(slot.span for slot in slots[1:]))
