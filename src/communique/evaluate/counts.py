"""Whole counts, and the shares that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from communique.evaluate.scoring import DocumentScore, Judgement

GROUPS: Final = ("entity", "fact", "meta")
"""Measures that are also summed: `fact` is all `fact.PREDICATE` together."""


@dataclass
class Counts:
    """Hits, false finds and misses. With nothing to find (or nothing found) recall (precision) is 1."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def add(self, judgement: Judgement) -> None:
        """Counts one judgement."""
        self.hits += judgement.verdict == "hit"
        self.false += judgement.verdict == "false"
        self.missed += judgement.verdict == "miss"

    def as_dict(self) -> dict[str, Any]:
        """Shares with four decimals, and the counts."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {
            **{name: round(share, 4) for name, share in shares.items()},
            "hits": self.hits,
            "false": self.false,
            "missed": self.missed,
        }


def count_measures(judgements: Iterable[Judgement]) -> dict[str, Counts]:
    """The counts of each measure and of each group of measures, sorted by name."""
    counted: dict[str, Counts] = {}
    for judgement in judgements:
        group = judgement.measure.split(".")[0]
        counted.setdefault(judgement.measure, Counts()).add(judgement)
        if group in GROUPS and group != judgement.measure:
            counted.setdefault(group, Counts()).add(judgement)
    return dict(sorted(counted.items()))


def count_by(documents: Iterable[DocumentScore], key: Callable[[DocumentScore], str]) -> dict[str, dict[str, Counts]]:
    """The counts of the documents of each `key`, sorted by key."""
    grouped: dict[str, list[Judgement]] = {}
    for document in documents:
        grouped.setdefault(key(document), []).extend(document.judgements)
    return {name: count_measures(judgements) for name, judgements in sorted(grouped.items())}


def count_rules(judgements: Iterable[Judgement]) -> dict[str, Counts]:
    """Hits and false finds of each rule: facts by their rule, entities by what made their first mention."""
    counted: dict[str, Counts] = {}
    for judgement in judgements:
        if judgement.rule and judgement.measure.split(".")[0] in ("entity", "fact"):
            counted.setdefault(f"{judgement.measure.split('.')[0]}: {judgement.rule}", Counts()).add(judgement)
    return dict(sorted(counted.items()))


@dataclass(frozen=True, slots=True)
class Step:
    """The facts of a confidence in `[start, end)`, 1 included in the last: how many, and the share that is right."""

    start: float
    end: float
    given: int
    right: float


def reliability(judgements: Iterable[Judgement]) -> tuple[Step, ...]:
    """What confidences are worth: the share of right facts in steps of a tenth; steps without facts are left out."""
    counted: dict[int, Counts] = {}
    for judgement in judgements:
        if judgement.confidence is not None:
            counted.setdefault(min(9, int(judgement.confidence * 10 + 1e-9)), Counts()).add(judgement)
    return tuple(
        Step(tenth / 10, (tenth + 1) / 10, counts.hits + counts.false, round(counts.precision, 4))
        for tenth, counts in sorted(counted.items())
    )
