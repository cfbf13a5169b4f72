"""spaCy pipelines with our components: one a language."""

from __future__ import annotations

import spacy
from spacy.language import Language as Pipeline

from communique.findings import Language
from communique.language.components.candidates import CANDIDATES
from communique.language.components.entities import ENTITIES
from communique.language.components.sentences import SENTENCES
from communique.language.tokenizer import TOKENIZER

LANGUAGES: tuple[Language, ...] = ("en", "fr")
MAX_CHARACTERS = 20_000_000
"""spaCy's own limit of a million guards the memory of parsers; rules need about 200 bytes a character."""


def load_pipeline(language: Language) -> Pipeline:
    """The pipeline for English or French releases.

    Its `Doc` has sentences, and laboratories, institutions, persons and places in `doc.ents`.

    Raises:
        ValueError: there is no pipeline for `language`.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no pipeline for language {language!r}; there is one for each of {', '.join(LANGUAGES)}")
    nlp = spacy.blank(language, config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = MAX_CHARACTERS
    for name in (SENTENCES, CANDIDATES, ENTITIES):
        nlp.add_pipe(name)
    return nlp
