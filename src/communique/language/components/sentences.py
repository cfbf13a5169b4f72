"""The sentence splitter: `token.is_sent_start` for every token, by punctuation alone."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from communique.language.tokens import HYPHENS, Word, read_words
from communique.rules import load_table

SENTENCES = "communique_sentences"

_TERMINATORS = frozenset(".!?…")
_CLOSERS = frozenset(")]}»”\"'’›")
_OPENERS = frozenset("([{«“\"‘'‹¿¡")
_MAX_PARENTHESIS = 120
"""Tokens after which an unclosed parenthesis no longer holds sentences together."""


_MAX_CLOSERS = 12
"""Tokens looked at behind a terminator; a hostile text may be nothing but stops."""


class SentenceSplitter:
    """Sentences end at a terminator before a capital, and at every line feed; never inside parentheses.

    Initials and abbreviations do not end a sentence; those that may ("etc.", "Inc.") do so before a word that is
    capital only because a sentence starts there.
    """

    def __init__(self) -> None:
        table = load_table("abbreviations")
        self._abbreviations = {t: bool(r.fields["ends_sentence"]) for r in table.rules for t in r.terms}
        self._starters = frozenset(load_table("function_words")["word.sentence-starter"].terms)

    def __call__(self, doc: Doc) -> Doc:
        columns = read_words(doc)
        following = [*columns.starts[1:], len(columns.text)]
        spaced = [end < start for end, start in zip(columns.ends, following, strict=False)]
        starts = self._starts(columns.words, spaced)
        marks: Any = np.where(starts, 1, -1).astype("uint64").reshape(-1, 1)  # what spaCy stores for true and false
        return doc.from_array(["SENT_START"], marks)

    def _starts(self, words: list[Word], spaced: list[bool]) -> list[bool]:
        starts = [False] * len(words)
        open_at: list[int] = []
        line_start = True
        due = True
        for i, word in enumerate(words):
            if word.text == "\n":
                open_at.clear()
                due, line_start = True, True
                continue
            if word.text.isspace():
                continue
            starts[i] = starts[i] or due
            due = False
            if word.text in "([{":
                open_at.append(i)
            elif word.text in ")]}" and open_at:
                open_at.pop()
            if open_at and i - open_at[0] < _MAX_PARENTHESIS:
                continue
            if not (line_start and word.number) and self._may_end(words, i):
                due = self._opens_sentence(words, spaced, i)
            line_start = line_start and word.number  # "1. " numbers a list item, it ends nothing
            if due:
                due = False
                starts[self._after_closers(words, spaced, i)] = True
        return starts

    def _may_end(self, words: list[Word], i: int) -> bool:
        text = words[i].text
        if text in _TERMINATORS:
            return not (i == 1 and words[0].number)
        return text.endswith(".") and len(text) > 1

    def _opens_sentence(self, words: list[Word], spaced: list[bool], i: int) -> bool:
        after = self._after_closers(words, spaced, i)
        if after >= len(words) or words[after].text.isspace():
            return False
        if not any(spaced[i:after]):
            return False
        first = after
        while first < len(words) and (words[first].text in _OPENERS or words[first].text in HYPHENS):
            first += 1
        if first >= len(words) or not (words[first].capital or words[first].number):
            return False
        text = words[i].text
        if text in _TERMINATORS:
            return True
        if text in self._abbreviations and not self._abbreviations[text]:
            return False
        return words[first].key in self._starters  # initials, "Inc.", "U.S."

    @staticmethod
    def _after_closers(words: list[Word], spaced: list[bool], i: int) -> int:
        after = i + 1
        while after < min(len(words), i + _MAX_CLOSERS):
            text = words[after].text
            straight = text in "\"'" and spaced[after - 1]  # then it opens the next sentence
            if straight or not (text in _CLOSERS or text in _TERMINATORS):
                break
            after += 1
        return after


@Language.factory(SENTENCES, assigns=["token.is_sent_start", "doc.sents"])
def create_sentence_splitter(nlp: Language, name: str) -> SentenceSplitter:  # noqa: ARG001 - spaCy calls factories so
    """The component for `nlp.add_pipe`."""
    return SentenceSplitter()
