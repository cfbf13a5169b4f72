"""What the other finds of a string say of one: those over the same words, longer and shorter names, those beside it.

Each find has been weighed by itself (`evidence.py`). Here its weight and those of the others, in steps, become one
more facet, and what comes of it is the score.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from communique.registry.matching.beside import Facet
from communique.registry.matching.evidence import Candidate
from communique.registry.matching.traits import RELATIONS

HOPEFUL: Final = -150
"""Weight, in hundredths of a logit, from which a find is weighed among the others; lighter ones are never given."""
ABSENT: Final = -300
"""Weight below which another find says nothing."""
_OWN: Final = (-300, -150, -50, 0, 50, 100, 150, 250)
_OTHER: Final = (-300, -100, 0, 100, 200)
_AHEAD: Final = (-200, -50, 50, 200)
_BESIDE: Final = (-100, 100)


def among(weighed: Sequence[tuple[int, Candidate]]) -> list[Facet | None]:
    """The facet of each find among all of a string; None for those that are out of the question.

    Args:
        weighed: all finds of a string, with their weights in hundredths of a logit.
    """
    others = [item for item in weighed if item[0] >= ABSENT]
    return [_facet(total, candidate, others) if total >= HOPEFUL else None for total, candidate in weighed]


def _facet(total: int, candidate: Candidate, others: Sequence[tuple[int, Candidate]]) -> Facet:
    best = [ABSENT - 1] * len(RELATIONS)
    number = candidate.found.entry.organisation
    for weight, other in others:
        if other.found.entry.organisation != number:
            relation = _relation(candidate, other)
            best[relation] = max(best[relation], weight)
    steps = tuple(bisect_right(_OTHER, weight) for weight in best)
    ahead = tuple(-1 if weight < ABSENT else bisect_right(_AHEAD, weight - total) for weight in best)
    row = candidate.row
    own = candidate.group != "parent"
    return (
        "among",
        candidate.group,
        bisect_right(_OWN, total),
        steps,
        ahead,
        bisect_right(_BESIDE, best[0]),
        candidate.facets[1][1] == "country.none",  # type: ignore[index]
        own and candidate.found.fixed.whole,
        own and candidate.found.entry.univ,
        row.type,
        ",funder" in row.known,
    )


def _relation(candidate: Candidate, other: Candidate) -> int:
    """How another find stands to one, as an index into RELATIONS."""
    if "parent" in (candidate.group, other.group):
        return 4
    start, end = candidate.found[:2]
    other_start, other_end = other.found[:2]
    if (start, end) == (other_start, other_end):
        return 3
    if other_start <= start and end <= other_end:
        return 1
    return 2 if start <= other_start and other_end <= end else 0
