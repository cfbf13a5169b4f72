"""Sequences of words that many strings are searched for at once: an index of them, and steps along it for whole arrays.

A walk is a tree of words. Its nodes are numbered level by level in the order of their edges, so that the node which an
edge leads to is known from the edge's place in the sorted list of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.registry.matching.sums import Sums, distinct, places_of, word_sums

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_WORD_BITS: Final = 22
_SIEVE_BITS: Final = 22
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)


class Walk:
    """Sequences of words, each with a number."""

    def __init__(self, name: str, sections: Mapping[str, bytes | memoryview]) -> None:
        """Opens the sections that `walk_sections` wrote under a name; nothing is copied."""
        self._words: Sums = np.frombuffer(sections[f"{name}-words"], dtype="<u8")
        self._edges: Ints = np.frombuffer(sections[f"{name}-edges"], dtype="<i8")
        self._ends: npt.NDArray[np.int32] = np.frombuffer(sections[f"{name}-ends"], dtype="<i4")
        self._sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
        self._sieve[_sifted(self._edges)] = True
        first = self._edges[: int(np.searchsorted(self._edges, 1 << _WORD_BITS))]
        self._first = np.zeros(len(self._words) + 1, dtype=np.int64)
        self._first[first] = np.arange(1, len(first) + 1)

    def numbers(self, words: Sums) -> Ints:
        """The numbers of words, by their sums; one that begins no edge for a word that stands in no sequence."""
        return places_of(words, self._words, len(self._words))

    def find(self, words: Ints, stops: Ints, reach: int) -> tuple[Ints, Ints, Ints]:
        """All sequences in an array of numbered words.

        Args:
            words: numbers of words.
            stops: for each word the place before which a sequence from there on must end.
            reach: words that a sequence may have.

        Returns:
            The first place of each find, the place behind its last word, and the number of the sequence.
        """
        places = np.arange(len(words))
        nodes = self._first[words]
        found = []
        for length in range(1, reach + 1):
            going = nodes > 0
            places, nodes = places[going], nodes[going]
            if not len(places):
                break
            ends = self._ends[nodes - 1]
            here = ends >= 0
            found.append((places[here], places[here] + length, ends[here].astype(np.int64)))
            on = places + length < stops[places]
            places, nodes = places[on], nodes[on]
            edges = nodes << _WORD_BITS | words[places + length]
            likely = self._sieve[_sifted(edges)]
            places, edges = places[likely], edges[likely]
            at = np.minimum(np.searchsorted(self._edges, edges), len(self._edges) - 1)
            nodes = np.where(self._edges[at] == edges, at + 1, 0)
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
        starts, behind, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
        return starts, behind, numbers


def _sifted(edges: Ints) -> npt.NDArray[np.uint64]:
    """Places in a sieve, which tells quickly of most edges that a walk doesn't have them."""
    return edges.astype(np.uint64) * _GOLDEN >> np.uint64(64 - _SIEVE_BITS)


def walk_sections(name: str, sequences: Mapping[str, int]) -> dict[str, bytes]:
    """The sections of a walk.

    Args:
        name: before the names of the sections.
        sequences: their numbers, by their words with single spaces between.
    """
    words = sorted({word for sequence in sequences for word in sequence.split()})
    sums = word_sums(words)
    numbers = dict(zip([words[i] for i in np.argsort(sums)], range(len(words)), strict=True))
    paths = [([numbers[word] for word in text.split()], number) for text, number in sorted(sequences.items())]
    at = [0] * len(paths)
    edges: list[int] = []
    ends: list[int] = []
    depth = 0
    while paths:
        level = [node << _WORD_BITS | path[depth] for node, (path, _) in zip(at, paths, strict=True)]
        order = sorted(set(level))
        nodes = {edge: len(edges) + i + 1 for i, edge in enumerate(order)}
        edges += order
        ends += [-1] * len(order)
        at = [nodes[edge] for edge in level]
        depth += 1
        going = []
        for node, (path, number) in zip(at, paths, strict=True):
            if len(path) == depth:
                ends[node - 1] = number
            else:
                going.append((node, (path, number)))
        at, paths = [node for node, _ in going], [path for _, path in going]
    return {
        f"{name}-words": distinct(sums).tobytes(),
        f"{name}-edges": np.array(edges, dtype="<i8").tobytes(),
        f"{name}-ends": np.array(ends, dtype="<i4").tobytes(),
    }


def ragged(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> Ints:
    """The indices `starts[i]` to `starts[i] + lengths[i]` of all i, one after the other."""
    lengths = lengths.astype(np.int64)
    before = np.cumsum(lengths) - lengths
    indices: Ints = np.arange(int(lengths.sum())) + np.repeat(starts.astype(np.int64) - before, lengths)
    return indices


def starts_of(parts: Sequence[Any]) -> npt.NDArray[np.int64]:
    """Where each of several sequences begins if they are joined, and where the last one ends."""
    return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)


class Growing:
    """Rows of numbers that are added to now and then."""

    def __init__(self, columns: int) -> None:
        self._array: Ints = np.empty((1024, columns), dtype=np.int64)
        self._used = 0
        self._new: list[tuple[int, ...]] = []

    def __len__(self) -> int:
        return self._used + len(self._new)

    def add(self, *row: int) -> None:
        """Adds a row."""
        self._new.append(row)

    def extend(self, rows: npt.ArrayLike) -> None:
        """Adds several rows."""
        rows = np.asarray(rows, dtype=np.int64)
        total = self._used + len(rows)
        if total > len(self._array):
            larger: Ints = np.empty((2 * total, self._array.shape[1]), dtype=np.int64)
            larger[: self._used] = self._array[: self._used]
            self._array = larger
        self._array[self._used : total] = rows
        self._used = total

    def array(self) -> Ints:
        """All rows; the array is not to be kept over the next addition."""
        if self._new:
            new, self._new = self._new, []
            self.extend(new)
        return self._array[: self._used]
