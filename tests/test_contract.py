"""Every step keeps its word, and every fact is where the record says, on every release that is at hand.

The releases are the fixtures, and, where the data folder is, the seed and the gold: they are read, never quoted.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pypdfium2
import pytest
from bs4 import UnicodeDammit
from lxml import html

from communique.document import Document
from communique.extractor import default_extractor
from communique.findings import Findings
from communique.readers import read
from communique.records import PREDICATE_KINDS, EvidenceSpan, NodePlace, PagePlace, Place, Release
from communique.rules.loader import load_table, table_names
from communique.steps.base import Step

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SHARED = Path(os.environ.get("COMMUNIQUE_SHARED", FIXTURES.parent.parent / "shared"))
RULES = {rule.id for name in table_names() for rule in load_table(name).rules}
OF_THE_MODEL = {f"model.{predicate}" for predicate in PREDICATE_KINDS}
STEPS = default_extractor().steps


def _releases(folder: Path, pattern: str) -> list[Path]:
    return sorted(p for p in folder.glob(pattern) if p.suffix in (".html", ".pdf"))


OURS = _releases(FIXTURES, "*/release.*")
THEIRS = [*_releases(SHARED, "seed/*"), *_releases(SHARED, "gold/*/*/release.*")]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def test_there_are_fixtures() -> None:
    assert {path.suffix for path in OURS} == {".html", ".pdf"}


@pytest.mark.shared
def test_there_are_shared_releases(shared: Path) -> None:
    assert len(THEIRS) > 200


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_every_step_keeps_its_word(path: Path) -> None:
    _check_steps(read(path.read_bytes()))


@pytest.mark.parametrize("path", OURS, ids=_name)
def test_a_fixture_gives_a_sound_record(path: Path) -> None:
    _check_record(path)


@pytest.mark.shared
@pytest.mark.parametrize("path", THEIRS, ids=_name)
def test_a_shared_release_gives_a_sound_record(path: Path) -> None:
    _check_record(path)


def _check_record(path: Path) -> None:
    """It survives JSON, no step failed, its rules are documented, and its evidence stands where it says."""
    data = path.read_bytes()
    release = default_extractor()(data, path.name)
    assert Release.from_json(release.to_json()).to_json() == release.to_json()
    assert "extractor.step-failed" not in {issue.code for issue in release.issues}
    assert {fact.rule for fact in release.facts} - RULES - OF_THE_MODEL == set(), "a rule that nothing documents"
    words = _PageWords(data) if release.source.media_type == "application/pdf" else _NodeWords(data)
    assert list(_misplaced(release, words)) == []


def _check_steps(document: Document) -> None:
    """Needs and gives are honest, the input stays as it was, and the output is the same twice."""
    findings = Findings()
    for step in STEPS:
        reading = findings.footnotes.reading if findings.footnotes and "footnotes" in step.needs else document
        before = _state(reading)
        finding = step(reading, findings)
        assert isinstance(finding, _type_of(step.gives)), f"{step.name} does not give {step.gives}"
        assert step(reading, _only_needs(step, findings)) == finding, f"{step.name} reads more than it needs"
        assert _state(reading) == before, f"{step.name} changes its input"
        findings = findings.with_finding(step.gives, finding)


def _state(document: Document) -> tuple[Any, ...]:
    return tuple(
        bytes(value) if field.name == "origins" else dict(value) if field.name == "meta" else value
        for field in fields(document)
        for value in [getattr(document, field.name)]
    )


def _type_of(finding: str) -> type:
    (kind,) = (t for t in get_args(get_type_hints(Findings)[finding]) if t is not type(None))
    return kind  # type: ignore[no-any-return]


def _only_needs(step: Step, findings: Findings) -> Findings:
    needed = Findings()
    for need in step.needs:
        needed = needed.with_finding(need, getattr(findings, need))
    return needed


class _PageWords:
    """The words in a box of a page, as another library than the reader's reads them."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pypdfium2.PdfDocument(data)
        self._pages: dict[int, tuple[float, Any]] = {}

    def __call__(self, place: Place) -> str:
        assert isinstance(place, PagePlace)
        if place.page not in self._pages:
            page = self._pdf[place.page - 1]
            self._pages[place.page] = (page.get_height(), page.get_textpage())
        height, text = self._pages[place.page]
        x0, top, x1, bottom = place.bbox
        edge = 0.3 * (bottom - top)  # descenders of the line above and capitals of the line below reach into a box
        box = {"left": x0, "bottom": height - bottom + edge, "right": x1, "top": height - top - edge}
        return str(text.get_text_bounded(**box))


class _NodeWords:
    """The words in a stretch of a text node, found by XPath in a tree that this test builds itself."""

    def __init__(self, data: bytes) -> None:
        markup = UnicodeDammit(data, is_html=True).unicode_markup
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        self._tree = html.document_fromstring((markup or "").encode(), parser=parser).getroottree()

    def __call__(self, place: Place) -> str:
        assert isinstance(place, NodePlace)
        (node,) = self._tree.xpath(place.xpath)
        return str(node)[place.start : place.end]


def _misplaced(release: Release, words: Any) -> Iterator[tuple[str, str]]:
    """Evidence whose places hold other words: (evidence, words there)."""
    for fact in release.facts:
        for span in fact.evidence:
            there = _letters("".join(words(place) for place in span.places))
            if not re.fullmatch(_with_callouts(span, release), there):
                yield span.text, there


def _with_callouts(span: EvidenceSpan, release: Release) -> str:
    """An expression for the evidence and the callouts in it, which stand on the page but not in the text.

    They are raised, so that the middle of a line may hold them or not.
    """
    marks = [(c.offset, note.label) for note in release.footnotes for c in note.callouts]
    expression, at = "", span.start
    for offset, label in sorted(mark for mark in marks if span.start < mark[0] <= span.end):
        expression += f"{_letters(release.text[at:offset])}(?:{_letters(label)})?"
        at = offset
    return expression + _letters(release.text[at : span.end])


def _letters(text: str) -> str:
    """What two ways of reading a page must agree on: letters and digits, without accents, spaces and hyphens."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum()).casefold()


def test_records_do_not_depend_on_the_order_of_sets() -> None:
    def extract(seed: str) -> bytes:
        releases = OURS[::3]  # what the steps do with sets is the same in all
        command = [sys.executable, "-m", "communique", "extract", *map(str, releases)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    assert extract("1") == extract("2")
