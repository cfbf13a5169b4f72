"""The page of one release in a browser: fixtures of both formats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from known import known_record

from communique.review.release_page import release_page

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_page: Any, write_page: Callable[[str], str]) -> Any:
    def open_(name: str, **window: Any) -> Any:
        return open_page(write_page(release_page(*known_record(name))), **window)

    return open_


PDF = "ambassade-tunis-nappes/release.pdf"


def test_the_words_on_the_page_are_the_record_text(show: Any) -> None:
    release, _ = known_record(PDF)
    page = show(PDF)
    blocks = page.evaluate(
        "[...document.querySelectorAll('.block')].map((b) => [...b.querySelectorAll(':scope > span')]"
        ".map((s) => s.textContent).join(''))"
    )
    assert blocks == [release.text[b.start : b.end] for b in release.blocks]


def test_a_chosen_fact_marks_its_words_and_boxes(show: Any) -> None:
    release, _ = known_record(PDF)
    page = show(PDF)
    number = next(i for i, fact in enumerate(release.facts) if len(fact.evidence) > 1)
    page.locator(f"button[data-fact='{number}']").click()
    marked = page.evaluate("[...document.querySelectorAll('.block .on')].map((s) => s.textContent).join('')")
    assert marked == "".join(span.text for span in sorted(release.facts[number].evidence, key=lambda s: s.start))
    assert page.locator(".box.on").count() == len({p for s in release.facts[number].evidence for p in s.places})
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_keys_go_through_the_facts(show: Any) -> None:
    page = show(PDF)
    for expected in ("0", "1"):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.dataset.fact") == expected
    page.keyboard.press("k")
    assert page.locator("[aria-pressed=true]").get_attribute("data-fact") == "0"


def test_a_chosen_organisation_marks_its_names_and_facts(show: Any) -> None:
    release, _ = known_record(PDF)
    page = show(PDF)
    number = next(i for i, e in enumerate(release.entities) if e.kind == "institution" and len(e.mentions) > 1)
    page.locator(f"button.entity[data-entity='{number}']").evaluate("(button) => button.click()")  # its panel is closed
    entity = release.entities[number]
    assert page.locator(".block .named.on").count() >= len(entity.mentions)
    facts = sum(entity.id in (fact.subject, fact.object) for fact in release.facts)
    assert page.locator("button.fact.on").count() == facts


def test_the_graph_shows_every_organisation_that_facts_join(show: Any) -> None:
    release, _ = known_record(PDF)
    page = show(PDF)
    joining = {"affiliated_with", "involves", "succeeds"}
    joined = {side for f in release.facts if f.predicate in joining for side in (f.subject, f.object)}
    assert page.locator(".graph .node").count() == len(joined)


def test_each_page_of_the_pdf_is_shown(show: Any) -> None:
    release, _ = known_record(PDF)
    page = show(PDF)
    assert page.locator(".sheet img").count() == release.source.pages == 2
    loaded = (
        "Promise.all([...document.images].map((i) => { i.loading = 'eager'; return i.decode(); })).then(() => true)"
    )
    assert page.evaluate(loaded)


@pytest.mark.parametrize("width", [400, 1900])
def test_nothing_runs_out_of_the_window(show: Any, width: int) -> None:
    page = show("toulouse-osgel-embargo/release.html", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".sheet").count() == 0


def test_the_pages_are_as_large_as_their_pictures(show: Any) -> None:
    page = show(PDF)
    page.locator(".sheets").scroll_into_view_if_needed()
    boxes = [page.locator(".sheet img").nth(i).bounding_box() for i in range(2)]
    assert all(box["width"] > 300 and 1.3 < box["height"] / box["width"] < 1.5 for box in boxes)
