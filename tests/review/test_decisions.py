"""The log of decisions: what holds comes from the set of lines, and no line is lost."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import invented_diff

from communique.diff.decisions import (
    Decision,
    Decisions,
    append_decisions,
    decide,
    read_decisions,
    read_lines,
    split_decided,
    take_back,
)
from communique.errors import ReviewError

CHANGES = invented_diff(12).changes


def line(number: int, change: str, decision: str, **more: object) -> Decision:
    time = f"2026-11-25T00:00:{number:02d}.000000+00:00"
    return Decision(f"{number:016x}", time, "ada", decision, change=change, **more)  # type: ignore[arg-type]


def test_the_last_verdict_holds() -> None:
    decisions = Decisions([line(2, "c", "reject"), line(1, "c", "accept"), line(3, "d", "accept")])
    assert (decisions.verdict("c"), decisions.verdict("d"), decisions.verdict("e")) == ("reject", "accept", None)


def test_an_undo_brings_back_what_held_before() -> None:
    lines = [line(1, "c", "accept"), line(2, "c", "reject"), line(3, "", "undo", undoes=(f"{2:016x}",))]
    assert Decisions(lines).verdict("c") == "accept"


def test_an_undo_of_a_batch_takes_all_of_it_back() -> None:
    lines = decide(CHANGES, "accept", "ada")
    assert Decisions([*lines, take_back([lines[0].batch], "ada")]).rejected == ()
    assert {Decisions([*lines, take_back([lines[0].batch], "ada")]).verdict(c.id) for c in CHANGES} == {None}


def test_a_note_leaves_the_verdict() -> None:
    decisions = Decisions([line(1, "c", "accept"), line(2, "c", "note", note="why?"), line(3, "c", "note", note="so")])
    assert (decisions.verdict("c"), decisions.notes("c")) == ("accept", ("why?", "so"))


_LINES = st.lists(
    st.builds(
        line,
        st.integers(1, 50),
        st.sampled_from("cde"),
        st.sampled_from(["accept", "reject", "note", "undo"]),
        note=st.sampled_from(["", "why?"]),
        undoes=st.lists(st.integers(1, 50).map(lambda n: f"{n:016x}"), max_size=2).map(tuple),
    ),
    max_size=12,
    unique_by=lambda decision: decision.id,
)


@given(lines=_LINES, data=st.data())
def test_neither_order_nor_repetition_matters(lines: list[Decision], data: st.DataObject) -> None:
    """So that the union of two files, in any order, is their merge."""
    shuffled = data.draw(st.permutations(lines))
    once, again = Decisions(lines), Decisions(shuffled)
    again.add(lines)
    for change in "cde":
        assert once.line(change) == again.line(change)
        assert once.notes(change) == again.notes(change)


@given(lines=_LINES, cut=st.integers(0, 12))
def test_adding_names_every_change_on_which_something_else_holds(lines: list[Decision], cut: int) -> None:
    decisions = Decisions(lines[:cut])
    before = {change: (decisions.line(change), decisions.notes(change)) for change in "cde"}
    touched = decisions.add(lines[cut:])
    after = {change: (decisions.line(change), decisions.notes(change)) for change in "cde"}
    assert {change for change in "cde" if before[change] != after[change]} <= touched


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    written = [*decide(CHANGES[:3], "accept", "ada"), *decide(CHANGES[3:5], "reject", "grace", "not\nthere – 😀")]
    append_decisions(path, written[:3])
    append_decisions(path, written[3:])
    assert read_lines(path) == (written, path.stat().st_size)
    assert path.read_bytes().count(b"\n") == 5


def test_a_file_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_decisions([tmp_path / "none.jsonl"]).lines == ()


def test_the_next_diff_hides_what_was_accepted_and_marks_what_was_rejected() -> None:
    decisions = Decisions([*decide(CHANGES[:2], "accept", "ada"), *decide(CHANGES[2:3], "reject", "ada")])
    shown, hidden, rejected = split_decided(CHANGES, decisions)
    assert (shown, hidden, rejected) == (CHANGES[2:], CHANGES[:2], {CHANGES[2].id})


def test_a_line_that_was_cut_off_is_passed_over_and_the_next_stands_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, decide(CHANGES[:2], "accept", "ada"))
    whole = path.read_bytes()
    for length in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:length])
        assert len(read_lines(path)[0]) == 1 + (length == len(whole) - 1)
        append_decisions(path, decide(CHANGES[4:5], "reject", "ada"))
        assert read_decisions([path]).verdict(CHANGES[4].id) == "reject"


@pytest.mark.parametrize("garbage", [b"<<<<<<< HEAD\n", b"{}\n", b'{"id":1}\n', b"[]\n"])
def test_a_line_that_is_no_decision_is_told(tmp_path: Path, garbage: bytes) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, decide(CHANGES[:1], "accept", "ada"))
    path.write_bytes(garbage + path.read_bytes())
    with pytest.raises(ReviewError, match="is no decision"):
        read_decisions([path])


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="can't be kept"):
        append_decisions(tmp_path / "nowhere" / "decisions.jsonl", decide(CHANGES[:1], "accept", "ada"))
    with pytest.raises(ReviewError, match="can't be"):
        append_decisions(tmp_path, decide(CHANGES[:1], "accept", "ada"))


WRITER = """
import sys; sys.path.insert(0, sys.argv[1])
from pathlib import Path
from invented import invented_diff
from communique.diff.decisions import append_decisions, decide
for i in range(40):
    append_decisions(Path(sys.argv[2]), decide(invented_diff(12).changes, "accept", sys.argv[3]))
"""


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    arguments = [sys.executable, "-c", WRITER, str(Path(__file__).parent), str(path)]
    writers = [subprocess.Popen([*arguments, name]) for name in ("ada", "grace")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    lines, _ = read_lines(path)
    assert len(lines) == len({one.id for one in lines}) == 2 * 40 * 12
    batches = [batch for batch, _ in itertools.groupby(one.batch for one in lines)]
    assert len(batches) == len(set(batches)) == 80, "the lines of one act stand together"
