"""Language detection: short texts, texts full of the other language's names, texts in neither."""

from __future__ import annotations

import pytest

from communique.language.detect import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The Institut de physique de Nice and the Université de Lorraine have opened a joint laboratory with the "
            "Centre national de la recherche scientifique. It will be headed by Anne Lesage.",
            "en",
        ),
        (
            "Le Lawrence Berkeley National Laboratory et la University of California accueilleront une équipe de "
            "chercheurs de l'Institute of Physics of the Czech Academy of Sciences, qui sera dirigée par Jan Novák.",
            "fr",
        ),
        ("Two departments become one. It is not the first time.", "en"),
        ("Deux départements n'en font plus qu'un. Ce n'est pas la première fois.", "fr"),
    ],
    ids=["english with french names", "french with english names", "short english", "short french"],
)
def test_the_language_is_that_of_the_sentences_not_of_the_names(text: str, language: str) -> None:
    detected = detect_language(text)
    assert (detected.language, detected.certain) == (language, True)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Le laboratoire est dirigé par une physicienne qui n'en est pas à ses débuts.", "en", "fr"),
        ("The laboratory is headed by a physicist who has been there before.", "fr-FR", "en"),
        ("INSA Lyon 2023", "fr", "fr"),
        ("INSA Lyon 2023", "", "en"),
    ],
    ids=["wrongly declared english", "wrongly declared french", "only the declaration", "nothing at all"],
)
def test_what_the_page_declares_is_a_weak_hint(text: str, declared: str, language: str) -> None:
    assert detect_language(text, declared=declared).language == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "INSA Lyon 2023",
        "Das Institut für Festkörperforschung hat ein neues Labor eröffnet, das von Anna Schmidt geleitet wird.",
        "The laboratory is open. Le laboratoire est ouvert et il sera agrandi. It will be enlarged.",
    ],
    ids=["empty", "no words", "german", "both at once"],
)
def test_a_text_that_is_neither_is_uncertain(text: str) -> None:
    assert not detect_language(text).certain
