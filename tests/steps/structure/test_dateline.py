"""The grammar of datelines: shapes that are one, and lines that only look like one."""

from __future__ import annotations

import pytest

from communique.findings import Language
from communique.steps.structure.dateline import read_dateline
from communique.steps.structure.places import Evidence

TEXT = "The institute works in Auckland and in Brunnen. Much is going on at Riksinstitutet."
EVIDENCE = Evidence(TEXT, frozenset({"riksinstitutet", "northern foundry se"}))

LINES: list[tuple[Language, str, str | None, str]] = [
    ("en", "PARIS – 25 APRIL 2022", "Paris", "2022-04-25"),
    ("en", "PRESS RELEASE – PARIS – 25 APRIL 2022", "Paris", "2022-04-25"),
    ("fr", "Paris, le 23 novembre 2006", "Paris", "2006-11-23"),
    ("en", "Geneva 3 October 2013.", "Geneva", "2013-10-03"),
    ("en", "Chicago, USA and Geneva, Switzerland, 19 March 2014.", "Chicago", "2014-03-19"),
    ("fr", "MONTRÉAL et QUÉBEC, le 22 mars 2021 /CNW Telbec/ -", "Montréal", "2021-03-22"),
    ("fr", "18/06/2015 -", None, "2015-06-18"),
    ("en", "November 19, 2014", None, "2014-11-19"),
    ("en", "DAVIS, Calif. (Nov. 4, 2025) —", "Davis", "2025-11-04"),
    ("en", "MEDELLÍN, Colombia, June 5, 2023", "Medellín", "2023-06-05"),
    ("en", "(Pavia, 18 October 2023) –", "Pavia", "2023-10-18"),
    ("fr", "CHU DE RENNES – COMMUNIQUÉ DE PRESSE – RENNES – 8 MARS 2023", "Rennes", "2023-03-08"),
    ("fr", "BAMAKO, 28 novembre 2017 – Cirad / IER", "Bamako", "2017-11-28"),
    ("fr", "Cotonou, le 22 avril 2024 (ABP) –", "Cotonou", "2024-04-22"),
    ("en", "Kgs. Lyngby, 9 March 2021.", "Kgs. Lyngby", "2021-03-09"),
    ("fr", "UNIL | Mediacom | 06.03.23", None, "2023-03-06"),
    ("en", "Geneva | May 11th, 2023", "Geneva", "2023-05-11"),
    ("fr", "UNIVERSITÉ DE NAMUR · Communiqué de presse · Namur, le 12 mai 2022", "Namur", "2022-05-12"),
    ("en", "PRESS RELEASE – NANCY AND AUSTIN – 14 OCTOBER 2024", "Nancy", "2024-10-14"),
    ("en", "Villejuif, France – 3 June 2024", "Villejuif", "2024-06-03"),
    ("fr", "Paris, le 1er juin 2023 – Énergie, climat, données", "Paris", "2023-06-01"),
    ("fr", "Communiqué de presse, Palaiseau, le 12 octobre 2022", "Palaiseau", "2022-10-12"),
    ("fr", "Communiqué de presse du 3 mai 2021", None, "2021-05-03"),
    ("fr", "LA LETTRE AUX RÉDACTIONS n° 41 – 22 janvier 2026", None, "2026-01-22"),
    ("en", "Munich, June 12, 2023 – C 14/2023", "Munich", "2023-06-12"),
    ("en", "LYON / AUSTIN, 11 April 2024", "Lyon", "2024-04-11"),
    ("en", "HAMBURG/KIEL, 11 April 2024", "Hamburg/Kiel", "2024-04-11"),
    ("fr", "Grenoble – Lyon, le 3 mars 2021", "Grenoble", "2021-03-03"),
    ("fr", "COMMUNIQUÉ – Madrid, Athènes, Rome, le 4 octobre 2021", "Madrid", "2021-10-04"),
    ("en", "17 March 2025, Jodrell Bank, United Kingdom", "Jodrell Bank", "2025-03-17"),
    ("fr", "Le 8 octobre 2015 à Toulouse", "Toulouse", "2015-10-08"),
    ("en", "Joint press release of the project office, Madrid, 14 January 2026", "Madrid", "2026-01-14"),
    ("fr", "75016 Paris, le 3 mars 2021", "Paris", "2021-03-03"),
    ("fr", "Paris 5e, le 3 mars 2021", "Paris", "2021-03-03"),
    ("fr", "Fait à Brunnen, le 3 mars 2021", "Brunnen", "2021-03-03"),
    ("fr", "Villeneuve d'Ascq, le 3 mars 2021", "Villeneuve d'Ascq", "2021-03-03"),
    ("fr", "AIX-EN-PROVENCE, LE 3 MARS 2021", "Aix-en-Provence", "2021-03-03"),
    ("en", "RIO DE JANEIRO, Nov. 5, 2024", "Rio de Janeiro", "2024-11-05"),
    ("en", "26 August 2024 | For immediate use in Australia and Canada", None, "2024-08-26"),
    ("fr", "Paris, le 3 mai 2021 COMMUNIQUÉ DE PRESSE", "Paris", "2021-05-03"),
    ("fr", "Bordeaux, mai 2021", "Bordeaux", "2021-05"),
]


@pytest.mark.parametrize(("language", "text", "place", "date"), LINES, ids=[text for _, text, _, _ in LINES])
def test_a_line_is_a_dateline(language: Language, text: str, place: str | None, date: str) -> None:
    found = read_dateline(text, language, EVIDENCE)
    assert found is not None
    assert (found.place, found.date and found.date.iso, found.whole) == (place, date, True)


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("fr", "INSTITUT DE RECHERCHE SUR LES FORÊTS Hanoï et Marseille, le 14 mai 2022", "Hanoï"),
        ("fr", "DOSSIER DE PRESSE – VERSION COURTE Aix-en-Provence, le 12 mai 2022", "Aix-en-Provence"),
        ("fr", "Université de Lorraine Direction de la communication Nancy, le 12 mai 2022", "Nancy"),
        ("en", "International Office for Weights PRESS RELEASE N° 371 Lyon, France, 6 March 2024", "Lyon"),
        ("fr", "Université Clermont Auvergne (UCA) Clermont-Ferrand, 3 juin 2021 –", "Clermont-Ferrand"),
        ("fr", "Inria Rennes, le 3 mars 2021", "Rennes"),
    ],
)
def test_a_masthead_that_lost_its_line_end_is_no_part_of_the_place(language: Language, text: str, place: str) -> None:
    found = read_dateline(text, language, EVIDENCE)
    assert found is not None
    assert found.place == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Riksinstitutet, Copenhagen, 3 June 2025", "Copenhagen"),
        ("CERN, Geneva, 3 May 2021", "Geneva"),
        ("Université Laval, Québec, 3 May 2021", "Québec"),
        ("Northern Foundry SE — Jun 04, 2024, 09:00 ET", None),
        ("Campus Nord, Auckland, 3 May 2021", "Auckland"),
    ],
)
def test_an_organisation_before_the_town_is_no_place(text: str, place: str | None) -> None:
    found = read_dateline(text, "en", EVIDENCE)
    assert found is not None
    assert found.place == place


SENTENCE = "The laboratory has opened its doors to the public, and many came to see it on the first day."
PHRASE = "Le laboratoire a ouvert ses portes au public, et beaucoup sont venus le voir dès le premier jour."


@pytest.mark.parametrize(
    ("language", "start", "place", "date"),
    [
        ("en", "LUGANO, Switzerland, June 4, 2024 /PRNewswire/ -- ", "Lugano", "2024-06-04"),
        ("en", "Tokyo, March 3, 2025 — ", "Tokyo", "2025-03-03"),
        ("en", "3 May 2021 – ", None, "2021-05-03"),
        ("en", "(Lyon, 3 March 2021) ", "Lyon", "2021-03-03"),
        ("en", "Cambridge, Mass., August 19, 2024 – ", "Cambridge", "2024-08-19"),
        ("fr", "Neuilly-sur-Seine, le 12 décembre 2025 – ", "Neuilly-sur-Seine", "2025-12-12"),
        ("fr", "Bernin et Crolles (Isère), le 14 mai 2024, 7 h 30 – ", "Bernin", "2024-05-14"),
        ("fr", "MONTRÉAL, le 14 mai 2019 /CNW Telbec/ - ", "Montréal", "2019-05-14"),
        ("en", "Kyoto, Japan -- ", "Kyoto", None),
        ("en", "NEW YORK (GenomeWeb News) – ", "New York", None),
        ("en", "COLLEGE PARK, MD - ", "College Park", None),
        ("en", "WELLINGTON and AUCKLAND – ", "Wellington", None),
        ("en", "PUNE, India--(BUSINESS WIRE)--", "Pune", None),
    ],
)
def test_a_paragraph_begins_with_a_dateline(
    language: Language, start: str, place: str | None, date: str | None
) -> None:
    text = start + (SENTENCE if language == "en" else PHRASE)
    found = read_dateline(text, language, EVIDENCE)
    assert found is not None
    assert (found.place, found.date and found.date.iso, found.whole) == (place, date, False)
    assert text[: found.end].strip() == start.strip()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le Laboratoire de glaciologie a inauguré mardi 1er juin 2021 une plateforme de 60 m²."),
        ("fr", "L'institut est né le 1er janvier 2020 de la fusion de deux écoles."),
        ("fr", "Elle s'installera à Lyon, le 3 mars 2024, dans les locaux de l'école."),
        ("fr", "Le 3 mars 2024, l'école et l'institut ont signé une convention pour cinq ans."),
        ("fr", "Nomination – Le conseil a désigné sa directrice."),
        ("fr", "RECTIFICATIF – La dépêche citée donnait un autre nom."),
        ("en", "The new centre opens in Lyon on 3 May 2021"),
        ("en", "Our first campaign ended on 3 May 2021, two days later than planned."),
        ("en", "In 2004 – the year of the flood – the laboratory moved."),
    ],
)
def test_a_sentence_with_a_date_is_no_dateline(language: Language, text: str) -> None:
    assert read_dateline(text, language, EVIDENCE) is None


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("STRICTLY EMBARGOED UNTIL 00:01 GMT, THURSDAY 13 FEBRUARY 2025", "embargo", "2025-02-13"),
        ("News | Published: 2022-01-10 14:59 | Updated: 2022-01-11 09:12", "published", "2022-01-10"),
        ("Updated 4 May 2021 | Published 3 May 2021", "published", "2021-05-03"),
        ("Posted by Anna Bell on 3 May 2021", "published", "2021-05-03"),
        ("The updated release reads (November 13, 2025):", "replaced", "2025-11-13"),
        ("Lyon, 3 May 2021 – embargo until 4 May 2021", "dateline", "2021-05-03"),
    ],
)
def test_a_labelled_date_says_what_it_is(text: str, kind: str, date: str) -> None:
    found = read_dateline(text, "en", EVIDENCE)
    assert found is not None
    assert (found.kind, found.date and found.date.iso) == (kind, date)


def test_capitals_are_lowered_as_the_release_itself_writes_the_name() -> None:
    found = read_dateline("LA ROCHE-AUX-FÉES, LE 3 MARS 2021", "fr", Evidence("Ils vivent à La Roche-aux-Fées."))
    assert found is not None
    assert found.place == "La Roche-aux-Fées"
