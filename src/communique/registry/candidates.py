"""Which organisations of a registry something named in a text may be, with scores from 0 to 1.

The score is the logistic function of the points that the evidence is worth (`weighing`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from communique.registry.index import Registry
from communique.registry.organisations import Organisation
from communique.registry.sought import Forms, Match, Sought, folded, is_short
from communique.registry.twins import are_one, united
from communique.registry.variants import name_variants, with_country
from communique.registry.weighing import LINKED_FROM, points_of, succession_points

MARGIN: Final = 0.9
"""Points by which it has to be ahead of the next one."""
LISTED_FROM: Final = 0.0
"""Points (a score of 0.5) from which a candidate is worth listing."""
_CODE_FAMILIES: Final = (("UMI", "IRL"), ("USR", "UMS", "UAR"), ("EA", "UR"), ("U", "UMR_S", "UMRS"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation and how well it fits, in points. `named`: by a full name or a unit code, not by an acronym."""

    number: int
    organisation: Organisation
    points: float
    named: bool = True

    @property
    def score(self) -> float:
        """From 0 to 1, two decimals."""
        return round(1 / (1 + math.exp(-self.points)), 2)


def find_matches(registry: Registry, sought: Sought) -> tuple[Match, ...]:
    """All organisations that have one of the names or codes."""
    found: dict[int, Forms] = {}
    for name in sought.names:
        for number, exact in _look_up(registry, name, sought):
            forms = found.setdefault(number, Forms())
            short = is_short(name) or (" " not in name and _is_acronym(registry.organisation(number), name))
            (forms.short if short else forms.full).append((name, exact))
    for code in sought.codes:
        for form in _code_family(code):
            for number in registry.with_code(form):
                found.setdefault(number, Forms()).code = True
    return tuple(Match(number, registry.organisation(number), found[number]) for number in sorted(found))


def judge(registry: Registry, matches: Iterable[Match], sought: Sought) -> tuple[Candidate, ...]:
    """The organisations with their points, the best first."""
    eligible = [m for m in matches if m.organisation.id not in sought.apart]
    candidates = []
    for match in eligible:
        points = points_of(registry, match.organisation, match.forms, sought)
        points += succession_points(match, eligible, sought)
        named = bool(match.forms.full or match.forms.code)
        candidates.append(Candidate(match.number, match.organisation, round(points, 3), named))
    return tuple(sorted(candidates, key=lambda c: (-c.points, c.organisation.id)))


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The candidate that is far enough ahead, if there is one.

    A branch of an organisation that bears its name ("IRD" in Dakar, in La Paz) is no rival of it; neither is what
    another registry says of the same organisation.
    """
    ordered = list(candidates)
    if not ordered or ordered[0].points < LINKED_FROM:
        return None
    best = ordered[0]
    close = [c for c in ordered[1:] if best.points - c.points < MARGIN]
    for rival in close:
        if rival.organisation.id in best.organisation.parents:
            best = rival
            close = [c for c in ordered if c is not rival and rival.points - c.points < MARGIN]
            break
    twins = [c for c in ordered if c is not best and are_one(best.organisation, c.organisation)]
    if any(c not in twins and best.organisation.id not in c.organisation.parents for c in close):
        return None
    if len(twins) == 1:
        best = replace(best, organisation=united(best.organisation, twins[0].organisation))
    return best


def worth_listing(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates of an open link."""
    return tuple(c for c in candidates if c.points >= LISTED_FROM)


def _look_up(registry: Registry, name: str, sought: Sought) -> Iterator[tuple[int, bool]]:
    """The organisations of a name; only where there are none, those of the nearest variants of it."""
    exact = registry.with_name(name)
    yield from ((number, True) for number in exact)
    if exact:
        return
    found: dict[int, None] = {}
    if not is_short(name):
        found.update((number, None) for variant in name_variants(name) for number in registry.with_name(variant))
    if not found and sought.kind == "institution":
        forms = with_country(name, sought.countries | sought.near | sought.home | sought.companions)
        found.update((number, None) for form in forms for number in registry.with_name(form))
    yield from ((number, False) for number in found)


def _is_acronym(organisation: Organisation, name: str) -> bool:
    """Whether the registry knows a one-word name as a short form only: "Respire" is the RESPIRE of some unit."""
    form = folded(name)
    return all(n.kind in ("acronym", "weak") for n in organisation.names if folded(n.text) == form)


def _code_family(code: str) -> Iterator[str]:
    """The code and the same number under the labels that units are relabelled between: UMI 2958 is IRL 2958."""
    yield code
    letters = code.rstrip("0123456789 ").strip()
    number = code[len(letters) :].strip()
    for family in _CODE_FAMILIES:
        if letters in family:
            yield from (f"{label} {number}" for label in family if label != letters)
