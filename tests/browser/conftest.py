"""A real browser: Debian's Chromium, driven by Playwright. Where there is none, these tests are skipped."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from communique.diff.changes import Diff
from communique.review.changes_page import changes_page
from communique.review.desk import Desk
from communique.review.server import ReviewServer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "review"))
from invented import invented_diff

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
Open = Callable[..., Any]


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, started once; its driver keeps an event loop in this thread, which tests elsewhere may not want."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright here: pip install -e '.[dev]'")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Open]:
    """Opens an address in a window of its own; no window may have said anything on its console by the end.

    `width`, `height` and `scheme` (light or dark) make the window.
    """
    said: list[str] = []
    contexts = []

    def open_(url: str, width: int = 1300, height: int = 900, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(8_000)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: check_address(request.url))
        page.goto(url)
        return page

    def check_address(url: str) -> None:
        if not url.startswith(("file://", "data:", "http://127.0.0.1:")):
            said.append(f"asked for {url}")

    yield open_
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def write_page(tmp_path: Path) -> Callable[[str], str]:
    """Writes a page to disk and gives its address."""

    def write(page: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8", newline="\n")
        return path.as_uri()

    return write


@pytest.fixture
def diff_page(open_page: Open, write_page: Callable[[str], str]) -> Open:
    """Opens the page of an invented diff from disk."""

    def open_(diff: Diff | None = None, **window: Any) -> Any:
        return open_page(write_page(changes_page(invented_diff() if diff is None else diff)), **window)

    return open_


class Review:
    """A review that is served, and its file of decisions."""

    def __init__(self, folder: Path, diff: Diff) -> None:
        self.path = folder / "decisions.jsonl"
        self.diff = diff
        self.server = ReviewServer(Desk(diff, self.path, by="ada"))
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    """A review of an invented diff."""
    review = Review(tmp_path, invented_diff())
    yield review
    review.stop()
