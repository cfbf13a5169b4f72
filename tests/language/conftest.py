"""Fixtures for the tests of language."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def seconds() -> Callable[[Callable[[], object]], float]:
    """Seconds that a call takes."""

    def measure(call: Callable[[], object]) -> float:
        begin = time.perf_counter()
        call()
        return time.perf_counter() - begin

    return measure
