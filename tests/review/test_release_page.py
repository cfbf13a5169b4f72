"""What the page of a release is told."""

from __future__ import annotations

from typing import Any

import pytest
from known import FIXTURES, known_record

from communique.records import Release
from communique.review.release_page import describe_release, release_page

NAMES = sorted(f"{path.parent.name}/{path.name}" for path in FIXTURES.glob("*/release.*") if path.suffix != ".py")


def pieces(described: dict[str, Any]) -> dict[int, list[Any]]:
    return {b["first"] + i: piece for b in described["blocks"] for i, piece in enumerate(b["pieces"])}


@pytest.mark.parametrize("name", NAMES)
def test_blocks_facts_and_callouts_stand_where_the_record_says(name: str) -> None:
    release, _ = known_record(name)
    described = describe_release(release, {})
    assert ["".join(p[0] for p in b["pieces"]) for b in described["blocks"]] == [
        release.text[b.start : b.end] for b in release.blocks
    ]
    words = pieces(described)
    for fact, told in zip(release.facts, described["facts"], strict=True):
        shown = ["".join(words[i][0] for i in range(*span) if i in words) for span in told["pieces"]]
        # What parts two blocks stands in neither.
        assert ["".join(s.split()) for s in shown] == ["".join(span.text.split()) for span in fact.evidence]
    called = [label for piece in words.values() for label in (piece[2] if len(piece) > 2 else [])]
    assert sorted(called) == sorted(note.label for note in release.footnotes for _ in note.callouts)


def test_of_names_within_names_the_longest_is_shown(sample: dict[str, Any]) -> None:
    whole = sample["entities"][0]["mentions"][0]
    inner = {"start": whole["start"] + 13, "end": whole["start"] + 23, "text": "Laboratory"}
    sample["entities"][1]["mentions"].append({**inner, "text": sample["text"][inner["start"] : inner["end"]]})
    words = pieces(describe_release(Release.model_validate(sample), {}))
    named = "".join(piece[0] for piece in words.values() if piece[1] == 0)
    assert named.startswith("Northern Ice Laboratory")


def test_text_outside_blocks_is_not_lost(sample: dict[str, Any]) -> None:
    sample["blocks"] = sample["blocks"][:1]
    described = describe_release(Release.model_validate(sample), {})
    assert described["blocks"][-1]["kind"] == "other"
    assert "Ice is water" in "".join(p[0] for p in described["blocks"][-1]["pieces"])


def test_bytes_of_another_file_give_no_pictures() -> None:
    release, _ = known_record("bergen-fjord-laboratory/release.pdf")
    assert "data:image" not in release_page(release, b"%PDF-1.7 another")
    assert "data:image" not in release_page(release)
