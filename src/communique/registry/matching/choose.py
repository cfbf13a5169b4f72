"""Which organisations strings name: weighed, at most one for each run of words, none when in doubt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from communique.registry.matching.among import scores
from communique.registry.matching.evidence import Candidates
from communique.registry.matching.facets import PARENT, Scale
from communique.registry.matching.names import NameIndex
from communique.registry.matching.walks import Bools, Ints

MIN_SCORE: Final = 0.77
"""Score from which an organisation is given. Trades recall for precision: over all of crossref-2024 0.74 gives 0.949
and 0.779, 0.76 gives 0.950 and 0.776, 0.77 gives 0.951 and 0.774; over s2aff-trainval 0.919 and 0.657, 0.919 and 0.653,
0.921 and 0.652. Tried: 0.66 to 0.77, with the totals of all three sets in view."""
_SCALE: Final = 100
_TIED: Final = 7
"""Finds behind one that are looked at for an equal one."""


@dataclass(slots=True)
class Choices:
    """Organisations over the words from `start` to `end`: columns of one length, in the order of the strings."""

    string: Ints
    start: Ints
    end: Ints
    organisation: Ints
    total: Ints

    @property
    def scores(self) -> list[float]:
        """About the share of such finds that are right, from 0 to 1."""
        return [_score(total) for total in self.total.tolist()]


def choose(found: Candidates, index: NameIndex, scale: Scale, min_score: float = MIN_SCORE) -> Choices:
    """The organisations that strings mean.

    Of those that share words the likeliest is taken; two that are equally likely are both left out. An organisation
    is given once, where it is likeliest.
    """
    mine, total = scores(found, found.weigh(scale), index, scale)
    kept = total >= _logit(min_score) * _SCALE
    mine, total = mine[kept], total[kept]
    columns = found.string[mine], -total, found.start[mine], found.organisation[mine], found.end[mine]
    order = np.lexsort(columns[::-1])
    mine, total = mine[order], total[order]
    string, start, end = found.string[mine], found.start[mine], found.end[mine]
    organisation, parent = found.organisation[mine], found.group[mine] == PARENT
    taken = _at_peace(string, start, end, organisation)
    rivals = np.flatnonzero(~taken)
    rows = [column[rivals].tolist() for column in (string, total, start, end, organisation, parent)]
    weighed = list(map(_Weighed, *rows))
    first = 0
    while first < len(weighed):
        behind = first + 1
        while behind < len(weighed) and weighed[behind].string == weighed[first].string:
            behind += 1
        taken[[rivals[first + i] for i in _compatible(weighed[first:behind])]] = True
        first = behind
    chosen = np.flatnonzero(taken)
    chosen = chosen[np.lexsort((chosen, start[chosen], string[chosen]))]
    return Choices(string[chosen], start[chosen], end[chosen], organisation[chosen], total[chosen])


def _at_peace(string: Ints, start: Ints, end: Ints, organisation: Ints) -> Bools:
    """Whether nothing in the string of each shares words with another or is the same organisation.

    Words are numbered through all strings, and those of a string are one after the other.
    """
    count = len(string)
    quarrels = np.zeros(count, dtype=bool)
    order = np.argsort(start)
    farthest = np.maximum.accumulate(end[order])
    quarrels[order[1:]] = start[order[1:]] < farthest[:-1]
    order = np.lexsort((organisation, string))
    same = (string[order[1:]] == string[order[:-1]]) & (organisation[order[1:]] == organisation[order[:-1]])
    quarrels[order[1:]] |= same
    in_quarrel = np.zeros(int(string.max(initial=-1)) + 1, dtype=bool)
    in_quarrel[string[quarrels]] = True
    return ~in_quarrel[string]


class _Weighed(NamedTuple):
    string: int
    total: int
    start: int
    end: int
    organisation: int
    parent: bool


def _compatible(weighed: list[_Weighed]) -> list[int]:
    """Which of a string's organisations are given, the heaviest first."""
    taken: list[int] = []
    doubtful: list[tuple[int, int]] = []
    for i, one in enumerate(weighed):
        if doubtful and any(one.start < end and start < one.end for start, end in doubtful):
            continue
        for other in taken:
            if one.organisation == weighed[other].organisation or _overlap(one, weighed[other]):
                break
        else:
            for other in range(i + 1, min(i + 1 + _TIED, len(weighed))):
                rival = weighed[other]
                if rival.total != one.total:
                    taken.append(i)
                    break
                if rival.organisation != one.organisation and _overlap(one, rival):
                    doubtful.append((one.start, one.end))
                    break
            else:
                taken.append(i)
    return taken


def _overlap(one: _Weighed, other: _Weighed) -> bool:
    return one.start < other.end and other.start < one.end and not (one.parent or other.parent)


@lru_cache(maxsize=4096)
def _score(total: int) -> float:
    return round(1 / (1 + math.exp(-total / _SCALE)), 4)


def _logit(score: float) -> float:
    if score <= 0:
        return -math.inf
    return math.inf if score >= 1 else math.log(score / (1 - score))
