"""Lookup of many multi-word terms in one pass over the tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from communique.language.tokens import HYPHENS

Payload = TypeVar("Payload")
_END = None
"""What payloads stand under: no token, as one of nothing but combining marks folds to an empty key."""


class TermTrie(Generic[Payload]):
    """Terms by their folded tokens; hyphens and dashes do not count ("Aix Marseille" is "Aix-Marseille")."""

    def __init__(self) -> None:
        self._root: dict[str | None, object] = {}

    def add(self, keys: Iterable[str], payload: Payload) -> None:
        """Adds a term given by the folded keys of its tokens; several payloads of one term are kept in order."""
        node = self._root
        for key in keys:
            if key not in HYPHENS:
                node = node.setdefault(key, {})  # type: ignore[assignment]
        if node is self._root:
            raise ValueError("a term needs at least one token that is no hyphen")
        node.setdefault(_END, []).append(payload)  # type: ignore[attr-defined]

    def matches_at(self, keys: list[str], start: int, stop: int) -> Iterator[tuple[int, list[Payload]]]:
        """(end, payloads) for each term that starts at token `start` and ends by `stop`, shortest first."""
        node = self._root.get(keys[start])
        i = start
        while node is not None:
            i += 1
            if _END in node:  # type: ignore[operator]
                yield i, node[_END]  # type: ignore[index]
            while i < stop and keys[i] in HYPHENS:
                i += 1
            if i >= stop:
                return
            node = node.get(keys[i])  # type: ignore[attr-defined]
