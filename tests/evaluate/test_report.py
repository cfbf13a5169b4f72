"""Counts and tables."""

from __future__ import annotations

import pytest

from communique.evaluate import DocumentScore, Judgement, Report
from communique.evaluate.counts import Counts

REPORT = Report(
    (
        DocumentScore(
            "ice/r.html",
            "html",
            "en",
            (
                Judgement("fact.founded_on", "hit", "NIL | founded_on | 2012", "founding.verb"),
                Judgement("fact.founded_on", "false", "NIL | founded_on | 2013", "founding.verb"),
                Judgement("fact.involves", "miss", "NIL | involves | ICE"),
                Judgement("strict", "hit", "NIL | founded_on | 2012", "founding.verb"),
                Judgement("entity.laboratory", "hit", "NIL", "name.head"),
            ),
        ),
        DocumentScore("neige/r.pdf", "pdf", "fr", (Judgement("fact.founded_on", "hit", "N", "founding.noun"),)),
    )
)


def test_shares_follow_from_counts() -> None:
    counts = Counts(hits=3, false=1, missed=2)
    assert (counts.precision, counts.recall) == (0.75, 0.6)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


EDGES = {
    "nothing to find and nothing found": (Counts(), (1.0, 1.0, 1.0)),
    "nothing found": (Counts(missed=2), (1.0, 0.0, 0.0)),
    "nothing right": (Counts(false=2), (0.0, 1.0, 0.0)),
    "all wrong": (Counts(false=2, missed=2), (0.0, 0.0, 0.0)),
}


@pytest.mark.parametrize(("counts", "shares"), EDGES.values(), ids=EDGES)
def test_shares_of_nothing(counts: Counts, shares: tuple[float, float, float]) -> None:
    assert (counts.precision, counts.recall, counts.f1) == shares


def test_a_group_is_the_sum_of_its_measures() -> None:
    total = REPORT.as_dict()["total"]
    assert {key: total["fact"][key] for key in ("hits", "false", "missed")} == {"hits": 2, "false": 1, "missed": 1}
    assert list(total) == ["entity", "entity.laboratory", "fact", "fact.founded_on", "fact.involves", "strict"]


def test_parts_add_up_to_the_total() -> None:
    report = REPORT.as_dict()
    for part in ("by_language", "by_format", "by_document"):
        assert sum(counted["fact"]["hits"] for counted in report[part].values()) == report["total"]["fact"]["hits"]


def test_rules_count_facts_and_entities_once() -> None:
    assert REPORT.as_dict(by_rule=True)["by_rule"] == {
        "entity: name.head": {"precision": 1.0, "hits": 1, "false": 0},
        "fact: founding.noun": {"precision": 1.0, "hits": 1, "false": 0},
        "fact: founding.verb": {"precision": 0.5, "hits": 1, "false": 1},
    }


def test_verbose_names_every_mistake() -> None:
    lines = REPORT.as_text(verbose=True).splitlines()
    assert lines[:4] == [
        "ice/r.html: 2 mistakes",
        "  + fact.founded_on: NIL | founded_on | 2013  [founding.verb]",
        "  - fact.involves: NIL | involves | ICE",
        "neige/r.pdf: no mistake",
    ]


def test_text_has_a_table_for_each_language_and_format() -> None:
    text = REPORT.as_text()
    titles = [line.split("  ")[0] for line in text.splitlines() if line.endswith("missed")]
    assert titles == ["language en", "language fr", "format html", "format pdf", "all"]
    assert text.endswith("2 releases")


def test_text_can_leave_out_the_releases() -> None:
    assert "ice/r.html" not in REPORT.as_text(by_document=False)


LINKS = Report(
    (
        DocumentScore(
            "ice/r.html",
            "html",
            "en",
            (
                *(Judgement("ror", "hit", name) for name in ("CNRS", "CNES", "NASA")),
                Judgement("ror", "miss", "ESA"),
                Judgement("ror", "false", "ESA: 03wd9za21, wanted 02feahw73"),
            ),
        ),
        DocumentScore("neige/r.pdf", "pdf", "fr", (Judgement("ror", "miss", "Inria"),)),
    )
)


def test_a_wrong_link_is_given_and_a_missing_one_is_not() -> None:
    links = LINKS.as_dict()["links"]
    assert links["total"] == {"right_of_given": 0.75, "given": 0.8}
    assert links["by_language"] == {
        "en": {"right_of_given": 0.75, "given": 1.0},
        "fr": {"right_of_given": 1.0, "given": 0.0},
    }
    assert links["by_format"]["pdf"] == links["by_language"]["fr"]


def test_the_shares_of_links_stand_in_the_text() -> None:
    lines = LINKS.as_text().splitlines()
    assert [line.split() for line in lines[lines.index(f"{'links':24}   right  given") :]][:2] == [
        ["links", "right", "given"],
        ["all", "0.750", "0.800"],
    ]


def test_confidences_are_held_against_what_is_right() -> None:
    facts = [("hit", 1.0), ("hit", 0.9), ("false", 0.95), ("hit", 0.3), ("miss", None)]
    judgements = tuple(Judgement("fact.involves", v, "A | involves | B", "r", c) for v, c in facts)  # type: ignore[arg-type]
    report = Report((DocumentScore("ice", "html", "en", judgements),))
    assert report.as_dict()["reliability"] == [
        {"start": 0.3, "end": 0.4, "given": 1, "right": 1.0},
        {"start": 0.9, "end": 1.0, "given": 3, "right": 0.6667},
    ]
    assert "0.9 to 1.0" in report.as_text()
