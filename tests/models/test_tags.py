"""Tags: what an annotation allows, and what spans a table of scores means."""

from __future__ import annotations

import numpy as np
import pytest

from communique.language.model import tags
from communique.language.model.tags import ANYTHING, OTHER, TAG_COUNT, allowed_tags, decode, tag_column

B, I, L, U = range(4)  # noqa: E741
LABORATORY_OF_THREE = [("laboratory", B), ("laboratory", I), ("laboratory", L)]


def _scores(*tags: tuple[str, int] | None, high: float = 9.0) -> np.ndarray:
    rows = np.zeros((len(tags), TAG_COUNT), dtype=np.float32)
    for row, tag in zip(rows, tags, strict=True):
        row[0 if tag is None else tag_column(*tag)] = high
    return rows


DECODED = [
    ("nothing", [None, None], []),
    ("one token", [None, ("person", U)], [(1, 2, "person")]),
    ("three tokens", LABORATORY_OF_THREE, [(0, 3, "organisation")]),
    ("neighbours", [("person", U), ("institution", U)], [(0, 1, "person"), (1, 2, "organisation")]),
    ("two kinds in one name", [("laboratory", B), ("institution", L)], [(0, 2, "organisation")]),
]


@pytest.mark.parametrize(("given", "spans"), [d[1:] for d in DECODED], ids=[d[0] for d in DECODED])
def test_scores_become_spans(given: list[tuple[str, int] | None], spans: list[tuple[int, int, str]]) -> None:
    assert [(s.start, s.end, s.label) for s in decode(_scores(*given))] == spans


def test_an_inside_without_a_beginning_becomes_well_formed() -> None:
    found = decode(_scores(("person", I), ("person", L), None))

    assert all(0 <= s.start < s.end <= 3 for s in found)
    assert [(s.start, s.end) for s in found] in ([], [(0, 2)], [(1, 2)])


def test_no_name_crosses_a_break() -> None:
    found = decode(_scores(*LABORATORY_OF_THREE), breaks=[1])

    assert all(not s.start <= 1 < s.end for s in found)


def test_a_laboratory_is_told_from_an_institution() -> None:
    assert decode(_scores(*LABORATORY_OF_THREE))[0].laboratory > 0.9


def test_the_score_falls_with_doubt() -> None:
    sure, doubtful = (decode(_scores(("person", U), high=high))[0].score for high in (9.0, 4.0))

    assert sure > doubtful


def test_a_text_without_tokens_has_no_spans() -> None:
    assert decode(np.zeros((0, TAG_COUNT), dtype=np.float32)) == []


ALLOWED = [
    ("outside", [], (), 0, {0}),
    ("label", [(0, 1, "person")], (), 0, {tag_column("person", U)}),
    ("open kind", [(0, 1, "organisation")], (), 0, {tag_column("institution", U), tag_column("laboratory", U)}),
    ("unknown", [(0, 1, ANYTHING)], (), 0, set(range(TAG_COUNT))),
    ("not annotated", [], (OTHER,), 0, {0, *(tag_column(OTHER, p) for p in range(4))}),
    ("not annotated, but inside of a name", [(0, 2, "person")], (OTHER,), 1, {tag_column("person", L)}),
]


@pytest.mark.parametrize(
    ("spans", "unannotated", "token", "tags"), [a[1:] for a in ALLOWED], ids=[a[0] for a in ALLOWED]
)
def test_an_annotation_allows(spans: list, unannotated: tuple, token: int, tags: set[int]) -> None:
    assert set(np.flatnonzero(allowed_tags(2, spans, unannotated)[token])) == tags


def _best_by_trying(logs: np.ndarray) -> list[int]:
    """The best path of one stretch by the book: token after token, tag after tag."""
    moves = tags._transitions()
    best, back = logs[0] + moves[0], []
    for row in logs[1:]:
        reached = best[:, None] + moves
        back.append(reached.argmax(axis=0))
        best = reached.max(axis=0) + row
    path = [int((best + moves[:, 0]).argmax())]
    for origin in reversed(back):
        path.append(int(origin[path[-1]]))
    return path[::-1]


@pytest.mark.parametrize("lengths", [(1,), (1, 5, 2), (7, 7, 1, 3)], ids=["one", "several", "alike"])
def test_stretches_side_by_side_are_read_as_each_by_itself(lengths: tuple[int, ...]) -> None:
    random = np.random.default_rng(4)
    outside = np.log(np.array([[0.999] + [1e-4] * 16], dtype=np.float32))
    stretches = [np.log(random.dirichlet(np.ones(17), n).astype(np.float32)) for n in lengths]

    path = tags._best_path(np.concatenate([part for stretch in stretches for part in (outside, stretch)]))

    assert path == [tag for stretch in stretches for tag in (0, *_best_by_trying(stretch))]
