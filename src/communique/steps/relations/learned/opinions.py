"""What the pair model thinks of the pairs of one clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.document import Span
from communique.findings import EntityFinding, Predicate, Role, Status
from communique.steps.relations.claims import Claim, joined, label_of
from communique.steps.relations.clause import DATE, LAB, POST, TITLE, About, Clause, Slot
from communique.steps.relations.learned.checksums import Numbers
from communique.steps.relations.learned.features import Context, Features
from communique.steps.relations.learned.model import PairModel
from communique.steps.relations.learned.pairs import Pair, pairs_of
from communique.steps.relations.learned.sentence import Sentence
from communique.steps.relations.notation import grammar
from communique.steps.relations.truth import Setting, truth_of

WORTH_SAYING: Final = 0.02
"""Probabilities below it say nothing more than that nothing is said."""
RULE: Final = "model."
"""What the rule of a fact begins with that the model alone gives."""

_AT_ONCE: Final = 512
"""Pairs whose features are held at one time."""
_LEAD: Final = 90
"""Characters before a pair in which denials and auxiliaries stand."""
_LONG: Final = 400
"""Characters of evidence as one stretch; of names further apart only the two stretches are given."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One pair and what it may say: the claim that it makes when it is believed, whose confidence is its probability.

    `rows` are those of its features, from which the model learns. `scene`, of a pair whose subject is not named where
    its object is, is the offset of the sentence or note: its opinions are about members of one list (`weigh.agreed`).
    """

    claim: Claim
    rows: Numbers
    scene: int | None = None


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Looks at a clause before and after the rules have read it."""

    model: PairModel
    entities: Mapping[int, EntityFinding]
    setting: Setting
    sentence: Sentence
    implied: tuple[Slot | None, Slot | None]
    about: tuple[About, ...] = ()

    @classmethod
    def before(
        cls, clause: Clause, model: PairModel, entities: Mapping[int, EntityFinding], setting: Setting
    ) -> Onlooker | None:
        """Keeps the clause as it stands before it is read; None where it has no two slots."""
        if len(clause.slots) + (clause.implied is not None) + bool(clause.about) < 2:
            return None
        return cls(
            model, entities, setting, Sentence.of(clause), (clause.implied, clause.implied_laboratory), clause.about
        )

    def look(self, clause: Clause, topic: Slot | None) -> Look | None:
        """What is to be thought about; None where there are no pairs.

        Args:
            clause: the same clause, read.
            topic: what the rules take it to be about.
        """
        pairs = tuple(pairs_of(self.sentence, self.implied, self.about))
        if not pairs:
            return None
        context = Context(
            sentence=self.sentence,
            skeleton=Sentence.of(clause),
            topic=topic,
            implied=self.implied[0] is not None,
            language=self.setting.language,
            release_date=self.setting.release_date,
            entities=self.entities,
        )
        return Look(self, clause, context, pairs)


@dataclass(frozen=True, slots=True)
class Look:
    """The pairs of one clause, of which the model thinks when it has seen all of a release: many at once are faster.

    `through`, for a note, makes a claim one that is read through its callout, or drops it.
    """

    onlooker: Onlooker
    clause: Clause
    context: Context
    pairs: tuple[Pair, ...]
    through: Callable[[Claim], Claim | None] | None = None

    def opinions(self, pair: Pair, rows: Numbers, chances: Sequence[float]) -> Iterator[Opinion]:
        """The opinions on one of the pairs, by the rows of its features and the probabilities of all columns."""
        columns = self.onlooker.model.columns
        for predicate in pair.predicates:
            if chances[columns[predicate]] < WORTH_SAYING:
                continue
            claim = self._claim(pair, predicate, chances)
            if claim is not None and self.through is not None:
                claim = self.through(claim)
            if claim is not None:
                scene = None if pair.about is None else self.clause.starts[0]
                yield Opinion(claim, rows, scene)

    def _claim(self, pair: Pair, predicate: Predicate, chances: Sequence[float]) -> Claim | None:
        model = self.onlooker.model
        status = self._status(pair)
        title = self._title(pair) if predicate == "holds_position" else None
        if status is None or (predicate == "holds_position" and title is None):
            return None
        if pair.object.kind == DATE and self._dates_another(pair):
            return None
        role: Role | None = model.role(chances) if predicate == "affiliated_with" else None
        if role == "partner" and pair.object.kind == LAB:
            role = "part_of"  # a laboratory as a party is a member: another predicate, with a probability of its own
        return Claim(
            f"{RULE}{predicate}",
            predicate,
            role,
            status,
            chances[model.columns[predicate]],
            pair.subject,
            pair.object,
            _evidence(pair),
            title=title,
            via=label_of([pair.subject, pair.object]),
        )

    def _status(self, pair: Pair) -> Status | None:
        low, high = sorted((pair.subject_at, pair.object_at))
        sentence, setting = self.context.sentence, self.onlooker.setting
        start = sentence.starts[low] if low >= 0 else 0
        truth = truth_of(sentence.text[max(0, start - _LEAD) : sentence.starts[high]], setting.language)
        if truth == "denied":
            return None
        today = setting.release_date
        if pair.object.kind == DATE and today:
            known = min(len(pair.object.value), len(today))
            return "planned" if pair.object.value[:known] > today[:known] else "asserted"
        return truth

    def _dates_another(self, pair: Pair) -> bool:
        """Whether the words beside a date say that it is that of something else: "X established an office in 2022"."""
        sentence = self.context.sentence
        low, high = (sentence.starts[at] if at >= 0 else 0 for at in sorted((pair.subject_at, pair.object_at)))
        start = max(sentence.text.rfind(mark, 0, low) for mark in ",;:") + 1
        return grammar("date.of-another").search(sentence.text[start:high]) is not None

    def _title(self, pair: Pair) -> str | None:
        """The words of a post that the rules have found for the organisation, else the nearest title; None for none."""
        clause = self.clause
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


def opinions_of(looks: Iterable[Look], model: PairModel) -> Iterator[Opinion]:
    """The opinions on all pairs of some clauses, in order."""
    waiting: list[tuple[Look, Pair]] = []
    features = Features()
    for look in looks:
        for at in range(0, len(look.pairs), _AT_ONCE):
            some = look.pairs[at : at + _AT_ONCE]
            features.add(look.context, some)
            waiting += ((look, pair) for pair in some)
            if len(waiting) >= _AT_ONCE:
                yield from _thought(waiting, features, model)
                waiting, features = [], Features()
    if waiting:
        yield from _thought(waiting, features, model)


def _thought(waiting: Sequence[tuple[Look, Pair]], features: Features, model: PairModel) -> Iterator[Opinion]:
    rows, ends = features.rows()
    start = 0
    for (look, pair), end, chances in zip(waiting, ends.tolist(), model.chances(rows, ends).tolist(), strict=True):
        yield from look.opinions(pair, rows[start:end], chances)
        start = end
