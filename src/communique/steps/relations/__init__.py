"""The relations step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import RelationFindings, Findings


class RelationStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "relations"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "entities"})
    gives: ClassVar[str] = "relations"

    def __call__(self, document: Document, findings: Findings) -> RelationFindings:
        return RelationFindings()
