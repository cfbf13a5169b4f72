"""The best one-to-one assignment between two small sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

EXACT: Final = 60
"""Up to this many on the larger side the assignment is exact (cubic time: 60 take some milliseconds). Larger sets occur
in no release that was ever seen; for them the best pair is taken first, then the next best."""

_SCALE: Final = 1 << 40


def assign(scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The pairs of the assignment with the highest sum, sorted; among equal sums the one that keeps the order.

    What shares no candidate with another is assigned apart from it, and left and right may change places.

    Args:
        scores: of each pair that is allowed, above 0, by the places of the two in their own order.
    """
    ranked = {(i, j): score * _SCALE - min((i - j) ** 2, _SCALE // EXACT) for (i, j), score in scores.items()}
    chosen: list[tuple[int, int]] = []
    for component in _components(ranked):
        lefts, rights = ({pair[side] for pair in component} for side in (0, 1))
        if len(component) == 1:
            chosen += component
        elif max(len(lefts), len(rights)) <= EXACT:
            chosen += _exact({pair: ranked[pair] for pair in component})
        else:
            chosen += _greedy({pair: ranked[pair] for pair in component})
    return sorted(chosen)


def _components(scores: Mapping[tuple[int, int], int]) -> list[list[tuple[int, int]]]:
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for left, right in scores:
        parent[root((0, left))] = root((1, right))
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pair in sorted(scores):
        found.setdefault(root((0, pair[0])), []).append(pair)
    return list(found.values())


def _greedy(scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    lefts: set[int] = set()
    rights: set[int] = set()
    for (left, right), _ in sorted(scores.items(), key=lambda item: (-item[1], sum(item[0]), item[0])):
        if left not in lefts and right not in rights:
            chosen.append((left, right))
            lefts.add(left)
            rights.add(right)
    return chosen


def _exact(scores: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Kuhn and Munkres with potentials, shortest augmenting paths; what is not allowed costs as much as no pair."""
    lefts = sorted({left for left, _ in scores})
    rights = sorted({right for _, right in scores})
    turned = len(lefts) > len(rights)
    if turned:
        lefts, rights = rights, lefts
    cost = [[-scores.get((j, i) if turned else (i, j), 0) for j in rights] for i in lefts]
    columns = _cheapest(cost)
    pairs = [(lefts[i], rights[j]) for i, j in enumerate(columns)]
    ordered = [(j, i) if turned else (i, j) for i, j in pairs]
    return [pair for pair in ordered if pair in scores]


def _cheapest(cost: list[list[int]]) -> list[int]:
    """For each row its column; there are at least as many columns as rows."""
    rows, columns = len(cost), len(cost[0])
    row_potential, column_potential = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; 0 is none
    for row in range(1, rows + 1):
        row_of[0] = row
        column, way, least = 0, [0] * (columns + 1), [1 << 62] * (columns + 1)
        used = [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            delta, following = 1 << 62, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                reduced = cost[row_of[column] - 1][j - 1] - row_potential[row_of[column]] - column_potential[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    found = [0] * rows
    for j in range(1, columns + 1):
        if row_of[j]:
            found[row_of[j] - 1] = j - 1
    return found
