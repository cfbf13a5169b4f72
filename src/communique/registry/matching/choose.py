"""Which organisations a string names: weighed, at most one for each run of words, none when in doubt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple

from communique.registry.matching.evidence import GROUPS, Candidate
from communique.rules import load_table

MIN_SCORE: Final = 0.6
"""Score from which an organisation is given. Trades recall for precision; `tools/benchmarks` prints both."""
_SCALE: Final = 100.0
_BIAS: Final = "bias"


class Choice(NamedTuple):
    """A candidate and its score from 0 to 1, about the share of such finds that are right."""

    score: float
    candidate: Candidate


@cache
def weights() -> Mapping[str, Mapping[str, int]]:
    """What each trait weighs in each group, in hundredths of a logit; see `tools/weigh_matching.py`."""
    settings = load_table("address_weights").settings
    return {group: dict(settings[group]) for group in GROUPS}


def choose(candidates: Iterable[Candidate], min_score: float = MIN_SCORE) -> list[Choice]:
    """The organisations that are meant, in the order of the string.

    Of those that share words the likeliest is taken; two that are equally likely are both left out. An organisation
    is given once, where it is likeliest.
    """
    table = weights()
    floor = _logit(min_score)
    weighed = []
    for candidate in candidates:
        weight = table[candidate.group].get
        total = (weight(_BIAS, 0) + sum(weight(trait, 0) for trait in candidate.traits)) / _SCALE
        if total >= floor:
            weighed.append((total, candidate))
    weighed.sort(key=lambda item: (-item[0], item[1].found.start, item[1].found.entry.organisation))
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
