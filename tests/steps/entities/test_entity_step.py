"""What holds for every release: exact spans, whole sentences, the same answer again, time in proportion to length."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from written_releases import WrittenRelease, write_release

from communique.findings import Findings, Language
from communique.steps.entities import EntityStep

LINES: dict[Language, list[str]] = {
    "en": [
        "# The Salt Rock Laboratory opens",
        "The Salt Rock Laboratory^1 (SRL, UMR 5217) of the CNRS, headed by Dr. Ada Brunel-Keita, opened at St. John's.",
        "“It is cold,” said Brunel-Keita. The laboratory has 40 staff from the universities of Leeds and York.",
        "- University of Oxford: Prof. Tom Field, Department of Cold Matter",
        "@1 Formerly the Rock Mechanics Laboratory (CNRS/University of Oxford).",
    ],
    "fr": [
        "# L'IRL Otalis ouvre à Lima",
        "L'IRL Otalis^1, dirigée par Mme Ada Brunel-Keita, est née le 2 mai. « Il y fait froid », dit M. Brunel-Keita.",
        "Ce laboratoire réunit l'équipe « Glace et neige » et le Laboratoire de physique des houles (UMR 7654).",
        "- CNRS : Tom Field, directeur adjoint scientifique",
        "@1 Observatoire tropical d'analyse des littoraux et des îles (CNRS/IRD).",
    ],
}


@pytest.fixture(params=["en", "fr"])
def release(request: pytest.FixtureRequest) -> WrittenRelease:
    language: Language = request.param
    return write_release(*LINES[language], language=language)


def test_every_mention_is_an_exact_span_of_some_form(release: WrittenRelease) -> None:
    text = release.document.text
    for entity in release.entities().entities:
        forms = {entity.name, *entity.aliases}
        for mention in entity.mentions:
            words = mention.span.of(text)
            assert words == words.strip()
            assert mention.source == "reference" or words in forms or any(words in form for form in forms)


def test_mentions_do_not_overlap(release: WrittenRelease) -> None:
    spans = sorted((m.start, m.end) for e in release.entities().entities for m in e.mentions)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_keys_count_from_zero_in_the_order_of_first_mentions(release: WrittenRelease) -> None:
    found = release.entities().entities
    assert [e.key for e in found] == list(range(len(found)))
    firsts = [min(m.start for m in e.mentions if m.source != "reference") for e in found]
    assert firsts == sorted(firsts)


def test_no_sentence_crosses_a_block_and_all_words_are_in_one(release: WrittenRelease) -> None:
    text = release.document.text
    sentences = release.entities().sentences
    assert all("\n" not in s.of(text) for s in sentences)
    assert "".join("".join(s.of(text).split()) for s in sentences) == "".join(text.split())


def test_no_name_crosses_a_sentence(release: WrittenRelease) -> None:
    found = release.entities()
    for entity in found.entities:
        for mention in entity.mentions:
            assert any(s.contains(mention.span) for s in found.sentences)


def test_the_same_release_gives_the_same_findings(release: WrittenRelease) -> None:
    before = (release.document.text, release.findings)
    assert release.entities() == release.entities()
    assert (release.document.text, release.findings) == before


def test_the_model_may_speak_up(release: WrittenRelease) -> None:
    assert {e.name for e in release.entities(model=True).entities} >= {"CNRS", "Ada Brunel-Keita"}


@pytest.mark.parametrize("missing", ["footnotes", "structure"])
def test_the_step_needs_what_it_says(missing: str) -> None:
    release = write_release("The CNRS pays.")
    findings: Findings = replace(release.findings, **{missing: None})
    with pytest.raises(ValueError, match="needs"):
        EntityStep(model=False)(release.document, findings)


HOSTILE: dict[str, str] = {
    "brackets": "(" * 4000,
    "acronyms in brackets": "Institute (ABC) " * 800,
    "one surname for ever": "Dr Ada Brunel said. " + "Brunel " * 4000,
    "laboratories in a row": "Laboratory of " * 3000,
    "commas": "Institute of Arts, " * 2000,
    "labels": "l'équipe UMR " * 2000,
    "capitals": "A B C D " * 2500,
    "hyphens": "A-" * 6000,
    "nouns that refer": "The CNRS. " + "The laboratory " * 2500,
    "plurals": "the universities of Leeds and " * 1500,
    "particles": "Jan van de " * 2500,
    "quotes": "« équipe " * 2500,
    "names of the core table": "CNRS Inserm " * 2500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_is_in_proportion_to_length(text: str) -> None:
    """Four times the text may take eight times as long, never sixteen times; short runs are lost in the noise."""
    write_release("The CNRS pays.").entities()

    def seconds(words: str) -> float:
        release = write_release(words)
        begin = time.perf_counter()
        release.entities()
        return time.perf_counter() - begin

    quarter = text[: len(text) // 4]
    fast = max(0.05, min(seconds(quarter) for _ in range(2)))
    assert min(seconds(text) for _ in range(2)) < 9 * fast


@pytest.mark.parametrize("words", ["", " ", "?", "(", "«", "\t", "CNRS", "de", "the", "’", "-", "UMR", "Dr", "l'"])
def test_a_text_of_next_to_nothing_is_read(words: str) -> None:
    release = write_release(words or " ", language="fr")
    assert len(release.entities().entities) <= 1
