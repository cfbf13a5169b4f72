"""Laboratories and institutions that stand in one sentence without relation: no facts."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from communique.extractor import default_extractor
from communique.findings import Language

FOLDER = Path(__file__).parent / "unrelated"
MOST_FALSE = 0.02
"""The share of sentences of which something may be read."""


def _sentences(language: Language) -> list[str]:
    return (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_many_such_sentences(language: Language) -> None:
    sentences = _sentences(language)
    assert len(sentences) >= 150
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hardly_anything_is_read_from_them(language: Language) -> None:
    sentences = _sentences(language)
    false: dict[str, list[str]] = {}
    named = 0
    for sentence in sentences:
        page = f'<html lang="{language}"><body><p>{escape(sentence)}</p></body></html>'
        record = default_extractor()(page.encode(), "unrelated.html")
        named += len({e.id for e in record.entities if e.kind in ("laboratory", "institution")}) > 1
        if record.facts:
            false[sentence] = [f"{f.rule}: {f.evidence[0].text}" for f in record.facts]
    assert named >= 0.6 * len(sentences), "too few of the names are found for the test to say anything"
    assert len(false) <= MOST_FALSE * len(sentences), "\n".join(f"{s}\n    {f}" for s, f in false.items())
