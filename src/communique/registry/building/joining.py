"""RNSR's structures joined with ROR's organisations: one organisation with both ids.

A pair is proposed by a common unit code or a common full name, and judged by what else the two have in common; each
organisation and each structure joins at most once, the best pairs first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.registry.building.rnsr import Structure
from communique.registry.building.ror import FRENCH
from communique.registry.index import normal_code
from communique.registry.normal import normal_form, normal_words
from communique.registry.organisations import Name, Organisation

_FILLERS: Final = frozenset("a and au aux d de des du en et for in l la le les of on sur the".split())
# Words that say what a structure is, and not which: two names have to share others.
_HEADS: Final = frozenset(
    "laboratoire laboratory institut institute centre center unite unit equipe team departement department federation "
    "recherche recherches research groupe group science sciences national universite university cnrs inserm".split()
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
    tutelles = _Tutelles(organisations)
    pairs = _judged(french, structures, tutelles)
    partner: dict[int, _Pair] = {}
    taken: set[int] = set()
    for pair in sorted(pairs, key=lambda p: (-p.score, organisations[p.organisation].id, p.structure)):
        if pair.organisation not in taken and pair.structure not in partner:
            partner[pair.structure] = pair
            taken.add(pair.organisation)
    ids = {s.number: organisations[p.organisation].id for i, s in enumerate(structures) if (p := partner.get(i))}
    joined = list(organisations)
    successors = _successors(structures, ids)
    for i, structure in enumerate(structures):
        alone = _organisation(structure, ids, successors, tutelles)
        if pair := partner.get(i):
            joined[pair.organisation] = _merged(organisations[pair.organisation], alone)
        else:
            joined.append(alone)
    by_code = sum(p.by_code for p in partner.values())
    return joined, Joins(by_code, len(partner) - by_code, tutelles.resolved, tutelles.open)


def _judged(french: dict[int, Organisation], structures: Sequence[Structure], tutelles: _Tutelles) -> list[_Pair]:
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


def _agreement(organisation: Organisation, structure: Structure, tutelles: _Tutelles) -> float:
    score = 0.0
    if set(map(normal_code, organisation.codes)) & set(map(normal_code, structure.codes)):
        score += 2
    theirs = {normal_form(n.text) for n in organisation.names if n.kind in ("label", "alias")}
    ours = {normal_form(n) for n in (structure.name, *structure.other_names)}
    if theirs & ours:
        # A long name is hardly shared by chance.
        score += 2 + (len(_content(structure.name)) >= 3)
    else:
        score += 1.5 * max(_overlap(a, b) for a in theirs or {""} for b in ours)
    if structure.acronym and normal_form(structure.acronym) in {
        normal_form(n.text) for n in organisation.names if n.kind == "acronym"
    }:
        score += 1
    towns = {_town(c) for c in organisation.cities}
    if structure.town and towns:
        score += 1 if _town(structure.town) in towns else -0.5
    if set(organisation.parents) & {t for name in structure.tutelles if (t := tutelles.find(name))}:
        score += 1
    if organisation.status == "withdrawn":
        score -= 1
    if structure.active:
        score += 0.1
    return score


class _Tutelles:
    """Supervising institutions by name, where one French institution alone has it."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._ids: dict[str, list[Organisation]] = defaultdict(list)
        for organisation in organisations:
            if organisation.country in FRENCH and organisation.status != "withdrawn" and organisation.ror:
                for name in organisation.names:
                    if name.kind in ("label", "alias"):
                        for form in {normal_form(name.text), _bare(name.text)}:
                            self._ids[form].append(organisation)
        self._found: dict[str, str | None] = {}
        self.resolved = 0
        self.open = 0

    def find(self, name: str) -> str | None:
        if name not in self._found:
            self._found[name] = self._only(normal_form(name)) or self._only(_bare(name))
        return self._found[name]

    def count(self, names: Iterable[str]) -> None:
        for name in names:
            if self.find(name):
                self.resolved += 1
            else:
                self.open += 1

    def _only(self, form: str) -> str | None:
        found = {o.id: o for o in self._ids.get(form, ())}
        active = {id_: o for id_, o in found.items() if o.status == "active"} or found
        institutions = {id_ for id_, o in active.items() if o.kind == "institution"} or set(active)
        return next(iter(institutions)) if len(institutions) == 1 else None


def _organisation(
    structure: Structure, ids: dict[str, str], successors: dict[str, list[str]], tutelles: _Tutelles
) -> Organisation:
    tutelles.count(structure.tutelles)
    texts = dict.fromkeys((structure.name, *structure.other_names))
    names = [Name(t, "label" if i == 0 else "alias", None) for i, t in enumerate(texts)]
    if structure.acronym and structure.acronym not in texts:
        names.append(Name(structure.acronym, "acronym", None))
    resolved = [t for name in structure.tutelles if (t := tutelles.find(name))]
    return Organisation(
        ror=None,
        rnsr=structure.number,
        kind="laboratory",
        names=tuple(names),
        codes=structure.codes,
        country="FR",
        cities=(structure.town,) if structure.town else (),
        status="active" if structure.active else "inactive",
        opened=structure.opened,
        closed=structure.closed,
        parents=tuple(sorted({*resolved, *(ids.get(p, p) for p in structure.parents)})),
        children=tuple(sorted(ids.get(c, c) for c in structure.children)),
        predecessors=tuple(sorted(ids.get(p, p) for p in structure.predecessors)),
        successors=tuple(sorted(successors.get(structure.number, ()))),
        parent_names=tuple(name for name in structure.tutelles if not tutelles.find(name)),
    )


def _successors(structures: Iterable[Structure], ids: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for structure in structures:
        for earlier in structure.predecessors:
            found[earlier].append(ids.get(structure.number, structure.number))
    return found


def _merged(ror: Organisation, rnsr: Organisation) -> Organisation:
    """ROR's record with what RNSR knows beside it."""
    names = {(normal_form(n.text), n.kind): n for n in reversed((*ror.names, *rnsr.names))}
    known = {normal_form(n.text) for n in ror.names}
    more = tuple(n for n in rnsr.names if normal_form(n.text) not in known)
    del names
    cities = {_town(c): c for c in reversed((*ror.cities, *rnsr.cities))}
    return replace(
        ror,
        rnsr=rnsr.rnsr,
        kind="laboratory",
        names=(*ror.names, *more),
        codes=tuple(dict.fromkeys((*ror.codes, *rnsr.codes))),
        cities=tuple(dict.fromkeys(cities[_town(c)] for c in (*ror.cities, *rnsr.cities))),
        opened=rnsr.opened or ror.opened,
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
    return set(normal_words(text)) - _FILLERS - _HEADS


def _overlap(a: str, b: str) -> float:
    """The share of the shorter name's own words that the other has too."""
    left, right = _content(a), _content(b)
    return len(left & right) / max(2, min(len(left), len(right)))


def _bare(text: str) -> str:
    """A name without articles and prepositions: `Université d'Angers` and `Université Angers` are the same."""
    return " ".join(w for w in normal_words(text) if w not in _FILLERS)


def _town(text: str) -> str:
    return " ".join("saint" if w == "st" else "sainte" if w == "ste" else w for w in normal_words(text))
