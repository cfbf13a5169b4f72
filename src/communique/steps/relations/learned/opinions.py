"""What the pair model thinks of the pairs of one clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from communique.document import Span
from communique.findings import EntityFinding, Predicate, Role, Status
from communique.steps.relations.claims import Claim, joined, label_of
from communique.steps.relations.clause import DATE, LAB, POST, TITLE, Clause, Slot
from communique.steps.relations.learned.features import Context, features_of
from communique.steps.relations.learned.model import Chances, PairModel, Rows, rows_of
from communique.steps.relations.learned.pairs import Pair, pairs_of
from communique.steps.relations.learned.sentence import Sentence
from communique.steps.relations.truth import Setting, truth_of

WORTH_SAYING: Final = 0.02
"""Probabilities below it say nothing more than that nothing is said."""
RULE: Final = "model."
"""What the rule of a fact begins with that the model alone gives."""

_AT_ONCE: Final = 256
"""Pairs whose features are held at one time."""
_LEAD: Final = 90
"""Characters before a pair in which denials and auxiliaries stand."""
_LONG: Final = 400
"""Characters of evidence as one stretch; of names further apart only the two stretches are given."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One pair and what it may say: the claim that it makes when it is believed, whose confidence is its probability.

    `rows` are those of its features, from which the model learns.
    """

    claim: Claim
    rows: Rows


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Looks at a clause before and after the rules have read it."""

    model: PairModel
    entities: Mapping[int, EntityFinding]
    setting: Setting
    sentence: Sentence
    implied: tuple[Slot | None, Slot | None]

    @classmethod
    def before(
        cls, clause: Clause, model: PairModel, entities: Mapping[int, EntityFinding], setting: Setting
    ) -> Onlooker | None:
        """Keeps the clause as it stands before it is read; None where it has no two slots."""
        if len(clause.slots) + (clause.implied is not None) < 2:
            return None
        return cls(model, entities, setting, Sentence.of(clause), (clause.implied, clause.implied_laboratory))

    def opinions(self, clause: Clause, topic: Slot | None) -> Iterator[Opinion]:
        """The opinions on all pairs.

        Args:
            clause: the same clause, read.
            topic: what the rules take it to be about.
        """
        for pair, rows, chances in self._pairs(clause, topic):
            for predicate in pair.predicates:
                chance = float(chances[self.model.columns[predicate]])
                if chance >= WORTH_SAYING and (claim := self._claim(pair, predicate, chances, clause)):
                    yield Opinion(claim, rows)

    def _pairs(self, clause: Clause, topic: Slot | None) -> Iterator[tuple[Pair, Rows, Chances]]:
        """The pairs with the rows of their features and the probabilities of all columns."""
        context = Context(
            sentence=self.sentence,
            skeleton=Sentence.of(clause),
            topic=topic,
            implied=self.implied[0] is not None,
            language=self.setting.language,
            release_date=self.setting.release_date,
            entities=self.entities,
        )
        pairs = pairs_of(self.sentence, self.implied)
        while some := list(islice(pairs, _AT_ONCE)):
            rows = rows_of([features_of(pair, context).checksums() for pair in some])
            yield from zip(some, rows, self.model.chances(rows), strict=True)

    def _claim(self, pair: Pair, predicate: Predicate, chances: Chances, clause: Clause) -> Claim | None:
        status = self._status(pair)
        title = self._title(pair, clause) if predicate == "holds_position" else None
        if status is None or (predicate == "holds_position" and title is None):
            return None
        role: Role | None = self.model.role(chances) if predicate == "affiliated_with" else None
        if role == "partner" and pair.object.kind == LAB:
            role = "part_of"  # a laboratory as a party is a member: another predicate, with a probability of its own
        return Claim(
            f"{RULE}{predicate}",
            predicate,
            role,
            status,
            float(chances[self.model.columns[predicate]]),
            pair.subject,
            pair.object,
            _evidence(pair),
            title=title,
            via=label_of([pair.subject, pair.object]),
        )

    def _status(self, pair: Pair) -> Status | None:
        low, high = sorted((pair.subject_at, pair.object_at))
        start = self.sentence.starts[low] if low >= 0 else 0
        truth = truth_of(self.sentence.text[max(0, start - _LEAD) : self.sentence.starts[high]], self.setting.language)
        if truth == "denied":
            return None
        today = self.setting.release_date
        if pair.object.kind == DATE and today:
            known = min(len(pair.object.value), len(today))
            return "planned" if pair.object.value[:known] > today[:known] else "asserted"
        return truth

    def _title(self, pair: Pair, clause: Clause) -> str | None:
        """The words of a post that the rules have found for the organisation, else the nearest title; None for none."""
        low, high = sorted((pair.subject.span.start, pair.object.span.end))
        posts = [s for s in clause.slots.values() if s.kind in (POST, TITLE) and s.title is not None]
        own = [s for s in posts if s.kind == POST and set(s.keys) & set(pair.object.keys)]
        near = [s for s in posts if s.title is not None and low - _LEAD <= s.title.start <= high + _LEAD]
        for slot in (*own, *near):
            if slot.title is not None:
                return slot.title.of(clause.reading)
        return None


def _evidence(pair: Pair) -> tuple[Span, ...]:
    ends = [pair.subject.span, pair.object.span]
    whole = Span(min(s.start for s in ends), max(s.end for s in ends))
    together = pair.subject_at >= 0 and whole.end - whole.start <= _LONG
    return joined([*([whole] if together else ends), *pair.subject.said, *pair.object.said])
