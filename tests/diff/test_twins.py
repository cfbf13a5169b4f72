"""Two forms of one release: the same facts, or a reason."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from editing import MakeRun, Record, copy_of, with_other_source
from twin_pages import ENGLISH, FRENCH

import communique
from communique.diff.changes import Change, Diff
from communique.diff.compare import diff
from communique.records import Release


def twins(base: Record, new: Record) -> Diff:
    return diff(Release.model_validate(base), Release.model_validate(new), twins=True)


@pytest.fixture(scope="module")
def english() -> Release:
    return communique.extract(ENGLISH.encode(), registry="core")


@pytest.fixture(scope="module")
def french() -> Release:
    return communique.extract(FRENCH.encode(), registry="core")


def test_two_languages_say_the_same(english: Release, french: Release) -> None:
    assert len(english.facts) == len(french.facts) == 5
    told = diff(english, french, twins=True)
    assert (told.changes, told.problems) == ((), ())


def test_without_being_told_two_languages_differ(english: Release, french: Release) -> None:
    assert len(diff(english, french).changes) > 5


def test_a_fact_that_one_language_does_not_state_is_explained(english: Release) -> None:
    shorter = FRENCH.replace(", a été créé en janvier 2019", "")
    told = diff(english, communique.extract(shorter.encode(), registry="core"), twins=True)
    (change,) = told.changes
    assert (change.kind, change.predicate) == ("removed", "founded_on")
    assert change.because.startswith("both name these entities")


def test_names_that_share_nothing_are_paired_by_their_facts(english: Release) -> None:
    plain = FRENCH.replace(" (LDE, UMR 6999)", "")
    told = diff(english, communique.extract(plain.encode(), registry="core"), twins=True)
    assert [change.kind for change in told.changes] == []
    (problem,) = told.problems
    assert problem.code == "taken-as-one"
    assert "“Estuary Dynamics Laboratory” and “Laboratoire de dynamique des estuaires”" in problem.message


def _only(told: Diff) -> Change:
    (change,) = told.changes
    return change


def test_where_things_stand_is_no_difference(record: Record) -> None:
    new = with_other_source(record)
    new["facts"][0]["confidence"], new["facts"][1]["rule"] = 0.2, "position.other"
    assert twins(record, new).changes == ()


def test_words_that_one_form_lacks_are_named(record: Record) -> None:
    new = with_other_source(record)
    new["text"] = new["text"].replace("created in April 2012", "opened on a misty eve")
    new["facts"] = new["facts"][:2]
    change = _only(twins(record, new))
    assert (change.kind, change.because) == (
        "removed",
        "ice.html does not hold the words “created in April 2012”",
    )


def test_a_page_without_words_is_named(record: Record) -> None:
    base, new = copy_of(record), with_other_source(record)
    new["source"].update(media_type="application/pdf", pages=2, uri="ice.pdf")
    for block in new["blocks"]:
        block["places"] = [{"page": 2, "bbox": [0, 0, 9, 9]}]
    new["date"] = None
    change = _only(twins(base, new))
    assert (change.kind, change.which) == ("release-changed", ("date",))
    assert change.because == "no words can be read on page 1 of ice.pdf: what stands there is missing"


def test_words_that_are_read_in_one_form_only_are_told_with_the_rule(record: Record) -> None:
    new = with_other_source(record)
    del new["facts"][2]
    new["source"]["uri"] = "copy.html"
    assert _only(twins(record, new)).because == (
        "the words stand in both, and founding.verb reads the fact in ice.html only"
    )


def test_a_name_that_is_not_found_is_told(record: Record) -> None:
    new = with_other_source(record)
    new["facts"] = [fact for fact in new["facts"] if fact["predicate"] != "holds_position"]
    new["entities"] = [entity for entity in new["entities"] if entity["kind"] != "person"]
    change = _only(twins(record, new))
    assert change.because == "in ice.html “Ada Brun” stands there and is not found as an entity"
    assert change.follows == ("Ada Brun is no longer named",)


@pytest.mark.parametrize("field", ["role", "status"])
def test_what_is_said_otherwise_is_a_difference(record: Record, field: str) -> None:
    new = with_other_source(record)
    new["facts"][0][field] = {"role": "partner", "status": "planned"}[field]
    change = _only(twins(record, new))
    assert (change.kind, change.which) == ("changed", (field,))
    assert "affiliation.of in one, by affiliation.of in the other" in change.because


HTML_FORMS = ("plain.html", "dpub.html", "site.html", "word.html")
PDF_FORMS = ("footnotes.pdf", "endnotes.pdf", "twocolumn.pdf", "office.pdf")


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Release]:
    return {name: communique.extract(shared / "seed" / name, registry="core") for name in (*HTML_FORMS, *PDF_FORMS)}


@pytest.mark.shared
def test_the_forms_of_the_seed_say_the_same_or_say_why(seed: dict[str, Release]) -> None:
    for html, pdf in product(HTML_FORMS, PDF_FORMS):
        told = diff(seed[html], seed[pdf], twins=True)
        assert all(change.because for change in told.changes)
        if pdf != "office.pdf":
            assert told.changes == (), (html, pdf)
            continue
        kinds = {(change.kind, change.predicate or "") for change in told.changes}
        assert kinds == {("release-changed", ""), ("removed", "founded_on")}, html
        assert all("no words can be read on page 1 of" in change.because for change in told.changes)


def test_forms_in_two_runs_are_paired_by_their_names(make_run: MakeRun, record: Record) -> None:
    pages, prints = [], []
    for number in range(3):
        page = copy_of(record)
        page["source"].update(uri=f"html/{number}.html", sha256=f"{number}" * 64)
        page.update(id=f"{number}" * 16, title=None)
        printed = copy_of(page)
        printed["source"].update(uri=f"pdf/{number}.pdf", sha256=f"{number + 3}" * 64, media_type="application/pdf")
        printed["id"] = f"{number + 3}" * 16
        pages.append(page)
        prints.append(printed)
    base, new = make_run("base", pages), make_run("new", prints[::-1])
    assert diff(base, new, twins=True).changes == ()
    assert len(diff(base, new).changes) == 6
