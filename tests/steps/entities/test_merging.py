"""One entity a named thing: what brackets, notes, later mentions and surnames unite, and what must stay apart."""

from __future__ import annotations

import pytest
from written_releases import summary, write_release

from communique.findings import Language
from communique.steps.entities.merging import merge_names
from communique.steps.entities.names import make_names

Expected = tuple[str, str, frozenset[str]]


def lab(name: str, *aliases: str) -> Expected:
    return "laboratory", name, frozenset(aliases)


def inst(name: str, *aliases: str) -> Expected:
    return "institution", name, frozenset(aliases)


def person(name: str, *aliases: str) -> Expected:
    return "person", name, frozenset(aliases)


UNITED: dict[str, tuple[Language, list[str], list[Expected]]] = {
    "short form in brackets": (
        "en",
        ["The Institute for Cold Matter (ICM) opened in May. ICM has 40 staff."],
        [lab("Institute for Cold Matter", "ICM")],
    ),
    "long form in brackets": (
        "fr",
        ["Le GEOLAB (Laboratoire de géographie physique et environnementale) déménage."],
        [lab("Laboratoire de géographie physique et environnementale", "GEOLAB")],
    ),
    "long form after a comma": (
        "fr",
        ["Le LGPE, le Laboratoire de géologie des plis et des environnements, déménage."],
        [lab("Laboratoire de géologie des plis et des environnements", "LGPE")],
    ),
    "long form in a note": (
        "fr",
        ["Le LATIS^1 a publié ses mesures.", "@1 Laboratoire de traitement de l'information spatiale."],
        [lab("Laboratoire de traitement de l'information spatiale", "LATIS")],
    ),
    "long form in a note that no word announces": (
        "fr",
        ["Une hydrologue du laboratoire G-EAU^1 a parlé.", "@1 Gestion de l'eau, acteurs, usages : 40 personnes."],
        [lab("Gestion de l'eau, acteurs, usages", "G-EAU")],
    ),
    "long form in a note, the noun for a unit before the callout": (
        "en",
        [
            "They were weighed by the LATIS laboratory^1.",
            "@1 Laboratory for Analysis of Tiny Ice Samples, in two halls.",
        ],
        [lab("Laboratory for Analysis of Tiny Ice Samples", "LATIS")],
    ),
    "short form in a note, in small letters": (
        "fr",
        ["L'Institut de planétologie et d'astrophysique du Nord^1 mesure.", "@1 Ipan – deux tutelles."],
        [lab("Institut de planétologie et d'astrophysique du Nord", "Ipan")],
    ),
    "acronym that only one name has": (
        "fr",
        ["Le Centre de recherches glaciaires et climatiques ouvre.", "Le CRGC compte 40 personnes."],
        [lab("Centre de recherches glaciaires et climatiques", "CRGC")],
    ),
    "forms of one institution of the core table": (
        "en",
        ["The French National Centre for Scientific Research pays half.", "The CNRS also lends two rooms."],
        [inst("French National Centre for Scientific Research", "CNRS")],
    ),
    "shortened before its complement": (
        "en",
        ["The Tolvan Institute for Advanced Coatings opened.", "The Tolvan Institute has 12 rooms."],
        [lab("Tolvan Institute for Advanced Coatings", "Tolvan Institute")],
    ),
    "lab for laboratory": (
        "en",
        ["The Salt Rock Laboratory opened.", "The Salt Rock Lab has 12 rooms."],
        [lab("Salt Rock Laboratory", "Salt Rock Lab")],
    ),
    "label before an acronym": (
        "fr",
        ["L'UMR Otalis est née en 2010. Otalis compte 40 personnes."],
        [lab("UMR Otalis", "Otalis")],
    ),
    "possessive": (
        "en",
        ["CNRS's director came. The CNRS's staff left."],
        [inst("CNRS")],
    ),
    "surname": (
        "en",
        ["Professor Ada Brunel-Keita said so. Brunel-Keita added more."],
        [person("Ada Brunel-Keita", "Brunel-Keita")],
    ),
    "surname with a particle": (
        "en",
        ["Pieter van der Molen directs it. Dr Van der Molen said so."],
        [person("Pieter van der Molen", "Van der Molen")],
    ),
    "initials": (
        "en",
        ["Ioana Petrescu found it. It was proved by I. Petrescu."],
        [person("Ioana Petrescu", "I. Petrescu")],
    ),
    "label in full and as an acronym": (
        "fr",
        ["L'IHU Talmis soigne. L'Institut hospitalo-universitaire Talmis compte 40 lits."],
        [lab("Institut hospitalo-universitaire Talmis", "IHU Talmis", "Talmis")],
    ),
    "a name without its head": (
        "en",
        ["The Department of Reactive Glaciers opened.", "Reactive Glaciers Laboratory staff left."],
        [lab("Department of Reactive Glaciers"), lab("Reactive Glaciers Laboratory")],
    ),
    "a short form that another organisation bears too": (
        "en",
        ["The Institute of Cold Moons (IAP) opened. IAP has 40 staff."],
        [lab("Institute of Cold Moons", "IAP")],
    ),
    "a laboratory's short form of another language": (
        "en",
        ["The Laboratory for Tides and Climate Studies (LSCE) opened."],
        [lab("Laboratory for Tides and Climate Studies", "LSCE")],
    ),
    "an owner before the long form": (
        "en",
        ["The MRC Laboratory of Folded Moons (LFM) opened."],
        [lab("MRC Laboratory of Folded Moons", "LFM")],
    ),
    "a short form at the end": (
        "en",
        ["The Institute for Snow and Avalanche Research QLF opened. QLF has 40 staff."],
        [lab("Institute for Snow and Avalanche Research QLF", "QLF")],
    ),
    "a label at the end": (
        "en",
        ["They met its Tidal Science and Waves division."],
        [lab("Tidal Science and Waves division", "Tidal Science and Waves")],
    ),
}
"""Lines of a release and the entities that they name."""


@pytest.mark.parametrize(("language", "lines", "expected"), UNITED.values(), ids=UNITED)
def test_forms_of_one_thing_are_one_entity(language: Language, lines: list[str], expected: list[Expected]) -> None:
    assert summary(write_release(*lines, language=language).entities().entities) == expected


APART: dict[str, tuple[Language, list[str], int]] = {
    "an institute and its department of other letters": (
        "en",
        ["The Institute for Cold Matter and the Department of Warm Things share a floor."],
        2,
    ),
    "two institutions with the same letters": (
        "en",
        ["The National Research Council of Italy met the National Research Council Canada."],
        2,
    ),
    "an old name and the new one": (
        "fr",
        ["Le Laboratoire de physique des houles devient le Laboratoire de physique des océans."],
        2,
    ),
    "an acronym that two names have": (
        "en",
        ["The Centre for Arctic Studies and the Centre for Alpine Studies meet. CAS is new."],
        3,
    ),
    "a word that begins a note": (
        "fr",
        ["L'Institut de planétologie et d'astrophysique du Nord^1 mesure.", "@1 Voir : deux tutelles."],
        1,
    ),
    "a sentence of a note that has the letters": (
        "fr",
        ["Une hydrologue du laboratoire G-EAU^1 a parlé.", "@1 Gérante en attendant une remplaçante, elle part."],
        1,
    ),
    "two persons of one surname": (
        "en",
        ["Professor Ada Brunel and Dr Tom Brunel said so.", "Brunel added more."],
        3,
    ),
    "an institution in the brackets of a laboratory": (
        "fr",
        ["Le Laboratoire de physique des houles (CNRS) déménage."],
        2,
    ),
}
"""Lines of a release and the number of entities that they name."""


@pytest.mark.parametrize(("language", "lines", "count"), APART.values(), ids=APART)
def test_names_that_may_be_of_two_things_stay_apart(language: Language, lines: list[str], count: int) -> None:
    assert len(summary(write_release(*lines, language=language).entities().entities)) == count


def test_the_members_of_a_plural_are_named_in_full() -> None:
    release = write_release("The universities of Leeds and York signed.", "The University of York pays.")
    found = release.entities().entities
    assert [(e.name, len(e.mentions)) for e in found] == [("university of Leeds", 1), ("University of York", 2)]


def test_a_town_is_no_alias_of_its_university() -> None:
    found = write_release("Les universités de Lille et de Nantes ont signé.", language="fr").entities().entities
    assert [a for e in found if e.kind == "institution" for a in e.aliases] == []


def test_mentions_stand_in_text_order_and_every_occurrence_counts() -> None:
    release = write_release("The CNRS pays.", "CNRS staff and the CNRS board met at the CNRS.")
    (entity,) = release.entities().entities
    starts = [m.start for m in entity.mentions]
    assert starts == sorted(starts)
    assert len(starts) == 4


def test_the_country_of_a_known_institution_is_given() -> None:
    (entity,) = write_release("The University of Oxford pays.").entities().entities
    assert entity.country == "GB"


def test_an_owner_with_a_short_form_names_what_the_short_form_names() -> None:
    text = "Fraunhofer Institute for Applied Glass Research (IAG); Fraunhofer IAG; Fraunhofer IAX"
    spans = [(0, 47, "laboratory", "head.institute", ""), (49, 52, "laboratory", "definition.short-form", "")]
    spans += [(55, 69, "laboratory", "model.extent", ""), (71, 85, "laboratory", "model.extent", "")]
    found = merge_names(text, make_names(text, spans), ())
    assert [e.name for e in found] == ["Fraunhofer Institute for Applied Glass Research", "Fraunhofer IAX"]
