"""Who takes part in what a sentence does not name: the joint structure that its paragraph or release is about."""

from __future__ import annotations

import pytest
from marked import read_marked

BOTH = ["Delta involves Optics", "Delta involves Waves"]

TOLD = {
    "takes part, as does": ("[Delta|lab] is a network. The [Optics|lab] takes part, as does the [Waves|lab].", BOTH),
    "besides": ("[Delta|lab] is a network. Besides the [Optics|lab], the [Waves|lab] is on board.", BOTH),
    "they are joined by": (
        "[Delta|lab] is a network. The [Optics|lab] takes part. They have been joined by the [Waves|lab].",
        BOTH,
    ),
    "represented in a row": (
        "[Delta|lab] unites two crafts. [Talence|place] is represented by the [Optics|lab], and [Wako|place] by the "
        "[Waves|lab].",
        BOTH,
    ),
    "bring and look after": (
        "[Delta|lab] unites two crafts. The [Optics|lab] brings the lasers; the [Waves|lab] is in charge of the basin.",
        BOTH,
    ),
    "from here and from there": (
        "[Delta|lab] is a network. From [Lyon|place] comes the [Optics|lab], from [Kyoto|place] the [Waves|lab].",
        BOTH,
    ),
    "nodes": ("[Delta|lab] is a network. The [Optics|lab] and the [Waves|lab] are the first academic nodes.", BOTH),
    "list goes on over a place and a clause": (
        "[Delta|lab] is a network. Its members are the [Optics|lab], which is old, and, in [Oslo|place], the "
        "[Waves|lab].",
        BOTH,
    ),
    "coordination, French": (
        "Le réseau [Delta|lab] grandit. La coordination en incombe à l'[Optics|lab].",
        BOTH[:1],
    ),
    "takes part, French": (
        "Le réseau [Delta|lab] grandit. L'[Optics|lab] y participe, ainsi que le [Waves|lab].",
        BOTH,
    ),
}

LEFT = {
    "a denial": "[Delta|lab] is a network. The [Optics|lab] is not on board.",
    "a loan": "[Delta|lab] is a network. The [Optics|lab] lends its boats.",
    "a study": "[Delta|lab] is a network. The study is out. The [Optics|lab] took part.",
    "a former member": "[Delta|lab] is a network. The [Optics|lab], a former member, takes part.",
    "no joint structure": "The [Delta|lab] is old. [Ann Lee|person] left. The [Optics|lab] brings the lasers.",
    "a race": "[Delta|lab] is a network. The [Optics|lab] takes part in a race.",
    "an observer, French": "Le réseau [Delta|lab] grandit. L'[Optics|lab] y participe comme observateur.",
}


def _involved(text: str) -> list[str]:
    return [fact for fact in read_marked(text).facts if " involves " in fact]


@pytest.mark.parametrize(("text", "members"), TOLD.values(), ids=TOLD)
def test_who_takes_part_is_read(text: str, members: list[str]) -> None:
    assert sorted(_involved(text)) == sorted(members)


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_others_are_left(text: str) -> None:
    assert _involved(text) == []
