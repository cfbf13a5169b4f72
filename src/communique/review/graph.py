"""The organisations of a release and what the facts say between them, laid out from left to right.

Whoever is said to belong stands left of whoever it belongs to. The layout is computed here, so that the same record
always gives the same drawing: layers by the longest way, the order within a layer by the mean place of neighbours.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.records import Release
from communique.review.pieces import shorten

MAX_NODES: Final = 60
"""More can't be read in one drawing; the best connected are kept, and the page says how many are not shown."""

_EDGES: Final = ("affiliated_with", "involves", "succeeds")
_LINE_CHARACTERS: Final = 26
_NODE_WIDTH: Final = 190
_NODE_HEIGHT: Final = 44
_COLUMN: Final = 290
_ROW: Final = 58
_MARGIN: Final = 8
_SWEEPS: Final = 6


@dataclass(frozen=True)
class _Edge:
    source: int
    target: int
    fact: int


def draw_graph(release: Release) -> dict[str, Any] | None:
    """Nodes with their places and edges between them, in pixels; None when no fact joins two organisations."""
    numbers = {entity.id: i for i, entity in enumerate(release.entities)}
    edges = [
        _Edge(numbers[fact.subject], numbers[fact.object], i)
        for i, fact in enumerate(release.facts)
        if fact.predicate in _EDGES and fact.object is not None
    ]
    if not edges:
        return None
    kept, edges, left_out = _best_connected(edges)
    layers = _order(_layers(kept, edges), edges)
    places = _places(layers)
    nodes = [
        {
            "entity": node,
            "x": places[node][0],
            "y": places[node][1],
            "lines": _lines(release.entities[node].name),
        }
        for node in kept
    ]
    return {
        "width": 2 * _MARGIN + (len(layers) - 1) * _COLUMN + _NODE_WIDTH,
        "height": 2 * _MARGIN + (max(map(len, layers)) - 1) * _ROW + _NODE_HEIGHT,
        "node": [_NODE_WIDTH, _NODE_HEIGHT],
        "nodes": nodes,
        "edges": [{"from": e.source, "to": e.target, "fact": e.fact} for e in edges],
        "left_out": left_out,
    }


def _lines(name: str) -> list[str]:
    return textwrap.wrap(shorten(name, 80), _LINE_CHARACTERS, max_lines=2, placeholder=" …")


def _best_connected(edges: Sequence[_Edge]) -> tuple[list[int], list[_Edge], int]:
    degree: dict[int, int] = defaultdict(int)
    for edge in edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    chosen = set(sorted(degree, key=lambda node: (-degree[node], node))[:MAX_NODES])
    seen: set[tuple[int, int]] = set()
    kept = []
    for edge in edges:
        if edge.source in chosen and edge.target in chosen and (edge.source, edge.target) not in seen:
            seen.add((edge.source, edge.target))
            kept.append(edge)
    nodes = sorted({node for edge in kept for node in (edge.source, edge.target)})
    return nodes, kept, len(degree) - len(nodes)


def _layers(nodes: Sequence[int], edges: Sequence[_Edge]) -> list[list[int]]:
    """Nodes by the longest way to them; a circle is entered at the node from which most others are reached."""
    waiting: dict[int, set[int]] = {node: set() for node in nodes}
    for edge in edges:
        waiting[edge.target].add(edge.source)
    depth: dict[int, int] = {}
    while waiting:
        free = [node for node in waiting if not waiting[node] - depth.keys()] or [_entrance(waiting, edges)]
        for node in free:
            sources = [depth[e.source] for e in edges if e.target == node and e.source in depth and e.source != node]
            depth[node] = max(sources, default=-1) + 1
        for node in free:
            del waiting[node]
    layers: list[list[int]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in nodes:
        layers[depth[node]].append(node)
    return layers


def _entrance(waiting: Mapping[int, object], edges: Sequence[_Edge]) -> int:
    targets: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        if edge.target in waiting:
            targets[edge.source].append(edge.target)

    def reach(node: int) -> int:
        reached, ahead = {node}, [node]
        while ahead:
            fresh = [target for target in targets[ahead.pop()] if target not in reached]
            reached.update(fresh)
            ahead += fresh
        return len(reached)

    return max(waiting, key=lambda node: (reach(node), -node))


def _order(layers: list[list[int]], edges: Sequence[_Edge]) -> list[list[int]]:
    """Each layer sorted by where the neighbours of its nodes stand, forth and back some times."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for edge in edges:
        neighbours[edge.source].append(edge.target)
        neighbours[edge.target].append(edge.source)
    heights = _heights(layers)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            layer.sort(key=lambda node: (_mean(heights, neighbours[node]), heights[node]))
            heights |= _heights([layer])
    return layers


def _heights(layers: Sequence[Sequence[int]]) -> dict[int, float]:
    return {node: i - (len(layer) - 1) / 2 for layer in layers for i, node in enumerate(layer)}


def _mean(heights: Mapping[int, float], nodes: Sequence[int]) -> float:
    return sum(heights[node] for node in nodes) / len(nodes)


def _places(layers: Sequence[Sequence[int]]) -> dict[int, tuple[float, float]]:
    tallest = max(map(len, layers))
    return {
        node: (_MARGIN + column * _COLUMN, _MARGIN + (i + (tallest - len(layer)) / 2) * _ROW)
        for column, layer in enumerate(layers)
        for i, node in enumerate(layer)
    }
