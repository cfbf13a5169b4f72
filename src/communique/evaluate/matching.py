"""Which found entity is which gold entity, and by what key a fact is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communique.evaluate.gold import Gold, GoldFact
from communique.records import Entity, Fact, Release, normal_name

FactKey = tuple[str, str, str]
"""Subject, predicate and object as compared; a name that is no gold entity starts with a question mark."""


def forms_of(entity: Entity) -> frozenset[str]:
    """Everything that the record calls the entity, as compared."""
    texts = (entity.name, *entity.aliases, *(m.text for m in entity.mentions))
    return frozenset(form for text in texts if (form := normal_name(text)))


def key_of_gold(fact: GoldFact) -> FactKey:
    """The key of a gold fact."""
    object_ = normal_name(fact.object) if fact.predicate == "located_in" else fact.object
    return fact.subject, fact.predicate, object_


class Alignment:
    """Found entities on gold entities, by shared forms; two found ones may fall on one gold entity."""

    def __init__(self, gold: Gold, release: Release) -> None:
        self.kinds = {e.name: e.kind for e in gold.entities}
        self._names = _match(gold, release.entities)
        self._entities = {e.id: e for e in release.entities}

    def gold_name(self, entity_id: str) -> str | None:
        """The name of the gold entity that a found entity is, if it is one."""
        return self._names.get(entity_id)

    def key_of(self, fact: Fact) -> FactKey:
        """The key of a found fact."""
        if fact.predicate == "founded_on":
            object_ = fact.value or ""
        elif fact.predicate == "located_in":
            place = self._entities.get(fact.object or "")
            object_ = normal_name(place.name if place else fact.value or "")
        else:
            object_ = self._name_or_guess(fact.object or "")
        return self._name_or_guess(fact.subject), fact.predicate, object_

    def _name_or_guess(self, entity_id: str) -> str:
        return self._names.get(entity_id) or "?" + normal_name(self._entities[entity_id].name)

    def loose_key_of_gold(self, fact: GoldFact) -> FactKey:
        """The key of an optional or forbidden fact, which may name what is no gold entity."""
        subject, predicate, object_ = key_of_gold(fact)
        if subject not in self.kinds:
            subject = "?" + normal_name(subject)
        if predicate not in ("located_in", "founded_on") and object_ not in self.kinds:
            object_ = "?" + normal_name(object_)
        return subject, predicate, object_

    def inverses(self, keys: Iterable[FactKey]) -> set[FactKey]:
        """Membership said the other way round: neither rewarded nor punished."""
        turned: set[FactKey] = set()
        for subject, predicate, object_ in keys:
            if predicate == "involves":
                turned.add((object_, "affiliated_with", subject))
            elif predicate == "affiliated_with" and self.kinds.get(object_) == "laboratory":
                turned.add((object_, "involves", subject))
        return turned


def _match(gold: Gold, entities: Iterable[Entity]) -> Mapping[str, str]:
    """Entity ids to gold names: first by the entity's own name, then by any of its forms."""
    found = tuple(entities)
    matched: dict[str, str] = {}
    for by_name in (True, False):
        for entity in found:
            if entity.id in matched:
                continue
            forms = {normal_name(entity.name)} if by_name else forms_of(entity)
            for candidate in gold.entities:
                if candidate.forms & forms:
                    matched[entity.id] = candidate.name
                    break
    return matched
