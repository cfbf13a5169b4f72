"""Names in the reading text, gathered into entities."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from spacy.language import Language as Pipeline
from spacy.tokens import Doc

from communique.document import Document, Span
from communique.findings import EntityFindings, Findings, Language
from communique.language.components.candidates import read_spans
from communique.language.components.entities import NAME_SPANS
from communique.language.pipelines import load_pipeline
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
        sentences = _sentences(doc)
        named = merge_names(text, _names(doc), findings.footnotes.notes)
        entities = find_references(text, sentences, named)
        return EntityFindings(
            entities=entities,
            sentences=sentences,
            issuers=find_issuers(text, entities, findings.structure),
        )


@cache
def _pipeline(language: Language, model: bool) -> Pipeline:
    return load_pipeline(language, model=model)


def _names(doc: Doc) -> list[Name]:
    spans = []
    for span in read_spans(doc, NAME_SPANS):
        last = doc[span.end - 1]
        spans.append((doc[span.start].idx, last.idx + len(last), span.label, span.rule, span.full))
    return make_names(doc.text, spans)


def _sentences(doc: Doc) -> tuple[Span, ...]:
    """The sentences without the white space around them."""
    sentences = []
    for sent in doc.sents:
        text = sent.text
        stripped = text.strip()
        if stripped:
            start = sent.start_char + len(text) - len(text.lstrip())
            sentences.append(Span(start, start + len(stripped)))
    return tuple(sentences)
