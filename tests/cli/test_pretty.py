"""The summary for people shows what the record holds."""

from __future__ import annotations

from typing import Any

from communique.cli.pretty import summarise
from communique.records import Release


def shown(sample: dict[str, Any]) -> list[str]:
    summary = summarise(Release.model_validate(sample))
    return [" ".join(line.split()) for line in summary.splitlines()]


def test_the_sample_is_shown(sample: dict[str, Any]) -> None:
    assert shown(sample) == [
        "Northern Ice Laboratory opens",
        "2012-04 · Paris · CNRS · en · ok",
        "ice.html",
        "",
        "Facts (3)",
        "Northern Ice Laboratory affiliated with CNRS (part of)",
        "“Laboratory (NIL) of the CNRS,” (note 1)",
        "Ada Brun holds a position at Northern Ice Laboratory (headed by)",
        "“headed by Ada Brun”",
        "Northern Ice Laboratory founded on 2012-04",
        "“created in April 2012”",
        "",
        "Footnotes (1)",
        "1 “(NIL)” Ice is water that waits.",
        "",
        "Laboratories and institutions (2)",
        "Northern Ice Laboratory NIL UMR 9999",
        "CNRS ror.org/02feahw73",
        "",
        "People (1)",
        "Ada Brun",
    ]


def test_brackets_in_a_release_are_no_markup(sample: dict[str, Any]) -> None:
    sample["title"] = "[bold]Ice[/bold] [/]"
    assert shown(sample)[0] == "[bold]Ice[/bold] [/]"


def test_issues_are_shown(sample: dict[str, Any]) -> None:
    sample["issues"] = [{"code": "structure.no-date", "severity": "warning", "message": "no date was found"}]
    assert shown(sample)[-2:] == ["Issues (1)", "warning structure.no-date no date was found"]


def test_a_long_quotation_is_cut(sample: dict[str, Any]) -> None:
    start = len(sample["text"]) + 1
    words = "ice " * 100
    sample["text"] += "\n" + words
    sample["facts"] = [{**sample["facts"][0], "evidence": [{"start": start, "end": start + 400, "text": words}]}]
    said = " ".join(shown(sample))
    assert "ice ice …” (note 1)" in said
    assert said.count("ice ice") < 60


def test_words_that_say_several_facts_are_shown_once(sample: dict[str, Any]) -> None:
    words = sample["facts"][0]["evidence"]
    sample["facts"] = [sample["facts"][0], {**sample["facts"][2], "evidence": words, "via_footnote": "1"}]
    lines = shown(sample)
    assert lines[5:8] == [
        "Northern Ice Laboratory affiliated with CNRS (part of)",
        "Northern Ice Laboratory founded on 2012-04",
        "“Laboratory (NIL) of the CNRS,” (note 1)",
    ]
