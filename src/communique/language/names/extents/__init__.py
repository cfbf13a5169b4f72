"""How far an organisation's name reaches from its head word.

To the left stand capitalised words ("Condensed Matter Physics Laboratory"); to the right a phrase with prepositions,
capitalised in English ("Institute for the Science of Light"), mostly in lower case in French ("Laboratoire de
physique des solides"). A name stops where another organisation's begins.
"""

from __future__ import annotations

from communique.language.names.extents.leftward import LeftReader
from communique.language.names.extents.reader import KnownOrganisations
from communique.language.names.extents.rightward import RightReader
from communique.language.tokens import TokenTable

__all__ = ["Extents", "KnownOrganisations"]


class Extents:
    """Both sides of head words in one text."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._left = LeftReader(table, known)
        self._right = RightReader(table, known)

    def left(self, head: int, *, cross_known: bool) -> int:
        """See `LeftReader.read`."""
        return self._left.read(head, cross_known=cross_known)

    def right(self, head: int, style: str, *, start: int | None = None, labelled: bool = False) -> int:
        """See `RightReader.read`."""
        return self._right.read(head, style, start=start, labelled=labelled)

    def begins_organisation(self, i: int) -> bool:
        """Whether another organisation's name starts at token i."""
        return self._right.begins_organisation(i)

    def goes_on(self, i: int) -> bool:
        """Whether a hyphen joins a capital to the word: I-Ten."""
        return self._right.goes_on(i)
