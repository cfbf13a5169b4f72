"""Gold for the sample record."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def gold() -> dict[str, Any]:
    """What a careful reader says of the sample: the sample record finds all of it and nothing else."""
    return {
        "id": "ice",
        "language": "en",
        "title": "Northern Ice Laboratory opens",
        "date": "2012-04",
        "dateline_place": "Paris",
        "entities": [
            {"name": "Northern Ice Laboratory", "kind": "laboratory", "aliases": ["NIL"]},
            {"name": "CNRS", "kind": "institution", "ror": "02feahw73"},
            {"name": "Ada Brun", "kind": "person"},
        ],
        "facts": [
            {
                "subject": "Northern Ice Laboratory",
                "predicate": "affiliated_with",
                "object": "CNRS",
                "role": "part_of",
                "via_footnote": "1",
            },
            {"subject": "Ada Brun", "predicate": "holds_position", "object": "Northern Ice Laboratory"},
            {"subject": "Northern Ice Laboratory", "predicate": "founded_on", "object": "2012-04"},
        ],
        "footnotes": [{"label": "1", "after": "Laboratory (NIL)", "note": "Ice is water"}],
    }
