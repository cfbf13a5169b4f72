"""The component that decides: `doc.ents`, and `doc.spans["communique.names"]` with unit codes besides."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from communique.language.components.candidates import CANDIDATE_SPANS, add_spans, read_spans
from communique.language.model.reconcile import reconcile
from communique.language.names.kinds import decide_kinds
from communique.language.names.repeats import find_repeats
from communique.language.names.selection import select_spans
from communique.language.names.spans import UNIT_CODE
from communique.language.tokens import forget_words, tabulate

ENTITIES = "communique_entities"
NAME_SPANS = "communique.names"


class NameDecider:
    """Chooses among the candidates, decides their kinds, lets the model have its say and finds their repeats."""

    def __call__(self, doc: Doc) -> Doc:
        table = tabulate(doc)
        candidates = read_spans(doc, CANDIDATE_SPANS)
        kept = reconcile(doc, decide_kinds(table, select_spans(candidates)))
        kept = decide_kinds(table, select_spans([*kept, *find_repeats(table, kept)]))
        add_spans(doc, NAME_SPANS, kept)
        forget_words(doc)
        doc.ents = [Span(doc, s.start, s.end, label=s.label, span_id=s.rule) for s in kept if s.label != UNIT_CODE]
        return doc


@Language.factory(ENTITIES, requires=["doc.spans"], assigns=["doc.ents", "doc.spans"])
def create_name_decider(nlp: Language, name: str) -> NameDecider:  # noqa: ARG001 - spaCy calls factories so
    """The component for `nlp.add_pipe`."""
    return NameDecider()
