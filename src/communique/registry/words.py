"""Which organisations have a word in one of their names: for searching by parts of names.

Sections of the index: `words` (a trie), `word-starts`, `word-values` (numbers of organisations, ascending) and
`word-lengths` (beside each number: of how many words the shortest such name is), so that short names come first
without decoding any record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import islice
from typing import Final

import marisa_trie
import numpy as np
import numpy.typing as npt

from communique.registry.index_file import IndexFile
from communique.registry.normal import normal_words
from communique.registry.organisations import Organisation

Numbers = npt.NDArray[np.uint32]
Lengths = npt.NDArray[np.uint8]

_MOST_COMPLETIONS: Final = 2_000
_SHORTEST_PREFIX: Final = 3
_LONGEST: Final = 255


class Words:
    """The word sections of an index."""

    def __init__(self, file: IndexFile) -> None:
        self._trie = marisa_trie.Trie().frombytes(bytes(file.section("words")))
        self._starts: Numbers = np.frombuffer(file.section("word-starts"), dtype="<u4")
        self._values: Numbers = np.frombuffer(file.section("word-values"), dtype="<u4")
        self._lengths: Lengths = np.frombuffer(file.section("word-lengths"), dtype="u1")

    def organisations_with(self, words: Sequence[str], most: int) -> list[int]:
        """The numbers of organisations whose names have all the words, or words that begin with them.

        Args:
            words: in normal form.
            most: how many at most; organisations with short names come first.
        """
        postings = [self._postings(word) for word in dict.fromkeys(words)]
        if not postings:
            return []
        numbers = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), (found for found, _ in postings))
        lengths = np.maximum.reduce([short[np.searchsorted(found, numbers)] for found, short in postings])
        return [int(n) for n in numbers[np.lexsort((numbers, lengths))[:most]]]

    def _postings(self, word: str) -> tuple[Numbers, Lengths]:
        """Ascending numbers of organisations, and beside each the length of its shortest name with the word."""
        ids = [self._trie[word]] if word in self._trie else []
        if len(word) >= _SHORTEST_PREFIX:
            ids = [self._trie[w] for w in islice(self._trie.iterkeys(word), _MOST_COMPLETIONS)]
        parts = [slice(int(self._starts[i]), int(self._starts[i + 1])) for i in ids]
        if not parts:
            return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8)
        numbers = np.concatenate([self._values[p] for p in parts])
        lengths = np.concatenate([self._lengths[p] for p in parts])
        order = np.lexsort((lengths, numbers))
        unique, first = np.unique(numbers[order], return_index=True)
        return unique, lengths[order][first]


def word_sections(organisations: Iterable[Organisation]) -> dict[str, bytes]:
    """The sections, for organisations in the order of the index."""
    postings: dict[str, list[int]] = defaultdict(list)
    lengths: dict[str, list[int]] = defaultdict(list)
    for number, organisation in enumerate(organisations):
        shortest: dict[str, int] = {}
        for name in organisation.names:
            words = normal_words(name.text)
            length = min(len(words), _LONGEST)
            for word in words:
                if shortest.get(word, _LONGEST) >= length:
                    shortest[word] = length
        for word, length in shortest.items():
            postings[word].append(number)
            lengths[word].append(length)
    trie = marisa_trie.Trie(sorted(postings))
    ordered = sorted(postings, key=trie.get)
    starts = np.concatenate([[0], np.cumsum([len(postings[w]) for w in ordered], dtype=np.int64)])
    return {
        "words": trie.tobytes(),
        "word-starts": starts.astype("<u4").tobytes(),
        "word-values": np.array([n for w in ordered for n in postings[w]], dtype="<u4").tobytes(),
        "word-lengths": np.array([n for w in ordered for n in lengths[w]], dtype="u1").tobytes(),
    }
