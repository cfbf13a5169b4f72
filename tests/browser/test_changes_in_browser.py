"""The page of a diff in a browser: list, filters, keys, detail."""

from __future__ import annotations

from typing import Any

import pytest
from invented import invented_diff
from known import FIXTURES, known_record

from communique.diff.compare import diff
from communique.diff.decisions import Decisions, decide
from communique.review.changes_page import changes_page

pytestmark = pytest.mark.browser

DIFF = invented_diff()
NUMBER = {kind: sum(change.kind == kind for change in DIFF.changes) for kind in DIFF.counts.kind}


def selected(page: Any) -> str:
    return str(page.locator("[role=option][aria-selected=true] .sentence").inner_text())


def shown(page: Any) -> str:
    return str(page.locator(".shown").inner_text())


def test_it_opens_on_the_first_change_with_the_list_focused(diff_page: Any) -> None:
    page = diff_page()
    assert page.locator("h1").inner_text() == "40 changes"
    assert shown(page) == "40 changes"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"
    assert page.locator(".claim").inner_text() == "Institute of Polar Ice 0 is located in CNRS"


def test_the_charts_count_what_the_diff_counts(diff_page: Any) -> None:
    page = diff_page()
    for key in ("kind", "predicate", "cause", "rule"):
        wanted = getattr(DIFF.counts, key)
        words = page.locator(f".chart.{key} .word").all_inner_texts()
        numbers = page.locator(f".chart.{key} .number").all_inner_texts()
        assert dict(zip(words, map(int, numbers), strict=True)) == {
            shown: wanted[word]
            for word in wanted
            if (shown := word.replace("_", " ") if key == "predicate" else word) in words
        }
        assert len(words) == min(6, len(wanted))


def test_a_bar_filters_and_filters_no_more(diff_page: Any) -> None:
    page = diff_page()
    bar = page.locator(".chart.kind button", has_text="removed")
    bar.click()
    assert shown(page) == f"{NUMBER['removed']} of 40 changes"
    assert set(page.locator("[role=option] .badge").all_inner_texts()) == {"removed"}
    assert bar.get_attribute("aria-pressed") == "true"
    bar.click()
    assert shown(page) == "40 changes"


def test_filters_go_together_and_are_cleared_at_once(diff_page: Any) -> None:
    page = diff_page()
    page.get_by_label("Cause", exact=True).select_option(label="source (20)")
    page.get_by_label("Kind of change", exact=True).select_option(value="1")
    expected = sum(c.kind == "removed" and c.cause.name == "source" for c in DIFF.changes)
    assert shown(page) == f"{expected} of 40 changes"
    page.get_by_role("button", name="Clear filters").click()
    assert shown(page) == "40 changes"


SEARCHES = {
    "without accents": ("maree", lambda c: "marées" in text_of(c)),
    "in capitals": ("MARÉES", lambda c: "marées" in text_of(c)),
    "a release and a kind": ("letter confidence", lambda c: c.kind == "confidence" and "letter" in c.new.title),
    "several words": ("founding quiet", lambda c: "founding.verb" in c.rules and "quiet" in text_of(c)),
    "nothing": ("no such words", lambda c: False),
}


def text_of(change: Any) -> str:
    state = change.after or change.before
    return str(getattr(state, "subject", getattr(state, "name", ""))).lower()


@pytest.mark.parametrize("case", SEARCHES)
def test_search_finds_names_releases_and_rules_without_accents_and_case(diff_page: Any, case: str) -> None:
    words, fits = SEARCHES[case]
    page = diff_page()
    page.get_by_label("Search").fill(words)
    number = sum(map(fits, DIFF.changes))
    assert shown(page) == f"{number} of 40 changes"
    assert (number == 0) == ("No change fits" in page.locator(".detail").inner_text())


def test_keys_go_up_and_down(diff_page: Any) -> None:
    page = diff_page()
    first = selected(page)
    page.keyboard.press("j")
    second = selected(page)
    assert second != first
    page.keyboard.press("k")
    assert selected(page) == first
    page.keyboard.press("ArrowDown")
    assert selected(page) == second
    page.keyboard.press("End")
    assert page.locator("[aria-selected=true]").get_attribute("aria-posinset") == "40"
    page.keyboard.press("j")
    assert page.locator("[aria-selected=true]").get_attribute("aria-posinset") == "40"
    page.keyboard.press("Home")
    assert selected(page) == first


def test_letters_in_the_search_box_are_letters(diff_page: Any) -> None:
    page = diff_page()
    page.keyboard.press("/")
    page.keyboard.type("jkaru")
    assert page.get_by_label("Search").input_value() == "jkaru"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"


def test_enter_reads_and_escape_leads_back(diff_page: Any) -> None:
    page = diff_page()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "detail"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "listbox"


def test_the_question_mark_shows_the_keys(diff_page: Any) -> None:
    page = diff_page()
    page.keyboard.press("?")
    assert "next change" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_the_words_are_marked_in_their_block_and_the_note_stands_beside(diff_page: Any) -> None:
    page = diff_page()
    assert page.locator(".passage.paragraph mark").first.inner_text() == "Institute of Polar Ice 0"
    assert page.locator(".passage.note mark").inner_text() == "Ifremer"
    assert page.locator(".passage.paragraph .callout").inner_text() == "1"
    assert page.locator(".passage.note .label").inner_text() == "Note 1"


def test_a_change_shows_both_sides_with_what_differs(diff_page: Any) -> None:
    page = diff_page()
    page.locator(".chart.kind button", has_text="changed").first.click()
    differing = page.locator(".fields .differs").all_inner_texts()
    assert [row.split()[0] for row in differing] == ["object"]
    assert "Météo-France" in differing[0]


def test_the_document_holds_only_the_rows_that_are_seen(diff_page: Any) -> None:
    page = diff_page(invented_diff(3_000))
    assert page.locator("[role=option]").count() < 40
    page.keyboard.press("End")
    assert page.locator("[aria-selected=true]").get_attribute("aria-posinset") == "3000"
    assert page.locator("[aria-selected=true]").is_visible()
    assert page.locator("[role=option]").count() < 40


def test_no_change_is_said(diff_page: Any) -> None:
    page = diff_page(invented_diff(0))
    assert page.locator("h1").inner_text() == "0 changes"
    assert "Nothing changed" in page.locator(".detail").inner_text()


@pytest.mark.parametrize("width", [400, 900, 1900])
def test_nothing_runs_out_of_the_window(diff_page: Any, width: int) -> None:
    page = diff_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("j")
    assert page.locator(".claim").is_visible()


def test_a_page_on_disk_shows_what_was_decided_and_changes_nothing(open_page: Any, write_page: Any) -> None:
    rejected = decide(DIFF.changes[:1], "reject", "ada", "not so")
    decisions = Decisions([*rejected, *decide(DIFF.changes[2:3], "accept", "ada")])
    page = open_page(write_page(changes_page(DIFF, decisions=decisions)))
    assert page.locator(".detail .verdict").inner_text() == "rejected by ada"
    assert page.locator(".remarks li bdi").inner_text() == "not so"
    assert page.locator("[role=option] .verdict").all_inner_texts() == ["rejected", "accepted"]
    page.keyboard.press("a")
    page.keyboard.press("u")
    assert page.locator(".detail .verdict").inner_text() == "rejected by ada"
    assert page.locator(".detail button").count() == 0
    page.locator("#filter-verdict").select_option(value="2")
    assert shown(page) == "1 of 40 changes"


def test_on_paper_the_rows_stand_one_below_the_other(diff_page: Any) -> None:
    page = diff_page(invented_diff(60))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[role=option]").count() == 60
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("[role=option]").count() < 40


def test_the_page_of_a_pdf_carries_its_pictures(open_page: Any, write_page: Any) -> None:
    release, _ = known_record("bergen-fjord-laboratory/release.pdf")
    less = release.model_copy(update={"facts": release.facts[1:]})
    page = open_page(write_page(changes_page(diff(release, less), sources=(FIXTURES.parent,))))
    page.wait_for_selector(".sheet img")
    spots = {place.bbox for span in release.facts[0].evidence for place in span.places}
    assert page.locator(".sheet .box.on.before").count() == len(spots)
