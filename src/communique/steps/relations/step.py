"""The relations step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from communique.document import Document
from communique.findings import EntityFinding, FactFinding, Findings, RelationFindings
from communique.steps.relations.body import BodyReader
from communique.steps.relations.claims import Claim
from communique.steps.relations.collect import contradictions, facts_of, open_references
from communique.steps.relations.focus import Focus
from communique.steps.relations.learned import (
    Opinion,
    PairModel,
    load_pair_model,
    opinions_of,
    strongest_opinions,
    weigh,
)
from communique.steps.relations.note_reader import NoteReader
from communique.steps.relations.notes import calls_of
from communique.steps.relations.release import Release


@dataclass(frozen=True)
class Read:
    """What was read from one release: the claims of the rules with their facts, and the opinions of the model."""

    release: Release
    claims: tuple[Claim, ...]
    facts: tuple[FactFinding, ...]
    opinions: tuple[Opinion, ...]


class RelationStep:
    """Reads facts from sentences, notes, lists and tables by the rules of the tables in `rules/`.

    A trained model of pairs stands beside the rules: it makes facts surer or less sure, and adds some of its own.
    """

    name: ClassVar[str] = "relations"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure", "entities"})
    gives: ClassVar[str] = "relations"

    def __init__(self, model: PairModel | None = None, *, alone: bool = False) -> None:
        """Takes the model that came with the package, or another one.

        Args:
            model: of pairs.
            alone: the rules decide without a model.
        """
        self.model = None if alone else model or load_pair_model()

    def __call__(self, document: Document, findings: Findings) -> RelationFindings:
        read = self.read(document, findings)
        facts = list(read.facts)
        if self.model is not None:
            opinions = strongest_opinions(read.opinions, read.release.entities)
            facts = weigh(self.model.calibration, facts, opinions, read.release.entities)
        issues = (*open_references(read.claims), *contradictions(read.claims, read.release.entities))
        return RelationFindings(tuple(facts), _places(read.release, facts), issues)

    def read(self, document: Document, findings: Findings) -> Read:
        """What the rules and the model have to say, before both are weighed."""
        assert findings.footnotes is not None
        assert findings.entities is not None
        release = Release.of(document, findings, self.model)
        notes = findings.footnotes.notes
        bodies = [note.body for note in notes if note.body is not None]
        sentences = findings.entities.sentences
        running = [s for s in sentences if not any(body.overlaps(s) for body in bodies)]
        calls = calls_of(notes, running)
        text = BodyReader(release, running, calls, Focus(release.entities, home=release.home, issuer=release.issuer))
        claims = text.read()
        reader = NoteReader(release, sentences, text)
        called = {call.body for call in calls}
        for note in notes:
            if note.body not in called:
                claims += reader.read_orphan(note)
        for call in calls:
            claims += reader.read(call)
        facts = facts_of(claims, release.entities)
        looks = (*text.looks, *reader.looks)
        opinions = tuple(opinions_of(looks, self.model)) if self.model is not None else ()
        return Read(release, tuple(claims), tuple(facts), opinions)


def _places(release: Release, facts: Sequence[FactFinding]) -> tuple[EntityFinding, ...]:
    """The places of facts that the entity step did not give, with their mentions in the evidence."""
    mentions: dict[int, list[tuple[int, int]]] = {}
    for fact in facts:
        if fact.predicate != "located_in" or fact.object is None or fact.object in release.entities:
            continue
        name = release.places.name(fact.object)
        for span in fact.evidence:
            at = release.text.find(name, span.start, span.end)
            if at >= 0:
                mentions.setdefault(fact.object, []).append((at, at + len(name)))
    return release.places.used(mentions)
