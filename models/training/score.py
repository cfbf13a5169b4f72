"""Scores of a model on annotated texts: exact spans, by label and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.language import Language

from communique.language.model.component import GOLD_SPANS, MODEL_SPANS
from communique.language.model.tags import ANYTHING, MEANINGS
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION
from training.reader import set_gold
from training.texts import AnnotatedText

OLD = ("europeana-bnf", "fenec-v1")
"""Old newspapers with reading errors, and a sample of many genres, novels among them; "modern" is all but these."""
_ORGANISATIONS = (INSTITUTION, LABORATORY, ORGANISATION)


@dataclass
class Counts:
    """Spans found, found wrongly, and missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


Scores = dict[str, dict[str, Counts]]
"""By source ("all" for the sum, "modern" for that without `OLD`), then by label: organisation, person, place; "kind"
counts laboratories and institutions that were found, told apart rightly (found) or not (wrong)."""


def score_model(nlp: Language, texts: Iterable[AnnotatedText], lowest: float = 0.0) -> Scores:
    """What `nlp` finds in `texts` against their marks.

    Labels that a text does not annotate, and spans that touch marks of unknown meaning, do not count.
    """
    scores: Scores = {}
    texts = list(texts)
    for annotated, doc in zip(texts, nlp.pipe((t.text for t in texts), batch_size=64), strict=True):
        set_gold(doc, annotated)
        gold = {(s.start, s.end): s.label_ for s in doc.spans[GOLD_SPANS]}
        unknown = {i for (start, end), label in gold.items() if label == ANYTHING for i in range(start, end)}
        group = doc.spans[MODEL_SPANS]
        found = {
            (s.start, s.end): s.label_
            for s, score in zip(group, group.attrs["scores"], strict=True)
            if score >= lowest and unknown.isdisjoint(range(s.start, s.end))
        }
        for source in ("all", annotated.source, *(() if annotated.source in OLD else ("modern",))):
            _count(scores.setdefault(source, {}), gold, found, annotated.unannotated)
    return scores


def _count(
    scores: dict[str, Counts],
    gold: dict[tuple[int, int], str],
    found: dict[tuple[int, int], str],
    unannotated: tuple[str, ...],
) -> None:
    for span, label in found.items():
        group = general(label)
        if group in unannotated:
            continue
        counts = scores.setdefault(group, Counts())
        if general(gold.get(span, "")) == group:
            counts.found += 1
            if gold[span] in (INSTITUTION, LABORATORY):
                kinds = scores.setdefault("kind", Counts())
                kinds.found += gold[span] == label
                kinds.wrong += gold[span] != label
        else:
            counts.wrong += 1
    for span, label in gold.items():
        if label != ANYTHING and label not in unannotated and general(found.get(span, "")) != general(label):
            scores.setdefault(general(label), Counts()).missed += 1


def general(label: str) -> str:
    """The label with laboratories and institutions taken together."""
    return ORGANISATION if label in _ORGANISATIONS or label in MEANINGS else label


def table(scores: Scores) -> dict[str, dict[str, dict[str, float | int]]]:
    """The scores as plain values for JSON, rounded."""
    return {
        source: {
            label: {
                "p": round(c.precision, 3), "r": round(c.recall, 3), "f": round(c.f1, 3),
                "spans": c.found + c.missed,
            }
            for label, c in sorted(labels.items())
        }
        for source, labels in sorted(scores.items())
    }  # fmt: skip
