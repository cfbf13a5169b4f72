"""The stream of training examples: every pass over it varies the names anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

from communique.language.model.component import GOLD_SPANS, MODEL
from communique.language.model.tags import ANYTHING
from training.registries import NamePool
from training.releases import Release
from training.sentences import write_passage
from training.texts import AnnotatedText, drop_overlaps
from training.variation import capital_lines, vary_passage, vary_release


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much of what one pass holds.

    `release_copies`: of each release of the model's language, as written and with other names; `other_copies` and
    `other_corpora`: the same, and the share of the corpora, of the other language; `sentences`: passages written from
    the registries; `varied_corpora`: the share of corpus passages with other names.
    """

    release_copies: int = 4
    other_copies: int = 1
    other_corpora: float = 0.15
    corpora: float = 1.0
    sentences: int = 250
    varied_corpora: float = 0.4


class ExampleStream:
    """Called once for each pass: the examples of that pass, shuffled; the same seed gives the same passes."""

    def __init__(
        self, language: str, releases: list[Release], corpora: list[AnnotatedText], pool: NamePool, mixture: Mixture,
        seed: int,
    ) -> None:  # fmt: skip
        self.language = language
        self._releases = releases
        self._corpora = corpora
        self._pool = pool
        self._mixture = mixture
        self._rng = random.Random(seed)

    def __call__(self, nlp: Language) -> Iterator[Example]:
        texts = self._texts()
        self._rng.shuffle(texts)
        for annotated in texts:
            yield make_example(nlp, annotated)

    def _texts(self) -> list[AnnotatedText]:
        rng, mixture = self._rng, self._mixture
        texts: list[AnnotatedText] = []
        for release in self._releases:
            own = release.annotated.language == self.language
            for copy in range(mixture.release_copies if own else mixture.other_copies):
                varied = vary_release(release, self._pool, rng) if copy or rng.random() < 0.5 else release.annotated
                texts.extend(cut(capital_lines(varied, rng), rng))
        for annotated in self._corpora:
            if rng.random() < (mixture.corpora if annotated.language == self.language else mixture.other_corpora):
                varied = rng.random() < mixture.varied_corpora
                texts.append(vary_passage(annotated, self._pool, rng) if varied else annotated)
        for number in range(mixture.sentences):
            other = "fr" if self.language == "en" else "en"
            texts.append(write_passage(self._pool, other if number % 5 == 0 else self.language, rng))
        return texts


def cut(annotated: AnnotatedText, rng: random.Random) -> list[AnnotatedText]:
    """A release as a whole, or (every other time) in two, so that the rest of the document does not always help."""
    middle = annotated.text.find("\n", rng.randrange(len(annotated.text)))
    if middle < 0 or rng.random() < 0.5:
        return [annotated]
    first = tuple(m for m in annotated.marks if m[1] <= middle)
    second = tuple((s - middle, e - middle, label) for s, e, label in annotated.marks if s >= middle)
    return [
        replace(annotated, text=annotated.text[:middle], marks=first),
        replace(annotated, text=annotated.text[middle:], marks=second),
    ]


def make_example(nlp: Language, annotated: AnnotatedText) -> Example:
    """The text as an example: the reference holds the gold spans, the other document what stands before the model."""
    reference = nlp.make_doc(annotated.text)
    set_gold(reference, annotated)
    predicted = nlp.make_doc(annotated.text)
    for name, pipe in nlp.pipeline:
        if name == MODEL:
            break
        predicted = pipe(predicted)
    return Example(predicted, reference)


def set_gold(doc: Doc, annotated: AnnotatedText) -> None:
    """Puts the marks on `doc`; a mark that is not made of whole tokens becomes one of unknown meaning."""
    found = []
    for start, end, label in annotated.marks:
        span = doc.char_span(start, end, label=label)
        span = span or doc.char_span(start, end, label=ANYTHING, alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end, span.label_))
    kept = drop_overlaps(found)
    group = SpanGroup(
        doc,
        name=GOLD_SPANS,
        spans=[Span(doc, s, e, label=label) for s, e, label in kept],
        attrs={"unannotated": list(annotated.unannotated), "weight": annotated.weight},
    )
    doc.spans[GOLD_SPANS] = group
