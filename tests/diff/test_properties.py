"""What holds for any two records: nothing differs from itself, a diff backwards mirrors it, and edits add up."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from editing import Record, copy_of, with_other, with_other_source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from injections import KINDS, Found, inject
from test_injections import RECORDS, changes, found, golden

from communique.diff.changes import MIRRORED, Change, Diff, count_changes
from communique.diff.compare import diff
from communique.records import Release


def mirrored(change: Change) -> tuple[str, tuple[str, ...], bytes, bytes]:
    """A change as it must look from the other side, in what does not depend on the side."""
    return MIRRORED.get(change.kind, change.kind), change.which, _plain(change.after), _plain(change.before)


def plain(change: Change) -> tuple[str, tuple[str, ...], bytes, bytes]:
    return change.kind, change.which, _plain(change.before), _plain(change.after)


def _plain(state: Any) -> bytes:
    return msgspec.json.encode(state, order="sorted")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["source"]["uri"])
def test_nothing_differs_from_itself(record: Record) -> None:
    assert changes(record, copy_of(record)) == []


def test_runs_do_not_differ_from_themselves() -> None:
    releases = [Release.model_validate(record) for record in RECORDS]
    same = diff(releases, list(releases))
    assert (same.changes, same.problems, bool(same)) == ((), (), False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_diff_backwards_mirrors_it(kind: str) -> None:
    for record in RECORDS[::3]:
        for base, injection in inject(kind, record, 1):
            forth, back = changes(base, injection.new), changes(injection.new, base)
            assert Counter(map(plain, back)) == Counter(map(mirrored, forth)), injection.name


PAIRS = list(pairwise(RECORDS))


@pytest.mark.parametrize(("base", "new"), PAIRS, ids=lambda record: record["source"]["uri"])
def test_a_diff_of_any_two_records_mirrors_the_one_backwards(base: Record, new: Record) -> None:
    """Forms of one release, and releases that have nothing to do with one another."""
    forth, back = changes(base, new), changes(new, base)
    assert Counter(map(plain, back)) == Counter(map(mirrored, forth))


def test_what_is_offset_by_an_insertion_keeps_its_id() -> None:
    """A decision on a change holds when something else is edited before it."""
    for record in RECORDS[:4]:
        (_, injection), *_ = inject("rule switched off", record, 1)
        (_, moved), *_ = inject("paragraph inserted", record, 1)
        base = {**moved.new, "id": record["id"], "source": record["source"]}
        kept = {fact["id"] for fact in injection.new["facts"]}
        new = with_other(base, "rules")
        new["facts"] = [fact for fact in new["facts"] if fact["id"] in kept]
        assert [c.id for c in changes(record, injection.new)] == [c.id for c in changes(base, new)]


def test_ids_of_changes_tell_them_apart() -> None:
    for base, new in PAIRS:
        ids = [change.id for change in changes(base, new)]
        assert len(ids) == len(set(ids))


@st.composite
def edits(draw: st.DrawFn) -> tuple[Record, Record, list[Found]]:
    """A record, the record after several edits of different things, and what they change."""
    record = draw(st.sampled_from(RECORDS))
    new, expected = with_other(with_other_source(record), "rules"), []
    facts = draw(st.lists(st.integers(0, len(record["facts"]) - 1), unique=True, max_size=6))
    for place in facts:
        fact, edited = record["facts"][place], next(f for f in new["facts"] if f["id"] == record["facts"][place]["id"])
        edit = draw(st.sampled_from(["remove", "status", "confidence", "rule", "role"]))
        if edit == "remove":
            new["facts"].remove(edited)
            expected.append(("removed", (), fact["id"]))
        elif edit == "status" or (edit == "role" and fact["role"] is None):
            edited["status"] = draw(st.sampled_from([s for s in STATUSES if s != fact["status"]]))
            expected.append(("changed", ("status",), fact["id"]))
        elif edit == "role":
            edited["role"] = draw(st.sampled_from([r for r in ROLES if r != fact["role"]]))
            expected.append(("changed", ("role",), fact["id"]))
        elif edit == "confidence":
            edited["confidence"] = draw(st.sampled_from([0.11, 0.5]))
            expected.append(("confidence", (), fact["id"]))
        else:
            edited["rule"] = "other." + fact["rule"]
            expected.append(("rule", (), fact["id"]))
    linkable = [e for e in new["entities"] if e["kind"] in ("laboratory", "institution")]
    for entity in draw(st.lists(st.sampled_from(linkable), unique_by=lambda e: e["id"], max_size=3)):
        fields = ("ror", "candidates") if entity["candidates"] else ("ror",)
        entity.update(ror="https://ror.org/0abcdef12", candidates=[])
        expected.append(("link", fields, entity["name"]))
    labels = Counter(note["label"] for note in new["footnotes"])
    for number, note in enumerate(draw(st.lists(st.sampled_from(new["footnotes"]), max_size=2)) if labels else []):
        if labels[note["label"]] == 1 and not note["label"].startswith("9"):
            for fact in new["facts"]:
                fact["via_footnote"] = f"9{number}x" if fact["via_footnote"] == note["label"] else fact["via_footnote"]
            expected.append(("footnote-changed", ("label",), note["label"]))
            note["label"] = f"9{number}x"
    return record, new, expected


STATUSES = ("asserted", "planned", "former")
ROLES = ("supervisor", "partner", "part_of")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(edits())
def test_several_edits_are_several_changes(edited: tuple[Record, Record, list[Found]]) -> None:
    base, new, expected = edited
    assert Counter(found(change) for change in changes(base, new)) == Counter(expected)


def test_a_diff_survives_json() -> None:
    for base, new in PAIRS[:12]:
        told = tuple(changes(base, new))
        whole = diff(Release.model_validate(base), Release.model_validate(new))
        assert whole.changes == told
        assert whole.counts == count_changes(told)
        assert Diff.from_json(whole.to_json()) == whole
        assert Diff.from_json(whole.to_json(indent=1)) == whole


def test_golden_records_come_in_pairs() -> None:
    assert [record["source"]["media_type"] for record in golden("bergen-fjord-laboratory")] == [
        "text/html",
        "application/pdf",
    ]
