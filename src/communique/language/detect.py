"""Whether a release is written in English or in French, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from communique.findings import Language
from communique.rules.loader import load_table

_WORD: Final = re.compile(r"[^\W\d_]+")
_LANGUAGES: Final[tuple[Language, Language]] = ("en", "fr")


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """`share` is the winner's part of the evidence (0.5–1.0); `certain` says whether to rely on it."""

    language: Language
    share: float
    certain: bool


def detect_language(text: str, *, declared: str = "") -> DetectedLanguage:
    """The language of `text`, from the words that only one of the two has.

    Args:
        text: running text; names and headings of the other language may stand in it.
        declared: what the file says of itself ("fr-CA"), or "". A weak hint: many French pages declare English.
    """
    settings = load_table("languages").settings["thresholds"]
    words = [w.casefold() for w in _WORD.findall(text)]
    evidence = {language: _weight(words, _word_weights(language)) for language in _LANGUAGES}
    weights = dict(evidence)
    if declared[:2].casefold() in weights:
        weights["en" if declared[:2].casefold() == "en" else "fr"] += settings["prior"]
    language: Language = "fr" if weights["fr"] > weights["en"] else "en"
    total = weights["en"] + weights["fr"]
    share = weights[language] / total if total else 0.5
    telling = sum(1 for w in words if w in _word_weights(language))
    certain = (
        evidence["en"] + evidence["fr"] >= settings["least_evidence"]
        and share >= settings["clear_share"]
        and telling >= settings["least_density"] * len(words)
    )
    return DetectedLanguage(language, share, certain)


def _weight(words: list[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(word, 0.0) for word in words)


@cache
def _word_weights(language: Language) -> Mapping[str, float]:
    rules = load_table("languages").rules
    return MappingProxyType(
        {term: r.fields["weight"] for r in rules if r.fields["language"] == language for term in r.terms}
    )
