"""Who holds which post: beside the name, by verbs and nouns of heading, through pronouns, deputies and successors."""

from __future__ import annotations

import re
import time

import pytest
from marked import clause_of, read_marked

from communique.steps.relations.forms import rules_of

LEE = "[Ann Lee|person]"
EK = "[Bo Ek|person]"
LPS = "[LPS|lab]"
ENS = "[ENS|inst]"
SECONDS = 3.0
"""For all forms over one hostile sentence, on a machine that does other things besides."""

HELD = [
    (f"[Ann Lee|person], who is a senior lecturer at the {ENS} and head of the {LPS}.", ["Lee ENS", "Lee LPS"]),
    (f"Signed by {LEE}, president of {ENS}, and {EK}, director of the {LPS}.", ["Ek LPS", "Lee ENS"]),
    (f"{LEE} and {EK}, respectively director and deputy director of the {LPS}, signed.", ["Ek LPS", "Lee LPS"]),
    (f"The {LPS} is co-directed by {LEE} and {EK}.", ["Ek LPS", "Lee LPS"]),
    (f"Le {LPS} a été dirigé par {LEE} puis par {EK}.", ["Ek LPS", "Lee LPS"]),
    (f"À la tête du {LPS}, {LEE} entend recruter.", ["Lee LPS"]),
    (f"The {LPS} (director: {LEE}) employs many people.", ["Lee LPS"]),
    (f"The board of the {LPS} is chaired by {LEE}.", ["Lee LPS"]),
    (f"La direction du {LPS} reviendra à {LEE}.", ["Lee LPS"]),
    (f"{LEE} est chercheuse à l'{ENS}, au sein du {LPS}.", ["Lee ENS", "Lee LPS"]),
    (f"{LEE} will also lead the {LPS}.", ["Lee LPS"]),
    (f"La nouvelle directrice du {LPS} s'appelle {LEE}.", ["Lee LPS"]),
    (f"Le {LPS}, qu'{LEE} conduit depuis 2012, a grandi.", ["Lee LPS"]),
    (f"{LEE} has joined the {LPS} as a group leader.", ["Lee LPS"]),
    (f"{LEE} is a chemist. From 2009 to 2015 she led the {LPS}.", ["Lee LPS"]),
    (f"{LEE}, director of the {LPS}, left early. Her deputy is {EK}.", ["Ek LPS", "Lee LPS"]),
    (f"{LEE} dirigeait le {LPS}. {EK} lui succède.", ["Ek LPS", "Lee LPS"]),
    (f"The two directors of the {LPS} are {LEE} ({ENS}) and {EK} ([CNRS|inst]).", ["Ek LPS", "Lee LPS"]),
    (f"{LEE}\nHead of press, {ENS}", ["Lee ENS"]),
    (f"The {LPS} opened in 2012. {LEE} has been at its helm ever since.", ["Lee LPS"]),
    (f"Le {LPS} a été créé par {LEE}, qui le dirige depuis.", ["Lee LPS"]),
    (f"Le {LPS} a ouvert en mars. À sa tête, {LEE}.", ["Lee LPS"]),
    (f"Le {LPS}, que {LEE} a dirigé et que dirige aujourd'hui {EK}, grandit.", ["Ek LPS", "Lee LPS"]),
    (f"With {LEE} at the helm, the {LPS} doubled in size.", ["Lee LPS"]),
    (f"{LEE} was in charge of the {LPS}. {EK} then took over.", ["Ek LPS", "Lee LPS"]),
    (f"Le mandat de {LEE} à la tête du {LPS} s'achève.", ["Lee LPS"]),
    (f"Les directeurs du {LPS} et du [LTM|lab], {LEE} et {EK}, ont signé.", ["Ek LTM", "Lee LPS"]),
]
NOT_HELD = [
    f"{LEE} met the director of the {LPS}.",
    f"A thesis prepared at the {LPS} by a student under the direction of {LEE}.",
    f"The first author, {LEE}, studied at the {LPS}.",
    f"The {LPS} thanked {LEE}, director of Vela.",
    f"{LEE} leads a research unit at the {LPS}.",
    f"Réuni à l'{ENS} sous la présidence d'{LEE}, le jury a délibéré.",
    f"{LEE} is not the director of the {LPS}.",
]
STATUS = [
    (f"{LEE} was director of the {LPS}.", "former"),
    (f"{LEE}, alors directrice du {LPS}, a souri.", "former"),
    (f"{LEE} was appointed director of the {LPS}.", "asserted"),
    (f"{LEE}, until last month group leader at the {LPS}, smiled.", "former"),
    (f"{LEE} will be director of the {LPS}.", "planned"),
    (f"{LEE} is director of the {LPS}.", "asserted"),
    (f"The {LPS} has appointed {LEE} as its next director.", "planned"),
]
HOSTILE = [
    "[Ann Lee|person], director, ",
    "director of the ",
    "[Ann Lee|person] works at [LPS|lab] as a ",
    "direction de la direction ",
    "head, ",
    "[LPS|lab] in [2012|date], at [Lyon|place], ",
    "[Ann Lee|person], the new new new ",
    "he said that she ",
]


@pytest.mark.parametrize(("text", "held"), HELD, ids=[text for text, _ in HELD])
def test_a_post_is_given_to_its_holder(text: str, held: list[str]) -> None:
    release = read_marked(text)
    found = [f for f in release.relations.facts if f.predicate == "holds_position"]
    pairs = {f"{release.name(f.subject).split()[-1]} {release.name(f.object or 0)}" for f in found}
    assert pairs >= set(held)
    assert {p.split()[0] for p in pairs} == {p.split()[0] for p in held}


@pytest.mark.parametrize("text", NOT_HELD)
def test_no_post_is_read_where_none_is_stated(text: str) -> None:
    assert [f for f in read_marked(text).facts if "holds_position" in f] == []


@pytest.mark.parametrize(("text", "status"), STATUS, ids=[text for text, _ in STATUS])
def test_a_post_is_past_present_or_to_come(text: str, status: str) -> None:
    assert [f.status for f in read_marked(text).relations.facts if f.predicate == "holds_position"] == [status]


@pytest.mark.parametrize("unit", HOSTILE)
def test_posts_are_looked_for_in_linear_time(unit: str) -> None:
    clause = clause_of(unit * (4000 // len(re.sub(r"\[[^]]*\]", "x", unit))))
    begun = time.process_time()
    for stage in ("holder", "person", "topic", "successor", "deputy"):
        for rule in rules_of(stage):
            for form in rule.forms:
                if form.may_match(clause.text):
                    form.pattern.search(clause.text)
    assert time.process_time() - begun < SECONDS
