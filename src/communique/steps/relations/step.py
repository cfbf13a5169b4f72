"""The relations step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from communique.document import Document, Span
from communique.findings import (
    EntityFinding,
    FactFinding,
    Findings,
    Note,
    RelationFindings,
)
from communique.steps.relations.claims import Claim, founded, joint_structures
from communique.steps.relations.clause import Slot, kind_of_entity, stands_for
from communique.steps.relations.collect import facts_of, open_references
from communique.steps.relations.days import mark_dates
from communique.steps.relations.focus import Focus, home_of
from communique.steps.relations.layout import Group, append_items, groups_of, head_of, introduces, read_table, series_of
from communique.steps.relations.notes import (
    Call,
    Told,
    calling_laboratory,
    calls_of,
    counts_parties,
    listed_in,
    slot_at,
    stand_in,
    subject_of_note,
    through,
)
from communique.steps.relations.phrases import read_phrases
from communique.steps.relations.places import PlaceBook
from communique.steps.relations.reader import prepare, read_clause
from communique.steps.relations.render import Marked, Renderer
from communique.steps.relations.truth import Setting


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
    anchors: dict[int, Slot] = field(default_factory=dict)
    stood_in: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document, findings: Findings) -> _Reading:
        assert findings.structure is not None
        assert findings.entities is not None
        structure, found = findings.structure, findings.entities
        footnotes = findings.footnotes.notes if findings.footnotes else ()
        entities = {e.key: e for e in found.entities}
        names = sorted(
            (
                Marked(m.start, m.end, kind_of_entity(e.kind), (e.key,), e.name if e.kind == "place" else "")
                for e in found.entities
                for m in e.mentions
                if m.source != "reference"  # what "the laboratory" means depends on the clause: see `reference.py`
            ),
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
            focus=Focus(entities, home=home_of(entities, structure, footnotes)),
        )

    def findings(self) -> RelationFindings:
        """All facts of the release."""
        assert self.given.footnotes is not None
        assert self.given.entities is not None
        notes = self.given.footnotes.notes
        bodies = [n.body for n in notes if n.body is not None]
        sentences = self.given.entities.sentences
        running = [s for s in sentences if not any(b.overlaps(s) for b in bodies)]
        calls = calls_of(notes, running)
        claims: list[Claim] = []
        layout = groups_of(self.document)
        introduced = self._introduced(layout, running)
        items = [block.span for group in layout for block in group.blocks]
        for sentence in running:
            members = introduced.get(sentence, ())
            listed = not any(i.contains(sentence) for i in items)
            claims += self._read_sentence(
                sentence, members, [c for c in calls if c.sentence == sentence], topical=listed
            )
        for group in layout:
            if group.is_table:
                claims += read_table(self.document, group, self._names_in, self.places)
        for note in notes:
            if note.body is not None and not note.callouts:
                claims += self._read_orphan(note, [s for s in sentences if note.body.overlaps(s)])
        for call in calls:
            claims += self._read_note(call, [s for s in sentences if call.note.body and call.note.body.overlaps(s)])
        facts = facts_of(claims, self.entities)
        return RelationFindings(facts=tuple(facts), places=self._places(facts), issues=open_references(claims))

    def _introduced(self, layout: Sequence[Group], sentences: Sequence[Span]) -> dict[Span, tuple[Span, ...]]:
        """For sentences that introduce a list or table: the stretches of its items."""
        found: dict[Span, tuple[Span, ...]] = {}
        for group in layout:
            block = group.introduction
            last = [s for s in sentences if block and block.start <= s.start and s.end <= block.end][-1:]
            if last and introduces(last[0].of(self.document.text), group.is_table):
                found[last[0]] = tuple(b.span for b in group.blocks[1 if group.is_table else 0 :])
        return found

    def _head(self, item: Span) -> Slot | None:
        clause = self.renderer.render(item)
        prepare(clause, Focus(self.entities))
        read_phrases(clause)
        if "|" not in clause.text:
            return head_of(clause)
        names = [clause.slots[c] for c in clause.text if stands_for(c, "LIM")]
        return (
            replace(names[0], keys=tuple(dict.fromkeys(k for n in names for k in n.keys)), kind="M") if names else None
        )

    def _names_in(self, span: Span) -> tuple[Slot, ...]:
        clause = self.renderer.render(span)
        prepare(clause, Focus(self.entities))
        read_phrases(clause)
        return tuple(clause.slots[c] for c in clause.text if c in clause.slots)

    def _read_sentence(
        self, sentence: Span, members: Sequence[Span], calls: Sequence[Call], *, topical: bool
    ) -> Sequence[Claim]:
        """The claims of a sentence; what it says of a series goes for each member, and each is read by itself."""
        series = series_of(self.document.text, sentence)
        heads = [h for h in map(self._head, series[1]) if h is not None] if series else []
        if series and len(heads) > 1:
            claims = list(self._read(series[0], heads, calls, topical=topical))
            told = self.told[series[0]]
            for member in series[1]:
                claims += self._read(member, (), calls, topical=False)
            self.told[sentence] = Told(sentence, told.clause, told.subject, tuple(claims))
            return claims
        heads = [h for h in map(self._head, members) if h is not None]
        return self._read(sentence, heads, calls, topical=topical)

    def _read(self, sentence: Span, heads: Sequence[Slot], calls: Sequence[Call], *, topical: bool) -> Sequence[Claim]:
        clause = self.renderer.render(sentence)
        prepare(clause, self.focus)
        for call in calls:
            if not sentence.start < call.offset <= sentence.end:
                continue
            if (slot := slot_at(clause, call.offset)) is not None:
                self.anchors[call.offset] = slot
            listed = self._listed(call)
            if listed is not None and stand_in(clause, call, listed):
                self.stood_in.add(call.offset)
        finish = (lambda c: append_items(c, heads)) if heads else None
        reading = read_clause(clause, self.focus, self.setting, finish=finish)
        self.focus.note(
            clause, reading.subject if topical else None, joint_structures(reading.claims), founded(reading.claims)
        )
        self.told[sentence] = Told(sentence, clause, reading.subject, reading.claims, self.focus.structure())
        return reading.claims

    def _listed(self, call: Call) -> Slot | None:
        """The organisations that a note lists, when it does no more than that."""
        assert call.note.body is not None
        clause = self.renderer.render(call.note.body)
        prepare(clause, Focus(self.entities))
        read_phrases(clause)
        return listed_in(clause)

    def _read_orphan(self, note: Note, sentences: Sequence[Span]) -> Sequence[Claim]:
        """The claims of a note that nothing calls: only what it says of its own names."""
        claims: list[Claim] = []
        focus = Focus(self.entities)
        for sentence in sentences:
            clause = self.renderer.render(_within(sentence, note))
            prepare(clause, focus)
            reading = read_clause(clause, focus, self.setting)
            claims += (replace(c, via=note.label) for c in reading.claims)
            focus.note(clause, reading.subject)
        return claims

    def _read_note(self, call: Call, sentences: Sequence[Span]) -> Sequence[Claim]:
        told = self.told.get(call.sentence)
        names = [m for m in self.names if call.sentence.start <= m.start and m.end <= call.sentence.end]
        anchor = subject_of_note(call, names, self.document.text) or self.anchors.get(call.offset)
        counted = anchor is None and counts_parties(call, self.document.text)
        again = anchor is None and not counted and len(call.note.callouts) > 1  # it does not apply to the words around
        laboratory = None if again else calling_laboratory(call, anchor, told)
        implied = anchor or laboratory
        claims: list[Claim] = []
        focus = Focus(self.entities)
        focus.joint = [(0, slot) for slot in joint_structures(told.claims if told else ()) if slot.kind == "L"]
        for sentence in sentences:
            clause = self.renderer.render(_within(sentence, call.note), implied)
            clause.implied_laboratory = laboratory
            prepare(clause, focus)
            listing = (
                sentence is sentences[0] and anchor is None and not again and counts_parties(call, self.document.text)
            )
            told_in_text = call.offset in self.stood_in and told is not None and any(c.via for c in told.claims)
            reading = read_clause(clause, focus, self.setting, listing=listing and not told_in_text)
            claims += reading.claims
            focus.note(clause, reading.subject)
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


def _within(sentence: Span, note: Note) -> Span:
    """The part of a sentence that belongs to a note."""
    assert note.body is not None
    return Span(max(sentence.start, note.body.start), min(sentence.end, note.body.end))
