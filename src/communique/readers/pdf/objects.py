"""Reads a file's objects with the library's parser, which is given the usual tokens whole.

A subset of a font has a thousand widths, and the library takes each of them apart character by character.
"""

from __future__ import annotations

import re
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.psparser import KWD, LIT

_END: Final = rb"(?=[ \t\r\n\f/<>\[\]()])"
_TOKEN: Final = re.compile(
    rb"[ \t\r\n\f]*+(?:(-?\d++(\.\d++)?)%(end)s|(/)([A-Za-z0-9_.,+*-]++)%(end)s|(\[|\]|<<|>>))" % {b"end": _END}
)
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


def quicken(document: PDFDocument) -> None:
    """Lets an open document read its objects by `ObjectParser` from now on."""
    before = document._parser
    if before is not None:
        parser = ObjectParser(before.fp)
        parser.set_document(document)
        parser.fallback = before.fallback
        document._parser = parser
