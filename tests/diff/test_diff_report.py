"""A diff as text, Markdown and JSON."""

from __future__ import annotations

from typing import Any

import pytest
from editing import Record, copy_of, with_other, with_other_source

from communique.diff.changes import Change, Diff
from communique.diff.compare import diff
from communique.diff.decisions import Decisions, decide
from communique.diff.report import Only, as_markdown, as_text, gather, write_json
from communique.records import Release

TEXT = """\
base  ice.html: 1 release, 3 facts
new   ice.html: 1 release, 2 facts
      versions differ: rules 00000000000000000000…0000000000000000000 → 11111111111111111111…1111111111111111111

3 changes in 1 release: 1 changed, 1 link, 1 removed
by predicate 1 affiliated_with, 1 founded_on
by cause     3 rules
by rule      1 affiliation.of, 1 founding.verb

- removed: Northern Ice Laboratory founded_on 2012-04
    “created in April 2012”
    rules (founding.verb) · ice.html

~ changed: Northern Ice Laboratory affiliated_with CNRS (supervisor)
    role part_of → supervisor
    “Laboratory (NIL) of the CNRS,”
    rules (affiliation.of) · ice.html

~ link: institution CNRS
    ror https://ror.org/02feahw73 → –
    rules · ice.html"""

MARKDOWN = """\
### 3 changes in 1 of 1 releases

base ice.html: 1 releases, 3 facts → new ice.html: 1 releases, 2 facts

- by kind: changed 1, link 1, removed 1
- by predicate: affiliated\\_with 1, founded\\_on 1
- by cause: rules 3

| rule | facts added | removed | changed |
|---|---:|---:|---:|
| `affiliation.of` | +0 | −0 | 1 |
| `founding.verb` | +0 | −1 | 0 |

|  | what | evidence | cause | release |
|---|---|---|---|---|
| removed | Northern Ice Laboratory founded\\_on 2012-04 | created in April 2012 | rules<br>`founding.verb` | ice.html |

… and 2 more."""


@pytest.fixture
def told(record: Record) -> Diff:
    new = with_other(record, "rules")
    new["facts"][0]["role"] = "supervisor"
    new["entities"][1]["ror"] = None
    del new["facts"][2]
    return diff(Release.model_validate(record), Release.model_validate(new))


def report(told: Diff, **options: Any) -> Any:
    return gather(told.changes, lambda: (told.base, told.new, told.problems), **{"rows": 100, **options})


def test_text_tells_all(told: Diff) -> None:
    assert as_text(report(told)) == TEXT


def test_markdown_shows_some_and_counts_the_rest(told: Diff) -> None:
    assert as_markdown(report(told, rows=1)) == MARKDOWN


def test_no_change_says_so(record: Record) -> None:
    same = diff(Release.model_validate(record), Release.model_validate(record))
    assert as_text(report(same)).splitlines()[-1] == "no change"
    assert as_markdown(report(same)).splitlines()[0] == "### No change"


def test_json_is_that_of_the_diff(told: Diff) -> None:
    pieces: list[str] = []
    assert write_json(told.changes, lambda: (told.base, told.new, told.problems), pieces.append)
    assert "".join(pieces) == told.to_json()


ONLY = {
    "a kind": (Only(kinds=frozenset({"removed"})), ["removed"]),
    "two kinds": (Only(kinds=frozenset({"removed", "link"})), ["removed", "link"]),
    "a predicate": (Only(predicates=frozenset({"affiliated_with"})), ["changed"]),
    "a rule": (Only(rules=frozenset({"founding.verb"})), ["removed"]),
    "a kind of a predicate": (Only(frozenset({"removed"}), frozenset({"affiliated_with"})), []),
    "all": (Only(), ["removed", "changed", "link"]),
}


@pytest.mark.parametrize(("only", "kinds"), ONLY.values(), ids=ONLY)
def test_some_changes_can_be_chosen(told: Diff, only: Only, kinds: list[str]) -> None:
    chosen = report(told, only=only)
    assert [row.change.kind for row in chosen.rows] == kinds
    assert (chosen.counts.total, bool(chosen)) == (len(kinds), bool(kinds))


def test_a_family_of_kinds_can_be_chosen(record: Record) -> None:
    new = with_other_source(record)
    new["footnotes"][0]["label"] = new["facts"][0]["via_footnote"] = "7"
    new["date"] = None
    changed = diff(Release.model_validate(record), Release.model_validate(new))
    chosen = report(changed, only=Only(kinds=frozenset({"footnote"})))
    assert [row.change.kind for row in chosen.rows] == ["footnote-changed"]


def test_what_was_accepted_is_hidden_and_what_was_rejected_is_marked(told: Diff) -> None:
    first, second = told.changes[:2]
    decisions = Decisions([*decide([first], "accept", "ada"), *decide([second], "reject", "ada")])
    shown = report(told, decisions=decisions)
    assert (shown.counts.total, shown.hidden) == (2, 1)
    assert "changed (rejected before): Northern Ice" in as_text(shown)
    assert as_text(shown).splitlines()[-1] == "1 accepted before and not shown"


def test_the_very_same_change_in_many_releases_is_one_row(record: Record) -> None:
    base, new = [], []
    for number in range(4):
        one = copy_of(record)
        one["source"]["sha256"], one["id"] = f"{number:x}" * 64, f"{number:x}" * 16
        one["source"]["uri"] = f"{number}.html"
        other = with_other(one, "registry")
        other["entities"][1]["ror"] = "https://ror.org/0abcdef12"
        base.append(Release.model_validate(one))
        new.append(Release.model_validate(other))
    shown = report(diff(base, new), rows=1)
    assert (len(shown.rows), shown.rest, shown.rows[0].releases) == (1, 0, 4)
    assert "registry · 0.html and in 3 more" in as_text(shown)


HOSTILE = "Lab |<img src=x onerror=alert(1)>| [x](javascript:a) @all `b` \x1b[31m\u202e https://evil.example"


def _hostile(record: Record) -> Change:
    new = with_other(record, "rules")
    new["facts"][1]["status"] = "former"
    for side in (record, new):
        side["entities"][0]["name"] = HOSTILE
    (change,) = diff(Release.model_validate(record), Release.model_validate(new)).changes
    return change


def test_a_hostile_name_is_text_in_markdown(record: Record) -> None:
    change = _hostile(record)
    side = diff(Release.model_validate(record), Release.model_validate(record)).base
    shown = as_markdown(gather([change], lambda: (side, side, ()), rows=5))
    row = next(line for line in shown.splitlines() if line.startswith("| changed"))
    assert row.replace("\\|", "").count("|") == 6
    assert not any(mark in row for mark in ("<img", "@all", "[x](", "https://", "\x1b", "\u202e"))


def test_a_hostile_name_does_not_command_the_terminal(record: Record) -> None:
    change = _hostile(record)
    side = diff(Release.model_validate(record), Release.model_validate(record)).base
    shown = as_text(gather([change], lambda: (side, side, ()), rows=5))
    assert "\x1b" not in shown
    assert "\\u001b[31m" in shown
