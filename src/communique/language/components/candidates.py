"""The component that proposes names: `doc.spans["communique.candidates"]`."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from communique.language.names.propose import propose_names
from communique.language.names.spans import NameSpan
from communique.language.tokens import tabulate

CANDIDATES = "communique_candidates"
CANDIDATE_SPANS = "communique.candidates"


class CandidateProposer:
    """Adds what the rules propose to the candidates; spans that other components put there stay."""

    def __call__(self, doc: Doc) -> Doc:
        add_spans(doc, CANDIDATE_SPANS, propose_names(tabulate(doc)))
        return doc


def add_spans(doc: Doc, group: str, spans: Iterable[NameSpan]) -> None:
    """Adds spans to a span group of `doc`: the label is the kind, the span id the rule, the kb id the full name."""
    present = list(doc.spans[group]) if group in doc.spans else []
    added = (Span(doc, s.start, s.end, label=s.label, span_id=s.rule, kb_id=s.full) for s in spans)
    doc.spans[group] = [*present, *added]


def read_spans(doc: Doc, group: str) -> list[NameSpan]:
    """The spans of a group as plain values, in the group's order."""
    return [NameSpan(s.start, s.end, s.label_, s.id_, s.kb_id_) for s in doc.spans[group]]


@Language.factory(CANDIDATES, requires=["token.is_sent_start"], assigns=["doc.spans"])
def create_candidate_proposer(nlp: Language, name: str) -> CandidateProposer:  # noqa: ARG001 - spaCy calls factories so
    """The component for `nlp.add_pipe`."""
    return CandidateProposer()
