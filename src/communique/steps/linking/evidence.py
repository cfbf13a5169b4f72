"""What a release says of each of its organisations, as far as it helps to tell namesakes apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, cast

from communique.document import Document
from communique.findings import EntityFinding, EntityFindings, FactFinding, Findings
from communique.registry.candidates import Candidate
from communique.registry.organisations import Organisation, OrganisationKind
from communique.registry.sought import Sought
from communique.rules import load_table
from communique.steps.linking.places import Places, countries_of

_BESIDE: Final = re.compile(
    r"""^(?:\ ?\([^()\n]{1,40}\))?\ ?[,(–—]*\ ?(?:(?:based|située?|installée?)\ )?
        (?:in|at|of|à|en|au|aux|du|de\ la|de|d['’])?\ ?(?:the\ |la\ |le\ |l['’])?$""",
    re.VERBOSE,
)
_BESIDE_LENGTH: Final = 70
"""Characters: a bracket with a code or an acronym may stand between."""
_BEFORE_LENGTH: Final = 24
_BEFORE: Final = re.compile(r"^(?:['’]s)?[ \-–]$")
_ORGANISATIONS: Final = frozenset({"laboratory", "institution"})


class Evidence:
    """The evidence of one release, gathered once; `sought` gives that of one entity."""

    def __init__(self, document: Document, findings: Findings) -> None:
        assert findings.entities is not None
        assert findings.relations is not None
        assert findings.structure is not None
        self._text = document.text
        self._found: EntityFindings = findings.entities
        self._sentences = [s.start for s in findings.entities.sentences]
        self._places = Places(document.text)
        self.organisations = tuple(e for e in findings.entities.entities if e.kind in _ORGANISATIONS)
        self._names = {e.key: e.name for e in (*findings.entities.entities, *findings.relations.places)}
        self.parents: dict[int, list[FactFinding]] = defaultdict(list)
        self._parts: dict[int, list[int]] = defaultdict(list)
        self._located: dict[int, set[str]] = defaultdict(set)
        self._predecessors: dict[int, set[int]] = defaultdict(set)
        self._read_facts(findings.relations.facts)
        self._year = int(findings.structure.date[:4]) if findings.structure.date else None
        self._dateline = countries_of(findings.structure.dateline_place or "")
        self._linked: Mapping[int, Candidate] = {}
        self._first: dict[int, Sought] = {}
        self._sentence_words: dict[int, frozenset[str]] = {}
        self._sentence_countries: dict[int, frozenset[str]] = {}
        self._linked_countries: dict[int, Counter[str]] = {}
        self._by_sentence = self._keys_by_sentence()

    def _read_facts(self, facts: Iterable[FactFinding]) -> None:
        for fact in facts:
            if fact.predicate == "affiliated_with" and fact.object is not None and fact.status != "former":
                self.parents[fact.subject].append(fact)
                self._parts[fact.object].append(fact.subject)
            elif fact.predicate == "succeeds" and fact.object is not None:
                self._predecessors[fact.subject].add(fact.object)
            elif fact.predicate == "located_in":
                place = self._names.get(fact.object, "") if fact.object is not None else fact.value or ""
                self._located[fact.subject] |= countries_of(place)

    def alone(self, entity: EntityFinding) -> Sought:
        """What the text says of an entity without looking at how others were linked."""
        if entity.key not in self._first:
            sentences = self._sentences_of(entity)
            sure = self._beside(entity)
            if entity.kind == "laboratory":
                sure |= self._located[entity.key]  # an institution may have offices elsewhere
            self._first[entity.key] = Sought(
                names=_names(entity),
                kind=cast(OrganisationKind, entity.kind),
                codes=_codes(entity),
                countries=sure,
                near=_union(self._countries_of(n) for n in sentences) | self._located[entity.key],
                home=self._dateline,
                words=_union(self._words_of(n) for n in sentences),
                all_words=self._places.all_words,
                year=self._year,
            )
        return self._first[entity.key]

    def among(self, entity: EntityFinding) -> Sought:
        """The same with what other entities were linked to: parents, parts, issuers and companions."""
        sought, linked = self.alone(entity), self._linked
        parents = [f.object for f in self.parents[entity.key] if f.object is not None]
        parts = self._parts[entity.key]
        kin = [linked[k].organisation for k in (*parents, *parts) if k in linked and k != entity.key]
        parent_organisations = [linked[k].organisation for k in parents if k in linked]
        issuers = [linked[k].organisation.country for k in self._found.issuers if k in linked and k != entity.key]
        return replace(
            sought,
            near=sought.near | {o.country for o in parent_organisations if o.country},
            home=sought.home | {c for c in issuers if c},
            companions=self._companions(entity),
            parents=_ids(parent_organisations),
            predecessors=_ids(linked[k].organisation for k in self._predecessors[entity.key] if k in linked),
            apart=frozenset(o.id for o in kin),
        )

    def learn(self, linked: Mapping[int, Candidate]) -> None:
        """Takes in what a first pass linked, for `among`."""
        self._linked = linked
        for sentence, keys in self._by_sentence.items():
            countries = (linked[k].organisation.country for k in keys if k in linked)
            self._linked_countries[sentence] = Counter(c for c in countries if c)

    def _companions(self, entity: EntityFinding) -> frozenset[str]:
        """The countries of the other linked organisations in the same sentences."""
        own = self._linked[entity.key].organisation.country if entity.key in self._linked else None
        return frozenset(
            country
            for sentence in self._sentences_of(entity)
            for country, count in self._linked_countries[sentence].items()
            if count > (country == own)
        )

    def _keys_by_sentence(self) -> dict[int, list[int]]:
        keys: dict[int, list[int]] = defaultdict(list)
        for entity in self.organisations:
            for sentence in self._sentences_of(entity):
                keys[sentence].append(entity.key)
        return keys

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._sentences, offset) - 1

    def _sentences_of(self, entity: EntityFinding) -> list[int]:
        numbers = {self._sentence(m.start) for m in entity.mentions if m.source != "reference"}
        return sorted(n for n in numbers if n >= 0)

    def _countries_of(self, sentence: int) -> frozenset[str]:
        if sentence not in self._sentence_countries:
            self._sentence_countries[sentence] = self._places.countries_in(self._found.sentences[sentence])
        return self._sentence_countries[sentence]

    def _words_of(self, sentence: int) -> frozenset[str]:
        if sentence not in self._sentence_words:
            self._sentence_words[sentence] = self._places.words_in(self._found.sentences[sentence])
        return self._sentence_words[sentence]

    def _beside(self, entity: EntityFinding) -> frozenset[str]:
        """Countries that are said of the entity itself: "the Lebanese CNRS", "Institut Pasteur (Dakar)".

        Said with half of its mentions at least: the "CNRS Washington office" makes no American of the CNRS.
        """
        counted: Counter[str] = Counter()
        mentions = [m for m in entity.mentions if m.source != "reference"]
        for mention in mentions:
            counted.update(self._beside_mention(mention.start, mention.end))
        return frozenset(country for country, count in counted.items() if 2 * count >= len(mentions))

    def _beside_mention(self, start: int, end: int) -> set[str]:
        found: set[str] = set()
        after = self._places.named_between(end, end + _BESIDE_LENGTH)
        if after and _BESIDE.match(self._text[end : after[0].start]):
            found.add(after[0].country)
        before = self._places.named_between(max(0, start - _BEFORE_LENGTH), start)
        if before and _BEFORE.match(self._text[before[-1].end : start]):
            found.add(before[-1].country)
        return found


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """One set of several; a set alone is not copied: a sentence may be very long and name very many."""
    several = list(sets)
    return several[0] if len(several) == 1 else frozenset().union(*several)


def _ids(organisations: Iterable[Organisation]) -> frozenset[str]:
    return frozenset(id_ for o in organisations for id_ in (o.ror, o.rnsr) if id_)


def _names(entity: EntityFinding) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.name, *entity.aliases)))


def _codes(entity: EntityFinding) -> tuple[str, ...]:
    """All unit codes that the entity has or that stand in its names."""
    texts = [t for t in (entity.unit_code, *_names(entity)) if t]
    codes = []
    for rule in load_table("unit_codes").rules:
        for text in texts:
            codes += [f"{m['unit_type']} {m['number']}" for m in rule.regex.finditer(text)]
    return tuple(dict.fromkeys(codes))
