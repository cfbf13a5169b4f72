# ruff: noqa: T201
"""How long the page of a diff takes to open, filter and decide on, in Chromium.

    python tools/benchmarks/page.py [--changes 50000]

Invented changes (those of the tests), each with its evidence in its paragraph. Times are of the browser's own clock:
from the start of the navigation until the list can be used, and from a key or a click until the next frame is drawn.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from communique.review.changes_page import changes_page
from communique.review.desk import Desk
from communique.review.server import ReviewServer

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "review"))
from invented import invented_diff

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DRAWN = "new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"
_SEARCH = "(s => { s.value = '%s'; s.dispatchEvent(new Event('input')); })(document.querySelector('#search'))"
ACTS = {
    "filter by a bar": "document.querySelector('.chart.kind button').click()",
    "filter by another": "document.querySelector('.chart.rule button').click()",
    "clear": "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Clear filters').click()",
    "search, first letter": _SEARCH % "m",
    "search, next letter": _SEARCH % "ma",
    "search, two words": _SEARCH % "mare inserm",
    "end of the list": "document.querySelector('.list').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))",
}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=50_000)
    number = parser.parse_args().changes
    diff = invented_diff(number, releases=max(7, number // 20))
    started = time.process_time()
    page = changes_page(diff)
    spent = time.process_time() - started
    print(f"{number:,} changes: {len(page) / 1e6:.1f} MB, written in {spent:.1f} s of processor time")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder, "page.html")
        path.write_text(page, encoding="utf-8", newline="\n")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        tab = browser.new_page()
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready]")
        opened = tab.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        print(f"{'open':24}{opened:8.0f} ms")
        for name, act in ACTS.items():
            print(f"{name:24}{_time(tab, act):8.0f} ms   {tab.locator('.shown').inner_text()}")
        desk = Desk(diff, Path(folder, "decisions.jsonl"), by="ada")
        with ReviewServer(desk) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            _time_review(browser.new_page(), server.url, number)
            server.shutdown()
            thread.join()
        browser.close()


def _time_review(tab: Page, url: str, number: int) -> None:
    tab.set_default_timeout(120_000)
    tab.goto(url)
    tab.wait_for_selector("html[data-ready]")
    accept_all = tab.get_by_role("button", name="Accept all", exact=True)
    _print_kept("accept one", _time_decision(tab, lambda: tab.keyboard.press("a"), 1))
    tab.get_by_role("button", name="Accept all shown").click()
    _print_kept("accept all", _time_decision(tab, accept_all.click, number))
    tab.keyboard.press("Home")
    _print_kept("reject one more", _time_decision(tab, lambda: tab.keyboard.press("r"), number))


def _print_kept(act: str, elapsed_ms: float) -> None:
    print(f"{'review: ' + act:24}{elapsed_ms:8.0f} ms until it is kept")


def _time(tab: Page, act: str) -> float:
    return float(
        tab.evaluate(
            f"async () => {{ const from = performance.now(); {act}; await {DRAWN}; return performance.now() - from; }}"
        )
    )


def _time_decision(tab: Page, act: object, number: int) -> float:
    started = time.perf_counter()
    with tab.expect_response("**/decisions") as answer:
        act()  # type: ignore[operator]
    answer.value.finished()
    elapsed = time.perf_counter() - started
    tab.wait_for_selector(f".progress:text('{number:,} of')")
    return 1000 * elapsed


if __name__ == "__main__":
    main()
