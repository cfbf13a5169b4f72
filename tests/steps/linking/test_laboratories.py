"""Laboratories: unit codes, supervising institutions, and names that say little."""

from __future__ import annotations

import pytest
from linked import entity, organisation, read, ror_of

from communique.document import Document
from communique.errors import ISSUE_CODES
from communique.findings import Findings
from communique.registry.index import Registry
from communique.steps.linking import LinkStep

CNRS, INSERM, GRENOBLE, NANTES, OXFORD = "02feahw73", "02vjkv261", "02rx3b187", "03gnr7b55", "052gg0110"
LIG, IGBMC, LMD = "01c8rcg82", "0015ws592", "000ehr937"
PHYSICS, PHYSICS_LAB = "03c59nw07", "03hxzy361"

UNITS = Registry.of(
    [
        organisation(CNRS, "Centre national de la recherche scientifique", "FR", acronym="CNRS", types=("government",)),
        organisation(INSERM, "Institut national de la santé et de la recherche médicale|Inserm", "FR"),
        organisation(GRENOBLE, "Université Grenoble Alpes", "FR", city="Grenoble"),
        organisation(NANTES, "Nantes Université", "FR", city="Nantes"),
        organisation(OXFORD, "University of Oxford", "GB", city="Oxford"),
        organisation(
            LIG,
            "Laboratoire d'informatique de Grenoble",
            "FR",
            acronym="LIG",
            city="Grenoble",
            rnsr="200711886U",
            kind="laboratory",
            codes=["UMR 5217"],
            parents=[CNRS, GRENOBLE],
            types=("facility",),
        ),
        organisation(
            LMD,
            "Laboratoire de météorologie dynamique",
            "FR",
            acronym="LMD",
            city="Palaiseau",
            kind="laboratory",
            codes=["UMR 8539"],
            parents=[CNRS],
            types=("facility",),
        ),
        organisation(
            "",
            "Centre de recherche en transplantation",
            "FR",
            city="Nantes",
            rnsr="201722568D",
            kind="laboratory",
            codes=["U1064"],
            parents=[INSERM, NANTES],
            types=(),
        ),
        organisation(
            PHYSICS,
            "Department of Physics",
            "GB",
            city="Oxford",
            kind="laboratory",
            parents=[OXFORD],
            types=("facility",),
        ),
    ],
    "units",
    "1",
)


def test_a_code_and_the_supervisors_link_a_laboratory() -> None:
    text = "Un robot\nLe Laboratoire d'informatique de Grenoble (UMR 5217, CNRS/Université Grenoble Alpes) a un robot."
    found = entity(read(UNITS, text, language="fr"), "Laboratoire d'informatique de Grenoble")
    assert (found.ror, found.rnsr, found.country) == (f"https://ror.org/{LIG}", "200711886U", "FR")


def test_a_unit_that_only_the_national_registry_knows_has_its_number() -> None:
    text = "Une greffe\nLe Centre de recherche en transplantation (U1064, Inserm/Nantes Université) ouvre une étude."
    found = entity(read(UNITS, text, language="fr"), "Centre de recherche en transplantation")
    assert (found.ror, found.rnsr, found.candidates) == (None, "201722568D", ())


def test_a_code_like_a_french_one_means_nothing_abroad() -> None:
    text = "A robot\nThe Prairie Robot Laboratory (UMR 5217), in Rolla, Missouri, United States, has a robot."
    assert ror_of(read(UNITS, text), "Prairie Robot Laboratory") is None


def test_a_short_acronym_needs_more_than_a_french_release() -> None:
    text = "Un nuage\nLe laboratoire LMD a mesuré le nuage pendant la nuit."
    release = read(UNITS, text, language="fr", dateline="Lille, le 12 mars 2021")
    assert ror_of(release, "LMD") is None


def test_a_supervising_institution_confirms_the_acronym() -> None:
    text = "Un nuage\nLe LMD (CNRS/École polytechnique) a mesuré le nuage pendant la nuit."
    assert ror_of(read(UNITS, text, language="fr"), "LMD") == LMD


def test_a_name_without_words_of_its_own_is_linked_with_its_parent() -> None:
    text = "A prize\nThe Department of Physics of the University of Oxford has won the prize."
    assert ror_of(read(UNITS, text), "Department of Physics") == PHYSICS


@pytest.mark.parametrize(
    "text",
    [
        "A prize\nThe Department of Physics of Lund University has won the prize.",
        "A prize\nThe Department of Physics has won the prize.",
    ],
    ids=["another-parent", "no-parent"],
)
def test_a_name_without_words_of_its_own_is_not_linked_without_it(text: str) -> None:
    assert ror_of(read(UNITS, text), "Department of Physics") is None


def test_a_laboratory_does_not_get_the_id_of_its_parent() -> None:
    text = "A prize\nThe Department of Chemistry of the University of Oxford has won the prize."
    release = read(UNITS, text)
    assert (ror_of(release, "Department of Chemistry"), ror_of(release, "University of Oxford")) == (None, OXFORD)


def test_other_parents_than_the_registrys_are_an_issue_and_the_fact_stays() -> None:
    text = "Un robot\nLe Laboratoire d'informatique de Grenoble (LIG, UMR 5217, Inserm/Nantes Université) a un robot."
    release = read(UNITS, text, language="fr")
    (issue,) = [i for i in release.issues if i.code == "registry.parents-differ"]
    assert "the registry gives Centre national de la recherche scientifique, Université Grenoble Alpes" in issue.message
    assert issue.start is not None
    assert issue.end is not None
    assert "Inserm" in release.text[issue.start : issue.end]
    stated = {f.object for f in release.facts if f.predicate == "affiliated_with"}
    assert stated == {entity(release, "Inserm").id, entity(release, "Nantes Université").id}


@pytest.mark.parametrize(
    "parents", ["CNRS/Université Grenoble Alpes", "CNRS/Nantes Université", "CNRS/Université de Mars"], ids=str
)
def test_parents_that_agree_in_part_are_no_issue(parents: str) -> None:
    text = f"Un robot\nLe Laboratoire d'informatique de Grenoble (LIG, UMR 5217, {parents}) a un robot."
    assert "registry.parents-differ" not in {i.code for i in read(UNITS, text, language="fr").issues}


def test_the_codes_are_documented() -> None:
    assert {"linking.ambiguous", "registry.parents-differ"} <= ISSUE_CODES.keys()


def test_without_the_findings_that_it_needs_the_step_refuses() -> None:
    with pytest.raises(ValueError, match="needs the findings"):
        LinkStep(UNITS)(Document.__new__(Document), Findings())
