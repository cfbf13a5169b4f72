"""Laboratory or institution: what the words around a name decide where the name leaves it open."""

from __future__ import annotations

import pytest

from communique.steps.entities.kinds import Surroundings
from communique.steps.entities.names import make_names

DECIDED = {
    "owned by the institution before": ("CNRS's Velum Institute grew.", "Velum Institute", "laboratory"),
    "of the institution behind": ("The Velum Institute (VI) of the CNRS grew.", "Velum Institute", "laboratory"),
    "described as a part": ("Velum Institute, a joint research unit, grew.", "Velum Institute", "laboratory"),
    "described as a whole": ("Velum Institute, a Danish company, grew.", "Velum Institute", "institution"),
    "beside an institution without a tie": ("The Velum Institute and the CNRS grew.", "Velum Institute", None),
    "of what no table knows": ("The Velum Institute of the Ombra Trust grew.", "Velum Institute", None),
    "in the line before": ("The Velum Institute of\nthe CNRS grew.", "Velum Institute", None),
}


@pytest.mark.parametrize(("text", "name", "kind"), DECIDED.values(), ids=DECIDED)
def test_words_around_a_name_decide_its_kind(text: str, name: str, kind: str | None) -> None:
    spans = [(text.index(name), text.index(name) + len(name), "laboratory", "head.institute", "")]
    if "CNRS" in text:
        at = text.index("CNRS")
        spans.append((at, at + len("CNRS"), "institution", "gazetteer.acronym", ""))
    names = make_names(text, spans)
    assert Surroundings(text, names).kind_of(n for n in names if n.text == name) == kind


def test_words_that_disagree_decide_nothing() -> None:
    text = "Velum Institute, a Danish company, grew. Velum Institute, a joint unit, did not."
    at = [i for i in range(len(text)) if text.startswith("Velum Institute", i)]
    names = make_names(text, [(i, i + len("Velum Institute"), "laboratory", "head.institute", "") for i in at])
    assert Surroundings(text, names).kind_of(names) is None
