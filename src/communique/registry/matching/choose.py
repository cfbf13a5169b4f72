"""Which organisations a string names: weighed, at most one for each run of words, none when in doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from communique.registry.matching.among import among
from communique.registry.matching.beside import Facet
from communique.registry.matching.evidence import GROUPS, Candidate, candidates
from communique.registry.matching.found import Reading
from communique.registry.matching.names import NameIndex
from communique.registry.matching.segments import Fixed, Group
from communique.registry.matching.traits import traits
from communique.rules import load_table

MIN_SCORE: Final = 0.74
"""Score from which an organisation is given. Trades recall for precision: over all of crossref-2024 0.73 gives 0.952
and 0.765, 0.74 gives 0.953 and 0.762, 0.75 gives 0.954 and 0.759; over s2aff-trainval 0.920 and 0.637, 0.922 and 0.634,
0.923 and 0.631. Tried: 0.68 to 0.75, with the totals of all three sets in view."""
_SCALE: Final = 100.0
_FACET_LIMIT: Final = 100_000
_HOPELESS: Final = -280
"""Weight of words and place below which a find is dropped unseen, in hundredths of a logit. Over the three sets 41 % of
the candidates go and no link is lost (at -200 two of 10,856, at -150 six)."""


class Choice(NamedTuple):
    """A candidate and its score from 0 to 1, about the share of such finds that are right."""

    score: float
    candidate: Candidate


class _Weights(dict[Facet | Fixed, int]):
    """What each facet weighs in a group, in hundredths of a logit: the sum over its traits."""

    def __init__(self, group: str, weights: Mapping[str, int]) -> None:
        self._group = group
        self._weights = weights
        self.bias = weights.get("bias", 0)
        self.slope = weights.get("own", 0)

    def __missing__(self, facet: Facet | Fixed) -> int:
        if len(self) >= _FACET_LIMIT:
            self.clear()
        if isinstance(facet, Fixed):
            total = sum([self[own] for own in facet.facets])
        else:
            total = sum([self._weights.get(trait, 0) for trait in traits(self._group, facet)])
        self[facet] = total
        return total


@cache
def _weights() -> Mapping[str, _Weights]:
    settings = load_table("address_weights").settings
    return {group: _Weights(group, settings[group]) for group in (*GROUPS, "among")}


def choose(reading: Reading, index: NameIndex, min_score: float = MIN_SCORE) -> list[Choice]:
    """The organisations that a string means, in its order.

    Of those that share words the likeliest is taken; two that are equally likely are both left out. An organisation
    is given once, where it is likeliest.
    """
    table = _weights()
    floor = _logit(min_score)
    least = floor * _SCALE

    def promising(group: Group, fixed: Fixed, place: Facet) -> bool:
        weights = table[group]
        return weights.bias + weights[fixed] + weights[place] >= _HOPELESS

    each = []
    for candidate in candidates(reading, index, promising):
        weights = table[candidate.group]
        each.append((weights.bias + sum([weights[facet] for facet in candidate.facets]), candidate))
    last = table["among"]
    weighed = []
    for (own, candidate), facet in zip(each, among(each), strict=True):
        if facet is not None:
            total = last.bias + last.slope * own // 100 + last[facet]
            if total >= least:
                weighed.append((total / _SCALE, candidate))
    if not weighed:
        return []
    weighed.sort(key=lambda item: (-item[0], item[1].found.start, item[1].found.entry.organisation, item[1].found.end))
    return sorted(
        (Choice(round(1 / (1 + math.exp(-total)), 4), candidate) for total, candidate in _compatible(weighed)),
        key=lambda choice: choice.candidate.found.start,
    )


def _compatible(weighed: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    taken: list[tuple[float, Candidate]] = []
    doubtful: list[tuple[int, int]] = []
    for i, (total, candidate) in enumerate(weighed):
        found = candidate.found
        number = found.entry.organisation
        if any(found.start < end and start < found.end for start, end in doubtful):
            continue
        if any(number == other.found.entry.organisation or _overlap(candidate, other) for _, other in taken):
            continue
        if any(
            same == total and _overlap(candidate, other) and other.found.entry.organisation != number
            for same, other in weighed[i + 1 : i + 8]
        ):
            doubtful.append((found.start, found.end))
            continue
        taken.append((total, candidate))
    return taken


def _overlap(one: Candidate, other: Candidate) -> bool:
    if "parent" in (one.group, other.group):
        return False
    return one.found.start < other.found.end and other.found.start < one.found.end


def _logit(score: float) -> float:
    if score <= 0:
        return -math.inf
    return math.inf if score >= 1 else math.log(score / (1 - score))
