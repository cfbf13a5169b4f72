"""Who takes part in something, where the text lists it: lists under a line, lines for countries or sides, tables."""

from __future__ import annotations

import pytest
from marked import read_marked

BOTH = ["Delta involves Optics", "Delta involves Waves"]

LISTED = {
    "the members are, with words between": (
        "The network [Delta|lab] opens.\nThe members of the network are, in good order:\n"
        "- the [Optics|lab] ;\n- the [Waves|lab].",
        BOTH,
    ),
    "made up of": (
        "The [Delta|lab] opens.\nThe backbone of [Delta|lab] will be made up of:\n- the [Optics|lab]\n"
        "- the [Waves|lab]",
        ["Delta involves Optics planned", "Delta involves Waves planned"],
    ),
    "a network of no name that consists of": (
        "The [Delta|lab] opens. It is old. [Delta|lab] grows.\nThe research network consists of:\n"
        "- the [Optics|lab]\n- the [Waves|lab]",
        BOTH,
    ),
    "units take part, French": (
        "Le laboratoire commun [Delta|lab] ouvre.\nTrois unités y participent :\n- l'[Optics|lab] ;\n- le [Waves|lab].",
        BOTH,
    ),
    "structures compose the network, French": (
        "Le réseau [Delta|lab] ouvre.\nCôté recherche, deux structures composent le réseau :\n"
        "- l'[Optics|lab] ;\n- le [Waves|lab].",
        BOTH,
    ),
    "a title with leaders": (
        "[Delta|lab] opens.\nMembers of [Delta|lab] and their group leaders\n"
        "- Finland: the [Optics|lab] ([Ann Lee|person]); the [Waves|lab]",
        BOTH,
    ),
    "the sentence before is about one of them": (
        "The [Optics|lab] coordinates [Delta|lab]. The members are:\n- the [Optics|lab]\n- the [Waves|lab]",
        BOTH,
    ),
    "items between semicolons in a paragraph": (
        "[Delta|lab] is a network. Members on the ground are:\nthe [Optics|lab], which coordinates;\n"
        "the [Waves|lab]; the [Tides|lab], since January.",
        [*BOTH[:1], "Delta involves Tides", *BOTH[1:]],
    ),
    "lines for countries": (
        "[Delta|lab] opens.\n# Who is in [Delta|lab]?\nFrom [Chile|place]: the [Optics|lab].\n"
        "From [Peru|place]: the [Waves|lab].",
        BOTH,
    ),
    "lines for sides, French": (
        "[Delta|lab] grandit. Deux laboratoires le composent. Du côté français, l'[Optics|lab]. "
        "Du côté chilien, le [Waves|lab].",
        BOTH,
    ),
    "sides within a sentence": (
        "The project [Delta|lab] began. It links, on the French side, the [Optics|lab] and, "
        "on the Chilean side, the [Waves|lab].",
        BOTH,
    ),
    "sides behind a colon": (
        "The project [Delta|lab] began. It involves two laboratories: on the French side, the [Optics|lab]; "
        "on the Chilean side, the [Waves|lab].",
        BOTH,
    ),
    "sides within a sentence, French": (
        "Le projet [Delta|lab] commence. Il associe, du côté français, l'[Optics|lab] et, "
        "du côté chilien, le [Waves|lab].",
        BOTH,
    ),
    "sides without a line that says so": (
        "The project [Delta|lab] began. On the French side: the [Optics|lab]. On the Chilean side: the [Waves|lab].",
        BOTH,
    ),
    "laboratories that work together": (
        "The project [Delta|lab] began. Two laboratories will work together: the [Optics|lab] and the [Waves|lab].",
        ["Delta involves Optics planned", "Delta involves Waves planned"],
    ),
    "its two laboratories": (
        "The project [Delta|lab] began. Its two laboratories are the [Optics|lab] and the [Waves|lab].",
        BOTH,
    ),
    "one finds there, French": (
        "Le projet [Delta|lab] commence. On y trouve l'[Optics|lab] et le [Waves|lab].",
        BOTH,
    ),
    "parts of it, French": (
        "Le projet [Delta|lab] commence. En font déjà partie l'[Optics|lab] et le [Waves|lab].",
        BOTH,
    ),
    "those three are": (
        "The project [Delta|lab] began. These two laboratories are the [Optics|lab] and the [Waves|lab].",
        BOTH,
    ),
    "staff sent": (
        "The project [Delta|lab] began. The [Optics|lab] and the [Waves|lab] will each second staff to [Delta|lab].",
        ["Delta involves Optics planned", "Delta involves Waves planned"],
    ),
    "a table of participating units": (
        "[Delta|lab] opens.\n# Participating units\nThe units have sent staff to [Delta|lab].\n"
        "| Unit | Area\n| [Optics|lab] | lenses\n| [Waves|lab] | seas",
        BOTH,
    ),
    "a table of members far below": (
        "[Delta|lab] was founded by the [CNRS|inst].\nIt rains.\nIt snows.\nIt pours.\nIt hails.\n"
        "It blows.\nNobody came.\n"
        "# Who works there\n| Member | Role\n| [Optics|lab] | lenses\n| [Waves|lab] | seas",
        ["Delta affiliated_with CNRS partner", *BOTH],
    ),
}

UNLISTED = {
    "guests": "The [Delta|lab] opens.\nThree teams met there:\n- the [Optics|lab]\n- the [Waves|lab]",
    "those that are no members": (
        "[Delta|lab] opens.\nThree units do not take part:\n- the [Optics|lab]\n- the [Waves|lab]"
    ),
    "teams of an experiment": (
        "Le [Delta|lab] grandit.\nTrois équipes seront associées aux expériences :\n- l'[Optics|lab] ;\n"
        "- le [Waves|lab]."
    ),
    "parties to a study": (
        "[Delta|lab] began a study, in which these units take part:\n- the [Optics|lab]\n- the [Waves|lab]"
    ),
    "winners": "[Delta|lab] gave its prize.\nThe winning teams are:\n- the [Optics|lab]\n- the [Waves|lab]",
    "a line for a country without a list": "[Delta|lab] opens.\nFrom [Chile|place]: the [Optics|lab] sent flowers.",
    "a country of others": "[Delta|lab] has members. It rains.\nFrom [Chile|place]: the [Optics|lab].",
    "a side that sends flowers": "[Delta|lab] opens. On the French side, the [Optics|lab] sent flowers.",
    "laboratories that only open": "[Delta|lab] opens. Two laboratories opened: the [Optics|lab] and the [Waves|lab].",
    "equipment sent": "[Delta|lab] opens. The [Optics|lab] will send chairs to [Delta|lab].",
    "a table of units of no heading": (
        "[Delta|lab] opens.\n# Dates\n| Unit | Area\n| [Optics|lab] | lenses\n| [Waves|lab] | seas"
    ),
    "a table before its network is named": (
        "# Prizes\n| Member | Role\n| [Optics|lab] | lenses\n| [Waves|lab] | seas\n"
        "[Delta|lab] was founded by the [CNRS|inst]."
    ),
}


@pytest.mark.parametrize(("text", "facts"), LISTED.values(), ids=LISTED)
def test_a_list_of_members_is_read(text: str, facts: list[str]) -> None:
    assert read_marked(text).facts == facts


@pytest.mark.parametrize("text", UNLISTED.values(), ids=UNLISTED)
def test_a_list_of_others_is_not(text: str) -> None:
    assert [fact for fact in read_marked(text).facts if " involves " in fact] == []
