"""The structure step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import Findings, StructuredBlock, StructureFindings


class StructureStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "structure"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes"})
    gives: ClassVar[str] = "structure"

    def __call__(self, document: Document, findings: Findings) -> StructureFindings:
        language = "fr" if " des " in document.text and " les " in document.text else "en"
        return StructureFindings(
            language=language,
            title=next((b.span.of(document.text) for b in document.blocks if b.role == "heading"), None),
            blocks=tuple(StructuredBlock("paragraph", b.start, b.end) for b in document.blocks),
        )
