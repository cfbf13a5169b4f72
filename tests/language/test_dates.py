"""The date grammar: what is read, what is left alone, and what a mention means in a release of a known date."""

from __future__ import annotations

import re

import pytest

from communique.findings import Language
from communique.language.dates import DateMention, find_dates, resolve
from communique.rules.loader import Rule, load_table


def read(text: str, language: Language) -> list[tuple[str, str | None]]:
    return [(text[m.start : m.end], m.iso) for m in find_dates(text, language)]


def only(text: str, language: Language) -> DateMention:
    (mention,) = find_dates(text, language)
    return mention


def test_every_example_of_the_date_rules_holds() -> None:
    assert load_table("dates").check_examples() == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Lyon, 6 March 2024 –", [("6 March 2024", "2024-03-06")]),
        ("en", "PARIS – 25 APRIL 2022", [("25 APRIL 2022", "2022-04-25")]),
        ("en", "DAVIS, Calif. (Nov. 4, 2025) —", [("Nov. 4, 2025", "2025-11-04")]),
        ("en", "Bern | May 11th, 2023", [("May 11th, 2023", "2023-05-11")]),
        ("en", "Monday 21 August 2023", [("Monday 21 August 2023", "2023-08-21")]),
        ("en", "Thursday, February 13, 2025", [("Thursday, February 13, 2025", "2025-02-13")]),
        ("en", "Published: 2022-01-10 14:59", [("2022-01-10", "2022-01-10")]),
        ("en", "2013/04/22 - Chicago", [("2013/04/22", "2013-04-22")]),
        ("en", "06/18/2015", [("06/18/2015", "2015-06-18")]),
        ("en", "opened in April 2003", [("April 2003", "2003-04")]),
        ("en", "due in the first quarter of 2025", [("the first quarter of 2025", "2025")]),
        ("en", "run from 2013 until 2018", [("2013", "2013"), ("2018", "2018")]),
        ("fr", "Paris, le 23 novembre 2006", [("23 novembre 2006", "2006-11-23")]),
        ("fr", "Paris, le 1er juin 2021", [("1er juin 2021", "2021-06-01")]),
        ("fr", "Paris, le 1 er juin 2021", [("1 er juin 2021", "2021-06-01")]),
        ("fr", "NANTES – 8 FÉVRIER 2023", [("8 FÉVRIER 2023", "2023-02-08")]),
        ("fr", "jeudi 5 juin 2014", [("jeudi 5 juin 2014", "2014-06-05")]),
        ("fr", "le 17/09/2020", [("17/09/2020", "2020-09-17")]),
        ("fr", "Mediacom | 06.03.23", [("06.03.23", "2023-03-06")]),
        ("fr", "ouvrira à l'automne 2024", [("automne 2024", "2024")]),
        ("fr", "du 12 au 14 mai 2022", [("12 au 14 mai 2022", "2022-05-12")]),
        ("fr", "June 2, 2023", [("June 2, 2023", "2023-06-02")]),
    ],
)
def test_dates_with_a_year_are_read(language: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "UMR 2010 and IRL 2016"),
        ("en", "under Horizon 2020"),
        ("en", "some 2000 people"),
        ("en", "in the 1990s"),
        ("en", "you may 3 times"),
        ("en", "tel. 01.02.03.04.05"),
        ("fr", "dans les années 1990"),
        ("fr", "France 2030"),
        ("fr", "l'énergie de demain"),
        ("fr", "la mission Mars 2020"),
        ("fr", "UMR CNRS/Inserm 2019"),
        ("fr", "au 3e étage, 24 h/24, 7 j/7"),
        ("fr", "chaque lundi, le mardi"),
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(language: Language, text: str) -> None:
    assert [m for m in find_dates(text, language) if m.precision == "day" or m.year] == []


@pytest.mark.parametrize(
    ("language", "text", "release", "expected"),
    [
        ("en", "was made this April", "2022-04-25", "2022-04"),
        ("en", "launched last November", "2023-03-14", "2022-11"),
        ("en", "launched last June", "2023-08-14", "2023-06"),
        ("en", "from next March", "2025-11-20", "2026-03"),
        ("en", "opened yesterday", "2014-06-01", "2014-05-31"),
        ("en", "signed today", "2024-06-04", "2024-06-04"),
        ("en", "signed on Tuesday", "2024-01-17", "2024-01-16"),
        ("en", "to open next year", "2021-03-09", "2022"),
        ("en", "saw light on Aug. 9 last year", "2022-10-03", "2021-08-09"),
        ("en", "created twelve years ago", "2022-10-03", "2010"),
        ("en", "from next autumn", "2024-10-14", "2025"),
        ("en", "until last month", "2024-01-14", "2023-12"),
        ("fr", "inauguré avant-hier", "2025-06-05", "2025-06-03"),
        ("fr", "créé en avril dernier", "2022-03-01", "2021-04"),
        ("fr", "signé vendredi", "2017-11-28", "2017-11-24"),
        ("fr", "lancé ce lundi", "2023-03-06", "2023-03-06"),
        ("fr", "fondée l'an dernier", "2023-03-06", "2022"),
        ("fr", "ouvrira au printemps prochain", "2023-03-06", "2024"),
        ("fr", "le 15 janvier", "2025-12-20", "2026-01-15"),
        ("fr", "le 18 décembre", "2026-01-22", "2025-12-18"),
        ("fr", "il y a dix ans", "2026-01-22", "2016"),
    ],
)
def test_a_mention_without_a_year_is_completed_from_the_release(
    language: Language, text: str, release: str, expected: str
) -> None:
    mention = only(text, language)
    assert mention.iso is None
    assert resolve(mention, release) == expected


@pytest.mark.parametrize(
    ("direction", "expected"),
    [(None, "2014-09-01"), ("future", "2014-09-01"), ("past", "2013-09-01")],
)
def test_the_sentence_decides_which_year_a_day_falls_in(direction: str | None, expected: str) -> None:
    mention = only("le 1er septembre", "fr")
    assert resolve(mention, "2014-06-05", direction=direction) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "release"),
    [("opened yesterday", "2022-04"), ("in May", "2022"), ("signed on Tuesday", "2022"), ("this April", None)],
)
def test_a_release_date_that_is_too_vague_completes_nothing(text: str, release: str | None) -> None:
    assert resolve(only(text, "en"), release) is None


def test_a_date_in_figures_that_reads_two_ways_says_so() -> None:
    assert only("04/05/2023", "en").day_first_assumed
    assert not only("18/05/2023", "en").day_first_assumed
    assert not only("05/05/2023", "en").day_first_assumed


def test_a_day_that_does_not_exist_leaves_the_month() -> None:
    assert read("31 February 2020", "en") == [("February 2020", "2020-02")]


_PADDING = "The teams of the laboratory work on membranes with partners from industry and hospitals. " * 4


@pytest.mark.parametrize("rule", load_table("dates").rules, ids=lambda rule: rule.id)
def test_dates_are_found_wherever_in_a_long_text_they_stand(rule: Rule) -> None:
    for example in rule.accepts:
        for language in rule.fields.get("languages", ("en", "fr")):
            text = f"{_PADDING}\n{example}\n{_PADDING}"
            assert [text[m.start : m.end] for m in find_dates(text, language)] == [
                f"\n{example}\n"[m.start : m.end] for m in find_dates(f"\n{example}\n", language)
            ]


@pytest.mark.parametrize("rule", load_table("dates").rules, ids=lambda rule: rule.id)
def test_whatever_a_rule_finds_has_one_of_its_anchors_in_it(rule: Rule) -> None:
    anchors = re.compile(load_table("dates").settings["anchors"]["pattern"])
    lacking = [
        example
        for example in rule.accepts
        for match in rule.regex.finditer(example)
        if not any(anchor.lastgroup in rule.fields["near"] for anchor in anchors.finditer(match[0]))
    ]
    assert lacking == []
