# ruff: noqa: T201
"""Learns what each trait of a find weighs, and writes src/communique/rules/address_weights.toml.

    python tools/weigh_matching.py --registry full.registry [--shared ../shared]

Two steps. For each group of candidates (see `communique.registry.matching.evidence`) a logistic regression over the
traits, with a quadratic penalty, solved by Newton's method: the same data give the same weights. Then one more, over
what these weights and those of the other finds of a string say together (`among.py`). For the second step each find
of the learned strings is weighed by weights that four other fifths of these strings gave: its own string must not
speak for it.

It learns on the half of the three sets that `tools/benchmarks/registry_matching.py` calls `learned`, and takes no
weight from the other half, whose totals were in view when the traits and penalties were chosen.

ROR ids are the truth for candidates that have one, RNSR numbers for French units in Conditor's addresses. A French
institution that is a parent of a unit in the string, or of many units ("ENS de Lyon, CNRS, Lyon, France"), is no
counter-example when it isn't annotated: the sets name it now and then only. Nor is the organisation that has the name
which S2AFF gives instead of an id, because ROR had none at the time.
"""

from __future__ import annotations

import argparse
import hashlib
import runpy
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.registry.index import Registry
from communique.registry.location import open_registry
from communique.registry.matching.among import FACETS_AMONG, among
from communique.registry.matching.batches import Batch
from communique.registry.matching.evidence import FACETS_OF_FINDS, Candidates, candidates
from communique.registry.matching.facets import AMONG, GROUPS, traits
from communique.registry.matching.finds import find
from communique.registry.matching.names import NameIndex
from communique.registry.matching.organisation_sections import FACTS
from communique.registry.matching.spelling import Names
from communique.registry.matching.word_table import WordTable
from communique.registry.organisations import ROR_URL

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "src" / "communique" / "rules" / "address_weights.toml"
BENCHMARK = ROOT / "tools" / "benchmarks" / "registry_matching.py"
PENALTY = 2.0
"""By log-loss of full names, learned on four fifths of the learned half and tried on the fifth: 0.5 gives 0.1521,
1 gives 0.1486, 2 gives 0.1473, 4 gives 0.1486, 8 gives 0.1530."""
AMONG_PENALTY = 10.0
FREE, FREE_PENALTY = "supervises", 0.25
"""Traits of a cause that is known and of which the sets show few cases: a few dozen organisations, CNRS first."""
FOLDS = 5
SEEN = 2
"""Finds that must have a trait for it to be weighed."""
HEAD = """\
# What each trait of a find weighs, in hundredths of a logit, by group of finds; `among` weighs a find among the others
# of its string, `own` being the share of its own weight that counts, in hundredths. Written by tools/weigh_matching.py,
# which says what it learns from; not to be edited by hand.
"""

Weights = dict[str, int]


class Cases(NamedTuple):
    """The finds of the learned strings: traits, whether each is right (None where the sets don't tell), and fold."""

    found: Candidates
    traits: list[tuple[str, ...]]
    rights: list[bool | None]
    folds: list[int]


def main() -> None:
    """Learns and writes."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--registry", type=Path, required=True)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = arguments.parse_args()
    registry = open_registry(given.registry)
    index = NameIndex(registry)
    table = WordTable(index.walk, index.town_walk, index.typos)
    cases = _cases(registry, index, table, given.shared)
    tables = _groups(cases)
    for group, name in enumerate(GROUPS):
        known = [cases.rights[i] for i in np.flatnonzero(cases.found.group == group) if cases.rights[i] is not None]
        print(f"{name}: {len(known):,} candidates, {sum(map(bool, known)):,} of them right")
    tables[AMONG] = _among(cases, index, Names(index.natures, index.types, table.classes))
    lines = [HEAD]
    for name, weights in tables.items():
        lines.append(f"\n[{name}]\n")
        lines += [f'"{trait}" = {weight}\n' for trait, weight in sorted(weights.items()) if weight]
    TABLE.write_text("".join(lines), encoding="utf-8")


def _cases(registry: Registry, index: NameIndex, table: WordTable, shared: Path) -> Cases:
    """The finds of the strings of the learned half."""
    benchmark = runpy.run_path(str(BENCHMARK))
    examples = [
        (name, string, ids)
        for name, read_set in benchmark["SETS"].items()
        for string, ids in read_set(shared / "linking" / f"{name}.jsonl.gz")
        if benchmark["half_of"](string) == "learned"
    ]
    named = _named(examples, registry)
    batch = Batch([string for _, string, _ in examples], table)
    found = candidates(batch, find(batch, index), index, None)
    spelled = _spelled(found, Names(index.natures, index.types, table.classes))
    rights = [
        None
        if index.shown(int(number)).ror in named[string]
        else _right(examples[string][0], index, int(group), int(number), examples[string][2], traits_)
        for string, group, number, traits_ in zip(found.string, found.group, found.organisation, spelled, strict=True)
    ]
    return Cases(found, spelled, rights, [_fold(examples[string][1]) for string in found.string])


def _named(examples: Sequence[tuple[str, str, frozenset[str]]], registry: Registry) -> list[frozenset[str]]:
    """For each example the ids of organisations whose names stand among its right ids."""
    ids: dict[str, frozenset[str]] = {}
    for label in {label for name, _, labels in examples for label in labels if name.startswith("s2aff")}:
        if not label.startswith(ROR_URL):
            named = (registry.organisation(number) for number in registry.with_name(label))
            ids[label] = frozenset(organisation.ror for organisation in named if organisation.ror)
    return [frozenset().union(*(ids.get(label, frozenset()) for label in labels)) for _, _, labels in examples]


def _spelled(found: Candidates, names: Names) -> list[tuple[str, ...]]:
    """The traits of each find."""
    known: dict[tuple[str, int, int], tuple[str, ...]] = {}

    def spell(facet: str, code: int, group: int) -> tuple[str, ...]:
        key = facet, code, group
        if key not in known:
            known[key] = tuple(traits(facet, code, group, names))
        return known[key]

    columns = dict(zip(FACETS_OF_FINDS, found.codes.tolist(), strict=True))
    return [
        tuple(trait for facet, codes in columns.items() for trait in spell(facet, codes[i], group))
        for i, group in enumerate(found.group.tolist())
    ]


def _right(
    name: str, index: NameIndex, group: int, organisation: int, ids: frozenset[str], spelled: tuple[str, ...]
) -> bool | None:
    shown = index.shown(organisation)
    facts = dict(zip(FACTS, index.facts[organisation].tolist(), strict=True))
    if name.startswith("conditor"):
        return shown.rnsr in ids if GROUPS[group] == "unit" else None
    if not shown.ror:
        return None
    right = shown.ror in ids
    stated = "kin.child" in spelled or facts["supervises"]
    unsaid = not right and index.countries[facts["country"]] == "FR" and stated and GROUPS[group] != "parent"
    return None if unsaid else right


def _groups(cases: Cases, without: int | None = None) -> dict[str, Weights]:
    """The weights of each group, learned on all folds but one."""
    tables = {}
    for group, name in enumerate(GROUPS):
        some = [i for i in np.flatnonzero(cases.found.group == group) if cases.folds[i] != without]
        some = [i for i in some if cases.rights[i] is not None]
        tables[name] = _learn([cases.traits[i] for i in some], [bool(cases.rights[i]) for i in some], PENALTY)
    return tables


def _among(cases: Cases, index: NameIndex, names: Names) -> Weights:
    """The weights of finds among others."""
    rows: list[tuple[str, ...]] = []
    own: list[int] = []
    rights: list[bool] = []
    for fold in range(FOLDS):
        tables = _groups(cases, without=fold)
        weights = np.array(
            [
                tables[GROUPS[group]]["bias"] + sum(tables[GROUPS[group]].get(trait, 0) for trait in spelled)
                for group, spelled in zip(cases.found.group, cases.traits, strict=True)
            ]
        )
        mine, codes = among(cases.found, weights, index)
        for k, i in enumerate(mine.tolist()):
            right = cases.rights[i]
            if cases.folds[i] == fold and right is not None:
                own_codes = zip(FACETS_AMONG, codes[:, k].tolist(), strict=True)
                rows.append(tuple(t for facet, code in own_codes for t in traits(facet, code, len(GROUPS), names)))
                own.append(int(weights[i]))
                rights.append(right)
    return _learn(rows, rights, AMONG_PENALTY, own)


def _fold(string: str) -> int:
    return hashlib.sha256(b"fold" + string.encode()).digest()[0] % FOLDS


def _learn(
    rows: Sequence[tuple[str, ...]], rights: Sequence[bool], penalty: float, own: Sequence[int] | None = None
) -> Weights:
    """The weights of traits, and of a find's own weight where it is given, in hundredths."""
    seen = Counter(trait for spelled in rows for trait in set(spelled))
    names = ["bias", "own", *sorted(trait for trait, count in seen.items() if count >= SEEN)]
    place = {trait: i for i, trait in enumerate(names)}
    features: npt.NDArray[Any] = np.zeros((len(rows), len(names)))
    features[:, 0] = 1
    features[:, 1] = 0 if own is None else np.array(own) / 100
    for i, spelled in enumerate(rows):
        for trait in spelled:
            if trait in place:
                features[i, place[trait]] += 1
    right = np.array([float(right) for right in rights])
    penalties = np.array([FREE_PENALTY if name.startswith(FREE) else penalty for name in names])
    weights = np.zeros(len(names))
    for _ in range(60):
        score = 1 / (1 + np.exp(-features @ weights))
        curvature = (features.T * (score * (1 - score) + 1e-6)) @ features + np.diag(penalties)
        change = np.linalg.solve(curvature, features.T @ (right - score) - penalties * weights)
        weights += change
        if np.abs(change).max() < 1e-6:
            break
    return {trait: round(100 * float(w)) for trait, w in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
