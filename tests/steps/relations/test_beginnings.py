"""When organisations began, where they are and what they grew out of, in many words and in both languages."""

from __future__ import annotations

import re
import time

import pytest
from marked import clause_of, read_marked

from communique.findings import Language
from communique.steps.relations.forms import ClauseRule, rules_of

FOUNDED: list[tuple[Language, str, str]] = [
    ("en", "In 2012, the [Aldin|lab] was created by the [CNRS|inst] and [EPFL|inst].", "2012"),
    ("en", "The [Aldin|lab], a joint research unit of the [CNRS|inst] and [EPFL|inst] created in 2012, grows.", "2012"),
    ("en", "The [Aldin|lab], founded by [Ann Lee|person] in 1990 and directed by [Bo Ek|person], grows.", "1990"),
    ("en", "The [Borin|lab] does not replace the [Aldin|lab], which [EPFL|inst] founded in 2011.", "2011"),
    ("en", "In June 2015 it set up the [Aldin|lab] with the [Cibor|lab].", "2015-06"),
    ("en", "The opening of the [Aldin|lab], planned for 2026, has been put off.", "2026"),
    ("en", "[Ann Lee|person] has headed the [Aldin|lab] since 2012, the year of its foundation.", "2012"),
    ("en", "The [Cibor|lab] moved in 1987; the [Aldin|lab] opened beside it two years later.", "1989"),
    ("fr", "Le 3 mai 2012 est inauguré à Lyon le laboratoire commun [Aldin|lab].", "2012-05-03"),
    ("fr", "L'[Aldin|lab], dont l'ouverture est prévue en 2026, est en travaux.", "2026"),
    ("fr", "L'[Aldin|lab] verra le jour d'ici 2026.", "2026"),
    ("fr", "C'est à Hanoï, en 2017, que les partenaires avaient créé l'[Aldin|lab].", "2017"),
    ("fr", "[Ann Lee|person] a fondé l'[Aldin|lab] en 1990.", "1990"),
]
NOT_FOUNDED: list[tuple[Language, str]] = [
    ("en", "In 2012, the [Aldin|lab] opened a new building."),
    ("en", "The new building of the [Aldin|lab] opened in 2012."),
    ("en", "The laser of the [Aldin|lab], built in 2012, is off."),
    ("en", "In 2014, ten years after the creation of the [Aldin|lab], [EPFL|inst] joined."),
    ("en", "In 2012, the [CNRS|inst] created a chair at the [Aldin|lab]."),
    ("en", "The [Borin|lab], set up in 2012, was incorporated into the [Aldin|lab]."),
    ("fr", "En 2012, l'équipe créée par l'[EPFL|inst] rejoint l'[Aldin|lab]."),
    ("fr", "En 2012, le [CNRS|inst] lance un appel auquel l'[Aldin|lab] répond."),
    ("fr", "L'[Aldin|lab] n'a pas été créé en 2012."),
]
PLACES: list[tuple[Language, str, list[str]]] = [
    (
        "en",
        "The [Aldin|lab] and the [Borin|lab] are located in Lyon and in Metz, respectively.",
        ["Aldin Lyon", "Borin Metz"],
    ),
    (
        "en",
        "The [Aldin|lab] and the [Borin|lab], both in Nijmegen, work together.",
        ["Aldin Nijmegen", "Borin Nijmegen"],
    ),
    ("en", "In Toulouse, the [Aldin|lab] takes part.", ["Aldin Toulouse"]),
    ("en", "The [Aldin|lab] occupies 800 m² in Grenoble.", ["Aldin Grenoble"]),
    ("fr", "Le [Lerpa|lab] (La Seyne-sur-Mer) conserve son nom.", ["Lerpa La Seyne-sur-Mer"]),
    ("fr", "L'[Aldin|lab] est implanté à Lyon, Metz et Nancy.", ["Aldin Lyon", "Aldin Metz", "Aldin Nancy"]),
    ("en", "The [Aldin|lab], Mountain Hydrology and Mass Movements, grew.", []),
    ("en", "The grant goes to the [Aldin|lab] (Mattis Lindqvist Eide).", []),
    ("en", "The [Aldin|lab] presented its results in Vienna.", []),
    ("en", "The [Aldin|lab] is located in the Trigon building.", []),
]
EARLIER: list[tuple[Language, str, list[str]]] = [
    ("en", "The [Borin|lab] was succeeded by the [Aldin|lab].", ["Borin"]),
    ("en", "The [Borin|lab] (now the [Aldin|lab]) grew.", ["Borin"]),
    ("en", "Until 2019 the [Aldin|lab] was called the [Borin|lab].", ["Borin"]),
    ("en", "The merger of the [Borin|lab] with the [Cibor|lab] gave rise to the [Aldin|lab].", ["Borin", "Cibor"]),
    ("fr", "Le [Borin|lab] est, lui, absorbé par l'unité [Aldin|lab].", ["Borin"]),
    ("fr", "Le [Borin|lab] et le [Cibor|lab], dont est issu l'[Aldin|lab], avaient fermé.", ["Borin", "Cibor"]),
    ("fr", "À l'époque, l'[Aldin|lab] s'appelait encore [Borin|lab].", ["Borin"]),
    ("en", "The [Borin|lab] could be merged into the [Aldin|lab].", []),
    ("fr", "L'[Aldin|lab] remplace un microscope du [Borin|lab].", []),
    ("fr", "Le [Borin|lab] et l'[Aldin|lab] fusionnent.", []),
]
HOSTILE = [
    "[A|lab] and ",
    "in [2012|date], ",
    "[A|lab], ",
    "in [Lyon|place] and ",
    "and merged ",
    "a été créé ",
    "under the name of ",
    "word ",
]
SECONDS = 5.0


def _read(language: Language, sentence: str, predicate: str) -> list[str]:
    release = read_marked(sentence, language=language)
    return sorted(
        f"{release.name(f.subject)} {f.value or release.name(f.object or 0)}"
        for f in release.relations.facts
        if f.predicate == predicate
    )


@pytest.mark.parametrize(("language", "sentence", "date"), FOUNDED, ids=[s for _, s, _ in FOUNDED])
def test_a_beginning_is_dated(language: Language, sentence: str, date: str) -> None:
    assert f"Aldin {date}" in _read(language, sentence, "founded_on")


@pytest.mark.parametrize(("language", "sentence"), NOT_FOUNDED, ids=[s for _, s in NOT_FOUNDED])
def test_what_else_happens_is_no_beginning(language: Language, sentence: str) -> None:
    assert [f for f in _read(language, sentence, "founded_on") if f.startswith("Aldin")] == []


@pytest.mark.parametrize(("language", "sentence", "stated"), PLACES, ids=[s for _, s, _ in PLACES])
def test_places_are_those_of_what_they_stand_beside(language: Language, sentence: str, stated: list[str]) -> None:
    assert _read(language, sentence, "located_in") == stated


@pytest.mark.parametrize(("language", "sentence", "earlier"), EARLIER, ids=[s for _, s, _ in EARLIER])
def test_a_successor_is_known_by_many_words(language: Language, sentence: str, earlier: list[str]) -> None:
    assert _read(language, sentence, "succeeds") == [f"Aldin {name}" for name in earlier]


def _rules() -> list[ClauseRule]:
    stages = ("bracket", "phrase", "place", "clause")
    tables = ("creation", "location", "succession")
    return [rule for stage in stages for rule in rules_of(stage) if rule.id.split(".")[0] in tables]


@pytest.mark.parametrize("unit", HOSTILE)
def test_sentences_without_end_are_read_in_linear_time(unit: str) -> None:
    clause = clause_of(unit * (4000 // len(re.sub(r"\[[^]]*\]", "x", unit))))
    begun = time.process_time()
    for rule in _rules():
        for form in rule.forms:
            if form.may_match(clause.text):
                form.pattern.search(clause.text)
    assert time.process_time() - begun < SECONDS
