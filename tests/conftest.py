"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Examples are the same in every run, and none fails because the machine has other things to do.
settings.register_profile("tests", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

# Whoever runs the tests may have built an index; what is expected here was written with the core.
os.environ["COMMUNIQUE_REGISTRY"] = "core"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz",
        type=int,
        metavar="N",
        help="how many inputs each test in tests/fuzz tries (readers: three times as many), instead of some tens",
    )


REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data folder beside the project; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COMMUNIQUE_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "seed" / "gold.json").is_file():
        pytest.skip(f"no data folder at {folder}: set COMMUNIQUE_SHARED to run this test")
    return folder


SAMPLE_TEXT = (
    "Northern Ice Laboratory opens\n"
    "The Northern Ice Laboratory (NIL) of the CNRS, headed by Ada Brun, was created in April 2012.\n"
    "Ice is water that waits."
)


@pytest.fixture
def sample() -> dict[str, Any]:
    """A small valid record as plain data, the test's own copy."""

    def span(words: str, after: int = 0) -> dict[str, Any]:
        start = SAMPLE_TEXT.index(words, after)
        return {"start": start, "end": start + len(words), "text": words}

    made_by = {"version": "0.0.0", "model": "none", "rules": "0" * 64, "registry": "none"}
    digest = "0123456789abcdef" * 4
    return {
        "schema_version": "1.0",
        "id": digest[:16],
        "source": {"uri": "ice.html", "sha256": digest, "media_type": "text/html", "bytes": 900},
        "extractor": made_by,
        "status": "ok",
        "language": "en",
        "title": "Northern Ice Laboratory opens",
        "date": "2012-04",
        "dateline_place": "Paris",
        "issuer": ["e2"],
        "text": SAMPLE_TEXT,
        "blocks": [
            {"kind": "title", "start": 0, "end": 29},
            {"kind": "paragraph", "start": 30, "end": len(SAMPLE_TEXT)},
        ],
        "footnotes": [
            {
                "id": "n1",
                "label": "1",
                "note": span("Ice is water that waits."),
                "callouts": [{"offset": span("(NIL)")["end"], "anchor": span("(NIL)")}],
            }
        ],
        "entities": [
            {
                "id": "e1",
                "kind": "laboratory",
                "name": "Northern Ice Laboratory",
                "aliases": ["NIL"],
                "unit_code": "UMR 9999",
                "mentions": [span("Northern Ice Laboratory"), span("NIL")],
            },
            {
                "id": "e2",
                "kind": "institution",
                "name": "CNRS",
                "ror": "https://ror.org/02feahw73",
                "country": "FR",
                "mentions": [span("CNRS")],
            },
            {"id": "e3", "kind": "person", "name": "Ada Brun", "mentions": [span("Ada Brun")]},
        ],
        "facts": [
            {
                "id": "00000000000000a1",
                "subject": "e1",
                "predicate": "affiliated_with",
                "object": "e2",
                "role": "part_of",
                "evidence": [span("Laboratory (NIL) of the CNRS,")],
                "via_footnote": "1",
                "rule": "affiliation.of",
                "confidence": 0.9,
            },
            {
                "id": "00000000000000a2",
                "subject": "e3",
                "predicate": "holds_position",
                "object": "e1",
                "title": "headed by",
                "evidence": [span("headed by Ada Brun")],
                "rule": "position.verb",
                "confidence": 0.8,
            },
            {
                "id": "00000000000000a3",
                "subject": "e1",
                "predicate": "founded_on",
                "value": "2012-04",
                "evidence": [span("created in April 2012")],
                "rule": "founding.verb",
                "confidence": 0.8,
            },
        ],
    }
