"""Which organisations strings name: weighed, at most one for each run of words, none when in doubt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from communique.registry.matching.among import scores
from communique.registry.matching.evidence import Candidates
from communique.registry.matching.facets import PARENT, Scale
from communique.registry.matching.names import NameIndex

MIN_SCORE: Final = 0.74
"""Score from which an organisation is given. Trades recall for precision: over all of crossref-2024 0.73 gives 0.950
and 0.767, 0.74 gives 0.952 and 0.764, 0.75 gives 0.954 and 0.762; over s2aff-trainval 0.921 and 0.638, 0.922 and 0.635,
0.924 and 0.633. Tried: 0.68 to 0.75, with the totals of all three sets in view."""
_SCALE: Final = 100
_TIED: Final = 7
"""Finds behind one that are looked at for an equal one."""


class Choice(NamedTuple):
    """An organisation over the words `start` to `end`; its score runs from 0 to 1."""

    total: int
    start: int
    organisation: int
    end: int
    parent: bool

    @property
    def score(self) -> float:
        """About the share of such finds that are right."""
        return _score(self.total)


def choose(
    found: Candidates, index: NameIndex, scale: Scale, min_score: float = MIN_SCORE
) -> Iterator[tuple[int, list[Choice]]]:
    """The organisations that strings mean, each string that names one with its choices in their order.

    Of those that share words the likeliest is taken; two that are equally likely are both left out. An organisation
    is given once, where it is likeliest.
    """
    mine, totals = scores(found, found.weigh(scale), index, scale)
    least = _logit(min_score) * _SCALE
    kept = totals >= least
    mine, totals = mine[kept], totals[kept]
    columns = found.string[mine], -totals, found.start[mine], found.organisation[mine], found.end[mine]
    order = np.lexsort(columns[::-1])
    mine, totals = mine[order], totals[order]
    choices: dict[int, list[Choice]] = {}
    strings, *rows = (
        column.tolist()
        for column in (
            found.string[mine], totals, found.start[mine], found.organisation[mine], found.end[mine],
            found.group[mine] == PARENT,
        )
    )  # fmt: skip
    for string, *row in zip(strings, *rows, strict=True):
        choices.setdefault(string, []).append(Choice(*row))
    for string, weighed in choices.items():
        yield string, weighed if len(weighed) == 1 else sorted(_compatible(weighed), key=lambda choice: choice.start)


def _compatible(weighed: list[Choice]) -> list[Choice]:
    taken: list[Choice] = []
    doubtful: list[tuple[int, int]] = []
    for i, choice in enumerate(weighed):
        number = choice.organisation
        if any(choice.start < end and start < choice.end for start, end in doubtful):
            continue
        if any(number == other.organisation or _overlap(choice, other) for other in taken):
            continue
        if any(
            other.total == choice.total and other.organisation != number and _overlap(choice, other)
            for other in weighed[i + 1 : i + 1 + _TIED]
        ):
            doubtful.append((choice.start, choice.end))
            continue
        taken.append(choice)
    return taken


def _overlap(one: Choice, other: Choice) -> bool:
    if one.parent or other.parent:
        return False
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=4096)
def _score(total: int) -> float:
    return round(1 / (1 + math.exp(-total / _SCALE)), 4)


def _logit(score: float) -> float:
    if score <= 0:
        return -math.inf
    return math.inf if score >= 1 else math.log(score / (1 - score))
