"""Trains the model of pairs that stands beside the relation rules.

    python models/pairs/train.py --releases ../shared/gold/train fixtures models/releases/read \\
        --unseen models/releases/newer models/releases/unseen

Learns from every candidate pair of the releases; cross-validates by release; learns from the `--unseen` ones, on which
no rule, or few, were written, how sure the facts are that rules and model give; writes `models/pairs/model` and prints scores.
Needs scikit-learn (among the development dependencies). The result depends on nothing but the releases and the rules.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from communique.findings import FactFinding
from communique.steps.relations.learned.checksums import ROWS
from communique.steps.relations.learned.model import (
    ROLE,
    ROLES,
    Calibration,
    PairModel,
    predicate_columns,
)
from communique.steps.relations.learned.opinions import WORTH_SAYING
from communique.steps.relations.learned.weigh import alone_of, key_of, odds, strongest_opinions, weigh
from pairs.examples import Example, GoldRelease, blank_model, examples_of, read_releases

HERE = Path(__file__).resolve().parent
STRENGTH = 0.3
"""Inverse strength of the regularisation (scikit-learn's C)."""
SMALLEST = 0.004
"""Weights nearer to 0 are left out."""
FOLDS = 5
PREDICATES = tuple(c for c in predicate_columns() if not c.startswith(ROLE))
WORTH_LEARNING = 0.1
"""Opinions of the model below it are never given, and their number would bend the curves."""
LEAST, LEAST_ALONE = 0.5, 0.55
OTHER_LEAST_ALONE = {"affiliated_with": 0.75, "founded_on": 0.6, "involves": 0.6, "located_in": 0.6, "succeeds": 0.8}
"""Where the model alone needs more: what the rules leave is seldom a fact."""
LEAST_RULED = {"holds_position": 0.6, "located_in": 0.6}
"""Where what a rule gives needs more than `LEAST`."""
LEAST_NOTED = {"involves": 0.5}
"""What the model alone needs for what a note states: who lists laboratories in a note says of most of them that they are members."""


def main(arguments: list[str] | None = None) -> None:
    """Reads the command line, trains, scores, writes."""
    options = parse(arguments)
    releases = [*read_releases(options.releases, unseen=False), *read_releases(options.unseen, unseen=True)]
    examples = [e for i, release in enumerate(releases) for e in examples_of(i, release)]
    print(f"{len(releases)} releases, {len(examples)} examples, {sum(e.right is True for e in examples)} right")  # noqa: T201
    held_out = cross_validate(examples, releases)
    least_alone = {p: OTHER_LEAST_ALONE.get(p, options.least_alone) for p in PREDICATES}
    calibration = replace(
        calibrate(releases, held_out),
        least=options.least, least_alone=least_alone, least_noted=LEAST_NOTED, least_ruled=LEAST_RULED,
    )  # fmt: skip
    print_scores(releases, held_out, calibration)
    model = replace(train(examples), calibration=calibration)
    write(model, options.output)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=Path, nargs="+", required=True, help="folders that rules were written on")
    parser.add_argument("--unseen", type=Path, nargs="+", required=True, help="folders that they were not written on")
    parser.add_argument("--output", type=Path, default=HERE / "model")
    parser.add_argument("--least", type=float, default=LEAST, help="facts less sure are not given")
    parser.add_argument(
        "--least-alone", type=float, default=LEAST_ALONE, help="the same for the model alone, for most predicates"
    )
    return parser.parse_args(arguments)


def train(examples: Sequence[Example]) -> PairModel:
    """One logistic regression for each predicate, over the pairs that can have it, and one for each role."""
    columns = predicate_columns()
    weights = np.zeros((ROWS, len(columns)), dtype=np.float64)
    bias = np.zeros(len(columns))
    for i, column in enumerate(columns):
        if column.startswith(ROLE):
            known = [e for e in examples if e.predicate == "affiliated_with" and e.role in ROLES]
            labels = [e.role == column.removeprefix(ROLE) for e in known]
        else:
            known = [e for e in examples if e.predicate == column and e.right is not None]
            labels = [e.right is True for e in known]
        if len(set(labels)) < 2:
            bias[i] = -10.0
            continue
        regression = LogisticRegression(C=STRENGTH, solver="liblinear")
        regression.fit(_matrix([e.opinion.rows for e in known]), labels)
        weights[:, i] = regression.coef_[0]
        bias[i] = regression.intercept_[0]
    weights[np.abs(weights) < SMALLEST] = 0.0
    return replace(
        blank_model(), weights=weights.astype(np.float16), bias=np.round(bias, 4), columns=_numbered(columns)
    )


def _numbered(columns: Sequence[str]) -> dict[str, int]:
    return {c: i for i, c in enumerate(columns)}


def _matrix(rows: Sequence[Any]) -> csr_matrix:
    ends = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    joined = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    return csr_matrix((np.ones(len(joined)), joined, ends), shape=(len(rows), ROWS))


Opinions = dict[int, dict[Any, FactFinding]]
"""For each release the likeliest opinion on each fact, of a model that was not trained on it."""


def cross_validate(examples: Sequence[Example], releases: Sequence[GoldRelease]) -> Opinions:
    """The opinions on every release of a model trained on the other folds."""
    found: Opinions = {}
    for fold in range(FOLDS):
        model = train([e for e in examples if e.release % FOLDS != fold])
        for i in range(fold, len(releases), FOLDS):
            found[i] = strongest_opinions(_opinions(model, releases[i]), releases[i].read.release.entities)
    return found


def _opinions(model: PairModel, release: GoldRelease) -> Any:
    for opinion in release.read.opinions:
        claim = opinion.claim
        (chances,) = model.chances(opinion.rows, np.array([len(opinion.rows)])).tolist()
        chance = chances[model.columns[claim.predicate]]
        if chance >= WORTH_SAYING:
            role = model.role(chances) if claim.predicate == "affiliated_with" else None
            role = "part_of" if role == "partner" and claim.object.kind == "L" else role
            yield replace(opinion, claim=replace(claim, confidence=chance, role=role))


def calibrate(releases: Sequence[GoldRelease], held_out: Opinions) -> Calibration:
    """The curves of `weigh.py`, from the releases that the rules were not written on; nothing is left out yet."""
    both, rule, model = _Curve(), _Curve(), _CurveByPredicate()
    for i, release in enumerate(releases):
        if not release.unseen:
            continue
        given = {key_of(f): f for f in release.read.facts}
        for key, fact in given.items():
            opinion = held_out[i].get(key)
            if opinion is None:
                rule.add(release.verdict(fact), odds(fact.confidence))
            else:
                both.add(release.verdict(fact), odds(fact.confidence), odds(opinion.confidence))
        for opinion, values in alone_of(given, held_out[i], release.read.release.entities):
            if opinion.confidence >= WORTH_LEARNING:
                model.add(opinion.predicate, release.verdict(opinion), values)
    return Calibration(both.fit(), rule.fit(), model.fit(), 0.0, dict.fromkeys(PREDICATES, 0.0))


class _Curve:
    """Points of a logistic curve."""

    def __init__(self) -> None:
        self.points: list[tuple[float, ...]] = []
        self.right: list[bool] = []

    def add(self, right: bool | None, *values: float) -> None:
        if right is not None:
            self.points.append(values)
            self.right.append(right)

    def fit(self) -> tuple[float, ...]:
        if len(set(self.right)) < 2:  # too few releases to learn from: as sure as the rule, or the model
            return (0.0, 1.0, *(0.0 for _ in self.points[0][1:])) if self.points else (0.0, 1.0)
        regression = LogisticRegression(C=10.0).fit(self.points, self.right)
        return tuple(round(float(w), 3) for w in (regression.intercept_[0], *regression.coef_[0]))


@dataclass
class _CurveByPredicate:
    """Points of logistic curves of which each predicate has its own, near to what all have in common.

    Each point is (log odds, whether a rule tells against it, whether its subject is an institution, whether the
    names stand apart): see `Calibration`.
    """

    points: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    def add(self, predicate: str, right: bool | None, values: tuple[float, ...]) -> None:
        if right is not None:
            self.points.append((predicate, values))
            self.right.append(right)

    def fit(self) -> dict[str, tuple[float, ...]]:
        if len(set(self.right)) < 2:  # too few releases to learn from: as sure as the model
            return dict.fromkeys(PREDICATES, (0.0, 1.0, 0.0, 0.0, 0.0))
        regression = LogisticRegression(max_iter=3000).fit([self._row(*p) for p in self.points], self.right)
        odds_of_all, apart = regression.coef_[0][:2]
        own = regression.coef_[0][2:].reshape(len(PREDICATES), 4)
        curves = {
            p: (regression.intercept_[0] + constant, odds_of_all + slope, doubted, institution, apart)
            for p, (constant, slope, doubted, institution) in zip(PREDICATES, own, strict=True)
        }
        return {p: tuple(round(float(w), 3) for w in curve) for p, curve in curves.items()}

    def _row(self, predicate: str, values: tuple[float, ...]) -> list[float]:
        odds_, doubted, institution, apart = values
        own = [v * (p == predicate) for p in PREDICATES for v in (1.0, odds_, doubted, institution)]
        return [odds_, apart, *own]


def print_scores(releases: Sequence[GoldRelease], held_out: Opinions, calibration: Calibration) -> None:
    """Precision, recall and F1 of rules, model and both, and how often facts of a confidence are right."""
    for unseen in (False, True):
        chosen = [(i, r) for i, r in enumerate(releases) if r.unseen == unseen]
        if not chosen:
            continue
        title = "unseen by the rules" if unseen else "the rules were written on them"
        print(f"\n{len(chosen)} releases, {title}; the model held out")  # noqa: T201
        _print_row("rules", chosen, lambda _, r: r.read.facts)
        for least in (0.5, 0.7, 0.8):
            _print_row(
                f"model from {least}",
                chosen,
                lambda i, _, least=least: [f for f in held_out[i].values() if f.confidence >= least],
            )
        _print_row("both", chosen, lambda i, r: _weighed(calibration, r, held_out[i]))
        for low in (0.4, 0.5, 0.6):
            for alone in (0.5, 0.6, 0.7, 0.75, 0.8):
                curves = replace(calibration, least=low, least_alone=dict.fromkeys(PREDICATES, alone))
                _print_row(f"both {low} {alone}", chosen, lambda i, r, c=curves: _weighed(c, r, held_out[i]))
        bins: dict[float, list[int]] = defaultdict(lambda: [0, 0])
        loose = replace(calibration, least=0.0, least_alone=dict.fromkeys(PREDICATES, 0.3))
        for i, release in chosen:
            for fact in _weighed(loose, release, held_out[i]):
                if (verdict := release.verdict(fact)) is not None:
                    bins[int(fact.confidence * 10) / 10][verdict] += 1
        print("  confidence: right/given  " + "  ".join(f"{b}: {n[1]}/{sum(n)}" for b, n in sorted(bins.items())))  # noqa: T201


def _weighed(calibration: Calibration, release: GoldRelease, opinions: dict[Any, FactFinding]) -> list[FactFinding]:
    return weigh(calibration, release.read.facts, opinions, release.read.release.entities)


def _print_row(
    title: str, chosen: Sequence[tuple[int, GoldRelease]], facts: Callable[[int, GoldRelease], Sequence[FactFinding]]
) -> None:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for i, release in chosen:
        keys = {release.key_of(f): release.verdict(f) for f in facts(i, release)}
        for key, verdict in keys.items():
            if verdict is not None:
                counts[key[1]][0 if verdict else 1] += 1
        for key in release.facts:
            counts[key[1]][2] += key not in keys
    total = [sum(c[i] for c in counts.values()) for i in range(3)]
    print(f"  {title:16}{_f1(total)}  " + "  ".join(f"{p} {_f1(c)}" for p, c in sorted(counts.items())))  # noqa: T201


def _f1(counts: Sequence[int]) -> str:
    precision = counts[0] / max(1, counts[0] + counts[1])
    recall = counts[0] / max(1, counts[0] + counts[2])
    return f"{precision:.3f}/{recall:.3f}/{2 * precision * recall / max(1e-9, precision + recall):.3f}"


def write(model: PairModel, folder: Path) -> None:
    """Writes weights and curves; rows of zeros are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.flatnonzero(np.any(model.weights != 0, axis=1)).astype(np.uint32)
    np.savez_compressed(folder / "weights.npz", rows=rows, weights=model.weights[rows], bias=model.bias)
    curves = model.calibration
    meta = {
        "columns": list(model.columns),
        "calibration": {
            "both": curves.both, "rule": curves.rule, "model": curves.model,
            "least": curves.least, "least_alone": curves.least_alone, "least_noted": dict(curves.least_noted),
            "least_ruled": dict(curves.least_ruled),
        },
    }  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
