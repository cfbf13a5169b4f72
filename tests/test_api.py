"""The Python interface."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pages import FRENCH_PAGE, PAGE

import communique


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ice.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_everything_public_can_be_imported() -> None:
    assert [name for name in communique.__all__ if not hasattr(communique, name)] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'extracted'"):
        communique.extracted  # noqa: B018


def test_a_path_a_string_and_an_open_file_are_the_same_source(page: Path) -> None:
    with page.open("rb") as file:
        assert communique.extract(page) == communique.extract(str(page)) == communique.extract(file)


def test_bytes_are_known_by_their_digest(page: Path) -> None:
    release = communique.extract(PAGE.encode())
    assert release.source.uri == f"bytes:{release.id}"
    assert release == communique.extract(io.BytesIO(PAGE.encode()))


def test_a_file_of_text_is_refused() -> None:
    with pytest.raises(TypeError, match="must give bytes"):
        communique.extract(io.StringIO(PAGE))  # type: ignore[arg-type]


def test_a_read_error_has_a_reason(tmp_path: Path) -> None:
    with pytest.raises(communique.ReadError) as caught:
        communique.extract(tmp_path / "gone.html")
    assert caught.value.reason == "missing"


def test_a_bug_is_a_communique_error(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(data: bytes) -> None:
        raise RuntimeError("thin ice")

    monkeypatch.setattr("communique.extractor.read", break_down)
    with pytest.raises(communique.CommuniqueError, match="RuntimeError: thin ice") as caught:
        communique.extract(page)
    assert isinstance(caught.value.__cause__, RuntimeError)


@pytest.mark.parametrize("workers", [1, 2])
def test_many_come_in_input_order(page: Path, workers: int) -> None:
    sources = [page, FRENCH_PAGE.encode(), page]
    assert [r.language for r in communique.extract_many(sources, workers=workers)] == ["en", "fr", "en"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_among_many_is_raised_in_its_place(page: Path, workers: int) -> None:
    releases = communique.extract_many([page, "gone.html", page], workers=workers)
    assert next(releases).source.uri == str(page)
    with pytest.raises(communique.ReadError, match="no such file"):
        next(releases)


def test_errors_among_many_can_be_taken_aside(page: Path) -> None:
    errors: dict[str, communique.CommuniqueError] = {}
    releases = list(communique.extract_many(["gone.html", page, b" "], on_error=errors.__setitem__))
    assert [r.source.uri for r in releases] == [str(page)]
    assert {uri: getattr(error, "reason", "") for uri, error in errors.items()} == {
        "gone.html": "missing",
        "bytes:36a9e7f1c95b82ff": "empty",
    }


def test_many_need_a_worker() -> None:
    with pytest.raises(ValueError, match="at least one"):
        communique.extract_many([], workers=0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_pipeline_can_be_loaded(language: str) -> None:
    nlp = communique.load(language)  # type: ignore[arg-type]
    assert nlp.lang == language
    assert [token.text for token in nlp("CNRS")] == ["CNRS"]
