"""The operations of a content stream, one regular expression each: what nearly all of every stream consists of.

The library takes a stream apart character by character, at some 30 µs a glyph where a producer places each by itself.
Here an operation is matched whole, operands and operator. Whatever looks otherwise (comments, inline images, operands
in disorder) matches nothing, and is left to the library's own parser: see `ContentInterpreter`.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from typing import Final

_SPACE: Final = rb"[ \t\r\n\f]"
_END: Final = rb"(?=[#/%\[\]()<>{} \t\r\n\f\v]|\Z)"
_NUMBER: Final = rb"[-+]?(?:\d++(?:\.\d*+)?|\.\d++)"
_HEX: Final = rb"<(?:[0-9A-Fa-f]{2})*+>"
_ESCAPE: Final = rb"\\(?:[0-3][0-7][0-7]|[0-7]{1,2}(?![0-7])|[btnfr()\\])"
_LITERAL: Final = rb"\((?:[^()\\]++|%(e)s|\((?:[^()\\]++|%(e)s)*+\))*+\)" % {b"e": _ESCAPE}
_NAME: Final = rb"/([\w.+*-]++)"
"""Names of fonts, forms, states and tags; one with an escape or a letter beyond ASCII is left to the library."""

OPERATION: Final = re.compile(
    rb"%(s)s*+(?:"
    rb"((?:%(n)s%(s)s++)*+)([A-Za-z][A-Za-z0-9*]*+)%(end)s"  # 1, 2
    rb"|(%(hex)s)%(s)s*+Tj%(end)s"  # 3
    rb"|\[((?:%(hex)s(?:%(n)s)?)++)\]%(s)s*+TJ%(end)s"  # 4
    rb"|\[((?:%(s)s++|%(hex)s|%(lit)s|%(n)s(?![-+.\w]))*+)\]%(s)s*+TJ%(end)s"  # 5
    rb"|(%(lit)s)%(s)s*+Tj%(end)s"  # 6
    rb"|%(name)s%(s)s++(?:(%(n)s)%(s)s++)?([A-Za-z]++)%(end)s"  # 7, 8, 9
    rb"|%(name)s%(s)s*+<<%(s)s*+/MCID%(s)s++\d++%(s)s*+>>%(s)s*+BDC%(end)s"  # 10
    rb")" % {b"s": _SPACE, b"n": _NUMBER, b"end": _END, b"hex": _HEX, b"lit": _LITERAL, b"name": _NAME},
    re.ASCII,
)
"""One operation; `lastindex` tells its form:

2: numbers (group 1) and an operator; 3: a string in hexadecimal and Tj; 4: such strings, each with a number after it
or none, and TJ; 5: strings and numbers in any order and TJ; 6: a literal string and Tj; 9: a name (7), a number or
none (8) and an operator; 10: a tag whose only property is its number, and BDC.
"""

PAIRS: Final = re.compile(rb"(%s)(%s)?" % (_HEX, _NUMBER))
"""The strings and numbers of form 4."""

ELEMENTS: Final = re.compile(rb"(%s|%s)?%s*(%s)?" % (_HEX, _LITERAL, _SPACE, _NUMBER))
"""The strings and numbers of form 5; some matches are empty."""

_ESCAPED: Final = re.compile(_ESCAPE)
_CONTROLS: Final = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r"}


def string_bytes(token: bytes) -> bytes:
    """The bytes of a string as it stands in a stream, with its brackets: `<0041>` or `(A \\(1\\))`."""
    if token.startswith(b"<"):
        return unhexlify(token[1:-1])
    return _ESCAPED.sub(_unescape, token[1:-1]) if b"\\" in token else token[1:-1]


def _unescape(match: re.Match[bytes]) -> bytes:
    escaped = match[0][1:]
    if escaped.isdigit():
        return bytes((int(escaped, 8),))
    return _CONTROLS.get(escaped, escaped)
