"""What holds for every rule table, and for every code and reason that the documentation names."""

from __future__ import annotations

import ast
import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import communique
from communique.errors import EXTRACTION_REASONS, ISSUE_CODES, READ_REASONS
from communique.rules import load_table
from communique.rules.loader import Rule, table_names

SOURCES = sorted(Path(communique.__file__).parent.rglob("*.py"))
TABLES = {name: load_table(name) for name in table_names()}
RULES = [(table, rule) for table, rows in TABLES.items() for rule in rows.rules]
PATTERNS = {rule.id: rule for _, rule in RULES if rule.pattern}

MAX_SEARCH_S = 0.5
"""Processor time for one pattern in one hostile text. A linear search of 5,000 characters takes under 0.005 s, a
quadratic one of a few alternatives about 1 s, an exponential one for ever."""


@cache
def _code() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def _strings(called: str) -> set[str]:
    """The literal first arguments of every call of a name in the source."""
    found = set()
    for tree in _code().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == called:
                    found.add(str(node.args[0].value))
    return found


def _all_strings() -> set[str]:
    constants = (
        node.value
        for path, tree in _code().items()
        if path.name != "errors.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return set(constants)


@pytest.mark.parametrize("table", TABLES)
def test_the_examples_of_every_rule_hold(table: str) -> None:
    assert TABLES[table].check_examples() == []


def test_no_id_stands_in_two_tables() -> None:
    counts = Counter(rule.id for _, rule in RULES)
    assert [id_ for id_, count in counts.items() if count > 1] == []


def test_an_id_is_words_in_lower_case() -> None:
    form = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
    assert [rule.id for _, rule in RULES if not form.fullmatch(rule.id)] == []


def test_no_pattern_stands_twice_in_a_table() -> None:
    counts = Counter((table, rule.pattern, rule.flags) for table, rule in RULES if rule.pattern)
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_term_stands_twice_in_a_rule() -> None:
    assert {
        rule.id: twice for _, rule in RULES if (twice := [t for t, n in Counter(rule.terms).items() if n > 1])
    } == {}


def test_every_table_is_read_by_the_source() -> None:
    assert set(TABLES) - _all_strings() == set()


def _hostile_texts(rule: Rule) -> Iterator[str]:
    """Texts that make careless expressions try again and again."""
    example = max(rule.accepts, key=len)
    yield from (char * 5000 for char in "a1.,-(A")
    yield " " * 1000  # a reader folds spaces, so steps never meet a run of them
    yield "Aa " * 1700
    yield "1 " * 2500
    yield f"{example} " * (5000 // (len(example) + 1))
    yield f"{example[:-1]}\x00" * (5000 // len(example))


@pytest.mark.parametrize("rule", PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_takes_linear_time_on_hostile_text(rule: Rule) -> None:
    for text in _hostile_texts(rule):
        begin = time.process_time()
        rule.regex.search(text)
        assert time.process_time() - begin < MAX_SEARCH_S, f"slow on {text[:40]!r}..."


def test_every_issue_that_is_raised_is_documented() -> None:
    assert _strings("Issue") - ISSUE_CODES.keys() == set()


def test_every_documented_issue_can_be_raised() -> None:
    assert ISSUE_CODES.keys() - _all_strings() == set()


def test_every_reason_that_is_raised_is_documented() -> None:
    assert _strings("ReadError") - READ_REASONS.keys() == set()


def test_every_documented_reason_can_be_raised() -> None:
    assert (READ_REASONS.keys() | EXTRACTION_REASONS.keys()) - _all_strings() == set()
