"""Names as the index compares them: lower-case words without diacritics and punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]+")
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "&": " and "})


def normal_words(name: str) -> list[str]:
    """The words of a name: case-folded, without diacritics; punctuation, hyphens and apostrophes separate."""
    if name.isascii():
        return _WORD.findall(name.lower().replace("&", " and "))
    folded = name.casefold().translate(_LETTERS)
    bare = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", folded))
    if not bare.isascii():
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return _WORD.findall(bare)


def normal_form(name: str) -> str:
    """The words of a name with single spaces between: `Université d'Aix-Marseille` is `universite d aix marseille`."""
    return " ".join(normal_words(name))
