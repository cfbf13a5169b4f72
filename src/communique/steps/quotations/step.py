"""The quotations step: what is quoted, and who says it."""

from __future__ import annotations

from typing import ClassVar, Final

from communique.document import Document
from communique.findings import BlockKind, Findings, QuotationFindings
from communique.steps.quotations.marks import find_quoted
from communique.steps.quotations.speakers import Attribution

_SPOKEN: Final[frozenset[BlockKind]] = frozenset(
    {"paragraph", "lead", "list_item", "summary", "boilerplate", "subtitle"}
)


class QuotationStep:
    """Finds quoted speech; quoted titles, names and single words in marks are no quotations."""

    name: ClassVar[str] = "quotations"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure", "entities"})
    gives: ClassVar[str] = "quotations"

    def __call__(self, document: Document, findings: Findings) -> QuotationFindings:
        structure = findings.structure
        blocks = [b.span for b in structure.blocks if b.kind in _SPOKEN] if structure else []
        language = structure.language if structure else "en"
        entities = findings.entities.entities if findings.entities else ()
        attribution = Attribution(document.text, language, blocks, entities)
        return QuotationFindings(attribution.quotations(find_quoted(document.text, blocks)))
