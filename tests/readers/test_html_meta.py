"""What a page says of itself: title, site, date, language, author, description."""

# ruff: noqa: E501 - a case stands in one line with its markup

from __future__ import annotations

import pytest
from html_reading import read

from communique.readers.html.meta import iso_date


def meta(head: str, body: str = "<p>x</p>") -> dict[str, str]:
    return dict(read(body, head=head).meta)


LD = '<script type="application/ld+json">{}</script>'

# head, key, value
STATED: dict[str, tuple[str, str, str]] = {
    "title": ("", "title", "A release"),
    "title-of-open-graph": ('<meta property="og:title" content="A  laboratory\nopens">', "title", "A laboratory opens"),
    "site": ('<meta property="og:site_name" content="CNRS">', "site_name", "CNRS"),
    "publisher": ('<meta name="DC.publisher" content="Inria">', "site_name", "Inria"),
    "published-time": (
        '<meta property="article:published_time" content="2022-04-25T09:00:00+02:00">',
        "published",
        "2022-04-25",
    ),
    "modified-is-not-published": ('<meta property="article:modified_time" content="2023-01-01">', "published", ""),
    "dublin-core": ('<meta name="DC.date" content="2019-03">', "published", "2019-03"),
    "citation": ('<meta name="citation_date" content="2019/3/4">', "published", "2019-03-04"),
    "name-date": ('<meta name="date" content="20190304">', "published", "2019-03-04"),
    "first-good-date-counts": (
        '<meta name="date" content="soon"><meta name="pubdate" content="2019-03-04">',
        "published",
        "2019-03-04",
    ),
    "structured": (LD.replace("{}", '{"@graph": [{"@type": "NewsArticle", "datePublished": "2021-05-06T00:00"}]}'), "published", "2021-05-06"),
    "structured-damaged": (LD.replace("{}", '{"datePublished": "2021-05-06"'), "published", ""),
    "structured-deep": (LD.replace("{}", "[" * 3000 + "]" * 3000), "published", ""),
    "language-of-the-page": ("", "language", "en"),
    "author": ('<meta name="author" content="Ann Lee">', "author", "Ann Lee"),
    "description": ('<meta name="description" content="A short text">', "description", "A short text"),
    "empty-content": ('<meta name="description" content=" ">', "description", ""),
    "title-in-drawing": ("<svg><title>Logo</title></svg>", "title", "A release"),
}  # fmt: skip


@pytest.mark.parametrize("case", STATED)
def test_a_page_states(case: str) -> None:
    head, key, value = STATED[case]
    assert meta(head).get(key, "") == value


TIMES: dict[str, tuple[str, str]] = {
    "one": ('<time datetime="2020-05-03">3 May 2020</time>', "2020-05-03"),
    "pubdate": ('<time datetime="2020-01-01">x</time><time pubdate datetime="2020-05-03">y</time>', "2020-05-03"),
    "class": ('<time datetime="2020-01-01">x</time><time class="entry-date published" datetime="2020-05-03T10:00Z">y</time>', "2020-05-03"),
    "two-that-differ": ('<time datetime="2020-01-01">x</time><time datetime="2020-05-03">y</time>', ""),
    "none": ("<time>3 May 2020</time>", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", TIMES)
def test_a_time_element_may_give_the_date(case: str) -> None:
    body, published = TIMES[case]
    assert meta("", f"<p>{body}</p>").get("published", "") == published


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2022-04-25T09:00:00+02:00", "2022-04-25"),
        (" 2022.4.5 ", "2022-04-05"),
        ("20220425", "2022-04-25"),
        ("2022-04", "2022-04"),
        ("2022-13-01", ""),
        ("2022-04-32", ""),
        ("1522-04-01", ""),
        ("25 April 2022", ""),
        ("", ""),
    ],
)
def test_dates_become_iso(value: str, date: str) -> None:
    assert iso_date(value) == date
