"""Releases with gold as training examples: every candidate pair of every clause, with what the gold says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from communique.extractor import default_extractor
from communique.findings import EntityFinding, FactFinding, Findings
from communique.readers import read
from communique.records import normal_name
from communique.steps.relations import RelationStep
from communique.steps.relations.learned.checksums import ROWS
from communique.steps.relations.learned.model import Calibration, PairModel, predicate_columns
from communique.steps.relations.learned.opinions import Opinion
from communique.steps.relations.step import Read

GoldKey = tuple[str, str, str]
"""Subject, predicate and object; names are those of gold entities, a question mark stands before others."""


@dataclass(frozen=True)
class GoldRelease:
    """A release as the rules read it, beside its gold.

    `names` maps entity keys to gold names; `facts` gives the role of each gold fact, `optional` is neither right nor
    wrong. `unseen`: the rules were not written on it.
    """

    name: str
    unseen: bool
    read: Read
    names: dict[int, str]
    facts: dict[GoldKey, str | None]
    optional: frozenset[GoldKey]
    places: dict[int, str] = field(default_factory=dict)

    def key_of(self, fact: FactFinding) -> GoldKey:
        """A found fact in the names of the gold."""
        subject = self.names.get(fact.subject, f"?{fact.subject}")
        if fact.predicate == "founded_on":
            return subject, fact.predicate, fact.value or ""
        if fact.predicate == "located_in":
            return subject, fact.predicate, normal_name(self._place(fact))
        return subject, fact.predicate, self.names.get(fact.object or 0, f"?{fact.object}")

    def verdict(self, fact: FactFinding) -> bool | None:
        """Whether a fact is right; None where the gold leaves it open."""
        key = self.key_of(fact)
        if key in self.facts:
            return True
        return None if key in self.optional else False

    def _place(self, fact: FactFinding) -> str:
        entity = self.read.release.entities.get(fact.object or 0)
        return (
            entity.name if entity else self.read.release.places.name(fact.object) if fact.object else fact.value or ""
        )


def blank_model() -> PairModel:
    """A model that thinks nothing: every pair gets an opinion of one half."""
    columns = {c: i for i, c in enumerate(predicate_columns())}
    none = np.zeros((ROWS, len(columns)), dtype=np.float16)
    return PairModel(columns, none, np.zeros(len(columns)), Calibration((0, 1, 0), (0, 1), {}, 0.0, {}))


def read_releases(folders: Iterable[Path], *, unseen: bool) -> Iterator[GoldRelease]:
    """The releases below folders (`*/gold.json` beside `release.html`), read by all steps up to the relations."""
    step = RelationStep(blank_model())
    for folder in folders:
        for path in sorted(folder.glob("*/gold.json")):
            if (path.parent / "release.html").is_file():
                yield _read_release(path.parent, step, unseen)


def _read_release(folder: Path, step: RelationStep, unseen: bool) -> GoldRelease:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    document = read((folder / "release.html").read_bytes())
    findings = Findings()
    for before in default_extractor().steps:
        reading = findings.footnotes.reading if findings.footnotes else document
        if before.gives == "relations":
            break
        findings = findings.with_finding(before.gives, before(reading, findings))
    entities = findings.entities.entities if findings.entities else ()
    forms = {normal_name(n): e["name"] for e in reversed(gold["entities"]) for n in (e["name"], *e.get("aliases", ()))}
    names = {e.key: forms[f] for e in entities for f in reversed(_forms(e)) if f in forms}
    facts = {_gold_key(f, forms): f.get("role") for f in gold["facts"]}
    optional = {_gold_key(f, forms) for f in gold.get("optional_facts", ())}
    optional |= {(o, "affiliated_with", s) for s, p, o in facts if p == "involves"}
    optional |= {(o, "involves", s) for s, p, o in facts if p == "affiliated_with"}
    return GoldRelease(folder.name, unseen, step.read(reading, findings), names, facts, frozenset(optional))


def _forms(entity: EntityFinding) -> list[str]:
    return [normal_name(n) for n in (entity.name, *entity.aliases)]


def _gold_key(fact: dict[str, Any], forms: dict[str, str]) -> GoldKey:
    def name(text: str) -> str:
        return forms.get(normal_name(text), "?" + normal_name(text))

    object_ = fact.get("object") or fact.get("value") or ""
    if fact["predicate"] == "located_in":
        object_ = normal_name(object_)
    elif fact["predicate"] == "founded_on":
        object_ = fact.get("value") or object_
    else:
        object_ = name(object_)
    return name(fact["subject"]), fact["predicate"], object_


@dataclass(frozen=True)
class Example:
    """One pair and one predicate: the rows of its features, whether it is so (None: open), and its gold role."""

    release: int
    predicate: str
    opinion: Opinion
    right: bool | None
    role: str | None


def examples_of(number: int, release: GoldRelease) -> Iterator[Example]:
    """All examples of one release."""
    from communique.steps.relations.collect import facts_of

    for opinion in release.read.opinions:
        verdicts: list[bool | None] = []
        role = None
        for fact in facts_of([opinion.claim], release.read.release.entities):
            verdicts.append(release.verdict(fact))
            role = role or release.facts.get(release.key_of(fact))
        if verdicts:
            right = True if True in verdicts else None if None in verdicts else False
            yield Example(number, opinion.claim.predicate, opinion, right, role)
