"""A registry of real organisations, few enough to know each of them."""

from __future__ import annotations

import pytest

from communique.registry.index import Registry
from communique.registry.organisations import Name, Organisation

ROR = "https://ror.org/"


def _organisation(id_: str, label: str, country: str, city: str, type_: str, **more: object) -> Organisation:
    short = more.pop("short", ())
    also = more.pop("also", ())
    names = (
        Name(label, "label"),
        *(Name(text, "alias") for text in also),  # type: ignore[attr-defined]
        *(Name(text, "acronym") for text in short),  # type: ignore[attr-defined]
    )
    return Organisation(
        ror=ROR + id_ if id_ and not id_[-1].isupper() else None,
        rnsr=more.pop("rnsr", None),  # type: ignore[arg-type]
        kind=more.pop("kind", "institution"),  # type: ignore[arg-type]
        names=names,
        country=country,
        cities=(city,),
        types=(type_,),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Namesakes, campuses, units with codes, an organisation that closed."""
    cnrs, saclay = ROR + "02feahw73", ROR + "03xjwb503"
    unit = {"kind": "laboratory"}
    return Registry.of(
        [
            _organisation(
                "02feahw73",
                "Centre National de la Recherche Scientifique",
                "FR",
                "Paris",
                "funder",
                also=("French National Centre for Scientific Research",),
                short=("CNRS",),
            ),
            _organisation(
                "00y3hzd62", "National Council for Scientific Research", "LB", "Beirut", "funder", short=("CNRS",)
            ),
            _organisation("03xjwb503", "Université Paris-Saclay", "FR", "Gif-sur-Yvette", "education"),
            _organisation("047s2c258", "University of Maryland, College Park", "US", "College Park", "education"),
            _organisation("05qwgg493", "Boston University", "US", "Boston", "education", short=("BU",)),
            _organisation(
                "042nb2s44", "Massachusetts Institute of Technology", "US", "Cambridge", "education", short=("MIT",)
            ),
            _organisation("0495fxg12", "Institut Pasteur", "FR", "Paris", "nonprofit"),
            _organisation("05k9skc85", "Institut Pasteur de Lille", "FR", "Lille", "nonprofit"),
            _organisation(
                "05cvf7v30", "Institute of Physics", "CN", "Beijing", "facility", parents=(ROR + "034t30j35",)
            ),
            _organisation("034t30j35", "Chinese Academy of Sciences", "CN", "Beijing", "funder"),
            _organisation("04q4ppz72", "University of Wrocław", "PL", "Wrocław", "education"),
            _organisation("01y64my43", "Zhejiang University", "CN", "Hangzhou", "education"),
            _organisation("03vek6s52", "Harvard University", "US", "Cambridge", "education"),
            _organisation(
                "02dyaew97",
                "Laboratoire de Physique des Solides",
                "FR",
                "Orsay",
                "facility",
                rnsr="199812838T",
                short=("LPS",),
                codes=("UMR 8502",),
                parents=(cnrs, saclay),
                **unit,
            ),
            _organisation(
                "195817959H",
                "Institut de Biologie Intégrative des Plantes",
                "FR",
                "MONTPELLIER CEDEX 2",
                "facility",
                rnsr="195817959H",
                codes=("UMR 5004",),
                parents=(cnrs,),
                **unit,
            ),
            _organisation(
                "199511111A",
                "Laboratoire de Physiologie Cellulaire",
                "FR",
                "NANTES",
                "facility",
                rnsr="199511111A",
                codes=("EA 5004",),
                **unit,
            ),
        ],
        "few",
        "1",
    )


@pytest.fixture(scope="session")
def supervising(registry: Registry) -> Registry:
    """The same with sixty units more of one organisation, and universities whose names are written in several ways."""
    units = [
        Organisation(
            ror=None,
            rnsr=f"2000{i:05}X",
            kind="laboratory",
            names=(Name(f"Unité de recherche numéro {i}", "label"),),
            country="FR",
            cities=("Lyon",),
            types=("facility",),
            parents=(ROR + "02feahw73",),
        )
        for i in range(60)
    ]
    universities = [
        _organisation("03v76x132", "Yale University", "US", "New Haven", "education"),
        _organisation(
            "01bb1zm18", "N. I. Lobachevsky State University of Nizhny Novgorod", "RU", "Nizhny Novgorod", "education"
        ),
        _organisation("0220qvk04", "Shanghai Jiao Tong University", "CN", "Shanghai", "education"),
        _organisation("01yj56c84", "Beijing Jiaotong University", "CN", "Beijing", "education"),
        _organisation("02gz6gg07", "Florida International University", "US", "Miami", "education"),
        _organisation("02kzqn938", "University of Lille", "FR", "Lille", "education", also=("Université de Lille",)),
        _organisation("022kthw22", "Alexandru Ioan Cuza University", "RO", "Iași", "education", opened=1860),
        _organisation("03hd30t45", "Grigore T. Popa University of Medicine and Pharmacy", "RO", "Iași", "education"),
        _organisation("00q4vv597", "University of Hong Kong", "HK", "Hong Kong", "education", opened=1911),
        _organisation("01zpmbk67", "Richard L. Roudebush VA Medical Center", "US", "Indianapolis", "healthcare"),
        _organisation("05mn07t86", "Thomas J. Watson Research Center", "US", "Yorktown Heights", "facility"),
        _organisation(
            "01703db54", "National Institute of Advanced Industrial Science and Technology", "JP", "Tsukuba", "facility"
        ),
        _organisation("02956yf07", "University of Tsukuba", "JP", "Tsukuba", "education"),
        _organisation("01hhn8329", "Max Planck Society", "DE", "Munich", "funder"),
        *(
            _organisation(
                f"09max{i:02}x",
                f"Max Planck Institute for {field}",
                "DE",
                "Munich",
                "facility",
                parents=(ROR + "01hhn8329",),
            )
            for i, field in enumerate(
                (
                    "Astronomy",
                    "Biochemistry",
                    "Chemistry",
                    "Physics",
                    "History",
                    "Mathematics",
                    "Neurobiology",
                    "Optics",
                )
            )
        ),
    ]
    return Registry.of([*registry, *units, *universities], "supervising", "1")
