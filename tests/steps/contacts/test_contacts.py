"""Press contacts of whole releases: one entry a person or office."""

from __future__ import annotations

import pytest
from releases import read_release

from communique.findings import Contact
from communique.steps.contacts import ContactStep

HEAD = "Paris, 3 May 2021\n# Ice that remembers\nThe laboratory opens its doors to everyone on Monday of next week.\n"


def contacts(marked: str) -> list[Contact]:
    release = read_release(HEAD + marked)
    return list(ContactStep()(release.document, release.findings).contacts)


ADDRESS = "presse@polaire.example"
BELL = Contact("Anna Bell", "Polar Institute", "+33144236097")


@pytest.mark.parametrize(
    "marked",
    [
        "Contact: {Anna Bell}, press officer, <Polar Institute>, +33 1 44 23 60 97",
        "Contact presse : {Anna Bell}, attachée de presse, <Polar Institute> – 01 44 23 60 97",
        "## Press contact\n{Anna Bell} | press officer | <Polar Institute> | T +33 1 44 23 60 97",
        "**Contacts**\n{Anna Bell}\nHead of Press\n<Polar Institute>\nTel: +33 1 44 23 60 97",
        "Press: {Anna Bell} (<Polar Institute>), 01 44 23 60 97",
        "Contact: {Anna Bell}, communications officer at <Polar Institute>, +33 1 44 23 60 97",
        "Press, <Polar Institute>: {Anna Bell}, +33 1 44 23 60 97",
        "Contact: {Anna Bell}, <Polar Institute>, +33 1 44 23 60 97 – Photo: © {Carl Dahl}",
        "Photo: {Carl Dahl}. Further information: {Anna Bell}, <Polar Institute>, tel. +33 1 44 23 60 97",
        "Press office: +33 1 44 23 60 97 · {Anna Bell}, <Polar Institute>",
    ],
)
def test_name_organisation_and_number_of_one_person_are_read(marked: str) -> None:
    assert contacts(marked) == [BELL]


@pytest.mark.parametrize(
    "marked",
    [
        "Contacts: {Anna Bell}, <Polar Institute>, +33 1 44 23 60 97; {Carl Dahl}, <CNRS>, dahl@cnrs.example",
        "## Contacts\n{Anna Bell}, <Polar Institute>, +33 1 44 23 60 97\n{Carl Dahl}, <CNRS>, dahl@cnrs.example",
        "## Contacts\n{Anna Bell}, <Polar Institute>, +33 1 44 23 60 97 {Carl Dahl}, <CNRS>, dahl@cnrs.example",
    ],
    ids=["semicolon", "line", "line end lost"],
)
def test_two_persons_are_two_contacts(marked: str) -> None:
    assert contacts(marked) == [BELL, Contact("Carl Dahl", "CNRS", None, "dahl@cnrs.example")]


def test_a_person_without_number_stays() -> None:
    assert contacts("Contact: {Anna Bell}, press officer, <Polar Institute>") == [
        Contact("Anna Bell", "Polar Institute")
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Media office: +41 22 379 00 00", Contact(phone="+41223790000")),
        ("Contact : presse@polaire.example – 04 73 17 00 00", Contact(None, None, "+33473170000", ADDRESS)),
        (f"## Contact\n<CNRS> press | T +33 1 44 96 51 51 | {ADDRESS}", Contact(None, "CNRS", "+33144965151", ADDRESS)),
        ("## Contact\n[Write to us](mailto:presse@polaire.example)", Contact(email=ADDRESS)),
    ],
)
def test_an_office_without_a_person_is_a_contact(marked: str, expected: Contact) -> None:
    assert contacts(marked) == [expected]


def test_a_name_that_the_entity_step_did_not_give_is_read_by_its_form() -> None:
    assert contacts("Contact: Anna Bell, press officer, Polar Institute, +33 1 44 23 60 97") == [BELL]


@pytest.mark.parametrize(
    "marked",
    [
        "The office answers under +33 1 44 23 60 97 and is glad to do so, as it has been for many years.",
        "Photo: © {Carl Dahl}",
        "## Contacts",
    ],
)
def test_a_number_or_a_name_elsewhere_is_no_contact(marked: str) -> None:
    assert contacts(marked) == []
