"""Date and place of the whole release: which dateline is its own, and what the metadata are worth."""

from __future__ import annotations

import pytest
from releases import WrittenRelease, read_release

BODY = "The laboratory has opened its doors to the public. Many came to see it on the very first day of spring."


def origin(release: WrittenRelease) -> tuple[str | None, str | None]:
    return release.structure.date, release.structure.dateline_place


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (f"Paris, 3 May 2021\n# Ice remembers\n{BODY}", ("2021-05-03", "Paris")),
        (f"# Ice remembers\nParis, 3 May 2021\n{BODY}", ("2021-05-03", "Paris")),
        (f"# Ice remembers\nPARIS, May 3, 2021 – {BODY}", ("2021-05-03", "Paris")),
        (f"3 May 2021\n# Ice remembers\nOSLO, Norway -- {BODY}", ("2021-05-03", "Oslo")),
        (f"# Ice remembers\n{BODY}\n{BODY}\nPress: +44 20 7594 0000\nParis, 3 May 2021", ("2021-05-03", "Paris")),
        (
            f"Polar SA — Jun 4, 2024, 09:00 ET\n# Ice remembers\nOSLO, June 4, 2024 /PRNewswire/ -- {BODY}\n"
            "SOURCE Polar SA",
            ("2024-06-04", "Oslo"),
        ),
        (f"# Ice remembers\n{BODY} It was founded on 1 May 1990.", (None, None)),
        (f"# Ice remembers\nA study of 12 March 2020 said otherwise.\n{BODY}", (None, None)),
    ],
    ids=[
        "line above",
        "line below",
        "in the paragraph",
        "date and place apart",
        "at the end",
        "wire dateline beside the provider's line",
        "a founding date is none",
        "a date in a sentence is none",
    ],
)
def test_date_and_place_are_found(marked: str, expected: tuple[str | None, str | None]) -> None:
    assert origin(read_release(marked)) == expected


def test_a_release_without_a_date_says_so() -> None:
    assert "structure.no-date" in read_release(f"# Ice remembers\n{BODY}").issues


def test_the_embargo_is_the_date_only_when_there_is_no_other() -> None:
    embargo = "Embargoed until 8 October 2025, 17:00"
    alone = read_release(f"{embargo}\n# Ice remembers\n{BODY}")
    beside = read_release(f"{embargo}\n# Ice remembers\nParis, 7 October 2025\n{BODY}")
    assert alone.structure.date == "2025-10-08"
    assert beside.structure.date == "2025-10-07"
    assert beside.structure.embargo is not None
    assert beside.words(beside.structure.embargo) == embargo


def test_metadata_date_a_release_that_does_not_date_itself() -> None:
    release = read_release(f"# Ice remembers\n{BODY}", meta={"published": "2021-05-03T08:00:00Z"})
    assert release.structure.date == "2021-05-03"
    assert release.issues == []


def test_the_dateline_goes_before_the_metadata_and_the_difference_is_told() -> None:
    release = read_release(f"Paris, 3 May 2021\n# Ice remembers\n{BODY}", meta={"published": "2021-05-04"})
    assert release.structure.date == "2021-05-03"
    assert release.issues == ["structure.dates-differ"]


def test_a_month_and_a_day_of_that_month_do_not_differ() -> None:
    release = read_release(f"Paris, May 2021\n# Ice remembers\n{BODY}", meta={"published": "2021-05-04"})
    assert release.structure.date == "2021-05"
    assert release.issues == []


def test_a_corrected_release_has_the_date_of_the_correction() -> None:
    release = read_release(
        "# CORRECTION: Ice remembers\n"
        "PUNE, India--(BUSINESS WIRE)--Please replace the release dated November 11, 2025 with the following corrected "
        "version. Two statements were wrong.\n"
        f"*The updated release reads (November 13, 2025):*\n{BODY}"
    )
    assert origin(release) == ("2025-11-13", "Pune")


def test_a_digest_has_the_date_of_its_last_item_and_no_place() -> None:
    release = read_release(
        f"# News in brief\nRome, July 4, 2024 – {BODY}\nOslo, July 22, 2024 – {BODY}\nBern, August 5, 2024 – {BODY}"
    )
    assert origin(release) == ("2024-08-05", None)


@pytest.mark.parametrize(
    ("published", "date", "issues"),
    [
        ("", "2021-05-04", ["structure.date-ambiguous"]),
        ("2021-05-04", "2021-05-04", []),
        ("2021-04-05", "2021-04-05", []),
    ],
    ids=["nothing settles it", "day first", "month first"],
)
def test_a_date_in_figures_that_reads_two_ways(published: str, date: str, issues: list[str]) -> None:
    release = read_release(f"04/05/2021\n# Ice remembers\n{BODY}", meta={"published": published})
    assert (release.structure.date, release.issues) == (date, issues)


def test_a_bold_masthead_in_the_dateline_s_block_is_no_part_of_the_place() -> None:
    release = read_release(f"**Polarforum** Sandvik, 3 May 2021\n# Ice remembers\n{BODY}")
    assert origin(release) == ("2021-05-03", "Sandvik")
