"""A release that gives two dates to one founding is told on."""

from __future__ import annotations

import pytest

from communique.extractor import default_extractor
from communique.records import IssueRecord


def _issues(*paragraphs: str) -> list[tuple[IssueRecord, str]]:
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    page = f'<html lang="en"><body><h1>A laboratory has its birthday</h1>{body}</body></html>'
    record = default_extractor()(page.encode(), "release.html")
    return [
        (i, record.text[i.start : i.end])
        for i in record.issues
        if i.code == "relations.contradicted" and i.start is not None and i.end is not None
    ]


DIFFERENT = [
    ("years", "The Institut Néel was founded in 2007.", "The Institut Néel was created in 2009."),
    ("days of one year", "The Institut Néel opened on 4 May 2007.", "The Institut Néel was founded in June 2007."),
]


@pytest.mark.parametrize(("lead", "body"), [d[1:] for d in DIFFERENT], ids=[d[0] for d in DIFFERENT])
def test_both_statements_of_dates_that_differ_are_issues(lead: str, body: str) -> None:
    found = _issues(lead, body)
    assert len(found) == 2
    assert all("Institut Néel" in words for _, words in found)
    assert found[0][0].message != found[1][0].message


AGREEING = [
    ("a year and a day in it", "The Institut Néel was founded in 2007.", "The Institut Néel opened on 4 May 2007."),
    ("two laboratories", "The Institut Néel was founded in 2007.", "The Institut Curie was founded in 1909."),
]


@pytest.mark.parametrize(("lead", "body"), [a[1:] for a in AGREEING], ids=[a[0] for a in AGREEING])
def test_dates_that_agree_are_none(lead: str, body: str) -> None:
    assert _issues(lead, body) == []
