"""spaCy pipelines with our components: one a language."""

from __future__ import annotations

from typing import Final

from spacy.language import Language as Pipeline

from communique.findings import Language
from communique.language.components.candidates import CANDIDATES
from communique.language.components.entities import ENTITIES
from communique.language.components.sentences import SENTENCES
from communique.language.model import add_model
from communique.language.tokenizer import TOKENIZER

MAX_CHARACTERS: Final = 20_000_000
"""spaCy's own limit of a million guards the memory of parsers; rules need some 200 bytes a character."""


class EnglishReleases(Pipeline):  # type: ignore[no-untyped-call]
    """A blank pipeline for English without spaCy's tokenizer data, which our tokenizer does not use."""

    lang = "en"


class FrenchReleases(Pipeline):  # type: ignore[no-untyped-call]
    """A blank pipeline for French; `spacy.blank("fr")` compiles some 16,000 tokenizer exceptions, for seconds."""

    lang = "fr"


_PIPELINES: Final[dict[Language, type[Pipeline]]] = {"en": EnglishReleases, "fr": FrenchReleases}


def load_pipeline(language: Language, *, model: bool = True) -> Pipeline:
    """The pipeline for English or French releases.

    Its `Doc` has sentences, and laboratories, institutions, persons and places in `doc.ents`.

    Args:
        language: "en" or "fr".
        model: whether the trained model has its say beside the rules; without it the rules decide alone.

    Raises:
        ValueError: there is no pipeline for `language`.
    """
    if language not in _PIPELINES:
        raise ValueError(f"no pipeline for language {language!r}; there is one for each of {', '.join(_PIPELINES)}")
    nlp = _PIPELINES[language].from_config({"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.max_length = MAX_CHARACTERS
    nlp.add_pipe(SENTENCES)
    nlp.add_pipe(CANDIDATES)
    if model:
        add_model(nlp, f"communique_{language}")
    nlp.add_pipe(ENTITIES)
    return nlp
