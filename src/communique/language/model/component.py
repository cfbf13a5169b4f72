"""The component that tags names: `doc.spans["communique.model"]`, with scores."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Config, Model

from communique.language.model.network import ARCHITECTURE, FORMS
from communique.language.model.ops import on_one_thread
from communique.language.model.prediction import TagPredictor
from communique.language.model.tags import Scores, allowed_tags, decode, probabilities, tag_column
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION
from communique.language.tokens import read_words

MODEL = "communique_model"
MODEL_SPANS = "communique.model"
TAG_PROBABILITIES = "communique.tags"
"""`doc.user_data[TAG_PROBABILITIES]`: for each token the probability of each tag."""
GOLD_SPANS = "communique.gold"
"""In training: what the reference document is annotated with. Attributes of the group: `unannotated`, the labels that
the annotation leaves out, and `weight`, how much the document counts."""

_BREAK = re.compile(r"[\n\t]")

DEFAULT_CONFIG = f"""
[model]
@architectures = "{ARCHITECTURE}"
width = 96
depth = 4
window_size = 1
rows = [10000, 2000, 4000, 2000]
cue_width = 32
cue_rows = 512
hide_rules = 0.3
hide_words = 0.1
"""


@dataclass(frozen=True, slots=True)
class ModelSpan:
    """Tokens [start, end) that the model takes for a name.

    `label` is an entity kind or "other"; `score` the lowest probability among its tags; `laboratory` the probability
    that an organisation is a laboratory.
    """

    start: int
    end: int
    label: str
    score: float
    laboratory: float


class NameTagger(TrainablePipe):  # type: ignore[misc]
    """Finds names of laboratories, institutions, persons, places and other things; learns from partial annotation."""

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = MODEL) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}
        self.scorer = None
        self._predictor: TagPredictor | None = None

    def settle(self) -> None:
        """Takes the weights as they are for final: from now on predictions are several times as fast."""
        self._predictor = TagPredictor(self.model, len(FORMS))

    def predict(self, docs: Iterable[Doc]) -> list[Scores]:
        """Tag scores, one array a document."""
        with on_one_thread():
            if self._predictor is not None:
                return [self._predictor(doc) for doc in docs]
            return list(self.model.predict(list(docs)))

    def finish_update(self, sgd: Any) -> None:
        """Changes the weights by what they learned."""
        self._predictor = None
        super().finish_update(sgd)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NameTagger:
        """Takes the weights of a stored tagger."""
        self._predictor = None
        super().from_bytes(data, exclude=tuple(exclude))
        return self

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> NameTagger:
        """Takes the weights of a tagger in a folder."""
        self._predictor = None
        super().from_disk(path, exclude=tuple(exclude))
        return self

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Scores]) -> None:
        for doc, rows in zip(docs, scores, strict=True):
            found = decode(rows, _breaks(doc))
            spans = []
            for span in found:
                label = span.label
                if label == ORGANISATION:
                    label = LABORATORY if span.laboratory > 0.5 else INSTITUTION
                spans.append(Span(doc, span.start, span.end, label=label))
            attributes = {
                "scores": [round(s.score, 4) for s in found],
                "laboratory": [round(s.laboratory, 4) for s in found],
            }
            doc.user_data[TAG_PROBABILITIES] = probabilities(rows)
            doc.spans[MODEL_SPANS] = SpanGroup(doc, name=MODEL_SPANS, spans=spans, attrs=attributes)

    def get_loss(self, examples: Iterable[Example], scores: Sequence[Scores]) -> tuple[float, list[Scores]]:
        """Minus the log of the probability that the tags are among those which the annotation allows."""
        loss = 0.0
        gradients = []
        for example, rows in zip(examples, scores, strict=True):
            gold = example.reference.spans[GOLD_SPANS]
            spans = [(s.start, s.end, s.label_) for s in gold]
            allowed = allowed_tags(len(rows), spans, gold.attrs.get("unannotated", ()))
            guessed = probabilities(rows)
            wanted = guessed * allowed
            mass = wanted.sum(axis=1, keepdims=True) + 1e-12
            weight = np.float32(gold.attrs.get("weight", 1.0))
            gradients.append(((guessed - wanted / mass) * weight).astype(np.float32))
            loss -= float(np.log(mass).sum()) * float(weight)
        return loss, gradients

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002  (spaCy passes it)
    ) -> None:
        """Sets the weights to their start; a few examples tell the shapes."""
        docs = [example.predicted for example in islice(get_examples(), 4)]
        self._predictor = None
        self.model.initialize(X=docs)


def _breaks(doc: Doc) -> list[int]:
    """The tokens that no name may contain: line feeds, and tabs."""
    words = read_words(doc)
    breaks = []
    for match in _BREAK.finditer(words.text):
        i = bisect_right(words.starts, match.start()) - 1
        surface = words.words[i].text
        if match.start() < words.ends[i] and ("\n" in surface or surface == "\t"):
            breaks.append(i)
    return breaks


def read_model_spans(doc: Doc, lowest: float = 0.0) -> list[ModelSpan]:
    """What the model found, in text order; spans with a score below `lowest` left out."""
    if MODEL_SPANS not in doc.spans:
        return []
    group = doc.spans[MODEL_SPANS]
    columns = zip(group, group.attrs["scores"], group.attrs["laboratory"], strict=True)
    return [ModelSpan(s.start, s.end, s.label_, score, share) for s, score, share in columns if score >= lowest]


def support(doc: Doc, start: int, end: int, labels: Iterable[str]) -> float:
    """How far the model agrees that tokens [start, end) are part of names of these labels: 0 to 1.

    The mean over the tokens, whatever extents the model prefers; 1.0 where no model has read the text.
    """
    rows = doc.user_data.get(TAG_PROBABILITIES)
    if rows is None or start >= end:
        return 1.0
    columns = [tag_column(label, place) for label in labels for place in range(4)]
    return float(rows[start:end, columns].sum(axis=1).mean())


@Language.factory(
    MODEL,
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config=Config().from_str(DEFAULT_CONFIG),
)
def create_name_tagger(nlp: Language, name: str, model: Model[Any, Any]) -> NameTagger:
    """The component for `nlp.add_pipe`."""
    return NameTagger(nlp.vocab, model, name)
