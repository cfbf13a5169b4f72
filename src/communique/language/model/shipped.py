"""The trained models that come with the package, by name."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language as Pipeline
from spacy.util import load_config

from communique.language.components.candidates import CANDIDATES
from communique.language.components.sentences import SENTENCES
from communique.language.model.component import MODEL
from communique.language.model.cues import CUES
from communique.language.model.ops import use_dot_products
from communique.language.tokenizer import TOKENIZER

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


def add_model(nlp: Pipeline, name: str) -> bool:
    """Adds cues and the model `name`, with its weights, at the end of `nlp`; False where it was not shipped.

    `nlp` needs our tokenizer, and sentences and candidates before. `spacy.load(model_folder(name))` gives a whole
    pipeline too, but builds spaCy's own French tokenizer data on the way, for seconds.

    Raises:
        ValueError: no model has that name.
    """
    folder = model_folder(name)
    if folder is None:
        return False
    config: Any = load_config(folder / "config.cfg")["components"][MODEL]["model"]
    nlp.add_pipe(CUES)
    tagger: Any = nlp.add_pipe(MODEL, config={"model": config})
    tagger.from_disk(folder / MODEL, exclude=["vocab"])
    use_dot_products(tagger.model)
    tagger.settle()
    return True


def load_model(name: str) -> Pipeline:
    """A pipeline of the model `name`: sentences, the rules' candidates, cues, and the model.

    Raises:
        ValueError: no model has that name.
        FileNotFoundError: it is not part of this installation.
    """
    if model_folder(name) is None:
        raise FileNotFoundError(f"the model {name!r} is not part of this installation")
    bare: type[Pipeline] = type("Releases", (Pipeline,), {"lang": MODEL_NAMES[name]})
    nlp = bare.from_config({"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for component in (SENTENCES, CANDIDATES):
        nlp.add_pipe(component)
    add_model(nlp, name)
    return nlp


@cache
def model_id(name: str) -> str:
    """What a record says of the model: its name and the start of the SHA-256 of its weights, "none" without one.

    Raises:
        ValueError: no model has that name.
    """
    folder = model_folder(name)
    if folder is None:
        return "none"
    weights = (folder / MODEL / "model").read_bytes()
    return f"{name}@{hashlib.sha256(weights).hexdigest()[:12]}"
