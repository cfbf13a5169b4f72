"""Which organisation of the registry each entity is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from communique.document import Document, Issue, Span
from communique.findings import EntityFinding, FactFinding, Findings, Link, LinkCandidate, LinkFindings
from communique.registry.candidates import Candidate, choose, find_matches, judge, worth_listing
from communique.registry.index import Registry
from communique.registry.normal import normal_form
from communique.registry.sought import Sought
from communique.steps.linking.evidence import Evidence
from communique.steps.linking.parents import find_differing_parents

_MOST_LISTED: Final = 8


class LinkStep:
    """Links institutions and laboratories to a registry, or says between which organisations the link stays open.

    Everything is judged twice: first each entity for itself, then again with the parents, issuers and companions that
    the first pass linked. A link of the first pass does not stand by itself.

    Args:
        registry: the one in use.
    """

    name: ClassVar[str] = "linking"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure", "entities", "relations"})
    gives: ClassVar[str] = "links"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __call__(self, document: Document, findings: Findings) -> LinkFindings:
        if findings.structure is None or findings.entities is None or findings.relations is None:
            raise ValueError("the linking step needs the findings of structure, entities and relations")
        registry = self._registry
        evidence = Evidence(document, findings)
        matches = {e.key: find_matches(registry, evidence.alone(e)) for e in evidence.organisations}
        first = {e.key: judge(registry, matches[e.key], evidence.alone(e)) for e in evidence.organisations}
        evidence.learn(_linked(first))
        judged = {e.key: judge(registry, matches[e.key], evidence.among(e)) for e in evidence.organisations}
        chosen = _without_shared_successions(_linked(judged), findings.relations.facts, evidence.organisations)
        links, issues = [], []
        for entity in evidence.organisations:
            candidates = judged[entity.key]
            links.append(_link(entity, chosen.get(entity.key), candidates, evidence.alone(entity)))
            if links[-1].candidates:
                issues.append(_ambiguous(entity, candidates))
        issues += find_differing_parents(registry, evidence, chosen)
        return LinkFindings(tuple(links), tuple(issues))


def _linked(judged: Mapping[int, tuple[Candidate, ...]]) -> dict[int, Candidate]:
    return {key: best for key, candidates in judged.items() if (best := choose(candidates)) is not None}


def _without_shared_successions(
    chosen: Mapping[int, Candidate], facts: Iterable[FactFinding], entities: Iterable[EntityFinding]
) -> dict[int, Candidate]:
    """The links but those of a predecessor to its successor's organisation.

    A registry that lists a former name among the names gives one id to both. The release tells them apart, and a
    successor never replaces what was written.
    """
    kept = dict(chosen)
    names = {e.key: {normal_form(n) for n in (e.name, *e.aliases)} for e in entities}
    for fact in facts:
        if fact.predicate != "succeeds" or fact.object is None or not {fact.subject, fact.object} <= chosen.keys():
            continue
        organisation = chosen[fact.subject].organisation
        if organisation.id == chosen[fact.object].organisation.id:
            labels = {normal_form(n.text) for n in organisation.names if n.kind == "label"}
            still_the_old = names[fact.object] & labels and not names[fact.subject] & labels
            kept.pop(fact.subject if still_the_old else fact.object, None)
    return kept


def _link(entity: EntityFinding, chosen: Candidate | None, candidates: tuple[Candidate, ...], sought: Sought) -> Link:
    if chosen is None and choose(candidates) is not None:
        return Link(entity.key)  # the organisation is another entity's
    if chosen is None:
        listed = [c for c in worth_listing(candidates) if c.organisation.ror or c.organisation.rnsr][:_MOST_LISTED]
        return Link(
            entity.key,
            candidates=tuple(LinkCandidate(c.organisation.ror, c.organisation.rnsr, c.score) for c in listed),
        )
    organisation = chosen.organisation
    contradicted = sought.countries and organisation.country not in sought.countries
    return Link(
        entity.key, organisation.ror, organisation.rnsr, None if contradicted else organisation.country, chosen.score
    )


def _ambiguous(entity: EntityFinding, candidates: tuple[Candidate, ...]) -> Issue:
    listed = worth_listing(candidates)[:_MOST_LISTED]
    named = "; ".join(f"{c.organisation.name} ({c.organisation.country or '?'}, {c.score})" for c in listed)
    span = Span(entity.mentions[0].start, entity.mentions[0].end) if entity.mentions else None
    return Issue("linking.ambiguous", f"{entity.name}: no link is certain enough: {named}", span)
