"""The trained weights: probabilities of what a pair says, from hashed features."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from communique.findings import FactFinding, Predicate, Role
from communique.steps.relations.learned.checksums import ROWS, Numbers

NAME: Final = "communique_pairs"
ROLES: Final[tuple[Role, ...]] = ("supervisor", "partner", "part_of")
ROLE: Final = "role."

Weights = npt.NDArray[Any]
Chances = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How sure a fact is, by what the rule and the model say of it; see `weigh.py`.

    Each is the weights of a logistic curve: of a rule's fact on (1, log odds of the rule, log odds of the model), of
    one on which the model could not look on (1, log odds of the rule). Of one that the model alone gives there is a
    curve for each predicate (`model`), on (1, log odds of the model, 1 if a rule has a fact that tells against it, 1 if
    its subject is an institution, 1 if the two names stand in different sentences). Facts below `least`, or
    `least_ruled` of the predicate, are not given; the model alone needs `least_alone` of the predicate, or
    `least_noted` where a note states them.
    """

    both: tuple[float, ...]
    rule: tuple[float, ...]
    model: Mapping[str, tuple[float, ...]]
    least: float
    least_alone: Mapping[str, float]
    least_noted: Mapping[str, float] = field(default_factory=dict)
    least_ruled: Mapping[str, float] = field(default_factory=dict)

    def least_of(self, fact: FactFinding) -> float:
        """How sure the model alone must be of a fact."""
        least = self.least_alone[fact.predicate]
        return least if fact.via_footnote is None else self.least_noted.get(fact.predicate, least)


@dataclass(frozen=True, slots=True)
class PairModel:
    """One column of weights for each predicate and each role; `bias` by column."""

    columns: Mapping[str, int]
    weights: Weights
    bias: npt.NDArray[np.float64]
    calibration: Calibration

    def chances(self, rows: Numbers, ends: Numbers) -> Chances:
        """The probability of each column for each of several pairs: an array of pairs by columns.

        Args:
            rows: of all pairs, one after the other; no pair has none.
            ends: where those of each end.
        """
        starts = np.concatenate([[0], ends[:-1]])
        scores = np.add.reduceat(self.weights[rows].astype(np.float64), starts, axis=0)
        chances: Chances = 1.0 / (1.0 + np.exp(-(scores + self.bias)))
        return chances

    def role(self, chances: Sequence[float]) -> Role:
        """The likeliest role of an affiliation, by the probabilities of one pair."""
        return max(ROLES, key=lambda role: chances[self.columns[ROLE + role]])


def predicate_columns() -> tuple[str, ...]:
    """The columns of a table, in order."""
    predicates: tuple[Predicate, ...] = (
        "affiliated_with", "involves", "succeeds", "holds_position", "located_in", "founded_on",
    )  # fmt: skip
    return (*predicates, *(ROLE + role for role in ROLES))


def pair_model_folder() -> Path | None:
    """Where the trained model lies: in an installed package or in the project; None where it was not shipped."""
    package = Path(__file__).resolve().parents[3]
    folders = (package / "_models" / "pairs", package.parents[1] / "models" / "pairs" / "model")
    return next((folder for folder in folders if (folder / "meta.json").is_file()), None)


@cache
def load_pair_model() -> PairModel | None:
    """The model that comes with the package, None where it was not shipped: then the rules decide alone."""
    folder = pair_model_folder()
    return None if folder is None else read_pair_model(folder)


def read_pair_model(folder: Path) -> PairModel:
    """A model as `models/pairs/train.py` writes it.

    Raises:
        OSError, ValueError, KeyError: the folder holds none.
    """
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    with np.load(folder / "weights.npz") as arrays:
        table = np.zeros((ROWS, len(meta["columns"])), dtype=np.float16)
        table[arrays["rows"]] = arrays["weights"]
        bias = arrays["bias"].astype(np.float64)
    curves = meta["calibration"]
    calibration = Calibration(
        both=tuple(curves["both"]),
        rule=tuple(curves["rule"]),
        model={predicate: tuple(curve) for predicate, curve in curves["model"].items()},
        least=curves["least"],
        least_alone=curves["least_alone"],
        least_noted=curves.get("least_noted", {}),
        least_ruled=curves.get("least_ruled", {}),
    )
    return PairModel({c: i for i, c in enumerate(meta["columns"])}, table, bias, calibration)


@cache
def pair_model_id() -> str:
    """What a record says of the model: its name and the start of the SHA-256 of its files, "none" without one."""
    folder = pair_model_folder()
    if folder is None:
        return "none"
    digest = hashlib.sha256((folder / "weights.npz").read_bytes() + (folder / "meta.json").read_bytes())
    return f"{NAME}@{digest.hexdigest()[:12]}"
