"""Quoted speech and its speakers, and quoted words that nobody says."""

from __future__ import annotations

import pytest
from releases import read_release

from communique.rules.loader import load_table
from communique.steps.quotations import QuotationStep

EN_HEAD = "# Ice that remembers\nParis, 3 May 2021\nThe laboratory opens its doors. It is the first of its kind.\n"
FR_HEAD = "# La glace se souvient\nParis, le 3 mai 2021\nLe laboratoire ouvre ses portes. Il est le premier du genre.\n"


def quotations(marked: str) -> list[tuple[str, str | None]]:
    """The quoted words and the speaker's name."""
    head = FR_HEAD if "«" in marked else EN_HEAD
    release = read_release(head + marked)
    found = QuotationStep()(release.document, release.findings).quotations
    text = release.document.text
    return [(text[q.start : q.end], None if q.speaker is None else release.names[q.speaker]) for q in found]


def test_every_example_of_the_quotation_rules_holds() -> None:
    assert load_table("quotations").check_examples() == []


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("“We hear the ice,” says {Anna Bell}.", "We hear the ice,"),
        ("“We hear the ice,” {Anna Bell} said.", "We hear the ice,"),
        ('"We hear the ice," said Dr. {Anna Bell}, head of the laboratory.', "We hear the ice,"),
        ("“We hear the ice,” explains the coordinator of the project, {Anna Bell}.", "We hear the ice,"),
        ("“We hear the ice,” Deputy Director (Research) Professor {Anna Bell} said today.", "We hear the ice,"),
        ("{Anna Bell}, head of the laboratory, said: “We hear the ice.”", "We hear the ice."),
        ("{Anna Bell} said the ice was “a workbench on both sides”.", "a workbench on both sides"),
        ("{Anna Bell}: “We hear the ice.”", "We hear the ice."),
        ("{Anna Bell}, head of the laboratory: “We hear the ice.”", "We hear the ice."),
        ("According to {Anna Bell}, “the ice remembers every winter”.", "the ice remembers every winter"),
        ("« On entend la glace », explique {Anna Bell}.", "On entend la glace"),
        ("« On entend la glace », se réjouit {Anna Bell}, directrice.", "On entend la glace"),
        ("« Qui entend la glace ? », a lancé la Dre {Anna Bell}.", "Qui entend la glace ?"),
        ("« On entend la glace », précise sa directrice, l'ingénieure {Anna Bell}.", "On entend la glace"),
        ("{Anna Bell} y voit « la fin d'un long silence ».", "la fin d'un long silence"),
        ("Pour {Anna Bell}, « la glace se souvient de tout ».", "la glace se souvient de tout"),
        ("{Anna Bell} dirige l'équipe. « On entend la glace », assure-t-elle.", "On entend la glace"),
        ("{Anna Bell} leads the team. “We hear the ice,” she says.", "We hear the ice,"),
    ],
)
def test_the_speaker_is_the_one_who_is_said_to_speak(marked: str, words: str) -> None:
    assert quotations(marked) == [(words, "Anna Bell")]


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        ("“We hear it,” says {Anna Bell}. “It never sleeps.”", ["We hear it,", "It never sleeps."]),
        ("“We hear it,” says Dr. {Anna Bell}, head of ice. “It never sleeps.”", ["We hear it,", "It never sleeps."]),
        ("« On l'entend, résume {Anna Bell}. Elle ne dort jamais. »", ["On l'entend", "Elle ne dort jamais."]),
    ],
)
def test_words_between_the_parts_of_a_quotation_are_left_out(marked: str, parts: list[str]) -> None:
    assert quotations(marked) == [(part, "Anna Bell") for part in parts]


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    found = quotations("{Anna Bell} said: “We hear the ice.\n“It never sleeps.”")
    assert found == [("We hear the ice.\n“It never sleeps.", "Anna Bell")]


def test_a_quotation_inside_a_quotation_is_part_of_it() -> None:
    found = quotations("« On dit “la glace” et l'on a tout dit », explique {Anna Bell}.")
    assert found == [("On dit “la glace” et l'on a tout dit", "Anna Bell")]


def test_two_speakers_are_told_apart() -> None:
    found = quotations("“We hear it,” says {Anna Bell}. “We see it,” adds {Carl Dahl}.")
    assert found == [("We hear it,", "Anna Bell"), ("We see it,", "Carl Dahl")]


def test_a_sentence_without_attribution_has_no_speaker() -> None:
    assert quotations("“The ice remembers every winter of the century.”") == [
        ("The ice remembers every winter of the century.", None)
    ]


def test_a_pronoun_after_two_names_in_one_sentence_stays_open() -> None:
    assert quotations("{Anna Bell} follows {Carl Dahl}. “We hear the ice,” she says.") == [("We hear the ice,", None)]


@pytest.mark.parametrize(
    "marked",
    [
        "The “Ice Memory” laboratory was opened by {Anna Bell}.",
        "{Anna Bell} holds the chair “Objects of Ice” at the institute.",
        "L'équipe « Glace et mémoire », dirigée par {Anna Bell}, est à Nice.",
        "Machines that “learn” are used.",
        "The paper, “Twist-quenched ice in a layered world,” appeared in May.",
        'A core 6" wide and 9" long was drilled by {Anna Bell}.',
        "“This mark is never closed, says {Anna Bell}.",
    ],
)
def test_words_in_marks_that_nobody_says_are_no_quotation(marked: str) -> None:
    assert quotations(marked) == []


def test_a_headline_in_marks_is_no_quotation() -> None:
    release = read_release("# “We can hear the ice,” says Anna Bell\nThe laboratory opens its doors. It is the first.")
    assert QuotationStep()(release.document, release.findings).quotations == ()
