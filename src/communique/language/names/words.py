"""What a word can be inside a name, as far as its form tells."""

from __future__ import annotations

from communique.language.names.lexicon import words_of
from communique.language.tokens import Word

_ADJECTIVE_ENDINGS = (
    "ique", "iques", "al", "ale", "ales", "aux", "aire", "aires", "el", "els", "elle", "elles", "if", "ifs", "ive",
    "ives", "eux", "euse", "euses", "ien", "iens", "ienne", "iennes", "ois", "oise", "oises", "ain", "aine", "aines",
    "ée", "ées", "és", "ible", "ibles", "able", "ables", "ais", "aise", "aises", "estre", "estres", "oire", "oires",
    "ole", "oles", "ier", "iers", "ière", "ières", "éen", "éens", "éenne", "éennes", "ente", "entes", "ine", "ines", "ane", "anes", "ante", "antes", "ants", "é",
)  # fmt: skip
_FRENCH_NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "logie", "logies", "graphie", "isme", "ité", "ités", "ance", "ences", "ence", "métrie", "nomie", "thérapie", "chimie", "physique", "scopie", "urgie")  # fmt: skip
_ENGLISH_NOUN_ENDINGS = ("ics", "logy", "logies", "tion", "tions", "ment", "ence", "ences", "ance", "istry", "ities", "ity", "graphy", "nomy", "metry", "isms", "scopy", "ering", "ology", "ulture")  # fmt: skip


_SURE_ENDINGS = ("tion", "tions", "logy", "logies", "ics", "ology", "graphy", "scopy", "ering")


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
        if not word.alphabetic or word.key in self._stops or len(word.text) < 5:
            return False
        lower = word.text.lower()
        return lower.endswith(_ENGLISH_NOUN_ENDINGS) if word.capital else lower.endswith(_FRENCH_NOUN_ENDINGS)

    def is_surely_subject(self, word: Word) -> bool:
        """Whether the word is a subject by the list or by an ending that no personal name has ("Armance" has none)."""
        return word.key in self._subjects or word.text.lower().endswith(_SURE_ENDINGS)

    def is_personal(self, word: Word) -> bool:
        """Whether the word is a first name."""
        return word.key in self._first_names

    def is_adjective(self, word: Word) -> bool:
        """Whether the word, in lower case, can be a French adjective."""
        if word.capital or not word.alphabetic or word.key in self._stops:
            return False
        return word.key in self._adjectives or (len(word.text) > 4 and word.text.endswith(_ADJECTIVE_ENDINGS))
