"""Reads a file's objects with the library's parser, which is given the usual tokens whole, and within bounds.

A subset of a font has a thousand widths, and the library takes each of them apart character by character. It also
follows references wherever they lead: round in a circle for ever, or, where every object names the next one ten times,
through more of them than there are atoms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument, PDFNoPageLabels
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import KWD, LIT, PSKeyword

from communique.readers.pdf.streams import BoundedStream

_END: Final = rb"(?=[ \t\r\n\f/<>\[\]()])"
_TOKEN: Final = re.compile(
    rb"[ \t\r\n\f]*+(?:(-?\d++(\.\d++)?)%(end)s|(/)([A-Za-z0-9_.,+*-]++)%(end)s|(\[|\]|<<|>>))" % {b"end": _END}
)
MAX_LOOKUPS: Final = 1_000_000
"""How often a file's objects are looked up. A page takes a hundred, with all that its fonts refer to."""

_LONGEST_CHAIN: Final = 32
_BRACKETS: Final = {bracket: KWD(bracket) for bracket in (b"[", b"]", b"<<", b">>")}


class ObjectParser(PDFParser):
    """The library's parser of objects; numbers, names and brackets are taken at once.

    Only tokens that end before the end of what is buffered are: so there is no doubt where they end.
    """

    def nexttoken(self) -> tuple[int, Any]:
        """The position of the next token and the token."""
        if self._tokens or self.eof:
            return super().nexttoken()
        found = _TOKEN.match(self.buf, self.charpos)
        if found is None:
            return super().nexttoken()
        self.charpos = found.end()
        number, fraction, slash, name, bracket = found.groups()
        if number is not None:
            return self.bufpos + found.start(1), float(number) if fraction else int(number)
        if slash is not None:
            return self.bufpos + found.start(3), LIT(name.decode())
        return self.bufpos + found.start(5), _BRACKETS[bracket]

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        """Handles a keyword; a stream that it ends is one that is decoded within bounds."""
        super().do_keyword(pos, token)
        if token is self.KEYWORD_STREAM and self.curstack:
            start, stream = self.curstack[-1]
            if isinstance(stream, PDFStream):
                self.curstack[-1] = (start, BoundedStream.of(stream))


class BoundedDocument(PDFDocument):
    """The library's document; a reference to it is followed only so far, and only so often."""

    def __init__(self, parser: PDFParser) -> None:
        self._lookups = 0
        super().__init__(parser)

    def getobj(self, objid: int) -> object:
        """The object of this number; never a reference.

        Raises:
            PDFException: there is no such object, it is nothing but a reference to itself or one of a long chain, or
                objects were looked up MAX_LOOKUPS times.
        """
        self._lookups += 1
        if self._lookups > MAX_LOOKUPS:
            raise PDFException(f"its objects refer to each other more than {MAX_LOOKUPS:,} times")
        found = super().getobj(objid)
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        raise PDFObjectNotFound(objid)

    def get_page_labels(self) -> Iterator[str]:
        """No labels: nobody asks for them, and the library gathers them before the first page."""
        raise PDFNoPageLabels
