"""Writes docs/review.png: the page of a review, as the README shows it.

    python tools/screenshot.py

The two sides are made of the fixtures: some rules are known to one side only, some facts have another role in the
base, and the words of one release are edited in the new side. It takes the records that are kept beside the fixtures,
and needs Chromium.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import communique
from communique.diff.compare import diff
from communique.review.desk import Desk
from communique.review.server import ReviewServer

ROOT: Final = Path(__file__).resolve().parent.parent
ONLY_NEW: Final = ("affiliation.note-list", "affiliation.hosted")
ONLY_OLD: Final = ("affiliation.possessive", "position.is", "location.in")
OTHER_ROLE: Final = ("affiliation.run-by", "affiliation.joint-unit")
EDITED: Final = ("hobart-firn-laboratory", "CNRS/IRD/", "CNRS/")
SOUGHT: Final = 200
SIZE: Final = {"width": 1440, "height": 1240}
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Makes the two sides, opens the review, decides on some changes and takes the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)
        base, new = Path("runs-2025.jsonl"), Path("runs-2026.jsonl")
        base.write_text("".join(_line(record, old=True) for record in _records()), encoding="utf-8")
        new.write_text("".join(_line(record, old=False) for record in _edited(folder)), encoding="utf-8")
        desk = Desk(diff(base, new), folder / "decisions.jsonl", by="ada", sources=(ROOT,))
        with ReviewServer(desk) as server, sync_playwright() as driver:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            tab = browser.new_page(viewport=SIZE)
            tab.goto(server.url)
            picture = _take_picture(tab)
            browser.close()
            server.shutdown()
    path = ROOT / "docs" / "review.png"
    path.parent.mkdir(exist_ok=True)
    colours = Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)


def _records() -> list[dict[str, Any]]:
    files = (json.loads(path.read_bytes()) for path in sorted(ROOT.glob("fixtures/*/golden.json")))
    return [{**record, "extractor": _made_by("b")} for file in files for record in file.values()]


def _made_by(digit: str) -> dict[str, str]:
    rules = hashlib.sha256(digit.encode()).hexdigest()
    return {"version": version("communique"), "model": "shipped", "rules": rules, "registry": "core"}


def _edited(folder: Path) -> list[dict[str, Any]]:
    """The records, with that of the release whose words were edited read anew."""
    slug, words, other = EDITED
    source = (ROOT / "fixtures" / slug / "release.html").read_text(encoding="utf-8")
    path = folder / "release.html"
    path.write_text(source.replace(words, other), encoding="utf-8")
    uri = f"fixtures/{slug}/release.html"
    anew = json.loads(communique.extract(path, registry="core").to_json())
    anew = {**anew, "extractor": _made_by("b"), "source": {**anew["source"], "uri": uri}}
    return [anew if record["source"]["uri"] == uri else record for record in _records()]


def _line(record: dict[str, Any], *, old: bool) -> str:
    left_out = ONLY_NEW if old else ONLY_OLD
    facts = [dict(fact) for fact in record["facts"] if fact["rule"] not in left_out]
    for fact in facts:
        if old and fact["rule"] in OTHER_ROLE:
            fact["role"] = "partner"
    extractor = _made_by("a" if old else "b")
    return json.dumps({**record, "facts": facts, "extractor": extractor}) + "\n"


def _take_picture(tab: Page) -> bytes:
    tab.wait_for_selector("html[data-ready]")
    for key in "jjajr":
        tab.keyboard.press(key)
    for _ in range(SOUGHT):  # a change in a PDF that was read through a note
        tab.wait_for_timeout(30)
        if ".pdf" in tab.locator(".detail .source").first.inner_text() and tab.locator(".passage.note").count():
            break
        tab.keyboard.press("j")
    tab.wait_for_selector(".sheet img")
    tab.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
    tab.wait_for_timeout(300)
    return tab.screenshot()


if __name__ == "__main__":
    main()
