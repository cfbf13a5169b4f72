"""The relations step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from communique.document import Document, Span
from communique.findings import EntityFinding, FactFinding, Findings, RelationFindings
from communique.steps.relations.clause import LAB, Slot, kind_of_entity
from communique.steps.relations.collect import facts_of
from communique.steps.relations.days import mark_dates
from communique.steps.relations.match import Claim, Setting, prepare, read_clause
from communique.steps.relations.notes import Call, Told, calling_laboratory, calls_of, subject_of_note, through
from communique.steps.relations.places import PlaceBook
from communique.steps.relations.reference import Focus
from communique.steps.relations.render import Marked, Renderer
from communique.steps.relations.subjects import main_subject


class RelationStep:
    """Reads facts from sentences, notes, lists and tables by the rules of the tables in `rules/`."""

    name: ClassVar[str] = "relations"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure", "entities"})
    gives: ClassVar[str] = "relations"

    def __call__(self, document: Document, findings: Findings) -> RelationFindings:
        return _Reading.of(document, findings).findings()


@dataclass
class _Reading:
    """One release while it is read."""

    document: Document
    given: Findings
    setting: Setting
    renderer: Renderer
    places: PlaceBook
    entities: dict[int, EntityFinding]
    names: list[Marked]
    focus: Focus
    told: dict[Span, Told] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, findings: Findings) -> _Reading:
        assert findings.structure is not None
        assert findings.entities is not None
        structure, found = findings.structure, findings.entities
        entities = {e.key: e for e in found.entities}
        names = sorted(
            (Marked(m.start, m.end, kind_of_entity(e.kind), (e.key,)) for e in found.entities for m in e.mentions),
            key=lambda m: (m.start, -m.end),
        )
        places = PlaceBook(found.entities, max(entities, default=0) + 1)
        dates = mark_dates(document.text, structure.date, structure.language)
        return cls(
            document=document,
            given=findings,
            setting=Setting(structure.language, structure.date or ""),
            renderer=Renderer(document.text, names, dates, places),
            places=places,
            entities=entities,
            names=names,
            focus=Focus(entities),
        )

    def findings(self) -> RelationFindings:
        """All facts of the release."""
        assert self.given.footnotes is not None
        assert self.given.entities is not None
        bodies = [n.body for n in self.given.footnotes.notes if n.body is not None]
        sentences = self.given.entities.sentences
        running = [s for s in sentences if not any(b.overlaps(s) for b in bodies)]
        claims: list[Claim] = []
        for sentence in running:
            claims += self._read(sentence)
        for call in calls_of(self.given.footnotes.notes, running):
            claims += self._read_note(call, [s for s in sentences if call.note.body and call.note.body.overlaps(s)])
        facts = facts_of(claims, self.entities)
        return RelationFindings(facts=tuple(facts), places=self._places(facts))

    def _read(self, sentence: Span) -> Sequence[Claim]:
        clause = self.renderer.render(sentence)
        prepare(clause, self.focus)
        claims = tuple(read_clause(clause, self.focus, self.setting))
        subject = main_subject(clause)
        self.focus.note(clause, subject)
        self.told[sentence] = Told(sentence, clause, subject, claims)
        return claims

    def _read_note(self, call: Call, sentences: Sequence[Span]) -> Sequence[Claim]:
        told = self.told.get(call.sentence)
        names = [
            (m.start, m.end, Slot(m.kind, m.keys, Span(m.start, m.end)))
            for m in self.names
            if call.sentence.start <= m.start and m.end <= call.sentence.end
        ]
        anchor = subject_of_note(call, names, self.told)
        laboratory = calling_laboratory(call, anchor, told)
        implied = anchor or laboratory
        claims: list[Claim] = []
        focus = Focus(self.entities)
        for sentence in sentences:
            body = call.note.body
            assert body is not None
            clause = self.renderer.render(Span(max(sentence.start, body.start), min(sentence.end, body.end)), implied)
            clause.implied_laboratory = laboratory
            prepare(clause, focus)
            claims += read_clause(clause, focus, self.setting)
            focus.note(clause, main_subject(clause))
        return [through(c, call) for c in claims]

    def _places(self, facts: Sequence[FactFinding]) -> tuple[EntityFinding, ...]:
        spots: dict[int, list[tuple[int, int]]] = {}
        for fact in facts:
            if fact.predicate == "located_in" and fact.object is not None and fact.object not in self.entities:
                name = self.places.name(fact.object)
                for span in fact.evidence:
                    at = self.document.text.find(name, span.start, span.end)
                    if at >= 0:
                        spots.setdefault(fact.object, []).append((at, at + len(name)))
        return self.places.used(spots)


_ = (LAB, replace)
