"""Notes without a verb: each part speaks of what the callout stands on."""

from __future__ import annotations

import time

import pytest
from marked import read_marked

from communique.document import Span
from communique.steps.relations.fragments import fragments_of

STATED = [
    (
        "a date behind tutelles",
        "Ada Brun of the [LPS|lab]^1 is glad.\n@1 Mixed research unit of [CNRS|inst] and [UPVD|inst], founded in 1997.",
        "LPS founded_on 1997 via 1",
    ),
    (
        "a place behind tutelles",
        "Une équipe du [CNRM|lab]^1 est ravie.\n@1 Unité de [Météo-France|inst] et du [CNRS|inst], à [Toulouse|place].",
        "CNRM located_in Toulouse via 1",
    ),
    (
        "a callout behind the bracket with the name's codes and tutelle",
        "The staff comes from the [LPS|lab] (LPS, UMR 7252 [CNRS|inst])^1 and the [LTM|lab].\n"
        "@1 Sous tutelle conjointe de l'[UBS|inst] et de l'[ENIB|inst].",
        "LPS affiliated_with ENIB supervisor via 1",
    ),
    (
        "a callout behind the town of the name",
        "On the French side: the [LTM|lab], in [Metz|place], the [LPS|lab] of [Orsay|place]^1 and the [X|lab].\n"
        "@1 UMR 5221 – [CNRS|inst] / [UPS|inst].",
        "LPS affiliated_with UPS supervisor via 1",
    ),
    (
        "the members of a structure",
        "The network [SAP|lab] opens today. The founding members^1 of [SAP|lab] met.\n"
        "@1 The [LPS|lab], the [LTM|lab] in [Metz|place] and the [LOV|lab].",
        "SAP involves LTM via 1",
    ),
    (
        "counted with an adjective",
        "The [SAP|lab] network brings together nine African groups^1.\n@1 The [LPS|lab] and the [LTM|lab].",
        "SAP involves LTM via 1",
    ),
    (
        "a noun between the name and its callout",
        "She works at the [CEREGE|lab] laboratory^1.\n@1 [CNRS|inst] / [IRD|inst].",
        "CEREGE affiliated_with CNRS supervisor via 1",
    ),
    (
        "a founding behind owners that stand side by side",
        "She works at the [LPS|lab]^1.\n@1 Joint team of [CNRS|inst] and [UGA|inst] in the [LTM|lab], created in 2012.",
        "LPS founded_on 2012 via 1",
    ),
    (
        "a seat behind an institution",
        "Elle dirige le [LPS|lab]^1.\n@1 Unité de l'[IRD|inst] et du [CNRS|inst] dont le siège est à [Metz|place].",
        "LPS located_in Metz via 1",
    ),
    (
        "the place of the last of two",
        "Trois unités^1 en sont.\n@1 [LPS|lab] et l'institut [LTM|lab] ([CNRS|inst]), à [Metz|place].",
        "LTM located_in Metz via 1",
    ),
]


@pytest.mark.parametrize(("marked", "fact"), [s[1:] for s in STATED], ids=[s[0] for s in STATED])
def test_parts_of_a_note_state_facts(marked: str, fact: str) -> None:
    assert fact in read_marked(marked).facts


NOT_STATED = [
    (
        "the place of a name that no step has found",
        "Trois unités^1 en sont.\n@1 Le [LPS|lab] ([CNRS|inst]), le CIRIMAT, à [Metz|place], et le [LTM|lab].",
        "LPS located_in",
    ),
    (
        "of the last institution of a list of owners",
        "She works at the [LPS|lab]^1.\n@1 A joint team of [CNRS|inst] and [UGA|inst], created in 2012.",
        "UGA founded_on",
    ),
    (
        "behind a verb",
        "Ada Brun of the [LPS|lab]^1 is glad.\n@1 The unit has a partner, the [X|lab], founded in 1997.",
        "LPS founded_on",
    ),
    (
        "of another name that the note begins with",
        "Ada Brun of the [LPS|lab]^1 is glad.\n@1 [INT|lab], founded in 1997.",
        "LPS founded_on",
    ),
    (
        "a list of places",
        "The council of [X|inst]^1 met.\n@1 Members: [Riga|place], [Metz|place].",
        "X located_in",
    ),
    (
        "a callout behind another laboratory's town",
        "On the French side: the [LTM|lab], in [Metz|place], the [LPS|lab] of [Orsay|place]^1.\n"
        "@1 UMR 5221 – [CNRS|inst].",
        "LTM affiliated_with",
    ),
    (
        "the laboratory of an institution in its bracket",
        "Ada Brun ([UPVD|inst] ([LPS|lab]))^1 is glad.\n@1 Founded in 1997.",
        "UPVD founded_on",
    ),
    ("a callout before which there is no word", "^1“The [LPS|lab] is glad.”\n@1 Founded in 1997.", "LPS founded_on"),
    ("a word that is no place", "[LPS|lab]^1 is glad.\n@1 Unit of [CNRS|inst], in principle.", "LPS located_in"),
]


@pytest.mark.parametrize(("marked", "fact"), [s[1:] for s in NOT_STATED], ids=[s[0] for s in NOT_STATED])
def test_parts_that_speak_of_something_else(marked: str, fact: str) -> None:
    assert not [f for f in read_marked(marked).facts if f.startswith(fact)]


def test_commas_in_brackets_part_nothing() -> None:
    text = "Unit (A, B), founded in 1997; in Lyon"
    parts = [s.of(text) for s in fragments_of(text, Span(0, len(text)))]
    assert parts == ["founded in 1997", "in Lyon"]


def test_a_note_of_commas_takes_no_long_time() -> None:
    text = "a, " * 20_000
    started = time.process_time()
    assert len(list(fragments_of(text, Span(0, len(text))))) <= 40
    assert time.process_time() - started < 1
