"""How two lines of a paragraph join: with a space, without, or without the hyphen at the line's end.

The evidence is the whole document: whether a word stands elsewhere with or without its hyphen, and whether the
document hyphenates at all. Many producers (browsers, word processors) never do: their line-end hyphens are real.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from communique.readers.pdf.lines import Line
from communique.rules.loader import RuleTable, load_table

HYPHENS: Final = "-\u2010\u00ad"
_DASHES: Final = "—–"
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-\u2010\u2011][^\W\d_]+(?:['’][^\W\d_]+)*)*")
_BEFORE: Final = re.compile(r"((?:[^\W\d_]+['’])*)([^\W_]+(?:[-\u2010\u2011][^\W_]+)*)[-\u2010\u00ad]$")
_AFTER: Final = re.compile(r"[^\W\d_]+")
_LONGEST_WORD: Final = 200
_OPENING: Final = "([{/"
_CLOSING: Final = ")]},"
_HYPHENATED_SHARE: Final = 0.04
"""A document in which more lines than this end in a hyphen hyphenates. Measured: 0.00 to 0.03 on the train PDFs, which
do not hyphenate; hyphenating programs break a word on every eighth to twentieth line."""


@dataclass(frozen=True, slots=True)
class Join:
    """Whether a space stands between two lines, and how many glyphs at the end of the first are left out."""

    space: bool = True
    dropped: int = 0


_SPACE: Final = Join()
_CLOSE: Final = Join(space=False)
_UNDONE: Final = Join(space=False, dropped=1)


class LineJoiner:
    """Decides line ends on the evidence of the document whose paragraphs (lists of lines) it is given."""

    def __init__(self, paragraphs: Iterable[Sequence[Line]]) -> None:
        self._words: Counter[str] = Counter()
        self._inner_hyphens: set[str] = set()
        all_lines = list(paragraphs)
        breaks = [pair for lines in all_lines for pair in pairwise(lines) if pair[0].text[-1:] in HYPHENS]
        if breaks:  # else nobody will ask for the words
            for lines in all_lines:
                self._count_words(lines)
        self._hyphenates = self._does_hyphenate(breaks, sum(map(len, all_lines)))

    def _count_words(self, lines: Sequence[Line]) -> None:
        """Counts the words of a paragraph that stand in one line."""
        after_hyphen = False
        for line in lines:
            before_hyphen = line.text[-1:] in HYPHENS
            words = _WORD.findall(line.text)[after_hyphen or None : -1 if before_hyphen else None]
            self._words.update(word.casefold().replace("\u2010", "-") for word in words)
            self._inner_hyphens.update(c for word in words for c in word if c in HYPHENS)
            after_hyphen = before_hyphen

    def _does_hyphenate(self, breaks: Sequence[tuple[Line, Line]], lines: int) -> bool:
        parts = [p for a, b in breaks if (p := _parts(a, b)) is not None]
        endings = load_line_ends().terms("hyphen.word-endings")
        if any(self._words[before + after] or after in endings for before, after in parts):
            return True
        return len(parts) > 3 and len(parts) > _HYPHENATED_SHARE * lines

    def join(self, line: Line, following: Line) -> Join:
        """How `following` joins `line`."""
        text, more = line.text, following.text
        last = text[-1:]
        if last in HYPHENS:
            return self._join_hyphen(line, following)
        if last in _DASHES and text[-2:-1] not in ("", " ") and not more.startswith(" "):
            return _CLOSE
        if last in _OPENING and not text.endswith((" /", " //")):
            return _CLOSE
        if more[:1] in _CLOSING or (more.startswith("—") and more[1:2] not in ("", " ")):
            return _CLOSE
        if load_line_ends().table["elision.line-end"].regex.search(text[-12:]):
            return _CLOSE
        word = text[text.rfind(" ") + 1 :][-_LONGEST_WORD:]
        if load_line_ends().table["address.line-end"].regex.search(word):
            return _CLOSE if load_line_ends().table["address.line-start"].regex.match(more[:_LONGEST_WORD]) else _SPACE
        return _SPACE

    def _join_hyphen(self, line: Line, following: Line) -> Join:
        if line.text.endswith("\u00ad"):
            return _UNDONE
        if len(line.text) == 1 or line.text[-2] == " ":
            return _SPACE  # a dash, not a hyphen
        parts = _parts(line, following)
        if parts is None:
            return _CLOSE
        before, after = parts
        whole, compound = self._words[before + after], self._words[f"{before}-{after}"]
        if whole != compound:
            return _UNDONE if whole > compound else _CLOSE
        if line.text.endswith("\u2010") and "\u2010" not in self._inner_hyphens and "-" in self._inner_hyphens:
            return _UNDONE
        return _UNDONE if self._hyphenates and not self._is_compound(before, after) else _CLOSE

    def _is_compound(self, before: str, after: str) -> bool:
        terms = load_line_ends().terms
        if after in terms("hyphen.word-endings"):
            return False
        if "-" in before or before in terms("hyphen.first-part") or after in terms("hyphen.second-part"):
            return True
        return len(before) > 2 and len(after) > 2 and bool(self._words[before] and self._words[after])


def _parts(line: Line, following: Line) -> tuple[str, str] | None:
    """The letters before and after a line-end hyphen, in lower case; None when the hyphen is certainly a real one:
    after a digit, or before a capital or a digit."""
    before = _BEFORE.search(line.text[-_LONGEST_WORD:])
    after = _AFTER.match(following.text)
    if before is None or after is None or not after[0][0].islower():
        return None
    word = before[2].replace("\u2010", "-").replace("\u2011", "-")
    if any(c.isdigit() for c in word) or (len(word) > 1 and word.isupper()):
        return None
    return word.casefold(), after[0].casefold()


class LineEnds:
    """The rule table of line ends, its terms as sets."""

    def __init__(self, table: RuleTable) -> None:
        self.table = table
        self._terms = {rule.id: frozenset(rule.terms) for rule in table.rules}

    def terms(self, rule_id: str) -> frozenset[str]:
        return self._terms[rule_id]


@cache
def load_line_ends() -> LineEnds:
    """The rules of `rules/line_ends.toml`."""
    return LineEnds(load_table("line_ends"))
