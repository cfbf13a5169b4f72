"""Namesakes: the context decides, or the link stays open."""

from __future__ import annotations

import pytest
from linked import entity, organisation, read, ror_of

from communique.registry.index import Registry
from communique.registry.location import core_registry

CNRS, CNRS_BEIRUT = "02feahw73", "00x9ewr78"
MIT, MANUKAU, MELBOURNE = "042nb2s44", "002r67t24", "0132xxe06"
ENS, ENS_LYON, ENS_RENNES, ENS_SACLAY = "05a0dhs15", "04zmssz18", "03rxtdc22", "00hx6zz33"
INSA_LYON, INSA_TOULOUSE, INSA_RENNES = "050jn9y42", "01h8pf755", "04xaa4j22"
PASTEUR, PASTEUR_DAKAR, PASTEUR_LILLE, PASTEUR_MONTEVIDEO = "0495fxg12", "02ysgwq33", "05k9skc85", "04dpm2z73"
NEWCASTLE, NEWCASTLE_AU, YORK, YORK_TORONTO, YORK_US = "01kj2bm70", "00eae9z71", "04m01e293", "05fq50484", "022jz8688"
CAMBRIDGE, TRINITY_DUBLIN, TRINITY_HARTFORD = "013meh722", "02tyrky19", "03j3dbz94"
NCI, NCI_VILNIUS, INCA = "040gcmg81", "04w2jh416", "03m8vkq32"
ACADEMIE, CZECH_ACADEMY = "04dwy1130", "053avzc18"

NAMESAKES = Registry.of(
    [
        organisation(CNRS, "Centre national de la recherche scientifique", "FR", acronym="CNRS", city="Paris"),
        organisation(CNRS_BEIRUT, "National Council for Scientific Research", "LB", acronym="CNRS", city="Beirut"),
        organisation(MIT, "Massachusetts Institute of Technology", "US", acronym="MIT", city="Cambridge"),
        organisation(MANUKAU, "Manukau Institute of Technology", "NZ", acronym="MIT", city="Auckland"),
        organisation(MELBOURNE, "Melbourne Institute of Technology", "AU", acronym="MIT", city="Melbourne"),
        organisation("", "Manipal Institute of Technology", "IN", acronym="MIT", city="Manipal", rnsr="200000001A"),
        organisation("", "Maharashtra Institute of Technology", "IN", acronym="MIT", city="Pune", rnsr="200000002B"),
        organisation(ENS, "École normale supérieure|ENS Paris", "FR", acronym="ENS", city="Paris"),
        organisation(ENS_LYON, "École normale supérieure de Lyon|ENS de Lyon", "FR", acronym="ENS", city="Lyon"),
        organisation(ENS_RENNES, "École normale supérieure de Rennes|ENS Rennes", "FR", acronym="ENS", city="Rennes"),
        organisation(
            ENS_SACLAY,
            "École normale supérieure Paris-Saclay|ENS Paris-Saclay",
            "FR",
            acronym="ENS",
            city="Gif-sur-Yvette",
        ),
        organisation(INSA_LYON, "INSA Lyon", "FR", acronym="INSA", city="Lyon"),
        organisation(INSA_TOULOUSE, "INSA Toulouse", "FR", acronym="INSA", city="Toulouse"),
        organisation(INSA_RENNES, "INSA Rennes", "FR", acronym="INSA", city="Rennes"),
        organisation(PASTEUR, "Institut Pasteur", "FR", city="Paris"),
        organisation(PASTEUR_DAKAR, "Institut Pasteur de Dakar", "SN", city="Dakar"),
        organisation(PASTEUR_LILLE, "Institut Pasteur de Lille", "FR", city="Lille"),
        organisation(NEWCASTLE, "Newcastle University", "GB", city="Newcastle upon Tyne"),
        organisation(NEWCASTLE_AU, "University of Newcastle|Newcastle University", "AU", city="Newcastle"),
        organisation(YORK, "University of York", "GB", city="York"),
        organisation(YORK_TORONTO, "York University", "CA", city="Toronto"),
        organisation(YORK_US, "York University", "US", city="York"),
        organisation(CAMBRIDGE, "University of Cambridge", "GB", city="Cambridge"),
        organisation(TRINITY_DUBLIN, "Trinity College Dublin|Trinity College", "IE", city="Dublin"),
        organisation(TRINITY_HARTFORD, "Trinity College", "US", city="Hartford"),
        organisation(NCI, "National Cancer Institute", "US", acronym="NCI", city="Bethesda", types=("government",)),
        organisation(NCI_VILNIUS, "National Cancer Institute", "LT", city="Vilnius", types=("healthcare",)),
        organisation(ACADEMIE, "Académie des sciences|Academy of Sciences", "FR", city="Paris", types=("other",)),
        organisation(CZECH_ACADEMY, "Czech Academy of Sciences|Academy of Sciences", "CZ", city="Prague"),
    ],
    "namesakes",
    "1",
)

BOTH = [pytest.param(core_registry(), id="core"), pytest.param(NAMESAKES, id="namesakes")]
EVERYWHERE = [
    (
        "cnrs-paris",
        "A laboratory for rivers\nThe CNRS and the University of Geneva will study French rivers together, in Lyon.",
        "CNRS",
        CNRS,
    ),
    (
        "mit-by-its-long-form",
        "A prize\nThe Massachusetts Institute of Technology (MIT) has given the prize to its partner.",
        "Massachusetts Institute of Technology",
        MIT,
    ),
    ("ens-lyon", "Une chaire\nL'ENS de Lyon crée une chaire avec la ville.", "ENS de Lyon", ENS_LYON),
    ("ens-rennes", "Une chaire\nL'ENS Rennes crée une chaire avec la région.", "ENS Rennes", ENS_RENNES),
    ("ens-saclay", "Une chaire\nL'ENS Paris-Saclay crée une chaire.", "ENS Paris-Saclay", ENS_SACLAY),
    ("insa-lyon", "Une chaire\nL'INSA Lyon crée une chaire avec la ville.", "INSA Lyon", INSA_LYON),
    ("insa-toulouse", "Une chaire\nL'INSA Toulouse crée une chaire.", "INSA Toulouse", INSA_TOULOUSE),
    ("insa-rennes", "Une chaire\nL'INSA Rennes crée une chaire.", "INSA Rennes", INSA_RENNES),
    ("pasteur-paris", "Une chaire\nL'Institut Pasteur, à Paris, crée une chaire.", "Institut Pasteur", PASTEUR),
    (
        "pasteur-dakar",
        "Un vaccin\nL'Institut Pasteur de Dakar produira le vaccin en Afrique.",
        "Institut Pasteur de Dakar",
        PASTEUR_DAKAR,
    ),
    (
        "pasteur-lille",
        "Une étude\nL'Institut Pasteur de Lille ouvre une étude sur le diabète.",
        "Institut Pasteur de Lille",
        PASTEUR_LILLE,
    ),
    ("york-england", "A dig\nThe University of York leads the dig in England.", "University of York", YORK),
    ("york-canada", "A dig\nYork University, in Toronto, leads the dig.", "York University", YORK_TORONTO),
    (
        "cambridge-england",
        "A dig\nThe University of Cambridge leads the dig with a museum.",
        "University of Cambridge",
        CAMBRIDGE,
    ),
    (
        "newcastle-australia",
        "A dig\nThe University of Newcastle, Australia, leads the dig.",
        "University of Newcastle",
        NEWCASTLE_AU,
    ),
    (
        "newcastle-england",
        "A dig\nNewcastle University, in the United Kingdom, leads the dig.",
        "Newcastle University",
        NEWCASTLE,
    ),
    (
        "trinity-dublin",
        "A prize\nTrinity College Dublin has opened a library in Ireland.",
        "Trinity College Dublin",
        TRINITY_DUBLIN,
    ),
    (
        "nci-united-states",
        "A trial\nThe National Cancer Institute in Bethesda, United States, will pay for the trial.",
        "National Cancer Institute",
        NCI,
    ),
    (
        "academie",
        "Une séance\nL'Académie des sciences, à Paris, tient une séance publique.",
        "Académie des sciences",
        ACADEMIE,
    ),
]


@pytest.mark.parametrize("registry", BOTH)
@pytest.mark.parametrize(("text", "name", "ror"), [pytest.param(*c[1:], id=c[0]) for c in EVERYWHERE])
def test_the_context_tells_which_is_meant(registry: Registry, text: str, name: str, ror: str) -> None:
    french = text.splitlines()[1].startswith(("L'", "Le "))
    release = (
        read(registry, text, language="fr", dateline="Genève, le 12 mars 2021") if french else read(registry, text)
    )
    assert ror_of(release, name) == ror


ELSEWHERE = [
    (
        "cnrs-beirut",
        "A grant for cedars\nThe Lebanese CNRS has given a grant to foresters. The CNRS (Beirut) will choose them.",
        "CNRS",
        CNRS_BEIRUT,
    ),
    (
        "mit-auckland",
        "A course\nManukau Institute of Technology (MIT) opens a course in New Zealand.",
        "Manukau Institute of Technology",
        MANUKAU,
    ),
    (
        "york-pennsylvania",
        "A dig\nYork University, in the United States, leads the dig.",
        "York University",
        YORK_US,
    ),
    (
        "trinity-hartford",
        "A prize\nTrinity College (Hartford), in the United States, has opened a library.",
        "Trinity College",
        TRINITY_HARTFORD,
    ),
    (
        "nci-lithuania",
        "A trial\nThe National Cancer Institute in Vilnius, Lithuania, will pay for the trial.",
        "National Cancer Institute",
        NCI_VILNIUS,
    ),
    (
        "academy-prague",
        "A session\nThe Czech Academy of Sciences holds a session in Prague.",
        "Czech Academy of Sciences",
        CZECH_ACADEMY,
    ),
]


@pytest.mark.parametrize(("text", "name", "ror"), [pytest.param(*c[1:], id=c[0]) for c in ELSEWHERE])
def test_the_namesake_abroad_is_found_where_the_registry_knows_it(text: str, name: str, ror: str) -> None:
    assert ror_of(read(NAMESAKES, text), name) == ror


@pytest.mark.parametrize(
    ("text", "name"),
    [pytest.param(*c[1:3], id=c[0]) for c in ELSEWHERE if c[0] not in ("mit-auckland", "academy-prague")],
)
def test_the_core_does_not_take_its_own_for_the_namesake_abroad(text: str, name: str) -> None:
    assert ror_of(read(core_registry(), text), name) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("A prize\nThe MIT has given the prize to its partner.", "MIT", id="mit-alone"),
        pytest.param(
            "A course\nManipal Institute of Technology (MIT) opens a course in Manipal, India. MIT has 4,000 students.",
            "Manipal Institute of Technology",
            id="mit-manipal",
        ),
        pytest.param(
            "A course\nMaharashtra Institute of Technology (MIT) opens a course in Pune, India.",
            "Maharashtra Institute of Technology",
            id="mit-maharashtra",
        ),
        pytest.param(
            "Une chaire\nL'Institut Pasteur de Kinshasa crée une chaire.",
            "Institut Pasteur de Kinshasa",
            id="pasteur-kinshasa",
        ),
        pytest.param(
            "A trial\nThe National Cancer Institute of Egypt will pay for the trial in Cairo.",
            "National Cancer Institute of Egypt",
            id="nci-egypt",
        ),
        pytest.param(
            "A course\nThe Cambridge Institute of Rowing opens a course in Cambridge.",
            "Cambridge Institute of Rowing",
            id="cambridge-rowing",
        ),
    ],
)
@pytest.mark.parametrize("registry", BOTH)
def test_what_only_looks_like_one_is_not_linked(registry: Registry, text: str, name: str) -> None:
    language = "fr" if text.startswith("Une") else "en"
    assert ror_of(read(registry, text, language=language), name) is None


def test_an_open_link_lists_its_candidates_and_is_an_issue() -> None:
    release = read(NAMESAKES, "A dig\nYork University leads the dig, as it did the year before.")
    found = entity(release, "York University")
    assert found.ror is None
    assert [c.ror for c in found.candidates] == [f"https://ror.org/{i}" for i in (YORK_US, YORK_TORONTO)]
    assert [(i.code, i.severity) for i in release.issues if i.code.startswith("linking")] == [
        ("linking.ambiguous", "info")
    ]


def test_the_country_is_the_registrys() -> None:
    release = read(NAMESAKES, "Un vaccin\nL'Institut Pasteur de Dakar produira le vaccin.", language="fr")
    assert entity(release, "Institut Pasteur de Dakar").country == "SN"


def test_an_open_link_gives_no_country() -> None:
    release = read(NAMESAKES, "A dig\nYork University leads the dig, as it did the year before.")
    assert entity(release, "York University").country is None
