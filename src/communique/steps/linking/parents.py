"""Laboratories whose parents the release and the registry give differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from communique.document import Issue
from communique.findings import FactFinding
from communique.registry.candidates import Candidate
from communique.registry.index import Registry
from communique.registry.organisations import Organisation
from communique.registry.weighing import ancestors_of
from communique.steps.linking.evidence import Evidence


def find_differing_parents(registry: Registry, evidence: Evidence, linked: Mapping[int, Candidate]) -> Iterator[Issue]:
    """One issue for each laboratory whose supervising institutions are all linked and none of them the registry's."""
    for entity in evidence.organisations:
        candidate = linked.get(entity.key)
        stated = [f for f in evidence.parents[entity.key] if f.role == "supervisor" and f.status == "asserted"]
        if entity.kind != "laboratory" or candidate is None or not candidate.named or not stated:
            continue
        known = ancestors_of(registry, candidate.organisation)
        supervisors = [linked.get(f.object) for f in stated if f.object is not None]
        if not known or not all(supervisors):
            continue
        said = [s.organisation for s in supervisors if s is not None]
        if any(_kin(registry, organisation) & known for organisation in said):
            continue
        yield _issue(registry, entity.name, candidate.organisation, said, stated)


def _kin(registry: Registry, organisation: Organisation) -> frozenset[str]:
    """The organisation, those before and after it, and those that it belongs to: a merger is no contradiction."""
    near = {organisation.id, *organisation.predecessors, *organisation.successors, *organisation.related}
    return frozenset(near) | ancestors_of(registry, organisation) | frozenset(organisation.children)


def _issue(
    registry: Registry, name: str, laboratory: Organisation, said: list[Organisation], stated: list[FactFinding]
) -> Issue:
    names = []
    for id_ in laboratory.parents:
        number = registry.with_id(id_)
        names.append(registry.organisation(number).name if number is not None else id_)
    return Issue(
        "registry.parents-differ",
        f"{name}: the release states {', '.join(o.name for o in said)}; the registry gives {', '.join(names)}",
        stated[0].evidence[0],
    )
