"""What a step is.

A step is a callable that reads the document (and what earlier steps found) and returns one finding. It stores
nothing, changes nothing, and touches neither network, clock, environment nor files when it runs. Expected trouble is
an issue in its finding; a bug raises, and the extractor turns it into the failure of that one document.
"""

from __future__ import annotations

from typing import ClassVar, Protocol

from communique.document import Document
from communique.findings import Findings


class Step(Protocol):
    """`needs` and `gives` name fields of `Findings`.

    A step that needs "footnotes" gets the reading document (callouts cut out); one that does not, the reader's.
    """

    name: ClassVar[str]
    needs: ClassVar[frozenset[str]]
    gives: ClassVar[str]

    def __call__(self, document: Document, findings: Findings) -> object:
        """The finding for the field `gives`."""
        ...
