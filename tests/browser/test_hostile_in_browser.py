"""Releases that want to be more than text: nothing of theirs runs, breaks out or takes the page down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from invented import invented_diff
from msgspec import structs

from communique.diff.changes import count_changes
from communique.records import Release
from communique.review.release_page import release_page

pytestmark = pytest.mark.browser

HOSTILE = {
    "script": "<script>window.owned = 1</script>",
    "end of script": "</script><script>window.owned = 1</script>",
    "comment": "<!--<script>",
    "image": "<img src=x onerror='window.owned = 1'>",
    "attribute": '" onclick="window.owned = 1" autofocus onfocus=\'window.owned = 1\' x="',
    "address": "javascript:window.owned=1",
    "entity": "&lt;script&gt; &amp;quot; &#0;",
    "template": "{{ 7 * 7 }}{% raw %}${window.owned = 1}`",
    "other direction": "CNRS \u202e\u2066gnp.exe",
    "controls": "a\x00b\x1bc\x85d\u2028e\u2029f",
    "long": "Institut " + "x" * 1_000_000,
    "many words": "Institut " * 100_000,
}


LITERAL = ("script", "end of script", "comment", "image", "attribute", "address", "entity", "template")
NAMES = ("subject", "object", "title", "context", "uri")


def is_not_owned(page: Any) -> bool:
    return page.evaluate("window.owned === undefined && !document.querySelector('#page script, #page img')") is True


def test_the_changes_of_hostile_releases(diff_page: Any) -> None:
    """One page with changes of all of them: each is looked at, and searched for."""
    diffs = [invented_diff(1, **dict.fromkeys(NAMES, words + " ")) for words in HOSTILE.values()]
    changes = tuple(change for diff in diffs for change in diff.changes)
    page = diff_page(structs.replace(diffs[0], changes=changes, counts=count_changes(changes)))
    for case, words in HOSTILE.items():
        shown = page.locator(".claim .subject").inner_text()
        if case in LITERAL:
            assert shown == words
        assert shown.strip(), case
        assert is_not_owned(page), case
        page.keyboard.press("j")
    for words in HOSTILE.values():
        page.get_by_label("Search").fill(words[:50])
    assert is_not_owned(page)


def test_the_page_of_a_hostile_release(
    open_page: Any, write_page: Callable[[str], str], sample: dict[str, Any]
) -> None:
    """One release with an entity, a note, a fact and a block for each of them."""
    for i, words in enumerate(HOSTILE.values()):
        start = len(sample["text"]) + 1
        sample["text"] += f"\n{words}"
        span = {"start": start, "end": len(sample["text"]), "text": words}
        entity = {"id": f"h{i}", "kind": "laboratory", "name": words, "aliases": [words], "mentions": [span]}
        sample["entities"].append(entity)
        sample["blocks"].append({"kind": "paragraph", "start": start, "end": len(sample["text"])})
        sample["footnotes"].append({"id": f"m{i}", "label": words, "note": span})
        fact = {**sample["facts"][0], "id": f"{i:016x}", "subject": f"h{i}", "via_footnote": words, "evidence": [span]}
        sample["facts"].append(fact)
    sample["title"] = sample["source"]["uri"] = sample["dateline_place"] = HOSTILE["end of script"]
    page = open_page(write_page(release_page(Release.model_validate(sample))))
    for _ in sample["facts"]:
        page.keyboard.press("j")
    assert page.locator("h1").inner_text() == HOSTILE["end of script"]
    assert page.locator(".block").count() == len(sample["blocks"])
    assert page.locator("button.fact").count() == len(sample["facts"])
    assert is_not_owned(page)


def test_marks_that_turn_the_direction_are_seen(diff_page: Any) -> None:
    page = diff_page(invented_diff(3, subject=HOSTILE["other direction"]))
    assert page.locator(".claim .subject").inner_text() == "CNRS ⟨U+202E⟩⟨U+2066⟩gnp.exe"
