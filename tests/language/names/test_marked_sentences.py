"""Names in sentences: what the pipeline finds is what is marked, nothing more and nothing less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from marked_names import find_names, read_marked

from communique.findings import Language

HERE = Path(__file__).parent


def _sentences(language: Language) -> Iterator[tuple[str, str]]:
    for line in (HERE / f"sentences_{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            id_, _, marked = line.partition(": ")
            yield id_, marked


ENGLISH = dict(_sentences("en"))
FRENCH = dict(_sentences("fr"))


@pytest.mark.parametrize("marked", ENGLISH.values(), ids=ENGLISH)
def test_names_in_an_english_sentence(marked: str) -> None:
    text, names = read_marked(marked)
    assert find_names(text, "en", places="|place]" in marked) == names


@pytest.mark.parametrize("marked", FRENCH.values(), ids=FRENCH)
def test_names_in_a_french_sentence(marked: str) -> None:
    text, names = read_marked(marked)
    assert find_names(text, "fr", places="|place]" in marked) == names


@pytest.mark.parametrize("marked", ["a [b|person", "a b|person]", "[b|ship]", "[|person]", "[a [b|person]|place]"])
def test_a_malformed_mark_is_refused(marked: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        read_marked(marked)
