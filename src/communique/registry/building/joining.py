"""RNSR's structures joined with ROR's organisations: one organisation with both ids.

A pair is proposed by a common unit code or a common full name, and judged by what else the two have in common; each
organisation and each structure joins at most once, the best pairs first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.registry.building.kinds import kind_of_structure, stands_alone
from communique.registry.building.rnsr import Structure
from communique.registry.building.ror import FRENCH
from communique.registry.building.supervisors import Supervisors, bare_form
from communique.registry.codes import normal_code
from communique.registry.normal import normal_form, normal_words
from communique.registry.organisations import Name, Organisation

# Words that say what a structure is, and not which: two names have to share others.
_HEADS: Final = frozenset(
    normal_words(
        "laboratoire laboratory institut institute centre center unité unit équipe team département department "
        "fédération recherche recherches research groupe group science sciences national université university "
        "CNRS Inserm"
    )
)


@dataclass(frozen=True)
class Joins:
    """How many structures joined, by what proposed the pair, and how many tutelles were found among organisations."""

    by_code: int
    by_name: int
    tutelles_resolved: int
    tutelles_open: int

    @property
    def all(self) -> int:
        return self.by_code + self.by_name


@dataclass(frozen=True, order=True)
class _Pair:
    score: float
    by_code: bool
    structure: int
    organisation: int


def join(organisations: Sequence[Organisation], structures: Sequence[Structure]) -> tuple[list[Organisation], Joins]:
    """All organisations, those that are in both registers once."""
    french = {i: o for i, o in enumerate(organisations) if o.country in FRENCH or o.codes}
    tutelles = Supervisors(organisations)
    partner: dict[int, _Pair] = {}
    taken: set[int] = set()
    for pair in sorted(
        _judged(french, structures, tutelles), key=lambda p: (-p.score, organisations[p.organisation].id, p.structure)
    ):
        if pair.organisation not in taken and pair.structure not in partner:
            partner[pair.structure] = pair
            taken.add(pair.organisation)
    ids = {structures[i].number: organisations[pair.organisation].id for i, pair in partner.items()}
    joined = list(organisations)
    successors = _successors(structures)
    for i, structure in enumerate(structures):
        alone = _organisation(structure, ids, successors, tutelles)
        if found := partner.get(i):
            joined[found.organisation] = _merged(organisations[found.organisation], alone)
        else:
            joined.append(alone)
    by_code = sum(p.by_code for p in partner.values())
    named = [bool(tutelles.find(t)) for s in structures for t in s.tutelles]
    return joined, Joins(by_code, len(partner) - by_code, sum(named), len(named) - sum(named))


def _judged(french: dict[int, Organisation], structures: Sequence[Structure], tutelles: Supervisors) -> list[_Pair]:
    codes: dict[str, list[int]] = defaultdict(list)
    names: dict[str, list[int]] = defaultdict(list)
    for i, organisation in french.items():
        for code in organisation.codes:
            codes[normal_code(code)].append(i)
        for form in {normal_form(n.text) for n in organisation.names if n.kind in ("label", "alias")}:
            names[form].append(i)
    pairs = []
    for s, structure in enumerate(structures):
        proposed: dict[int, bool] = {}
        for text in (structure.name, *structure.other_names):
            proposed.update(dict.fromkeys(names.get(normal_form(text), ()), False))
        for code in structure.codes:
            proposed.update(dict.fromkeys(codes.get(normal_code(code), ()), True))
        for o, by_code in proposed.items():
            score = _agreement(french[o], structure, tutelles)
            if score >= _ENOUGH:
                pairs.append(_Pair(score, by_code, s, o))
    return pairs


_ENOUGH: Final = 3.0
"""A pair needs a common code or name (2 each) and one thing more: town, acronym, tutelle, or most words of a name."""


def _agreement(organisation: Organisation, structure: Structure, tutelles: Supervisors) -> float:
    score = 0.0
    if set(map(normal_code, organisation.codes)) & set(map(normal_code, structure.codes)):
        score += 2
    theirs = {normal_form(n.text) for n in organisation.names if n.kind in ("label", "alias")}
    ours = {normal_form(n) for n in (structure.name, *structure.other_names)}
    long = len(_content(structure.name)) >= 3  # such a name is hardly shared by chance
    if theirs & ours:
        score += 2 + long
    else:
        score += 1.5 * max(_overlap(a, b) for a in theirs or {""} for b in ours)
    if structure.acronym and normal_form(structure.acronym) in {
        normal_form(n.text) for n in organisation.names if n.kind == "acronym"
    }:
        score += 1
    towns = {_town(c) for c in organisation.cities}
    if structure.town and towns:
        score += 1 if _town(structure.town) in towns else -1 + 0.5 * long
    if set(organisation.parents) & {id_ for s in structure.tutelles if (id_ := tutelles.find(s))}:
        score += 1
    if organisation.status == "withdrawn":
        score -= 1
    if structure.active:
        score += 0.1
    return score


def _organisation(
    structure: Structure, ids: dict[str, str], successors: dict[str, list[str]], tutelles: Supervisors
) -> Organisation:
    texts = dict.fromkeys((structure.name, *structure.other_names))
    names = [Name(t, "label" if i == 0 else "alias", None) for i, t in enumerate(texts)]
    if structure.acronym and structure.acronym not in texts:
        names.append(Name(structure.acronym, "acronym", None))
    own = {structure.number, ids.get(structure.number)}  # tables also name a structure as its own parent

    def others(related: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({ids.get(id_, id_) for id_ in related} - own))

    resolved = [id_ for s in structure.tutelles if (id_ := tutelles.find(s))]
    return Organisation(
        ror=None,
        rnsr=structure.number,
        kind=kind_of_structure(structure.name, has_code=bool(structure.codes)),
        names=tuple(names),
        codes=structure.codes,
        country="FR",
        cities=(structure.town,) if structure.town else (),
        status="active" if structure.active else "inactive",
        opened=structure.opened,
        closed=structure.closed,
        parents=others((*resolved, *structure.parents)),
        children=others(structure.children),
        predecessors=others(structure.predecessors),
        successors=others(successors.get(structure.number, ())),
        parent_names=tuple(s.name for s in structure.tutelles if not tutelles.find(s)),
    )


def _successors(structures: Iterable[Structure]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for structure in structures:
        for earlier in structure.predecessors:
            found[earlier].append(structure.number)
    return found


def _merged(ror: Organisation, rnsr: Organisation) -> Organisation:
    """ROR's record with what RNSR knows beside it."""
    known = {normal_form(n.text) for n in ror.names}
    more = tuple(n for n in rnsr.names if normal_form(n.text) not in known)
    cities = {_town(c): c for c in reversed((*ror.cities, *rnsr.cities))}
    return replace(
        ror,
        rnsr=rnsr.rnsr,
        kind="institution" if not rnsr.codes and stands_alone(ror.name, ror.types) else "laboratory",
        names=(*ror.names, *more),
        codes=tuple(dict.fromkeys((*ror.codes, *rnsr.codes))),
        cities=tuple(dict.fromkeys(cities[_town(c)] for c in (*ror.cities, *rnsr.cities))),
        opened=min((y for y in (ror.opened, rnsr.opened) if y), default=None),
        closed=rnsr.closed,
        parents=_union(ror.parents, rnsr.parents),
        children=_union(ror.children, rnsr.children),
        predecessors=_union(ror.predecessors, rnsr.predecessors),
        successors=_union(ror.successors, rnsr.successors),
        parent_names=rnsr.parent_names,
    )


def _union(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*a, *b}))


def _content(text: str) -> set[str]:
    return set(bare_form(text).split()) - _HEADS


def _overlap(a: str, b: str) -> float:
    """The share of the shorter name's own words that the other has too."""
    left, right = _content(a), _content(b)
    return len(left & right) / max(2, min(len(left), len(right)))


def _town(text: str) -> str:
    return " ".join("saint" if w == "st" else "sainte" if w == "ste" else w for w in normal_words(text))
