"""The quotations step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import QuotationFindings, Findings


class QuotationStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "quotations"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "entities"})
    gives: ClassVar[str] = "quotations"

    def __call__(self, document: Document, findings: Findings) -> QuotationFindings:
        return QuotationFindings()
