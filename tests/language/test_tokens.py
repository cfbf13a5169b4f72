"""The columns of a document: made once for all components, and let go when the pipeline is done."""

from __future__ import annotations

import pytest

from communique.language import tokens
from communique.language.pipelines import load_pipeline
from communique.language.tokens import fold, forget_words, read_words, tabulate

TEXT = "The Northern Ice Laboratory opens. Ada Brun heads it.\nIt is in Bergen."


def test_components_share_the_columns_of_a_document() -> None:
    doc = load_pipeline("en", model=False).make_doc(TEXT)

    assert read_words(doc) is read_words(doc)


def test_another_document_has_columns_of_its_own() -> None:
    nlp = load_pipeline("en", model=False)
    one, other = nlp.make_doc(TEXT), nlp.make_doc(TEXT[4:])

    assert [read_words(doc).text for doc in (one, other, one)] == [TEXT, TEXT[4:], TEXT]


def test_tokens_that_were_joined_since_are_seen() -> None:
    doc = load_pipeline("en", model=False).make_doc(TEXT)
    before = len(read_words(doc).words)
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[1:4])

    assert [len(read_words(doc).words), read_words(doc).words[1].text] == [before - 2, "Northern Ice Laboratory"]


def test_sentences_set_since_are_seen() -> None:
    nlp = load_pipeline("en", model=False)
    doc = nlp.make_doc(TEXT)
    before = tabulate(doc).sentence[-1]

    assert (before, tabulate(nlp.get_pipe("communique_sentences")(doc)).sentence[-1]) == (0, 2)


@pytest.mark.parametrize("run", [True, False], ids=["by the pipeline", "by name"])
def test_nothing_is_held_when_the_document_is_done(run: bool) -> None:
    nlp = load_pipeline("en", model=False)
    doc = nlp.make_doc(TEXT)
    read_words(doc)

    nlp(doc) if run else forget_words(doc)

    assert tokens._latest is None


@pytest.mark.parametrize(
    ("text", "folded"),
    [("CNRS", "cnrs"), ("L`Inria", "l'inria"), ("Œuvre", "oeuvre"), ("École d’été", "ecole d'ete"), ("", "")],
    ids=["plain letters", "a grave for an apostrophe", "a ligature", "diacritics", "nothing"],
)
def test_a_word_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
