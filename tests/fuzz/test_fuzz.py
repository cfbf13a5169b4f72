"""Whatever is in a file, what comes of it is a valid record or a documented reason; never a bug, never a crash.

A longer search than that of `make test`: `pytest tests/fuzz --fuzz 2000`.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from contents import files
from hypothesis import given, settings
from judging import trouble_with
from markup import pages
from mutating import REPOSITORY, find_sources, mutations

from communique.errors import ReadError
from communique.readers import read

PARTS = 2
"""Mutations are tried in so many tests, for as many processes."""


def _read(data: bytes) -> None:
    with suppress(ReadError):
        read(data)


def test_any_page_is_read_or_refused(many_readings: settings) -> None:
    many_readings(given(pages())(_read))()


def test_any_pdf_is_read_or_refused(many_readings: settings) -> None:
    many_readings(given(files())(_read))()


def _extract(data: bytes) -> None:
    assert trouble_with(data) == ""


def test_any_page_gives_a_record_or_a_reason(many_extractions: settings) -> None:
    many_extractions(given(pages())(_extract))()


def test_any_pdf_gives_a_record_or_a_reason(many_extractions: settings) -> None:
    many_extractions(given(files())(_extract))()


def _troubles(sources: list[Path], first: int, count: int) -> dict[str, str]:
    outcomes = {name: trouble_with(data) for name, data in mutations(sources, first, count)}
    return {name: trouble for name, trouble in outcomes.items() if trouble}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_fixture_gives_a_record_or_a_reason(part: int, extractions: int) -> None:
    assert _troubles(find_sources(REPOSITORY / "fixtures"), part * extractions, extractions) == {}


@pytest.mark.shared
@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_odd_file_gives_a_record_or_a_reason(part: int, extractions: int, shared: Path) -> None:
    assert _troubles(find_sources(shared / "robustness"), part * extractions, extractions) == {}


@pytest.mark.shared
def test_an_odd_file_gives_a_record_or_a_reason(shared: Path) -> None:
    sources = find_sources(shared / "robustness")
    assert {path.name: trouble for path in sources if (trouble := trouble_with(path.read_bytes()))} == {}


def test_damage_is_the_same_every_time() -> None:
    sources = find_sources(REPOSITORY / "fixtures" / "broken")
    assert list(mutations(sources, 5, 20)) == list(mutations(sources, 5, 20))
    assert list(mutations(sources, 5, 20))[3:] == list(mutations(sources, 8, 17))


def test_damage_is_done() -> None:
    sources = find_sources(REPOSITORY / "fixtures")
    whole = {path.read_bytes() for path in sources}
    damaged = [data for _, data in mutations(sources, 0, 200)]
    assert sum(data in whole for data in damaged) < 10
    assert len(set(damaged)) > 190
