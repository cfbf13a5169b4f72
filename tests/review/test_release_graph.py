"""The drawing of the organisations."""

from __future__ import annotations

from typing import Any

import pytest
from known import known_record

from communique.records import Release
from communique.review.graph import MAX_NODES, draw_graph

FIXTURES = [
    "toulouse-osgel-embargo/release.html",
    "ambassade-tunis-nappes/release.pdf",
    "delft-converter-lab/release.html",
]


def ties(sample: dict[str, Any], pairs: list[tuple[int, int]], number: int) -> Release:
    """The sample with `number` laboratories and a tie for each pair of them."""
    sample["entities"] += [{"id": f"l{i}", "kind": "laboratory", "name": f"Laboratory {i}"} for i in range(number)]
    sample["facts"] = [
        {
            **sample["facts"][0],
            "id": f"{n:016x}",
            "subject": f"l{a}",
            "predicate": "involves",
            "object": f"l{b}",
            "role": None,
        }
        for n, (a, b) in enumerate(pairs)
    ]
    return Release.model_validate(sample)


def columns(graph: dict[str, Any]) -> dict[int, float]:
    return {node["entity"] - 3: node["x"] for node in graph["nodes"]}


@pytest.mark.parametrize("name", FIXTURES)
def test_no_two_organisations_stand_on_one_another(name: str) -> None:
    graph = draw_graph(known_record(name)[0])
    assert graph is not None
    width, height = graph["node"]
    places = [(node["x"], node["y"]) for node in graph["nodes"]]
    for i, (x, y) in enumerate(places):
        assert 0 <= x <= graph["width"] - width
        assert 0 <= y <= graph["height"] - height
        assert all(abs(x - u) >= width or abs(y - v) >= height for u, v in places[:i])


@pytest.mark.parametrize("name", FIXTURES)
def test_the_same_record_gives_the_same_drawing(name: str) -> None:
    release, _ = known_record(name)
    assert draw_graph(release) == draw_graph(Release.from_json(release.to_json()))


def test_who_belongs_stands_left_of_whom_it_belongs_to(sample: dict[str, Any]) -> None:
    graph = draw_graph(ties(sample, [(0, 1), (1, 2), (0, 2)], 3))
    assert graph is not None
    x = columns(graph)
    assert x[0] < x[1] < x[2]


def test_a_circle_is_entered_where_most_is_reached(sample: dict[str, Any]) -> None:
    graph = draw_graph(ties(sample, [(1, 2), (2, 1), (1, 0)], 3))
    assert graph is not None
    x = columns(graph)
    assert x[1] < x[2]
    assert x[1] < x[0]


def test_a_pair_is_joined_once_however_many_facts_say_so(sample: dict[str, Any]) -> None:
    graph = draw_graph(ties(sample, [(0, 1), (0, 1)], 2))
    assert graph is not None
    assert [edge["fact"] for edge in graph["edges"]] == [0]


def test_many_are_told_and_not_drawn(sample: dict[str, Any]) -> None:
    graph = draw_graph(ties(sample, [(0, i) for i in range(1, 200)], 200))
    assert graph is not None
    assert len(graph["nodes"]) == MAX_NODES
    assert graph["left_out"] == 200 - MAX_NODES


def test_without_ties_there_is_no_drawing(sample: dict[str, Any]) -> None:
    assert draw_graph(ties(sample, [], 2)) is None
