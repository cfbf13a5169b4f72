"""Which index is in use: the one that is named, else the variable's, else the user's, else the core."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from communique.errors import RegistryError
from communique.registry import location
from communique.registry.index import build_index
from communique.registry.location import VARIABLE, chosen_registry, core_registry, open_registry
from communique.registry.organisations import Name, Organisation


def _index(path: Path, name: str) -> Path:
    organisation = Organisation("https://ror.org/0aaaaaa01", None, "institution", (Name(name, "label"),))
    build_index(path, [organisation], name, "1", {})
    return path


@pytest.fixture
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, empty; and no variable."""
    monkeypatch.delenv(VARIABLE)
    folder = tmp_path / "data"
    monkeypatch.setattr(location.platformdirs, "user_data_dir", lambda *_, **__: str(folder))
    return folder


def test_tests_never_see_the_users_own_index() -> None:
    assert os.environ[VARIABLE] == "core"
    assert open_registry() is core_registry()


def test_a_fresh_machine_has_the_core(user_folder: Path) -> None:
    assert open_registry() is core_registry()
    assert chosen_registry().path is None
    assert str(user_folder) in chosen_registry().rule


def test_the_users_index_is_taken_when_it_is_there(user_folder: Path) -> None:
    path = _index(user_folder / "organisations.registry", "users")
    assert open_registry().header.name == "users"
    assert chosen_registry() == location.Choice(str(path), "the user's index")


def test_the_variable_comes_before_the_users_index(
    user_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _index(user_folder / "organisations.registry", "users")
    monkeypatch.setenv(VARIABLE, str(_index(tmp_path / "other.registry", "variable's")))
    assert open_registry().header.name == "variable's"
    assert VARIABLE in chosen_registry().rule


def test_a_named_index_comes_first(user_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(_index(tmp_path / "other.registry", "variable's")))
    named = _index(tmp_path / "named.registry", "named")
    assert open_registry(named).header.name == "named"
    assert open_registry("core") is core_registry()


def test_an_empty_variable_says_nothing(user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert open_registry() is core_registry()


@pytest.mark.parametrize("by", ["name", "variable"])
def test_a_missing_index_is_never_replaced_by_another(by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = str(tmp_path / "nowhere.registry")
    monkeypatch.setenv(VARIABLE, missing if by == "variable" else "core")
    with pytest.raises(RegistryError, match="communique registry build"):
        open_registry(missing if by == "name" else None)


def test_an_index_that_was_built_anew_is_opened_anew(tmp_path: Path) -> None:
    path = _index(tmp_path / "i.registry", "first")
    first = open_registry(path)
    assert open_registry(path) is first
    _index(path, "the second")
    assert open_registry(path).header.name == "the second"
    assert first.organisation(0).name == "first"
