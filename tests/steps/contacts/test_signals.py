"""Telephone numbers and addresses: found as printed, given in the form that programs use."""

from __future__ import annotations

import pytest

from communique.document import Run, Style
from communique.rules.loader import load_table
from communique.steps.contacts.signals import find_signals, plain_email, standard_phone


def test_every_example_of_the_contact_rules_holds() -> None:
    assert load_table("contacts").check_examples() == []


@pytest.mark.parametrize(
    ("written", "regions", "standard"),
    [
        ("+33 1 44 96 51 51", [], "+33144965151"),
        ("+33 (0)6 16 38 56 27", [], "+33616385627"),
        ("+44 (0)1865 280528", [], "+441865280528"),
        ("(+221) 33 839 92 00", [], "+221338399200"),
        ("0033 1 44 96 51 51", [], "+33144965151"),
        ("01 44 23 60 97", [], "+33144236097"),
        ("01.44.23.60.97", [], "+33144236097"),
        ("(510) 486-5183", [], "+15104865183"),
        ("514 343-6111, poste 0000", [], "+15143436111;ext=0000"),
        ("020 7594 0000", ["GB"], "+442075940000"),
        ("020 7594 0000", [], "020 7594 0000"),
        ("04 382 46 00", [], "04 382 46 00"),
        ("04 382 46 00", ["BE"], "+3243824600"),
        ("12345678", ["GB"], "12345678"),
    ],
)
def test_a_number_is_standard_where_its_country_is_sure(written: str, regions: list[str], standard: str) -> None:
    assert standard_phone(written, regions) == standard


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("presse@polaire.example", "presse@polaire.example"),
        ("presse [at] polaire.example", "presse@polaire.example"),
        ("presse(at)polaire(dot)example", "presse@polaire.example"),
    ],
)
def test_an_address_loses_its_disguise(written: str, plain: str) -> None:
    assert plain_email(written) == plain


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Anna Bell, tel. +33 1 44 23 60 97, bell@polar.example", ["+33 1 44 23 60 97", "bell@polar.example"]),
        ("Tel +33 1 44 23 60 97 – Fax +33 1 44 23 60 98", ["+33 1 44 23 60 97"]),
        ("01 58 35 00 00 (24 h/24, 7 j/7)", ["01 58 35 00 00"]),
        ("tel. +45 35 45 66 12 (08:00–16:00)", ["+45 35 45 66 12"]),
        ("Avda. Complutense 40, 28040 Madrid", []),
        ("doi:10.5555/2024.0212, UMR 5217, on 12.05.2021", []),
        ("look at this. The CNRS@CREATE", []),
    ],
)
def test_only_numbers_that_can_be_called_are_found(text: str, values: list[str]) -> None:
    assert [s.value for s in find_signals(text)] == values


def test_a_link_gives_the_address_that_the_words_do_not_show() -> None:
    run = Run(107, 112, Style(link="mailto:anna.bell%40polar.example?subject=Ice"))
    assert [s.value for s in find_signals("Write: email", [run], 100)] == ["anna.bell@polar.example"]
