"""Names in the reading text, gathered into entities."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import ClassVar

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from communique.document import Document, Span
from communique.findings import EntityFindings, Findings, Language
from communique.language.components.candidates import read_spans
from communique.language.components.entities import NAME_SPANS
from communique.language.pipelines import load_pipeline
from communique.language.tokens import token_bounds
from communique.steps.entities.coreference import find_references
from communique.steps.entities.issuers import find_issuers
from communique.steps.entities.merging import merge_names
from communique.steps.entities.names import Name, make_names


class EntityStep:
    """Finds the entities of a release with the pipeline of its language.

    Args:
        model: whether the trained model has its say beside the rules.
    """

    name: ClassVar[str] = "entities"
    needs: ClassVar[frozenset[str]] = frozenset({"footnotes", "structure"})
    gives: ClassVar[str] = "entities"

    def __init__(self, *, model: bool = True) -> None:
        self._model = model

    def __call__(self, document: Document, findings: Findings) -> EntityFindings:
        if findings.structure is None or findings.footnotes is None:
            raise ValueError("the entities step needs the findings of structure and footnotes")
        text = document.text
        doc = _pipeline(findings.structure.language, self._model)(text)
        sentences = _sentences(doc, text)
        named = merge_names(text, _names(doc, text), findings.footnotes.notes)
        entities = find_references(text, sentences, named)
        return EntityFindings(
            entities=entities,
            sentences=sentences,
            issuers=find_issuers(text, entities, findings.structure),
        )


@cache
def _pipeline(language: Language, model: bool) -> Pipeline:
    return load_pipeline(language, model=model)


def _names(doc: Doc, text: str) -> list[Name]:
    starts, ends = token_bounds(doc)
    found = read_spans(doc, NAME_SPANS)
    return make_names(text, [(starts[s.start], ends[s.end - 1], s.label, s.rule, s.full) for s in found])


def _sentences(doc: Doc, text: str) -> tuple[Span, ...]:
    """The sentences without the white space around them."""
    offsets, _ = token_bounds(doc)
    opens = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist()
    starts = sorted({0, *(offsets[i] for i in opens)})
    sentences = []
    for start, end in pairwise([*starts, len(text)]):
        sentence = text[start:end]
        if stripped := sentence.strip():
            start += len(sentence) - len(sentence.lstrip())
            sentences.append(Span(start, start + len(stripped)))
    return tuple(sentences)
