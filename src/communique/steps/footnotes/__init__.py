"""The footnotes step."""

from __future__ import annotations

from typing import ClassVar

from communique.document import Document
from communique.findings import Findings, FootnoteFindings


class FootnoteStep:
    """Placeholder until the step is written."""

    name: ClassVar[str] = "footnotes"
    needs: ClassVar[frozenset[str]] = frozenset()
    gives: ClassVar[str] = "footnotes"

    def __call__(self, document: Document, findings: Findings) -> FootnoteFindings:
        return FootnoteFindings(document)
