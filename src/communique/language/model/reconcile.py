"""The rules' names and the model's, brought together.

The rules know why they take a name, the model has read more texts. So the model may add what the rules do not have,
move the ends of a rule's span where it is sure, and unsay what the weaker rules found where it sees nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from communique.language.model.component import MODEL_SPANS, ModelSpan, read_model_spans, support
from communique.language.names.lexicon import words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, PERSON, PLACE, UNIT_CODE, NameSpan
from communique.language.tokens import fold

ADDED = "model.name"
MOVED = "model.extent"
_ORGANISATIONS = (INSTITUTION, LABORATORY)
_UNIT_ACRONYMS = ("unit_labels", "label.unit-acronym")
_STATED = ("context.apposition", "context.described", "context.named", "context.conduct")
"""Rules that read what the text says a name is ("Letis, an Inria team"): that is not for the model to doubt."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which score on the model is followed.

    `organisation`, `person`: a name that overlaps none of the rules' is added. `extent`: the model's span takes the
    place of those of the rules that it overlaps. `doubted`: a span of these families goes if the model's support for
    it is lower. `laboratory`: an added organisation is a laboratory from this probability on.

    Lower ones find more and are wrong more often. Chosen on releases that the model was not trained on; the values
    tried stand in the model cards.
    """

    organisation: float = 0.85
    person: float = 0.85
    extent: float = 0.75
    doubted: tuple[tuple[str, float], ...] = (("context", 0.35), ("person", 0.35), ("repeat", 0.3))
    laboratory: float = 0.6


DEFAULT = Thresholds()


def reconcile(doc: Doc, kept: Sequence[NameSpan], thresholds: Thresholds = DEFAULT) -> list[NameSpan]:
    """The names to keep, in text order and without overlap; `kept` as it is where no model has read `doc`.

    Args:
        doc: with the model's spans (`communique_model`).
        kept: the rules' names, not overlapping.
        thresholds: from which score on the model is followed.
    """
    if MODEL_SPANS not in doc.spans:
        return list(kept)
    names = [span for span in kept if not _is_doubted(doc, span, thresholds)]
    for found in read_model_spans(doc):
        if found.label in (PERSON, *_ORGANISATIONS) and not _is_polity(doc, found):
            names = _with_found(names, _without_label(doc, found), thresholds)
    return sorted(names)


def _is_doubted(doc: Doc, span: NameSpan, thresholds: Thresholds) -> bool:
    lowest = dict(thresholds.doubted).get(span.family)
    if lowest is None or span.label in (PLACE, UNIT_CODE) or span.rule in _STATED:
        return False
    return support(doc, span.start, span.end, (PERSON,) if span.label == PERSON else _ORGANISATIONS) < lowest


def _is_polity(doc: Doc, found: ModelSpan) -> bool:
    """Whether the words are no more than a country, a region or a union of states: a place, whoever signs for it.

    A town may lend its name to its university, and is left to the model.
    """
    return fold(doc[found.start : found.end].text) in words_of("places", "place.region")


def _without_label(doc: Doc, found: ModelSpan) -> ModelSpan:
    """A name without the acronym of what it is behind it: "Lemna" of "the Lemna IRL", but "Academy of the GDR"."""
    if found.end - found.start < 2:
        return found
    before, last = doc[found.end - 2].text, doc[found.end - 1].text
    if before.islower() or not last.isupper() or fold(last) not in words_of(*_UNIT_ACRONYMS):
        return found
    return replace(found, end=found.end - 1)


def _with_found(names: list[NameSpan], found: ModelSpan, thresholds: Thresholds) -> list[NameSpan]:
    touched = [s for s in names if s.start < found.end and found.start < s.end]
    rivals = [s for s in touched if s.label != PLACE]
    if not rivals:
        enough = found.score >= (thresholds.person if found.label == PERSON else thresholds.organisation)
        added = NameSpan(found.start, found.end, _kind(found, thresholds), ADDED)
    else:
        exact = any((s.start, s.end) == (found.start, found.end) for s in rivals)
        fixed = any(s.label == UNIT_CODE for s in rivals)
        enough = found.score >= thresholds.extent and not exact and not fixed
        label = max(rivals, key=len).label
        label = _kind(found, thresholds) if PERSON in (found.label, label) else label
        added = NameSpan(found.start, found.end, label, MOVED)
    return [*(s for s in names if s not in touched), added] if enough else names


def _kind(found: ModelSpan, thresholds: Thresholds) -> str:
    if found.label == PERSON:
        return PERSON
    return LABORATORY if found.laboratory >= thresholds.laboratory else INSTITUTION
