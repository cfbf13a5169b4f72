"""How lines of a paragraph join: spaces, hyphens, slashes, dashes, addresses."""

from __future__ import annotations

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from typesetter import PROSE, Press

from communique.document import Document, Span
from communique.readers import read


def _set(*lines: str, before: str = "") -> Document:
    """A paragraph whose lines end where they are told to; `before` is a paragraph of evidence."""
    press = Press()
    top = 100.0
    if before:
        top, _ = press.paragraph(60, top, 400, before)
        top += 12
    for line in lines:
        press.line(60, top, line)
        top += 12
    return read(press.pdf())


def _joined(*lines: str, before: str = "") -> str:
    document = _set(*lines, before=before)
    return document.blocks[-1].span.of(document.text)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("ranking in co-", "publications apart from the EU", "ranking in co-publications apart from the EU"),
        ("the French-", "Canadian laboratories", "the French-Canadian laboratories"),
        ("an outbreak of COVID-", "19 in the town", "an outbreak of COVID-19 in the town"),
        ("y a-t-", "il un pilote", "y a-t-il un pilote"),
        ("the vice-", "president of the university", "the vice-president of the university"),
        ("Saint-Paul-lez-", "Durance, where it stands", "Saint-Paul-lez-Durance, where it stands"),
        ("between 2020-", "2024 and later", "between 2020-2024 and later"),
        ("run by CNRS/", "Université de Paris today", "run by CNRS/Université de Paris today"),
        ("run by CNRS /", "Université de Paris today", "run by CNRS / Université de Paris today"),
        ("the LN2 IRL—", "established in 2012", "the LN2 IRL—established in 2012"),
        ("the University of Sherbrooke", "—represents a step", "the University of Sherbrooke—represents a step"),
        ("the Zeeman–", "Raman chair is new", "the Zeeman–Raman chair is new"),
        ("the laboratory –", "it was small – moved", "the laboratory – it was small – moved"),
        ("the dash -", "between blanks stays", "the dash - between blanks stays"),
        ("les bâtiments de l'", "Université de Lyon", "les bâtiments de l'Université de Lyon"),
        ("le projet qu’", "elle dirige ici", "le projet qu’elle dirige ici"),
        ("in the students'", "own words, of course", "in the students' own words, of course"),
        ("see https://example.org/en/", "press/2022 for more", "see https://example.org/en/press/2022 for more"),
        ("see www.example.org/", "The unit is there", "see www.example.org/The unit is there"),
        ("write to marie.curie@", "example.org for more", "write to marie.curie@example.org for more"),
        ("the institute (", "CNRS) is there", "the institute (CNRS) is there"),
        ("an ordinary", "line end is a space", "an ordinary line end is a space"),
    ],
)  # fmt: skip
def test_line_ends(first: str, second: str, joined: str) -> None:
    assert _joined(first, second) == joined


@pytest.mark.parametrize(
    ("before", "first", "second", "joined"),
    [
        ("A laboratory for physics.", "the new labo-", "ratory is large", "the new laboratory is large"),
        (
            "Work on co-publications goes on.",
            "all of the co-",
            "publications count",
            "all of the co-publications count",
        ),
        ("Their cooperation is old.", "a closer co-", "operation was signed", "a closer cooperation was signed"),
    ],
)
def test_the_rest_of_the_document_decides(before: str, first: str, second: str, joined: str) -> None:
    assert _joined(first, second, before=before) == joined


def test_a_document_that_hyphenates_loses_its_hyphens() -> None:
    lines = (
        "The instrument was inaugu-",
        "rated in the presence of the adminis-",
        "tration of the university, whose vice-",
        "president praised the long-",
        "term efforts, the coordi-",
        "nators of the project and its benefici-",
        "aries, in well-",
        "chosen words and with some emo-",
        "tion.",
    )
    assert _joined(*lines) == (
        "The instrument was inaugurated in the presence of the administration of the university, whose vice-president "
        "praised the long-term efforts, the coordinators of the project and its beneficiaries, in well-chosen words "
        "and with some emotion."
    )


def test_a_document_that_does_not_hyphenate_keeps_them() -> None:
    document = _set("with a state-of-the-art laser-", "cooled source of ions", before=f"{PROSE} {PROSE}")
    assert document.text.endswith("with a state-of-the-art laser-cooled source of ions")


def test_a_hyphen_that_the_file_calls_soft_is_undone() -> None:
    press = Press()
    end = press.line(60, 100, "a well-known labo")
    press.canvas._code.append("/Span <</ActualText <FEFF00AD>>> BDC")  # as InDesign and Word write it
    press.line(end, 100, "-")
    press.canvas._code.append("EMC")
    press.line(60, 112, "ratory is large")
    assert read(press.pdf()).text == "a well-known laboratory is large"


def test_a_hyphen_that_is_undone_is_in_no_box() -> None:
    document = _set("the new labo-", "ratory is large", before="A laboratory for physics.")
    start = document.text.rindex("laboratory")
    first, second = document.places(Span(start, start + len("laboratory")))
    assert first.x1 - first.x0 == pytest.approx(stringWidth("labo", "Helvetica", 10))
    assert second.x1 - second.x0 == pytest.approx(stringWidth("ratory", "Helvetica", 10))
