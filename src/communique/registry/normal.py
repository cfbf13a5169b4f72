"""Names as the index compares them: lower-case words without diacritics and punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "&": " and "})


def normal_words(name: str) -> list[str]:
    """The words of a name: case-folded, without diacritics; punctuation, hyphens and apostrophes separate."""
    if name.isascii():
        return _WORD.findall(name.lower().replace("&", " and "))
    folded = name.casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", folded)
    return _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


def normal_form(name: str) -> str:
    """The words of a name with single spaces between: `Université d'Aix-Marseille` is `universite d aix marseille`."""
    return " ".join(normal_words(name))
