"""How a callout sits in the text: each shape with its markup, and with the markup lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from marked_documents import find_notes, told

from communique.document import Place, Style
from communique.findings import Findings
from communique.readers.builder import DocumentBuilder
from communique.steps.footnotes import FootnoteStep


class Nowhere:
    def locate(self, positions: Sequence[int]) -> tuple[Place, ...]:
        return ()


# id, the sentence with raised marks, the same with the markup lost, the reading text, what is found, and where it
# differs what is found without the markup. Notes 1, 2 … are added as "Body one", "Body two" …
SHAPES = [
    (
        "glued to acronyms",
        "Crews of the IPAG^1^ and of the LEGOS^2^ took part.",
        "Crews of the IPAG1 and of the LEGOS2 took part.",
        "Crews of the IPAG and of the LEGOS took part.",
        ["1: the IPAG -> Body one", "2: the LEGOS -> Body two"],
    ),
    (
        "glued to a surname before a French colon",
        "Anne Delvaux^1^ : la mer monte.",
        "Anne Delvaux1 : la mer monte.",
        "Anne Delvaux : la mer monte.",
        ["1: Anne Delvaux -> Body one"],
    ),
    (
        "glued to a common noun, an acronym follows",
        "a research laboratory^1^  (IRL) opens, and two joint workshops^2^ (ateliers)",
        "a research laboratory1  (IRL) opens, and two joint workshops2 (ateliers)",
        "a research laboratory (IRL) opens, and two joint workshops (ateliers)",
        ["1: research laboratory -> Body one", "2: joint workshops -> Body two"],
    ),
    (
        "inside a bracket, with a stray space",
        "at the laboratory (LIPC^1^ ) and in the centre (CRSA^2^ ).",
        "at the laboratory (LIPC1 ) and in the centre (CRSA2 ).",
        "at the laboratory (LIPC) and in the centre (CRSA).",
        ["1: laboratory (LIPC -> Body one", "2: centre (CRSA -> Body two"],
    ),
    (
        "on the last member of a slash list, beside a numbered university",
        "The ISTerre (CNRS/Université Savoie Mont Blanc^1^), and not the CRAL (Université Claude Bernard Lyon 1/CNRS).",
        "The ISTerre (CNRS/Université Savoie Mont Blanc1), and not the CRAL (Université Claude Bernard Lyon 1/CNRS).",
        "The ISTerre (CNRS/Université Savoie Mont Blanc), and not the CRAL (Université Claude Bernard Lyon 1/CNRS).",
        ["1: Mont Blanc -> Body one"],
    ),
    (
        "after a bracket, a full stop and a comma",
        "the particle laboratory (LAPC)^1^ with its ally (FLCP).^2^ The old LSCA,^3^ is closed.",
        "the particle laboratory (LAPC)1 with its ally (FLCP).2 The old LSCA,3 is closed.",
        "the particle laboratory (LAPC) with its ally (FLCP). The old LSCA, is closed.",
        ["1: laboratory (LAPC) -> Body one", "2: ally (FLCP). -> Body two", "3: old LSCA, -> Body three"],
    ),
    (
        "between name and possessive, and after it",
        "DESY^1^'s Hamburg halls, and ESRF's^2^ bright ring",
        "DESY1's Hamburg halls, and ESRF's2 bright ring",
        "DESY's Hamburg halls, and ESRF's bright ring",
        ["1: DESY -> Body one", "2: and ESRF's -> Body two"],
    ),
    (
        "between a unit's label and its number",
        "in the joint unit (UMI^1^ 3157 GLOBES)",
        "in the joint unit (UMI1 3157 GLOBES)",
        "in the joint unit (UMI 3157 GLOBES)",
        ["1: unit (UMI -> Body one"],
    ),
    (
        "in the middle of a noun phrase",
        "our seventh^1^ laboratory ; il s'est lancé^2^ .",
        "our seventh1 laboratory ; il s'est lancé2 .",
        "our seventh laboratory ; il s'est lancé .",
        ["1: our seventh -> Body one", "2: s'est lancé -> Body two"],
    ),
    (
        "with a space before it",
        "the team responsible ^1^ for the mirror, and the workshop ^2^.",
        "the team responsible 1 for the mirror, and the workshop 2.",
        "the team responsible for the mirror, and the workshop.",
        ["1: team responsible -> Body one", "2: the workshop -> Body two"],
    ),
    (
        "two persons",
        "Aïcha Benali^1^  & Pierre Joly^2^  : deux regards",
        "Aïcha Benali1  & Pierre Joly2  : deux regards",
        "Aïcha Benali & Pierre Joly : deux regards",
        ["1: Aïcha Benali -> Body one", "2: Pierre Joly -> Body two"],
    ),
    (
        "after a bracket and after a year",
        "le centre laser (Clia)^1^ à Talence, ouvert en 2019^2^. Aucun autre",
        "le centre laser (Clia) 1 à Talence, ouvert en 2019 2. Aucun autre",
        "le centre laser (Clia) à Talence, ouvert en 2019. Aucun autre",
        ["1: laser (Clia) -> Body one", "2: en 2019 -> Body two"],
    ),
    (
        "several at one place",
        "three hospitals^12^, two clinics^3,4^ and a school^5-7^.",
        "three hospitals1,2, two clinics3,4 and a school.",
        "three hospitals, two clinics and a school.",
        [
            "1: three hospitals -> Body one",
            "2: three hospitals -> Body two",
            "3: two clinics -> Body three",
            "4: two clinics -> Body four",
            "5: a school -> Body five",
            "6: a school -> Body six",
            "7: a school -> Body seven",
        ],
        [
            "1: three hospitals -> Body one",
            "2: three hospitals -> Body two",
            "3: two clinics -> Body three",
            "4: two clinics -> Body four",
            "5: - -> Body five",
            "6: - -> Body six",
            "7: - -> Body seven",
        ],
    ),
    (
        "one note called twice",
        "by NIMS^1^ and Tohoku University^2^; meanwhile, NIMS^1^ waits",
        "by NIMS1 and Tohoku University2; meanwhile, NIMS1 waits",
        "by NIMS and Tohoku University; meanwhile, NIMS waits",
        ["1: by NIMS -> Body one", "1: meanwhile, NIMS -> Body one", "2: Tohoku University -> Body two"],
    ),
    (
        "without a note, in the sequence",
        "The centre^1^ and the school^2^ agree; the talks go on^3^; they end in May.",
        "The centre1 and the school2 agree; the talks with partners3; they end in May.",
        None,
        ["1: The centre -> Body one", "2: the school -> Body two", "3: go on -> -"],
        ["1: The centre -> Body one", "2: the school -> Body two", "3: with partners -> -"],
    ),
    (
        "dropped",
        "The centre^1^ and the school agree.",
        "The centre and the school agree.",
        "The centre and the school agree.",
        ["1: The centre -> Body one", "2: - -> Body two"],
        ["1: - -> Body one", "2: - -> Body two"],
    ),
    (
        "on a scale that is itself numbered",
        "for low levels (TRL^1^  1 à 4 environ) and Sys2diag^2^ , in Montpellier",
        "for low levels and Sys2diag2 , in Montpellier",
        None,
        ["1: levels (TRL -> Body one", "2: and Sys2diag -> Body two"],
        ["2: and Sys2diag -> Body two", "1: - -> Body one"],
    ),
    (
        "in brackets, with and without a space",
        "the users[1], the agency (DLR) [2] in Bonn, for ten years [3].",
        "the users[1], the agency (DLR)[2] in Bonn, for ten years[3].",
        "the users, the agency (DLR) in Bonn, for ten years.",
        ["1: the users -> Body one", "2: agency (DLR) -> Body two", "3: ten years -> Body three"],
    ),
    (
        "several in brackets",
        "the users[1][2] and the agency [3, 4] and the lab[5-7]",
        "the users [1] [2] and the agency[3,4] and the lab [5–7]",
        "the users and the agency and the lab",
        [
            "1: the users -> Body one",
            "2: the users -> Body two",
            "3: the agency -> Body three",
            "4: the agency -> Body four",
            "5: the lab -> Body five",
            "6: the lab -> Body six",
            "7: the lab -> Body seven",
        ],
    ),
    (
        "in round brackets",
        "le consortium 3IA (1), Inria (2) et l'ESO (3) installé à Garching",
        "le consortium 3IA(1), Inria(2) et l'ESO(3) installé à Garching",
        "le consortium 3IA, Inria et l'ESO installé à Garching",
        ["1: consortium 3IA -> Body one", "2: 3IA, Inria -> Body two", "3: et l'ESO -> Body three"],
    ),
    (
        "Markdown debris",
        "the users[^1][^2] and the agency[^3].",
        "the users [^1] [^2] and the agency [^3].",
        "the users and the agency.",
        ["1: the users -> Body one", "2: the users -> Body two", "3: the agency -> Body three"],
    ),
    (
        "the word footnote in brackets",
        "the users[footnote 1] and the agency [footnote 2].",
        "the users [footnote 1] and the agency[footnote 2].",
        "the users and the agency.",
        ["1: the users -> Body one", "2: the agency -> Body two"],
    ),
    (
        "raised glyphs",
        "the users^1^ and the agency^2^, in 3 km^2^",
        "the users¹ and the agency², in 3 km²",
        None,
        ["1: the users -> Body one", "2: the agency -> Body two"],
    ),
]
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def body_count(*expected: list[str]) -> int:
    return max(int(line.split(":")[0]) for found in expected for line in found if not line.endswith("-> -"))


@pytest.mark.parametrize("row", SHAPES, ids=[r[0] for r in SHAPES])
def test_a_callout_with_its_markup(row: tuple) -> None:
    _, marked, _, reading, expected, *_ = row
    raised = "^" in marked.replace("[^", "")
    label = "^{}^ " if raised else "[{}] "
    notes = "\n".join(label.format(i) + f"Body {NUMBERS[i]}" for i in range(1, body_count(expected) + 1))
    found = find_notes(f"{marked}\n# Notes\n{notes}")
    assert told(found) == expected
    if reading:
        assert found.reading.text.split("\n")[0] == reading


@pytest.mark.parametrize("row", SHAPES, ids=[r[0] for r in SHAPES])
def test_a_callout_with_the_markup_lost(row: tuple) -> None:
    _, _, lost, reading, expected, *without = row
    label = "[{}] " if "[" in lost else "({}) " if "3IA(" in lost else "{}"
    notes = "\n".join(label.format(i) + f"Body {NUMBERS[i]}" for i in range(1, body_count(expected) + 1))
    found = find_notes(f"{lost}\n# Notes\n{notes}")
    assert told(found) == (without[0] if without else expected)
    if reading and not without:
        assert found.reading.text.split("\n")[0] == reading


def notes(count: int) -> str:
    return "\n# Notes\n" + "\n".join(f"^{i}^ Body {NUMBERS[i]}" for i in range(1, count + 1))


def test_a_soft_trap_yields_where_the_sequence_needs_its_mark() -> None:
    found = find_notes("The school^1^ works on hepatitis B^2^ with the port^3^." + notes(3))
    assert told(found)[1] == "2: hepatitis B -> Body two"


def test_a_soft_trap_holds_where_the_neighbours_are_not_called() -> None:
    found = find_notes("The school^1^ works with the space L^2^ of it." + notes(3))
    assert [len(n.callouts) for n in found.notes] == [1, 0, 0]


def test_two_callouts_of_which_one_has_no_note() -> None:
    found = find_notes("The school^1^ and three hospitals^24^ say^3^." + notes(3))
    assert told(found) == [
        "1: The school -> Body one",
        "2: three hospitals -> Body two",
        "4: three hospitals -> -",
        "3: hospitals say -> Body three",
    ]


def test_a_number_and_a_symbol_at_one_place() -> None:
    found = find_notes("The school^1*^ says." + notes(1) + "\n^*^ Body star")
    assert told(found) == ["1: The school -> Body one", "*: The school -> Body star"]


def test_a_symbol_without_a_note_beside_others() -> None:
    found = find_notes("The school* and the port† say.\n* Body star")
    assert told(found) == ["*: The school -> Body star", "†: the port -> -"]


def test_a_formula_without_a_base() -> None:
    builder = DocumentBuilder()
    for line in (r"The school\( ^1 \) and the port$^{2}$ say \(x^2\).", "Notes", "1. Body one", "2. Body two"):
        builder.begin_block()
        builder.append(line, -1, Style())
    found = FootnoteStep()(builder.build("text/html", Nowhere()), Findings())
    assert told(found) == ["1: The school -> Body one", "2: the port -> Body two"]
    assert found.reading.text.startswith(r"The school and the port say \(x^2\).")


def test_names_with_digits_in_a_text_without_markup() -> None:
    found = find_notes("The school1 of LS2X and the X22 port2 say; CERN1 too.\n# Notes\n1Body one\n2Body two")
    assert told(found) == [
        "1: The school -> Body one",
        "2: X22 port -> Body two",
    ]


@pytest.mark.parametrize("label", ["1", "2"])
def test_callouts_that_all_stand_apart(label: str) -> None:
    text = "The IRD 1, the LEGOS 2 and the port 3 of Lyon 2, with 4 boats, say."
    found = find_notes(text + "\n# Notes\n1 Body one\n2 Body two\n3 Body three")
    assert [len(n.callouts) for n in found.notes] == [1, 1, 1]
    assert found.reading.text.split("\n")[0] == "The IRD, the LEGOS and the port of Lyon 2, with 4 boats, say."
