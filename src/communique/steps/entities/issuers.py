"""Who issues the release."""

from __future__ import annotations

from collections.abc import Sequence

from communique.findings import EntityFinding, StructureFindings


def find_issuers(text: str, entities: Sequence[EntityFinding], structure: StructureFindings) -> tuple[int, ...]:
    """The institutions (else laboratories) named in the issuer spans, the most telling span first."""
    found: dict[int, None] = {}
    for span in structure.issuer_spans:
        for kind in ("institution", "laboratory"):
            inside = [
                e.key
                for e in entities
                if e.kind == kind and any(span.start <= m.start and m.end <= span.end for m in e.mentions)
            ]
            if inside:
                found.update(dict.fromkeys(inside))
                break
        if found:
            break
    return tuple(found)
