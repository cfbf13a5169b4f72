"""Which entity of the base is which of the new record: by name, identifier, unit code and other forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.diff.assignment import assign
from communique.diff.stored import StoredEntity, StoredFact, StoredRecord
from communique.records import normal_name

_MANY: Final = 50
"""With more entities than this left on a side none is looked for under a similar name: comparing each with each is
quadratic, and where so many differ the release is another one."""

_WORD: Final = re.compile(r"\w+")

_LONG_NAME: Final = 8
"""From this length on one other letter is a typing error; LPS and LPC are two laboratories."""


@dataclass(frozen=True)
class EntityPairs:
    """The entities of two records, paired.

    Attributes:
        pairs: base and new, in the base's order.
        gone: what only the base has.
        come: what only the new record has.
        keys: for each side a key for each entity id; the two of a pair share theirs, which is its place in `pairs`.
    """

    pairs: tuple[tuple[StoredEntity, StoredEntity], ...]
    gone: tuple[StoredEntity, ...]
    come: tuple[StoredEntity, ...]
    keys: tuple[dict[str, int], dict[str, int]]


def pair_entities(base: StoredRecord, new: StoredRecord, *, translated: bool = False) -> EntityPairs:
    """Pairs each entity with the one that it is in the other record, where there is one.

    Args:
        base: a record.
        new: the other one.
        translated: the two are in different languages: what is left is paired by what the facts say of it.
    """
    pairing = _Pairing(base.entities, new.entities)
    pairing.by(lambda entity: (entity.kind, entity.name))
    if pairing.left and pairing.right:
        pairing.by(lambda entity: (entity.kind, fold(entity.name)))
        pairing.by(lambda entity: entity.ror)
        pairing.by(lambda entity: entity.rnsr)
        pairing.by(lambda entity: entity.unit_code)
        pairing.by_shared_forms()
        pairing.by(lambda entity: fold(entity.name))
        pairing.by_similar_names()
    if translated and pairing.left and pairing.right:
        pairing.by_facts(base.facts, new.facts)
    return pairing.result()


class _Pairing:
    """What is left of both sides, and what is paired so far; all by the place in the record."""

    def __init__(self, base: Sequence[StoredEntity], new: Sequence[StoredEntity]) -> None:
        self._base, self._new = base, new
        self.left, self.right = dict.fromkeys(range(len(base))), dict.fromkeys(range(len(new)))
        self._pairs: list[tuple[int, int]] = []

    def by(self, key: Callable[[StoredEntity], Hashable]) -> None:
        """Pairs those that share a key which is not None; of several with one key those that agree most."""
        mine = _grouped(self._base, self.left, key)
        theirs = _grouped(self._new, self.right, key)
        for value, lefts in mine.items():
            rights = theirs.get(value, ())
            if len(lefts) == len(rights) == 1:
                self._take(lefts[0], rights[0])
            elif rights and len(lefts) * len(rights) <= _MANY**2:
                self._take_best({(i, j): 1 + self._agreement(i, j) for i in lefts for j in rights})
            else:
                self._take_all(zip(lefts, rights, strict=False))

    def by_shared_forms(self) -> None:
        """Pairs those of one kind that share a name or an alias."""
        named: dict[tuple[str, str], list[int]] = {}
        for j in self.right:
            for form in _forms(self._new[j]):
                named.setdefault((self._new[j].kind, form), []).append(j)
        shared: dict[tuple[int, int], int] = {}
        for i in self.left:
            for form in _forms(self._base[i]):
                for j in named.get((self._base[i].kind, form), ())[:_MANY]:
                    if not _contradict(self._base[i], self._new[j]):
                        shared[i, j] = shared.get((i, j), 0) + 10
        self._take_best({(i, j): score + self._agreement(i, j) for (i, j), score in shared.items()})

    def by_similar_names(self) -> None:
        """Pairs those of one kind of which one name is the other with words before or after it, or one letter off."""
        if len(self.left) > _MANY or len(self.right) > _MANY:
            return
        self._take_best(
            {
                (i, j): 1 + self._agreement(i, j)
                for i in self.left
                for j in self.right
                if _similar(self._base[i], self._new[j]) and not _contradict(self._base[i], self._new[j])
            }
        )

    def by_facts(self, base: Sequence[StoredFact], new: Sequence[StoredFact]) -> None:
        """Pairs those of one kind of which half of the facts or more say the same, and no other's fit as well."""
        if len(self.left) > _MANY or len(self.right) > _MANY:
            return
        keys = self.result().keys
        said = [_said_of(facts, keys[side], len(self._pairs)) for side, facts in enumerate((base, new))]
        scores: dict[tuple[int, int], int] = {}
        for i in self.left:
            for j in self.right:
                one, other = self._base[i], self._new[j]
                mine, theirs = said[0].get(one.id, frozenset()), said[1].get(other.id, frozenset())
                shared = len(mine & theirs)
                if one.kind == other.kind and shared * 2 >= max(len(mine), len(theirs), 1) and shared:
                    scores[i, j] = shared
        self._take_best({pair: score for pair, score in scores.items() if _is_alone(pair, scores)})

    def _agreement(self, i: int, j: int) -> int:
        one, other = self._base[i], self._new[j]
        shared = len(_forms(one) & _forms(other))
        return 4 * (one.ror == other.ror) + 2 * (one.unit_code == other.unit_code) + min(shared, 4)

    def _take_best(self, scores: dict[tuple[int, int], int]) -> None:
        if scores:
            lefts, rights = sorted({i for i, _ in scores}), sorted({j for _, j in scores})
            place, there = {i: n for n, i in enumerate(lefts)}, {j: n for n, j in enumerate(rights)}
            chosen = assign({(place[i], there[j]): score for (i, j), score in scores.items()})
            self._take_all((lefts[i], rights[j]) for i, j in chosen)

    def _take_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        for i, j in pairs:
            self._take(i, j)

    def _take(self, i: int, j: int) -> None:
        self._pairs.append((i, j))
        del self.left[i], self.right[j]

    def result(self) -> EntityPairs:
        pairs = sorted(self._pairs)
        keys: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for key, (i, j) in enumerate(pairs):
            keys[0][self._base[i].id] = key
            keys[1][self._new[j].id] = key
        for key, i in enumerate(self.left, start=len(pairs)):
            keys[0][self._base[i].id] = key
        for key, j in enumerate(self.right, start=len(pairs) + len(self.left)):
            keys[1][self._new[j].id] = key
        return EntityPairs(
            tuple((self._base[i], self._new[j]) for i, j in pairs),
            tuple(self._base[i] for i in self.left),
            tuple(self._new[j] for j in self.right),
            keys,
        )


def _said_of(facts: Sequence[StoredFact], keys: dict[str, int], paired: int) -> dict[str, frozenset[tuple[str, ...]]]:
    """What the facts say of each entity that is not paired, in terms of those that are."""
    said: dict[str, set[tuple[str, ...]]] = {}
    for fact in facts:
        ends = ((fact.subject, fact.object, "subject"), (fact.object, fact.subject, "object"))
        for entity, other, end in ends:
            if entity is None or keys[entity] < paired:
                continue
            about = fact.value if other is None else str(keys[other]) if keys[other] < paired else None
            if about is not None:
                said.setdefault(entity, set()).add((end, fact.predicate, about))
    return {entity: frozenset(told) for entity, told in said.items()}


def _is_alone(pair: tuple[int, int], scores: dict[tuple[int, int], int]) -> bool:
    """Whether no other pair with one of the two fits as well."""
    return not any(
        other != pair and score >= scores[pair] and (other[0] == pair[0] or other[1] == pair[1])
        for other, score in scores.items()
    )


def _grouped(
    entities: Sequence[StoredEntity], left: Iterable[int], key: Callable[[StoredEntity], Hashable]
) -> dict[Hashable, list[int]]:
    grouped: dict[Hashable, list[int]] = {}
    for index in left:
        value = key(entities[index])
        if value is not None:
            grouped.setdefault(value, []).append(index)
    return grouped


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """A name as compared."""
    return normal_name(name)


def _forms(entity: StoredEntity) -> frozenset[str]:
    return frozenset(fold(form) for form in (entity.name, *entity.aliases))


def _contradict(one: StoredEntity, other: StoredEntity) -> bool:
    """Whether both are linked, and to different organisations: then a likeness of names means nothing."""
    return one.ror is not None and other.ror is not None and one.ror != other.ror


def _similar(one: StoredEntity, other: StoredEntity) -> bool:
    if one.kind != other.kind:
        return False
    left, right = fold(one.name), fold(other.name)
    if [c for c in left if c.isdigit()] != [c for c in right if c.isdigit()]:
        return False
    short, long = sorted((_WORD.findall(left), _WORD.findall(right)), key=len)
    if len(short) > 1 and len(short) < len(long) and short in (long[: len(short)], long[-len(short) :]):
        return True
    return min(len(left), len(right)) >= _LONG_NAME and _one_letter_off(left, right)


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter put in, left out or replaced makes one name of the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[same:] == long[same + 1 :] or short[same + 1 :] == long[same + 1 :]
