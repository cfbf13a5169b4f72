"""Where sentences end: "/" marks the boundaries in the tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from communique.findings import Language
from communique.language.components.sentences import SENTENCES
from communique.language.pipelines import load_pipeline

PIPELINES = {language: load_pipeline(language, model=False) for language in ("en", "fr")}

ENGLISH: dict[str, str] = {
    "two sentences": "It is cold. /It snows.",
    "title": "Dr. Ada Brun came. /Prof. Field left.",
    "initial": "A. Brun and J. P. Field came. /They left.",
    "country": "The U.S. Department of Energy paid. /It pays again.",
    "country at the end": "She lives in the U.S. /She likes it.",
    "company": "Acme Inc. said so. /Acme Inc. /This is all.",
    "saint": "It stands in St. John's. /It is old.",
    "month": "On Dec. 6 it opened. /It is new.",
    "exempli gratia": "Some metals, e.g. Iron and gold, do so.",
    "question and quote": "“Is it cold?” /She nods.",
    "quote before a verb": "“It is cold.” said nobody.",
    "quote closed after the stop": "He said “It is cold.” /She left.",
    "inside parentheses": "The lab (it opened in May. It is new.) has grown. /It will grow.",
    "number": "It weighs 3.5 kg. /2 of them sank.",
    "list number": "1. Cold matter",
    "lower case goes on": "It opened at 9 a.m. on Monday.",
    "ellipsis": "It went on… /It stopped.",
    "straight quote opens": 'It is cold. /"Very," she says.',
    "web address": "See example.org. /It is free.",
    "no boundary": "The Salt Rock Laboratory",
}
FRENCH: dict[str, str] = {
    "deux phrases": "Il fait froid. /Il neige.",
    "titre": "M. Brun et Mme. Keita sont là. /Ils partent.",
    "initiale": "J.-L. Brun est là. /Il part.",
    "guillemets": "« Il fait froid. » /Elle part.",
    "guillemets et incise": "« Il fait froid ! », dit-elle.",
    "et cetera": "Ils étudient la glace, la neige, etc. /Le laboratoire grandit.",
    "points de suspension": "Il neige… /Elle part.",
    "majuscule accentuée": "Il neige. /Étonnant.",
    "référence": "Voir p. 12 et fig. 3.",
}


def _marked(text: str, language: Language) -> str:
    doc = PIPELINES[language](text)
    return "/".join(sent.text_with_ws for sent in doc.sents)


@pytest.mark.parametrize("marked", ENGLISH.values(), ids=ENGLISH)
def test_sentences_in_english(marked: str) -> None:
    assert _marked(marked.replace("/", ""), "en") == marked


@pytest.mark.parametrize("marked", FRENCH.values(), ids=FRENCH)
def test_sentences_in_french(marked: str) -> None:
    assert _marked(marked.replace("/", ""), "fr") == marked


def test_a_line_feed_ends_a_sentence_even_inside_parentheses() -> None:
    doc = PIPELINES["en"]("The lab (it opened\nin May) grew.")
    assert [sent.text.strip() for sent in doc.sents] == ["The lab (it opened", "in May) grew."]


def test_an_open_parenthesis_does_not_hold_a_whole_text_together() -> None:
    doc = PIPELINES["en"]("The lab (it opened. " + "It is cold. " * 60)
    assert len(list(doc.sents)) > 20


@pytest.mark.parametrize("text", ["." * 20000, ". " * 10000, ".)" * 10000, "(" * 20000, "”" * 20000, "A. " * 8000])
def test_no_text_takes_long(text: str, seconds: Callable[[Callable[[], object]], float]) -> None:
    splitter = PIPELINES["en"].get_pipe(SENTENCES)
    doc = PIPELINES["en"].make_doc(text)
    assert seconds(lambda: splitter(doc)) < 2
