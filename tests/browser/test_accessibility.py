"""What axe-core finds on every page, in light and in dark, narrow and wide: nothing serious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from known import known_record

from communique.review.changes_page import changes_page
from communique.review.release_page import release_page

axe_of = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -e '.[dev]'"
)

pytestmark = pytest.mark.browser

FIXTURE = "manchester-membrane/release.pdf"


def serious_faults(page: Any) -> list[str]:
    found = axe_of.Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1500), ("dark", 400)])
def test_the_page_of_a_release(open_page: Any, write_page: Callable[[str], str], scheme: str, width: int) -> None:
    page = open_page(write_page(release_page(*known_record(FIXTURE))), width=width, scheme=scheme)
    page.keyboard.press("j")
    assert serious_faults(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 400), ("dark", 1500)])
def test_the_page_of_a_review(open_page: Any, review: Any, scheme: str, width: int) -> None:
    page = open_page(review.server.url, width=width, scheme=scheme)
    for key in "arj":
        page.keyboard.press(key)
    page.wait_for_selector(".progress:text('2 of')")
    assert serious_faults(page) == []
    page.keyboard.press("?")
    assert serious_faults(page) == []


def test_dark_is_dark(open_page: Any, write_page: Callable[[str], str]) -> None:
    from invented import invented_diff

    url = write_page(changes_page(invented_diff()))
    grounds = [
        open_page(url, scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert [int(ground[4:].split(",")[0]) > 128 for ground in grounds] == [True, False]
