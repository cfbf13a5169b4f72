"""What the other finds of a string say of one: those over the same words, longer and shorter names, those beside it.

Each find has been weighed by itself (`evidence.py`). Here its weight and those of the others, in steps, become facets
once more, and what comes of them is the score.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from communique.registry.matching.evidence import Candidates
from communique.registry.matching.facets import FACETS, GROUPS, PARENT, Scale
from communique.registry.matching.names import NameIndex
from communique.registry.matching.organisation_sections import FACTS
from communique.registry.matching.spelling import RELATIONS
from communique.registry.matching.walks import Ints, ragged

HOPEFUL: Final = -150
"""Weight, in hundredths of a logit, from which a find is weighed among the others; lighter ones are never given."""
ABSENT: Final = -300
"""Weight below which another find says nothing."""
OTHERS_LIMIT: Final = 200
"""Finds of a string, the heaviest, that the others are weighed among: an affiliation has a dozen."""
_OWN: Final = np.array((-300, -150, -50, 0, 50, 100, 150, 250))
_OTHER: Final = np.array((-300, -100, 0, 100, 200))
_AHEAD: Final = np.array((-200, -50, 50, 200))
_BESIDE: Final = np.array((-100, 100))
_BESIDE_IT, _LONGER, _SHORTER, _SAME, _PARENT = range(5)
FACETS_AMONG: Final = (
    "own", "beside-group", "parent-group", "beside-own", "flags", *["step"] * len(RELATIONS), *["lead"] * len(RELATIONS)
)  # fmt: skip
_TYPE, _FUNDER = FACTS.index("type"), FACTS.index("funder")


def among(found: Candidates, weights: Ints, index: NameIndex) -> tuple[Ints, Ints]:
    """The finds that are weighed among others, and their codes, a row for each of FACETS_AMONG.

    Args:
        found: those of a batch, string by string.
        weights: what each weighs by itself, in hundredths of a logit.
        index: of the organisations.
    """
    mine = np.flatnonzero(weights >= HOPEFUL)
    best = _best_others(found, weights, mine)
    steps = np.searchsorted(_OTHER, best, side="right")
    total = weights[mine]
    leads = np.where(best < ABSENT, 0, 1 + np.searchsorted(_AHEAD, best - total, side="right"))
    own = np.searchsorted(_OWN, total, side="right")
    beside = np.searchsorted(_BESIDE, best[_BESIDE_IT], side="right")
    sole = (steps == 0).all(axis=0)
    group, facts = found.group[mine], index.facts[found.organisation[mine]].astype(np.int64)
    relations = np.arange(len(best))[:, None]
    codes = (
        FACETS["own"].code(own, group, sole),
        FACETS["beside-group"].code(steps[_BESIDE_IT], group),
        FACETS["parent-group"].code(steps[_PARENT], group),
        FACETS["beside-own"].code(beside, own),
        FACETS["flags"].code(
            found.nowhere[mine], found.whole[mine], found.univ[mine], facts[:, _FUNDER], facts[:, _TYPE], beside, sole
        ),
        *FACETS["step"].code(relations, steps),
        *FACETS["lead"].code(relations, leads),
    )
    return mine, np.stack(codes)


def scores(found: Candidates, weights: Ints, index: NameIndex, scale: Scale) -> tuple[Ints, Ints]:
    """The finds that may be given, and their scores in hundredths of a logit."""
    mine, codes = among(found, weights, index)
    last = np.full(len(mine), len(GROUPS))
    total = scale.bias(last) + scale.slope * weights[mine] // 100
    return mine, total + scale.weigh(FACETS_AMONG, codes, last)


def _best_others(found: Candidates, weights: Ints, mine: Ints) -> Ints:
    """The weight of the heaviest other find in each relation (a row) to each of some; below ABSENT if there is none."""
    others = _heaviest(found, np.flatnonzero(weights >= ABSENT), weights)
    if not len(mine):
        return np.zeros((len(RELATIONS), 0), dtype=np.int64)
    of_string = np.bincount(found.string[others], minlength=int(found.string[-1]) + 1)
    first = np.cumsum(of_string) - of_string
    count = of_string[found.string[mine]]
    one = np.repeat(mine, count)
    other = others[ragged(first[found.string[mine]], count)]
    start, end, other_start, other_end = found.start[one], found.end[one], found.start[other], found.end[other]
    relation = np.full(len(one), _BESIDE_IT)
    relation[(start <= other_start) & (other_end <= end)] = _SHORTER
    relation[(other_start <= start) & (end <= other_end)] = _LONGER
    relation[(start == other_start) & (end == other_end)] = _SAME
    relation[(found.group[one] == PARENT) | (found.group[other] == PARENT)] = _PARENT
    weight = np.where(found.organisation[one] == found.organisation[other], ABSENT - 1, weights[other])
    begins = np.cumsum(count) - count
    kinds = np.arange(len(RELATIONS))[:, None]
    best: Ints = np.maximum.reduceat(np.where(relation == kinds, weight, ABSENT - 1), begins, axis=1)
    return best


def _heaviest(found: Candidates, others: Ints, weights: Ints) -> Ints:
    """The heaviest finds of each string, at least those that are hopeful, string by string."""
    strings = found.string[others]
    if not len(others) or int(np.bincount(strings).max()) <= OTHERS_LIMIT:
        return others
    order = np.lexsort((others, -weights[others], strings))
    rank = np.arange(len(order)) - np.searchsorted(strings[order], strings[order])
    return np.sort(others[order[rank < OTHERS_LIMIT]])
