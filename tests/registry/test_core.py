"""The core table: well formed, one row an organisation, names as people write them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from communique.records import normal_name
from communique.registry import core
from communique.registry.core import CoreOrganisation, core_organisations

ROWS = core_organisations()


def test_the_table_is_a_few_hundred_rows_and_more() -> None:
    assert len(ROWS) > 900


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Centre national de la recherche scientifique", "FR", "institution"),
        ("University of Oxford", "GB", "institution"),
        ("Max Planck Society", "DE", "institution"),
        ("Massachusetts Institute of Technology", "US", "institution"),
        ("Institut Pasteur", "FR", "institution"),
        ("Université de Montréal", "CA", "institution"),
    ],
)
def test_the_big_ones_are_there(name: str, country: str, kind: str) -> None:
    (row,) = [row for row in ROWS if name in row.names]
    assert (row.country, row.kind) == (country, kind)


def test_every_row_has_a_name() -> None:
    assert [row for row in ROWS if not row.names] == []


def test_countries_are_iso_codes() -> None:
    assert [row.names[0] for row in ROWS if row.country is not None and not re.fullmatch("[A-Z]{2}", row.country)] == []


def test_ror_ids_have_their_form() -> None:
    form = re.compile(r"https://ror\.org/0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}")
    assert [row.ror for row in ROWS if row.ror is not None and not form.fullmatch(row.ror)] == []


def test_most_rows_have_a_ror_id() -> None:
    assert sum(row.ror is not None for row in ROWS) > 0.7 * len(ROWS)


def test_no_strong_form_names_two_organisations() -> None:
    """Weak forms may: they count only where the release tells which is meant."""
    forms = Counter(form for row in ROWS for form in {normal_name(f) for f in (*row.names, *row.acronyms)})
    assert {form: n for form, n in forms.items() if n > 1} == {}


def test_no_form_stands_twice_in_a_column() -> None:
    columns = [(column, row.names[0]) for row in ROWS for column in (row.names, row.acronyms, row.weak)]
    assert [name for column, name in columns if len(set(column)) < len(column)] == []


def test_names_begin_without_an_article() -> None:
    article = re.compile(r"(?:[Ll]['’]|(?:[Tt]he|[Ll][ea]s?) )")
    kept = re.compile(r"Le Mans |La Rochelle |La Trobe |L'Oréal$")
    assert [n for row in ROWS for n in row.names if article.match(n) and not kept.match(n)] == []


def test_forms_have_no_stray_white_space() -> None:
    assert [f for row in ROWS for f in row.forms() if f != " ".join(f.split())] == []


def _table(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("core")
    (folder / "core.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(core, "files", lambda _: folder)
    core_organisations.cache_clear()


HEAD = "\t".join(core.COLUMNS)


@pytest.fixture
def fresh_table() -> object:
    yield
    core_organisations.cache_clear()


@pytest.mark.usefixtures("fresh_table")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ror\tname\n", "line 1"),
        (f"{HEAD}\n052gg0110\tGB\tinstitution\tUniversity of Oxford\n", "line 2 has 4 columns"),
        (f"{HEAD}\n# a remark\n\tGB\tcompany\tAcme\t\t\t\n", "line 3 has the kind 'company'"),
        (f"{HEAD}\n\tGB\tinstitution\tAcme\t\t\t2019\n", "line 2 has the years '2019'"),
        (f"{HEAD}\n\tGB\tinstitution\tAcme\t\t\t-\n", "line 2 has the years '-'"),
    ],
    ids=["head", "columns", "kind", "years", "no-year"],
)
def test_a_malformed_table_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, text: str, message: str
) -> None:
    _table(monkeypatch, tmp_path_factory, text)
    with pytest.raises(ValueError, match=re.escape(message)):
        core_organisations()


@pytest.mark.usefixtures("fresh_table")
def test_a_row_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    _table(
        monkeypatch,
        tmp_path_factory,
        f"{HEAD}\n052gg0110\tGB\tinstitution\tUniversity of Oxford|Oxford\tOX\t\t-2019\n\n",
    )
    assert core_organisations() == (
        CoreOrganisation(
            "https://ror.org/052gg0110",
            "GB",
            "institution",
            ("University of Oxford", "Oxford"),
            ("OX",),
            (),
            None,
            2019,
        ),
    )
