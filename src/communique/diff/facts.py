"""Which fact of the base is which of the new record: by content id, by what is paired, then by the best assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.diff.alignment import Alignment
from communique.diff.assignment import assign
from communique.diff.entities import EntityPairs, fold
from communique.diff.stored import MANY_SPANS, StoredFact, StoredRecord

_NEIGHBOURS: Final = 40
"""How many facts of one bucket a fact is compared with: all, in every release that was ever seen. Beyond it only those
next to it in the order of the text count, so that a hostile record can't make the comparison quadratic."""

_SAME_WORDS: Final = 0.5
"""Share of the evidence that two facts must have in common to be one fact that changed: the telling clause is longer
than the mention of the subject that goes before it, which many facts about the subject share."""

_OF_ONE_SUBJECT: Final = 300
_OF_THE_EVIDENCE: Final = 200
"""Points of the score: one subject is worth more than all that facts about two can have in common."""

FactKey = tuple[int, str, int | str | None, str]


@dataclass(frozen=True)
class FactPairs:
    """The facts of two records, paired; each in the order of its record.

    `repeated` holds, for each side, the ids that its record holds once more: only the first fact of an id is compared.
    """

    pairs: tuple[tuple[StoredFact, StoredFact], ...]
    gone: tuple[StoredFact, ...]
    come: tuple[StoredFact, ...]
    repeated: tuple[tuple[str, ...], tuple[str, ...]]


def pair_facts(
    base: StoredRecord, new: StoredRecord, entities: EntityPairs, alignment: Alignment, *, translated: bool = False
) -> FactPairs:
    """Pairs each fact with the one that it is, or became, in the other record.

    Args:
        base: a record.
        new: the other one.
        entities: theirs, paired.
        alignment: of their texts.
        translated: the two are in different languages: the words of a title do not count.
    """
    mine, repeated = _by_id(base.facts)
    theirs, repeated_there = _by_id(new.facts)
    pairs = [(fact, theirs[id_]) for id_, fact in mine.items() if id_ in theirs]
    gone = [fact for id_, fact in mine.items() if id_ not in theirs]
    come = [fact for id_, fact in theirs.items() if id_ not in mine]
    if gone and come:
        pairs += _take_same_keys(gone, come, entities, _key)
    if translated and gone and come:
        pairs += _take_same_keys(gone, come, entities, lambda fact, keys: _key(fact, keys)[:3])
    if gone and come:
        pairs += _take_best(gone, come, entities, alignment)
    return FactPairs(tuple(pairs), tuple(gone), tuple(come), (repeated, repeated_there))


def _by_id(facts: Sequence[StoredFact]) -> tuple[dict[str, StoredFact], tuple[str, ...]]:
    by_id: dict[str, StoredFact] = {}
    repeated = tuple(fact.id for fact in facts if by_id.setdefault(fact.id, fact) is not fact)
    return by_id, repeated


def _key(fact: StoredFact, keys: dict[str, int]) -> FactKey:
    said = keys[fact.object] if fact.object is not None else fold(fact.value or "")
    return keys[fact.subject], fact.predicate, said, fold(fact.title or "")


def _take_same_keys(
    gone: list[StoredFact],
    come: list[StoredFact],
    entities: EntityPairs,
    key: Callable[[StoredFact, dict[str, int]], Hashable],
) -> list[tuple[StoredFact, StoredFact]]:
    """Takes those out that say the same of entities that are the same under another name."""
    waiting: dict[Hashable, list[StoredFact]] = {}
    for fact in come:
        waiting.setdefault(key(fact, entities.keys[1]), []).append(fact)
    asking = ((fact, waiting.get(key(fact, entities.keys[0]))) for fact in gone)
    pairs = [(fact, found.pop(0)) for fact, found in asking if found]
    _take_out(gone, come, pairs)
    return pairs


def _take_best(
    gone: list[StoredFact], come: list[StoredFact], entities: EntityPairs, alignment: Alignment
) -> list[tuple[StoredFact, StoredFact]]:
    keys = [_key(fact, entities.keys[0]) for fact in gone], [_key(fact, entities.keys[1]) for fact in come]
    chosen = list(_certain(gone, come, keys, alignment))
    taken, taken_there = {i for i, _ in chosen}, {j for _, j in chosen}
    left = [i for i in range(len(gone)) if i not in taken]
    left_there = [j for j in range(len(come)) if j not in taken_there]
    scores: dict[tuple[int, int], int] = {}
    for m, n in _candidates([keys[0][i] for i in left], [keys[1][j] for j in left_there]):
        i, j = left[m], left_there[n]
        if (i, j) not in scores:
            scores[i, j] = _score(gone[i], come[j], keys[0][i], keys[1][j], alignment)
    chosen += assign({pair: score for pair, score in scores.items() if score})
    pairs = [(gone[i], come[j]) for i, j in sorted(chosen)]
    _take_out(gone, come, pairs)
    return pairs


def _certain(
    gone: Sequence[StoredFact],
    come: Sequence[StoredFact],
    keys: tuple[Sequence[FactKey], Sequence[FactKey]],
    alignment: Alignment,
) -> Iterator[tuple[int, int]]:
    """Pairs that are part of every best assignment, found without one.

    Two facts about one subject that no other fact is about, read from the same sentences, score more than both could
    with facts about other subjects together.
    """
    subjects, subjects_there = (_only_ones([key[0] for key in side]) for side in keys)
    for subject, i in subjects.items():
        j = subjects_there.get(subject)
        if j is None or keys[0][i][1] != keys[1][j][1]:
            continue
        score = _score(gone[i], come[j], keys[0][i], keys[1][j], alignment)
        if score >= _OF_ONE_SUBJECT + _OF_THE_EVIDENCE:
            yield i, j


def _only_ones(subjects: Sequence[int]) -> dict[int, int]:
    """The places of the subjects that occur once."""
    counted = Counter(subjects)
    return {subject: place for place, subject in enumerate(subjects) if counted[subject] == 1}


def _take_out(gone: list[StoredFact], come: list[StoredFact], pairs: Sequence[tuple[StoredFact, StoredFact]]) -> None:
    taken, taken_there = {id(fact) for fact, _ in pairs}, {id(fact) for _, fact in pairs}
    gone[:] = [fact for fact in gone if id(fact) not in taken]
    come[:] = [fact for fact in come if id(fact) not in taken_there]


def _candidates(gone: Sequence[FactKey], come: Sequence[FactKey]) -> Iterator[tuple[int, int]]:
    """The pairs that share two of subject, predicate and object."""
    for one, two in ((0, 1), (1, 2), (0, 2)):
        waiting: dict[tuple[object, object], list[int]] = {}
        for j, key in enumerate(come):
            waiting.setdefault((key[one], key[two]), []).append(j)
        asking: dict[tuple[object, object], int] = {}
        for i, key in enumerate(gone):
            shared = (key[one], key[two])
            found = waiting.get(shared, ())
            rank = asking.get(shared, 0)
            asking[shared] = rank + 1
            near = found if len(found) <= _NEIGHBOURS else found[max(0, rank - _NEIGHBOURS // 2) :][:_NEIGHBOURS]
            for j in near:
                yield i, j


def _score(one: StoredFact, other: StoredFact, key: FactKey, key_there: FactKey, alignment: Alignment) -> int:
    """How well two facts fit that share two of subject, predicate and object; 0 when they are not one that changed."""
    said = key[:3] == key_there[:3]
    subject = key[0] == key_there[0]
    common = _common_evidence(one, other, alignment)
    dated = subject and one.predicate == other.predicate == "founded_on"  # an organisation is founded once
    if not said and not dated and common < _SAME_WORDS:
        return 0
    score = 1000 * said + _OF_ONE_SUBJECT * subject + round(_OF_THE_EVIDENCE * common)
    return score + 20 * (one.rule == other.rule) + 10 * (one.role == other.role) + 10 * (one.status == other.status)


def _common_evidence(one: StoredFact, other: StoredFact, alignment: Alignment) -> float:
    """The share of both evidences that stands in sentences of the other, the smaller of the two."""
    mine, theirs = one.evidence[:MANY_SPANS], other.evidence[:MANY_SPANS]
    met: set[int] = set()
    met_there: set[int] = set()
    for i, span in enumerate(mine):
        for j, there in enumerate(theirs):
            if alignment.related((span.start, span.end), (there.start, there.end)):
                met.add(i)
                met_there.add(j)
    share = sum(len(mine[i].text) for i in met) / max(sum(len(span.text) for span in mine), 1)
    share_there = sum(len(theirs[j].text) for j in met_there) / max(sum(len(span.text) for span in theirs), 1)
    return min(share, share_there)
