"""The entities step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import EntityFindings, Findings


class EntityStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "entities"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure"})
    gives: ClassVar[str] = "entities"

    def __call__(self, document: Document, findings: Findings) -> EntityFindings:
        return EntityFindings()
