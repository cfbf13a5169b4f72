"""A predicate is read whatever stands around it: brackets, appositions, relative clauses, pronouns, fronted phrases."""

from __future__ import annotations

import time
from typing import Final

import pytest
from marked import read_marked

from communique.findings import Language

ENGLISH_PREDICATES: Final = (
    "is run by the [I|inst] and the [J|inst]",
    "belongs to the [I|inst]",
    "is part of the [I|inst]",
    "was created by the [I|inst] and the [J|inst]",
    "brings together the [I|inst] and the [J|inst]",
    "is hosted by the [I|inst]",
    "is a joint unit of the [I|inst] and the [J|inst]",
)
"""What is said of the laboratory."""

ENGLISH_FRAMES: Final = (
    "The [L|lab] (LX, [Lyon|place]) {}.",
    "The [L|lab], founded in 2004, {}.",
    "The [L|lab], which was founded in 2004, {}.",
    "The [L|lab], founded in 2004 by [Ann Lee|person], {}.",
    "The [L|lab], which {}, grew.",
    "The [L|lab], which has 40 staff and {}, grew.",
    "The [L|lab], a world leader in optics, {}.",
    "The [L|lab] – a world leader in optics – {}.",
    "The [L|lab], headed by [Ann Lee|person], {}.",
    "The [L|lab], whose director is [Ann Lee|person], {}.",
    "The [L|lab] has 40 staff and {}.",
    "The [L|lab] was founded in 2004 and {}.",
    "The [L|lab] studies light; it {}.",
    "The [L|lab] studies light. It {}.",
    "The [L|lab] studies light. The laboratory {}.",
    "[Ann Lee|person] heads the [L|lab], which {}.",
    "[Ann Lee|person] heads the [L|lab]. It {}.",
    "[Ann Lee|person], director of the [L|lab], which {}, spoke.",
    '"We did it", says [Ann Lee|person], who works at the [L|lab], which {}.',
    "Like the [Other|lab], the [L|lab] {}.",
    "Unlike the [Other|lab], the [L|lab] {}.",
    "In [Lyon|place], the [L|lab] {}.",
    "Since 2004, the [L|lab] {}.",
    "Although it is small, the [L|lab] {}.",
    "With 40 staff, the [L|lab] {}.",
    "Its new home, the [L|lab], {}.",
    "The measurements were made at the [L|lab], which {}.",
    "The measurements were made by a team of the [L|lab], which {}.",
    "The measurements were made at the [L|lab] ([Lyon|place]), which {}.",
    "The [L|lab] in [Lyon|place], where the idea was born, {}.",
    "The new laboratory, the [L|lab], {}.",
    "The laboratory, called [L|lab], {}.",
    "At present, the [L|lab] {}, but not for long.",
    "The [L|lab], too, {}.",
    "The [L|lab] also {}.",
    "The [L|lab] itself {}.",
    "The [L|lab], for its part, {}.",
    "The [L|lab] (40 staff, 12 students) {}.",
    "The [L|lab] – LX for short – {}.",
    "Opened in 2004, the [L|lab] {}.",
    '"The [L|lab] {}", she says.',
    "She explains that the [L|lab] {}.",
    "It should be said that the [L|lab] {}.",
)
"""Sentences in which it is said, at the braces."""

FRENCH_PREDICATES: Final = (
    "est gérée par le [I|inst] et le [J|inst]",
    "dépend du [I|inst]",
    "fait partie du [I|inst]",
    "a été créée par le [I|inst] et le [J|inst]",
    "réunit le [I|inst] et le [J|inst]",
    "est hébergée par le [I|inst]",
    "est une unité mixte du [I|inst] et du [J|inst]",
    "a pour tutelles le [I|inst] et le [J|inst]",
)
"""The same in French."""

FRENCH_FRAMES: Final = (
    "L'unité [L|lab] (LX, [Lyon|place]) {}.",
    "L'unité [L|lab], fondée en 2004, {}.",
    "L'unité [L|lab], qui a été fondée en 2004, {}.",
    "L'unité [L|lab], fondée en 2004 par [Ann Lee|person], {}.",
    "L'unité [L|lab], qui {}, grandit.",
    "L'unité [L|lab], qui compte 40 personnes et {}, grandit.",
    "L'unité [L|lab], leader mondial de l'optique, {}.",
    "L'unité [L|lab] – leader mondial de l'optique – {}.",
    "L'unité [L|lab], dirigée par [Ann Lee|person], {}.",
    "L'unité [L|lab], que dirige [Ann Lee|person], {}.",
    "L'unité [L|lab], dont la directrice est [Ann Lee|person], {}.",
    "L'unité [L|lab] compte 40 personnes et {}.",
    "L'unité [L|lab] a été fondée en 2004 et {}.",
    "L'unité [L|lab] étudie la lumière ; elle {}.",
    "L'unité [L|lab] étudie la lumière. Elle {}.",
    "L'unité [L|lab] étudie la lumière. L'unité {}.",
    "[Ann Lee|person] dirige l'unité [L|lab], qui {}.",
    "[Ann Lee|person] dirige l'unité [L|lab]. Celle-ci {}.",
    "[Ann Lee|person], directrice de l'unité [L|lab], qui {}, a parlé.",
    "« Nous l'avons fait », dit [Ann Lee|person], qui travaille à l'unité [L|lab], laquelle {}.",
    "Comme le [Autre|lab], l'unité [L|lab] {}.",
    "Contrairement au [Autre|lab], l'unité [L|lab] {}.",
    "À [Lyon|place], l'unité [L|lab] {}.",
    "Depuis 2004, l'unité [L|lab] {}.",
    "Bien que petite, l'unité [L|lab] {}.",
    "Avec 40 personnes, l'unité [L|lab] {}.",
    "Les mesures ont été faites à l'unité [L|lab], qui {}.",
    "Les mesures ont été faites par une équipe de l'unité [L|lab], qui {}.",
    "La nouvelle unité, [L|lab], {}.",
    "L'unité, baptisée [L|lab], {}.",
    "L'unité [L|lab], elle, {}.",
    "L'unité [L|lab] {} aussi.",
    "L'unité [L|lab], quant à elle, {}.",
    "L'unité [L|lab] (40 personnes, 12 étudiants) {}.",
    "L'unité [L|lab] déménagera en 2027 ; aujourd'hui, elle {}.",
    "Ouverte en 2004, l'unité [L|lab] {}.",
    "« L'unité [L|lab] {} », dit-elle.",
    "Elle explique que l'unité [L|lab] {}.",
    "Rappelons que l'unité [L|lab] {}.",
    "Quant à l'unité [L|lab], elle {}.",
)
"""The same in French."""


def _missed(frame: str, predicates: tuple[str, ...], language: Language) -> list[str]:
    """The predicates that are not read in full in a frame."""
    missed: list[str] = []
    for predicate in predicates:
        facts = read_marked(frame.format(predicate), language=language).facts
        found = {words[2] for fact in facts if (words := fact.split())[:2] == ["L", "affiliated_with"]}
        if found != ({"I", "J"} if "[J|" in predicate else {"I"}):
            missed.append(predicate)
    return missed


@pytest.mark.parametrize("frame", ENGLISH_FRAMES)
def test_every_english_predicate_is_read_in(frame: str) -> None:
    assert _missed(frame, ENGLISH_PREDICATES, "en") == []


@pytest.mark.parametrize("frame", FRENCH_FRAMES)
def test_every_french_predicate_is_read_in(frame: str) -> None:
    assert _missed(frame, FRENCH_PREDICATES, "fr") == []


def test_a_long_list_with_one_conjunction_takes_no_time() -> None:
    started = time.perf_counter()
    read_marked("[L|lab] and " + "[I|inst] and " * 250 + "[J|inst]")
    assert time.perf_counter() - started < 5
