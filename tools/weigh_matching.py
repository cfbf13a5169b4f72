# ruff: noqa: T201
"""Learns what each trait of a find weighs, and writes src/communique/rules/address_weights.toml.

    python tools/weigh_matching.py --registry full.registry [--shared ../shared]

For each group of candidates (see `communique.registry.matching.evidence`) a logistic regression over the traits, with
a quadratic penalty, solved by Newton's method: the same data give the same weights. It learns on the half of the three
sets that `tools/benchmarks/registry_matching.py` calls `learned`, and takes no weight from the other half, whose
totals were in view when the traits were chosen.

ROR ids are the truth for candidates that have one, RNSR numbers for French units in Conditor's addresses. A French
institution that is a parent of a unit in the string, or of many units ("ENS de Lyon, CNRS, Lyon, France"), is no
counter-example when it isn't annotated: the sets name it now and then only.
"""

from __future__ import annotations

import argparse
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from communique.registry.location import open_registry
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
FREE, FREE_PENALTY = "supervises", 0.25
"""Traits of a cause that is known and of which the sets show few cases: a few dozen organisations, CNRS first."""
HEAD = """\
# What each trait of a find weighs, in hundredths of a logit, by group of finds. Written by tools/weigh_matching.py,
# which says what it learns from; not to be edited by hand.
"""

Row = tuple[tuple[str, ...], bool]


def main() -> None:
    """Learns and writes."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--registry", type=Path, required=True)
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    given = arguments.parse_args()
    rows: dict[str, list[Row]] = {group: [] for group in GROUPS}
    for group, row in _examples(given.registry, given.shared):
        rows[group].append(row)
    lines = [HEAD]
    for group in GROUPS:
        weights = _learn(rows[group])
        lines.append(f"\n[{group}]\n")
        lines += [f'"{trait}" = {round(100 * w)}\n' for trait, w in sorted(weights.items()) if round(100 * w)]
        print(f"{group}: {len(rows[group]):,} candidates, {sum(right for _, right in rows[group]):,} of them right")
    TABLE.write_text("".join(lines), encoding="utf-8")


def _examples(registry: Path, shared: Path) -> Iterator[tuple[str, Row]]:
    benchmark = runpy.run_path(str(BENCHMARK))
    index = NameIndex(open_registry(registry))
    read = Reader(index)
    for name, read_set in benchmark["SETS"].items():
        for string, ids in read_set(shared / "linking" / f"{name}.jsonl.gz"):
            if benchmark["half_of"](string) != "learned":
                continue
            for candidate in candidates(read(string), index):
                spelled = tuple(trait for facet in candidate.facets for trait in traits(candidate.group, facet))
                right = _right(name, candidate, ids, spelled)
                if right is not None:
                    yield candidate.group, (spelled, right)


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


def _learn(rows: list[Row]) -> dict[str, float]:
    names = ["bias", *sorted({trait for spelled, _ in rows for trait in spelled})]
    place = {trait: i for i, trait in enumerate(names)}
    features: npt.NDArray[Any] = np.zeros((len(rows), len(names)))
    features[:, 0] = 1
    for i, (spelled, _) in enumerate(rows):
        features[i, [place[trait] for trait in spelled]] = 1
    right = np.array([float(right) for _, right in rows])
    penalty = np.array([FREE_PENALTY if name.startswith(FREE) else PENALTY for name in names])
    weights = np.zeros(len(names))
    for _ in range(60):
        score = 1 / (1 + np.exp(-features @ weights))
        curvature = (features.T * (score * (1 - score) + 1e-6)) @ features + np.diag(penalty)
        change = np.linalg.solve(curvature, features.T @ (right - score) - penalty * weights)
        weights += change
        if np.abs(change).max() < 1e-6:
            break
    return {trait: float(w) for trait, w in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
