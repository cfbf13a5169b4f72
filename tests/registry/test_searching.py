"""Searching: ids, codes and whole names first, then names that have all the words."""

from __future__ import annotations

import pytest

from communique.registry.index import Registry
from communique.registry.organisations import Name, Organisation
from communique.registry.searching import search


def _organisation(
    id_: str, *names: Name, country: str = "FR", status: str = "active", **fields: object
) -> Organisation:
    return Organisation(f"https://ror.org/{id_}", None, "laboratory", names, country=country, status=status, **fields)  # type: ignore[arg-type]


MIST = _organisation(
    "0cccccc03", Name("Laboratoire de physique des brumes", "label"), Name("LPBR", "acronym"), codes=("UMR 9901",)
)
SOLID = _organisation("0dddddd04", Name("Physique des solides", "label"), Name("Solid State Physics Lab", "alias"))
LONG = _organisation("0eeeeee05", Name("Centre de physique des brumes et des nuages lents du Nord", "label"))
ABROAD = _organisation("0ffffff06", Name("Lebanese Mist Centre", "label"), Name("LPBR", "acronym"), country="LB")
CLOSED = _organisation("0gggggg07", Name("Physique des brumes", "label"), status="inactive")
NAMED_LIKE = _organisation("0hhhhhh08", Name("LPBR", "label"))
REGISTRY = Registry.of([MIST, SOLID, LONG, ABROAD, CLOSED, NAMED_LIKE], "test", "1")


def _found(query: str, **options: object) -> list[tuple[Organisation, str]]:
    return [(hit.organisation, hit.how) for hit in search(REGISTRY, query, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("0cccccc03", [(MIST, "id")]),
        ("https://ror.org/0cccccc03", [(MIST, "id")]),
        ("UMR9901", [(MIST, "code")]),
        ("lpbr", [(NAMED_LIKE, "name"), (MIST, "acronym"), (ABROAD, "acronym")]),
        ("Physique des brumes", [(CLOSED, "name"), (MIST, "words"), (LONG, "words")]),
        ("physique brumes", [(MIST, "words"), (LONG, "words"), (CLOSED, "words")]),
        ("brum phys lab", [(MIST, "words")]),
        ("solides lab", []),
        ("hysique", []),
        ("ph", []),
        ("", []),
        ("!?", []),
    ],
)
def test_the_best_come_first(query: str, found: list[tuple[Organisation, str]]) -> None:
    assert _found(query) == found


def test_a_country_and_a_limit_leave_others_out() -> None:
    assert _found("lpbr", country="lb") == [(ABROAD, "acronym")]
    assert _found("lpbr", limit=1) == [(NAMED_LIKE, "name")]


def test_a_hit_says_which_words_of_which_name_matched() -> None:
    hit = search(REGISTRY, "solid state phys")[0]
    assert (hit.name, hit.matched) == ("Solid State Physics Lab", ("solid", "state", "physics"))


def test_a_common_word_shows_short_names_first() -> None:
    many = [
        _organisation(f"0{i:06d}11", Name("Institut " + " ".join(f"mot{j}" for j in range(i % 60 + 1)), "label"))
        for i in range(1, 1200)
    ]
    hits = search(Registry.of(many, "many", "1"), "institut", limit=5)
    assert [len(hit.name.split()) for hit in hits] == [2, 2, 2, 2, 2]
