"""The tags that the network gives to tokens, and how the best sequence of them becomes spans.

A name is one token tagged U (unit) or a run B I* L (begin, inside, last), each with a label; O is outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, PERSON, PLACE

OTHER = "other"
"""A name of something else: a work, an event, a product, a people."""
ANYTHING = "anything"
"""In training data: whether the words are a name, and of what, is not known."""
LABELS = (INSTITUTION, LABORATORY, PERSON, PLACE, OTHER)
MEANINGS = {ORGANISATION: (INSTITUTION, LABORATORY)}
"""Labels of training data that leave open which of several labels is meant."""
GROUPS = (ORGANISATION, PERSON, PLACE, OTHER)
"""What a sequence is decoded into; laboratory or institution is decided for whole spans afterwards."""

TAG_COUNT = 1 + 4 * len(LABELS)
_B, _I, _L, _U = range(4)

Scores = NDArray[np.float32]
Allowed = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Tokens [start, end). `score`: the lowest probability of its tags; `laboratory`: among organisations, that of
    being a laboratory."""

    start: int
    end: int
    label: str
    score: float
    laboratory: float = 0.0


def tag_column(label: str, place: int) -> int:
    """The column of a tag: `place` counts begin, inside, last, unit from 0."""
    return 1 + 4 * LABELS.index(label) + place


def allowed_tags(length: int, spans: Iterable[tuple[int, int, str]], unannotated: Sequence[str] = ()) -> Allowed:
    """Which tags the annotation of a text leaves possible: a row a token, a column a tag.

    Args:
        length: the number of tokens.
        spans: (start, end, label), not overlapping; a label of `LABELS`, of `MEANINGS`, or `ANYTHING`.
        unannotated: labels that were not annotated: outside of the spans a token may be part of such a name.
    """
    allowed = np.zeros((length, TAG_COUNT), dtype=bool)
    allowed[:, 0] = True
    for label in unannotated:
        for meaning in MEANINGS.get(label, (label,)):
            first = tag_column(meaning, _B)
            allowed[:, first : first + 4] = True
    for start, end, label in spans:
        if label == ANYTHING:
            allowed[start:end] = True
            continue
        allowed[start:end] = False
        for meaning in MEANINGS.get(label, (label,)):
            if end - start == 1:
                allowed[start, tag_column(meaning, _U)] = True
                continue
            allowed[start, tag_column(meaning, _B)] = True
            allowed[start + 1 : end - 1, tag_column(meaning, _I)] = True
            allowed[end - 1, tag_column(meaning, _L)] = True
    return allowed


def probabilities(scores: Scores) -> Scores:
    """The softmax of each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    exponents = np.exp(shifted)
    result: Scores = exponents / exponents.sum(axis=1, keepdims=True)
    return result


def decode(scores: Scores, breaks: Sequence[int] = ()) -> list[TaggedSpan]:
    """The spans of the most probable sequence of tags that is well formed.

    Args:
        scores: unnormalised scores, tokens by `TAG_COUNT`.
        breaks: tokens that no name may contain (line feeds).
    """
    if not len(scores):
        return []
    single = probabilities(scores)
    grouped = _grouped(single)
    for i in breaks:
        grouped[i] = 0
        grouped[i, 0] = 1
    path = _best_path(np.log(grouped + 1e-9))
    return list(_read_path(path, grouped, single))


def _grouped(single: Scores) -> Scores:
    """Probabilities with the tags of laboratories and institutions added up: O, then 4 tags for each of GROUPS."""
    grouped = np.empty((len(single), 1 + 4 * len(GROUPS)), dtype=np.float32)
    grouped[:, 0] = single[:, 0]
    grouped[:, 1:5] = single[:, 1:5] + single[:, 5:9]
    grouped[:, 5:] = single[:, 9:]
    return grouped


@cache
def _transitions() -> Scores:
    """0 where a tag may follow another, a large negative number where not: [from, to]."""
    size = 1 + 4 * len(GROUPS)
    matrix = np.full((size, size), -1e4, dtype=np.float32)
    begins = [0, *(1 + 4 * g + place for g in range(len(GROUPS)) for place in (_B, _U))]
    for ended in [0, *(1 + 4 * g + place for g in range(len(GROUPS)) for place in (_L, _U))]:
        matrix[ended, begins] = 0
    for g in range(len(GROUPS)):
        base = 1 + 4 * g
        for opened in (_B, _I):
            matrix[base + opened, [base + _I, base + _L]] = 0
    return matrix


def _best_path(logs: Scores) -> list[int]:
    """Viterbi, stretch by stretch: between tokens that are surely outside there is nothing to decide.

    All stretches are gone through side by side, the longest first, so that those that go on are the first rows.
    """
    open_ = np.concatenate(([False], ~(logs[:, 0] > np.log(0.995)), [False]))
    edges = np.flatnonzero(open_[1:] != open_[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    path = np.zeros(len(logs), dtype=np.intp)
    if not len(starts):
        return path.tolist()

    transitions = _transitions()
    going = np.searchsorted(-lengths, -np.arange(1, lengths[0])).tolist()  # those longer than 1, 2, …
    best = logs[starts] + transitions[0]
    back = []
    for step, count in enumerate(going, start=1):
        reached = best[:count, :, None] + transitions
        origin = reached.argmax(axis=1)
        back.append(origin)
        best[:count] = np.take_along_axis(reached, origin[:, None], axis=1)[:, 0] + logs[starts[:count] + step]
    tags = (best + transitions[:, 0]).argmax(axis=1)
    for step, count, origin in zip(range(len(going), 0, -1), reversed(going), reversed(back), strict=True):
        path[starts[:count] + step] = tags[:count]
        tags[:count] = origin[np.arange(count), tags[:count]]
    path[starts] = tags
    return path.tolist()


def _read_path(path: list[int], grouped: Scores, single: Scores) -> Iterable[TaggedSpan]:
    start = 0
    for i, tag in enumerate(path):
        if tag == 0:
            continue
        group, place = divmod(tag - 1, 4)
        if place in (_B, _U):
            start = i
        if place in (_L, _U):
            rows = np.arange(start, i + 1)
            score = float(grouped[rows, path[start : i + 1]].min())
            share = 0.0
            if GROUPS[group] == ORGANISATION:
                institution = float(single[start : i + 1, 1:5].sum())
                laboratory = float(single[start : i + 1, 5:9].sum())
                share = laboratory / (institution + laboratory)
            yield TaggedSpan(start, i + 1, GROUPS[group], score, share)
