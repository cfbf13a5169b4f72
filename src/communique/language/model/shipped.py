"""The trained pipelines that come with the package, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline

import communique.language.components.candidates
import communique.language.components.sentences
import communique.language.model.component
import communique.language.model.cues
import communique.language.tokenizer  # noqa: F401  (these register what the saved configuration names)

MODEL_NAMES = {"communique_en": "en", "communique_fr": "fr"}
"""The folder of each model: `_models/<folder>` in an installed package, `models/<folder>/pipeline` in the project."""

_PACKAGE = Path(__file__).resolve().parents[2]


def model_folder(name: str) -> Path | None:
    """Where the trained pipeline `name` lies, or None where it was not shipped.

    Raises:
        ValueError: no model has that name.
    """
    if name not in MODEL_NAMES:
        raise ValueError(f"no model {name!r}; there are {', '.join(MODEL_NAMES)}")
    language = MODEL_NAMES[name]
    folders = (_PACKAGE / "_models" / language, _PACKAGE.parents[1] / "models" / language / "pipeline")
    return next((folder for folder in folders if (folder / "config.cfg").is_file()), None)


@cache
def load_model(name: str) -> Pipeline:
    """The trained pipeline `name`: sentences, the rules' candidates, cues, and the model.

    Raises:
        ValueError: no model has that name.
        FileNotFoundError: it is not part of this installation.
    """
    folder = model_folder(name)
    if folder is None:
        raise FileNotFoundError(f"the model {name!r} is not part of this installation")
    return spacy.load(folder)
