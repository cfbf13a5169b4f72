"""Every injected change is reported once, of the right kind and cause, and nothing else is."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from editing import VERSIONS, Record, check
from injections import KINDS, Found, inject

from communique.diff.changes import Change, EntityState, FactState, NoteState, ReleaseState
from communique.diff.compare import compare_records
from communique.diff.stored import read_record
from communique.extractor import default_extractor

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
FORMATS = ("release.html", "release.pdf")


def golden(slug: str) -> list[Record]:
    """The golden records of a fixture, as if one version had made them all."""
    records = json.loads((FIXTURES / slug / "golden.json").read_text(encoding="utf-8"))
    return [{**record, "extractor": VERSIONS} for name, record in sorted(records.items()) if name in FORMATS]


SLUGS = sorted(path.parent.name for path in FIXTURES.glob("*/golden.json"))
RECORDS = [record for slug in SLUGS for record in golden(slug)]


def found(change: Change) -> Found:
    """A change as injections name it."""
    match change.before if change.before is not None else change.after:
        case FactState(id=about) | NoteState(label=about) | EntityState(name=about):
            pass
        case ReleaseState(title=title):
            about = title or ""
        case _:
            raise AssertionError(change)
    return change.kind, change.which, about


def changes(base: Record, new: Record) -> list[Change]:
    return compare_records(read_record(json.dumps(base), "base"), read_record(json.dumps(new), "new"))


def judge(kind: str, records: list[Record], most: int) -> tuple[int, list[str]]:
    """How many edits of a kind were tried, and what was said wrongly of them."""
    tried, wrong = 0, []
    for record in records:
        for base, injection in inject(kind, record, most):
            tried += 1
            told = changes(base, injection.new)
            where = f"{record['source']['uri']}: {injection.name}"
            counted = Counter(found(change) for change in told)
            if counted != Counter(injection.expected):
                lost = Counter(injection.expected) - counted
                more = counted - Counter(injection.expected)
                wrong.append(f"{where}: missing {sorted(lost)}, too much {sorted(more)}")
            wrong += [
                f"{where}: cause {c.cause.name}, not {injection.cause}" for c in told if c.cause.name != injection.cause
            ]
            rules = {rule for change in told for rule in change.cause.rules}
            if injection.rules and rules != injection.rules:
                wrong.append(f"{where}: rules {sorted(rules)}, not {sorted(injection.rules)}")
    return tried, wrong


MOST = 2
"""Of each kind for each record; a kind that few records allow is tried oftener."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_injected_change_is_reported_once_and_nothing_else(kind: str) -> None:
    tried, wrong = judge(kind, RECORDS, MOST)
    assert wrong == []
    assert tried >= 20, "too few to show anything"


def test_there_are_enough_injections() -> None:
    assert sum(1 for kind in KINDS for record in RECORDS for _ in inject(kind, record, MOST)) >= 500


@pytest.mark.parametrize("kind", KINDS)
def test_an_injection_leaves_a_valid_record(kind: str) -> None:
    """What no extraction could give would test nothing."""
    for record in RECORDS[::5]:
        for _, injection in inject(kind, record, 1):
            check(injection.new)


@pytest.fixture(scope="module")
def theirs(shared: Path) -> list[Record]:
    """Records of some of the gold's releases for training: other texts than ours, and longer ones."""
    paths = sorted((shared / "gold" / "train").glob("*/release.html"))[::27]
    releases = (default_extractor("core")(path.read_bytes(), path.parent.name) for path in paths)
    return [{**json.loads(release.to_json()), "extractor": VERSIONS} for release in releases]


@pytest.mark.shared
@pytest.mark.parametrize("kind", KINDS)
def test_changes_injected_into_other_releases_are_reported_too(kind: str, theirs: list[Record]) -> None:
    _, wrong = judge(kind, theirs, 3)
    assert wrong == []
