"""The word that a mark stands on, and what it says about the mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from communique.steps.footnotes.anchors import function_words
from communique.steps.footnotes.marks import Mark, Shape

FIRM_WEIGHT: Final = 4.0
"""From this weight on a digit at a word is as good a callout as a raised one."""
LONGEST_HOST: Final = 40
_WORD_BEFORE: Final = re.compile(r"\w*[^\W\d_](?:['’-]\w*[^\W\d_])*$")
_WORD_AFTER: Final = re.compile(r"\s([^\W\d_]+['’]?)")
_ACRONYM_AFTER: Final = re.compile(r"\s?\(([^\W\d_]+)\)")
_PLAIN_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")


def host_of(text: str, mark: Mark) -> str:
    """The word that the mark stands on, "" when it stands after a sign."""
    end = mark.start - (mark.shape == "spaced")
    match = _WORD_BEFORE.search(text[max(0, end - LONGEST_HOST) : end])
    return match[0] if match else ""


def name_of(text: str, mark: Mark) -> str:
    """The word before a mark, without what elides before it; inside the bracket that closes before the mark."""
    end = mark.start
    while end and text[end - 1] in ")]»”.,":
        end -= 1
    match = _WORD_BEFORE.search(text[max(0, end - LONGEST_HOST) : end])
    return re.split("['’]", match[0])[-1] if match else ""


def acronym_after(text: str, mark: Mark) -> str:
    """The acronym in brackets right after the mark, "" when there is none."""
    match = _ACRONYM_AFTER.match(text, mark.end)
    return match[1] if match else ""


def _last_part(host: str) -> str:
    return re.split("['’-]", host)[-1]


def is_plain_word(word: str) -> bool:
    """Whether a word is no acronym: in small letters, apart from its first."""
    return len(word) >= 4 and word[1:].islower()


class Hosts:
    """How well a mark's surroundings speak for a callout: above 0 when they do at all."""

    _SHAPES: Final[dict[Shape, float]] = {
        "superscript": 6.0,
        "bracket": 6.0,
        "formula": 6.0,
        "parenthesis": 6.0,
        "symbol": 6.0,
    }

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self._text = text
        self._glued = Counter(host_of(text, m) for m in marks if m.shape == "glued")
        self._plain = frozenset(_PLAIN_WORD.findall(text)) if self._glued else frozenset()

    def weight(self, mark: Mark) -> float:
        """The weight of a mark; a digit at an acronym that is never printed without digits weighs least."""
        if mark.shape in self._SHAPES:
            return self._SHAPES[mark.shape] / (2 if mark.weak else 1)
        host = host_of(self._text, mark)
        if mark.shape == "spaced":
            return self._weight_of_spaced(mark, host)
        if not host or is_plain_word(host) or (len(host) > 1 and _last_part(host) in self._plain):
            return FIRM_WEIGHT  # after a bracket, a stop, or a word that is also printed without a digit
        if len(host) < 2:
            return 0.0
        return 1.0 if self._glued[host] > 1 else 2.0

    def _weight_of_spaced(self, mark: Mark, host: str) -> float:
        before = self._text[mark.start - 2] if mark.start > 1 else ""
        after = self._text[mark.end : mark.end + 1]
        if before in ")»”":
            return 2.0
        if host:
            return 1.0 if host.islower() and len(host) > 3 and self._goes_on(mark) else 0.0
        return 1.0 if before.isdigit() and after in ".,;:)" else 0.0

    def loose_weight(self, mark: Mark) -> float:
        """The weight where all callouts may stand apart from their words: a name before them says nothing then."""
        if mark.shape != "spaced":
            return 0.0
        return self._weight_of_spaced(mark, host_of(self._text, mark)) or (0.5 if self._goes_on(mark) else 0.0)

    def _goes_on(self, mark: Mark) -> bool:
        """Whether a sign or a word follows that carries the sentence on: no noun that the number counts."""
        word = _WORD_AFTER.match(self._text, mark.end)
        return not word or word[1].casefold() in function_words()
