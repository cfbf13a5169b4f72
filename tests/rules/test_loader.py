"""The loader refuses rows that break the form, and says which row and why."""

from __future__ import annotations

import pytest

from communique.errors import RuleError
from communique.rules import loader

ROW = """
[[rule]]
id = "unit.code"
pattern = 'UMR (?P<number>[0-9]+)'
source = "test"
accepts = ["UMR 5217"]
rejects = ["UMR"]
"""


def load(text: str, monkeypatch: pytest.MonkeyPatch) -> loader.RuleTable:
    monkeypatch.setattr(loader, "_table_bytes", lambda name: text.encode())
    return loader.load_table.__wrapped__("invented")


def test_a_row_in_good_form_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    table = load(ROW + 'kind = "laboratory"\n', monkeypatch)
    assert table["unit.code"].fields == {"kind": "laboratory"}
    assert table.check_examples() == []


REFUSED = {
    "without id": (ROW.replace('id = "unit.code"', ""), "needs an id and a source"),
    "without source": (ROW.replace('source = "test"', ""), "needs an id and a source"),
    "without pattern or terms": (ROW.replace("pattern = 'UMR (?P<number>[0-9]+)'", ""), "needs"),
    "with pattern and terms": (ROW + 'terms = ["UMR"]\n', "needs"),
    "without accepts": (ROW.replace('accepts = ["UMR 5217"]', ""), "needs examples"),
    "without rejects": (ROW.replace('rejects = ["UMR"]', ""), "needs examples"),
    "twice": (ROW + ROW, "stands twice"),
    "with a pattern that does not compile": (ROW.replace("[0-9]+)", "[0-9]+"), "does not compile"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_row_in_bad_form_is_refused(text: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleError, match=message):
        load(text, monkeypatch)


FAILING = {
    "an accepted example that the pattern misses": (
        ROW.replace("UMR 5217", "UPR 5217"),
        ["unit.code does not accept 'UPR 5217'"],
    ),
    "a rejected example that the pattern finds": (
        ROW.replace('"UMR"]', '"UMR 12"]'),
        ["unit.code does not reject 'UMR 12'"],
    ),
}


@pytest.mark.parametrize(("text", "failures"), FAILING.values(), ids=FAILING)
def test_a_failing_example_is_named(text: str, failures: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(text, monkeypatch).check_examples() == failures


def test_an_unknown_rule_is_a_key_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError, match=r"no rule 'unit\.other'"):
        load(ROW, monkeypatch)["unit.other"]
