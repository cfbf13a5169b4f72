"""What a word can be inside a name, as far as its form tells."""

from __future__ import annotations

from functools import cache

from communique.language.names.lexicon import words_of
from communique.language.tokens import Word
from communique.rules import load_table

_MIN_SUBJECT = 5
_MIN_ADJECTIVE = 5
"""Letters below which an ending tells nothing: "an", "son"."""


class NameWords:
    """Tells subjects ("physics", "immunité") and French adjectives ("moléculaires") by lists and endings."""

    def __init__(self) -> None:
        self._subjects = words_of("subject_words", "subject.english", "subject.french")
        self._adjectives = words_of("subject_words", "subject.french-adjective")
        self._stops = words_of("function_words")
        self._first_names = words_of("first_names")

    def is_subject(self, word: Word) -> bool:
        """Whether the word names something that one can study or do."""
        if word.key in self._subjects:
            return True
        if not word.alphabetic or word.key in self._stops or len(word.text) < _MIN_SUBJECT:
            return False
        return word.text.lower().endswith(
            _endings("ending.english-subject" if word.capital else "ending.french-subject")
        )

    def is_surely_subject(self, word: Word) -> bool:
        """Whether the word is a subject by the list or by an ending that no personal name has ("Armance" has none)."""
        return word.key in self._subjects or word.text.lower().endswith(_endings("ending.sure-subject"))

    def is_first_name(self, word: Word) -> bool:
        """Whether the word is on the list of first names."""
        return word.key in self._first_names

    def is_adjective(self, word: Word) -> bool:
        """Whether the word, in lower case, can be a French adjective."""
        if word.capital or not word.alphabetic or word.key in self._stops:
            return False
        if word.key in self._adjectives:
            return True
        return len(word.text) >= _MIN_ADJECTIVE and word.text.endswith(_endings("ending.french-adjective"))

    def is_participle(self, word: Word) -> bool:
        """Whether the word, in lower case, ends as French past participles do."""
        return not word.capital and word.text.endswith(_endings("ending.participle"))


@cache
def _endings(rule: str) -> tuple[str, ...]:
    return load_table("word_endings")[rule].terms
