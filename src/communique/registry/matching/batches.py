"""Many strings as one array of words: their parts, the words that count, and what stands beside each word."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.letters import Cut, cut
from communique.registry.matching.sums import Sums
from communique.registry.matching.walks import Ints, ragged
from communique.registry.matching.word_table import (
    CLASS,
    FLAGS,
    GENITIVE,
    GLUED,
    KEY,
    SILENT,
    SUM,
    TYPE,
    WordTable,
)
from communique.registry.matching.words import GLUED_TOKEN

WORDS_LIMIT: Final = 800
"""Words of a string that are read: an affiliation is shorter, and a whole page handed in by mistake stays cheap."""
LONG_PART: Final = 12
"""Words from which a part is long: where nobody sets commas, a name stands between words that don't belong to it."""
EDGE, NEXT, AND, OF_LINK = range(4)
"""What parts a word from the one beside it that counts: there is none, nothing, words that don't count, a genitive."""
_TAIL: Final = 4
"""Words in which a name may go on to what it is: `Michigan Medical School`."""
_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FILLER: Final = "\u0332"  # a mark that combines: it keeps the word whole and the offsets true, and folding drops it


class Batch:
    """Strings as arrays. Words that count are numbered through all strings, in their order.

    Of all words: `rows` in the word table. Of words that count: `at`, the number among all words; `part`, `string`, and
    `letter` and `behind`, where it begins and ends in its string. Of parts: `first` and `last` word, `size` in words
    that count, `begin` and `stop` of these. Of strings: `start` of its words that count (and one more, the end of all),
    `full`, the parts with such words, and `shouted`: all capitals.
    """

    def __init__(self, strings: Sequence[str], table: WordTable) -> None:
        self.table = table
        self.count = len(strings)
        shouted = [string.isupper() for string in strings]
        self.shouted = np.array(shouted, dtype=bool)
        texts = [
            plain(text, capitals) if capitals or "&" in text else text
            for text, capitals in zip(strings, shouted, strict=True)
        ]
        words = cut(texts, WORDS_LIMIT)
        self.rows = table.rows_of(words.text, words.start, words.end)
        if (table.rows[self.rows, FLAGS] & GLUED).any():
            words = self._parted(words)
        self._assemble(words)

    def _parted(self, words: Cut) -> Cut:
        """With the words of parts in which some lost the space between them cut anew."""
        glued = np.unique(words.part[(self.table.rows[self.rows, FLAGS] & GLUED) != 0])
        first = np.searchsorted(words.part, glued)
        behind = np.searchsorted(words.part, glued, side="right")
        found: list[tuple[int, int, int, int]] = []
        for begin, stop, one in zip(words.start[first].tolist(), words.end[behind - 1].tolist(), first, strict=True):
            string, part = int(words.string[one]), int(words.part[one])
            found += [(*match.span(), string, part) for match in GLUED_TOKEN.finditer(words.text, begin, stop)]
        kept = ~np.isin(words.part, glued)
        new = np.array(found, dtype=np.int64).T
        rows = np.concatenate([self.rows[kept], self.table.rows_of(words.text, new[0], new[1])])
        old = np.stack([words.start, words.end, words.string, words.part])[:, kept]
        start, end, string_of, part_of = np.concatenate([old, new], axis=1)
        order = np.argsort(start, kind="stable")
        self.rows = rows[order]
        return words._replace(start=start[order], end=end[order], string=string_of[order], part=part_of[order])

    def _assemble(self, words: Cut) -> None:
        table = self.table.rows
        self.flags: Ints = table[self.rows, FLAGS]
        parts = int(words.part[-1]) + 1 if len(words.part) else 0
        lengths = np.bincount(words.part, minlength=parts)
        self.last = np.cumsum(lengths)
        self.first = self.last - lengths
        self.long = lengths >= LONG_PART
        counting = (self.flags & SILENT) == 0
        self.at: Ints = np.flatnonzero(counting)
        self.part = words.part[self.at]
        self.size = np.bincount(self.part, minlength=parts)
        self.stop = np.cumsum(self.size)
        self.begin = self.stop - self.size
        self.string = words.string[self.at]
        self.start = np.searchsorted(self.string, np.arange(self.count + 1))
        self.letter = words.start[self.at] - words.begins[self.string]
        self.behind = words.end[self.at] - words.begins[self.string]
        self.full = np.bincount(self.string[self.begin[self.size > 0]], minlength=self.count)
        columns = table[self.rows[self.at]]
        self.keys: Ints = columns[:, KEY]
        self.row: Ints = self.rows[self.at]
        self.sums: Sums = columns[:, SUM].view(np.uint64)
        self.columns = columns
        self._look_beside()

    def _look_beside(self) -> None:
        """`left` and `right` of each word that counts: what parts it from the next, whose class, and `tail`."""
        at, part = self.at, self.part
        genitive = (self.flags & GENITIVE) != 0
        count = len(at)
        together = np.zeros(count, dtype=bool)
        together[1:] = part[1:] == part[:-1]
        gap = np.ones(count, dtype=np.int64)
        gap[1:] = at[1:] - at[:-1]
        behind = np.minimum(np.concatenate([[0], at[:-1] + 1]), max(len(self.rows) - 1, 0))
        left = np.where(gap == 1, NEXT, np.where(genitive[behind] if count else False, OF_LINK, AND))
        self.left = np.where(together, left, EDGE)
        # on the right the first silent word says how; on the left the one behind the other word: it is the same one
        self.right = np.full(count, EDGE)
        self.right[:-1] = self.left[1:]
        classes = self.columns[:, CLASS]
        self.left_class = np.where(together, np.concatenate([[0], classes[:-1]]), 0) if count else classes
        self.right_class = np.where(self.right != EDGE, np.concatenate([classes[1:], [0]]), 0) if count else classes
        self.tail = self._tails(classes)

    def _tails(self, classes: Ints) -> Ints:
        """For each word the class of what its name goes on as: the first type among what follows without a gap."""
        tail = np.zeros(len(classes), dtype=np.int64)
        types = (self.columns[:, FLAGS] & TYPE) != 0
        going = np.flatnonzero(self.right == NEXT)
        place = going + 1
        for _ in range(_TAIL):
            kept = classes[place] > 0
            going, place = going[kept], place[kept]
            typed = types[place]
            tail[going[typed]] = classes[place[typed]]
            going, place = going[~typed], place[~typed]
            on = self.right[place] == NEXT
            going, place = going[on], place[on] + 1
        return tail

    def words(self, start: int, end: int) -> str:
        """The forms of words that count, with spaces between."""
        forms = self.table.forms
        return " ".join([forms[row] for row in self.row[start:end].tolist()])


def plain(text: str, shouted: bool) -> str:
    """A text of the same length without entities ("&amp;", "&#233;") and, if it is all capitals, without them."""
    if "&" in text:
        text = _ENTITY.sub(_unescaped, text)
    if shouted and len(text.lower()) == len(text):
        text = text.lower()
    return text


def _unescaped(match: re.Match[str]) -> str:
    """The character, and fillers up to the length of its entity."""
    character = html.unescape(match[0])
    if len(character) != 1:
        return match[0]
    return character.ljust(len(match[0]), _FILLER if character.isalpha() else " ")


def spread(values: npt.NDArray[Any], starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The runs of values that begin at `starts`, one after the other."""
    return values[ragged(starts, lengths)]
