"""What a sentence says of something that it only refers to: members, boards, heads and places of an earlier name."""

from __future__ import annotations

import pytest
from marked import read_marked

SAID = {
    "a name that says no kind": (
        "[Kalon|lab] works on hearts. The team is run by [Inria|inst].",
        ["Kalon affiliated_with Inria supervisor"],
    ),
    "a name that says no kind, French": (
        "[Kalon|lab] modélise l'arythmie. Portée par [Inria|inst] et le [CNRS|inst], cette équipe grandit.",
        ["Kalon affiliated_with CNRS supervisor", "Kalon affiliated_with Inria supervisor"],
    ),
    "contribute to it": (
        "The [Delta Centre|lab] is a network. Two laboratories contribute to it: the [Optics|lab] and the [Waves|lab].",
        ["Delta Centre involves Optics", "Delta Centre involves Waves"],
    ),
    "a further member": (
        "The [Delta Centre|lab] grew. A new member, the [Waves|lab], signed in May.",
        ["Delta Centre involves Waves"],
    ),
    "a core": (
        "The [Delta Centre|lab] grew. Two teams form its core: the [Optics|lab] and the [Waves|lab].",
        ["Delta Centre involves Optics", "Delta Centre involves Waves"],
    ),
    "a clitic object of the sentence before a semicolon": (
        "Elle anime le [Delta|lab], qui fédère neuf unités ; le [LOV|lab], à Lyon, l'a rejoint en mai.",
        ["Delta involves LOV", "LOV located_in Lyon"],
    ),
    "part of what stands before a semicolon": (
        "Le [Delta|lab] ouvrira ; l'[Optics|lab] et le [Waves|lab] en feront partie.",
        ["Delta involves Optics planned", "Delta involves Waves planned"],
    ),
    "its members, of which the subject is one": (
        "The [Delta|lab] is young; the [Optics|lab] and the [Waves|lab] are its founding members.",
        ["Delta involves Optics", "Delta involves Waves"],
    ),
    "a hub": (
        "The [Delta Hub|lab] grew. It rains. The [CNRS|inst] pays. "
        "Two groups form the hub: the [Optics|lab] and the [Waves|lab].",
        ["Delta Hub involves Optics", "Delta Hub involves Waves"],
    ),
    "a supervisory board": (
        "The [Delta Centre|lab] grew. The supervisory board is chaired by [Ann Lee|person].",
        ["Ann Lee holds_position Delta Centre ‘chaired’"],
    ),
    "a clitic object": (
        "[Pluvio|lab] prévoit les orages. [Inria|inst] et l'[INSA|inst] l'ont montée ensemble.",
        ["Pluvio affiliated_with INSA partner", "Pluvio affiliated_with Inria partner"],
    ),
    "attached to it": (
        "Le [Pôle Ondes|lab] grandit. Le [LOV|lab] et le [LMD|lab] y sont rattachés.",
        ["LMD affiliated_with Pôle Ondes part_of", "LOV affiliated_with Pôle Ondes part_of"],
    ),
    "the second verb of a relative clause": (
        "It follows [GRID|lab], a consortium that ran in haste and involved the [Optics|lab] and [Zento|inst].",
        ["GRID affiliated_with Zento partner", "GRID involves Optics"],
    ),
    "a note that is a noun phrase, with a place": (
        "Samples went to the [LPX|lab]^1.\n@1 A laboratory of [MIT|inst] in Boston.",
        ["LPX affiliated_with MIT part_of via 1", "LPX located_in Boston via 1"],
    ),
    "a note that is an address": (
        "Samples went to the [LPX|lab]^1.\n@1 [Institute of Waves=LPX|lab], [MIT|inst], [Boston|place].",
        ["LPX affiliated_with MIT part_of via 1", "LPX located_in Boston via 1"],
    ),
    "a note with a companion": (
        "Samples went to the [LPX|lab]^1.\n@1 [CNRS|inst]/[IRD|inst], avec l'[ENVT|inst].",
        [
            "LPX affiliated_with CNRS supervisor via 1",
            "LPX affiliated_with ENVT partner via 1",
            "LPX affiliated_with IRD supervisor via 1",
        ],
    ),
    "an item of a list in several sentences": (
        "Two teams arrive:\n- [Kalon|lab] works on hearts. It is run by [Inria|inst].\n- [Vela|lab] works on ears.",
        ["Kalon affiliated_with Inria supervisor"],
    ),
}

UNSAID = {
    "launched in a house is not housed there": "The network [GRID|lab] was launched yesterday at the [CHUV|inst].",
    "a name with a kind of its own is not called by another": (
        "The [Optics Laboratory|lab] grew. The hospital is run by [Inria|inst]."
    ),
    "a board of nobody": "[Ann Lee|person] slept. The board met.",
}


@pytest.mark.parametrize(("text", "facts"), SAID.values(), ids=SAID)
def test_a_sentence_speaks_of_what_it_refers_to(text: str, facts: list[str]) -> None:
    assert read_marked(text).facts == facts


@pytest.mark.parametrize("text", UNSAID.values(), ids=UNSAID)
def test_nothing_is_said_of_what_is_not_meant(text: str) -> None:
    assert [f for f in read_marked(text).facts if "founded_on" not in f] == []
