"""Who issues the release."""

from __future__ import annotations

from collections.abc import Sequence

from communique.document import Span
from communique.findings import EntityFinding, EntityKind, StructureFindings

_KINDS: tuple[EntityKind, ...] = ("institution", "laboratory")


def find_issuers(entities: Sequence[EntityFinding], structure: StructureFindings) -> tuple[int, ...]:
    """The keys of the organisations in the first issuer span that names any, institutions before laboratories."""
    for span in structure.issuer_spans:
        for kind in _KINDS:
            inside = [e.key for e in entities if e.kind == kind and _is_named_in(e, span)]
            if inside:
                return tuple(inside)
    return ()


def _is_named_in(entity: EntityFinding, span: Span) -> bool:
    return any(span.start <= m.start and m.end <= span.end for m in entity.mentions)
