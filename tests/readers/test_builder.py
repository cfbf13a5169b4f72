"""The builder's clean-up: what text becomes, and that every character keeps its place through it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.document import Block, CalloutHint, Document, NodeSpan, NoteHint, Place, Style
from communique.readers import builder as builder_module
from communique.readers.builder import CELL_END, DocumentBuilder

PLAIN, RAISED = Style(), Style(superscript=True)


class Nowhere:
    """A source map for documents that come from no file."""

    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return (NodeSpan("/html", min(positions), max(positions) + 1),)


def build(*blocks: str) -> Document:
    builder = DocumentBuilder()
    position = 0
    for block in blocks:
        builder.begin_block()
        builder.append(block, position, PLAIN)
        position += len(block)
    return builder.build("text/html", Nowhere())


CLEANED = {
    "plain": ("The CNRS opens", "The CNRS opens"),
    "spaces": ("  The\t\n CNRS \xa0opens ", "The CNRS opens"),
    "narrow-spaces": ("3\u202f€\u2009!", "3 € !"),
    "soft-hyphens": ("labo\xadra\xadtoire", "laboratoire"),
    "zero-width": ("a\u200bb\u2060c\ufeff", "abc"),
    "zero-width-alone": ("a \u200b b", "a b"),
    "direction-marks": ("\u202aCNRS\u202c", "CNRS"),
    "ligatures": ("scienti\ufb01c e\ufb03cient", "scientific efficient"),
    "decomposed": ("e\u0301te\u0301 a\u0300", "été à"),
    "mark-after-dropped": ("e\u200b\u0301", "é"),
    "mark-after-ligature": ("\ufb01\u0301", "fí"),
    "two-marks": ("o\u0302\u0323", "ộ"),
    "hangul": ("\u1112\u1161\u11ab", "한"),
    "controls": ("a\x00b\x07c\x9fd", "abcd"),
    "private-use": ("a\ue000b", "ab"),
    "line-separator": ("a\u2028b", "a b"),
    "cells": (f"a{CELL_END}b", "a\tb"),
    "cells-with-spaces": (f"a {CELL_END} b", "a\tb"),
    "empty-cells": (f"a{CELL_END}{CELL_END}b", "a\tb"),
    "cells-at-the-edges": (f"{CELL_END}a{CELL_END}", "a"),
    "kept-signs": ("m² ™ ½ ﹏ 🔬 中", "m² ™ ½ ﹏ 🔬 中"),
}


@pytest.mark.parametrize("case", CLEANED)
def test_text_is_cleaned(case: str) -> None:
    raw, clean = CLEANED[case]
    assert build(raw).text == clean


def test_blocks_are_parted_by_one_line_feed_and_empty_ones_left_out() -> None:
    document = build(" a ", "", " \u200b ", "b")
    assert (document.text, document.blocks) == ("a\nb", (Block(0, 1), Block(2, 3)))


def test_a_letter_keeps_the_place_of_its_first_character() -> None:
    document = build("e\u0301t \ufb01n")
    assert list(zip(document.text, document.origins, strict=True)) == [
        ("é", 0),
        ("t", 2),
        (" ", 3),
        ("f", 4),
        ("i", 4),
        ("n", 5),
    ]


def test_what_the_reader_supplies_has_no_place() -> None:
    builder = DocumentBuilder()
    builder.append("a", 7, PLAIN)
    builder.append(" ", -1, PLAIN)
    builder.append("b", 9, PLAIN)
    assert list(builder.build("text/html", Nowhere()).origins) == [7, -1, 9]


def test_origins_must_be_as_many_as_characters() -> None:
    with pytest.raises(ValueError, match="2 characters but 1 origins"):
        DocumentBuilder().append("ab", [0], PLAIN)


def test_marks_start_and_end_in_their_own_block() -> None:
    builder = DocumentBuilder()
    builder.begin_block()
    builder.append("The LPS", 0, PLAIN)
    builder.mark_callout(CalloutHint(builder.offset, builder.offset + 1, "1", "n1", "link"))
    builder.append("1", 7, RAISED)
    builder.begin_block("note")
    start = builder.offset
    builder.append(" 1 ", 8, RAISED)
    builder.mark_note(NoteHint(start, builder.offset, builder.offset + 5, "1", "n1", "link"))
    builder.append("Lyon.", 11, PLAIN)
    builder.begin_block()
    builder.append("End", 16, PLAIN)
    document = builder.build("text/html", Nowhere())
    callout, note = document.callout_hints[0], document.note_hints[0]
    assert document.text == "The LPS1\n1 Lyon.\nEnd"
    assert (document.text[callout.start : callout.end], document.text[note.start : note.body]) == ("1", "1 ")
    assert document.text[note.body : note.end] == "Lyon."
    assert [(document.text[r.start : r.end], r.style.superscript) for r in document.runs] == [
        ("The LPS", False),
        ("1\n1 ", True),
        ("Lyon.\nEnd", False),
    ]


def test_a_mark_on_characters_that_vanish_is_gone() -> None:
    builder = DocumentBuilder()
    builder.append("a", 0, PLAIN)
    builder.mark_callout(CalloutHint(1, 2, "1", "", "class"))
    builder.append("\u200b", 1, PLAIN)
    assert builder.build("text/html", Nowhere()).callout_hints == ()


RAW = st.text(
    st.one_of(
        st.sampled_from("abé 1  \n\t\xa0\xad\u200b\u0301\u0323\u0338ﬁﬀ\u1112\u1161\u11ab\u09c7\u09be\x1f\x00\ue000☃"),
        st.characters(),
    ),
    max_size=40,
)
PIECES = st.lists(st.tuples(st.booleans(), st.sampled_from([PLAIN, RAISED]), RAW), max_size=8)


def _built(pieces: list[tuple[bool, Style, str]], marks: list[tuple[int, int, int]]) -> tuple[Document, str]:
    builder = DocumentBuilder()
    raw = ""
    for begins, style, text in pieces:
        if begins:
            builder.begin_block()
        builder.append(text, len(raw), style)
        raw += text
    for edges in marks:
        start, body, end = sorted(min(e, len(raw)) for e in edges)
        builder.mark_callout(CalloutHint(start, end, "1", "", "link"))
        builder.mark_note(NoteHint(start, body, end, "1", "", "link"))
    return builder.build("text/html", Nowhere()), raw


MARKS = st.lists(st.tuples(*[st.integers(0, 200)] * 3), max_size=3)


@given(PIECES, MARKS)
def test_clean_text_has_one_form(pieces: list[tuple[bool, Style, str]], marks: list[tuple[int, int, int]]) -> None:
    document, _ = _built(pieces, marks)
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co") for c in text)
    assert not any(a.isspace() and b.isspace() for a, b in pairwise(text))
    assert text == text.strip()
    assert all(c in " \n\t" for c in text if c.isspace())


@given(PIECES, MARKS)
def test_every_place_holds_a_character_that_cleans_to_its_own(
    pieces: list[tuple[bool, Style, str]], marks: list[tuple[int, int, int]]
) -> None:
    document, raw = _built(pieces, marks)
    for char, origin in zip(document.text, document.origins, strict=True):
        if origin < 0:
            assert char in "\n\t"
        elif char == " ":
            assert raw[origin].isspace()
        else:
            group = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", raw[origin]))
            assert set(unicodedata.normalize("NFD", char)) & set(group) or char in unicodedata.normalize(
                "NFC", raw[origin]
            )


@given(PIECES, MARKS)
def test_places_ascend_and_all_parts_lie_in_the_text(
    pieces: list[tuple[bool, Style, str]], marks: list[tuple[int, int, int]]
) -> None:
    document, _ = _built(pieces, marks)
    places = [o for o in document.origins if o >= 0]
    assert places == sorted(places)
    length = len(document.text)
    for parts in (document.blocks, document.runs):
        assert all(0 <= p.start < p.end <= length for p in parts)
        assert all(a.end <= b.start for a, b in pairwise(parts))
    assert all(a.end + 1 == b.start and document.text[a.end] == "\n" for a, b in pairwise(document.blocks))
    assert sum(r.end - r.start for r in document.runs) + document.text.count("\n") >= length
    assert all(0 <= c.start < c.end <= length for c in document.callout_hints)
    assert all(0 <= n.start <= n.body <= n.end <= length and n.start < n.end for n in document.note_hints)
    edges = {b.start - 1 for b in document.blocks}
    assert not any(c.start in edges or c.end - 1 in edges for c in (*document.callout_hints, *document.note_hints))


LONG = {
    "after a block": (("one two", "three four", "five six seven"), "one two\nthree four"),
    "after a word, where a block is as long as a book": (("one two three four five six seven",), "one two three four"),
    "anywhere, where there are no words": (("a" * 40,), "a" * 20),
}


@pytest.mark.parametrize("case", LONG)
def test_a_document_that_is_too_long_ends(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder_module, "MAX_CHARACTERS", 20)
    blocks, kept = LONG[case]
    document = build(*blocks)
    raw, left = sum(map(len, blocks)), len(kept.replace("\n", ""))
    assert document.text == kept
    assert [issue.code for issue in document.issues] == ["reader.limit-reached"]
    assert raw - left - 1 <= int(document.issues[0].message.split()[-3]) <= raw - left
    assert all(block.end <= len(kept) for block in document.blocks)


def test_marks_and_styles_behind_the_end_of_a_document_that_is_too_long_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder_module, "MAX_CHARACTERS", 20)
    made = DocumentBuilder()
    made.append("The CNRS opens1 it", 0, PLAIN)
    made.mark_callout(CalloutHint(14, 15, "1", "n1", "link"))
    made.begin_block()
    made.append("1", 18, RAISED)
    made.append(" a note", 19, PLAIN)
    made.mark_callout(CalloutHint(18, 19, "2", "n2", "link"))
    made.mark_note(NoteHint(18, 20, 26, "1", "n1", "link"))
    document = made.build("text/html", Nowhere())
    assert (document.text, [c.label for c in document.callout_hints], document.note_hints) == (
        "The CNRS opens1 it",
        ["1"],
        (),
    )
    assert [run.style for run in document.runs] == [PLAIN]


def test_a_document_of_just_the_most_characters_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder_module, "MAX_CHARACTERS", 7)
    assert (build("one two").text, build("one two").issues) == ("one two", ())
