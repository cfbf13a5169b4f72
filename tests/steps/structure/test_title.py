"""Which lines are the headline, and which only look like one."""

from __future__ import annotations

import pytest
from releases import read_release

BODY = "The laboratory has opened its doors to the public. Many came to see it on the very first day of May."


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        (f"PRESS RELEASE\n# Ice that remembers\n{BODY}", "Ice that remembers"),
        (f"# Press room\n## Ice that remembers\n{BODY}", "Ice that remembers"),
        (f"**PRESS RELEASE – PARIS – 25 APRIL 2022**\n## **Ice that remembers**\n{BODY}", "Ice that remembers"),
        (f"Paris, 3 May 2021\n**Ice that remembers its winters**\n{BODY}", "Ice that remembers its winters"),
        (f"MEDIA RELEASE\nParis, 3 May 2021\nIce that remembers its winters\n{BODY}", "Ice that remembers its winters"),
        (f"FOR IMMEDIATE RELEASE\nICE THAT REMEMBERS ITS WINTERS\n{BODY}", "ICE THAT REMEMBERS ITS WINTERS"),
        (f"# CORRECTION: Ice that remembers\n{BODY}", "CORRECTION: Ice that remembers"),
        (
            f"# « On écoute la glace » : un laboratoire au Groenland\n{BODY}",
            "« On écoute la glace » : un laboratoire au Groenland",
        ),
        (f"Embargo: 4 May 2021\n# Ice that remembers\n*What cores can tell*\n{BODY}", "Ice that remembers"),
        (f"En bref\n- Ice remembers\n# Ice that remembers\n{BODY}", "Ice that remembers"),
        (
            f"10> Institute News\n17> Ice that remembers its winters\n10> {BODY}\n10> {BODY}",
            "Ice that remembers its winters",
        ),
    ],
    ids=[
        "after a masthead",
        "not the section's name",
        "bold second-level heading",
        "bold paragraph",
        "plain short paragraph",
        "capitals",
        "a correction says so in its headline",
        "quotation",
        "subtitle and embargo beside it",
        "not the key points",
        "the largest line",
    ],
)
def test_the_headline_is_found(marked: str, title: str) -> None:
    assert read_release(marked).structure.title == title


@pytest.mark.parametrize(
    ("page_title", "title"),
    [
        ("Ice that remembers | Polar Institute", "Ice that remembers"),
        ("Ice that remembers - Newsroom - Polar Institute", "Ice that remembers"),
        ("", "Polar Institute"),
    ],
)
def test_the_title_of_the_page_decides_between_headings(page_title: str, title: str) -> None:
    release = read_release(f"# Polar Institute\n## Ice that remembers\n{BODY}", meta={"title": page_title})
    assert release.structure.title == title


def test_the_name_of_the_site_is_no_headline() -> None:
    release = read_release(f"# Polar Institute\n## Ice that remembers\n{BODY}", meta={"site_name": "Polar Institute"})
    assert release.structure.title == "Ice that remembers"


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        (f"# A laboratory for the ice of\n# Greenland opens\n{BODY}", "A laboratory for the ice of Greenland opens"),
        (f"# A laboratory for ice\n# in Greenland opens\n{BODY}", "A laboratory for ice in Greenland opens"),
        (f"# Ice that remembers\n## What cores can tell\n{BODY}", "Ice that remembers"),
    ],
    ids=["ends in a preposition", "goes on in lower case", "a subtitle is no second line"],
)
def test_a_headline_over_two_lines_is_one(marked: str, title: str) -> None:
    assert read_release(marked).structure.title == title


def test_a_headline_that_the_text_lost_is_taken_from_the_file() -> None:
    release = read_release(f"Spores wait for rain\n{BODY}", meta={"title": "The fern that counts | Polar Institute"})
    assert release.structure.title == "The fern that counts"
    assert "title" not in [kind for kind, _ in release.blocks]


@pytest.mark.parametrize("file_title", ["Microsoft Word - final v3.docx", "Untitled", "Press release", "news"])
def test_a_file_title_that_names_the_file_is_no_headline(file_title: str) -> None:
    release = read_release(f"Spores wait for the rain\n{BODY}", meta={"title": file_title})
    assert release.structure.title == "Spores wait for the rain"


def test_a_text_without_a_headline_says_so() -> None:
    release = read_release(f"{BODY} {BODY} {BODY}")
    assert release.structure.title is None
    assert "structure.no-title" in release.issues
