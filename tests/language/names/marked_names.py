"""Sentences with their names marked: `read_marked("at [LPS|laboratory], [ENS|institution]")`."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language as Pipeline

from communique.findings import Language
from communique.language.pipelines import load_pipeline

KINDS = frozenset({"laboratory", "institution", "person", "place"})
_MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")

Name = tuple[str, str]


def read_marked(marked: str) -> tuple[str, list[Name]]:
    """The text without its marks, and the (words, kind) pairs that were marked, in order.

    Raises:
        ValueError: a bracket is open, a mark has no words or an unknown kind.
    """
    text, names, position = "", [], 0
    for match in _MARK.finditer(marked):
        words, kind = match.groups()
        if not words or kind not in KINDS:
            raise ValueError(f"not a mark: {match.group()}")
        text += marked[position : match.start()] + words
        names.append((words, kind))
        position = match.end()
    text += marked[position:]
    if "[" in text or "]" in text or "|" in text:
        raise ValueError(f"a mark is malformed in {marked!r}")
    return text, names


@cache
def pipeline(language: Language) -> Pipeline:
    return load_pipeline(language, model=False)


def find_names(text: str, language: Language, *, places: bool = False) -> list[Name]:
    """What the pipeline finds, in order; places only where they are asked for."""
    doc = pipeline(language)(text)
    return [(e.text, e.label_) for e in doc.ents if places or e.label_ != "place"]
