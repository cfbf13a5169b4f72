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
counter-example when it isn't annotated: the sets name it now and then only.
"""

from __future__ import annotations

import argparse
import hashlib
import runpy
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from communique.registry.location import open_registry
from communique.registry.matching.among import among
from communique.registry.matching.evidence import GROUPS, Candidate, candidates
from communique.registry.matching.found import Reader
from communique.registry.matching.names import NameIndex
from communique.registry.matching.traits import traits

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


class Case(NamedTuple):
    """A find of a string: its traits, and whether it is right; None where the sets don't tell."""

    string: str
    candidate: Candidate
    traits: tuple[str, ...]
    right: bool | None


def main() -> None:
    """Learns and writes."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--registry", type=Path, required=True)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = arguments.parse_args()
    strings = list(_examples(given.registry, given.shared))
    tables = _groups([case for cases in strings for case in cases], tell=True)
    tables["among"] = _among(strings)
    lines = [HEAD]
    for group, weights in tables.items():
        lines.append(f"\n[{group}]\n")
        lines += [f'"{trait}" = {weight}\n' for trait, weight in sorted(weights.items()) if weight]
    TABLE.write_text("".join(lines), encoding="utf-8")


def _examples(registry: Path, shared: Path) -> Iterator[list[Case]]:
    """The finds of each string of the learned half."""
    benchmark = runpy.run_path(str(BENCHMARK))
    index = NameIndex(open_registry(registry))
    read = Reader(index)
    for name, read_set in benchmark["SETS"].items():
        for string, ids in read_set(shared / "linking" / f"{name}.jsonl.gz"):
            if benchmark["half_of"](string) == "learned":
                cases = []
                for candidate in candidates(read(string), index):
                    spelled = tuple(trait for facet in candidate.facets for trait in traits(candidate.group, facet))
                    cases.append(Case(string, candidate, spelled, _right(name, candidate, ids, spelled)))
                yield cases


def _right(name: str, candidate: Candidate, ids: frozenset[str], spelled: tuple[str, ...]) -> bool | None:
    row = candidate.row
    if name.startswith("conditor"):
        return row.rnsr in ids if candidate.group == "unit" else None
    if not row.ror:
        return None
    right = row.ror in ids
    stated = "kin.child" in spelled or row.supervises
    unsaid = not right and row.country == "FR" and stated and candidate.group != "parent"
    return None if unsaid else right


def _groups(cases: Sequence[Case], tell: bool = False) -> dict[str, Weights]:
    """The weights of each group."""
    tables = {}
    for group in GROUPS:
        known = [case for case in cases if case.candidate.group == group and case.right is not None]
        tables[group] = _learn([case.traits for case in known], [bool(case.right) for case in known], PENALTY)
        if tell:
            print(f"{group}: {len(known):,} candidates, {sum(bool(case.right) for case in known):,} of them right")
    return tables


def _among(strings: Sequence[Sequence[Case]]) -> Weights:
    """The weights of finds among others."""
    rows: list[tuple[str, ...]] = []
    own: list[int] = []
    right: list[bool] = []
    for fold in range(FOLDS):
        tables = _groups([case for cases in strings for case in cases if _fold(case.string) != fold])
        for cases in strings:
            if not cases or _fold(cases[0].string) != fold:
                continue
            weighed = [(_total(tables[case.candidate.group], case.traits), case.candidate) for case in cases]
            for (total, _), facet, case in zip(weighed, among(weighed), cases, strict=True):
                if facet is not None and case.right is not None:
                    rows.append(traits("among", facet))
                    own.append(total)
                    right.append(case.right)
    return _learn(rows, right, AMONG_PENALTY, own)


def _fold(string: str) -> int:
    return hashlib.sha256(b"fold" + string.encode()).digest()[0] % FOLDS


def _total(weights: Weights, spelled: tuple[str, ...]) -> int:
    return weights["bias"] + sum(weights.get(trait, 0) for trait in spelled)


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
