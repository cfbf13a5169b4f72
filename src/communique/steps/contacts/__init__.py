"""The contacts step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import ContactFindings, Findings


class ContactStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "contacts"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "entities"})
    gives: ClassVar[str] = "contacts"

    def __call__(self, document: Document, findings: Findings) -> ContactFindings:
        return ContactFindings()
