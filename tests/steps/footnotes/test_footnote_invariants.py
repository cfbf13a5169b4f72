"""What holds for every document: on documents made at random, and on all releases at hand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_documents import find_notes, read_marked

from communique.document import Document
from communique.errors import ReadError
from communique.findings import Findings, FootnoteFindings
from communique.readers import read
from communique.steps.footnotes import FootnoteStep

LABELS = st.sampled_from(["1", "2", "3", "12", "1,2", "2-4", "*", "**", "†", "a", "b", "i", "ii", "e", "er", "2+", "¹"])
WORDS = st.sampled_from(["The", "school", "(IRL", "CNRS)", "Lyon 1,", "km", "10", "Lab", "says.", "et", "«", "»", "x"])
MARKS = st.one_of(
    LABELS.map("^{}^".format),
    LABELS.map("[{}]".format),
    LABELS.map("({})".format),
    LABELS,
    LABELS.map("<{0}=n{0}>".format),
    LABELS.map("_{}_".format),
)
PIECES = st.lists(st.tuples(WORDS, st.one_of(MARKS, st.just("")), st.sampled_from(["", " "])), min_size=1, max_size=8)
LINE_STARTS = st.sampled_from(
    ["", "", "# ", "- ", "1.> ", "~ ", "| ", "@n1 1. @", "@n2 @", "[1] ", "(2) ", "^1^", "2. ", "3"]
)
LINES = st.one_of(
    st.just("# Notes"),
    st.just("Contact"),
    st.builds(lambda start, pieces: start + "".join(w + m + s for w, m, s in pieces), LINE_STARTS, PIECES),
)
DOCUMENTS = st.lists(LINES, min_size=1, max_size=12).map("\n".join)


def assert_sound(document: Document, found: FootnoteFindings) -> None:
    reading = found.reading
    assert is_subsequence(reading.text.replace(" ", ""), document.text.replace(" ", ""))
    assert len(reading.origins) == len(reading.text)
    last_end = 0
    for block in reading.blocks:
        assert last_end <= block.start < block.end <= len(reading.text)
        assert "\n" not in reading.text[block.start : block.end]
        last_end = block.end
    for note in found.notes:
        assert note.label == note.label.strip(" []().")
        assert note.label
        assert note.body or note.callouts
        if note.body:
            body = note.body.of(reading.text)
            assert body == body.strip() != ""
        for callout in note.callouts:
            assert callout.anchor.end == callout.offset <= len(reading.text)
            assert reading.text[: callout.offset] == reading.text[: callout.offset].rstrip(" ")
            assert "\n" not in callout.anchor.of(reading.text)
    for issue in found.issues:
        assert issue.span is None or issue.span.end <= len(reading.text)


def is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS)
def test_findings_are_sound(marked: str) -> None:
    document = read_marked(marked)
    assert_sound(document, FootnoteStep()(document, Findings()))


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_the_same_document_gives_the_same_findings(marked: str) -> None:
    assert find_notes(marked) == find_notes(marked)


@pytest.mark.shared
@pytest.mark.parametrize("pattern", ["seed/*", "gold/*/*/release.html", "gold/train/[a-f]*/release.pdf"])
def test_findings_are_sound_on_releases(shared: Path, pattern: str) -> None:
    for path in sorted(shared.glob(pattern)):
        if path.suffix not in (".html", ".pdf"):
            continue
        try:
            document = read(path.read_bytes())
        except ReadError:
            continue
        before = (document.text, document.blocks, document.runs)
        found = FootnoteStep()(document, Findings())
        assert_sound(document, found)
        assert (document.text, document.blocks, document.runs) == before, path


GROWING = {
    "bracketed": ("word here [{i}] and\n", "[{i}] Body {i}\n"),
    "raised": ("word here^{i}^ and\n", "^{i}^ Body {i}\n"),
    "linked": ("word here<{i}=n{i}> and\n", "@n{i} {i}. @Body {i}\n"),
    "beginning anew": ("word here [1] and [2]\n", "[1] Body\n[2] Body\n"),
    "stars": ("word* word\n", "* Body\nText\n"),
}


@pytest.mark.parametrize("form", GROWING)
def test_time_grows_with_the_number_of_notes_and_not_with_its_square(form: str) -> None:
    def seconds(count: int) -> float:
        text, notes = GROWING[form]
        lines = [text.format(i=i) for i in range(1, count + 1)] + ["# Notes\n"]
        document = read_marked("".join([*lines, *(notes.format(i=i) for i in range(1, count + 1))]))
        start = time.process_time()
        FootnoteStep()(document, Findings())
        return time.process_time() - start

    seconds(100)
    assert min(seconds(4_000), seconds(4_000)) < 12 * max(seconds(1_000), 0.02)


@pytest.mark.parametrize(
    "piece", ["1", "(", "[1", "a1 ", "10 ", "+33 ", "the (", "I", "*", "↩", "Univ A ", "1,", "^", "."]
)
def test_hostile_repetition_is_read_in_time(piece: str) -> None:
    line = piece.replace("^", "¹") * 20_000
    start = time.process_time()
    find_notes(f"{line}\n# Notes\n1. Body {line}")
    assert time.process_time() - start < 5
