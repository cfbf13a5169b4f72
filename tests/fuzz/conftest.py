"""How much is tried."""

from __future__ import annotations

import pytest
from hypothesis import settings

EXTRACTIONS = 32
"""How many inputs each test extracts when no other number is asked for: all take less than twenty seconds then."""

READINGS_PER_EXTRACTION = 3
"""Readers alone are faster than the whole extraction: tests of readers try this many times as many inputs."""


@pytest.fixture(scope="session")
def extractions(request: pytest.FixtureRequest) -> int:
    """How many inputs a test of the whole extraction tries."""
    asked: int | None = request.config.getoption("--fuzz")
    return asked or EXTRACTIONS


@pytest.fixture
def many_extractions(extractions: int) -> settings:
    """Settings for a property of the whole extraction."""
    return settings(max_examples=extractions)


@pytest.fixture
def many_readings(extractions: int) -> settings:
    """Settings for a property of readers."""
    return settings(max_examples=READINGS_PER_EXTRACTION * extractions)
