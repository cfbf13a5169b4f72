"""Documents lose characters and nothing else: offsets, blocks, runs, hints and places follow."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.document import (
    Block,
    CalloutHint,
    Document,
    Issue,
    NodeSpan,
    NoteHint,
    OffsetMap,
    Place,
    Run,
    Span,
    Style,
)


class Nowhere:
    """A source map for documents that come from no file."""

    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return (NodeSpan("/html", min(positions), max(positions) + 1),)


def document(*texts: str, runs: tuple[Run, ...] = (), callouts: tuple[CalloutHint, ...] = ()) -> Document:
    """A document of these blocks; its characters' source positions are their offsets."""
    text = "\n".join(texts)
    starts = [sum(len(t) + 1 for t in texts[:i]) for i in range(len(texts))]
    blocks = tuple(Block(s, s + len(t)) for s, t in zip(starts, texts, strict=True))
    origins = array("q", (-1 if c == "\n" else i for i, c in enumerate(text)))
    return Document("text/html", text, origins, Nowhere(), runs, blocks, callouts)


def blocks_of(doc: Document) -> list[str]:
    return [b.span.of(doc.text) for b in doc.blocks]


CUTS = {
    "nothing": ([], ["one", "two", "three"]),
    "a-letter": ([Span(1, 2)], ["oe", "two", "three"]),
    "first-block": ([Span(0, 3)], ["two", "three"]),
    "middle-block": ([Span(4, 7)], ["one", "three"]),
    "last-block": ([Span(8, 13)], ["one", "two"]),
    "first-two-blocks": ([Span(0, 3), Span(4, 7)], ["three"]),
    "last-two-blocks": ([Span(4, 13)], ["one"]),
    "first-and-last": ([Span(0, 3), Span(8, 13)], ["two"]),
    "all": ([Span(0, 13)], []),
    "over-a-line-feed": ([Span(2, 5)], ["on", "wo", "three"]),
    "the-line-feed-alone": ([Span(3, 4)], ["one", "two", "three"]),
    "overlapping": ([Span(4, 6), Span(5, 7)], ["one", "three"]),
    "block-with-its-line-feed": ([Span(4, 8)], ["one", "three"]),
}


@pytest.mark.parametrize("case", CUTS)
def test_cuts_leave_whole_blocks_parted_by_one_line_feed(case: str) -> None:
    cuts, left = CUTS[case]
    cut, _ = document("one", "two", "three").without(iter(cuts))
    assert (cut.text, blocks_of(cut)) == ("\n".join(left), left)


def test_hints_runs_and_issues_follow_the_text() -> None:
    bold = Style(bold=True)
    doc = Document(
        "text/html",
        "The LPS1 opens\n1 Lyon",
        array("q", range(21)),
        Nowhere(),
        runs=(Run(4, 7, bold), Run(7, 8, Style(superscript=True))),
        blocks=(Block(0, 14), Block(15, 21)),
        callout_hints=(CalloutHint(7, 8, "1", "n", "link"),),
        note_hints=(NoteHint(15, 17, 21, "1", "n", "link"),),
        issues=(Issue("relations.ambiguous", "two readings", Span(9, 14)),),
    )
    cut, offsets = doc.without([Span(7, 8), Span(15, 17)])
    assert cut.text == "The LPS opens\nLyon"
    assert cut.runs == (Run(4, 7, bold),)
    assert cut.callout_hints == ()
    assert cut.note_hints == (NoteHint(14, 14, 18, "1", "n", "link"),)
    assert cut.issues[0].span == Span(8, 13)
    assert [offsets(o) for o in (0, 7, 8, 16, 21)] == [0, 7, 7, 14, 18]


def test_the_document_that_is_cut_stays_as_it_was() -> None:
    doc = document("one", "two")
    doc.without([Span(0, 5)])
    assert (doc.text, blocks_of(doc)) == ("one\ntwo", ["one", "two"])


def test_places_leave_out_what_the_reader_supplied() -> None:
    doc = document("one", "two")
    assert (doc.places(Span(3, 4)), doc.places(Span(2, 5))) == ((), (NodeSpan("/html", 2, 5),))


RUNS = tuple(Run(s, e, Style(bold=bool(i % 2))) for i, (s, e) in enumerate([(0, 2), (2, 5), (7, 9)]))


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 9), [(0, 2), (2, 5), (7, 9)]),
        ((1, 3), [(1, 2), (2, 3)]),
        ((2, 5), [(2, 5)]),
        ((5, 7), []),
        ((4, 8), [(4, 5), (7, 8)]),
        ((3, 3), []),
    ],
)
def test_runs_are_clipped_to_the_span(span: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    doc = document("abcdefghi", runs=RUNS)
    assert [(r.start, r.end) for r in doc.runs_in(Span(*span))] == expected


def test_origins_must_be_as_many_as_characters() -> None:
    with pytest.raises(ValueError, match="3 characters but 2 origins"):
        Document("text/html", "abc", array("q", [0, 1]), Nowhere())


@pytest.mark.parametrize("bounds", [(2, 1), (-1, 3)])
def test_a_span_is_a_half_open_interval(bounds: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="half-open"):
        Span(*bounds)


def test_an_issue_has_a_documented_code() -> None:
    with pytest.raises(ValueError, match="document it there first"):
        Issue("reader.no-such-code", "")


TEXTS = st.lists(st.text("abc ", min_size=1, max_size=6), min_size=1, max_size=6)


@st.composite
def documents_and_cuts(draw: st.DrawFn) -> tuple[Document, list[Span]]:
    texts = draw(TEXTS)
    length = len("\n".join(texts))
    edges = st.integers(0, length)
    spans = st.tuples(edges, edges).map(lambda e: Span(min(e), max(e)))
    run_edges = sorted(draw(st.sets(edges, max_size=6)))
    runs = tuple(Run(s, e, Style(bold=bool(s % 2))) for s, e in pairwise(run_edges))
    callouts = tuple(CalloutHint(s.start, s.end, "1", "", "link") for s in draw(st.lists(spans, max_size=3)))
    return document(*texts, runs=runs, callouts=callouts), draw(st.lists(spans, max_size=4))


@given(documents_and_cuts())
def test_exactly_the_characters_of_the_cuts_go(case: tuple[Document, list[Span]]) -> None:
    doc, cuts = case
    cut, _ = doc.without(cuts)
    gone = {i for c in cuts for i in range(c.start, c.end)}
    kept = [i for i, c in enumerate(doc.text) if i not in gone and c != "\n"]
    assert [o for o in cut.origins if o >= 0] == kept
    assert "".join(doc.text[i] for i in kept) == cut.text.replace("\n", "")


@given(documents_and_cuts())
def test_what_is_left_of_a_document_is_a_document(case: tuple[Document, list[Span]]) -> None:
    doc, cuts = case
    cut, offsets = doc.without(cuts)
    length = len(cut.text)
    assert cut.text == "\n".join(blocks_of(cut))
    for part in (*cut.blocks, *cut.runs, *cut.callout_hints):
        assert 0 <= part.start < part.end <= length
    assert all(a.end <= b.start for a, b in pairwise(cut.runs))
    mapped = [offsets(o) for o in range(len(doc.text) + 1)]
    assert mapped == sorted(mapped)
    assert mapped[-1] == length


@given(documents_and_cuts())
def test_kept_characters_stand_where_the_map_says(case: tuple[Document, list[Span]]) -> None:
    doc, cuts = case
    cut, offsets = doc.without(cuts)
    gone = {i for c in cuts for i in range(c.start, c.end)}
    for i, char in enumerate(doc.text):
        if i not in gone and char != "\n":
            assert cut.text[offsets(i)] == char


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), max_size=6), st.integers(0, 80))
def test_the_map_counts_the_characters_cut_before(cuts: list[tuple[int, int]], offset: int) -> None:
    spans = [Span(start, start + length) for start, length in cuts]
    gone = {i for s in spans for i in range(s.start, s.end)}
    assert OffsetMap(spans)(offset) == offset - sum(i < offset for i in gone)
