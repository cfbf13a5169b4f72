"""The registry that a caller chooses reaches every extraction, and is part of what a record and a run are made by."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import PAGE
from typer.testing import CliRunner

import communique
from communique.batch.run import run_batch
from communique.records import Release
from communique.registry.index import build_index
from communique.registry.location import VARIABLE, core_registry
from communique.registry.organisations import Name, Organisation

BREST = "https://ror.org/01b8h3982"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ice.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index that knows one university."""
    path = tmp_path / "one.registry"
    names = (Name("Université de Bretagne Occidentale", "label"),)
    build_index(path, [Organisation(BREST, None, "institution", names, country="FR")], "one", "1", {})
    return path


def links(release: Release) -> dict[str, str | None]:
    return {e.name: e.ror for e in release.entities if e.kind in ("laboratory", "institution")}


def test_a_record_names_the_registry_in_use(page: Path, index: Path) -> None:
    assert communique.extract(page).extractor.registry == core_registry().label
    assert communique.extract(page, registry=index).extractor.registry.startswith("one@1+")


def test_the_registry_decides_on_the_links(page: Path, index: Path) -> None:
    assert links(communique.extract(page, registry=index)) == {
        "Polar Ice Laboratory": None,
        "CNRS": None,
        "Université de Bretagne Occidentale": BREST,
    }


def test_the_variable_names_a_registry_and_the_argument_outranks_it(
    page: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(index))
    assert communique.extract(page).extractor.registry.startswith("one@1+")
    assert communique.extract(page, registry="core").extractor.registry.startswith("core@")


def test_worker_processes_use_the_same_registry(page: Path, index: Path) -> None:
    alone = list(communique.extract_many([page, page], registry=index))
    assert list(communique.extract_many([page, page], workers=2, registry=index)) == alone
    assert {r.extractor.registry[:6] for r in alone} == {"one@1+"}


def test_a_missing_registry_is_an_error_before_any_work(page: Path, tmp_path: Path) -> None:
    with pytest.raises(communique.CommuniqueError, match=r"gone\.registry: there is no such index"):
        communique.extract(page, registry=tmp_path / "gone.registry")
    with pytest.raises(communique.CommuniqueError, match=r"gone\.registry: there is no such index"):
        communique.extract_many([page], registry=tmp_path / "gone.registry")


def test_another_registry_does_a_run_again(page: Path, index: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run_batch([str(page)], out, registry="core")
    assert run_batch([str(page)], out, registry="core").taken_up == 1
    again = run_batch([str(page)], out, registry=str(index))
    assert again.taken_up == 0
    assert again.run is not None
    assert again.run["extractor"]["registry"].startswith("one@1+")


@pytest.mark.parametrize("command", [("extract",), ("run", "--out", "run"), ("evaluate",)], ids=lambda c: c[0])
def test_a_command_with_a_missing_registry_is_wrong_usage(
    command: tuple[str, ...], page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.cli.main import app

    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold.json").write_text('{"language": "en"}', encoding="utf-8")
    target = tmp_path if command[0] == "evaluate" else page
    result = CliRunner().invoke(app, [*command, str(target), "--registry", "gone.registry"], prog_name="communique")
    assert result.exit_code == 2
    assert "gone.registry: there is no such index" in result.stderr


def test_extract_takes_the_option(page: Path, index: Path) -> None:
    from communique.cli.main import app

    result = CliRunner().invoke(app, ["extract", str(page), "--registry", str(index)], prog_name="communique")
    assert links(Release.from_json(result.stdout))["Université de Bretagne Occidentale"] == BREST
