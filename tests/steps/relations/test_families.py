"""Families of phrases are looked up by words, and found where an expression for the whole row would find them."""

from __future__ import annotations

import re
from bisect import bisect_left

import pytest
from marked import split_example

from communique.rules import load_table
from communique.steps.relations.forms import TABLES
from communique.steps.relations.learned.families import TOKEN, families_of
from communique.steps.relations.notation import phrase, spellings
from communique.steps.relations.wording import fold, spell_out

ROWS = [
    row.id
    for row in load_table("phrases").rules
    if row.terms and not row.fields.get("open") and row.id not in {"adv", "be", "det", "preposition"}
]
TEXTS = [
    spell_out(fold(re.sub(r"\[[^]]*\]", "\ue000", split_example(example)[0])))
    for table in TABLES
    for rule in load_table(table).rules
    for example in rule.accepts
    if rule.clause
]


def _families(text: str) -> list[set[str]]:
    found = list(TOKEN.finditer(text))
    return [set(f) for f in families_of(text, [m.start() for m in found], [m[0] for m in found])]


def _searched(text: str) -> list[set[str]]:
    starts = [m.start() for m in TOKEN.finditer(text)]
    found: list[set[str]] = [set() for _ in starts]
    for row in ROWS:
        for match in re.compile(phrase(row)).finditer(text):
            if match.end() > match.start() and (i := bisect_left(starts, match.start())) < len(starts):
                found[i].add(row)
    return found


def test_words_say_what_the_expressions_of_the_rows_say() -> None:
    assert len(TEXTS) > 200
    assert [_families(text) for text in TEXTS] == [_searched(text) for text in TEXTS]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("unit(s)", {("unit", True), ("units", True)}),
        ("fédér~er", {("fédère", True), ("fédère", True), ("fédérer", True)}),
        ("found~en by", {("founded by", True), ("founds by", True), ("found by", True)}),
        ("(co-)lead", {("lead", True), ("co-lead", True)}),
        ("part of,", {("part of,", False)}),
    ],
    ids=["letters that may be absent", "French verb", "English verb with more behind", "before", "open end"],
)
def test_a_term_is_written_out(term: str, expected: set[tuple[str, bool]]) -> None:
    assert expected <= set(spellings(term))
