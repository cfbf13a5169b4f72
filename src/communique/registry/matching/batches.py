"""Many strings as one array of words: their parts, the words that count, and what stands beside each word."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.walks import Ints, ragged
from communique.registry.matching.word_table import CLASS, FLAGS, FORM, GENITIVE, KEY, SILENT, TYPE, WordTable
from communique.registry.matching.words import SEPARATOR

WORDS_LIMIT: Final = 800
"""Words of a string that are read: an affiliation is shorter, and a whole page handed in by mistake stays cheap."""
LONG_PART: Final = 12
"""Words from which a part is long: where nobody sets commas, a name stands between words that don't belong to it."""
EDGE, NEXT, AND, OF_LINK = range(4)
"""What parts a word from the one beside it that counts: there is none, nothing, words that don't count, a genitive."""
_PARTED: Final = re.compile(f"({SEPARATOR.pattern})")
"""As SEPARATOR, but giving what parts too."""
_PARTS_LIMIT: Final = 2 * WORDS_LIMIT
_TAIL: Final = 4
"""Words in which a name may go on to what it is: `Michigan Medical School`."""
_ENTITY: Final = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FILLER: Final = "\u0332"  # a mark that combines: it keeps the word whole and the offsets true, and folding drops it


class Batch:
    """Strings as arrays. Words that count are numbered through all strings, in their order.

    Of all words: `rows` in the word table. Of words that count: `at`, the number among all words; `part`, `string`.
    Of parts: `first` and `last` word, `size` in words that count, `begin` and `stop` of these. Of strings: `start` of
    its words that count (and one more, the end of all), `full`, the parts with such words, and `shouted`: all capitals.
    """

    def __init__(self, strings: Sequence[str], table: WordTable) -> None:
        self.texts: list[str] = []
        self.part_texts: list[str] = []
        """Of the parts of all strings, in order."""
        self._pieces: list[list[str]] = []
        self.table = table
        self.shouted = np.array([string.isupper() for string in strings], dtype=bool)
        parts, counts = self._read(strings)
        self._assemble(parts, counts)

    def _read(self, strings: Sequence[str]) -> tuple[list[list[int]], list[int]]:
        """The words of each part, and how many parts each string has."""
        table = self.table
        known: dict[str, list[int]] = {}
        parts: list[list[int]] = []
        counts = []
        for string, shouted in zip(strings, self.shouted.tolist(), strict=True):
            text = plain(string, shouted) if shouted or "&" in string else string
            self.texts.append(text)
            before, words = len(parts), 0
            pieces = _PARTED.split(text, _PARTS_LIMIT)
            self._pieces.append(pieces)
            for piece in pieces[::2]:
                bare = piece.strip()
                part = known.get(bare)
                if part is None:
                    part = known[bare] = table.read(bare)[:WORDS_LIMIT]
                parts.append(part)
                self.part_texts.append(bare)
                words += len(part)
                if words > WORDS_LIMIT:
                    break
            counts.append(len(parts) - before)
        return parts, counts

    def _assemble(self, parts: Sequence[Sequence[int]], counts: Sequence[int]) -> None:
        lengths = np.array([len(part) for part in parts], dtype=np.int64)
        table = self.table.rows
        self.rows: Ints = np.array([row for part in parts for row in part], dtype=np.int64)
        self.last = np.cumsum(lengths)
        self.first = self.last - lengths
        self.part_starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.flags: Ints = table[self.rows, FLAGS]
        self.part_of_word = np.repeat(np.arange(len(parts)), lengths)
        counting = (self.flags & SILENT) == 0
        self.at: Ints = np.flatnonzero(counting)
        self.part = self.part_of_word[self.at]
        self.size = np.bincount(self.part, minlength=len(parts))
        self.stop = np.cumsum(self.size)
        self.begin = self.stop - self.size
        string_of_part = np.repeat(np.arange(len(counts)), counts)
        self.string = string_of_part[self.part]
        self.start = np.concatenate([[0], np.cumsum(np.bincount(self.string, minlength=len(counts)))]).astype(np.int64)
        self.full = np.bincount(string_of_part[self.size > 0], minlength=len(counts))
        columns = table[self.rows[self.at]]
        self.keys: Ints = columns[:, KEY]
        self.form: Ints = columns[:, FORM]
        self._forms: list[int] = self.form.tolist()
        self.columns = columns
        self.long = lengths >= LONG_PART
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

    def begin_of(self, string: int, part: int) -> int:
        """The first letter of a part in its string, behind spaces."""
        before = self._pieces[string][: 2 * (part - int(self.part_starts[string]))]
        return self.texts[string].index(self.part_texts[part], sum(map(len, before)))

    def words(self, start: int, end: int) -> str:
        """The forms of words that count, with spaces between."""
        forms = self.table.forms
        return " ".join([forms[form] for form in self._forms[start:end]])


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
