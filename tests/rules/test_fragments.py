"""Fragments of rule tables: written once, used by name."""

from __future__ import annotations

import pytest

from communique.errors import RuleError
from communique.rules import loader

TABLE = """
[fragments]
number = '[0-9]+'
code = 'UMR {{number}}'

[[rule]]
id = "unit"
pattern = '\\b{{code}}\\b'
source = "test"
accepts = ["UMR 5217"]
rejects = ["UMR"]
"""


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> loader.RuleTable:
    return load(TABLE, monkeypatch)


def load(text: str, monkeypatch: pytest.MonkeyPatch) -> loader.RuleTable:
    monkeypatch.setattr(loader, "_table_bytes", lambda name: text.encode())
    return loader.load_table.__wrapped__("test")


def test_a_fragment_is_expanded_as_a_group(table: loader.RuleTable) -> None:
    assert table["unit"].pattern == r"\b(?:UMR (?:[0-9]+))\b"


def test_examples_are_checked_against_the_expanded_pattern(table: loader.RuleTable) -> None:
    assert table.check_examples() == []


def test_an_unknown_fragment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleError, match="uses the fragment 'nothing'"):
        load(TABLE.replace("{{code}}", "{{nothing}}"), monkeypatch)
