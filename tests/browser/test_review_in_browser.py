"""A review in a browser: decisions by key and by mouse, undo, notes, bulk, two windows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from communique.diff.decisions import Decisions, append_decisions, decide, read_decisions

expect = pytest.importorskip("playwright.sync_api").expect

pytestmark = pytest.mark.browser


def kept(review: Any) -> Decisions:
    return read_decisions([review.path])


def verdicts(review: Any) -> list[str | None]:
    decisions = kept(review)
    return [decisions.verdict(change.id) for change in review.diff.changes]


def wait_for_progress(page: Any, number: int) -> None:
    expect(page.locator(".progress")).to_have_text(re.compile(f"^{number} of"))


def wait_until_kept(page: Any, review: Any, lines: int) -> None:
    for _ in range(100):
        if len(kept(review).lines) >= lines:
            return
        page.wait_for_timeout(30)
    raise AssertionError(f"{len(kept(review).lines)} lines are kept, not {lines}")


def test_keys_accept_and_reject_and_go_on(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.keyboard.press("j")
    page.keyboard.press("a")
    wait_until_kept(page, review, 3)
    assert verdicts(review)[:5] == ["accept", "reject", None, "accept", None]
    wait_for_progress(page, 3)
    line = kept(review).lines[0]
    assert (line.by, line.facts, line.kind) == ("ada", review.diff.changes[0].fact_ids, "added")


def test_undo_takes_back_the_last_act_first(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    for key in "ar":
        page.keyboard.press(key)
    wait_for_progress(page, 2)
    wait_until_kept(page, review, 2)
    page.keyboard.press("u")
    wait_until_kept(page, review, 3)
    assert verdicts(review)[:2] == ["accept", None]
    page.keyboard.press("u")
    wait_until_kept(page, review, 4)
    wait_for_progress(page, 0)
    assert len(kept(review).lines) == 4


def test_an_undo_at_once_takes_back_what_is_still_on_its_way(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    for key in "aruu":
        page.keyboard.press(key)
    wait_until_kept(page, review, 4)
    assert [line.decision for line in kept(review).lines] == ["accept", "reject", "undo", "undo"]
    assert set(verdicts(review)) == {None}


def test_after_a_reload_undo_takes_back_what_holds_on_the_change(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.keyboard.press("a")
    wait_until_kept(page, review, 1)
    page.reload()
    wait_for_progress(page, 1)
    assert page.locator(".detail .verdict").inner_text() == "accepted by ada"
    page.keyboard.press("u")
    wait_until_kept(page, review, 2)
    assert verdicts(review)[0] is None


def test_buttons_do_what_keys_do(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.get_by_role("button", name="Reject").click()
    wait_until_kept(page, review, 1)
    assert verdicts(review)[0] == "reject"


def test_a_note_is_kept_and_shown(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.keyboard.press("n")
    page.keyboard.type("ask <b>Ada</b> & the others; jkaru")
    page.get_by_role("button", name="Keep").click()
    wait_until_kept(page, review, 1)
    page.wait_for_selector(".remarks li")
    assert page.locator(".remarks li").inner_text() == "ask <b>Ada</b> & the others; jkaru"
    assert kept(review).notes(review.diff.changes[0].id) == ("ask <b>Ada</b> & the others; jkaru",)
    assert verdicts(review)[0] is None


def test_a_filtered_set_is_accepted_and_taken_back_in_one_act(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.locator(".chart.kind button", has_text="removed").click()
    number = sum(change.kind == "removed" for change in review.diff.changes)
    page.get_by_role("button", name="Accept all shown").click()
    assert f"Accept {number} changes?" in page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Accept all", exact=True).click()
    wait_until_kept(page, review, number)
    assert verdicts(review) == ["accept" if c.kind == "removed" else None for c in review.diff.changes]
    wait_for_progress(page, number)
    page.keyboard.press("u")
    wait_until_kept(page, review, number + 1)
    assert set(verdicts(review)) == {None}


def test_what_is_decided_can_be_filtered_out(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.locator("#filter-verdict").select_option(value="0")
    first, second = (page.locator("[role=option] .sentence").nth(i).inner_text() for i in (0, 1))
    page.locator(".list").focus()
    page.keyboard.press("a")
    expect(page.locator(".shown")).to_have_text("39 of 40 changes")
    assert page.locator("[aria-selected=true] .sentence").inner_text() == second != first


def test_two_windows_lose_nothing_and_stay_in_step(open_page: Any, review: Any) -> None:
    one, other = open_page(review.server.url), open_page(review.server.url)
    for _ in range(4):
        one.keyboard.press("a")
    other.keyboard.press("End")
    for key in ("r", "k", "r", "k", "k", "r"):
        other.keyboard.press(key)
    wait_until_kept(one, review, 7)
    for window in (one, other):
        wait_for_progress(window, 7)
    assert verdicts(review)[:4] == ["accept"] * 4
    assert verdicts(review)[-3:] == ["reject"] * 3


def test_what_another_program_adds_is_seen(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    append_decisions(review.path, decide(review.diff.changes[:5], "reject", "grace"))
    wait_for_progress(page, 5)
    expect(page.locator(".detail .verdict")).to_have_text("rejected by grace")


def test_a_whole_review_goes_by_keyboard_alone(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.keyboard.press("/")
    page.keyboard.type("marees")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.keyboard.type("seen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_until_kept(page, review, 2)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reached = page.evaluate("document.activeElement.textContent")
    for _ in range(6):
        if reached.startswith("Reject"):
            break
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    wait_until_kept(page, review, 3)
    assert [line.decision for line in kept(review).lines] == ["accept", "note", "reject"]


def test_a_decision_that_cannot_be_kept_is_said(open_page: Any, review: Any) -> None:
    page = open_page(review.server.url)
    page.route("**/decisions", lambda route: route.fulfill(status=200, body="no JSON"))
    page.keyboard.press("a")
    page.wait_for_selector(".status.bad")
    assert "Not kept" in page.locator(".status").inner_text()
    wait_for_progress(page, 0)
