"""Edits of a page, extracted before and after: what the whole way from bytes to changes makes of them."""

from __future__ import annotations

from functools import cache

import pytest

import communique
from communique.diff.changes import Change, EntityState, FactState, NoteState
from communique.diff.compare import diff
from communique.records import Release

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>A laboratory for estuaries opens in Brest</title></head><body><main>
<h1>A laboratory for estuaries opens in Brest</h1>
<p>Brest, 12 March 2019</p>
<p>The harbour has been waiting for it. Boats came in from the islands, and the town band played until late.</p>
<p>The Estuary Dynamics Laboratory (LDE)<sup><a href="#n1" id="r1">1</a></sup> was created in January 2017. It is
headed by Maëlle Kerouanton.</p>
<p>The Tidal Chemistry Institute<sup><a href="#n2" id="r2">2</a></sup>, hosted by the University of Montpellier, was
founded in 1998, and its teams have measured the river every day since.</p>
<p>Nothing of this was planned. Visitors are welcome from May to October, except on days of storm.</p>
<ol><li id="n1">CNRS/Sorbonne Université. <a href="#r1">back</a></li>
<li id="n2">A laboratory of the CNRS. <a href="#r2">back</a></li></ol>
</main></body></html>"""


@cache
def extracted(page: str) -> Release:
    return communique.extract(page.encode(), registry="core")


def named(change: Change) -> tuple[str, tuple[str, ...], str]:
    match change.before if change.before is not None else change.after:
        case FactState() as fact:
            return change.kind, change.which, f"{fact.subject} {fact.predicate} {fact.says}"
        case EntityState(name=name):
            return change.kind, change.which, name
        case NoteState(label=label):
            return change.kind, change.which, label
        case _:
            return change.kind, change.which, ""


LDE, TCI = "Estuary Dynamics Laboratory", "Tidal Chemistry Institute"


def _with_paragraph_first(page: str, begins: str) -> str:
    """The page with one paragraph put before all others."""
    start = page.index(begins)
    end = page.index("</p>", start) + len("</p>\n")
    paragraph = page[start:end]
    rest = page[:start] + page[end:]
    at = rest.index("<p>The harbour")
    return rest[:at] + paragraph + rest[at:]


EDITS = {
    "nothing": (PAGE.replace("</main>", "<!-- hello --></main>"), set()),
    "a paragraph more": (PAGE.replace("<p>The harbour", "<p>It rained all night.</p><p>The harbour"), set()),
    "a date": (PAGE.replace("January 2017", "June 2016"), {("changed", ("value",), f"{LDE} founded_on 2017-01")}),
    "an object": (
        PAGE.replace("hosted by the University of Montpellier", "hosted by McGill University"),
        {("changed", ("object",), f"{TCI} affiliated_with University of Montpellier")},
    ),
    "an object in a note": (
        PAGE.replace("CNRS/Sorbonne Université", "CNRS/McGill University"),
        {("changed", ("object",), f"{LDE} affiliated_with Sorbonne Université")},
    ),
    "a sentence less": (
        PAGE.replace(" It is\nheaded by Maëlle Kerouanton.", ""),
        {("removed", (), f"Maëlle Kerouanton holds_position {LDE}")},
    ),
    "other labels": (
        PAGE.replace(">1</a></sup>", ">5</a></sup>")
        .replace("<ol>", '<ol start="5">')
        .replace(">2</a></sup>", ">6</a></sup>"),
        {("footnote-changed", ("label",), "1"), ("footnote-changed", ("label",), "2")},
    ),
}


@pytest.mark.parametrize(("page", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit_is_what_changed(page: str, expected: set[tuple[str, tuple[str, ...], str]]) -> None:
    told = diff(extracted(PAGE), extracted(page))
    assert sorted(map(named, told.changes)) == sorted(expected)
    assert {change.cause.name for change in told.changes} <= {"source"}


def test_a_plan_is_another_status_of_what_it_plans() -> None:
    planned = PAGE.replace("was created in January 2017", "will be created in January 2027")
    told = {
        about: (kind, which) for kind, which, about in map(named, diff(extracted(PAGE), extracted(planned)).changes)
    }
    assert told[f"{LDE} founded_on 2017-01"] == ("changed", ("value", "status"))
    assert told[f"{LDE} affiliated_with CNRS"] == ("changed", ("status",))
    assert not any(about.startswith(TCI) for about in told)


def test_a_paragraph_that_moved_takes_its_facts_along() -> None:
    told = diff(extracted(PAGE), extracted(_with_paragraph_first(PAGE, "<p>The Tidal")))
    moved = {named(change) for change in told.changes if change.predicate}
    assert {(kind, which) for kind, which, _ in moved} == {("moved", ("place",))}
    assert {about.split(" affiliated_with")[0].split(" founded_on")[0] for _, _, about in moved} == {TCI}
